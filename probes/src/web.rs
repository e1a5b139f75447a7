//! How probes look at what was said over HTTP.

mod address;
mod documents;

pub(crate) use address::{Zone, misleads, target, zone};
pub(crate) use documents::Document;

use crate::{Finding, Frames, Outcome, Severity, View, look};
use evidence::{
    Body, Caller, FrameId, Gap, HttpExchange, HttpResponse, Observed, Session, Target, Variant, Web,
};
use serde_json::Value;

/// Why a question about HTTP does not arise.
pub(crate) const NOT_HTTP: &str = "It is spoken to over its standard streams, not over HTTP.";

/// A server that is spoken to over HTTP.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Http<'a> {
    view: View<'a>,
    /// Its URL.
    pub(crate) url: &'a str,
}

/// An exchange that got a response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) session: &'a Session,
    pub(crate) web: &'a Web,
    pub(crate) asked: &'a HttpExchange,
    pub(crate) came: &'a HttpResponse,
}

impl<'a> View<'a> {
    /// The HTTP side; none for a process behind its standard streams.
    pub(crate) fn http(&self) -> Option<Http<'a>> {
        match &self.facts.header.target {
            Target::Http { url } => Some(Http { view: *self, url }),
            Target::Stdio { .. } => None,
        }
    }
}

/// The end of a question about HTTP for what is not spoken to over it.
pub(crate) fn not_http() -> Outcome {
    Outcome::not_applicable(NOT_HTTP)
}

/// A pass where nothing is worse than worth knowing, else a failure.
pub(crate) fn settled(says: &str, frames: Frames, findings: Vec<Finding>) -> Outcome {
    let worse = |finding: &Finding| finding.severity > Severity::Info;
    if findings.iter().any(worse) {
        return Outcome::Fail { findings };
    }
    Outcome::pass(says).at(frames).with(findings)
}

impl<'a> Http<'a> {
    /// Every connection with its HTTP side.
    pub(crate) fn webs(&self) -> impl Iterator<Item = (&'a Session, &'a Web)> + use<'a> {
        let sessions = self.view.facts.sessions.iter();
        sessions.filter_map(|session| Some((session, session.web.as_ref()?)))
    }

    /// Every exchange, answered or not.
    pub(crate) fn exchanges(
        &self,
    ) -> impl Iterator<Item = (&'a Session, &'a HttpExchange)> + use<'a> {
        self.webs().flat_map(|(session, web)| {
            web.exchanges
                .iter()
                .map(move |exchange| (session, exchange))
        })
    }

    /// Every exchange that got a response.
    pub(crate) fn seen(&self) -> impl Iterator<Item = Seen<'a>> + use<'a> {
        self.webs().flat_map(|(session, web)| {
            let answered = move |asked: &'a HttpExchange| {
                let came = asked.response.as_ref()?;
                Some(Seen {
                    session,
                    web,
                    asked,
                    came,
                })
            };
            web.exchanges.iter().filter_map(answered)
        })
    }

    /// The same without what was asked of anybody else, such as for metadata.
    pub(crate) fn of_endpoint(&self) -> impl Iterator<Item = Seen<'a>> + use<'a> {
        self.seen().filter(|seen| !seen.is_metadata())
    }

    /// Why a question about sessions does not arise; none where it hands out ids of sessions.
    pub(crate) fn no_sessions(&self) -> Result<Option<Outcome>, Gap> {
        let hands_out = |seen: Seen<'_>| seen.came.header("mcp-session-id").is_some();
        if self.of_endpoint().any(hands_out) {
            return Ok(None);
        }
        self.view.connected()?;
        Ok(Some(Outcome::not_applicable(
            "It hands out no session ids.",
        )))
    }

    /// Responses to a question, where it was put and any came.
    pub(crate) fn put(&self, id: &str) -> Vec<Seen<'a>> {
        self.seen().filter(|seen| seen.is_about(id)).collect()
    }

    /// Whether the session's id alone signed this request in, which `session-no-credential` names: nothing else is proved then.
    pub(crate) fn signed_in_by_session(&self, seen: &Seen<'_>) -> bool {
        let without = self.put("session-without-token");
        seen.sent("mcp-session-id").is_some() && without.iter().any(Seen::served)
    }

    /// Responses to a question, where it was to be put.
    pub(crate) fn asked(&self, id: &str) -> Result<Vec<Seen<'a>>, Gap> {
        let seen = self.put(id);
        if seen.is_empty() {
            self.view.asked(id)?;
            return Err(look::gap("The question got no response."));
        }
        Ok(seen)
    }

    /// The handshakes of a caller that were taken.
    pub(crate) fn let_in(&self, caller: Caller) -> Frames {
        let of = |(session, web): (&'a Session, &'a Web)| match &session.handshake {
            Observed::Seen { frames, .. }
                if web.caller == caller && session.variant != Variant::Questions =>
            {
                Some(frames)
            }
            _ => None,
        };
        self.webs().filter_map(of).flatten().copied().collect()
    }

    /// The exchange in which a caller without credentials was asked for some.
    pub(crate) fn locked_out(&self) -> Option<Seen<'a>> {
        self.seen().find(|seen| {
            let plain = seen.asked.question.is_none() && !seen.is_metadata();
            seen.web.caller == Caller::Anonymous && plain && seen.came.status == 401
        })
    }

    /// Whether a frame only gives the reason of a refusal: over HTTP what expects no answer may be refused with one.
    pub(crate) fn is_refusal(&self, frame: FrameId) -> bool {
        self.seen()
            .any(|seen| seen.came.frame == frame && seen.came.status >= 400)
    }

    /// Whether anything of 2026-07-28 was answered.
    pub(crate) fn modern(&self) -> bool {
        self.connected(|variant| variant == Variant::Discover)
    }

    /// Whether `initialize` was answered.
    pub(crate) fn legacy(&self) -> bool {
        self.connected(|variant| variant != Variant::Discover)
    }

    fn connected(&self, of: impl Fn(Variant) -> bool) -> bool {
        let connected = self.view.connected().unwrap_or_default();
        connected.iter().any(|(session, ..)| of(session.variant))
    }
}

impl<'a> Seen<'a> {
    pub(crate) fn is_about(&self, id: &str) -> bool {
        self.asked.question.as_deref() == Some(id)
    }

    /// Whether a document about signing in was asked for.
    pub(crate) fn is_metadata(&self) -> bool {
        matches!(
            self.asked.question.as_deref(),
            Some(documents::RESOURCE | documents::SERVER)
        )
    }

    pub(crate) const fn frames(&self) -> [FrameId; 2] {
        [self.asked.frame, self.came.frame]
    }

    /// A header of the request.
    pub(crate) fn sent(&self, name: &str) -> Option<&'a str> {
        evidence::http::header(&self.asked.headers, name)
    }

    pub(crate) const fn success(&self) -> bool {
        matches!(self.came.status, 200..300)
    }

    /// Whether the request asked for an answer.
    pub(crate) const fn is_request(&self) -> bool {
        self.asked.message.is_some()
    }

    /// The error that it was answered with.
    pub(crate) fn error(&self) -> Option<Value> {
        let body: Value = serde_json::from_str(&self.came.body).unwrap_or_default();
        if let Some(error) = body.get("error").filter(|error| error.is_object()) {
            return Some(error.clone());
        }
        let question = self
            .session
            .questions
            .get(self.asked.question.as_deref()?)?;
        question.replies.iter().find_map(|reply| match &reply.body {
            Body::Error { raw, .. } => Some(raw.as_ref().clone()),
            Body::Result(_) | Body::Unreadable(_) => None,
        })
    }

    /// The code of that error.
    pub(crate) fn code(&self) -> Option<i64> {
        self.error()?.get("code")?.as_i64()
    }

    /// Whether it was served: with success, and no error.
    pub(crate) fn served(&self) -> bool {
        self.success() && self.error().is_none()
    }

    /// A finding about this exchange, at a place of its own within the server.
    pub(crate) fn finding(
        &self,
        severity: Severity,
        place: &str,
        says: impl Into<String>,
    ) -> Finding {
        Finding::on_server(severity, says)
            .inside(format!("/http/{place}"))
            .at(self.frames())
    }

    /// `status 200`, or with the error's code where there is one.
    pub(crate) fn told(&self) -> String {
        match self.code() {
            Some(code) => format!("status {} and error {code}", self.came.status),
            None => format!("status {}", self.came.status),
        }
    }
}

/// The frames of all of these.
pub(crate) fn frames(seen: &[Seen<'_>]) -> Frames {
    seen.iter().flat_map(Seen::frames).collect()
}
