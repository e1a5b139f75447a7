//! Carries bytes both ways, and counts them.

use crate::net::KEPT;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// How often the end is looked for while nothing moves.
const TICK: Duration = Duration::from_millis(250);
/// How long nothing may move, either way.
const IDLE: Duration = Duration::from_secs(60);

/// What went through.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The first bytes that were sent.
    pub(super) first: Vec<u8>,
    /// How many bytes were sent.
    pub(super) sent: u64,
    /// How many came back.
    pub(super) back: u64,
}

/// What both directions know.
struct Watch<'a> {
    began: Instant,
    /// When something moved last, in milliseconds after the beginning.
    moved: AtomicU64,
    closing: &'a (dyn Fn() -> bool + Sync),
}

/// Carries until both have ended, nothing moves for a minute, or `closing` says so. `opening` was sent to the host
/// already; at most `most` bytes more are.
pub(super) fn run(
    client: &TcpStream,
    host: &TcpStream,
    opening: Vec<u8>,
    most: u64,
    closing: &(dyn Fn() -> bool + Sync),
) -> Flow {
    let watch = Watch {
        began: Instant::now(),
        moved: AtomicU64::new(0),
        closing,
    };
    let _ = client.set_read_timeout(Some(TICK));
    let _ = host.set_read_timeout(Some(TICK));
    let mut flow = Flow {
        sent: opening.len() as u64,
        first: opening,
        back: 0,
    };
    std::thread::scope(|threads| {
        let back = threads.spawn(|| {
            let mut back = 0;
            watch.carry(host, client, u64::MAX, &mut |bytes| {
                back += bytes.len() as u64
            });
            // The host has ended: nobody hears what else the client says.
            let _ = client.shutdown(Shutdown::Both);
            back
        });
        watch.carry(client, host, most, &mut |bytes| {
            flow.sent += bytes.len() as u64;
            let room = KEPT.saturating_sub(flow.first.len());
            flow.first.extend(&bytes[..bytes.len().min(room)]);
        });
        flow.back = back.join().unwrap_or_default();
    });
    flow
}

impl Watch<'_> {
    /// Carries one way, until there is no more, and says so to the other end.
    fn carry(&self, from: &TcpStream, to: &TcpStream, most: u64, seen: &mut dyn FnMut(&[u8])) {
        let (mut reader, mut writer) = (from, to);
        let mut left = most;
        let mut buffer = vec![0; 64 << 10];
        while left > 0 {
            let room = buffer
                .len()
                .min(usize::try_from(left).unwrap_or(usize::MAX));
            match reader.read(&mut buffer[..room]) {
                Ok(0) => break,
                Ok(length) => {
                    self.moved.store(self.now(), Relaxed);
                    if writer.write_all(&buffer[..length]).is_err() {
                        break;
                    }
                    seen(&buffer[..length]);
                    left -= length as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock && !self.over() => {}
                Err(_) => {
                    // It failed, or time is up: both ways end.
                    let _ = from.shutdown(Shutdown::Both);
                    let _ = to.shutdown(Shutdown::Both);
                    return;
                }
            }
        }
        if most == u64::MAX {
            let _ = to.shutdown(Shutdown::Write);
        }
    }

    fn over(&self) -> bool {
        let idle = self.now().saturating_sub(self.moved.load(Relaxed));
        (self.closing)() || idle > IDLE.as_millis() as u64
    }

    fn now(&self) -> u64 {
        self.began.elapsed().as_millis() as u64
    }
}
