//! Other doors into the kernel than the one that a filter for this architecture sees.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "another door is another instruction")
)]

use super::attempt::{Act, Args, Attempt, Failed};

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("int80", int80),
    Act::anywhere("x32", x32),
    Act::anywhere("unknown-call", unknown_call),
];

/// `getpid` of 32-bit programs.
#[cfg(target_arch = "x86_64")]
fn int80(_: &Args) -> Attempt {
    let child = super::raw::fork(0, || {
        let mut answer: i64 = 20;
        // SAFETY: the call takes no arguments and writes nothing but its answer.
        unsafe {
            std::arch::asm!("int 0x80", inout("rax") answer, out("r8") _, out("r9") _, out("r10") _, out("r11") _);
        }
        super::raw::exit(i32::from(answer <= 0));
    })?;
    match super::raw::wait(child)? {
        0 => Ok("answered".to_owned()),
        status => Err(Failed {
            errno: if status & 0x7f == 0 {
                libc::ENOSYS
            } else {
                libc::EPERM
            },
            detail: format!("the child ended with status {status}"),
        }),
    }
}

/// `getpid` of programs with 64-bit registers and 32-bit pointers.
#[cfg(target_arch = "x86_64")]
fn x32(_: &Args) -> Attempt {
    call!(0x4000_0000 | libc::SYS_getpid)?;
    Ok("answered".to_owned())
}

#[cfg(not(target_arch = "x86_64"))]
fn int80(_: &Args) -> Attempt {
    Err(absent())
}

#[cfg(not(target_arch = "x86_64"))]
fn x32(_: &Args) -> Attempt {
    Err(absent())
}

#[cfg(not(target_arch = "x86_64"))]
fn absent() -> Failed {
    Failed {
        errno: libc::ENOSYS,
        detail: "not on this machine".to_owned(),
    }
}

/// A number that no kernel has yet: what comes later must not come through.
fn unknown_call(_: &Args) -> Attempt {
    call!(900i64)?;
    Ok("answered".to_owned())
}
