//! Modes and owners of files, which Landlock does not hold. Where there are no namespaces the supervisor changes the mode
//! itself, of a file that it holds by a descriptor of its own: nothing that the caller can race.

use super::{Desk, PATH, Seen};
use crate::net::standin::Verdict;
use crate::supervise::calls::{self, Ask};
use crate::supervise::paths;
use crate::supervise::places::below;
use crate::sys::memory;
use crate::sys::seccomp::{Answer, Call};
use rustix::fd::AsRawFd as _;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use std::path::Path;

/// The bits of a mode that are passed on: nobody becomes another by a file.
const BITS: u32 = 0o1777;

impl Desk<'_> {
    /// What becomes of a call that changes a mode or an owner; none for every other.
    pub(super) fn modes(&mut self, name: &str, call: &Call) -> Option<Seen> {
        let done = match name {
            "chmod" | "fchmod" | "fchmodat" | "fchmodat2" => self.change_mode(name, call),
            "chown" | "lchown" | "fchown" | "fchownat" => Err(Errno::PERM),
            _ => return None,
        };
        let notes = match calls::decode(name, &call.args) {
            Some(ask) => self.asked(call.pid, ask).notes,
            None => Vec::new(),
        };
        let answer = match done {
            Ok(()) => Answer::Value(0),
            Err(errno) => Answer::Error(errno.raw_os_error()),
        };
        Some(Seen {
            notes,
            answer: Verdict::Answer(answer),
        })
    }

    fn change_mode(&self, name: &str, call: &Call) -> Result<(), Errno> {
        let mode = match name {
            "chmod" | "fchmod" => call.args[1],
            _ => call.args[2],
        };
        let path = meant(name, call).ok_or(Errno::FAULT)?;
        let flags = OFlags::PATH | OFlags::CLOEXEC;
        let file = rustix::fs::open(path, flags, Mode::empty())?;
        let held = format!("/proc/self/fd/{}", file.as_raw_fd());
        let real = paths::link(&held).ok_or(Errno::PERM)?;
        if !self.may_write(&real) {
            return Err(Errno::PERM);
        }
        rustix::fs::chmod(held, Mode::from_raw_mode(mode as u32 & BITS))
    }

    /// Whether a file, by its real path, lies where the command may write.
    fn may_write(&self, real: &str) -> bool {
        let job = &self.context.job;
        let mut places = [&job.home].into_iter().chain(&job.write);
        places.any(|place| below(real, &canonical(place)))
    }
}

/// The path that the caller names; none where it cannot be read.
fn meant(name: &str, call: &Call) -> Option<String> {
    if name == "fchmod" {
        return paths::link(&format!("/proc/{}/fd/{}", call.pid, call.args[0] as u32));
    }
    let Some(Ask::Change(at)) = calls::decode(name, &call.args) else {
        return None;
    };
    let text = memory::string(call.pid, at.text, PATH)?;
    Some(paths::absolute(call.pid, at.dir, &text))
}

fn canonical(path: &Path) -> String {
    let real = std::fs::canonicalize(path);
    real.as_deref()
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned()
}
