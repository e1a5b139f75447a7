//! Questions about the transport itself: who may ask, from where, with which headers. Each is a request of our own on a
//! connection of our own, and none of them does more than a handshake, a ping or a list would.

use crate::client::Answer;
use crate::handshake::{Handshake, LEGACY};
use crate::http::{Ask, HeaderName, HeaderValue, Method, Said, header};
use crate::list::Kind;
use crate::run::Run;
use evidence::{Caller, Reach, Transport, Variant};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// An origin that nobody has.
const ORIGIN: HeaderValue = HeaderValue::from_static("http://gatecheck.invalid");
/// A host that nobody has.
const HOST: HeaderValue = HeaderValue::from_static("gatecheck.invalid");
/// A session that no server opened.
const SESSION: HeaderValue = HeaderValue::from_static("6761746563-6865-636b-0000-000000000000");
/// A token that nobody issued.
const TOKEN: &str = "gatecheck-no-such-token";
/// Another name that nothing has.
const ANOTHER: HeaderValue = HeaderValue::from_static("gatecheck-another");
/// A value that says of itself that it is base64, and is none.
const NO_BASE64: HeaderValue = HeaderValue::from_static("=?base64?%%%?=");

/// A name that nothing has.
const NOBODY: &str = "gatecheck-no-such-thing";

/// What is to be changed about a request.
type Change = fn(&mut Ask);

impl Run<'_> {
    /// Asks about the transport, in each era that the server took.
    pub(crate) async fn ask_about_transport(&mut self) {
        let Some(site) = &self.site else { return };
        let (modern, legacy, transport) = (site.modern, site.legacy, site.transport);
        // Of a server that took no handshake only the refusals are of interest.
        if !self.asks() || !(modern || legacy || self.is_locked_out()) {
            return;
        }
        if transport == Transport::Sse {
            self.ask_of_older_transport().await;
            return;
        }
        if modern && self.open_for_questions() {
            self.ask_modern().await;
            self.stop().await;
        }
        if (legacy || !modern) && self.open_for_questions() {
            self.ask_legacy(legacy).await;
            self.stop().await;
        }
    }

    /// Asks a server that wants credentials for a handshake whether it wants them for its list too.
    pub(crate) async fn ask_for_list_as_nobody(&mut self) {
        if !self.asks() || !self.is_locked_out() || !self.open_for_questions() {
            return;
        }
        let list = (Kind::Tool.method(), json!({}));
        self.put_changed("list-without-token", &list, |_| {}).await;
        self.stop().await;
    }

    fn open_for_questions(&mut self) -> bool {
        if Instant::now() >= self.until {
            return false;
        }
        self.phase("asking about the transport");
        self.connect(Variant::Questions)
    }

    async fn ask_modern(&mut self) {
        if let Some(link) = self.link() {
            link.modern = true;
        }
        let params = json!({"_meta": self.meta()});
        let hello = ("server/discover", params);
        self.ask_from_elsewhere(&hello).await;
        self.ask_as_somebody(&hello).await;
        let headers: [(&str, Change); 4] = [
            ("no-version-header", |ask| {
                drop(ask.headers.remove(header::VERSION))
            }),
            ("other-version-header", |ask| {
                ask.headers
                    .insert(header::VERSION, HeaderValue::from_static(LEGACY));
            }),
            ("no-method-header", |ask| {
                drop(ask.headers.remove(header::METHOD))
            }),
            ("other-method-header", |ask| {
                ask.headers
                    .insert(header::METHOD, HeaderValue::from_static("tools/list"));
            }),
        ];
        for (id, change) in headers {
            self.put_changed(id, &hello, change).await;
        }
        self.put_changed("upper-case-headers", &hello, |ask| ask.capitals = true)
            .await;
        self.ask_by_name().await;
        if self.is_signed_in() {
            let list = ("tools/list", self.with_meta(Value::Null));
            self.put_unsigned("list-without-token", &list, |_| {}).await;
        }
        self.put_bare("get-stream", Method::GET, Some(header::EVENTS))
            .await;
        self.put_bare("delete", Method::DELETE, None).await;
    }

    /// Something that does not exist, under another name in the header than in the body.
    async fn ask_by_name(&mut self) {
        if self.options.reach < Reach::Protocol {
            return;
        }
        let (method, name) = match self.smallest() {
            Some((Kind::Prompt, _)) => ("prompts/get", "name"),
            Some((Kind::Resource | Kind::Template, _)) => ("resources/read", "uri"),
            Some((Kind::Tool, _)) | None => ("tools/call", "name"),
        };
        let call = (method, self.with_meta(json!({name: NOBODY})));
        self.put_changed("other-name-header", &call, |ask| {
            ask.headers.insert(header::NAME, ANOTHER);
        })
        .await;
        self.put_changed("bad-name-header", &call, |ask| {
            ask.headers.insert(header::NAME, NO_BASE64);
        })
        .await;
    }

    async fn ask_legacy(&mut self, greeted: bool) {
        let mut hello = ("initialize", self.hello(LEGACY, false));
        if greeted {
            let limit = self.request_limit();
            let shaken = self.initialize_with(LEGACY, false, limit).await;
            if !matches!(shaken, Handshake::Welcome(_)) {
                return;
            }
            self.notify("notifications/initialized");
            self.delivered().await;
            hello = match self.handy() {
                Some(kind) if self.pingless => (kind.method(), json!({})),
                _ => ("ping", Value::Null),
            };
        }
        self.ask_from_elsewhere(&hello).await;
        self.ask_as_somebody(&hello).await;
        if !greeted {
            return;
        }
        self.put_changed("bogus-version-header", &hello, |ask| {
            ask.headers
                .insert(header::VERSION, HeaderValue::from_static("bogus"));
        })
        .await;
        self.put_bare("get-without-accept", Method::GET, None).await;
        if self.is_signed_in() {
            let list = (Kind::Tool.method(), json!({}));
            // What the session's id alone opens is a question of its own.
            self.put_unsigned("list-without-token", &list, |ask| {
                drop(ask.headers.remove(header::SESSION));
            })
            .await;
        }
        if self.link().is_some_and(|link| link.session().is_some()) {
            self.ask_about_sessions(&hello).await;
        }
    }

    /// What a browser would send on behalf of a page that has nothing to do with the server.
    async fn ask_from_elsewhere(&mut self, hello: &(&'static str, Value)) {
        self.put_changed("foreign-origin", hello, from_another_origin)
            .await;
        self.put_changed("foreign-host", hello, under_another_name)
            .await;
        let Some(link) = self.link() else { return };
        let mut preflight = link.bodiless(Method::OPTIONS, None);
        preflight.headers.insert(header::ORIGIN, ORIGIN);
        for (name, value) in [
            (header::ASKS_METHOD, "POST"),
            (
                header::ASKS_HEADERS,
                "authorization,content-type,mcp-session-id",
            ),
        ] {
            preflight
                .headers
                .insert(name, HeaderValue::from_static(value));
        }
        self.put_ask("preflight", preflight, None).await;
        self.put_changed("plain-content-type", hello, |ask| {
            ask.headers
                .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        })
        .await;
        self.put_changed("accept-json-only", hello, |ask| {
            ask.headers
                .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        })
        .await;
    }

    /// Tokens that nobody issued, in the header and where none belongs.
    async fn ask_as_somebody(&mut self, hello: &(&'static str, Value)) {
        self.put_unsigned("random-token", hello, |ask| {
            if let Ok(bearer) = HeaderValue::try_from(format!("Bearer {TOKEN}")) {
                ask.headers.insert(header::AUTHORIZATION, bearer);
            }
        })
        .await;
        self.put_unsigned("query-token", hello, |ask| {
            ask.url.query_pairs_mut().append_pair("access_token", TOKEN);
        })
        .await;
    }

    async fn ask_about_sessions(&mut self, hello: &(&'static str, Value)) {
        self.put_changed("no-session", hello, |ask| {
            drop(ask.headers.remove(header::SESSION))
        })
        .await;
        self.put_changed("unknown-session", hello, |ask| {
            ask.headers.insert(header::SESSION, SESSION);
        })
        .await;
        let chosen = ("initialize", self.hello(LEGACY, false));
        self.put_changed("chosen-session", &chosen, |ask| {
            ask.headers.insert(header::SESSION, SESSION);
        })
        .await;
        if self.is_signed_in() {
            self.put_unsigned("session-without-token", hello, |_| {})
                .await;
        }
        // The last: there is no session after it.
        self.put_bare("end-session", Method::DELETE, None).await;
        self.put_changed("ended-session", hello, |_| {}).await;
        if let Some(link) = self.link() {
            link.without_session();
        }
    }

    /// Both requests of HTTP+SSE: the one that opens the stream, and the one that carries a message.
    async fn ask_of_older_transport(&mut self) {
        if !self.open_for_questions() {
            return;
        }
        let changes: [(&str, Change); 2] = [
            ("foreign-origin", from_another_origin),
            ("foreign-host", under_another_name),
        ];
        for (id, change) in changes {
            let Some(link) = self.link() else { return };
            let mut ask = link.bodiless(Method::GET, Some(header::EVENTS));
            change(&mut ask);
            self.put_ask(id, ask, None).await;
        }
        let limit = self.request_limit();
        let shaken = self.initialize_with(LEGACY, false, limit).await;
        if matches!(shaken, Handshake::Welcome(_)) {
            self.notify("notifications/initialized");
            self.delivered().await;
            let hello = ("ping", Value::Null);
            for (id, change) in changes {
                self.put_changed(id, &hello, change).await;
            }
            self.ask_as_somebody(&hello).await;
        }
        self.stop().await;
    }

    fn is_signed_in(&self) -> bool {
        let caller = self.site.as_ref().map(|site| site.caller);
        caller == Some(Caller::SignedIn)
    }

    async fn put_bare(&mut self, id: &str, verb: Method, accept: Option<HeaderValue>) {
        if let Some(link) = self.link() {
            let ask = link.bodiless(verb, accept);
            self.put_ask(id, ask, None).await;
        }
    }

    async fn put_changed(&mut self, id: &str, message: &(&'static str, Value), change: Change) {
        if let Some((ask, number)) = self.changed_message(message, change) {
            self.put_ask(id, ask, Some(number)).await;
        }
    }

    /// The same without any credential, whoever we are else.
    async fn put_unsigned(&mut self, id: &str, message: &(&'static str, Value), change: Change) {
        let names: Vec<HeaderName> = self
            .site
            .iter()
            .flat_map(|site| site.credentials())
            .collect();
        let Some((mut ask, number)) = self.changed_message(message, |_| {}) else {
            return;
        };
        for name in &names {
            ask.headers.remove(name);
        }
        change(&mut ask);
        self.put_ask(id, ask, Some(number)).await;
    }

    /// A request as its era wants it, but for the change; and its id.
    fn changed_message(
        &mut self,
        (method, params): &(&'static str, Value),
        change: Change,
    ) -> Option<(Ask, u64)> {
        let (id, message) = self.message(method, params);
        let body = message.to_string().into_bytes();
        let mut ask = self.link()?.message(&Said::of(&body), body);
        change(&mut ask);
        Some((ask, id))
    }

    /// Sends a request, waits for what comes, and leaves it.
    async fn put_ask(&mut self, id: &str, ask: Ask, asked: Option<u64>) {
        if self.over() {
            return;
        }
        self.question(id);
        let said = Said::of(&ask.body);
        let Some(wire) = &mut self.wire else { return };
        let Some(link) = wire.link() else { return };
        let number = link.ask(ask, said, &mut self.recorder);
        let until = (Instant::now() + PATIENCE).min(self.until);
        if let Some(asked) = asked {
            // An answer on a stream need not end it.
            let answer = self.reply_by(asked, until).await;
            self.mute =
                matches!(answer, Answer::TimedOut) && std::mem::replace(&mut self.silent, true);
            self.silent &= matches!(answer, Answer::TimedOut);
            if let (true, Some(wire)) = (self.silent, &mut self.wire) {
                wire.forget(asked);
            }
        } else {
            self.until_headed(number, until).await;
        }
        if let Some(link) = self.wire.as_mut().and_then(|wire| wire.link()) {
            link.leave(number, &mut self.recorder);
        }
    }
}

/// As the page of another origin would have a browser send it.
fn from_another_origin(ask: &mut Ask) {
    ask.headers.insert(header::ORIGIN, ORIGIN);
}

/// As it is sent to a name that somebody pointed at the server. HTTP/2 has no such header.
fn under_another_name(ask: &mut Ask) {
    ask.capitals = true;
    ask.headers.insert(header::HOST, HOST);
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    #[test]
    fn what_is_asked_for_exists_nowhere() {
        let url = Url::parse(ORIGIN.to_str().unwrap()).unwrap();
        assert!(url.host_str().unwrap().ends_with(".invalid"));
        assert!(HOST.to_str().unwrap().ends_with(".invalid"));
    }
}
