//! What may upset a server: unknown, malformed and untimely messages.

use super::Say;
use crate::client::Answer;
use crate::handshake::{Handshake, LEGACY, Welcome};
use crate::run::Run;
use serde_json::{Value, json};

/// A revision that never was.
const NEVER: &str = "1999-01-01";

impl Run<'_> {
    /// A list before any handshake.
    pub(crate) async fn ask_early(&mut self) {
        let Some(kind) = self.handy() else {
            return;
        };
        let say = vec![Say::Plain(kind.method(), json!({}))];
        let limit = self.limit("start", self.options.start_timeout);
        self.put_and_look("early-request", say, ("ping", &Value::Null), limit)
            .await;
        // A server may rightly say nothing before its handshake.
        self.mute = false;
    }

    /// A handshake in a revision that never was: a server counters with one that it speaks.
    pub(crate) async fn ask_for_odd_version(&mut self) -> Handshake {
        if self.over() {
            return Handshake::Died;
        }
        let limit = self.request_limit();
        self.question("odd-version");
        self.initialize_with(NEVER, false, limit).await
    }

    /// Messages that are unknown or malformed, about the list that is known to work. The worst come last.
    pub(crate) async fn ask_odd(&mut self, welcome: &Welcome) {
        self.phase("asking odd protocol questions");
        let unknown = Say::Request("gatecheck/unknown-method", json!({}));
        self.put("unknown-method", [unknown], welcome).await;
        if let Some((kind, _)) = self.smallest() {
            let bad = Say::Request(kind.method(), json!({"cursor": 123}));
            self.put("bad-params", [bad], welcome).await;
        }
        if let Some(kind) = self.handy() {
            let array = Say::Plain(kind.method(), json!([]));
            self.put("array-params", [array], welcome).await;
        }
        let told = Say::Notification("notifications/gatecheck", Value::Null);
        self.put("unknown-notification", [told], welcome).await;
        let (method, params) = self.alive(welcome);
        self.put("batch", [Say::Batch(method, params)], welcome)
            .await;
        self.put("junk-line", [Say::Line("not json")], welcome)
            .await;
    }

    /// A second handshake on a connection that has one.
    pub(crate) async fn ask_to_initialize_again(&mut self, welcome: &Welcome) {
        let again = Say::Plain("initialize", self.hello(LEGACY, false));
        self.put("second-initialize", [again], welcome).await;
    }

    /// The same request twice in one array; the ids.
    pub(super) fn ask_together(&mut self, method: &str, params: &Value) -> Vec<u64> {
        let (one, first) = self.message(method, params);
        let (other, second) = self.message(method, params);
        self.send(json!([first, second]).to_string().as_bytes());
        vec![one, other]
    }

    /// Waits for a reply that may come late, without a word where it does not.
    pub(super) async fn late(&mut self, id: u64, until: tokio::time::Instant) {
        if let Answer::TimedOut = self.reply_by(id, until).await
            && let Some(wire) = &mut self.wire
        {
            wire.forget(id);
        }
    }
}
