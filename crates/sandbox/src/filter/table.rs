//! The table: calls by name, so that it is the same on every machine.

use super::Kind;
use evidence::conduct::Rung;
use libc::{EAFNOSUPPORT, ENOSYS, EOPNOTSUPP, EPERM, EPROTONOSUPPORT};

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The kernel does it.
    Allow,
    /// The supervisor is asked; where nobody listens, the kernel does it.
    Ask,
    /// The supervisor is asked; where nobody listens, it fails with this error number.
    AskOr(i32),
    /// It fails with this error number, and the attempt is noted where somebody listens.
    Refuse(i32),
    /// It fails with this error number (0: it succeeds and does nothing), and nobody is told.
    Answer(i32),
}

/// What becomes of some calls: the first test that holds decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) names: &'static [&'static str],
    pub(super) tests: Vec<Test>,
    pub(super) otherwise: Verdict,
}

/// A test of one half of an argument: whether its bits under `mask` are `any` of these values, or `not`. The lower half
/// is all that the kernel looks at where an argument is an `int`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) argument: usize,
    pub(super) upper: bool,
    pub(super) mask: u32,
    pub(super) not: bool,
    pub(super) any: &'static [u32],
    pub(super) then: Verdict,
}

/// Paths: what is opened, run, changed, deleted.
const PATHS: &[&str] = &[
    "open",
    "openat",
    "openat2",
    "creat",
    "execve",
    "execveat",
    "unlink",
    "unlinkat",
    "rmdir",
    "rename",
    "renameat",
    "renameat2",
    "mkdir",
    "mkdirat",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "truncate",
    "chmod",
    "fchmodat",
    "fchmodat2",
    "mknod",
    "mknodat",
    "chown",
    "lchown",
    "fchownat",
    "bind",
    "setsid",
];

/// Ways around the filter, or into the kernel, that no server needs.
const FORBIDDEN: &[&str] = &[
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "pidfd_getfd",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "keyctl",
    "add_key",
    "request_key",
    "mount",
    "umount2",
    "pivot_root",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "open_tree",
    "open_tree_attr",
    "mount_setattr",
    "unshare",
    "setns",
    "chroot",
    "open_by_handle_at",
    "fanotify_init",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "swapon",
    "swapoff",
    "reboot",
    "acct",
    "quotactl",
    "quotactl_fd",
    "syslog",
    "vhangup",
    "iopl",
    "ioperm",
    "settimeofday",
    "clock_settime",
    "sethostname",
    "setdomainname",
    "lookup_dcookie",
];

/// Signals to others.
const SIGNALS: &[&str] = &[
    "kill",
    "tkill",
    "tgkill",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "pidfd_send_signal",
];

/// The flags of `clone` that make namespaces.
const NAMESPACES: u32 = (libc::CLONE_NEWUSER
    | libc::CLONE_NEWNS
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWCGROUP)
    .cast_unsigned();

const UNIX: u32 = libc::AF_UNIX.cast_unsigned();
const INET: u32 = libc::AF_INET.cast_unsigned();
const INET6: u32 = libc::AF_INET6.cast_unsigned();
const NETLINK: u32 = libc::AF_NETLINK.cast_unsigned();
/// The part of a socket's type that is no flag.
const TYPE: u32 = 0xf;
/// Of the machine's own family, a raw socket is one of datagrams too.
const DATAGRAMS: &[u32] = &[
    libc::SOCK_DGRAM.cast_unsigned(),
    libc::SOCK_RAW.cast_unsigned(),
];
const FAST_OPEN: u32 = libc::MSG_FASTOPEN.cast_unsigned();
const DUMPABLE: u32 = libc::PR_SET_DUMPABLE.cast_unsigned();
/// `TIOCSTI` and `TIOCLINUX`: what types into somebody's terminal.
const TYPING: &[u32] = &[0x5412, 0x541c];
/// `FS_IOC_SETFLAGS`, `FS_IOC32_SETFLAGS` and `FS_IOC_FSSETXATTR`: flags of a file that may only be read.
const INODES: &[u32] = &[0x4008_6602, 0x4004_6602, 0x401c_5820];

/// All rules. No call is in two of them.
pub(super) fn rules(kind: Kind) -> Vec<Rule> {
    let mut all = vec![
        plain(PATHS, Verdict::Ask),
        plain(FORBIDDEN, Verdict::Refuse(EPERM)),
        // Its calls go past every filter. Programs that find it missing do without.
        plain(&["io_uring_setup"], Verdict::Refuse(ENOSYS)),
        // Its flags lie in memory, where no filter can look. Libraries that find it missing take `clone`.
        plain(&["clone3"], Verdict::Answer(ENOSYS)),
        Rule {
            names: &["clone"],
            tests: vec![Test::not(0, NAMESPACES, &[0], Verdict::Refuse(EPERM))],
            otherwise: Verdict::Allow,
        },
        Rule {
            names: &["ioctl"],
            tests: vec![
                Test::is(1, TYPING, Verdict::Refuse(EPERM)),
                Test::is(1, INODES, Verdict::Refuse(EPERM)),
            ],
            otherwise: Verdict::Allow,
        },
        // Pid 1 belongs to the same user: with no descriptors left it could not tell who outlives the command.
        Rule {
            names: &["prlimit64"],
            tests: vec![Test::not(0, u32::MAX, &[0], Verdict::Refuse(EPERM))],
            otherwise: Verdict::Allow,
        },
        // A process that may not be dumped cannot be looked at either: it would hide what it names.
        Rule {
            names: &["prctl"],
            tests: vec![Test::is(0, &[DUMPABLE], Verdict::Answer(0))],
            otherwise: Verdict::Allow,
        },
    ];
    match kind.rung {
        Rung::Landlock => {
            all.extend(without_namespaces());
            all.extend(super::machine::rules());
        }
        Rung::Namespaces | Rung::None => all.extend(with_namespaces()),
    }
    if !kind.apart {
        all.push(plain(SIGNALS, Verdict::AskOr(EPERM)));
    }
    all
}

/// A network of its own holds it; only families that are not tied to one are a way out.
fn with_namespaces() -> Vec<Rule> {
    vec![
        plain(&["connect"], Verdict::Ask),
        Rule {
            names: &["socket"],
            tests: vec![Test::is(0, &[UNIX, INET, INET6, NETLINK], Verdict::Allow)],
            otherwise: Verdict::Refuse(EAFNOSUPPORT),
        },
    ]
}

/// The machine's network is near: everything that could name a place there is asked about or refused.
fn without_namespaces() -> Vec<Rule> {
    let fast_open = |argument| Test::not(argument, FAST_OPEN, &[0], Verdict::Refuse(EOPNOTSUPP));
    let message = |names, argument| Rule {
        names,
        tests: vec![fast_open(argument)],
        otherwise: Verdict::AskOr(EPERM),
    };
    vec![
        // Without `bind`, `listen` takes a port past Landlock.
        plain(&["connect", "listen"], Verdict::AskOr(EPERM)),
        // Most send without an address, on what is connected already.
        Rule {
            names: &["sendto"],
            tests: vec![
                fast_open(3),
                Test::not(4, u32::MAX, &[0], Verdict::AskOr(EPERM)),
                Test {
                    upper: true,
                    ..Test::not(4, u32::MAX, &[0], Verdict::AskOr(EPERM))
                },
            ],
            otherwise: Verdict::Allow,
        },
        message(&["sendmsg"], 2),
        message(&["sendmmsg"], 3),
        Rule {
            names: &["socket"],
            tests: vec![
                Test::is(0, &[UNIX, INET, INET6], Verdict::AskOr(EPERM)),
                Test::not(0, u32::MAX, &[NETLINK], Verdict::Refuse(EAFNOSUPPORT)),
                // Routes and addresses, which libraries ask for; nothing else of the kernel's.
                Test::not(2, u32::MAX, &[0], Verdict::Refuse(EPROTONOSUPPORT)),
            ],
            otherwise: Verdict::Allow,
        },
        // A datagram of such a pair can be aimed at any socket of the machine.
        Rule {
            names: &["socketpair"],
            tests: vec![Test {
                argument: 1,
                upper: false,
                mask: TYPE,
                not: false,
                any: DATAGRAMS,
                then: Verdict::Refuse(EPERM),
            }],
            otherwise: Verdict::Allow,
        },
        // Stand-ins for UDP sockets do not know the options of IP, without which resolvers give up.
        Rule {
            names: &["setsockopt"],
            tests: vec![Test::is(1, &[0, 41], Verdict::Answer(0))],
            otherwise: Verdict::Allow,
        },
    ]
}

fn plain(names: &'static [&'static str], verdict: Verdict) -> Rule {
    Rule {
        names,
        tests: Vec::new(),
        otherwise: verdict,
    }
}

impl Test {
    fn is(argument: usize, any: &'static [u32], then: Verdict) -> Self {
        Self {
            argument,
            upper: false,
            mask: u32::MAX,
            not: false,
            any,
            then,
        }
    }

    pub(super) fn not(argument: usize, mask: u32, any: &'static [u32], then: Verdict) -> Self {
        Self {
            argument,
            upper: false,
            mask,
            not: true,
            any,
            then,
        }
    }
}

/// The call's name, with the argument that makes it special.
pub(super) fn describe(name: &str, args: &[u64; 6]) -> String {
    match name {
        "socket" => format!("socket {}", family(args[0] as u32)),
        "clone" => "clone into a namespace".to_owned(),
        "ioctl" if INODES.contains(&(args[1] as u32)) => "ioctl FS_IOC_SETFLAGS".to_owned(),
        "ioctl" => "ioctl TIOCSTI".to_owned(),
        "sendto" | "sendmsg" | "sendmmsg" => format!("{name} MSG_FASTOPEN"),
        "socketpair" => "socketpair SOCK_DGRAM".to_owned(),
        _ => name.to_owned(),
    }
}

fn family(number: u32) -> String {
    let known = match i32::try_from(number) {
        Ok(libc::AF_NETLINK) => "AF_NETLINK",
        Ok(libc::AF_PACKET) => "AF_PACKET",
        Ok(libc::AF_VSOCK) => "AF_VSOCK",
        Ok(libc::AF_ALG) => "AF_ALG",
        Ok(libc::AF_BLUETOOTH) => "AF_BLUETOOTH",
        Ok(libc::AF_CAN) => "AF_CAN",
        Ok(libc::AF_TIPC) => "AF_TIPC",
        Ok(libc::AF_XDP) => "AF_XDP",
        Ok(libc::AF_RDS) => "AF_RDS",
        Ok(libc::AF_KEY) => "AF_KEY",
        _ => return format!("family {number}"),
    };
    known.to_owned()
}
