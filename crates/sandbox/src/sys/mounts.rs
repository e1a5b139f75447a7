//! What may be done through a mount.

use rustix::fd::{AsFd, AsRawFd, BorrowedFd};
use rustix::fs::CWD;
use std::ffi::{CStr, CString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// No set-user file has an effect there, and no device is one.
const TAME: u64 = libc::MOUNT_ATTR_NOSUID | libc::MOUNT_ATTR_NODEV;

/// Makes a mount read-only; `all` for those below it too. Devices on it stay devices.
///
/// # Errors
/// `ENOSYS` before Linux 5.12, `EINVAL` where nothing is mounted there.
pub(crate) fn read_only(path: &Path, all: bool) -> io::Result<()> {
    let set = libc::MOUNT_ATTR_RDONLY | libc::MOUNT_ATTR_NOSUID;
    change(CWD, &name(path)?, set, None, all)
}

/// Takes set-user files and devices away from a mount and those below it.
///
/// # Errors
/// As above.
pub(crate) fn tame(path: &Path) -> io::Result<()> {
    change(CWD, &name(path)?, TAME, None, true)
}

/// The same for a mount that is not attached yet, whose files then belong to whom the user namespace says.
///
/// # Errors
/// `EINVAL` where its file system cannot do that.
pub(crate) fn id_map(mount: impl AsFd, namespace: impl AsFd) -> io::Result<()> {
    let set = TAME | libc::MOUNT_ATTR_IDMAP;
    change(mount.as_fd(), c"", set, Some(namespace.as_fd()), false)
}

fn name(path: &Path) -> io::Result<CString> {
    Ok(CString::new(path.as_os_str().as_bytes())?)
}

fn change(
    at: BorrowedFd<'_>,
    path: &CStr,
    set: u64,
    namespace: Option<BorrowedFd<'_>>,
    all: bool,
) -> io::Result<()> {
    let namespace = namespace.map_or(0, |fd| u64::from(fd.as_raw_fd().cast_unsigned()));
    let set = libc::mount_attr {
        attr_set: set,
        attr_clr: 0,
        propagation: 0,
        userns_fd: namespace,
    };
    let here = if path.is_empty() {
        libc::AT_EMPTY_PATH
    } else {
        0
    };
    let flags = if all { here | libc::AT_RECURSIVE } else { here };
    // SAFETY: both addresses are of values that live until the call returns, and the size is the structure's.
    let done = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            at.as_raw_fd(),
            path.as_ptr(),
            flags,
            &raw const set,
            size_of::<libc::mount_attr>(),
        )
    };
    if done == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}
