//! How the supervisor asks the helper to listen where the command is about to connect.

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, recv, send};
use rustix::time::Timespec;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::os::fd::BorrowedFd;

/// How long a request is: the address as one of IPv6, and the port.
const LENGTH: usize = 18;
/// How long the helper may take.
const PATIENCE: Timespec = Timespec {
    tv_sec: 1,
    tv_nsec: 0,
};

/// Asks for a listener on an address, and waits until it is there. False where there is none: the address is the
/// command's own, somebody listens there already, or there are too many. Either way the connection may be tried.
///
/// The helper tells much and may wait for the supervisor to hear it: tales must be heard on another thread.
///
/// # Errors
/// The socket failed, or the helper took more than a second.
pub(crate) fn ask(requests: BorrowedFd<'_>, to: SocketAddr) -> rustix::io::Result<bool> {
    let ip = to.ip().to_canonical();
    // Its own machine: a listener of ours would take a port that it may want itself.
    if ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || to.port() == 0 {
        return Ok(false);
    }
    send(requests, &written(to), SendFlags::NOSIGNAL)?;
    let mut fds = [PollFd::from_borrowed_fd(requests, PollFlags::IN)];
    if poll(&mut fds, Some(&PATIENCE))? == 0 {
        return Err(Errno::TIMEDOUT);
    }
    let mut answer = [0];
    let (_, length) = recv(requests, &mut answer, RecvFlags::empty())?;
    Ok(length == 1 && answer == [1])
}

/// A request as it is sent.
fn written(to: SocketAddr) -> [u8; LENGTH] {
    let ip = match to.ip() {
        IpAddr::V4(ip) => ip.to_ipv6_mapped(),
        IpAddr::V6(ip) => ip,
    };
    let mut out = [0; LENGTH];
    out[..16].copy_from_slice(&ip.octets());
    out[16..].copy_from_slice(&to.port().to_be_bytes());
    out
}

/// A request as it was meant.
pub(crate) fn read(bytes: &[u8]) -> Option<SocketAddr> {
    let (ip, port) = bytes.split_first_chunk::<16>()?;
    let port = u16::from_be_bytes(port.try_into().ok()?);
    Some((Ipv6Addr::from(*ip).to_canonical(), port).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_as_it_was_written() {
        for to in ["8.8.8.8:8080", "[2001:db8::1]:443"] {
            let to: SocketAddr = to.parse().unwrap();
            assert_eq!(read(&written(to)), Some(to));
        }
        assert_eq!(read(&[0; 17]), None);
    }
}
