//! Inside: this program again, as the processes that build the fence and stand in it.
//!
//! It has one thread, so that it may fork, and everything it opens is closed when the command is executed.

mod command;
mod init;
mod landlock;
pub(crate) mod layout;
mod lockdown;
mod outer;
mod owners;
mod reap;
mod root;

use crate::protocol::{Job, Start, Tale};
use crate::talk;
use evidence::conduct::{Rung, Sight};
use rustix::fd::{AsFd, OwnedFd};
use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read};

/// What the helper was given.
#[derive(Debug)]
struct Inside {
    control: OwnedFd,
    requests: OwnedFd,
    stdio: [OwnedFd; 3],
    job: Job,
}

/// Why this rung cannot be had.
#[derive(Debug)]
struct Failed {
    step: String,
    why: String,
}

/// Does the job that comes over standard input, and ends this process.
pub(crate) fn run() -> ! {
    let Some(inside) = begin() else {
        // Started by hand: there is nobody to talk to.
        std::process::exit(2)
    };
    match inside.job.rung {
        Rung::Namespaces => outer::run(inside),
        Rung::Landlock => landlock::run(inside),
        Rung::None => fatal(
            &inside.control,
            &Failed::new("the rung", "there is nothing to build"),
        ),
    }
}

/// Takes over the descriptors, and lets go of standard input: it becomes the command's.
fn begin() -> Option<Inside> {
    let control = io::stdin().as_fd().try_clone_to_owned().ok()?;
    let (_, fds) = talk::receive(&control).ok()??;
    let start = Start::from_fds(fds)?;
    rustix::stdio::dup2_stdin(File::open("/dev/null").ok()?).ok()?;
    let mut text = Vec::new();
    File::from(start.job).read_to_end(&mut text).ok()?;
    Some(Inside {
        control,
        requests: start.requests,
        stdio: start.stdio,
        job: serde_json::from_slice(&text).ok()?,
    })
}

impl Failed {
    fn new(step: impl Display, why: impl Display) -> Self {
        Self {
            step: step.to_string(),
            why: why.to_string(),
        }
    }

    /// Names the step at which something failed.
    fn at<E: Display>(step: impl Display) -> impl FnOnce(E) -> Self {
        move |why| Self::new(step, why)
    }
}

/// Tells that this rung cannot be had, and ends this process.
fn fatal(control: impl AsFd, failed: &Failed) -> ! {
    let tale = Tale::Fatal {
        step: failed.step.clone(),
        why: failed.why.clone(),
    };
    talk::tell(control, &tale, &[]);
    std::process::exit(1)
}

/// Tells that something is lost, and goes on.
fn lost(control: impl AsFd, sight: Sight, whole: bool, why: impl Display) {
    let why = why.to_string();
    talk::tell(control, &Tale::Lost { sight, whole, why }, &[]);
}
