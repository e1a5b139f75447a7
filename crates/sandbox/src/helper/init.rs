//! Pid 1 of the sandbox: builds the root, starts the command, reaps. When it ends, the kernel ends all the others.

use super::command::Apart;
use super::lockdown::die_with_parent;
use super::outer::User;
use super::{Failed, Inside, command, fatal, lockdown, reap, root};
use crate::protocol::Tale;
use crate::talk;
use rustix::fd::{AsFd, OwnedFd};
use std::fs::File;
use std::io::Read;

/// Does so, and ends this process.
pub(super) fn run(inside: Inside, user: User, ready: OwnedFd) -> ! {
    let User { owner, owners } = user;
    // Whoever forked us may be dead already, and then nobody would end us: it says a word when it is not.
    let alive = die_with_parent().is_ok() && File::from(ready).read_exact(&mut [0]).is_ok();
    if !alive {
        std::process::exit(1);
    }
    let Inside {
        control,
        requests,
        stdio,
        job,
    } = inside;
    drop(requests);
    let disk = begin().and_then(|()| root::build(&control, &job, owner, owners.as_ref()));
    match disk {
        Ok(disk) => talk::tell(
            &control,
            &Tale::Disk,
            &[disk.store.as_fd(), disk.root.as_fd()],
        ),
        Err(failed) => fatal(control, &failed),
    }
    let restrict = || lockdown::inside(&job, owner).map(|()| Apart::Yes);
    let started = command::start(&control, &job, stdio, &restrict);
    match started {
        Ok(Some(command)) => reap::namespace(&control, &command),
        Ok(None) => {}
        Err(failed) => fatal(control, &failed),
    }
    std::process::exit(0)
}

fn begin() -> Result<(), Failed> {
    rustix::process::setsid().map_err(Failed::at("leaving the session"))?;
    rustix::system::sethostname(b"localhost").map_err(Failed::at("naming the host"))
}
