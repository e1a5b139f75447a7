//! Protocol questions: odd messages, asked last, each with its own mark in the transcript.

use crate::client::Answer;
use crate::handshake::Welcome;
use crate::list::Kind;
use crate::run::Run;
use evidence::Event;
use serde_json::{Value, json};

impl Run<'_> {
    /// Asks them all, about the list that is known to work; ends where the server does. Silence is never waited for: the request after it proves it.
    pub(crate) async fn ask_questions(&mut self, welcome: &Welcome, listed: Option<Kind>) {
        if self.finished() {
            return;
        }
        self.phase("asking protocol questions");
        self.ask_about(
            "unknown-method",
            &[("gatecheck/unknown-method", json!({}))],
            welcome,
        )
        .await;
        if let Some(kind) = listed {
            self.ask_about(
                "bad-params",
                &[(kind.method(), json!({"cursor": 123}))],
                welcome,
            )
            .await;
        }
        let undeclared: Vec<_> = Kind::ALL
            .into_iter()
            .filter(|k| !welcome.kinds.contains(k))
            .map(|k| (k.method(), json!({})))
            .collect();
        if !undeclared.is_empty() {
            self.ask_about("undeclared-list", &undeclared, welcome)
                .await;
        }
        self.tell(
            "unknown-notification",
            br#"{"jsonrpc":"2.0","method":"notifications/gatecheck"}"#,
            welcome,
        )
        .await;
        self.tell("junk-line", b"not json", welcome).await;
    }

    /// Requests that belong to one question, sent together.
    async fn ask_about(&mut self, question: &str, requests: &[(&str, Value)], welcome: &Welcome) {
        if self.finished() {
            return;
        }
        self.question(question);
        let asked: Vec<_> = requests
            .iter()
            .map(|(m, p)| (self.ask(m, &self.dressed(p, welcome)), *m))
            .collect();
        for (id, method) in asked {
            let limit = self.request_limit();
            if let Answer::Died = self.answer(id, method, limit).await {
                return;
            }
        }
    }

    /// A line that must not be answered with anything but an error, and the request that proves what came of it.
    async fn tell(&mut self, question: &str, line: &[u8], welcome: &Welcome) {
        if self.finished() {
            return;
        }
        self.question(question);
        self.send(line);
        self.question(&format!("alive:{question}"));
        let method = if welcome.modern {
            "server/discover"
        } else {
            "ping"
        };
        if let Some(wire) = &mut self.wire {
            wire.errors_without_id(false);
        }
        let limit = self.request_limit();
        self.request(method, &self.dressed(&Value::Null, welcome), limit)
            .await;
        if let Some(wire) = &mut self.wire {
            wire.errors_without_id(true);
        }
    }

    fn question(&mut self, id: &str) {
        self.recorder.event(&Event::Question { id: id.into() });
    }

    /// Parameters as the era wants them.
    fn dressed(&self, params: &Value, welcome: &Welcome) -> Value {
        let mut params = params.clone();
        if welcome.modern {
            if params.is_null() {
                params = json!({});
            }
            if let Some(members) = params.as_object_mut() {
                members.insert("_meta".into(), self.meta());
            }
        }
        params
    }
}
