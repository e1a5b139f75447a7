//! Kinds of tokens that rules speak of: places where secrets are kept, addresses, identifiers, numbers.

use crate::prose::{Kind, Prose, one_of};

/// Whether a token may be of a kind at all: most words are of none.
pub(super) fn is_odd(prose: &Prose, at: usize) -> bool {
    let word = prose.word(at);
    prose
        .tokens
        .get(at)
        .is_some_and(|token| token.kind != Kind::Word || token.quoted)
        || word.contains('_')
        || word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(word, "com" | "xyz" | "ru" | "io")
        || is_tool(word)
        || one_of(SITES, word)
}

/// What tools of any server are for, this one's among them.
const KINDS: &str = "database|file|files|web|search|code|note|notes|memory|map|maps|docs|document|image|data|query|math|news|fetch|upload|download|storage|backup|pdf|spreadsheet|ticket|crm|hr|invoice|legacy|old|similar|competing|rival|alternative|third";

/// The ends of addresses that are no words.
const SITES: &str = "com|net|org|io|xyz|ru|dev|cc|pw|biz|eu|tk";

/// What gives tools, or is one.
fn is_tool(word: &str) -> bool {
    matches!(
        word,
        "tool" | "tools" | "server" | "servers" | "connector" | "connectors" | "plugin" | "plugins"
    )
}

/// What tools of other servers are for: `the calendar tool`.
const TRADES: &str = "email|mail|gmail|outlook|imap|smtp|shell|terminal|bash|filesystem|payment|payments|banking|bank|browser|git|github|gitlab|bitbucket|slack|teams|whatsapp|telegram|discord|signal|messaging|calendar|booking|notion|jira|confluence|deployment|wallet|transfer|repository|crm|translation|weather|drive|dropbox|backup|accounting|invoicing|contacts|photos|sms|neighbouring|neighboring|neighbours|apple|crypto|trading|broker|insurance|travel|hotel|flight|shop|shopping";

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
        "$slot" => token.quoted || token.kind == Kind::Word && word.contains('_'),
        "$afar" => {
            let before = |back| at.checked_sub(back).map_or("", |i| prose.word(i));
            // `For the mail server, use …` names what it speaks of.
            is_tool(word) && one_of(TRADES, before(1)) && before(2) != "for"
        }
        "$harmful" => {
            token.kind == Kind::Word
                && names(
                    word,
                    "delete|drop|remove|destroy|wipe|purge|kill|transfer|grant|disable|pay|refund|revoke|exec|shell|chmod",
                )
        }
        "$named" => {
            is_tool(word)
                && at
                    .checked_sub(1)
                    .is_some_and(|before| one_of(KINDS, prose.word(before)))
        }
        "$site" => token.kind == Kind::Word && one_of(SITES, word),
        "$lair" => {
            secret(word, token.kind)
                && !["/.ssh/config", "known_hosts"]
                    .iter()
                    .any(|open| word.ends_with(open))
                && (word.contains("/.") || !word.contains("secret"))
        }
        "$key" => token.kind == Kind::Word && word.contains('_') && keyed(word),
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

/// Whether the name of a variable says that it holds a secret.
fn keyed(name: &str) -> bool {
    const HOLDS: &[&str] = &[
        "api_key",
        "apikey",
        "access_key",
        "secret_key",
        "private_key",
        "client_secret",
        "password",
        "passwd",
        "credentials",
        "database_url",
    ];
    const PAGES: &str = "next|page|cursor|start|continuation|design|sync|pagination|invalidate";
    HOLDS.iter().any(|part| name.contains(part)) || name.ends_with("_token") && !names(name, PAGES)
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
