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
    /// `start`, `request`, `prompt` or `run`.
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
        let (id, message) = self.message(method, params);
        self.send(message.to_string().as_bytes());
        id
    }

    /// A request with an id of its own, whose reply is waited for.
    pub(crate) fn message(&mut self, method: &str, params: &Value) -> (u64, Value) {
        self.asked += 1;
        let id = self.asked;
        if let Some(wire) = &mut self.wire {
            wire.expect(id);
        }
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        with_params(&mut message, params);
        (id, message)
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str) {
        self.notify_with(method, &Value::Null);
    }

    /// Sends a notification with parameters; null is none.
    pub(crate) fn notify_with(&mut self, method: &str, params: &Value) {
        let mut message = json!({"jsonrpc": "2.0", "method": method});
        with_params(&mut message, params);
        self.send(message.to_string().as_bytes());
    }

    /// Sends these bytes as one line.
    pub(crate) fn send(&mut self, line: &[u8]) {
        if let Some(wire) = &mut self.wire {
            wire.send(line, &mut self.recorder);
        }
    }

    /// Waits for the reply to a request. Where it does not come in time, that is recorded.
    pub(crate) async fn answer(&mut self, id: u64, method: &str, limit: Limit) -> Answer {
        let answer = self.reply_by(id, limit.at).await;
        if let Answer::TimedOut = answer {
            if let Some(wire) = &mut self.wire {
                wire.forget(id);
            }
            let after_ms = u64::try_from(limit.length.as_millis()).unwrap_or(u64::MAX);
            self.recorder.event(&Event::Deadline {
                what: limit.what.into(),
                after_ms,
                method: Some(method.to_owned()),
            });
        }
        answer
    }

    /// Waits for the reply to a request until then.
    pub(crate) async fn reply_by(&mut self, id: u64, until: Instant) -> Answer {
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
            if Instant::now() >= until
                || timeout_at(until, wire.step(&mut self.recorder))
                    .await
                    .is_err()
            {
                return Answer::TimedOut;
            }
        }
    }

    /// Asks and waits.
    pub(crate) async fn request(&mut self, method: &str, params: &Value, limit: Limit) -> Answer {
        let id = self.ask(method, params);
        self.answer(id, method, limit).await
    }

    /// Listens until then without asking anything; ends early once something has changed, or where nothing can come.
    pub(crate) async fn listen(&mut self, until: Instant) {
        let Some(wire) = &mut self.wire else { return };
        let until = until.min(self.until);
        while !wire.over() && wire.hears() && !wire.has_changed() && Instant::now() < until {
            if timeout_at(until, wire.step(&mut self.recorder))
                .await
                .is_err()
            {
                return;
            }
        }
    }
}

fn with_params(message: &mut Value, params: &Value) {
    if let Some(members) = message.as_object_mut().filter(|_| !params.is_null()) {
        members.insert("params".into(), params.clone());
    }
}
