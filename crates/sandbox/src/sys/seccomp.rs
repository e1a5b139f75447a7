//! System call filters, and the descriptor through which the kernel asks about calls.

use rustix::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::io;

/// One instruction of a filter, as the kernel reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub(crate) struct Instruction {
    /// What to do.
    pub(crate) code: u16,
    /// How many instructions to skip where it holds.
    pub(crate) yes: u8,
    /// How many to skip where it does not.
    pub(crate) no: u8,
    /// Its operand.
    pub(crate) k: u32,
}

/// A call that waits for its answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    /// The kernel's name for this wait.
    pub(crate) id: u64,
    /// The thread that called, as this process sees it; 0 where it does not see it.
    pub(crate) pid: u32,
    /// The number of the call.
    pub(crate) number: u32,
    /// Its arguments.
    pub(crate) args: [u64; 6],
}

/// How a call is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The kernel does it. The caller may have changed what its arguments point at: nothing safe rests on them.
    Continue,
    /// It failed with this error number, which is positive.
    Error(i32),
    /// It gave this value.
    Value(i64),
}

/// Installs a filter on this thread for good; its children inherit it. Needs `no_new_privs`.
///
/// # Errors
/// The operating system's.
pub(crate) fn install(filter: &[Instruction]) -> io::Result<()> {
    seccomp(filter, 0).map(|_| ())
}

/// The same, with a descriptor that hears of the calls which the filter does not decide.
///
/// # Errors
/// `EBUSY` where this process is under another such filter already.
pub(crate) fn install_with_listener(filter: &[Instruction]) -> io::Result<OwnedFd> {
    // Since Linux 5.19 a caller whose call was received can only be killed, so that runtimes which signal their own
    // threads all the time (Go) do not repeat calls for ever.
    let gentle =
        libc::SECCOMP_FILTER_FLAG_NEW_LISTENER | libc::SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
    let fd = match seccomp(filter, gentle) {
        Err(e) if e.raw_os_error() == Some(libc::EINVAL) => {
            seccomp(filter, libc::SECCOMP_FILTER_FLAG_NEW_LISTENER)?
        }
        other => other?,
    };
    // SAFETY: the kernel has just opened this descriptor for us, and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

fn seccomp(filter: &[Instruction], flags: libc::c_ulong) -> io::Result<i32> {
    let program = libc::sock_fprog {
        len: u16::try_from(filter.len()).map_err(io::Error::other)?,
        filter: filter.as_ptr().cast::<libc::sock_filter>().cast_mut(),
    };
    // SAFETY: `Instruction` has the layout of `sock_filter` (checked below). The kernel copies the program, and checks
    // it, before the call returns.
    let got = unsafe {
        libc::syscall(
            libc::SYS_seccomp,
            libc::SECCOMP_SET_MODE_FILTER,
            flags,
            &raw const program,
        )
    };
    match i32::try_from(got) {
        Ok(fd) if fd >= 0 => Ok(fd),
        _ => Err(io::Error::last_os_error()),
    }
}

const _: () = {
    assert!(size_of::<Instruction>() == size_of::<libc::sock_filter>());
    assert!(align_of::<Instruction>() == align_of::<libc::sock_filter>());
    assert!(std::mem::offset_of!(Instruction, yes) == std::mem::offset_of!(libc::sock_filter, jt));
    assert!(std::mem::offset_of!(Instruction, k) == std::mem::offset_of!(libc::sock_filter, k));
};

/// Waits for the next call.
///
/// # Errors
/// `ENOENT` where the caller died or was interrupted meanwhile: wait again. `EINTR`: the same.
pub(crate) fn receive(listener: impl AsFd) -> io::Result<Call> {
    // SAFETY: all bits of the structure may be zero, and the kernel insists on it.
    let mut seen: libc::seccomp_notif = unsafe { std::mem::zeroed() };
    ask(listener.as_fd(), libc::SECCOMP_IOCTL_NOTIF_RECV, &mut seen)?;
    Ok(Call {
        id: seen.id,
        pid: seen.pid,
        number: seen.data.nr.cast_unsigned(),
        args: seen.data.args,
    })
}

/// Whether the caller still waits: whether what was read of its memory was its own.
pub(crate) fn waits(listener: impl AsFd, id: u64) -> bool {
    let mut id = id;
    ask(
        listener.as_fd(),
        libc::SECCOMP_IOCTL_NOTIF_ID_VALID,
        &mut id,
    )
    .is_ok()
}

/// Answers a call.
///
/// # Errors
/// `ENOENT` where nobody waits for it any more.
pub(crate) fn answer(listener: impl AsFd, id: u64, answer: Answer) -> io::Result<()> {
    let mut says = libc::seccomp_notif_resp {
        id,
        val: 0,
        error: 0,
        flags: 0,
    };
    match answer {
        Answer::Continue => says.flags = libc::SECCOMP_USER_NOTIF_FLAG_CONTINUE as u32,
        Answer::Error(number) => says.error = -number,
        Answer::Value(value) => says.val = value,
    }
    ask(listener.as_fd(), libc::SECCOMP_IOCTL_NOTIF_SEND, &mut says)
}

/// Answers a call with a descriptor: a copy of `fd`, which the caller then has.
///
/// # Errors
/// `ENOENT` where nobody waits for it any more, `EMFILE` where the caller has too many.
pub(crate) fn answer_with(
    listener: impl AsFd,
    id: u64,
    fd: BorrowedFd<'_>,
    close_on_exec: bool,
) -> io::Result<()> {
    let mut says = libc::seccomp_notif_addfd {
        id,
        flags: libc::SECCOMP_ADDFD_FLAG_SEND as u32,
        srcfd: fd.as_raw_fd().cast_unsigned(),
        newfd: 0,
        newfd_flags: if close_on_exec {
            libc::O_CLOEXEC.cast_unsigned()
        } else {
            0
        },
    };
    ask(listener.as_fd(), libc::SECCOMP_IOCTL_NOTIF_ADDFD, &mut says)
}

/// Lets the kernel wake the listener on the caller's processor: answers come sooner. Since Linux 6.6; else nothing.
pub(crate) fn wake_nearby(listener: impl AsFd) {
    const SET_FLAGS: libc::Ioctl = 0x4008_2104;
    const SYNC_WAKE_UP: libc::c_ulong = 1;
    // SAFETY: this request takes a number, no address.
    let _old_kernel = unsafe { libc::ioctl(listener.as_fd().as_raw_fd(), SET_FLAGS, SYNC_WAKE_UP) };
}

fn ask<T>(listener: BorrowedFd<'_>, request: libc::Ioctl, with: &mut T) -> io::Result<()> {
    // SAFETY: each caller above passes the structure that its request reads and writes, whole and ours alone.
    let done = unsafe { libc::ioctl(listener.as_raw_fd(), request, &raw mut *with) };
    if done < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}
