//! Measures memory and processes of everything inside, and ends it where it uses too much.
//!
//! Where a cgroup can be had ([`super::cgroup`]) the kernel does both, and better; the samples are taken all the same,
//! so that what is reported is comparable.

use super::Context;
use super::cgroup::Group;
use evidence::conduct::{Act, Via};
use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fd::{BorrowedFd, OwnedFd};
use rustix::time::Timespec;
use std::sync::Arc;
use std::thread::JoinHandle;

mod tree;

/// How often it is measured.
const EVERY: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};

/// Measures until this is dropped.
#[derive(Debug)]
pub(crate) struct Meter {
    running: Option<(OwnedFd, JoinHandle<()>)>,
}

/// Starts measuring the process and all below it. Over a limit, `stop` is called.
pub(crate) fn start(
    context: &Arc<Context>,
    pid: i32,
    pidfd: BorrowedFd<'_>,
    stop: Box<dyn Fn() + Send>,
) -> Meter {
    Meter {
        running: begin(context, pid, pidfd, stop),
    }
}

fn begin(
    context: &Arc<Context>,
    pid: i32,
    pidfd: BorrowedFd<'_>,
    stop: Box<dyn Fn() + Send>,
) -> Option<(OwnedFd, JoinHandle<()>)> {
    let pid = u32::try_from(pid).ok()?;
    let alive = pidfd.try_clone_to_owned().ok()?;
    let over = eventfd(0, EventfdFlags::CLOEXEC).ok()?;
    let ours = over.try_clone().ok()?;
    let context = Arc::clone(context);
    let thread = std::thread::Builder::new().name("meter".to_owned());
    let thread = thread.spawn(move || {
        let group = Group::around(pid, &context.job.limits);
        let mut gauge = Gauge::new(&context, pid, group, stop);
        loop {
            gauge.sample();
            let mut ends = [
                PollFd::new(&over, PollFlags::IN),
                PollFd::new(&alive, PollFlags::IN),
            ];
            // Its end, or ours.
            if poll(&mut ends, Some(&EVERY)).is_ok_and(|ready| ready > 0) {
                return gauge.end();
            }
        }
    });
    Some((ours, thread.ok()?))
}

struct Gauge<'a> {
    context: &'a Context,
    pid: u32,
    group: Option<Group>,
    stop: Box<dyn Fn() + Send>,
    /// Whether it was ended for its memory, and whether the limit of processes was told.
    ended: bool,
    crowded: bool,
}

impl<'a> Gauge<'a> {
    fn new(
        context: &'a Context,
        pid: u32,
        group: Option<Group>,
        stop: Box<dyn Fn() + Send>,
    ) -> Self {
        Self {
            context,
            pid,
            group,
            stop,
            ended: false,
            crowded: false,
        }
    }

    fn sample(&mut self) {
        let now = tree::sample(self.pid);
        let limits = &self.context.job.limits;
        {
            let usage = &mut self.context.ledger().usage;
            usage.peak_memory = usage.peak_memory.max(Some(now.memory));
            usage.peak_processes = usage.peak_processes.max(Some(now.processes));
        }
        if now.memory > limits.memory && !self.ended {
            self.ended = true;
            self.limit("memory", true);
            (self.stop)();
        }
        // The kernel counts threads too; the last few are hard to catch between two samples.
        if now.tasks + 2 >= limits.processes && !self.crowded {
            self.crowded = true;
            self.limit("processes", false);
        }
    }

    fn limit(&self, what: &str, ended: bool) {
        let what = what.to_owned();
        self.context
            .note(Act::Limit { what, ended }, Via::Process, None);
    }

    fn end(&self) {
        let Some(group) = &self.group else {
            return;
        };
        if let Some(peak) = group.peak_memory() {
            let usage = &mut self.context.ledger().usage;
            usage.peak_memory = usage.peak_memory.max(Some(peak));
        }
        if group.was_full() && !self.ended {
            self.limit("memory", true);
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if let Some((over, thread)) = self.running.take() {
            // It fails only where nobody listens.
            let _ended = rustix::io::write(&over, &1_u64.to_ne_bytes());
            let _failed = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
