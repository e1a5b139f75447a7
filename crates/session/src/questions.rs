//! Protocol questions: messages beyond the lists, asked last, each with its own mark in the transcript.

mod mild;
mod odd;
mod stateless;
mod transport;

use crate::client::{Answer, Limit};
use crate::handshake::Welcome;
use crate::run::Run;
use evidence::Event;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// How long an answer that takes no work may take.
const PROMPT: Duration = Duration::from_secs(2);
/// How long the replies to a question may still come once the server has answered what was sent after it.
const GRACE: Duration = Duration::from_millis(100);

/// What is sent as a question, or as a part of one.
enum Say {
    /// A request as its era wants it.
    Request(&'static str, Value),
    /// A request with exactly these parameters.
    Plain(&'static str, Value),
    /// The same, with an id that is a string.
    Texted(&'static str, Value),
    /// A notification.
    Notification(&'static str, Value),
    /// A request twice in one array.
    Batch(&'static str, Value),
    /// A line that is no message.
    Line(&'static str),
}

impl Run<'_> {
    /// Puts a question, and then asks whether the server still answers. Whoever answers that has passed over the question:
    /// so silence is hardly ever waited for. Where that too is met with silence, nothing more is asked.
    async fn put(&mut self, id: &str, says: impl IntoIterator<Item = Say>, welcome: &Welcome) {
        if self.over() {
            return;
        }
        let (method, params) = self.alive(welcome);
        let limit = self.request_limit();
        let says = says.into_iter().map(|say| self.dressed(say, welcome));
        let says: Vec<Say> = says.collect();
        self.put_and_look(id, says, (method, &params), limit).await;
    }

    async fn put_and_look(
        &mut self,
        id: &str,
        says: Vec<Say>,
        (method, params): (&'static str, &Value),
        limit: Limit,
    ) {
        self.question(id);
        let asked: Vec<u64> = says.into_iter().flat_map(|say| self.say(say)).collect();
        self.delivered().await;
        self.question(&format!("alive:{id}"));
        self.errors_without_id(false);
        let alive = self.request(method, params, limit).await;
        self.errors_without_id(true);
        if matches!(alive, Answer::TimedOut) {
            self.mute = true;
        }
        let until = Instant::now() + GRACE;
        for id in asked {
            self.late(id, until).await;
        }
    }

    /// Puts a question whose answer is waited for, because what comes next depends on it.
    async fn ask_one(&mut self, id: &str, say: Say, limit: Limit) -> Answer {
        self.question(id);
        let method = match &say {
            Say::Request(method, _) | Say::Plain(method, _) => *method,
            _ => "",
        };
        match self.say(say).first() {
            Some(asked) => self.answer(*asked, method, limit).await,
            None => Answer::Died,
        }
    }

    /// Whether nothing more should be asked.
    fn over(&self) -> bool {
        self.mute || self.finished()
    }

    fn question(&mut self, id: &str) {
        self.recorder.event(&Event::Question { id: id.into() });
    }

    fn errors_without_id(&mut self, ours: bool) {
        if let Some(wire) = &mut self.wire {
            wire.errors_without_id(ours);
        }
    }

    /// Sends it; the ids that are waited for.
    fn say(&mut self, say: Say) -> Vec<u64> {
        match say {
            Say::Request(method, params) | Say::Plain(method, params) => {
                vec![self.ask(method, &params)]
            }
            Say::Notification(method, params) => {
                self.notify_with(method, &params);
                Vec::new()
            }
            Say::Texted(method, params) => vec![self.ask_by_text(method, &params)],
            Say::Batch(method, params) => self.ask_together(method, &params),
            Say::Line(line) => {
                self.send(line.as_bytes());
                Vec::new()
            }
        }
    }

    /// A request that any server answers at once: where it knows no ping, a list that it offers.
    fn alive(&self, welcome: &Welcome) -> (&'static str, Value) {
        match welcome.kinds.first() {
            _ if welcome.modern => ("server/discover", json!({"_meta": self.meta()})),
            Some(kind) if self.pingless => (kind.method(), json!({})),
            _ => ("ping", Value::Null),
        }
    }

    /// A message as its era wants it.
    fn dressed(&self, say: Say, welcome: &Welcome) -> Say {
        match say {
            Say::Request(method, params) if welcome.modern => {
                Say::Plain(method, self.with_meta(params))
            }
            other => other,
        }
    }

    fn with_meta(&self, params: Value) -> Value {
        let mut params = if params.is_null() { json!({}) } else { params };
        if let Some(members) = params.as_object_mut() {
            members.insert("_meta".into(), self.meta());
        }
        params
    }
}
