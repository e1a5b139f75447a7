//! A user namespace that nobody lives in: through a mount that carries it, what belongs to root belongs to the sandbox's
//! user, for reading and for writing.

use crate::sys::{fork, spare};
use rustix::fd::OwnedFd;
use rustix::process::{Pid, Signal, WaitOptions};
use rustix::thread::UnshareFlags;
use std::fs::{self, File};
use std::io::{self, PipeWriter, Read, Write};

/// Makes one, in which root is this user. Needs root.
pub(super) fn root_is(uid: u32) -> io::Result<OwnedFd> {
    let (mut ready, tell) = io::pipe()?;
    let Some(pid) = fork::fork()? else {
        drop(ready);
        live_there(tell);
    };
    drop(tell);
    let made = ready.read_exact(&mut [0]).and_then(|()| map(pid, uid));
    let _gone = rustix::process::kill_process(pid, Signal::KILL);
    let _gone = rustix::process::waitpid(Some(pid), WaitOptions::empty());
    made
}

/// Moves into a new namespace, says so, and waits to be killed.
fn live_there(mut tell: PipeWriter) -> ! {
    let made =
        super::lockdown::die_with_parent().is_ok() && spare::unshare(UnshareFlags::NEWUSER).is_ok();
    if made && tell.write_all(&[1]).is_ok() {
        loop {
            std::thread::park();
        }
    }
    std::process::exit(1)
}

fn map(pid: Pid, uid: u32) -> io::Result<OwnedFd> {
    let of = |file: &str| format!("/proc/{}/{file}", pid.as_raw_nonzero());
    // All others are who they are.
    let text = format!("0 {uid} 1\n1 1 {}\n", uid - 1);
    fs::write(of("uid_map"), &text)?;
    fs::write(of("gid_map"), &text)?;
    Ok(File::open(of("ns/user"))?.into())
}
