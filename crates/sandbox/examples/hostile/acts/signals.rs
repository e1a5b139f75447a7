//! Ending others. The first argument is the process id of the test's own victim; whom nobody names gets signal 0 alone.

use super::attempt::{Act, Args, Attempt, Failed};
use libc::SIGTERM;

pub(super) const ACTS: &[Act] = &[
    Act::fenced("kill", kill),
    Act::fenced("tkill", tkill),
    Act::fenced("sigqueue", sigqueue),
    Act::fenced("pidfd-signal", pidfd_signal),
    Act::fenced("sigio", sigio),
    Act::fenced("kill-everybody", kill_everybody),
    Act::fenced("kill-init", kill_init),
    Act::fenced("kill-parent", kill_parent),
];

fn kill(args: &Args) -> Attempt {
    call!(libc::SYS_kill, args.number(0)?, SIGTERM)?;
    Ok("sent".to_owned())
}

fn tkill(args: &Args) -> Attempt {
    let pid = args.number(0)?;
    call!(libc::SYS_tgkill, pid, pid, SIGTERM)?;
    Ok("sent".to_owned())
}

fn sigqueue(args: &Args) -> Attempt {
    let mut info = [0i32; 32];
    (info[0], info[2]) = (SIGTERM, -1);
    call!(libc::SYS_rt_sigqueueinfo, args.number(0)?, SIGTERM, &info)?;
    Ok("sent".to_owned())
}

fn pidfd_signal(args: &Args) -> Attempt {
    let fd = call!(libc::SYS_pidfd_open, args.number(0)?, 0)?;
    call!(libc::SYS_pidfd_send_signal, fd, SIGTERM, 0, 0)?;
    Ok("sent".to_owned())
}

/// The signal that the kernel sends when something can be read, aimed at another process.
fn sigio(args: &Args) -> Attempt {
    let mut pair = [0i32; 2];
    call!(
        libc::SYS_socketpair,
        libc::AF_UNIX,
        libc::SOCK_STREAM,
        0,
        &mut pair
    )?;
    call!(libc::SYS_fcntl, pair[0], libc::F_SETOWN, args.number(0)?)?;
    call!(libc::SYS_fcntl, pair[0], libc::F_SETFL, libc::O_ASYNC)?;
    call!(libc::SYS_write, pair[1], b"x", 1)?;
    Ok("asked for".to_owned())
}

/// Whether it may signal anybody at all. The signal is none.
fn kill_everybody(_: &Args) -> Attempt {
    call!(libc::SYS_kill, -1, 0)?;
    Ok("somebody is in reach".to_owned())
}

/// Whether it may signal the first process that it sees. The signal is none.
fn kill_init(_: &Args) -> Attempt {
    call!(libc::SYS_kill, 1, 0)?;
    Ok("in reach".to_owned())
}

/// Whether it may signal what started it. The signal is none.
fn kill_parent(_: &Args) -> Attempt {
    let parent = std::os::unix::process::parent_id();
    if parent == 0 {
        return Err(Failed::short("its parent is out of sight"));
    }
    call!(libc::SYS_kill, parent, 0)?;
    Ok("in reach".to_owned())
}
