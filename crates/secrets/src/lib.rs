//! What looks like a credential: in anything that a server sent, on a command line, in a configuration.
//!
//! In free text only what can hardly be anything else: known prefixes with the right length and letters, keys with their armour, and literals that are
//! named a password and look random. Where the text's name is known, as in a configuration, its name is
//! enough: [`named`]. Placeholders are honest.

use std::ops::Range;

mod command;

pub use command::{InWord, in_command, in_text};

/// A token that announces itself: prefix, length of what follows, kind.
const PREFIXES: &[(&str, usize, &str)] = &[
    ("ghp_", 36, "GitHub token"),
    ("gho_", 36, "GitHub token"),
    ("ghu_", 36, "GitHub token"),
    ("ghs_", 36, "GitHub token"),
    ("ghr_", 36, "GitHub token"),
    ("github_pat_", 60, "GitHub token"),
    ("glpat-", 20, "GitLab token"),
    ("xoxb-", 24, "Slack token"),
    ("xoxp-", 24, "Slack token"),
    ("xapp-", 24, "Slack token"),
    ("sk-ant-", 40, "Anthropic key"),
    ("sk-proj-", 40, "OpenAI key"),
    ("sk_live_", 20, "Stripe key"),
    ("rk_live_", 20, "Stripe key"),
    ("sk-", 40, "API key"),
    ("AKIA", 16, "AWS access key"),
    ("ASIA", 16, "AWS access key"),
    ("AIza", 35, "Google API key"),
    ("ya29.", 40, "Google OAuth token"),
    ("npm_", 36, "npm token"),
    ("pypi-", 60, "PyPI token"),
    ("hf_", 34, "Hugging Face token"),
    ("SG.", 60, "SendGrid key"),
    ("shpat_", 32, "Shopify token"),
    ("dop_v1_", 64, "DigitalOcean token"),
    ("lin_api_", 32, "Linear key"),
    ("figd_", 36, "Figma token"),
    ("ntn_", 40, "Notion token"),
    ("AGE-SECRET-KEY-", 50, "age key"),
];

/// Names whose value is a credential.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "api-key",
    "access_key",
    "secret_key",
    "client_secret",
    "auth_token",
    "access_token",
    "private_key",
    "bearer",
];

/// Ends of names of headers, variables and options whose value lets somebody in.
const AUTHORIZING: &[&str] = &[
    "authorization",
    "cookie",
    "credentials",
    "_pat",
    "passphrase",
];

/// Ends of names whose value may be a key of another kind.
const KEYS: &[&str] = &["_key", "-key", "_auth"];

/// What stands for no credential where one could.
const WORDS: &[&str] = &[
    "disabled", "optional", "password", "required", "enabled", "default",
];

/// Words that show a placeholder.
const PLACEHOLDERS: &[&str] = &[
    "your",
    "example",
    "placeholder",
    "xxx",
    "changeme",
    "dummy",
    "sample",
    "redacted",
    "insert",
    "replace",
    "token_here",
    "test",
    "fake",
    "abcdef",
    "1234567",
    "...",
];

/// Shortest value that counts by its name alone.
const LEAST: usize = 6;
/// Shortest piece that is looked at.
const SHORTEST: usize = 12;
/// Longest piece that is looked at; a credential is shorter.
const LONGEST: usize = 4096;

/// Credentials that are told of one text: nobody needs more to know that it holds some.
const MOST: usize = 256;

/// A credential found in a text: its kind and what may be shown of it.
pub type Found = (&'static str, String);

/// The kind of credential that stands under this name, as far as name and value tell. Here a name is enough: nobody calls
/// something else so, unless its value is plainly no credential.
#[must_use]
pub fn named(name: &str, value: &str) -> Option<&'static str> {
    if let Some((kind, _)) = find(value).first() {
        return Some(*kind);
    }
    // `Bearer …`, `Basic …`, `token …`.
    let (scheme, bare) = value.split_once(' ').unwrap_or(("", value));
    let certain = names_secret(name)
        || names_secret(scheme)
        || AUTHORIZING.iter().any(|end| ends_with(name, end));
    let likely = KEYS.iter().any(|end| ends_with(name, end)) && mixed(bare);
    let names = (certain || likely) && !plain(bare) && !placeholder(bare);
    names.then_some("a value named like a credential")
}

/// Whether a value may be a credential by its name or its prefix, though it may as well be a placeholder.
pub(crate) fn looks_named(name: &str, value: &str) -> bool {
    let names = names_secret(name) || AUTHORIZING.iter().any(|end| ends_with(name, end));
    let begins = |(prefix, least, _): &(&str, usize, _)| {
        value.starts_with(prefix) && value.len() >= prefix.len() + least / 2
    };
    names && !plain(value) || PREFIXES.iter().any(begins)
}

/// Whether a value is plainly no credential: too short, a path, a URL, a number, a word of configuration.
fn plain(value: &str) -> bool {
    let drive = value.as_bytes().get(1) == Some(&b':') && value.contains(['\\', '/']);
    !(LEAST..=LONGEST).contains(&value.len())
        || drive
        || value.contains("://")
        || value.starts_with(['/', '~', '.', '<', '{'])
        || value.contains(char::is_whitespace)
        || value
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        || WORDS.contains(&value.to_ascii_lowercase().as_str())
}

/// Whether a value has letters and digits, and is as long as keys are.
fn mixed(value: &str) -> bool {
    value.len() >= SHORTEST
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn ends_with(name: &str, end: &str) -> bool {
    let from = name.len().saturating_sub(end.len());
    name.get(from..)
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Everything that looks like a credential in a text, each once, and no more than 256 of them.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    if private_key(text) {
        found.push(("private key", "-----BEGIN … PRIVATE KEY-----".to_owned()));
    }
    for long in long_pieces(text) {
        // `Bearer …` stands over two.
        let mut before = None;
        let whole = text.get(long.clone()).unwrap_or_default();
        for piece in whole.split(parts) {
            let is_long = (SHORTEST..=LONGEST).contains(&piece.len());
            let before = before.replace(piece);
            let before = || before.unwrap_or_else(|| before_this(text, long.start));
            if found.len() >= MOST {
                return found;
            }
            if let Some(new) = Some(piece)
                .filter(|_| is_long)
                .and_then(|piece| in_piece(piece, before))
                && !found.contains(&new)
            {
                found.push(new);
            }
        }
    }
    found
}

/// What a piece of a text holds, which may be named by the one before it: `password=…`, `token: …`.
fn in_piece<'t>(piece: &str, before: impl Fn() -> &'t str) -> Option<Found> {
    let value = piece
        .rsplit_once(['=', ':'])
        .map_or(piece, |(_, value)| value);
    let label = piece.get(..piece.len() - value.len()).unwrap_or_default();
    let is_named = || names_secret(label) || label.is_empty() && names_secret(before());
    let whole = || known(piece).filter(|_| !label.is_empty());
    let named = || {
        let named = random(value) && is_named();
        named.then(|| ("a value named like a credential", shown(value)))
    };
    let announced = known(value).or_else(whole).or_else(|| web_token(value));
    // What only looks random has digits.
    let digits = || piece.bytes().any(|byte| byte.is_ascii_digit());
    announced.or_else(|| digits().then(|| named().or_else(|| in_url(piece)))?)
}

/// Whether a character stands between two pieces.
const fn parts(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '<' | '>' | '[' | ']' | '{' | '}'
        )
}

/// The pieces of a text that may be as long as keys are. Blanks of other scripts may be in them. Where one stands all its bytes are
/// letters, so that of most words no more than the end is looked at.
fn long_pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let (bytes, mut start) = (text.as_bytes(), 0);
    std::iter::from_fn(move || {
        loop {
            let first = bytes.get(start..start + SHORTEST)?;
            if let Some(at) = first.iter().rposition(is_part) {
                start += at + 1;
                continue;
            }
            let rest = bytes.get(start..)?;
            let piece = start..start + rest.iter().position(is_part).unwrap_or(rest.len());
            start = piece.end + 1;
            return Some(piece);
        }
    })
}

/// The piece before the one that starts at a byte.
fn before_this(text: &str, start: usize) -> &str {
    let before = start.checked_sub(1).and_then(|end| text.get(..end));
    before
        .and_then(|before| before.rsplit(parts).next())
        .unwrap_or_default()
}

/// Whether a byte is such a character.
fn is_part(byte: &u8) -> bool {
    PARTS.get(usize::from(*byte)).is_some_and(|parts| *parts)
}

/// Those of ASCII.
static PARTS: [bool; 128] = {
    let mut marks = [false; 128];
    let mut byte = 0;
    while byte < 128_u8 {
        marks[byte as usize] = parts(byte as char);
        byte += 1;
    }
    marks
};

/// What may be shown of a credential: its first four characters and its length.
fn shown(value: &str) -> String {
    let head: String = value.chars().take(4).collect();
    format!("{head}… ({} characters)", value.chars().count())
}

/// Whether a private key stands in the text with some of its body.
fn private_key(text: &str) -> bool {
    /// Characters of its body that are there at least.
    const BODY: usize = 64;
    if text.len() < BODY {
        return false;
    }
    text.split_once("PRIVATE KEY-----")
        .is_some_and(|(head, body)| {
            let opens = head
                .rfind("-----BEGIN ")
                .is_some_and(|at| head.len() - at < 40);
            let key = body
                .chars()
                .filter(|c| !c.is_whitespace())
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '\\'))
                .take(120)
                .count();
            opens && key >= BODY
        })
}

/// A token with a known prefix.
fn known(value: &str) -> Option<Found> {
    /// The bytes that a prefix begins with: most values begin with none of them.
    static FIRST: [bool; 256] = {
        let (mut first, mut i) = ([false; 256], 0);
        while i < PREFIXES.len() {
            first[PREFIXES[i].0.as_bytes()[0] as usize] = true;
            i += 1;
        }
        first
    };
    let first = value.as_bytes().first()?;
    FIRST.get(usize::from(*first)).filter(|begins| **begins)?;
    let (prefix, least, kind) = PREFIXES.iter().find(|(prefix, _, _)| {
        value.as_bytes().first() == prefix.as_bytes().first() && value.starts_with(prefix)
    })?;
    let rest = value.get(prefix.len()..)?;
    let body: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .collect();
    let fits = body.len() >= *least
        && !placeholder(value)
        && varied(&body)
        && (!prefix.starts_with("AKIA") && !prefix.starts_with("ASIA")
            || body.len() == 16
                && body
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
    fits.then(|| (*kind, shown(value)))
}

/// A signed JSON web token.
fn web_token(value: &str) -> Option<Found> {
    if !value.starts_with("eyJ") {
        return None;
    }
    let mut parts = value.split('.');
    let (_, body, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = body.starts_with("eyJ")
        && body.len() >= 16
        && signature.len() >= 20
        && parts.next().is_none()
        && varied(signature);
    fits.then(|| ("JSON web token", shown(value)))
}

/// A password inside a URL: `scheme://user:password@host`.
fn in_url(piece: &str) -> Option<Found> {
    let password = command::password(piece)?;
    random(password).then(|| ("a password in a URL", shown(password)))
}

/// Whether a label names a credential.
fn names_secret(label: &str) -> bool {
    let label = label.trim_end_matches(['=', ':']).as_bytes();
    let ends = |name: &&str| {
        let from = label.len().checked_sub(name.len());
        from.and_then(|from| label.get(from..))
            .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    };
    label.len() < 64 && NAMES.iter().any(ends)
}

/// Whether a value looks random enough to be a credential: long, mixed, no word.
fn random(value: &str) -> bool {
    let has = |is: fn(&u8) -> bool| value.as_bytes().iter().any(is);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.+/!@#%^&*~".contains(byte);
    value.len() >= SHORTEST
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && value.as_bytes().iter().all(plain)
        && varied(value)
        && !placeholder(value)
}

/// Whether a text has many different characters: bits by Shannon, at least 3 each.
fn varied(value: &str) -> bool {
    let mut counts = [0_u32; 128];
    let mut total = 0_u32;
    for byte in value.bytes().take(512) {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
            total += 1;
        }
    }
    let entropy: f64 = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / f64::from(total.max(1)))
        .map(|p| -p * p.log2())
        .sum();
    entropy >= 3.0
}

/// Whether a value stands for one to be filled in.
fn placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    PLACEHOLDERS.iter().any(|word| lower.contains(word))
        || lower.contains("${")
        || lower.starts_with('$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_pieces_are_found() {
        for (text, long) in [
            ("", &[][..]),
            ("twelve signs", &[]),
            ("a twelve_signs b", &["twelve_signs"]),
            (
                "(eleven_sig)nsxxxxxxxxx and_twelve_more",
                &["and_twelve_more"],
            ),
            ("ünder\u{a0}wäy", &["ünder\u{a0}wäy"]),
            ("a\nb\tc d,e;f", &[]),
        ] {
            let found: Vec<&str> = long_pieces(text)
                .filter_map(|piece| text.get(piece))
                .collect();
            assert_eq!(found, long, "{text:?}");
        }
        assert_eq!(before_this("a Bearer twelve_signs", 9), "Bearer");
        assert_eq!(before_this("a  twelve_signs", 3), "");
    }

    #[test]
    fn credentials_are_seen_and_never_shown() {
        for (text, kind) in [
            (
                "token ghp_x7Kq2LmN8pRtVwYz1bC4dF6gH9jS3aE5uP0q",
                "GitHub token",
            ),
            ("AKIAQ3ZXK7PLM2WNV8TB", "AWS access key"),
            (
                "DB_PASSWORD=hT7kQ2mZx9Lp",
                "a value named like a credential",
            ),
            ("postgres://app:hT7kQ2mZx9Lp@db/x", "a password in a URL"),
            (
                "Authorization: Bearer hT7kQ2mZx9LpWq",
                "a value named like a credential",
            ),
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].0, kind, "{text}");
            assert!(found[0].1.chars().count() < 24, "{found:?}");
        }
        let key = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n",
            "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(4)
        );
        assert_eq!(find(&key)[0].0, "private key");
    }

    #[test]
    fn of_very_many_no_more_are_told_than_anybody_reads() {
        let keys: Vec<String> = ('a'..='z')
            .flat_map(|a| ('A'..='Z').map(move |b| format!("password={a}{b}7kQ2mZx9LpWq")))
            .collect();
        assert_eq!(find(&keys.join(" ")).len(), MOST);
    }

    #[test]
    fn placeholders_are_honest() {
        for text in [
            "YOUR_API_KEY",
            "sk-...",
            "api_key=xxxxxxxxxxxxxxxx",
            "token=${TOKEN}",
            "token=<token>",
            "password: string",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "-----BEGIN PRIVATE KEY-----",
            "postgres://user:password@localhost/db",
            "next_page_token: eyJhbGciOi",
            "Bearer $TOKEN",
            "AKIAIOSFODNN7EXAMPLE",
        ] {
            assert_eq!(find(text), Vec::new(), "{text}");
        }
    }
    #[test]
    fn a_name_is_enough_where_it_is_known() {
        for (name, value) in [
            ("API_KEY", "0f8e2a917c55d0b36e"),
            ("Authorization", "Bearer s3cr3tvalue"),
            ("X-Custom", "Bearer s3cr3tvalue"),
            ("DB_PASSWORD", "correcthorse"),
            ("ANYTHING", "ghp_x7Kq2LmN8pRtVwYz1bC4dF6gH9jS3aE5uP0q"),
            ("GITHUB_PAT", "qwertzuiop"),
            ("--api-key", "0f8e2a917c55d0b36e"),
        ] {
            assert!(named(name, value).is_some(), "{name}={value}");
        }
        for (name, value) in [
            ("API_KEY", "YOUR_API_KEY"),
            ("API_KEY", ""),
            ("API_KEY", "<your key>"),
            ("TOKEN", "${TOKEN}"),
            ("SECRET_KEY", "/run/secrets/key"),
            ("GOOGLE_CREDENTIALS", "C:\\Users\\me\\key.json"),
            ("CACHE_KEY", "mcp-server"),
            ("KEYBOARD", "qwertzuiop"),
            ("MONKEY", "qwertzuiop"),
            ("MAX_TOKEN", "4096000"),
            ("LOG_LEVEL", "information"),
        ] {
            assert_eq!(named(name, value), None, "{name}={value}");
        }
    }
}
