//! Which paths tell something of who opens them.

/// Parts of paths behind which secrets lie, wherever they are.
const SECRET_PARTS: [&str; 27] = [
    "/.ssh/",
    "/.aws/",
    "/.gnupg/",
    "/.azure/",
    "/.kube/",
    "/.docker/config.json",
    "/.config/gcloud/",
    "/.config/gh/",
    "/.git-credentials",
    "/.netrc",
    "/.pgpass",
    "/.bash_history",
    "/.zsh_history",
    "/.python_history",
    "/.mozilla/firefox",
    "/.config/google-chrome",
    "/.config/chromium",
    "/.config/bravesoftware",
    "/.electrum/",
    "/.bitcoin/",
    "/.ethereum/",
    "/.config/solana/",
    "/.local/share/keyrings",
    "/.password-store",
    "/.cursor/mcp.json",
    "/claude_desktop_config.json",
    "/var/run/secrets/",
];

/// Files of the system that no server needs.
const SYSTEM_SECRETS: [&str; 6] = [
    "/etc/shadow",
    "/etc/gshadow",
    "/etc/sudoers",
    "/etc/ssh/ssh_host_",
    "/run/secrets/",
    "/proc/kcore",
];

/// Whether a path leads to secrets of people or of the system.
pub(crate) fn secret(path: &str) -> bool {
    let low = path.to_ascii_lowercase();
    let of_process = |name: &str| {
        let pid = low
            .strip_prefix("/proc/")
            .and_then(|rest| rest.strip_suffix(name));
        pid.is_some_and(|pid| !pid.is_empty() && pid.bytes().all(|b| b.is_ascii_digit()))
    };
    // What one lists is no less than what lies in it.
    let whole = format!("{low}/");
    SECRET_PARTS.iter().any(|part| whole.contains(part))
        || SYSTEM_SECRETS.iter().any(|head| low.starts_with(head))
        || ["/environ", "/mem"].iter().any(|name| of_process(name))
}

/// Whether a path in a HOME is a cache or a state that a program may keep: nothing that anybody would miss.
pub(crate) fn cache(path: &str) -> bool {
    const PARTS: [&str; 12] = [
        "/.cache/",
        "/.npm/",
        "/.bun/",
        "/.deno/",
        "/.local/state/",
        "/.local/share/",
        "/.config/",
        "/__pycache__/",
        "/node_modules/.cache/",
        "/.pytest_cache/",
        "/.mypy_cache/",
        "/.node_repl_history",
    ];
    let whole = format!("{path}/");
    PARTS.iter().any(|part| whole.contains(part)) || path.ends_with(".pyc")
}

/// Whether what is written there is run later by something else: at a sign-in, by `cron`, by `git`, by an MCP client.
pub(crate) fn started_by_itself(path: &str) -> bool {
    const ENDS: [&str; 14] = [
        "/.bashrc",
        "/.bash_profile",
        "/.profile",
        "/.zshrc",
        "/.zprofile",
        "/.zshenv",
        "/.config/fish/config.fish",
        "/.gitconfig",
        "/.npmrc",
        "/.ssh/authorized_keys",
        "/.ssh/config",
        "/.cursor/mcp.json",
        "/claude_desktop_config.json",
        "/.claude.json",
    ];
    const PARTS: [&str; 8] = [
        "/.config/autostart/",
        "/.config/systemd/",
        "/.local/share/systemd/",
        "/.local/bin/",
        "/.git/hooks/",
        "/library/launchagents/",
        "/etc/cron",
        "/var/spool/cron",
    ];
    let low = path.to_ascii_lowercase();
    ENDS.iter().any(|end| low.ends_with(end)) || PARTS.iter().any(|part| low.contains(part))
}

/// What is behind a socket of the machine that gives power over it; none where it is a service that libraries ask by themselves.
pub(crate) fn telling_socket(path: &str) -> Option<&'static str> {
    const SOCKETS: [(&str, &str); 11] = [
        ("docker.sock", "the container engine"),
        ("podman.sock", "the container engine"),
        ("containerd.sock", "the container engine"),
        ("crio.sock", "the container engine"),
        ("/ssh-", "the SSH agent"),
        ("/keyring/", "the keyring"),
        ("S.gpg-agent", "the GnuPG agent"),
        ("/bus", "the user's message bus"),
        ("dbus-", "the user's message bus"),
        (".X11-unix", "the screen"),
        ("wayland-", "the screen"),
    ];
    let found = SOCKETS.iter().find(|(part, _)| path.contains(part));
    found.map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_from_what_every_program_opens() {
        for path in [
            "/home/ada/.ssh/id_rsa",
            "/home/ada/.ssh",
            "/root/.aws/credentials",
            "/etc/shadow",
            "/etc/ssh/ssh_host_ed25519_key",
            "/proc/1/environ",
            "/home/ada/.config/Google-Chrome/Default/Cookies",
        ] {
            assert!(secret(path), "{path}");
        }
        for path in [
            "/etc/passwd",
            "/etc/ssl/openssl.cnf",
            "/etc/ssh/ssh_config",
            "/proc/self/environ",
            "/proc/meminfo",
            "/home/ada/node_modules/ssh2/package.json",
            "/home/ada/.npmrc",
            "/home/ada/.gitconfig",
            "/home/ada/.config/notes/settings.json",
        ] {
            assert!(!secret(path), "{path}");
        }
    }

    #[test]
    fn caches_are_told_from_what_runs_by_itself() {
        for path in [
            "/home/ada/.cache/notes/index",
            "/home/ada/.npm/_logs/1.log",
            "/srv/notes/__pycache__/a.cpython-313.pyc",
            "/home/ada/.cache",
        ] {
            assert!(cache(path) && !started_by_itself(path), "{path}");
        }
        for path in [
            "/home/ada/.bashrc",
            "/home/ada/.config/autostart/x.desktop",
            "/home/ada/.config/Claude/claude_desktop_config.json",
            "/srv/notes/.git/hooks/pre-commit",
        ] {
            assert!(started_by_itself(path), "{path}");
        }
    }

    #[test]
    fn sockets_that_libraries_ask_are_no_news() {
        assert_eq!(
            telling_socket("/var/run/docker.sock"),
            Some("the container engine")
        );
        assert_eq!(
            telling_socket("/run/user/1000/bus"),
            Some("the user's message bus")
        );
        for path in [
            "/var/run/nscd/socket",
            "/run/systemd/userdb/io.systemd.DynamicUser",
            "/dev/log",
            "/tmp/notes.sock",
        ] {
            assert_eq!(telling_socket(path), None, "{path}");
        }
    }
}
