//! The helper of the namespaces: it makes them, and answers the network of the one it stays in.

use super::lockdown::die_with_parent;
use super::{Failed, Inside, fatal, init, owners};
use crate::net::anyip;
use crate::net::sink::{Ends, Sink};
use crate::protocol::Tale;
use crate::sys::{fork, spare};
use crate::talk;
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::process::{Pid, Signal, WaitOptions};
use rustix::thread::UnshareFlags;
use std::fmt::Display;
use std::fs;
use std::io::Write;

/// Who the command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// This user, in a user namespace of its own, where it is called [`USER`].
    User,
    /// A user that owns nothing on the machine: this process is root, and shares its user namespace.
    Nobody(u32),
}

/// The same, with what changes the owners of root's files to it.
pub(super) struct User {
    pub(super) owner: Owner,
    pub(super) owners: Option<OwnedFd>,
}

/// The number of the user inside a user namespace.
pub(super) const USER: u32 = 1000;
/// Where the users begin that own nothing: between those that systems give to people and those of containers. Each
/// sandbox has its own, so that processes are counted for each alone.
const NOBODY: u32 = 61_184;
const NOBODIES: u32 = 4_000;

impl Owner {
    /// The user's number as the command sees it.
    pub(super) fn uid(self) -> u32 {
        match self {
            Self::User => USER,
            Self::Nobody(uid) => uid,
        }
    }
}

/// Builds the fence, answers its network until pid 1 is gone, and ends this process.
pub(super) fn run(inside: Inside) -> ! {
    match begin(inside) {
        Ok(()) => std::process::exit(0),
        Err((control, failed)) => fatal(control, &failed),
    }
}

fn begin(inside: Inside) -> Result<(), (OwnedFd, Failed)> {
    match both(&inside) {
        Ok((user, _, Started::Inside(ready))) => init::run(inside, user, ready),
        Ok((_, sink, Started::Outside(pid, pidfd))) => {
            drop(inside.stdio);
            let ends = Ends {
                control: inside.control.as_fd(),
                requests: inside.requests.as_fd(),
                init: pidfd.as_fd(),
            };
            sink.serve(ends, &mut teller(&inside.control));
            over(&inside.control, pid, &pidfd);
            Ok(())
        }
        Err(failed) => Err((inside.control, failed)),
    }
}

/// The namespaces, what answers in them, and pid 1, in this order: it finds everything ready.
fn both(inside: &Inside) -> Result<(User, Sink, Started), Failed> {
    let user = namespaces()?;
    let v6 = anyip::open().map_err(Failed::at("bringing up a network of its own"))?;
    let sink = Sink::open(v6, inside.job.proxy, &mut teller(&inside.control))
        .map_err(Failed::at("answering its network"))?;
    Ok((user, sink, pid_1(inside)?))
}

/// Passes on what the sink tells.
fn teller(control: &OwnedFd) -> impl FnMut(Tale, Option<BorrowedFd<'_>>) {
    move |tale, fd| talk::tell(control, &tale, fd.as_slice())
}

/// Moves into namespaces of its own. Root needs no user namespace, but in a container it may lack the rights.
fn namespaces() -> Result<User, Failed> {
    let five = UnshareFlags::NEWNS
        | UnshareFlags::NEWPID
        | UnshareFlags::NEWNET
        | UnshareFlags::NEWIPC
        | UnshareFlags::NEWUTS;
    let (uid, gid) = (rustix::process::geteuid(), rustix::process::getegid());
    let nobody = NOBODY + std::process::id() % NOBODIES;
    // Made here, where `/proc` still shows it. Where it cannot be had, root's files stay root's.
    let owners = uid
        .is_root()
        .then(|| owners::root_is(nobody).ok())
        .flatten();
    let owner = if uid.is_root() && spare::unshare(five).is_ok() {
        Owner::Nobody(nobody)
    } else {
        spare::unshare(five | UnshareFlags::NEWUSER).map_err(Failed::at("making namespaces"))?;
        let map = |file, id| fs::write(file, format!("{USER} {id} 1"));
        fs::write("/proc/self/setgroups", "deny")
            .and_then(|()| map("/proc/self/uid_map", uid.as_raw()))
            .and_then(|()| map("/proc/self/gid_map", gid.as_raw()))
            .map_err(Failed::at("naming the user inside"))?;
        Owner::User
    };
    // It hides the names of the machine's groups only: where it cannot be had, nothing else is missing.
    let _names_shown = spare::unshare(UnshareFlags::NEWCGROUP);
    die_with_parent()?;
    let owners = owners.filter(|_| owner != Owner::User);
    Ok(User { owner, owners })
}

enum Started {
    /// This is pid 1; it hears a byte when its parent lives.
    Inside(OwnedFd),
    Outside(Pid, OwnedFd),
}

fn pid_1(inside: &Inside) -> Result<Started, Failed> {
    fn failed<E: Display>() -> impl FnOnce(E) -> Failed {
        Failed::at("starting pid 1")
    }
    let (ready, go) = std::io::pipe().map_err(failed())?;
    let Some(pid) = fork::fork().map_err(failed())? else {
        return Ok(Started::Inside(ready.into()));
    };
    let pidfd = rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty())
        .map_err(Failed::at("holding pid 1"))?;
    let tale = Tale::Init {
        pid: pid.as_raw_nonzero().get(),
    };
    talk::tell(&inside.control, &tale, &[pidfd.as_fd()]);
    let mut go = go;
    go.write_all(&[1]).map_err(failed())?;
    Ok(Started::Outside(pid, pidfd))
}

/// Ends all of it, and tells what was used.
fn over(control: &OwnedFd, pid: Pid, pidfd: &OwnedFd) {
    let _gone = rustix::process::pidfd_send_signal(pidfd, Signal::KILL);
    let _gone = rustix::process::waitpid(Some(pid), WaitOptions::empty());
    super::reap::over(control);
}
