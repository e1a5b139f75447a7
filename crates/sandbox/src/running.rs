//! A command that runs fenced in.

use crate::Plan;
#[cfg(target_os = "linux")]
use crate::supervise;
use evidence::conduct::{Conduct, Fence};
use std::process::{ChildStderr, ChildStdin, ChildStdout};

/// How the command itself ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Its exit code.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
}

/// What is called, once, from a thread of the sandbox, when the command has ended or can no longer be waited for.
pub type OnEnd = Box<dyn FnOnce(Ended) + Send>;

/// Why nothing was started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No rung can be had on this machine.
    #[error("nothing here can fence a command in: {}", .0.join("; "))]
    NoRung(Vec<String>),
    /// The command could not be executed: the operating system's words.
    #[error("{0}")]
    NotExecuted(String),
    /// Something failed on our side.
    #[error("the sandbox failed: {0}")]
    Ours(String),
}

/// A command that runs fenced in. Dropping it ends everything in it at once.
#[derive(Debug)]
pub struct Running {
    /// Its standard input.
    pub stdin: Option<ChildStdin>,
    /// Its standard output.
    pub stdout: Option<ChildStdout>,
    /// Its standard error.
    pub stderr: Option<ChildStderr>,
    /// How it is fenced in.
    pub fence: Fence,
    #[cfg(target_os = "linux")]
    pub(crate) life: supervise::Life,
}

impl Running {
    /// Sends the command's process group a signal, by number. One that is gone is no error.
    pub fn signal(&self, signal: i32) {
        #[cfg(target_os = "linux")]
        self.life.signal(signal);
        #[cfg(not(target_os = "linux"))]
        let _nobody = signal;
    }

    /// Ends everything that still runs and returns what was noticed. Takes at most a few seconds.
    #[must_use]
    pub fn finish(self) -> Conduct {
        #[cfg(target_os = "linux")]
        return self.life.finish();
        #[cfg(not(target_os = "linux"))]
        Conduct::default()
    }
}

/// Starts a command on the first rung that can be had.
///
/// # Errors
/// See [`Error`]. A command that cannot be executed is told by `NotExecuted`, so that it is charged to the command.
pub fn start(plan: Plan, on_end: OnEnd) -> Result<Running, Error> {
    #[cfg(target_os = "linux")]
    return supervise::start(&plan, on_end);
    #[cfg(not(target_os = "linux"))]
    {
        drop((plan, on_end));
        let why = "this operating system has no such fence: it needs Linux";
        Err(Error::NoRung(vec![why.to_owned()]))
    }
}

/// What this program must do first of all in `main`: where it was started as the sandbox's helper (its first argument is
/// [`crate::HELPER`]), it does that job and never returns.
pub fn helper() {
    #[cfg(target_os = "linux")]
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == crate::HELPER)
    {
        crate::helper::run();
    }
}
