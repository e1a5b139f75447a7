//! The helper where there are no namespaces: Landlock and the filter hold the command, and whatever it leaves becomes
//! this process's child.
//!
//! Nothing in the kernel ends all of them at once. This process does, when the command has ended, when it is told to,
//! and when the supervisor is gone; so it must not die with the supervisor.

use super::command::{self, Command};
use super::reap::{ended, left, over};
use super::{Failed, Inside, fatal, lost};
use crate::protocol::{Job, Tale};
use crate::talk;
use evidence::conduct::Sight;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::{AsFd, OwnedFd};
use rustix::process::{Pid, PidfdFlags, Signal, WaitOptions, WaitStatus, getpid, kill_process};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::time::Duration;

mod rules;

/// How often children that ended are reaped while the command runs.
const STEP: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};
/// How many processes are looked for below this one.
const MOST: usize = 10_000;
/// What cannot be had without namespaces.
const LOST: &[(Sight, &str)] = &[
    (
        Sight::Privacy,
        "without namespaces it sees the names of the machine's users, processes and interfaces",
    ),
    (
        Sight::Changes,
        "without namespaces writes are kept below HOME only; elsewhere they are refused",
    ),
    (
        Sight::Addresses,
        "without namespaces no packets are seen, only what it asks to connect to, and it may not wait for connections on any port",
    ),
    (
        Sight::Names,
        "without namespaces an answer cannot say which name server gave it: programs that resolve names by themselves may give up",
    ),
];

/// Builds the fence, runs the command in it, and ends this process.
pub(super) fn run(inside: Inside) -> ! {
    let Inside {
        control,
        requests,
        stdio,
        job,
    } = inside;
    drop(requests);
    match begin(&control, &job, stdio) {
        Ok(Some(command)) => watch(&control, &command),
        Ok(None) => {}
        Err(failed) => fatal(&control, &failed),
    }
    end_all(&control);
    over(&control);
    if alone(&control) {
        // Who would have thrown it away is gone.
        let _kept = crate::disk::remove(&job.home);
    }
    std::process::exit(0)
}

fn begin(control: &OwnedFd, job: &Job, stdio: [OwnedFd; 3]) -> Result<Option<Command>, Failed> {
    let me = getpid();
    rustix::process::set_child_subreaper(Some(me)).map_err(Failed::at("adopting what is left"))?;
    let pidfd = rustix::process::pidfd_open(me, PidfdFlags::empty())
        .map_err(Failed::at("holding the helper"))?;
    talk::tell(
        control,
        &Tale::Init {
            pid: me.as_raw_nonzero().get(),
        },
        &[pidfd.as_fd()],
    );
    plant(job).map_err(Failed::at("making a HOME"))?;
    for (sight, why) in LOST {
        lost(control, *sight, false, why);
    }
    let restrict = || rules::restrict(control, job);
    command::start(control, job, stdio, &restrict)
}

/// Fills the throwaway HOME.
fn plant(job: &Job) -> std::io::Result<()> {
    let mut private = fs::DirBuilder::new();
    private.mode(0o700).recursive(true);
    private.create(job.home.join("tmp"))?;
    for (place, text) in &job.plant {
        let file = job.home.join(place);
        if let Some(parent) = file.parent() {
            private.create(parent)?;
        }
        let mut options = fs::OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(file)?;
        file.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// Waits until the command has ended, or everything is to end.
fn watch(control: &OwnedFd, command: &Command) {
    loop {
        let mut both = [
            PollFd::new(control, PollFlags::IN),
            PollFd::new(&command.pidfd, PollFlags::IN),
        ];
        let _interrupted = poll(&mut both, Some(&STEP));
        if let Some(status) = reaped(command.pid) {
            return ended(control, status);
        }
        if !both[0].revents().is_empty() {
            return;
        }
    }
}

/// Whether the supervisor is gone.
fn alone(control: &OwnedFd) -> bool {
    let mut one = [PollFd::new(control, PollFlags::empty())];
    let _interrupted = poll(&mut one, Some(&Timespec::default()));
    one[0].revents().contains(PollFlags::HUP)
}

/// Reaps whoever has ended; how the command did, where it is among them.
fn reaped(command: Pid) -> Option<WaitStatus> {
    while let Ok(Some((pid, status))) = rustix::process::wait(WaitOptions::NOHANG) {
        if pid == command {
            return Some(status);
        }
    }
    None
}

/// Ends everything below this process. What loses its parent becomes this process's child, so it is found again; and
/// nobody else would find it, so this stays as long as there is anybody.
fn end_all(control: &OwnedFd) {
    let mut named = false;
    loop {
        while let Ok(Some(_)) = rustix::process::wait(WaitOptions::NOHANG) {}
        let all = descendants();
        if all.is_empty() {
            return;
        }
        for pid in &all {
            if !named {
                left(control, *pid);
            }
        }
        named = true;
        for pid in all {
            let _gone = kill_process(pid, Signal::KILL);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// All processes below this one, children before theirs.
fn descendants() -> Vec<Pid> {
    let mut all = children(getpid());
    let mut at = 0;
    while let Some(pid) = all.get(at).copied() {
        at += 1;
        if all.len() < MOST {
            all.extend(children(pid));
        }
    }
    all
}

/// The children of all threads of a process.
fn children(pid: Pid) -> Vec<Pid> {
    let tasks = fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero()));
    let lists = tasks.into_iter().flatten().flatten();
    let lists = lists.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let pids = lists.flat_map(|list| {
        list.split_whitespace()
            .filter_map(|pid| pid.parse().ok())
            .collect::<Vec<i32>>()
    });
    pids.filter_map(Pid::from_raw).collect()
}
