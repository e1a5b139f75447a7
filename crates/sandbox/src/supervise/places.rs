//! Where a path lies, and whether looking at it says anything about a server.

use crate::protocol::Job;
use evidence::conduct::{Place, Rung};
use std::path::Path;

/// Directories of the system's programs, libraries and settings.
const SYSTEM: &[&str] = &[
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix",
];

/// Directories that are thrown away.
const TEMPORARY: &[&str] = &["/tmp", "/var/tmp", "/run", "/var/run", "/dev/shm"];

/// What only the kernel shows.
const KERNEL: &[&str] = &["/proc", "/dev", "/sys"];

/// Settings of the system that no server needs.
const TELLING: &[&str] = &[
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/sudoers",
    "/etc/sudoers.d",
    "/etc/ssl/private",
    "/etc/krb5.keytab",
    "/dev/mem",
    "/dev/kmem",
    "/dev/port",
    "/proc/kcore",
    "/proc/kallsyms",
    "/proc/keys",
    "/sys/firmware",
    "/sys/kernel/security",
];

/// Directories whose files say something about the machine even where they are not there.
const PRIVATE: &[&str] = &[
    "/root",
    "/home",
    "/Users",
    "/mnt",
    "/media",
    "/srv",
    "/var/lib",
    "/var/spool",
    "/boot",
];

/// What runtimes look for in every directory above a program, at every start.
const HABITS: &[&str] = &[
    "package.json",
    "node_modules",
    "pyvenv.cfg",
    "pybuilddir.txt",
    ".node_modules",
    ".node_libraries",
    "npmrc",
    "bunfig.toml",
    "tsconfig.json",
];

/// Devices that everything writes to.
const HARMLESS: &[&str] = &[
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/tty",
    "/dev/stdout",
    "/dev/stderr",
    "/dev/ptmx",
    "/dev/pts",
    "/proc/self",
    "/proc/thread-self",
];

/// Sockets that the C library looks for by itself.
const LIBRARY: &[&str] = &["/var/run/nscd/socket", "/run/nscd/socket"];

/// Whether a socket of the machine is one that every program looks for.
pub(crate) fn of_the_library(socket: &str) -> bool {
    LIBRARY.contains(&socket)
}

/// The directories that a command was given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    /// What it is shown, each with what it is; the longest first.
    given: Vec<(String, Place)>,
}

impl Places {
    /// Where things lie in the sandbox of this job.
    pub(crate) fn of(job: &Job) -> Self {
        let home = job.home.as_path();
        // Without mounts, what is thrown away lies in its HOME.
        let temporary = home.join("tmp");
        let own = job.own.iter().map(|path| (path.as_path(), Place::Own));
        let opened = job.read.iter().chain(&job.write);
        let opened = opened.map(|path| (path.as_path(), Place::Opened));
        let temporary = match job.rung {
            Rung::Landlock => Some((temporary.as_path(), Place::Temporary)),
            Rung::Namespaces | Rung::None => None,
        };
        Self::new(
            [(home, Place::Home)]
                .into_iter()
                .chain(temporary)
                .chain(opened)
                .chain(own),
        )
    }

    fn new<'a>(given: impl Iterator<Item = (&'a Path, Place)>) -> Self {
        let mut given: Vec<_> = given
            .map(|(path, place)| (path.to_string_lossy().into_owned(), place))
            .collect();
        given.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        Self { given }
    }

    /// Where an absolute path lies.
    pub(crate) fn place(&self, path: &str) -> Place {
        if let Some((_, place)) = self.given.iter().find(|(dir, _)| below(path, dir)) {
            return *place;
        }
        if any(path, TEMPORARY) {
            Place::Temporary
        } else if any(path, KERNEL) {
            Place::Kernel
        } else if path == "/" || any(path, SYSTEM) {
            Place::System
        } else {
            Place::Elsewhere
        }
    }

    /// Whether it says something that a program looks at this path. Starting node or Python looks at hundreds of files.
    pub(crate) fn telling(&self, path: &str, place: Place, found: bool) -> bool {
        match place {
            Place::Own => false,
            Place::System | Place::Kernel => {
                any(path, TELLING) || host_key(path) || of_process(path)
            }
            Place::Opened | Place::Temporary => found,
            Place::Home => found || !habit(path),
            // Directories above what is shown exist, and only to hold it.
            Place::Elsewhere if self.given.iter().any(|(dir, _)| below(dir, path)) => false,
            Place::Elsewhere => found || (any(path, PRIVATE) && !habit(path)),
        }
    }

    /// Whether it says something that a program writes to this path.
    pub(crate) fn changes(path: &str, place: Place) -> bool {
        match place {
            Place::Kernel => !any(path, HARMLESS),
            // Where Python keeps what it has compiled, if it may.
            Place::Own | Place::System => !path.split('/').any(|part| part == "__pycache__"),
            _ => true,
        }
    }
}

/// Whether a path is this directory, or lies below it.
pub(crate) fn below(path: &str, dir: &str) -> bool {
    let dir = dir.trim_end_matches('/');
    path.strip_prefix(dir)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn any(path: &str, dirs: &[&str]) -> bool {
    dirs.iter().any(|dir| below(path, dir))
}

fn host_key(path: &str) -> bool {
    path.starts_with("/etc/ssh/ssh_host_") && !path.ends_with(".pub")
}

/// The memory or variables of a process, named by its number: those of another.
fn of_process(path: &str) -> bool {
    let mut parts = path.trim_start_matches("/proc/").split('/');
    path.starts_with("/proc/")
        && parts
            .next()
            .is_some_and(|pid| pid.bytes().all(|b| b.is_ascii_digit()))
        && parts.any(|name| matches!(name, "environ" | "mem" | "auxv" | "syscall"))
}

fn habit(path: &str) -> bool {
    path.split('/').any(|part| HABITS.contains(&part))
        || path.contains("/.local/lib/")
        || path.ends_with("/.local/lib")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        Places::new(
            [
                ("/home/ann", Place::Home),
                ("/home/ann/work/server", Place::Own),
                ("/tmp/data", Place::Opened),
            ]
            .into_iter()
            .map(|(path, place)| (Path::new(path), place)),
        )
    }

    #[test]
    fn the_nearest_directory_decides() {
        let cases = [
            ("/home/ann/work/server/index.js", Place::Own),
            ("/home/ann/work/server2/index.js", Place::Home),
            ("/home/ann", Place::Home),
            ("/home/bob/.ssh/id_rsa", Place::Elsewhere),
            ("/tmp/data/x", Place::Opened),
            ("/tmp/other", Place::Temporary),
            ("/dev/shm/x", Place::Temporary),
            ("/dev/null", Place::Kernel),
            ("/usr/lib/x", Place::System),
            ("/user", Place::Elsewhere),
            ("/", Place::System),
        ];
        for (path, place) in cases {
            assert_eq!(places().place(path), place, "{path}");
        }
    }

    #[test]
    fn what_every_runtime_does_says_nothing() {
        let places = places();
        let tells = |path: &str, found| places.telling(path, places.place(path), found);
        for (path, found) in [
            ("/home/ann/work/server/a.js", true),
            ("/home/ann/work/package.json", false),
            ("/home/ann/node_modules/x/y.js", false),
            ("/home/ann/.local/lib/python3.11/site-packages", false),
            ("/home", true),
            ("/usr/lib/libc.so.6", true),
            ("/etc/passwd", true),
            ("/proc/self/maps", true),
            ("/proc/meminfo", true),
            ("/etc/ssh/ssh_host_rsa_key.pub", true),
            ("/work/package.json", false),
        ] {
            assert!(!tells(path, found), "{path}");
        }
        for (path, found) in [
            ("/home/ann/.ssh/id_rsa", true),
            ("/home/ann/.aws/config", false),
            ("/home/bob/.ssh/id_rsa", false),
            ("/etc/shadow", true),
            ("/etc/ssh/ssh_host_rsa_key", false),
            ("/proc/1/environ", true),
            ("/tmp/x", true),
            ("/data/x", true),
        ] {
            assert!(tells(path, found), "{path}");
        }
    }

    #[test]
    fn everything_writes_to_the_null_device() {
        assert!(!Places::changes("/dev/null", Place::Kernel));
        assert!(Places::changes(
            "/proc/sys/kernel/core_pattern",
            Place::Kernel
        ));
        assert!(Places::changes("/tmp/x", Place::Temporary));
        assert!(!Places::changes("/own/a/__pycache__/b.pyc", Place::Own));
        assert!(Places::changes("/tmp/__pycache__/b.pyc", Place::Temporary));
    }
}
