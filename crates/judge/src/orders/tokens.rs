//! Kinds of tokens that rules speak of: places where secrets are kept, addresses, identifiers, numbers.

use crate::prose::{Kind, Prose, one_of};

/// Whether a token may be of a kind at all: most words are of none.
pub(super) fn is_odd(prose: &Prose, at: usize) -> bool {
    let word = prose.word(at);
    prose
        .tokens
        .get(at)
        .is_some_and(|token| token.kind != Kind::Word)
        || word.contains('_')
        || word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(word, "com" | "xyz" | "ru" | "io")
}

/// Whether a token is of a kind.
pub(super) fn is_kind(prose: &Prose, kind: &str, at: usize) -> bool {
    let word = prose.word(at);
    let Some(token) = prose.tokens.get(at) else {
        return false;
    };
    let number = || word.parse::<u64>().ok();
    match kind {
        "$mail" => token.kind == Kind::Mail && !listed(prose, at),
        "$url" => token.kind == Kind::Url,
        "$host" => token.kind == Kind::Word && matches!(word, "com" | "xyz" | "ru" | "io"),
        "$secret" => secret(word, token.kind),
        "$other" => token.kind == Kind::Word && word.contains('_'),
        "$foreign" => {
            token.kind == Kind::Word && names(word, "external|remote|other|foreign|third")
        }
        "$privileged" => {
            token.kind == Kind::Word
                && names(
                    word,
                    "sensitive|privileged|secret|secrets|admin|hidden|unauthorized",
                )
        }
        "$home" => {
            token.kind == Kind::Path
                && !word.ends_with(".pub")
                && HOMES.iter().any(|home| word.starts_with(home))
        }
        "$inner" => token.kind == Kind::Url && INNER.iter().any(|inner| word.contains(inner)),
        "$size" => size(word),
        "$evil" => token.kind != Kind::Word && EVIL.iter().any(|evil| word.contains(evil)),
        "$number" => number().is_some(),
        "$many" => number().is_some_and(|number| number >= 100),
        _ => false,
    }
}

/// Whether an address shows how addresses are written: `cc recipients, comma-separated (a@b.example)`.
fn listed(prose: &Prose, at: usize) -> bool {
    const SHOWN: &str = "recipients|addresses|emails|separated|comma|format|formatted|valid|like|placeholder|eg|g|attendees|members|participants|example|sample";
    (at.saturating_sub(6)..at).any(|i| one_of(SHOWN, prose.word(i)))
}

/// Addresses of this machine, its network and its cloud.
const INNER: &[&str] = &[
    "//127.",
    "//localhost",
    "//[::1]",
    "//0.0.0.0",
    "//169.254.",
    "//10.",
    "//192.168.",
    "//metadata.",
    "file://",
];

/// Where what is private lies.
const HOMES: &[&str] = &[
    "~/", "/home/", "/users/", "/root/", "/etc/", "/var/", "/proc/",
];

/// Whether a word is a size of a megabyte or more: `10mb`.
fn size(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len() && matches!(unit, "mb" | "gb" | "tb" | "mib" | "gib")
}

/// What the addresses of attackers call themselves.
const EVIL: &[&str] = &[
    "attacker",
    "evil",
    "exfil",
    "pwn",
    "malicious",
    "hacker",
    "steal",
    "backdoor",
];

/// Whether an identifier holds one of the words.
fn names(identifier: &str, words: &str) -> bool {
    identifier.contains('_') && identifier.split('_').any(|word| one_of(words, word))
}

/// Files and folders of secrets, named by themselves.
const DOTTED: &[&str] = &[
    ".env", ".ssh", ".aws", ".gnupg", ".kube", ".netrc", ".npmrc", ".pgpass",
];

/// Whether a path or word names a place where secrets are kept.
fn secret(text: &str, kind: Kind) -> bool {
    const PLACES: &[&str] = &[
        "/.ssh",
        "id_rsa",
        "id_ed25519",
        ".aws/credentials",
        "/etc/passwd",
        "/etc/shadow",
        ".netrc",
        ".git-credentials",
        "mcp.json",
        "/.env",
        "169.254.169.254",
        ".pgpass",
        "secret",
        "/.kube/",
        ".npmrc",
        ".bash_history",
        "confidential",
        "/.gnupg",
        "/.docker/config",
        "/proc/self/environ",
        "wallet.dat",
        "claude_desktop_config",
        "/.config/gcloud",
        ".pypirc",
        "login data",
        "/etc/sudoers",
    ];
    match kind {
        // What is public by its name is none.
        _ if text.ends_with(".pub") => false,
        Kind::Word => matches!(text, "id_rsa" | "id_ed25519" | "authorized_keys"),
        Kind::Mail => false,
        Kind::Url => {
            PLACES.iter().any(|place| text.contains(place)) && !text.starts_with("http")
                || text.contains("169.254.169.254")
        }
        Kind::Path => {
            // `.aws-build` is a folder of its own.
            let whole = |rest: &str| rest.is_empty() || rest.starts_with(['/', '\\', '.']);
            DOTTED
                .iter()
                .any(|dotted| text.strip_prefix(dotted).is_some_and(whole))
                || PLACES.iter().any(|place| text.contains(place))
        }
    }
}
