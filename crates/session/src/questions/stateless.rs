//! Questions about 2026-07-28: what each request must carry, and subscriptions.

use super::Say;
use crate::handshake::Welcome;
use crate::list::Kind;
use crate::run::Run;
use serde_json::{Value, json};

const VERSION: &str = "io.modelcontextprotocol/protocolVersion";
const CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";
const CLIENT: &str = "io.modelcontextprotocol/clientInfo";
const LOG_LEVEL: &str = "io.modelcontextprotocol/logLevel";

impl Run<'_> {
    /// The same list, each time with something else wrong in `_meta`.
    pub(super) async fn ask_stateless(&mut self, welcome: &Welcome) {
        let Some(method) = self.handy().map(Kind::method) else {
            return;
        };
        self.put("no-meta", [Say::Plain(method, json!({}))], welcome)
            .await;
        for (id, member, value) in [
            ("no-version", VERSION, Value::Null),
            ("no-capabilities", CAPABILITIES, Value::Null),
            ("no-client-info", CLIENT, Value::Null),
            ("other-version", VERSION, "1900-01-01".into()),
            ("log-level", LOG_LEVEL, "loud".into()),
        ] {
            let params = json!({"_meta": self.meta_but(member, value)});
            self.put(id, [Say::Plain(method, params)], welcome).await;
        }
        self.subscribe(welcome).await;
    }

    /// `_meta` with one member other than it should be; null takes it away.
    fn meta_but(&self, member: &str, value: Value) -> Value {
        let mut meta = self.meta();
        if let Some(members) = meta.as_object_mut() {
            members.shift_remove(member);
            if !value.is_null() {
                members.insert(member.into(), value);
            }
        }
        meta
    }

    /// Listens for what it says that it announces, and then no more.
    async fn subscribe(&mut self, welcome: &Welcome) {
        let mut filter = serde_json::Map::new();
        for kind in &welcome.announces {
            let member = match kind {
                Kind::Tool => "toolsListChanged",
                Kind::Resource | Kind::Template => "resourcesListChanged",
                Kind::Prompt => "promptsListChanged",
            };
            filter.insert(member.into(), true.into());
        }
        if filter.is_empty() || self.over() {
            return;
        }
        let listen = Say::Request("subscriptions/listen", json!({"notifications": filter}));
        let subscription = self.asked + 1;
        self.put("listen", [listen], welcome).await;
        let enough = Say::Notification(
            "notifications/cancelled",
            json!({"requestId": subscription, "reason": "a question"}),
        );
        self.put("listen-no-more", [enough], welcome).await;
    }
}
