//! Sockets of every family and protocol that no server needs: that one can be had at all is the hole.

use super::attempt::{Act, Args, Attempt, Failed};
use libc::{AF_INET, AF_INET6, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM};

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("socket", socket),
    Act::fenced("vsock-host", vsock_host),
];

/// By name: family, type, protocol.
const SOCKETS: &[(&str, i32, i32, i32)] = &[
    ("vsock", 40, SOCK_STREAM, 0),
    ("packet", 17, SOCK_RAW, 0x0300),
    ("alg", 38, SOCK_SEQPACKET, 0),
    ("bluetooth", 31, SOCK_RAW, 1),
    ("raw", AF_INET, SOCK_RAW, 1),
    ("raw6", AF_INET6, SOCK_RAW, 58),
    ("ping", AF_INET, SOCK_DGRAM, 1),
    ("audit", 16, SOCK_RAW, 9),
    ("netfilter", 16, SOCK_RAW, 12),
    ("uevent", 16, SOCK_RAW, 15),
    ("generic-netlink", 16, SOCK_RAW, 16),
    ("smc", 43, SOCK_STREAM, 0),
    ("rds", 21, SOCK_SEQPACKET, 0),
    ("tipc", 30, SOCK_SEQPACKET, 0),
    ("can", 29, SOCK_RAW, 1),
    ("xdp", 44, SOCK_RAW, 0),
    ("kcm", 41, SOCK_DGRAM, 0),
    ("rxrpc", 33, SOCK_DGRAM, AF_INET),
    ("llc", 26, SOCK_STREAM, 0),
    ("x25", 9, SOCK_SEQPACKET, 0),
    ("ax25", 3, SOCK_DGRAM, 0),
    ("appletalk", 5, SOCK_DGRAM, 0),
    ("nfc", 39, SOCK_SEQPACKET, 0),
    ("qipcrtr", 42, SOCK_DGRAM, 0),
    ("key", 15, SOCK_RAW, 2),
    ("pppox", 24, SOCK_STREAM, 0),
    ("mctp", 45, SOCK_DGRAM, 0),
    ("sctp", AF_INET, SOCK_STREAM, 132),
    ("sctp-many", AF_INET, SOCK_SEQPACKET, 132),
    ("mptcp", AF_INET, SOCK_STREAM, 262),
    ("dccp", AF_INET, 6, 33),
    ("udplite", AF_INET, SOCK_DGRAM, 136),
    ("l2tp", AF_INET, SOCK_DGRAM, 115),
];

fn socket(args: &Args) -> Attempt {
    let wanted = args.text(0)?;
    let row = SOCKETS.iter().find(|row| row.0 == wanted);
    let Some((_, family, kind, protocol)) = row else {
        return Err(Failed::short("no such socket"));
    };
    call!(libc::SYS_socket, *family, *kind, *protocol)?;
    Ok("a socket".to_owned())
}

/// The machine below this one, or the machine itself, past every network namespace.
fn vsock_host(_: &Args) -> Attempt {
    let mut last = Failed::short("no peer");
    for peer in [2u32, 1] {
        let fd = call!(libc::SYS_socket, 40, SOCK_STREAM | libc::SOCK_NONBLOCK, 0)?;
        let address = [40u32, 1024, peer, 0];
        match call!(libc::SYS_connect, fd, &address, 16) {
            Ok(_) => return Ok(format!("peer {peer} answers")),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}
