//! What a call means: the acts to write down, and the answer.

use super::address::{self, Address};
use super::calls::{self, Ask, At, Flags, Target};
use super::places::{Places, below};
use super::programs::Programs;
use super::{Context, paths, signals, sockets, text};
use crate::filter;
use crate::net;
use crate::sys::memory;
use crate::sys::seccomp::{Answer, Call};
use evidence::conduct::{Act, Place, Rung, Touch, Via};
use rustix::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::net::SocketAddr;
use std::sync::PoisonError;

mod arguments;

/// The longest path that the kernel takes.
const PATH: usize = 4_096;

/// Sockets that the C library looks for by itself.
const LIBRARY: &[&str] = &["/var/run/nscd/socket", "/run/nscd/socket"];

/// Where calls are looked at.
pub(super) struct Desk<'a> {
    context: &'a Context,
    /// The root of the machine, where the command's own is not known.
    machine: Option<OwnedFd>,
    programs: Programs,
    /// Whether the command itself was run: that is our doing.
    running: bool,
}

/// What was seen of a call.
pub(super) struct Seen {
    /// What to write down, if the caller still waits.
    pub(super) notes: Vec<Note>,
    /// What to answer; none where it was answered already.
    pub(super) answer: Option<Answer>,
}

/// What to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// This.
    Act(Act),
    /// That something has a new name.
    Moved(String),
    /// That a file was opened, and no more.
    Quiet,
    /// That the process becomes another program.
    Becomes,
}

impl<'a> Desk<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        let flags = rustix::fs::OFlags::PATH | rustix::fs::OFlags::CLOEXEC;
        let machine = rustix::fs::open("/", flags, rustix::fs::Mode::empty());
        Self {
            context,
            machine: machine.ok(),
            programs: Programs::default(),
            running: false,
        }
    }

    /// Looks at a call. The caller waits, if it is alive.
    pub(super) fn look(&mut self, call: &Call) -> Seen {
        let name = filter::name(call.number).unwrap_or_default();
        if let Some(ask) = calls::decode(name, &call.args) {
            return self.asked(call.pid, ask);
        }
        match filter::forbidden(call, self.context.job.rung) {
            Some(forbidden) => Seen {
                notes: vec![Note::Act(Act::Refused {
                    call: forbidden.call,
                })],
                answer: Some(Answer::Error(forbidden.errno)),
            },
            None if signals::foreign(call.pid, name, &call.args) => Seen {
                notes: vec![Note::Act(Act::Refused {
                    call: format!("{name} to another process"),
                })],
                answer: Some(Answer::Error(libc::EPERM)),
            },
            None => go_on(Vec::new()),
        }
    }

    /// Writes down what was seen.
    pub(super) fn write(&mut self, pid: u32, notes: Vec<Note>) {
        for note in notes {
            match note {
                Note::Act(act) => {
                    let program = self.programs.of(pid);
                    self.context.note(act, Via::Call, program);
                }
                Note::Moved(path) => self.context.ledger().moved(path),
                Note::Quiet => self.context.ledger().quiet(),
                Note::Becomes => self.programs.forget(pid),
            }
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
            Ask::Leave => vec![Note::Act(Act::Detach)],
        };
        go_on(notes)
    }

    fn open(&self, pid: u32, at: At, flags: Flags) -> Vec<Note> {
        let flags = match flags {
            Flags::Known(flags) => flags,
            Flags::At(address) => number(pid, address).unwrap_or_default(),
        };
        if Flags::change(flags) {
            return self.change(pid, at);
        }
        let Some(seen) = self.whither(pid, at) else {
            return vec![Note::Quiet];
        };
        if let Some(id) = self.bait(&seen.path) {
            return touched(id, Touch::Opened);
        }
        let place = self.context.places.place(&seen.path);
        if !self.context.places.telling(&seen.path, place, seen.found) {
            return vec![Note::Quiet];
        }
        let path = text::clean(seen.path.as_bytes());
        let found = seen.found;
        vec![Note::Act(Act::Read { path, place, found })]
    }

    fn change(&self, pid: u32, at: At) -> Vec<Note> {
        self.named(pid, at, |path, place| Act::Write { path, place })
    }

    fn delete(&self, pid: u32, at: At) -> Vec<Note> {
        self.named(pid, at, |path, place| Act::Delete { path, place })
    }

    fn rename(&self, pid: u32, from: At, to: At, moves: bool) -> Vec<Note> {
        let mut notes = Vec::new();
        if let Some(seen) = self.whither(pid, from) {
            // A canary goes along with its directory, and one with two names is opened by either.
            let bait = self.context.bait.iter();
            for (id, _) in bait.filter(|(_, path)| below(path, &seen.path)) {
                notes.extend(touched(id.clone(), Touch::Changed));
            }
            if moves && notes.is_empty() {
                let place = self.context.places.place(&seen.path);
                let path = text::clean(seen.path.as_bytes());
                notes.push(Note::Act(Act::Delete { path, place }));
            }
        }
        if let Some(seen) = self.whither(pid, to) {
            notes.push(Note::Moved(text::clean(seen.path.as_bytes())));
        }
        notes.extend(self.change(pid, to));
        notes
    }

    fn named(&self, pid: u32, at: At, act: impl Fn(String, Place) -> Act) -> Vec<Note> {
        let Some(seen) = self.whither(pid, at) else {
            return Vec::new();
        };
        if let Some(id) = self.bait(&seen.path) {
            return touched(id, Touch::Changed);
        }
        let place = self.context.places.place(&seen.path);
        if !Places::changes(&seen.path, place) {
            return vec![Note::Quiet];
        }
        vec![Note::Act(act(text::clean(seen.path.as_bytes()), place))]
    }

    fn run(&mut self, pid: u32, at: At, arguments: u64) -> Vec<Note> {
        let Some(seen) = self.whither(pid, at) else {
            return Vec::new();
        };
        if !self.running {
            self.running = seen.found;
            return vec![Note::Becomes];
        }
        let arguments = arguments::read(pid, arguments);
        let path = text::clean(seen.path.as_bytes());
        let mut notes: Vec<Note> = Vec::new();
        let passed = if seen.found {
            self.context.search.find(&arguments)
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
            arguments: arguments::shown(&arguments),
            found: seen.found,
        }));
        notes.push(Note::Becomes);
        notes
    }

    fn connect(&self, pid: u32, target: Target) -> Vec<Note> {
        match self.address(pid, target) {
            Some(Address::Inet(to)) => self.contact(pid, target, Address::here_if_nowhere(to)),
            Some(Address::Path(path)) => {
                let path = self.socket_path(pid, &path);
                if LIBRARY.contains(&path.as_str()) {
                    return Vec::new();
                }
                vec![Note::Act(Act::Socket { path })]
            }
            Some(Address::Name(name)) => {
                let path = format!("@{}", text::clean(&name));
                vec![Note::Act(Act::Socket { path })]
            }
            _ => Vec::new(),
        }
    }

    /// A connection to an address. Datagrams are told by the packets: to connect such a socket sends nothing, and the C
    /// library does it to compare addresses.
    fn contact(&self, pid: u32, target: Target, to: SocketAddr) -> Vec<Note> {
        let Some(socket) = sockets::copy(pid, target.socket) else {
            return Vec::new();
        };
        if !sockets::tcp(&socket) {
            return Vec::new();
        }
        self.listen_for(to);
        vec![Note::Act(Act::Contact {
            address: to.ip().to_string(),
            port: to.port(),
            transport: "tcp".to_owned(),
            name: None,
            passed: false,
        })]
    }

    /// Has the sink listen where the connection goes, before it does.
    fn listen_for(&self, to: SocketAddr) {
        let requests = &self.context.requests;
        let requests = requests.lock().unwrap_or_else(PoisonError::into_inner);
        // Where nobody listens the connection is refused, and recorded all the same.
        let _nobody = net::requests::ask(requests.as_fd(), to);
    }

    fn bind(&self, pid: u32, target: Target) -> Vec<Note> {
        let on = match self.address(pid, target) {
            Some(Address::Inet(on)) => {
                // Any port of a datagram socket is how questions are asked.
                let stream = sockets::copy(pid, target.socket).is_some_and(|it| sockets::tcp(&it));
                if on.port() == 0 && !stream {
                    return Vec::new();
                }
                on.to_string()
            }
            Some(Address::Path(path)) => self.socket_path(pid, &path),
            Some(Address::Name(name)) if !name.is_empty() => format!("@{}", text::clean(&name)),
            _ => return Vec::new(),
        };
        vec![Note::Act(Act::Listen { on })]
    }

    fn socket_path(&self, pid: u32, path: &[u8]) -> String {
        let path = paths::absolute(pid, None, path);
        let path = match self.root() {
            Some(root) => paths::lead(root, &path, true).path,
            None => path,
        };
        text::clean(path.as_bytes())
    }

    fn address(&self, pid: u32, target: Target) -> Option<Address> {
        let length = usize::try_from(target.length).unwrap_or(usize::MAX);
        let mut bytes = [0; address::LONGEST];
        let part = bytes.get_mut(..length.min(address::LONGEST))?;
        let got = memory::read(pid, target.address, part).ok()?;
        Address::read(part.get(..got)?)
    }

    /// Where the path leads that the caller names; none where it cannot be read, so that the kernel cannot either.
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

fn touched(id: String, how: Touch) -> Vec<Note> {
    vec![Note::Act(Act::Canary { id, how })]
}

fn go_on(notes: Vec<Note>) -> Seen {
    Seen {
        notes,
        answer: Some(Answer::Continue),
    }
}

fn number(pid: u32, address: u64) -> Option<u64> {
    let mut bytes = [0; 8];
    let got = memory::read(pid, address, &mut bytes).ok()?;
    (got == bytes.len()).then(|| u64::from_ne_bytes(bytes))
}

#[cfg(test)]
mod tests;
