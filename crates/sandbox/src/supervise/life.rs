//! Holds a running command: signals it, and ends it.

use super::Context;
use crate::protocol::Order;
use crate::talk;
use evidence::conduct::{Act, Conduct, Via};
use rustix::fd::{AsRawFd, OwnedFd};
use rustix::process::{Pid, Signal, kill_process_group, pidfd_send_signal};
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long everything may take to end by itself, once the command has: what it left is named meanwhile.
const GENTLE: Duration = Duration::from_millis(500);
/// How long it may take when it was told to end.
const FIRM: Duration = Duration::from_secs(5);
/// How long it may take to throw away what was written.
const CLEARING: Duration = Duration::from_secs(10);

/// What a running sandbox is held by.
#[derive(Debug)]
pub(super) struct Reins {
    /// Where the helper tells and hears.
    pub(super) control: OwnedFd,
    /// The process whose end is everybody's.
    pub(super) init: OnceLock<OwnedFd>,
    /// The command's process.
    pub(super) command: OnceLock<OwnedFd>,
    /// What was noticed, and is going to be.
    pub(super) context: OnceLock<Arc<Context>>,
    /// Whether the command has ended.
    pub(super) ended: AtomicBool,
    /// Whether there is only a helper to ask: killing it would leave the others.
    pub(super) ask: AtomicBool,
}

impl Reins {
    pub(super) fn new(control: OwnedFd) -> Self {
        Self {
            control,
            init: OnceLock::new(),
            command: OnceLock::new(),
            context: OnceLock::new(),
            ended: AtomicBool::new(false),
            ask: AtomicBool::new(false),
        }
    }

    /// Ends everything.
    pub(super) fn stop(&self) {
        talk::tell(&self.control, &Order::Stop, &[]);
        if !self.ask.load(Ordering::Relaxed)
            && let Some(init) = self.init.get()
        {
            let _gone = pidfd_send_signal(init, Signal::KILL);
        }
    }

    /// The command's pid as this process sees it; none where it is gone or was never started.
    fn pid(&self) -> Option<Pid> {
        let fd = self.command.get()?.as_raw_fd();
        let info = fs::read_to_string(format!("/proc/self/fdinfo/{fd}")).ok()?;
        let line = info.lines().find_map(|line| line.strip_prefix("Pid:"))?;
        line.trim()
            .parse()
            .ok()
            .filter(|pid| *pid > 0)
            .and_then(Pid::from_raw)
    }
}

/// The handle of a running command.
#[derive(Debug)]
pub(crate) struct Life {
    reins: Arc<Reins>,
    conduct: Option<Receiver<Conduct>>,
}

impl Life {
    pub(super) fn new(reins: Arc<Reins>, conduct: Receiver<Conduct>) -> Self {
        Self {
            reins,
            conduct: Some(conduct),
        }
    }

    /// Sends the command's process group a signal.
    pub(crate) fn signal(&self, signal: i32) {
        if let (Some(pid), Some(signal)) = (self.reins.pid(), Signal::from_named_raw(signal)) {
            // It leads a session of its own, so its pid is its group's.
            let _gone = kill_process_group(pid, signal);
        }
    }

    /// Ends it, and returns what was noticed.
    pub(crate) fn finish(mut self) -> Conduct {
        self.end().unwrap_or_default()
    }

    fn end(&mut self) -> Option<Conduct> {
        let conduct = self.conduct.take()?;
        let Some(told) = self.hear(&conduct) else {
            return self.late();
        };
        // The other end closes when nothing is left on disk.
        let _closed = conduct.recv_timeout(CLEARING);
        Some(told)
    }

    fn hear(&self, conduct: &Receiver<Conduct>) -> Option<Conduct> {
        if self.reins.ended.load(Ordering::Relaxed)
            && let Ok(told) = conduct.recv_timeout(GENTLE)
        {
            return Some(told);
        }
        self.reins.stop();
        conduct.recv_timeout(FIRM).ok()
    }

    /// What was noticed so far, of one that does not end: whoever takes long must not be taken for innocent.
    fn late(&self) -> Option<Conduct> {
        let context = self.reins.context.get()?;
        let what = "time".to_owned();
        context.note(Act::Limit { what, ended: false }, Via::Process, None);
        Some(context.conduct())
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        let _told = self.end();
    }
}
