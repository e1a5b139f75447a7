//! Holds what was said, in both directions, against the shapes of the revision that is spoken. What is wrong with a message
//! of the server is a fault; what is wrong with one of ours is a failure of ours, and no fault.

use super::faults::Faults;
use super::session::Reader;
use crate::revision::{Era, HANDSHAKE, Revision};
use crate::shapes::{self, Part, Standing, Wrong};
use crate::wire::{Id, Message, short};
use crate::{Body, FaultKind, FrameId, Kind, Pointer, Side, json, limits};
use serde_json::Value;

/// Where a request of 2026-07-28 says what it speaks.
pub(super) const VERSION: &str = "io.modelcontextprotocol/protocolVersion";

impl Reader {
    /// The revision that the connection is held to.
    pub(super) fn revision(&self) -> &'static Revision {
        Revision::spoken(self.version())
    }

    /// The parameters of a notification or a request of the server. What cannot be read is a fault of another kind.
    pub(super) fn params(
        &self,
        frame: FrameId,
        message: &Message<'_>,
        what: Standing,
        faults: &mut Faults,
    ) -> Value {
        let at = Pointer {
            frame,
            pointer: "/params".to_owned(),
        };
        let read = message.params.as_ref();
        let read = match read.map(|raw| self.payload(raw.get(), at, 1, faults)) {
            Some(Err(_)) => return Value::Null,
            Some(Ok(value)) => Some(value),
            None => None,
        };
        if let Some(method) = message.method.as_deref().filter(|_| !message.cut) {
            self.hold(frame, what, method, read.as_ref(), faults);
        }
        read.unwrap_or_default()
    }

    /// A request or a notification of the server.
    fn hold(
        &self,
        frame: FrameId,
        what: Standing,
        method: &str,
        params: Option<&Value>,
        faults: &mut Faults,
    ) {
        let revision = self.revision();
        let at = |pointer: String| Pointer { frame, pointer };
        let standing = shapes::standing(revision, Side::Server, method);
        if standing == what {
            for wrong in shapes::check_params(revision, Side::Server, method, params) {
                let says = format!("in {method}, {}", wrong.says);
                let at = at(wrong.pointer);
                faults.message(self.session.id, FaultKind::WrongMessage, at, says, method);
            }
        } else if standing != Standing::Foreign && self.version().is_some() {
            let kind = if what == Standing::Request {
                "request"
            } else {
                "notification"
            };
            let says = format!(
                "a server of {} sends no {kind} \"{}\"",
                revision.id,
                short(method)
            );
            let at = at("/method".to_owned());
            faults.message(self.session.id, FaultKind::UnknownMethod, at, says, method);
        }
    }

    /// A result that is neither a handshake's nor a page's, or an error: what it holds beyond what every reply must.
    pub(super) fn hold_reply(
        &self,
        index: usize,
        frame: FrameId,
        body: &Body,
        faults: &mut Faults,
    ) {
        let Some(exchange) = self.session.exchanges.get(index) else {
            return;
        };
        let method = exchange.method.as_str();
        let (wrong, member, what) = match body {
            Body::Result(result) => {
                let (revision, part) = match Kind::of_method(method) {
                    Some(_) => (self.revision(), Part::Page),
                    None => (
                        self.answered_in(method, result),
                        Part::Result(Side::Client, method),
                    ),
                };
                (
                    shapes::check(revision, part, result),
                    "/result",
                    "result of",
                )
            }
            Body::Error {
                code: Some(_),
                message: Some(_),
                raw,
            } => {
                let revision = named(method, &exchange.params).unwrap_or_else(|| self.revision());
                (
                    shapes::check(revision, Part::Error, raw),
                    "/error",
                    "error to",
                )
            }
            Body::Error { .. } | Body::Unreadable(_) => return,
        };
        for Wrong { pointer, says } in wrong {
            let at = Pointer {
                frame,
                pointer: format!("{member}{pointer}"),
            };
            let says = format!("in the {what} {}, {says}", short(method));
            faults.message(self.session.id, FaultKind::WrongMessage, at, says, method);
        }
    }

    /// The revision of a result: that of a handshake stands in it, and speaks for itself.
    pub(super) fn answered_in(&self, method: &str, result: &Value) -> &'static Revision {
        let said = result.get("protocolVersion").and_then(Value::as_str);
        let revision = match said {
            Some(said) if method == "initialize" => Revision::spoken(Some(said)),
            _ => self.revision(),
        };
        shapes::nearest(revision, Side::Client, method)
    }

    /// A message of ours, unless a question is odd on purpose.
    pub(super) fn hold_ours(
        &self,
        frame: &crate::Line<'_>,
        text: &str,
        message: &Message<'_>,
        faults: &mut Faults,
    ) {
        // Whether the server still lives is asked in good order.
        let odd = |question: &str| !question.starts_with("alive:");
        if self.questions.current().is_some_and(odd) {
            return;
        }
        let Ok(read) = json::read(text, 0) else {
            return;
        };
        let sent = read.value;
        let Some(method) = &message.method else {
            self.hold_answer(frame, &sent, message, faults);
            return;
        };
        let params = sent.get("params").unwrap_or(&Value::Null);
        let revision = named(method, params).unwrap_or_else(|| self.spoken_by_us());
        let (kind, what, part) = if message.id == Id::Missing {
            let part = Part::Notification(Side::Client, method);
            (Standing::Notification, "notification", part)
        } else {
            (
                Standing::Request,
                "request",
                Part::Request(Side::Client, method),
            )
        };
        let standing = shapes::standing(revision, Side::Client, method);
        let wrong = if standing == kind {
            shapes::check(revision, part, &sent)
                .into_iter()
                .map(|wrong| wrong.says)
                .next()
        } else {
            (standing != Standing::Foreign).then(|| "it has no such method".to_owned())
        };
        if let Some(says) = wrong {
            let says = format!(
                "we sent {}, which is no valid {what} of {}: {says}",
                short(method),
                revision.id
            );
            faults.ours(frame.n, says);
        }
    }

    /// An answer of ours to a request of the server.
    fn hold_answer(
        &self,
        frame: &crate::Line<'_>,
        sent: &Value,
        message: &Message<'_>,
        faults: &mut Faults,
    ) {
        let Some(method) = self.asked_us.get(&message.id) else {
            return;
        };
        let revision = shapes::nearest(self.revision(), Side::Server, method);
        let (part, body) = match (sent.get("result"), sent.get("error")) {
            (Some(result), _) => (Part::Result(Side::Server, method), result),
            (None, Some(error)) => (Part::Error, error),
            (None, None) => return,
        };
        if let Some(wrong) = shapes::check(revision, part, body).first() {
            let says = format!(
                "we sent an answer to {}, which is no valid one of {}: {}",
                short(method),
                revision.id,
                wrong.says
            );
            faults.ours(frame.n, says);
        }
    }

    /// What we speak where a request does not say it: where a server answered `initialize` with a revision that has none, we
    /// cannot follow it there.
    fn spoken_by_us(&self) -> &'static Revision {
        Some(self.revision())
            .filter(|revision| revision.era == Era::Handshake || !self.initialized())
            .unwrap_or(HANDSHAKE)
    }

    fn initialized(&self) -> bool {
        self.requests
            .handshake()
            .and_then(|index| self.session.exchanges.get(index))
            .is_some_and(|exchange| exchange.method == "initialize")
    }

    /// The server asks us something: our answer is held against it. An id that stands for a request which is still open
    /// leaves it in doubt what an answer is to.
    pub(super) fn remember(&mut self, frame: FrameId, id: &Id, method: &str, faults: &mut Faults) {
        if self.asked_us.len() >= limits::NOTIFICATIONS {
            return;
        }
        let open = self.asked_us.insert(id.clone(), method.to_owned());
        if open.is_some() && matches!(id, Id::Number(_) | Id::Text(_)) {
            let at = Pointer {
                frame,
                pointer: "/id".to_owned(),
            };
            let says = format!("a request of the server has {id}, which another has that is open");
            faults.push(self.session.id, FaultKind::IdReused, at, says);
        }
    }
}

/// The revision that a request of ours names itself.
fn named(method: &str, params: &Value) -> Option<&'static Revision> {
    let stated = params
        .get("_meta")
        .and_then(|meta| meta.get(VERSION))
        .or_else(|| {
            params
                .get("protocolVersion")
                .filter(|_| method == "initialize")
        });
    stated.and_then(Value::as_str).and_then(Revision::named)
}
