//! The connections that are open to us: each is heard, answered and closed.

use super::exchange::{Exchange, Next};
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How many are heard in one start. Those after it are closed at once.
const MOST: usize = 1_000;
/// How many are heard at a time. More than a thousand descriptors may be forbidden.
const AT_ONCE: usize = 256;
/// How long one may be silent before it is taken to wait for an answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long one may be silent before it is closed.
const IDLE: Duration = Duration::from_secs(5);
/// How long one is heard at most.
const LONGEST: Duration = Duration::from_secs(30);

/// The open connections.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    open: Vec<Open>,
    heard: usize,
}

#[derive(Debug)]
struct Open {
    stream: TcpStream,
    to: SocketAddr,
    exchange: Exchange,
    since: Instant,
    last: Instant,
}

/// Who answers names, and who is told of what was said.
pub(crate) trait Hearer {
    /// Answers a question for a name that was asked of this address.
    fn answer(&mut self, asked: SocketAddr, message: &[u8]) -> Option<Vec<u8>>;
    /// A connection that was meant for this address said this first.
    fn said(&mut self, to: SocketAddr, bytes: &[u8]);
}

impl Connections {
    /// Takes a connection that was meant for this address. False where there are too many: it is closed.
    pub(crate) fn admit(&mut self, stream: TcpStream, to: SocketAddr) -> bool {
        if self.heard >= MOST || self.open.len() >= AT_ONCE || stream.set_nonblocking(true).is_err()
        {
            return false;
        }
        self.heard += 1;
        let now = Instant::now();
        self.open.push(Open {
            stream,
            to,
            exchange: Exchange::new(to.port()),
            since: now,
            last: now,
        });
        true
    }

    /// Those that are open, in the order that [`Self::turn`] asks about.
    pub(crate) fn streams(&self) -> impl Iterator<Item = &TcpStream> {
        self.open.iter().map(|open| &open.stream)
    }

    /// Whether none is open.
    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Hears those that are ready, by their place in [`Self::streams`], and closes those that are over.
    pub(crate) fn turn(&mut self, ready: &dyn Fn(usize) -> bool, hearer: &mut dyn Hearer) {
        let now = Instant::now();
        let mut at = 0;
        self.open.retain_mut(|open| {
            let goes_on = open.turn(ready(at), now, hearer);
            at += 1;
            if !goes_on {
                open.tell(hearer);
            }
            goes_on
        });
    }

    /// Closes all that are left.
    pub(crate) fn end(&mut self, hearer: &mut dyn Hearer) {
        for mut open in self.open.drain(..) {
            open.hear();
            open.tell(hearer);
        }
    }
}

impl Open {
    /// Whether it goes on.
    fn turn(&mut self, ready: bool, now: Instant, hearer: &mut dyn Hearer) -> bool {
        let closed = ready && !self.hear();
        if ready {
            self.last = now;
        }
        let silent = now.duration_since(self.last);
        let over = closed || silent >= PATIENCE;
        let (exchange, to) = (&mut self.exchange, self.to);
        let goes_on = match exchange.next(over, &mut |message| hearer.answer(to, message)) {
            Next::Wait => true,
            Next::Say(bytes) => self.stream.write_all(&bytes).is_ok(),
            Next::End(bytes) => {
                let _ = self.stream.write_all(bytes);
                let _ = self.stream.shutdown(Shutdown::Write);
                false
            }
        };
        goes_on && !closed && silent < IDLE && now.duration_since(self.since) < LONGEST
    }

    /// Takes what is there. False where it was closed.
    fn hear(&mut self) -> bool {
        let mut buffer = [0; 4096];
        while self.exchange.room() > 0 {
            match self.stream.read(&mut buffer) {
                Ok(0) => return false,
                Ok(length) => self.exchange.hear(&buffer[..length]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return error.kind() == ErrorKind::WouldBlock,
            }
        }
        true
    }

    fn tell(&self, hearer: &mut dyn Hearer) {
        if let Some(bytes) = self.exchange.worth_telling() {
            hearer.said(self.to, bytes);
        }
    }
}
