//! A copy of a descriptor of another process: what is done to it cannot be raced, whatever its number stands for then.

use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};
use std::os::fd::OwnedFd;

/// `PIDFD_THREAD`, since Linux 6.9: the pid may be that of a thread.
const THREAD: PidfdFlags = PidfdFlags::from_bits_retain(libc::O_EXCL as u32);

/// Copies a descriptor of the process that this thread belongs to.
pub(super) fn duplicate(thread: u32, fd: i32) -> rustix::io::Result<OwnedFd> {
    let pid = pid(thread)?;
    let process = pidfd_open(pid, THREAD)
        .or_else(|_| pidfd_open(leader(thread).unwrap_or(pid), PidfdFlags::empty()))?;
    pidfd_getfd(&process, fd, PidfdGetfdFlags::empty())
}

/// The process that a thread belongs to.
fn leader(thread: u32) -> Option<Pid> {
    let status = std::fs::read_to_string(format!("/proc/{thread}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("Tgid:"))?;
    pid(line.trim().parse().ok()?).ok()
}

fn pid(number: u32) -> rustix::io::Result<Pid> {
    i32::try_from(number)
        .ok()
        .and_then(Pid::from_raw)
        .ok_or(Errno::SRCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::AsRawFd as _;

    #[test]
    fn what_is_not_there_cannot_be_copied() {
        let file = std::fs::File::open("/dev/null").unwrap();
        let me = std::process::id();
        assert!(duplicate(me, file.as_raw_fd()).is_ok());
        assert_eq!(duplicate(me, 9_999).unwrap_err(), Errno::BADF);
        assert_eq!(duplicate(u32::MAX, 0).unwrap_err(), Errno::SRCH);
    }
}
