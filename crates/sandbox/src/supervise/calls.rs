//! What one system call asks for, by its name: the same on every machine.

/// A path that a call names: where it lies in the caller's memory, and the directory that it starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    /// The descriptor of a directory; none for the working directory.
    pub(super) dir: Option<i32>,
    /// The address of the text.
    pub(super) text: u64,
    /// Whether a link at its end is followed.
    pub(super) follow: bool,
}

/// What a call asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// To open a file. How is known from the flags in a register, or at an address.
    Open(At, Flags),
    /// To make or change a file.
    Change(At),
    /// To delete one.
    Delete(At),
    /// To give a file another name, or one more.
    Rename {
        from: At,
        to: At,
        /// Whether the old name goes away.
        moves: bool,
    },
    /// To run a program. Its arguments lie at this address.
    Run(At, u64),
    /// To connect a socket to an address of this many bytes.
    Connect(Target),
    /// To take an address.
    Bind(Target),
    /// To leave the session.
    Leave,
}

/// How a file is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flags {
    Known(u64),
    At(u64),
}

/// A socket, and the address in the caller's memory that it is to get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) socket: i32,
    pub(super) address: u64,
    pub(super) length: u64,
}

impl Flags {
    /// Whether these flags ask to change the file.
    pub(super) fn change(flags: u64) -> bool {
        let change = libc::O_WRONLY | libc::O_RDWR | libc::O_CREAT | libc::O_TRUNC;
        flags & u64::from(change.cast_unsigned()) != 0
    }
}

/// What this call asks for; none where it is none of those that are written down.
pub(super) fn decode(name: &str, args: &[u64; 6]) -> Option<Ask> {
    let a = args;
    Some(match name {
        "open" => Ask::Open(here(a[0]), Flags::Known(a[1])),
        "openat" => Ask::Open(at(a[0], a[1]), Flags::Known(a[2])),
        "openat2" => Ask::Open(at(a[0], a[1]), Flags::At(a[2])),
        "creat" | "truncate" | "chmod" | "chown" => Ask::Change(here(a[0])),
        "fchmodat" | "fchmodat2" | "fchownat" => Ask::Change(at(a[0], a[1])),
        "mkdir" | "mknod" | "lchown" => Ask::Change(here(a[0]).itself()),
        "mkdirat" | "mknodat" => Ask::Change(at(a[0], a[1]).itself()),
        "symlink" => Ask::Change(here(a[1]).itself()),
        "symlinkat" => Ask::Change(at(a[1], a[2]).itself()),
        "unlink" | "rmdir" => Ask::Delete(here(a[0]).itself()),
        "unlinkat" => Ask::Delete(at(a[0], a[1]).itself()),
        "rename" => rename(here(a[0]), here(a[1]), true),
        "renameat" | "renameat2" => rename(at(a[0], a[1]), at(a[2], a[3]), true),
        "link" => rename(here(a[0]), here(a[1]), false),
        "linkat" => rename(at(a[0], a[1]), at(a[2], a[3]), false),
        "execve" => Ask::Run(here(a[0]), a[1]),
        "execveat" => Ask::Run(at(a[0], a[1]), a[2]),
        "connect" => Ask::Connect(target(a)),
        "bind" => Ask::Bind(target(a)),
        "setsid" => Ask::Leave,
        _ => return None,
    })
}

impl At {
    /// The link itself, where the path ends in one.
    fn itself(self) -> Self {
        Self {
            follow: false,
            ..self
        }
    }
}

fn here(text: u64) -> At {
    At {
        dir: None,
        text,
        follow: true,
    }
}

fn at(dir: u64, text: u64) -> At {
    let dir = descriptor(dir);
    At {
        dir: (dir != libc::AT_FDCWD).then_some(dir),
        ..here(text)
    }
}

fn rename(from: At, to: At, moves: bool) -> Ask {
    let (from, to) = (from.itself(), to.itself());
    Ask::Rename { from, to, moves }
}

fn target(args: &[u64; 6]) -> Target {
    Target {
        socket: descriptor(args[0]),
        address: args[1],
        length: args[2],
    }
}

/// The kernel takes the lower half of the register, as a signed number.
fn descriptor(register: u64) -> i32 {
    (register as u32).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CWD: u64 = libc::AT_FDCWD as u32 as u64;

    #[test]
    fn directories_and_links_are_told_apart() {
        let open = decode("openat", &[CWD, 100, 2, 0, 0, 0]);
        assert_eq!(open, Some(Ask::Open(here(100), Flags::Known(2))));
        let delete = decode("unlinkat", &[7, 100, 0, 0, 0, 0]);
        let text = At {
            dir: Some(7),
            text: 100,
            follow: false,
        };
        assert_eq!(delete, Some(Ask::Delete(text)));
        let link = decode("symlinkat", &[50, 7, 100, 0, 0, 0]);
        assert_eq!(link, Some(Ask::Change(text)));
        assert_eq!(decode("getpid", &[0; 6]), None);
    }

    #[test]
    fn the_working_directory_is_known_by_half_a_register() {
        for cwd in [CWD, i64::from(libc::AT_FDCWD).cast_unsigned()] {
            let run = decode("execveat", &[cwd, 1, 2, 3, 0, 0]);
            assert_eq!(run, Some(Ask::Run(here(1), 2)));
        }
    }

    #[test]
    fn flags_tell_who_wants_to_change() {
        let flag = |flag: i32| Flags::change(flag as u64);
        assert!(flag(libc::O_RDWR) && flag(libc::O_WRONLY | libc::O_APPEND) && flag(libc::O_CREAT));
        assert!(!flag(
            libc::O_RDONLY | libc::O_CLOEXEC | libc::O_DIRECTORY | libc::O_NOFOLLOW
        ));
        // This one contains the bits of a directory: it makes a file without a name.
        assert!(flag(libc::O_TMPFILE | libc::O_RDWR));
    }
}
