//! Living on.

use super::attempt::{Act, Args, Attempt};
use super::raw;

pub(super) const ACTS: &[Act] = &[
    Act::fenced("daemon", daemon),
    Act::fenced("nameless-daemon", nameless),
    Act::fenced("crowd", crowd),
    Act::fenced("sleep", sleep),
];

/// The longest that any of them lives, in seconds, so that a hole leaves nothing for long.
const LIFE: u32 = 120;

/// Leaves its session, closes everything, and stays.
pub(super) fn stay() {
    #[cfg(target_arch = "x86_64")]
    let _ = call!(libc::SYS_alarm, LIFE);
    let _ = call!(libc::SYS_setsid);
    let _ = call!(libc::SYS_close_range, 0, u32::MAX, 0);
    std::thread::sleep(std::time::Duration::from_secs(LIFE.into()));
}

/// A process that belongs to nobody any more.
pub(super) fn daemon(_: &Args) -> Attempt {
    let first = raw::fork(0, || {
        let _ = call!(libc::SYS_setsid);
        let _ = raw::fork(0, stay);
    })?;
    raw::wait(first)?;
    Ok("left behind".to_owned())
}

/// The same, with an empty command line.
fn nameless(_: &Args) -> Attempt {
    let first = raw::fork(0, || {
        let _ = call!(libc::SYS_setsid);
        let _ = raw::fork(0, || {
            // It reads from a pipe that it holds itself.
            let mut ends = [0i32; 2];
            let _ = call!(libc::SYS_pipe2, &mut ends, 0);
            let _ = call!(libc::SYS_dup3, ends[0], 0, 0);
            let _ = call!(libc::SYS_dup3, ends[1], 1, 0);
            let _ = call!(libc::SYS_close_range, 2, 2, 0);
            let words = [c"".as_ptr(), std::ptr::null()];
            let _ = call!(libc::SYS_execve, c"/usr/bin/cat", &words, 0);
        });
    })?;
    raw::wait(first)?;
    std::thread::sleep(std::time::Duration::from_millis(200));
    Ok("left behind".to_owned())
}

/// As many as the argument says, and then it stays itself, with its streams open.
fn crowd(args: &Args) -> Attempt {
    for _ in 0..args.number(0)?.min(200) {
        raw::fork(0, || {
            let _ = raw::fork(0, stay);
        })?;
    }
    println!("{{\"act\": \"crowd\", \"done\": true, \"errno\": 0, \"detail\": \"there\"}}");
    std::thread::sleep(std::time::Duration::from_secs(LIFE.into()));
    Ok("stayed".to_owned())
}

/// Waits for as many seconds as the argument says.
fn sleep(args: &Args) -> Attempt {
    let seconds = args.number(0)?.clamp(0, LIFE.into());
    std::thread::sleep(std::time::Duration::from_secs(seconds as u64));
    Ok("slept".to_owned())
}
