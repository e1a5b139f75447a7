//! The handshake: `initialize`, or `server/discover` of 2026-07-28.

use super::faults::Faults;
use super::messages::VERSION;
use super::session::Reader;
use crate::shapes::{self, Part, Wrong};
use crate::{Body, Event, FaultKind, Gap, Handshake, Observed, Pointer, Reply, Side, Transport};
use serde_json::Value;
use std::sync::Arc;

const CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";
const SERVER_INFO: &str = "io.modelcontextprotocol/serverInfo";

impl Reader {
    /// We ask for a handshake: what do we declare?
    pub(super) fn declare(&mut self, method: &str, params: &Value) {
        let declared = if method == "initialize" {
            params.get("capabilities")
        } else {
            params.get("_meta").and_then(|meta| meta.get(CAPABILITIES))
        };
        self.declared = declared.cloned();
    }

    /// A handshake was answered. The first that succeeds is the one.
    pub(super) fn handshake(
        &mut self,
        index: usize,
        reply: &Reply,
        at_us: u64,
        faults: &mut Faults,
    ) {
        let Some(exchange) = self.session.exchanges.get(index) else {
            return;
        };
        let discover = exchange.method == "server/discover";
        let asked = exchange
            .params
            .get("_meta")
            .and_then(|meta| meta.get(VERSION))
            .and_then(Value::as_str);
        if discover {
            self.session.discover = Some(reply.clone());
        }
        let Body::Result(result) = &reply.body else {
            return;
        };
        let method = exchange.method.as_str();
        let revision = self.answered_in(method, result);
        let wrong = shapes::check(revision, Part::Result(Side::Client, method), result);
        let handshake = if discover {
            discovered(result, asked)
        } else {
            initialized(result)
        };
        for Wrong { pointer, says } in wrong {
            let at = Pointer {
                frame: reply.frame,
                pointer: format!("/result{pointer}"),
            };
            faults.push(self.session.id, FaultKind::WrongShape, at, says);
        }
        if result.is_object() && !matches!(self.session.handshake, Observed::Seen { .. }) {
            self.requests.worked(index);
            self.session.ready_us = Some(at_us.saturating_sub(self.started_us));
            self.session.handshake = Observed::Seen {
                value: handshake,
                frames: vec![reply.frame],
            };
        }
    }

    /// A question may be a handshake too, where none came before it: what both sides then speak is known from it.
    pub(super) fn shaken_in_question(
        &mut self,
        index: usize,
        reply: &Reply,
        at_us: u64,
        faults: &mut Faults,
    ) {
        let method = self
            .session
            .exchanges
            .get(index)
            .map(|exchange| exchange.method.as_str());
        if method == Some("initialize") && !matches!(self.session.handshake, Observed::Seen { .. })
        {
            self.handshake(index, reply, at_us, faults);
        }
    }

    /// The end of the connection: why was there no handshake?
    pub(super) fn end_handshake(&mut self, ours: bool) {
        if matches!(self.session.handshake, Observed::Seen { .. }) {
            return;
        }
        let gap =
            |why: String, ours: bool, frames: Vec<_>| Observed::Missing(Gap { why, ours, frames });
        let end = &self.session.end;
        if self.start_was_discover() && self.refused_in_http() {
            self.session.handshake = Observed::NotOffered;
            return;
        }
        let tried = self
            .requests
            .handshake()
            .and_then(|index| self.session.exchanges.get(index));
        self.session.handshake = match (tried, &end.spawn_failed) {
            (_, Some(error)) => gap(
                format!("the command could not be started: {error}"),
                false,
                Vec::new(),
            ),
            (None, None) => match self.ended() {
                Some(ended) => gap(format!("{ended} before the handshake"), false, Vec::new()),
                None => self.without_endpoint(),
            },
            (Some(exchange), None) => {
                let method = &exchange.method;
                let mut frames = vec![exchange.frame];
                frames.extend(exchange.reply.as_ref().map(|reply| reply.frame));
                match exchange.reply.as_ref().map(|reply| &reply.body) {
                    Some(Body::Error { .. }) if method == "server/discover" => Observed::NotOffered,
                    Some(Body::Error { code, .. }) => {
                        let code = code.map(|code| format!(" {code}")).unwrap_or_default();
                        gap(
                            format!("{method} was answered with error{code}"),
                            false,
                            frames,
                        )
                    }
                    Some(Body::Result(_)) => gap(
                        format!("{method} was answered with no object"),
                        false,
                        frames,
                    ),
                    Some(Body::Unreadable(why)) => {
                        gap(format!("the answer to {method}: {why}"), false, frames)
                    }
                    None => match (self.ended(), self.instead_of_handshake()) {
                        (None, Some(instead)) => gap(instead, false, frames),
                        (Some(ended), _) => gap(
                            format!("{ended} before it answered {method}"),
                            false,
                            frames,
                        ),
                        (None, None) if ours => gap(
                            format!("the run ended before {method} was answered"),
                            true,
                            frames,
                        ),
                        (None, None) => gap(
                            format!("{method} was not answered{}", self.patience(method)),
                            false,
                            frames,
                        ),
                    },
                }
            }
        };
    }

    /// Nothing was sent: over HTTP+SSE a stream has to name where messages go first.
    fn without_endpoint(&self) -> Observed<Handshake> {
        let gap = |why: String, ours, frames| Observed::Missing(Gap { why, ours, frames });
        let web = self.session.web.as_ref();
        let stream = web
            .filter(|web| web.transport == Transport::Sse)
            .and_then(|web| web.exchanges.first());
        let Some(stream) = stream else {
            return gap("no handshake was tried".to_owned(), true, Vec::new());
        };
        let Some(came) = stream.response.as_ref() else {
            let why = "its event stream did not open".to_owned();
            return gap(why, false, vec![stream.frame]);
        };
        if !came.is_stream() || came.status != 200 {
            return Observed::NotOffered;
        }
        let named = came
            .events
            .iter()
            .find(|event| event.kind.as_deref() == Some("endpoint"));
        let why = match named {
            Some(_) => "its event stream names an endpoint that nothing is sent to",
            None => "its event stream names no endpoint for messages",
        };
        gap(why.to_owned(), false, vec![stream.frame, came.frame])
    }

    fn instead_of_handshake(&self) -> Option<String> {
        self.instead(self.requests.handshake()?)
    }

    /// How long was waited for a method, where that is recorded.
    fn patience(&self, method: &str) -> String {
        let waited = self
            .session
            .limits
            .iter()
            .find_map(|(event, _)| match event {
                Event::Deadline {
                    method: Some(waited_for),
                    after_ms,
                    ..
                } if waited_for == method => Some(*after_ms),
                _ => None,
            });
        waited
            .map(|ms| format!(" within {}.{} s", ms / 1000, ms % 1000 / 100))
            .unwrap_or_default()
    }

    /// How the server ended of itself, where it did.
    fn ended(&self) -> Option<String> {
        let exit = self.session.end.exit.as_ref().filter(|exit| exit.unasked)?;
        Some(match (exit.code, exit.signal) {
            (Some(code), _) => format!("the server ended with code {code}"),
            (None, Some(signal)) => format!("the server was ended by signal {signal}"),
            (None, None) => "the server ended".to_owned(),
        })
    }
}

fn initialized(result: &Arc<Value>) -> Handshake {
    let version = text(result.get("protocolVersion"));
    Handshake {
        versions: version.iter().cloned().collect(),
        version,
        capabilities: result.get("capabilities").cloned().unwrap_or_default(),
        server_info: result.get("serverInfo").cloned(),
        instructions: text(result.get("instructions")),
        result: Arc::clone(result),
    }
}

fn discovered(result: &Arc<Value>, asked: Option<&str>) -> Handshake {
    let versions: Vec<String> = result
        .get("supportedVersions")
        .and_then(Value::as_array)
        .map(|versions| {
            versions
                .iter()
                .filter_map(|version| text(Some(version)))
                .collect()
        })
        .unwrap_or_default();
    let info = result
        .get("_meta")
        .and_then(|meta| meta.get(SERVER_INFO))
        .or_else(|| result.get("serverInfo"));
    Handshake {
        version: asked
            .filter(|asked| versions.iter().any(|version| version == asked))
            .map(str::to_owned),
        versions,
        capabilities: result.get("capabilities").cloned().unwrap_or_default(),
        server_info: info.cloned(),
        instructions: text(result.get("instructions")),
        result: Arc::clone(result),
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}
