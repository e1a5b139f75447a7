//! A copy of another process's socket: what it is, and what can be done with it in its place.

use rustix::fd::OwnedFd;
use rustix::net::{AddressFamily, SocketType, sockopt};
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};

/// A copy of the descriptor of a process or thread; none where it has no such one, or it may not be taken.
pub(super) fn copy(pid: u32, descriptor: i32) -> Option<OwnedFd> {
    let process = pidfd_open(leader(pid)?, PidfdFlags::empty()).ok()?;
    pidfd_getfd(process, descriptor, PidfdGetfdFlags::empty()).ok()
}

/// Whether a socket speaks TCP.
pub(super) fn tcp(socket: &OwnedFd) -> bool {
    matches!(sockopt::socket_type(socket), Ok(SocketType::STREAM))
        && matches!(
            sockopt::socket_domain(socket),
            Ok(AddressFamily::INET | AddressFamily::INET6)
        )
}

/// The process that a thread belongs to: only that can be opened on all kernels.
fn leader(pid: u32) -> Option<Pid> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("Tgid:"))?;
    Pid::from_raw(line.trim().parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fd::AsRawFd as _;
    use std::net::{TcpListener, UdpSocket};

    #[test]
    fn a_socket_is_known_by_its_copy() {
        let stream = TcpListener::bind("127.0.0.1:0").unwrap();
        let datagrams = UdpSocket::bind("127.0.0.1:0").unwrap();
        // A thread of this process, as the kernel tells of one that calls.
        let thread = rustix::thread::gettid()
            .as_raw_nonzero()
            .get()
            .cast_unsigned();
        assert!(tcp(&copy(thread, stream.as_raw_fd()).unwrap()));
        assert!(!tcp(&copy(thread, datagrams.as_raw_fd()).unwrap()));
        assert!(copy(thread, 1_000_000).is_none());
    }
}
