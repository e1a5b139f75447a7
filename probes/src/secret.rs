//! Whether a name, or a text to a user, asks for a secret. Stricter than what a variable is called: `sort_key`, `max_tokens` and
//! `page_token` are no secrets.

/// Words that are a secret by themselves.
const ALONE: [&str; 13] = [
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "secret",
    "apikey",
    "cvv",
    "cvc",
    "ssn",
    "credentials",
    "jwt",
];

/// Pairs of words that are one together.
const PAIRS: [(&str, &str); 14] = [
    ("api", "key"),
    ("access", "key"),
    ("private", "key"),
    ("secret", "key"),
    ("access", "token"),
    ("auth", "token"),
    ("authentication", "token"),
    ("bearer", "token"),
    ("refresh", "token"),
    ("api", "token"),
    ("card", "number"),
    ("security", "code"),
    ("seed", "phrase"),
    ("recovery", "phrase"),
];

/// What comes before `token` where it is a place in a list, or a mark against forgery.
const HARMLESS: [&str; 10] = [
    "page",
    "next",
    "continuation",
    "cursor",
    "sync",
    "csrf",
    "progress",
    "start",
    "cancellation",
    "confirmation",
];

/// What comes after a secret's word where only something about it is named.
const ABOUT: [&str; 12] = [
    "type", "name", "names", "id", "ids", "policy", "length", "count", "hint", "strength", "reset",
    "manager",
];

/// Whether a name is that of a secret: `githubToken`, `api_key`, `Password`.
pub(crate) fn names_secret(name: &str) -> bool {
    let words = judge::name_words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.last().is_some_and(|last| ABOUT.contains(last)) {
        return false;
    }
    let token = match words.as_slice() {
        [] => false,
        ["token"] => true,
        [.., before, "token"] => !HARMLESS.contains(before),
        _ => false,
    };
    token || words.iter().any(|word| ALONE.contains(word)) || pair(&words)
}

fn pair(words: &[&str]) -> bool {
    words.windows(2).any(|pair| match pair {
        [first, second] => PAIRS.contains(&(*first, *second)),
        _ => false,
    })
}

/// Words of a text that are looked at.
const WORDS: usize = 400;

/// Whether a text asks its reader to give a secret: “Please enter your API key”. One that says not to is no request.
pub(crate) fn asks_for_secret(text: &str) -> bool {
    const ASKS: [&str; 9] = [
        "enter", "provide", "paste", "type", "give", "input", "supply", "send", "submit",
    ];
    const NOT: [&str; 6] = ["not", "never", "don", "without", "no", "nobody"];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .collect();
    let any = |list: &[&str]| words.iter().any(|word| list.contains(word));
    any(&ASKS)
        && !any(&NOT)
        && (pair(&words) || any(&["password", "passphrase", "passcode", "cvv"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "password",
            "apiKey",
            "API_KEY",
            "github_token",
            "token",
            "clientSecret",
            "card_number",
            "accessToken",
        ] {
            assert!(names_secret(name), "{name}");
        }
        for name in [
            "",
            "sort_key",
            "key",
            "max_tokens",
            "page_token",
            "nextToken",
            "tokenCount",
            "token_type",
            "author",
            "keyboard",
            "secret_name",
            "password_policy",
            "pat",
            "primaryKey",
        ] {
            assert!(!names_secret(name), "{name}");
        }
    }

    #[test]
    fn a_text_that_asks_for_a_secret_is_told_from_one_that_warns() {
        assert!(asks_for_secret("Please enter your API key to go on."));
        assert!(asks_for_secret("Type the password of the database"));
        assert!(!asks_for_secret("Never enter your password here."));
        assert!(!asks_for_secret("Which project do you mean?"));
        assert!(!asks_for_secret("The API key was rotated."));
    }
}
