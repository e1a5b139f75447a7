//! The thread that hears what the command says to us.

use super::{End, Shared};
use crate::net::connections::Connections;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::net::{RecvFlags, recv};
use rustix::time::Timespec;
use std::net::TcpListener;
use std::os::fd::AsFd;

/// How many datagrams of one socket, and connections of one listener, are taken in one turn.
const AT_ONCE: usize = 64;
/// How often connections are looked after while there are some.
const TICK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 250_000_000,
};
/// The longest datagram.
const DATAGRAM: usize = 64 << 10;

/// Hears until it is over.
pub(super) fn hear(shared: &Shared) {
    let mut connections = Connections::default();
    let mut buffer = vec![0; DATAGRAM];
    while !shared.state().over {
        let ends = shared.ends();
        let (listening, held, open) = wait(shared, &ends, &connections);
        let _ = rustix::io::read(&shared.bell, &mut [0; 8]);
        for ((cookie, end), _) in ends.iter().zip(&held).filter(|(_, ready)| **ready) {
            if !shared.hear_end(*cookie, end, &mut buffer) {
                shared.state().ends.remove(cookie);
            }
        }
        for (listener, _) in shared
            .listeners
            .all()
            .zip(&listening)
            .filter(|(_, ready)| **ready)
        {
            shared.accept(listener, &mut connections);
        }
        let spoke = |at: usize| open.get(at).is_some_and(|ready| *ready);
        connections.turn(&spoke, &mut shared.state().heard);
        shared.tell();
    }
    for (cookie, end) in shared.ends() {
        shared.hear_end(cookie, &end, &mut buffer);
    }
    for listener in shared.listeners.all() {
        shared.accept(listener, &mut connections);
    }
    connections.end(&mut shared.state().heard);
}

type Ready = Vec<bool>;

/// Waits until something is ready: which listeners, which ends, which connections.
fn wait(shared: &Shared, ends: &[(u64, End)], connections: &Connections) -> (Ready, Ready, Ready) {
    let listeners = shared.listeners.all().map(AsFd::as_fd);
    let held = ends.iter().map(|(_, end)| end.ours.as_fd());
    let open = connections.streams().map(AsFd::as_fd);
    let all = [shared.bell.as_fd()]
        .into_iter()
        .chain(listeners)
        .chain(held)
        .chain(open);
    let mut fds: Vec<_> = all
        .map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN))
        .collect();
    let tick = (!connections.is_empty()).then_some(&TICK);
    let polled = poll(&mut fds, tick).is_ok();
    let mut ready = fds
        .iter()
        .map(|fd| polled && !fd.revents().is_empty())
        .skip(1);
    let listening = ready
        .by_ref()
        .take(shared.listeners.all().count())
        .collect();
    let held = ready.by_ref().take(ends.len()).collect();
    (listening, held, ready.collect())
}

impl Shared {
    fn ends(&self) -> Vec<(u64, End)> {
        let state = self.state();
        let ends = state.ends.iter();
        ends.map(|(cookie, end)| (*cookie, end.clone())).collect()
    }

    /// Takes the datagrams that are there. False where the other end is closed.
    fn hear_end(&self, cookie: u64, end: &End, buffer: &mut [u8]) -> bool {
        for _ in 0..AT_ONCE {
            match recv(&end.ours, &mut *buffer, RecvFlags::DONTWAIT) {
                Ok((_, 0)) => return false,
                Ok((_, length)) => {
                    // Asked now: it may have been connected since `end` was copied.
                    let peer = self.state().ends.get(&cookie).and_then(|end| end.peer);
                    if let Some(to) = peer {
                        self.datagram(end, to, &buffer[..length.min(buffer.len())]);
                    }
                }
                Err(Errno::AGAIN | Errno::INTR) => return true,
                Err(_) => return false,
            }
        }
        true
    }

    fn accept(&self, listener: &TcpListener, connections: &mut Connections) {
        for _ in 0..AT_ONCE {
            let Ok((stream, from)) = listener.accept() else {
                return;
            };
            let from = (from.ip().to_canonical(), from.port()).into();
            // Others on this machine may find the listener: only what we connected ourselves is heard.
            let Some(to) = self.state().meant.remove(&from) else {
                continue;
            };
            match &self.proxy {
                Some((_, proxy)) if self.is_proxy(to) => proxy.serve(stream.into()),
                _ if connections.admit(stream, to) => {}
                _ => self.state().heard.limit("connections"),
            }
        }
    }
}
