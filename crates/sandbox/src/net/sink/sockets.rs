//! Sockets on addresses that are ours only because all are.

use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, listen, socket_with, sockopt};
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket};
use std::os::fd::OwnedFd;

/// How many connections may wait to be taken.
const BACKLOG: i32 = 128;

/// Every address of this port, of both families where both are there.
pub(super) fn everywhere(v6: bool, port: u16) -> SocketAddr {
    match v6 {
        true => (Ipv6Addr::UNSPECIFIED, port).into(),
        false => (Ipv4Addr::UNSPECIFIED, port).into(),
    }
}

/// Listens on an address.
pub(super) fn listener(at: SocketAddr) -> io::Result<TcpListener> {
    let socket = bound(at, SocketType::STREAM)?;
    listen(&socket, BACKLOG)?;
    Ok(socket.into())
}

/// Sends and takes datagrams on an address.
pub(super) fn datagrams(at: SocketAddr) -> io::Result<UdpSocket> {
    Ok(bound(at, SocketType::DGRAM)?.into())
}

fn bound(at: SocketAddr, kind: SocketType) -> io::Result<OwnedFd> {
    let family = match at {
        SocketAddr::V4(_) => AddressFamily::INET,
        SocketAddr::V6(_) => AddressFamily::INET6,
    };
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = socket_with(family, kind, flags, None)?;
    sockopt::set_socket_reuseaddr(&socket, true)?;
    if at.is_ipv6() {
        sockopt::set_ipv6_v6only(&socket, false)?;
        // That a route makes an address local is enough for IPv4 only.
        sockopt::set_ipv6_freebind(&socket, true)?;
    }
    bind(&socket, &at)?;
    Ok(socket)
}
