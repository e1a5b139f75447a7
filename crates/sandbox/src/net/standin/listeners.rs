//! Where the command's TCP connections really go.

use rustix::io::Errno;
use rustix::net::sockopt::{Timeout, ipv6_v6only, set_socket_timeout, socket_timeout};
use rustix::net::{AddressFamily, bind, connect, getsockname};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::time::Duration;

/// How long a connection to ourselves may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Our listeners, on this machine only.
pub(super) struct Listeners {
    v4: TcpListener,
    /// Where there is IPv6.
    v6: Option<TcpListener>,
}

impl Listeners {
    pub(super) fn open() -> std::io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        v4.set_nonblocking(true)?;
        let v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).ok();
        let v6 = v6.filter(|listener| listener.set_nonblocking(true).is_ok());
        Ok(Self { v4, v6 })
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &TcpListener> {
        [Some(&self.v4), self.v6.as_ref()].into_iter().flatten()
    }

    /// Where a socket of this family can be connected: the address to bind it to, and ours.
    fn ours(&self, socket: &OwnedFd, family: AddressFamily) -> Option<SocketAddr> {
        let v4 = self.v4.local_addr().ok()?;
        if family == AddressFamily::INET {
            return Some(v4);
        }
        if ipv6_v6only(socket).unwrap_or(true) {
            return self.v6.as_ref()?.local_addr().ok();
        }
        Some((Ipv4Addr::LOCALHOST.to_ipv6_mapped(), v4.port()).into())
    }

    /// Takes a port for a socket, and tells by which address it will be known and where to connect it.
    pub(super) fn prepare(
        &self,
        socket: &OwnedFd,
        family: AddressFamily,
    ) -> Result<(SocketAddr, SocketAddr), Errno> {
        let ours = self.ours(socket, family).ok_or(Errno::NETUNREACH)?;
        // One that has a port already keeps it.
        let _ = bind(socket, &SocketAddr::from((ours.ip(), 0)));
        let known = SocketAddr::try_from(getsockname(socket)?)?;
        if known.port() == 0 {
            return Err(Errno::ADDRNOTAVAIL);
        }
        Ok(((known.ip().to_canonical(), known.port()).into(), ours))
    }
}

/// Connects a socket to ourselves, and waits no longer than a moment for that.
pub(super) fn join(socket: &OwnedFd, ours: SocketAddr) -> Result<(), Errno> {
    let before = socket_timeout(socket, Timeout::Send)?;
    set_socket_timeout(socket, Timeout::Send, Some(PATIENCE))?;
    let joined = connect(socket, &ours);
    let _ = set_socket_timeout(socket, Timeout::Send, before);
    joined
}
