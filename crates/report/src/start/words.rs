//! Names in what a server says: variables, quoted words, options.

/// Names of one cause that are kept.
pub(super) const NAMES: usize = 12;
/// Characters of one name that are kept.
const NAME: usize = 120;

/// The names in a line that look like environment variables, in order, each once.
pub(super) fn variables(text: &str) -> Vec<String> {
    let says_so = {
        let low = text.to_lowercase();
        low.contains("environment variable") || low.contains("env var") || low.contains("keyerror")
    };
    let mut found: Vec<String> = Vec::new();
    let mut from = 0;
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let at = from;
        from += word.len()
            + text
                .get(at + word.len()..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
        let before = text.get(..at).unwrap_or_default();
        // A placeholder in a usage text, not a name: `--key=$KEY`, `<API_KEY>`.
        let placeholder = ["<", "=", "=$", "={", "/", "\\"]
            .iter()
            .any(|end| before.ends_with(end));
        if !placeholder && is_variable(word, says_so) && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found.truncate(NAMES);
    found
}

/// Whether a word looks like the name of an environment variable. Words without an underscore need more than their look.
pub(super) fn is_variable(word: &str, says_so: bool) -> bool {
    const CODES: [&str; 6] = [
        "ERR_",
        "E_",
        "MODULE_",
        "UND_ERR",
        "SELF_SIGNED",
        "UNABLE_TO",
    ];
    const ALWAYS: [&str; 2] = ["PATH", "HOME"];
    let shaped = (3..=64).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && !word.ends_with('_')
        && word
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let telling = word.contains('_')
        || says_so
            && ["TOKEN", "KEY", "SECRET", "URL", "PASSWORD", "HOST"]
                .iter()
                .any(|end| word.ends_with(end) && word.len() > 4);
    shaped && telling && !ALWAYS.contains(&word) && !CODES.iter().any(|code| word.starts_with(code))
}

/// Whether the names in a line are alternatives.
pub(super) fn alternatives(text: &str, names: &[String]) -> bool {
    let [first, .., last] = names else {
        return false;
    };
    let low = text.to_lowercase();
    let between = text.find(first.as_str()).zip(text.rfind(last.as_str()));
    low.contains("either")
        || low.contains("one of")
        || low.contains("at least one")
        || between.is_some_and(|(from, to)| {
            text.get(from..to)
                .is_some_and(|text| text.to_lowercase().contains(" or "))
        })
}

/// What stands in the first quotes after a phrase (compared in small letters of the same length).
pub(super) fn quoted_after(text: &str, phrase: &str) -> Option<String> {
    let rest = after(text, phrase)?;
    let (at, open) = rest
        .char_indices()
        .find(|(_, c)| matches!(c, '\'' | '"' | '`' | '‘' | '“'))?;
    let close = match open {
        '‘' => '’',
        '“' => '”',
        same => same,
    };
    let inner = rest.get(at + open.len_utf8()..)?;
    let name = inner.split(close).next()?;
    name_of(name)
}

/// The word that follows a phrase, without quotes and punctuation around it.
pub(super) fn word_after(text: &str, phrase: &str) -> Option<String> {
    let word = after(text, phrase)?.split_whitespace().next()?;
    name_of(word.trim_matches(|c: char| "'\"`‘’“”(),;:.".contains(c)))
}

/// What follows a phrase.
pub(super) fn after<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    // ASCII letters only, so that places are the same in both.
    let low = text.to_ascii_lowercase();
    text.get(low.find(phrase)? + phrase.len()..)
}

/// Names parted by commas (`--a, b and c`).
pub(super) fn names(text: &str) -> Vec<String> {
    text.split([',', '/'])
        .flat_map(|part| part.split(" and "))
        .filter_map(|part| name_of(part.trim().trim_matches(|c: char| "'\"`.()[]".contains(c))))
        .filter(|name| !name.contains(char::is_whitespace))
        .take(NAMES)
        .collect()
}

/// A name that may be shown: not empty, on one line, not long.
pub(super) fn name_of(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty() && name.chars().nth(NAME).is_none()).then(|| name.to_owned())
}

/// The options in a line (`--vault-path`), in order, each once.
pub(super) fn options(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || "'\"`,;()[]<>=/|".contains(c)) {
        let word = word.trim_end_matches(['.', ':']);
        let name = word.strip_prefix("--").or_else(|| word.strip_prefix('-'));
        let option = name.is_some_and(|name| {
            name.len() > 1
                && name.starts_with(|c: char| c.is_ascii_lowercase())
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        });
        if option && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found.truncate(NAMES);
    found
}
