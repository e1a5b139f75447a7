//! What no server should mind: about cursors, cancellation, and what it declares or does not.

use super::{PROMPT, Say};
use crate::client::Answer;
use crate::handshake::{Offer, Welcome};
use crate::list::{Kind, Listed};
use crate::run::Run;
use evidence::Reach;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A name that nothing has.
const NOBODY: &str = "gatecheck-no-such-thing";
/// An address that nothing has.
const NOWHERE: &str = "gatecheck://no-such-thing";

impl Run<'_> {
    /// The one request that is legal between the answer to `initialize` and `notifications/initialized`.
    pub(crate) async fn ask_ping(&mut self) {
        let limit = self.limit("prompt", PROMPT);
        let ping = Say::Plain("ping", Value::Null);
        let answer = self.ask_one("ping", ping, limit).await;
        self.pingless = matches!(answer, Answer::TimedOut);
    }

    /// Asks about what was listed, about what is declared, and about what is not.
    pub(crate) async fn ask_mild(&mut self, welcome: &Welcome, listed: &BTreeMap<Kind, Listed>) {
        self.phase("asking protocol questions");
        self.ask_about_cursors(welcome, listed).await;
        let (method, params) = self.alive(welcome);
        self.put("string-id", [Say::Texted(method, params)], welcome)
            .await;
        let nothing = json!({"requestId": NOBODY, "reason": "a question"});
        let cancel = Say::Notification("notifications/cancelled", nothing);
        self.put("cancel-unknown", [cancel], welcome).await;
        let undeclared: Vec<Say> = Kind::ALL
            .into_iter()
            .filter(|kind| !welcome.kinds.contains(kind))
            .map(|kind| Say::Request(kind.method(), json!({})))
            .collect();
        if !undeclared.is_empty() {
            self.put("undeclared-list", undeclared, welcome).await;
        }
        self.ask_about_offers(welcome).await;
        if welcome.modern {
            self.ask_stateless(welcome).await;
        }
        if self.options.reach == Reach::Protocol {
            self.ask_for_nobody(welcome).await;
        }
    }

    async fn ask_about_cursors(&mut self, welcome: &Welcome, listed: &BTreeMap<Kind, Listed>) {
        let page =
            |kind: &Kind, cursor: &str| Say::Request(kind.method(), json!({"cursor": cursor}));
        if let Some(kind) = self.handy() {
            self.put("unknown-cursor", [page(&kind, NOBODY)], welcome)
                .await;
        }
        let paged = listed
            .iter()
            .find_map(|(kind, listed)| Some((kind, listed.second_page.as_deref()?)));
        if let Some((kind, cursor)) = paged {
            self.put("same-cursor", [page(kind, cursor)], welcome).await;
        }
    }

    /// A request whose id is a string, which is as good as a number. Replies are told by what the id says, of either type.
    pub(super) fn ask_by_text(&mut self, method: &str, params: &Value) -> u64 {
        let (id, mut message) = self.message(method, params);
        if let Some(text) = message.get_mut("id") {
            *text = id.to_string().into();
        }
        self.send(message.to_string().as_bytes());
        id
    }

    async fn ask_about_offers(&mut self, welcome: &Welcome) {
        let offers = |offer| welcome.offers.contains(&offer);
        if offers(Offer::Logging) && !welcome.modern {
            let say = Say::Request("logging/setLevel", json!({"level": "loud"}));
            self.put("log-level", [say], welcome).await;
        }
        if offers(Offer::Subscribe) && !welcome.modern {
            for (id, method) in [
                ("subscribe", "resources/subscribe"),
                ("unsubscribe", "resources/unsubscribe"),
            ] {
                let say = Say::Request(method, json!({"uri": NOWHERE}));
                self.put(id, [say], welcome).await;
            }
        }
        if offers(Offer::TaskList) && !welcome.modern {
            let say = Say::Request("tasks/list", json!({}));
            self.put("task-list", [say], welcome).await;
        }
        if offers(Offer::Skills) {
            self.put(
                "skill-list",
                [Say::Request("skills/list", json!({}))],
                welcome,
            )
            .await;
            let say = Say::Request("skills/get", json!({"uri": format!("{NOWHERE}/SKILL.md")}));
            self.put("unknown-skill", [say], welcome).await;
        }
        if !offers(Offer::Completions) {
            self.put("undeclared-completion", [completion()], welcome)
                .await;
        }
    }

    /// Asks for things that do not exist, of each kind that it offers. Nothing is looked up that exists.
    async fn ask_for_nobody(&mut self, welcome: &Welcome) {
        let lists = |kind: Kind| welcome.kinds.contains(&kind);
        let offers = |offer| welcome.offers.contains(&offer);
        let call = json!({"name": NOBODY, "arguments": {}});
        let asked = [
            (
                lists(Kind::Tool),
                "unknown-tool",
                Say::Request("tools/call", call),
            ),
            (
                lists(Kind::Prompt),
                "unknown-prompt",
                Say::Request("prompts/get", json!({"name": NOBODY})),
            ),
            (
                lists(Kind::Resource),
                "unknown-resource",
                Say::Request("resources/read", json!({"uri": NOWHERE})),
            ),
            (
                offers(Offer::Completions),
                "unknown-completion",
                completion(),
            ),
            (
                offers(Offer::Tasks),
                "unknown-task",
                Say::Request("tasks/get", json!({"taskId": NOBODY})),
            ),
        ];
        for (_, id, say) in asked.into_iter().filter(|(offered, ..)| *offered) {
            self.put(id, [say], welcome).await;
        }
    }
}

fn completion() -> Say {
    let about = json!({"type": "ref/prompt", "name": NOBODY});
    let argument = json!({"name": NOBODY, "value": ""});
    Say::Request(
        "completion/complete",
        json!({"ref": about, "argument": argument}),
    )
}
