//! Answers every address from inside the network namespace: one loop of one thread, nothing shared.

use super::connections::Connections;
use super::heard::Heard;
use super::packets::{self, Capture};
use super::{DNS, RESOLVER, Tell, requests};
use crate::protocol::Tale;
use evidence::conduct::{Sight, Via};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::net::{RecvFlags, SendFlags, recv, send};
use rustix::process::{Signal, pidfd_send_signal};
use rustix::time::Timespec;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

mod sockets;

/// Ports that a process without rights cannot take itself: we may listen there on all addresses at once.
const RESERVED: u16 = 1024;
/// Where we listen from the start.
const FIRST: [u16; 3] = [DNS, 80, 443];
/// How many listeners there may be.
const LISTENERS: usize = 256;
/// How many packets, and how many connections of one listener, are taken in one turn.
const AT_ONCE: usize = 64;
/// How often connections are looked after while there are some.
const TICK: Duration = Duration::from_millis(250);
/// How long the network must be silent after the end of pid 1 until nothing more is to come.
const SILENCE: Duration = Duration::from_millis(20);
/// How long that is waited for.
const LONGEST_SILENCE: Duration = Duration::from_millis(500);

/// The descriptors between which the sink stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends<'a> {
    /// Whatever comes here, or its end, means: end everything.
    pub(crate) control: BorrowedFd<'a>,
    /// Requests of listeners, see [`requests`].
    pub(crate) requests: BorrowedFd<'a>,
    /// The pidfd of pid 1. When it has ended, the sink hears what is under way and returns.
    pub(crate) init: BorrowedFd<'a>,
}

/// What answers every address.
#[derive(Debug)]
pub(crate) struct Sink {
    v6: bool,
    capture: Option<Capture>,
    /// Keeps the kernel from refusing questions. Nobody reads it: they are read where they are captured.
    _questions: Option<UdpSocket>,
    proxy: Option<TcpListener>,
    listeners: BTreeMap<SocketAddr, TcpListener>,
    connections: Connections,
    heard: Heard,
}

/// What can be ready.
#[derive(Debug, Clone, Copy)]
enum Source {
    Packets,
    Requests,
    Proxy,
    Listener(SocketAddr),
    Connection(usize),
    Control,
    Init,
}

/// What is still looked at.
#[derive(Debug, Clone, Copy)]
struct Looking {
    control: bool,
    requests: bool,
    ended: Option<Instant>,
}

impl Sink {
    /// Opens everything, in a network namespace where [`super::anyip::open`] was called. `v6`: what it returned.
    /// `proxy`: the port of the proxy on 127.0.0.1, where there is one. What could not be opened is told as lost.
    ///
    /// # Errors
    /// The proxy's port cannot be had.
    pub(crate) fn open(v6: bool, proxy: Option<u16>, tell: &mut Tell<'_>) -> std::io::Result<Self> {
        let proxy = proxy.map(|port| sockets::listener((Ipv4Addr::LOCALHOST, port).into()));
        let mut lost = |sight, what: &str, error: std::io::Error| {
            let (whole, why) = (false, format!("{what}: {error}"));
            tell(Tale::Lost { sight, whole, why }, None);
        };
        let capture = Capture::open()
            .map_err(|error| lost(Sight::Addresses, "no packet can be captured", error));
        let questions = sockets::datagrams(sockets::everywhere(v6, DNS))
            .map_err(|error| lost(Sight::Names, "no name can be answered", error));
        let mut sink = Self {
            v6,
            capture: capture.ok(),
            _questions: questions.ok(),
            proxy: proxy.transpose()?,
            listeners: BTreeMap::new(),
            connections: Connections::default(),
            heard: Heard::new(v6, Via::Packet, vec![RESOLVER.into()]),
        };
        for port in FIRST {
            sink.listen((Ipv4Addr::UNSPECIFIED, port).into());
        }
        Ok(sink)
    }

    /// Answers until pid 1 has ended and everything under way is heard.
    pub(crate) fn serve(mut self, ends: Ends<'_>, tell: &mut Tell<'_>) {
        let mut looking = Looking {
            control: true,
            requests: true,
            ended: None,
        };
        loop {
            let ready = self.wait(ends, looking);
            for source in &ready {
                self.take(*source, ends, &mut looking, tell);
            }
            let spoke = |at| {
                let this = |source: &Source| matches!(source, Source::Connection(n) if *n == at);
                ready.iter().any(this)
            };
            self.connections.turn(&spoke, &mut self.heard);
            self.heard.tell(tell);
            let over = |since: Instant| ready.is_empty() || since.elapsed() > LONGEST_SILENCE;
            if looking.ended.is_some_and(over) {
                break;
            }
        }
        if self.capture.is_some_and(|capture| capture.missed() > 0) {
            self.heard.limit("packets");
        }
        self.connections.end(&mut self.heard);
        self.heard.end(tell);
    }

    /// Waits until something is ready, or connections are to be looked after.
    fn wait(&self, ends: Ends<'_>, looking: Looking) -> Vec<Source> {
        // Packets first: they tell which names the addresses of connections stand for.
        let mut sources = Vec::new();
        sources.extend(
            self.capture
                .as_ref()
                .map(|it| (Source::Packets, it.as_fd())),
        );
        sources.extend(
            looking
                .requests
                .then_some((Source::Requests, ends.requests)),
        );
        sources.extend(self.proxy.as_ref().map(|it| (Source::Proxy, it.as_fd())));
        let listeners = self.listeners.iter();
        sources.extend(listeners.map(|(at, it)| (Source::Listener(*at), it.as_fd())));
        let streams = self.connections.streams().enumerate();
        sources.extend(streams.map(|(at, it)| (Source::Connection(at), it.as_fd())));
        sources.extend(looking.control.then_some((Source::Control, ends.control)));
        sources.extend(looking.ended.is_none().then_some((Source::Init, ends.init)));
        let wait = match looking.ended {
            Some(_) => Some(SILENCE),
            None if self.connections.is_empty() => None,
            None => Some(TICK),
        };
        ready(&sources, wait)
    }

    fn take(&mut self, source: Source, ends: Ends<'_>, looking: &mut Looking, tell: &mut Tell<'_>) {
        match source {
            Source::Packets => self.packets(),
            Source::Requests => looking.requests = self.request(ends.requests),
            Source::Proxy => self.hand_over(tell),
            Source::Listener(at) => self.accept(at),
            Source::Connection(_) => {}
            Source::Control => {
                looking.control = false;
                let _ = pidfd_send_signal(ends.init, Signal::KILL);
            }
            Source::Init => looking.ended = Some(Instant::now()),
        }
    }

    fn packets(&mut self) {
        let mut buffer = vec![0; packets::LONGEST];
        let proxy = self.proxy.as_ref().and_then(|at| at.local_addr().ok());
        for _ in 0..AT_ONCE {
            let packet = self.capture.as_ref();
            let Some(packet) = packet.and_then(|capture| capture.next(&mut buffer)) else {
                break;
            };
            let Some(packet) = packets::contact(packet) else {
                continue;
            };
            // What goes to the proxy is told there.
            if proxy == Some(packet.to) {
                continue;
            }
            if let Some(answer) = self.heard.packet(&packet) {
                // Bound to the address that was asked, whichever it is, so that the answer comes from there.
                let socket = sockets::datagrams(packet.to);
                let _ = socket.and_then(|socket| socket.send_to(&answer, packet.from));
            }
        }
    }

    /// Answers one request. False where there will be no more.
    fn request(&mut self, requests: BorrowedFd<'_>) -> bool {
        let mut buffer = [0; 64];
        match recv(requests, &mut buffer, RecvFlags::DONTWAIT) {
            Ok((_, 0)) => false,
            Ok((_, length)) => {
                let listens = requests::read(&buffer[..length]).is_some_and(|to| self.listen(to));
                let answer = [u8::from(listens)];
                send(requests, &answer, SendFlags::NOSIGNAL | SendFlags::DONTWAIT).is_ok()
            }
            Err(error) => matches!(error, rustix::io::Errno::AGAIN | rustix::io::Errno::INTR),
        }
    }

    /// Whether we listen on this address now.
    fn listen(&mut self, to: SocketAddr) -> bool {
        let at = match to.port() {
            0..RESERVED => sockets::everywhere(self.v6, to.port()),
            _ => to,
        };
        if self.listeners.contains_key(&at) {
            return true;
        }
        if self.listeners.len() >= LISTENERS {
            self.heard.limit("listeners");
            return false;
        }
        let listener = sockets::listener(at);
        listener.is_ok_and(|listener| self.listeners.insert(at, listener).is_none())
    }

    fn accept(&mut self, at: SocketAddr) {
        for _ in 0..AT_ONCE {
            let Some(Ok((stream, _))) = self.listeners.get(&at).map(TcpListener::accept) else {
                return;
            };
            let Ok(to) = stream.local_addr() else {
                continue;
            };
            if !self.connections.admit(stream, to) {
                self.heard.limit("connections");
            }
        }
    }

    fn hand_over(&self, tell: &mut Tell<'_>) {
        let proxy = self.proxy.as_ref();
        if let Some(Ok((stream, _))) = proxy.map(TcpListener::accept) {
            tell(Tale::Proxy, Some(stream.as_fd()));
        }
    }
}

/// Which of these are ready, in their order; none where time is up.
fn ready(sources: &[(Source, BorrowedFd<'_>)], wait: Option<Duration>) -> Vec<Source> {
    let mut fds: Vec<_> = sources
        .iter()
        .map(|(_, fd)| PollFd::from_borrowed_fd(*fd, PollFlags::IN))
        .collect();
    let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
    if poll(&mut fds, wait.as_ref()).is_err() {
        return Vec::new();
    }
    let looked = sources.iter().zip(&fds);
    looked
        .filter(|(_, fd)| !fd.revents().is_empty())
        .map(|((source, _), _)| *source)
        .collect()
}

#[cfg(test)]
mod tests;
