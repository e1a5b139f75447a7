//! Places that rules speak of: where secrets are kept, what is private, this machine and its network, and where attackers are.

use crate::prose::{Kind, Words, one_of};
use crate::scan::Scan;
use std::sync::LazyLock;

/// Addresses of this machine, its network and its cloud.
pub(super) static INNER: LazyLock<Scan> = LazyLock::new(|| {
    Scan::of([
        "//127.",
        "//localhost",
        "//[::1]",
        "//0.0.0.0",
        "//169.254.",
        "//10.",
        "//192.168.",
        "//metadata.",
        "file://",
    ])
});

/// Where what is private lies.
pub(super) const HOMES: &[&str] = &[
    "~/", "/home/", "/users/", "/root/", "/etc/", "/var/", "/proc/",
];

/// What the addresses of attackers call themselves.
pub(super) static EVIL: LazyLock<Scan> = LazyLock::new(|| {
    Scan::of([
        "attacker",
        "evil",
        "exfil",
        "pwn",
        "malicious",
        "hacker",
        "steal",
        "backdoor",
    ])
});

/// Files and folders of secrets, named by themselves.
const DOTTED: &[&str] = &[
    ".env", ".ssh", ".aws", ".gnupg", ".kube", ".netrc", ".npmrc", ".pgpass",
];

/// What gives a machine in a cloud its credentials.
const METADATA: &[&str] = &[
    "169.254.169.254",
    "metadata.google.internal",
    "100.100.100.200",
    "169.254.170.2",
];

/// Whether a path or word names a place where secrets are kept.
pub(super) fn secret(text: &str, kind: Kind) -> bool {
    static PLACES: LazyLock<Scan> = LazyLock::new(|| {
        Scan::of([
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
            "/.aws/",
            ".password-store",
            ".zsh_history",
            ".psql_history",
            ".mysql_history",
            "id_ecdsa",
            "/.vault-token",
            "/keychains/",
            "/keyrings",
            "/.mozilla/",
            "google/chrome",
            "cookies.sqlite",
            ".kdbx",
            "master.key",
            ".htpasswd",
            "/.cargo/credentials",
            "/.config/gh",
            "ntds.dit",
            "/.bitcoin",
            "/.electrum",
        ])
    });
    match kind {
        // What is public by its name is none.
        _ if text.ends_with(".pub") => false,
        Kind::Word => matches!(text, "id_rsa" | "id_ed25519" | "authorized_keys"),
        Kind::Mail => false,
        Kind::Url => {
            PLACES.stands(text) && !text.starts_with("http")
                || METADATA.iter().any(|host| text.contains(host))
        }
        Kind::Path => {
            // `.aws-build` is a folder of its own.
            let whole = |rest: &str| rest.is_empty() || rest.starts_with(['/', '\\', '.']);
            DOTTED
                .iter()
                .any(|dotted| text.strip_prefix(dotted).is_some_and(whole))
                || PLACES.stands(text)
                || named_for_one(text)
        }
    }
}

/// Whether a file is named for one secret: `work/session-token.txt`.
fn named_for_one(path: &str) -> bool {
    static HELD: Words = Words::of(
        "key|token|password|passwords|passwd|passphrase|credentials|credential|login|logins|pin|wallet|mnemonic|seed",
    );
    static ENDS: Words =
        Words::of("txt|json|yml|yaml|env|pem|cfg|conf|ini|toml|csv|xml|key|dat|db|md");
    static MADE: Words =
        Words::of("primary|foreign|public|design|sort|hot|short|page|next|csrf|translation|i18n");
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, end)) = name.rsplit_once('.') else {
        return false;
    };
    let words = || stem.split(['-', '_', '.']);
    one_of(&ENDS, end)
        && words().count() > 1
        && words().any(|word| one_of(&HELD, word))
        && !words().any(|word| one_of(&MADE, word))
}
