//! Names, and the words that they are made of.

/// Whether a variable or an option looks like one that carries a credential.
pub(crate) fn names_credential(name: &str) -> bool {
    const WORDS: [&str; 15] = [
        "token",
        "secret",
        "password",
        "passwd",
        "pwd",
        "credential",
        "credentials",
        "apikey",
        "auth",
        "pat",
        "bearer",
        "cookie",
        "dsn",
        "passphrase",
        "jwt",
    ];
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let keyed = words.last().is_some_and(|last| *last == "key")
        || words
            .windows(2)
            .any(|pair| matches!(pair, ["api" | "access", "key"]));
    let addressed = matches!(
        words.as_slice(),
        [
            ..,
            "database" | "db" | "postgres" | "mysql" | "mongodb" | "redis",
            "url" | "uri"
        ]
    ) || words
        .windows(2)
        .any(|pair| matches!(pair, ["connection", "string"]));
    keyed
        || addressed
        || words
            .iter()
            .any(|word| WORDS.contains(word) || word.ends_with("token") || word.ends_with("apikey"))
}

/// The words of a name, singular: `listOpenIssues` and `list_open_issue` have the same three.
pub(crate) fn words(name: &str) -> Vec<String> {
    judge::name_words(name)
        .iter()
        .map(|word| singular(word))
        .collect()
}

/// A word without its plural ending, roughly: only equality of the results matters.
pub(crate) fn singular(word: &str) -> String {
    if let Some(stem) = word
        .strip_suffix("ies")
        .filter(|stem| stem.chars().count() > 1)
    {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes"] {
        if word.ends_with(ending) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    let stem = word
        .strip_suffix('s')
        .filter(|stem| stem.chars().count() > 2 && !stem.ends_with(['s', 'u', 'i']));
    stem.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_words() {
        assert_eq!(words("listOpenIssues"), ["list", "open", "issue"]);
        assert_eq!(words("get-repo_status"), ["get", "repo", "status"]);
        assert_eq!(words("create_entities"), ["create", "entity"]);
        assert_eq!(words("list_branches_2"), ["list", "branch", "2"]);
        assert_eq!(words("__"), Vec::<String>::new());
    }

    #[test]
    fn credentials_are_known_by_their_names() {
        for name in [
            "GITHUB_TOKEN",
            "API_KEY",
            "--api-key",
            "DATABASE_URL",
            "SLACK_BOT_TOKEN",
            "PGPASSWORD_FILE_PASSWORD",
            "OPENAI_APIKEY",
        ] {
            assert!(names_credential(name), "{name}");
        }
        for name in [
            "PATH",
            "HOME",
            "KEYBOARD",
            "MEMORY_FILE_PATH",
            "--local-timezone",
            "AUTHOR",
            "MONKEY",
            "BASE_URL",
            "PATTERN",
        ] {
            assert!(!names_credential(name), "{name}");
        }
    }
}
