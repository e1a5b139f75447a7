//! The server's process: a child of ours, or one that is fenced in.

use evidence::conduct::Conduct;
use rustix::process::{Pid, Signal};
use sandbox::{Ended, Running};
use std::os::unix::process::ExitStatusExt as _;
use tokio::process::Child;
use tokio::sync::oneshot::Receiver;

/// The server's process, ended when dropped.
pub(crate) struct Process {
    kind: Kind,
    /// How it ended, once it has.
    pub(crate) status: Option<Ended>,
}

enum Kind {
    /// Started with our own rights, in a process group of its own.
    Bare { child: Child, group: Option<Pid> },
    /// Fenced in; its end is told once.
    Fenced {
        running: Box<Running>,
        end: Receiver<Ended>,
    },
}

impl Process {
    pub(crate) fn bare(child: Child) -> Self {
        let pid = child.id().and_then(|id| i32::try_from(id).ok());
        let group = pid.and_then(Pid::from_raw);
        Self {
            kind: Kind::Bare { child, group },
            status: None,
        }
    }

    pub(crate) fn fenced(running: Running, end: Receiver<Ended>) -> Self {
        Self {
            kind: Kind::Fenced {
                running: Box::new(running),
                end,
            },
            status: None,
        }
    }

    /// Waits for its end. Safe to drop at any moment.
    pub(crate) async fn exited(&mut self) {
        let status = match &mut self.kind {
            Kind::Bare { child, .. } => child.wait().await.ok().map(ended),
            Kind::Fenced { end, .. } => end.await.ok(),
        };
        self.status = Some(status.unwrap_or(UNKNOWN));
    }

    /// Looks whether it has ended, without waiting.
    pub(crate) fn look(&mut self) {
        if self.status.is_none() {
            self.status = match &mut self.kind {
                Kind::Bare { child, .. } => child.try_wait().ok().flatten().map(ended),
                Kind::Fenced { end, .. } => end.try_recv().ok(),
            };
        }
    }

    /// The process group that it was started in, where that must be swept: a fence leaves nothing.
    pub(crate) fn group(&self) -> Option<Pid> {
        match &self.kind {
            Kind::Bare { group, .. } => *group,
            Kind::Fenced { .. } => None,
        }
    }

    /// Sends a signal to the whole group. A group that is gone is no error.
    pub(crate) fn signal(&self, signal: Signal) {
        match &self.kind {
            Kind::Bare { group, .. } => {
                if let Some(group) = group {
                    let _gone = rustix::process::kill_process_group(*group, signal);
                }
            }
            Kind::Fenced { running, .. } => running.signal(signal.as_raw()),
        }
    }

    /// Ends what still runs in the fence; what was noticed there.
    pub(crate) fn finish(self) -> Option<Conduct> {
        match self.kind {
            Kind::Bare { .. } => None,
            Kind::Fenced { running, .. } => Some(running.finish()),
        }
    }
}

/// An end that nobody saw.
const UNKNOWN: Ended = Ended {
    code: None,
    signal: None,
};

fn ended(status: std::process::ExitStatus) -> Ended {
    Ended {
        code: status.code(),
        signal: status.signal(),
    }
}
