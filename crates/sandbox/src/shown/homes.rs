//! What is never shown whole: HOME and what holds it, other people's homes, what the kernel shows, and stores of secrets.

use std::path::{Path, PathBuf};

/// Directories that hold too much, or that the sandbox makes anew.
const BROAD: &[&str] = &[
    "/", "/boot", "/dev", "/home", "/media", "/mnt", "/proc", "/root", "/run", "/srv", "/sys",
    "/tmp", "/var",
];
/// Directories nothing of which is shown: what they hold is the machine's state.
const CLOSED: &[&str] = &["/boot", "/dev", "/proc", "/run", "/sys"];
/// Directories below HOME that hold the files of many programs.
const SHARED: &[&str] = &[
    ".cache",
    ".config",
    ".local",
    ".local/bin",
    ".local/lib",
    ".local/share",
    ".local/state",
    "Desktop",
    "Documents",
    "Downloads",
    "Library",
    "bin",
];
/// Entries of a directory that are shown one by one around a store of secrets.
const AROUND: usize = 200;
/// Stores of secrets below HOME.
const SECRETS: &[&str] = &[
    ".aws",
    ".azure",
    ".bash_history",
    ".bitcoin",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".config/BraveSoftware",
    ".config/Claude",
    ".config/chromium",
    ".config/gcloud",
    ".config/gh",
    ".config/git/credentials",
    ".config/google-chrome",
    ".config/op",
    ".config/rclone",
    ".config/solana",
    ".docker",
    ".electrum",
    ".ethereum",
    ".gem/credentials",
    ".git-credentials",
    ".gnupg",
    ".kube",
    ".local/share/keyrings",
    ".m2/settings.xml",
    ".mozilla",
    ".netrc",
    ".npmrc",
    ".password-store",
    ".pgpass",
    ".pypirc",
    ".python_history",
    ".ssh",
    ".terraform.d",
    ".thunderbird",
    ".vault-token",
    ".zsh_history",
];

/// What lies below HOME, the variable by which it is found, and what that is set to, below HOME too.
const FOUND_BY: &[(&str, &str, &str)] = &[
    (".asdf", "ASDF_DATA_DIR", ".asdf"),
    (".bun", "BUN_INSTALL", ".bun"),
    (".cache/deno", "DENO_DIR", ".cache/deno"),
    (".cache/go-build", "GOCACHE", ".cache/go-build"),
    (".cache/uv", "UV_CACHE_DIR", ".cache/uv"),
    (".cargo", "CARGO_HOME", ".cargo"),
    (".dotnet", "DOTNET_ROOT", ".dotnet"),
    (".local/lib", "PYTHONUSERBASE", ".local"),
    (".local/share/mise", "MISE_DATA_DIR", ".local/share/mise"),
    (
        ".local/share/uv/python",
        "UV_PYTHON_INSTALL_DIR",
        ".local/share/uv/python",
    ),
    (".nuget/packages", "NUGET_PACKAGES", ".nuget/packages"),
    (".rustup", "RUSTUP_HOME", ".rustup"),
    (".volta", "VOLTA_HOME", ".volta"),
    ("go", "GOPATH", "go"),
];

/// Variables by which tools find what is shown of HOME.
pub(super) fn found_by(own: &[PathBuf], home: &Path) -> Vec<(String, PathBuf)> {
    FOUND_BY
        .iter()
        .filter(|(place, ..)| own.iter().any(|own| own.starts_with(home.join(place))))
        .map(|(_, name, value)| ((*name).to_owned(), home.join(value)))
        .collect()
}

/// Whether a path is not to be shown whole: it holds too much, lies in a store of secrets, or is another user's.
pub(super) fn broad(path: &Path, home: &Path) -> bool {
    BROAD.iter().any(|broad| path == Path::new(broad))
        || CLOSED.iter().any(|closed| path.starts_with(closed))
        || home.starts_with(path)
        || SHARED.iter().any(|shared| path == home.join(shared))
        || secrets_of(home).any(|secret| path.starts_with(secret))
        || others(path, home)
}

/// A tree without the stores of secrets in it: where there are any, what lies around them is shown one by one. No rung
/// needs to take something out of what it shows.
pub(super) fn without_secrets(tree: PathBuf, home: &Path) -> Vec<PathBuf> {
    let holds = |tree: &Path| {
        secrets_of(home).any(|secret| secret.starts_with(tree) && secret.symlink_metadata().is_ok())
    };
    let (mut whole, mut left) = (Vec::new(), vec![tree]);
    while let Some(tree) = left.pop() {
        if !holds(&tree) {
            whole.push(tree);
            continue;
        }
        let entries = std::fs::read_dir(&tree).into_iter().flatten().flatten();
        let entries = entries.map(|entry| entry.path()).take(AROUND);
        left.extend(entries.filter(|entry| !secrets_of(home).any(|secret| secret == *entry)));
    }
    whole.sort();
    whole
}

fn secrets_of(home: &Path) -> impl Iterator<Item = PathBuf> {
    SECRETS.iter().map(|secret| home.join(secret))
}

/// Whether the path lies in the home of somebody else. What people share there (`/home/linuxbrew`) is no home.
fn others(path: &Path, home: &Path) -> bool {
    if path.starts_with(home) || path.starts_with("/home/linuxbrew") {
        return false;
    }
    path.starts_with("/home") || path.starts_with("/root")
}

/// Each path once, and none that lies in another: sorted.
pub(super) fn outermost(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.sort();
    let mut kept: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !kept.last().is_some_and(|last| path.starts_with(last)) {
            kept.push(path);
        }
    }
    kept
}
