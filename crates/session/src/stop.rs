//! Ends a connection in order: close standard input, wait, TERM, wait, KILL, sweep, write down how it went.

use crate::process::Process;
use crate::run::Run;
use evidence::{Event, Variant};
use rustix::process::Signal;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long the server has to go after its input closed, after TERM, and after KILL.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a server whose output ended by itself has to go before its input is closed.
const CRASHING: Duration = Duration::from_millis(100);

impl Run<'_> {
    /// Ends the open connection, if there is one, and what it left. May be broken off at any wait and called again.
    /// The deadline of the run does not count here: order comes first.
    pub(crate) async fn stop(&mut self) {
        let ended = self.wire.is_some();
        if ended {
            self.phase("stopping");
            self.take_leave().await;
            self.end_server().await;
        }
        self.sweep().await;
        // Odd questions are nothing that a client of the SDK would send.
        if ended && self.variant != Variant::Questions {
            self.second_opinion().await;
        }
    }

    async fn end_server(&mut self) {
        let over = self.wire.as_ref().is_some_and(|w| w.over());
        let ended = self
            .gone(if over { CRASHING } else { Duration::ZERO })
            .await;
        if !ended || self.closing.is_some() {
            self.close().await;
        }
        let after = self.closing.map(|since| since.elapsed());
        // What the server said last may still be in its pipes.
        while let Some(wire) = self
            .wire
            .as_mut()
            .filter(|w| w.reading() && w.status().is_some())
        {
            wire.step(&mut self.recorder).await;
        }
        let Some(mut wire) = self.wire.take() else {
            return;
        };
        wire.hang_up(&mut self.recorder);
        self.recorder.end();
        self.closing = None;
        self.unswept = wire.process().and_then(Process::group);
        if let Some(status) = wire.status() {
            self.recorder.event(&Event::Exit {
                code: status.code,
                signal: status.signal,
                unasked: after.is_none(),
                after_ms: after.map_or(0, millis),
            });
        }
        self.account(wire);
    }

    async fn sweep(&mut self) {
        let (Some(group), Some(nursery)) = (self.unswept, &self.nursery) else {
            return;
        };
        let left = nursery.sweep(group).await;
        self.unswept = None;
        if !left.is_empty() {
            self.recorder.event(&Event::Left { processes: left });
        }
    }

    async fn close(&mut self) {
        if self.closing.is_none() {
            self.recorder.event(&Event::Closing);
            self.closing = Some(Instant::now());
        }
        if let Some(wire) = &mut self.wire {
            wire.close_input();
        }
        for signal in [
            Some(("TERM", Signal::TERM)),
            Some(("KILL", Signal::KILL)),
            None,
        ] {
            if self.gone(PATIENCE).await {
                return;
            }
            let after_ms = millis(PATIENCE);
            self.recorder.event(&Event::Deadline {
                what: "exit".into(),
                after_ms,
                method: None,
            });
            if let Some((name, signal)) = signal {
                self.recorder.event(&Event::Signal { name: name.into() });
                if let Some(process) = self.wire.as_ref().and_then(|w| w.process()) {
                    process.signal(signal);
                }
            }
        }
    }

    /// Whether the process has ended, or does within this time. Its output is still recorded meanwhile.
    async fn gone(&mut self, within: Duration) -> bool {
        let end = Instant::now() + within;
        let Some(wire) = &mut self.wire else {
            return true;
        };
        wire.look();
        loop {
            if wire.process().is_none_or(|p| p.status.is_some()) {
                return true;
            }
            if Instant::now() >= end
                || timeout_at(end, wire.step(&mut self.recorder))
                    .await
                    .is_err()
            {
                return false;
            }
        }
    }
}

fn millis(d: Duration) -> u64 {
    u64::try_from(d.as_millis()).unwrap_or(u64::MAX)
}
