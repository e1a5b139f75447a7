//! System calls without the C library's opinion of them.
#![expect(
    unsafe_code,
    reason = "what no library offers is what a hostile program asks for"
)]

use libc::c_long;
use std::ffi::CStr;
use std::io;

/// What can be an argument of a system call: a number, or the address of something that outlives the call.
pub(super) trait Word {
    /// The word in the register.
    fn word(self) -> c_long;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Word for $number {
            fn word(self) -> c_long {
                self as c_long
            }
        }
    )*};
}
numbers!(i32, u32, i64, u64, usize, u16);

impl Word for &CStr {
    fn word(self) -> c_long {
        self.as_ptr() as c_long
    }
}

impl<T> Word for &T {
    fn word(self) -> c_long {
        std::ptr::from_ref(self) as c_long
    }
}

impl<T> Word for &mut T {
    fn word(self) -> c_long {
        std::ptr::from_mut(self) as c_long
    }
}

impl<T> Word for &[T] {
    fn word(self) -> c_long {
        self.as_ptr() as c_long
    }
}

impl<T> Word for &mut [T] {
    fn word(self) -> c_long {
        self.as_mut_ptr() as c_long
    }
}

/// `call!(number, arguments…)`: the system call, and what it answered.
macro_rules! call {
    ($number:expr $(, $arg:expr)* $(,)?) => {
        $crate::acts::raw::call($number, &[$($crate::acts::raw::Word::word($arg)),*])
    };
}

/// See `call!`.
pub(super) fn call(number: c_long, args: &[c_long]) -> io::Result<c_long> {
    let mut all = [0; 6];
    for (to, from) in all.iter_mut().zip(args) {
        *to = *from;
    }
    let [a, b, c, d, e, f] = all;
    // SAFETY: the buffers that arguments point to are borrowed for the whole call (see `Word`), and are as large as the
    // lengths beside them say; every other address is checked by the kernel.
    let answer = unsafe { libc::syscall(number, a, b, c, d, e, f) };
    if answer < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(answer)
}

/// A child that runs `job` and ends; its process id. `flags` are those of `clone`.
pub(super) fn fork(flags: i32, job: impl FnOnce()) -> io::Result<i32> {
    let pid = call!(libc::SYS_clone, flags | libc::SIGCHLD)?;
    if pid == 0 {
        job();
        exit(0);
    }
    Ok(pid as i32)
}

/// Ends this process at once.
pub(super) fn exit(code: i32) -> ! {
    let _ = call!(libc::SYS_exit_group, code);
    std::process::abort()
}

/// Waits for a child: the status as the kernel has it.
pub(super) fn wait(pid: i32) -> io::Result<i32> {
    let mut status = 0i32;
    call!(libc::SYS_wait4, pid, &mut status, 0, 0)?;
    Ok(status)
}

/// What lies at an address of this process, read by the kernel: an address that is wrong is an error, not a crash.
pub(super) fn peek(address: c_long, length: usize) -> io::Result<Vec<u8>> {
    let mut pipe = [0i32; 2];
    call!(libc::SYS_pipe2, &mut pipe, 0)?;
    call!(libc::SYS_write, pipe[1], address, length)?;
    let mut bytes = vec![0u8; length];
    let read = call!(libc::SYS_read, pipe[0], bytes.as_mut_slice(), length)?;
    bytes.truncate(read as usize);
    Ok(bytes)
}
