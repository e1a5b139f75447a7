//! Stands in for the network where there is no network namespace: the command has the machine's own network before it,
//! and reaches nothing of it.
//!
//! The filter hands every call that could reach something to the supervisor (`filter/table.rs`), and the supervisor asks here.
//! A TCP socket is connected by us, on a copy of it, to a listener of ours, whatever address was meant; a datagram
//! socket is none: it is one end of a pair whose other end we hold. So there is nothing that a process could race. What
//! is heard is told as the sink tells it: contacts, names, first bytes, sockets of the machine and what was refused.
//! Whoever asks here records nothing more of the same calls.

use super::address::Address;
use super::heard::Heard;
use super::packets::Packet;
use super::proxy::{Proxy, Report};
use crate::sys::seccomp::Answer;
use evidence::conduct::{Act, Via};
use rustix::event::{EventfdFlags, eventfd};
use rustix::net::{SendFlags, send};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

mod calls;
mod hear;
mod listeners;

use listeners::Listeners;

/// How a call is to be answered.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// With this.
    Answer(Answer),
    /// With a descriptor.
    Give {
        /// Which.
        end: OwnedFd,
        /// Whether it is closed when the process executes something else.
        close_on_exec: bool,
    },
}

/// What stands in for the network. Dropping it without [`Standin::end`] leaves its thread until the program ends.
pub(crate) struct Standin {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

struct Shared {
    listeners: Listeners,
    /// The proxy, and the port of 127.0.0.1 at which the command is told it is.
    proxy: Option<(u16, Proxy)>,
    report: Report,
    /// Wakes the thread.
    bell: OwnedFd,
    state: Mutex<State>,
}

struct State {
    heard: Heard,
    /// What each of our own connections was meant for, by its address at the command's end.
    meant: HashMap<SocketAddr, SocketAddr>,
    /// The ends that we hold, by the kernel's name of the other one.
    ends: HashMap<u64, End>,
    /// How many ends there ever were.
    made: u32,
    over: bool,
}

/// Our end of what stands in for a datagram socket.
#[derive(Debug, Clone)]
struct End {
    ours: Arc<OwnedFd>,
    /// Whom it is connected with.
    peer: Option<SocketAddr>,
    number: u32,
}

impl Standin {
    /// Starts to stand in. `proxy`: where the command is told that a proxy is, on 127.0.0.1, and who serves it.
    ///
    /// # Errors
    /// No listener, or no thread, can be had.
    pub(crate) fn start(proxy: Option<(u16, Proxy)>, report: Report) -> std::io::Result<Self> {
        let state = State {
            // A name gets no address of IPv6: one of IPv4 can be meant by sockets of both.
            heard: Heard::new(false, Via::Sink, resolvers()),
            meant: HashMap::new(),
            ends: HashMap::new(),
            made: 0,
            over: false,
        };
        let shared = Arc::new(Shared {
            listeners: Listeners::open()?,
            proxy,
            report,
            bell: eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?,
            state: Mutex::new(state),
        });
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("stand-in".to_owned());
        let thread = thread.spawn(move || hear::hear(&theirs))?;
        Ok(Self { shared, thread })
    }

    /// Hears what is under way, tells what is left, and ends. Everything in the sandbox must have ended.
    pub(crate) fn end(self) {
        self.shared.state().over = true;
        self.shared.ring();
        let _ = self.thread.join();
        let mut state = self.shared.state();
        let tales: Vec<_> = state
            .heard
            .take()
            .into_iter()
            .chain(state.heard.rest())
            .collect();
        drop(state);
        tales
            .into_iter()
            .for_each(|tale| (self.shared.report)(tale));
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self) {
        let _ = rustix::io::write(&self.bell, &1u64.to_ne_bytes());
    }

    /// Tells what was heard since.
    fn tell(&self) {
        let tales = self.state().heard.take();
        tales.into_iter().for_each(|tale| (self.report)(tale));
    }

    fn refused(&self, call: &str) {
        let call = call.to_owned();
        self.state().heard.note(Act::Refused { call }, Via::Call);
        self.tell();
    }

    /// A datagram was sent to this address. What is to be answered goes back at once.
    fn datagram(&self, end: &End, to: SocketAddr, payload: &[u8]) {
        let packet = Packet {
            from: (Ipv4Addr::from(end.number), 0).into(),
            to,
            transport: "udp",
            payload,
        };
        let answer = self.state().heard.packet(&packet);
        if let Some(answer) = answer {
            let _ = send(
                &end.ours,
                &answer,
                SendFlags::NOSIGNAL | SendFlags::DONTWAIT,
            );
        }
        self.tell();
    }
}

/// The name servers of this machine, which the command sees: asking them is asking nobody else.
fn resolvers() -> Vec<IpAddr> {
    let text = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("nameserver"));
    let mut all: Vec<_> = lines.filter_map(|ip| ip.trim().parse().ok()).collect();
    if all.is_empty() {
        // What the C library asks where the file names none.
        all.push(Ipv4Addr::LOCALHOST.into());
    }
    all
}

#[cfg(test)]
mod tests;
