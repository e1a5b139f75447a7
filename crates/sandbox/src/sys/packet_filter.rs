//! A filter on a socket: the kernel passes on only the packets that matter, however many there are.

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
