//! Calls that `rustix` does not have, or not in a safe form.

use rustix::thread::UnshareFlags;
use std::io;
use std::time::Duration;

/// What all children of this process, and theirs, used that it waited for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Used {
    /// Processor time in user mode.
    pub(crate) user: Duration,
    /// Processor time in the kernel.
    pub(crate) system: Duration,
}

/// What the kernel counted for children that ended.
pub(crate) fn used_by_children() -> Used {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `usage` is a whole `rusage` for the kernel to write to; all its bits may be zero.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    let time = |t: libc::timeval| {
        Duration::from_secs(t.tv_sec.unsigned_abs())
            + Duration::from_micros(t.tv_usec.unsigned_abs())
    };
    Used {
        user: time(usage.ru_utime),
        system: time(usage.ru_stime),
    }
}

/// Makes every descriptor but the three standard ones close on `execve`.
///
/// # Errors
/// `ENOSYS` before Linux 5.11.
pub(crate) fn close_on_exec() -> io::Result<()> {
    // SAFETY: no descriptor is closed now, so none that somebody owns goes away under them.
    let done = unsafe {
        libc::syscall(
            libc::SYS_close_range,
            3_u32,
            u32::MAX,
            libc::CLOSE_RANGE_CLOEXEC,
        )
    };
    if done == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// Moves this process into namespaces of its own.
///
/// # Errors
/// The operating system's; `EINVAL` for what is no namespace.
pub(crate) fn unshare(namespaces: UnshareFlags) -> io::Result<()> {
    if namespaces.intersects(UnshareFlags::FILES) {
        return Err(io::Error::from_raw_os_error(libc::EINVAL));
    }
    // SAFETY: what makes this call unsafe is a table of descriptors of one's own, and that is refused above.
    unsafe { rustix::thread::unshare_unsafe(namespaces) }.map_err(io::Error::from)
}
