//! What a call means: the acts to write down, and the answer.

use super::calls::{self, Ask, At, Flags};
use super::duplicate::duplicate;
use super::places::{Places, below};
use super::{Context, paths, signals, text};
use crate::filter;
use crate::net::standin::{Standin, Verdict};
use crate::sys::memory;
use crate::sys::seccomp::{Answer, Call};
use evidence::conduct::{Act, Place, Rung, Touch, Via};
use rustix::fd::{AsFd as _, BorrowedFd, OwnedFd};
use rustix::io::Errno;

mod arguments;
mod listening;
mod modes;
mod network;

/// The longest path that the kernel takes.
const PATH: usize = 4_096;

/// Where calls are looked at.
pub(super) struct Desk<'a> {
    context: &'a Context,
    /// The root of the machine, where the command's own is not known.
    machine: Option<OwnedFd>,
    /// Whether the command itself was run: that is our doing.
    running: bool,
    /// What stands in for the network, where there is no namespace for it.
    standin: Option<Standin>,
}

/// What was seen of a call.
pub(super) struct Seen {
    /// What to write down, if the caller still waits.
    pub(super) notes: Vec<Note>,
    /// What to answer.
    pub(super) answer: Verdict,
}

/// Whoever waits for the answer to a call.
pub(super) struct Caller<'a> {
    pub(super) call: &'a Call,
    /// Whether it still waits: else its number may be somebody else's by now.
    pub(super) waits: &'a dyn Fn() -> bool,
}

impl Caller<'_> {
    /// A copy of the socket that it names first. What is done to the copy cannot be raced; and it is the caller's own, as is
    /// all that was read of it before.
    fn socket(&self) -> Result<OwnedFd, Errno> {
        let socket = duplicate(self.call.pid, self.call.args[0] as i32)?;
        (self.waits)().then_some(socket).ok_or(Errno::SRCH)
    }
}

/// What to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// This.
    Act(Act),
    /// That a call names this path, and no act tells it.
    Named(String),
    /// That a file was opened, and no more.
    Quiet,
}

impl<'a> Desk<'a> {
    pub(super) fn new(context: &'a Context, standin: Option<Standin>) -> Self {
        let flags = rustix::fs::OFlags::PATH | rustix::fs::OFlags::CLOEXEC;
        let machine = rustix::fs::open("/", flags, rustix::fs::Mode::empty());
        Self {
            context,
            machine: machine.ok(),
            running: false,
            standin,
        }
    }

    /// Looks at a call. The caller waits, if it is alive.
    pub(super) fn look(&mut self, caller: &Caller<'_>) -> Seen {
        let call = caller.call;
        let name = filter::name(call.number).unwrap_or_default();
        if self.context.job.rung == Rung::Landlock
            && let Some(seen) = self
                .without_namespaces(name, caller)
                .or_else(|| self.modes(name, call))
                .or_else(|| listening::seen(name, caller))
        {
            return seen;
        }
        if let Some(ask) = calls::decode(name, &call.args) {
            return self.asked(call.pid, ask);
        }
        match filter::forbidden(call, self.context.job.rung) {
            Some(forbidden) => Seen {
                notes: vec![Note::Act(Act::Refused {
                    call: forbidden.call,
                })],
                answer: Verdict::Answer(Answer::Error(forbidden.errno)),
            },
            None if signals::foreign(call.pid, name, &call.args) => Seen {
                notes: vec![Note::Act(Act::Refused {
                    call: format!("{name} to another process"),
                })],
                answer: Verdict::Answer(Answer::Error(libc::EPERM)),
            },
            None => go_on(Vec::new()),
        }
    }

    /// Writes down what was seen.
    pub(super) fn write(&self, pid: u32, notes: Vec<Note>) {
        for note in notes {
            match note {
                Note::Act(act) => {
                    let program = program(pid);
                    self.context.note(act, Via::Call, program);
                }
                Note::Named(path) => self.context.ledger().named(path),
                Note::Quiet => self.context.ledger().quiet(),
            }
        }
    }

    /// Nobody is left who could call.
    pub(super) fn end(self) {
        if let Some(standin) = self.standin {
            standin.end();
        }
    }

    fn asked(&mut self, pid: u32, ask: Ask) -> Seen {
        let notes = match ask {
            Ask::Open(at, flags) => self.open(pid, at, flags),
            Ask::Change(at) => self.change(pid, at),
            Ask::Delete(at) => self.delete(pid, at),
            Ask::Rename { from, to, moves } => self.rename(pid, from, to, moves),
            Ask::Run(at, arguments) => self.run(pid, at, arguments),
            Ask::Connect(target) => self.connect(pid, target),
            Ask::Bind(target) => self.bind(pid, target),
            Ask::Leave => Some(vec![Note::Act(Act::Detach)]),
        };
        // The kernel could read what is hidden from us (memory that may only be written, or of `memfd_secret`): whoever
        // does not show what it names does not get it.
        notes.map_or_else(|| decided(Answer::Error(libc::EFAULT)), go_on)
    }

    fn open(&self, pid: u32, at: At, flags: Flags) -> Option<Vec<Note>> {
        let flags = match flags {
            Flags::Known(flags) => flags,
            Flags::At(address) => number(pid, address)?,
        };
        if Flags::change(flags) {
            return self.change(pid, at);
        }
        let seen = self.whither(pid, at)?;
        if let Some(id) = self.bait(&seen.path) {
            return Some(touched(id, Touch::Opened));
        }
        let place = self.context.places.place(&seen.path);
        if !self.context.places.telling(&seen.path, place, seen.found) {
            return Some(vec![Note::Quiet]);
        }
        let path = text::clean(seen.path.as_bytes());
        let found = seen.found;
        Some(vec![Note::Act(Act::Read { path, place, found })])
    }

    fn change(&self, pid: u32, at: At) -> Option<Vec<Note>> {
        self.named(pid, at, |path, place| Act::Write { path, place })
    }

    fn delete(&self, pid: u32, at: At) -> Option<Vec<Note>> {
        self.named(pid, at, |path, place| Act::Delete { path, place })
    }

    fn rename(&self, pid: u32, from: At, to: At, moves: bool) -> Option<Vec<Note>> {
        let mut notes = Vec::new();
        let seen = self.whither(pid, from)?;
        // A canary goes along with its directory, and one with two names is opened by either.
        let bait = self.context.bait.iter();
        for (id, _) in bait.filter(|(_, path)| below(path, &seen.path)) {
            notes.extend(touched(id.clone(), Touch::Changed));
            notes.push(Note::Named(seen.path.clone()));
        }
        let place = self.context.places.place(&seen.path);
        if moves && notes.is_empty() && Places::changes(&seen.path, place) {
            let path = text::clean(seen.path.as_bytes());
            notes.push(Note::Act(Act::Delete { path, place }));
        }
        let seen = self.whither(pid, to)?;
        notes.push(Note::Named(text::clean(seen.path.as_bytes())));
        notes.extend(self.change(pid, to)?);
        Some(notes)
    }

    fn named(&self, pid: u32, at: At, act: impl Fn(String, Place) -> Act) -> Option<Vec<Note>> {
        let seen = self.whither(pid, at)?;
        if let Some(id) = self.bait(&seen.path) {
            let mut notes = touched(id, Touch::Changed);
            notes.push(Note::Named(seen.path));
            return Some(notes);
        }
        let place = self.context.places.place(&seen.path);
        if !Places::changes(&seen.path, place) {
            return Some(vec![Note::Quiet]);
        }
        Some(vec![Note::Act(act(
            text::clean(seen.path.as_bytes()),
            place,
        ))])
    }

    fn run(&mut self, pid: u32, at: At, arguments: u64) -> Option<Vec<Note>> {
        let seen = self.whither(pid, at)?;
        if !self.running {
            self.running = seen.found;
            return Some(Vec::new());
        }
        let arguments = arguments::read(pid, arguments)?;
        let path = text::clean(seen.path.as_bytes());
        let mut notes: Vec<Note> = Vec::new();
        if arguments.cut {
            let what = "arguments".to_owned();
            notes.push(Note::Act(Act::Limit { what, ended: false }));
        }
        let passed = if seen.found {
            self.context.search.find(&arguments.bytes)
        } else {
            // Nothing runs that could get them.
            Vec::new()
        };
        for hit in passed {
            let how = Touch::Passed {
                program: path.clone(),
                encoding: hit.encoding.id().to_owned(),
            };
            notes.extend(touched(hit.id, how));
        }
        notes.push(Note::Act(Act::Run {
            path,
            arguments: arguments::shown(&arguments.bytes),
            found: seen.found,
        }));
        Some(notes)
    }

    /// Where the path leads that the caller names; none where it cannot be read.
    fn whither(&self, pid: u32, at: At) -> Option<paths::Where> {
        let text = memory::string(pid, at.text, PATH)?;
        let path = paths::absolute(pid, at.dir, &text);
        match self.root() {
            Some(root) if path.starts_with('/') => Some(paths::lead(root, &path, at.follow)),
            _ => Some(paths::Where { path, found: true }),
        }
    }

    fn root(&self) -> Option<BorrowedFd<'_>> {
        match self.context.disk.get() {
            Some(disk) => Some(disk.root.as_fd()),
            None if self.context.job.rung == Rung::Landlock => {
                self.machine.as_ref().map(|fd| fd.as_fd())
            }
            None => None,
        }
    }

    /// The canary that lies at a path.
    fn bait(&self, path: &str) -> Option<String> {
        let mut bait = self.context.bait.iter();
        bait.find(|(_, at)| at == path).map(|(id, _)| id.clone())
    }
}

/// The program of a process or thread, which waits; none where it cannot be told.
fn program(pid: u32) -> Option<String> {
    let program = paths::link(&format!("/proc/{pid}/exe"))?;
    Some(text::clean(
        program.trim_end_matches(" (deleted)").as_bytes(),
    ))
}

fn touched(id: String, how: Touch) -> Vec<Note> {
    vec![Note::Act(Act::Canary { id, how })]
}

fn go_on(notes: Vec<Note>) -> Seen {
    Seen {
        notes,
        answer: Verdict::Answer(Answer::Continue),
    }
}

fn decided(answer: Answer) -> Seen {
    Seen {
        notes: Vec::new(),
        answer: Verdict::Answer(answer),
    }
}

fn number(pid: u32, address: u64) -> Option<u64> {
    let mut bytes = [0; 8];
    let got = memory::read(pid, address, &mut bytes).ok()?;
    (got == bytes.len()).then(|| u64::from_ne_bytes(bytes))
}

#[cfg(test)]
mod tests;
