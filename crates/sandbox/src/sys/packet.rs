//! Sockets that see packets: the kernel passes on only those that matter, and counts those that did not fit.

use super::seccomp::Instruction;
use rustix::fd::{AsRawFd, BorrowedFd};
use std::io;

/// Attaches a filter (classic BPF) to a socket.
///
/// # Errors
/// The operating system's; `EINVAL` for a filter that the kernel does not take.
pub(crate) fn attach(socket: BorrowedFd<'_>, filter: &[Instruction]) -> io::Result<()> {
    let length = u16::try_from(filter.len()).map_err(io::Error::other)?;
    let program = libc::sock_fprog {
        len: length,
        filter: filter.as_ptr().cast_mut().cast(),
    };
    // SAFETY: `program` and the instructions behind it, which have the layout of `sock_filter`, outlive the call, and
    // the kernel only reads and copies them.
    let done = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_ATTACH_FILTER,
            (&raw const program).cast(),
            size_of::<libc::sock_fprog>() as libc::socklen_t,
        )
    };
    if done == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// How many packets a socket should have seen and could not hold, since this was asked last.
///
/// # Errors
/// The operating system's.
pub(crate) fn dropped(socket: BorrowedFd<'_>) -> io::Result<u32> {
    let mut counted = libc::tpacket_stats {
        tp_packets: 0,
        tp_drops: 0,
    };
    let mut length = size_of::<libc::tpacket_stats>() as libc::socklen_t;
    // SAFETY: the kernel writes at most `length` bytes to `counted`, which is a structure of plain numbers.
    let done = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::SOL_PACKET,
            libc::PACKET_STATISTICS,
            (&raw mut counted).cast(),
            &raw mut length,
        )
    };
    if done == 0 {
        Ok(counted.tp_drops)
    } else {
        Err(io::Error::last_os_error())
    }
}
