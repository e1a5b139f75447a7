//! What the system call filter must do on the Landlock rung, beside what it does everywhere.

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The supervisor decides.
    Ask,
    /// The supervisor decides where this argument is not 0; else the kernel does it.
    AskUnlessNull(u8),
    /// Fails with this error number where the argument, masked, has one of two values; else the next rule of the call
    /// is asked, and the kernel does it where there is none.
    Refuse {
        /// Which argument, from 0.
        argument: u8,
        /// What of it is looked at.
        mask: u32,
        /// The values that are refused.
        values: [u32; 2],
        /// The error number, positive; 0 pretends that it was done.
        errno: i32,
    },
}

/// `MSG_FASTOPEN`: connects without `connect`, and past Landlock.
const FAST: u32 = libc::MSG_FASTOPEN as u32;
/// What of a socket's type is its type; the rest are flags.
const KIND: u32 = 0xf;

const fn no_fast_open(argument: u8) -> Rule {
    Rule::Refuse {
        argument,
        mask: FAST,
        values: [FAST, FAST],
        errno: libc::EOPNOTSUPP,
    }
}

/// The rules of each call, in order. Arguments of calls that are refused here are registers: nobody can change them
/// between the question and the answer.
pub(crate) const RULES: &[(libc::c_long, &[Rule])] = &[
    // Decided by `Standin::{socket, connect, bind, listen}`.
    (libc::SYS_socket, &[Rule::Ask]),
    (libc::SYS_connect, &[Rule::Ask]),
    (libc::SYS_bind, &[Rule::Ask]),
    // Without `bind` the kernel takes a port past Landlock.
    (libc::SYS_listen, &[Rule::Ask]),
    // `Standin::send`, for each message that has an address.
    (libc::SYS_sendto, &[no_fast_open(3), Rule::AskUnlessNull(4)]),
    (libc::SYS_sendmsg, &[no_fast_open(2), Rule::Ask]),
    (libc::SYS_sendmmsg, &[no_fast_open(3), Rule::Ask]),
    // A datagram socket of the machine's own family can be aimed at any path, message by message.
    (
        libc::SYS_socketpair,
        &[Rule::Refuse {
            argument: 1,
            mask: KIND,
            values: [libc::SOCK_DGRAM as u32, libc::SOCK_RAW as u32],
            errno: libc::EPERM,
        }],
    ),
    // What stands in for a datagram socket has no options of IP; the resolver of glibc gives up where they fail.
    (
        libc::SYS_setsockopt,
        &[Rule::Refuse {
            argument: 1,
            mask: u32::MAX,
            values: [libc::SOL_IP as u32, libc::SOL_IPV6 as u32],
            errno: 0,
        }],
    ),
];
