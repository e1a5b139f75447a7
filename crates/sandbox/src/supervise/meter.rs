//! Measures memory and processes of everything inside, and ends it where it uses too much.
//!
//! Where a cgroup can be had ([`super::cgroup`]) the kernel does both, and better; the samples are taken all the same,
//! so that what is reported is comparable.

use super::Context;
use super::cgroup::Group;
use crate::disk;
use crate::protocol::Job;
use evidence::conduct::{Act, Rung, Via};
use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fd::{BorrowedFd, OwnedFd};
use rustix::time::Timespec;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

mod tree;

/// How often it is measured.
const EVERY: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};

/// How often what is written to the machine's disk is weighed.
const WEIGH: Duration = Duration::from_millis(200);
/// A disk with less room than this is full: in bytes.
const ROOM: u64 = 64 << 10;

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
    /// Whether it was ended for what it used, and which limits were told.
    ended: bool,
    crowded: bool,
    full: bool,
    /// When HOME is weighed next.
    weighs: Instant,
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
            full: false,
            weighs: Instant::now(),
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
        // The kernel counts threads too, and the user's others; the last few are hard to catch between two samples.
        if now.tasks + limits.processes / 32 + 2 >= limits.processes && !self.crowded {
            self.crowded = true;
            self.limit("processes", false);
        }
        // The kernel does not count those of root, where it stays root.
        if now.tasks > limits.processes + limits.processes / 4 && !self.ended {
            self.ended = true;
            self.limit("processes", true);
            (self.stop)();
        }
        self.weigh(now.nameless);
        if !self.full && self.disk_is_full() {
            self.full = true;
            self.limit("disk", false);
        }
    }

    /// Where there is no disk of its own, HOME is the only place that it may write to: it is weighed from time to time,
    /// the less often the longer that takes.
    fn weigh(&mut self, nameless: u64) {
        let Job {
            rung, home, limits, ..
        } = &self.context.job;
        let now = Instant::now();
        if *rung != Rung::Landlock || self.ended || now < self.weighs {
            return;
        }
        if disk::heavier(home, limits.disk.saturating_sub(nameless), disk::FILES) {
            self.ended = true;
            self.limit("disk", true);
            (self.stop)();
        }
        self.weighs = now + WEIGH.max(now.elapsed() * 10);
    }

    /// Whether the sandbox's own disk has no room left for anything that matters.
    fn disk_is_full(&self) -> bool {
        let disk = self.context.disk.get();
        let state = disk.and_then(|disk| rustix::fs::fstatvfs(&disk.store).ok());
        state.is_some_and(|state| state.f_bfree * state.f_frsize < ROOM)
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
