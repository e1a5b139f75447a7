//! Asks the server one thing and waits for the answer, never longer than it may.

use crate::router::Reply;
use crate::run::Run;
use evidence::Event;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What came of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The server answered.
    Reply(Reply),
    /// It did not within the time.
    TimedOut,
    /// The connection ended.
    Died,
}

/// A deadline and its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// `start`, `request` or `run`.
    what: &'static str,
    at: Instant,
    length: Duration,
}

impl Run<'_> {
    /// So long from now, but never beyond the end of the run.
    pub(crate) fn limit(&self, what: &'static str, length: Duration) -> Limit {
        let at = Instant::now() + length;
        if at > self.until {
            Limit {
                what: "run",
                at: self.until,
                length: self.options.timeout,
            }
        } else {
            Limit { what, at, length }
        }
    }

    /// The limit for an ordinary request.
    pub(crate) fn request_limit(&self) -> Limit {
        self.limit("request", self.options.request_timeout)
    }

    /// Whether nothing more can be asked: the time is up, or the connection has ended.
    pub(crate) fn finished(&self) -> bool {
        Instant::now() >= self.until || self.wire.as_ref().is_none_or(|w| w.over())
    }

    /// Sends a request; its id says what to wait for.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> u64 {
        self.asked += 1;
        let id = self.asked;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if let Some(members) = message.as_object_mut().filter(|_| !params.is_null()) {
            members.insert("params".into(), params.clone());
        }
        if let Some(wire) = &mut self.wire {
            wire.expect(id);
        }
        self.send(message.to_string().as_bytes());
        id
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str) {
        self.send(
            json!({"jsonrpc": "2.0", "method": method})
                .to_string()
                .as_bytes(),
        );
    }

    /// Sends these bytes as one line.
    pub(crate) fn send(&mut self, line: &[u8]) {
        if let Some(wire) = &mut self.wire {
            wire.send(line, &mut self.recorder);
        }
    }

    /// Waits for the reply to a request.
    pub(crate) async fn answer(&mut self, id: u64, method: &str, limit: Limit) -> Answer {
        let Some(wire) = &mut self.wire else {
            return Answer::Died;
        };
        loop {
            if let Some(reply) = wire.take(id) {
                return Answer::Reply(reply);
            }
            if wire.over() {
                return Answer::Died;
            }
            // Looked at each time: a stream that never pauses would keep the timer from being polled.
            if Instant::now() >= limit.at
                || timeout_at(limit.at, wire.step(&mut self.recorder))
                    .await
                    .is_err()
            {
                wire.forget(id);
                let after_ms = u64::try_from(limit.length.as_millis()).unwrap_or(u64::MAX);
                let method = Some(method.to_owned());
                self.recorder.event(&Event::Deadline {
                    what: limit.what.into(),
                    after_ms,
                    method,
                });
                return Answer::TimedOut;
            }
        }
    }

    /// Asks and waits.
    pub(crate) async fn request(&mut self, method: &str, params: &Value, limit: Limit) -> Answer {
        let id = self.ask(method, params);
        self.answer(id, method, limit).await
    }

    /// Listens until then without asking anything; ends early once something has changed.
    pub(crate) async fn listen(&mut self, until: Instant) {
        let Some(wire) = &mut self.wire else { return };
        let until = until.min(self.until);
        while !wire.over() && !wire.has_changed() && Instant::now() < until {
            if timeout_at(until, wire.step(&mut self.recorder))
                .await
                .is_err()
            {
                return;
            }
        }
    }
}
