//! A second process of this program.

use rustix::process::Pid;
use std::io;

/// Goes on twice: as the parent, which is told its child, and as the child, which is told nothing.
///
/// # Errors
/// The operating system's, and [`io::ErrorKind::Other`] where this process has more than one thread: its child could
/// find locks held that nobody will ever release.
pub(crate) fn fork() -> io::Result<Option<Pid>> {
    if threads() != Some(1) {
        return Err(io::Error::other("a process with threads does not fork"));
    }
    // SAFETY: this process has one thread (checked above, and nobody else could start another), so the child is a
    // whole copy of it: no lock is held by a thread that is not there.
    let pid = unsafe { libc::fork() };
    match pid {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(Pid::from_raw(pid)),
    }
}

/// How many threads this process has; none where there is no `/proc` to ask.
fn threads() -> Option<usize> {
    std::fs::read_dir("/proc/self/task")
        .ok()
        .map(Iterator::count)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_process_with_threads_does_not_fork() {
        let other = std::thread::spawn(std::thread::park);
        assert!(super::fork().is_err());
        other.thread().unpark();
        other.join().unwrap();
    }
}
