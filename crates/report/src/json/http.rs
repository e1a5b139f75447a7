//! The connection over HTTP: what it rests on, and who called.

use super::parts::text;
use crate::model::{Called, called, caller_id, certificate, proxy};
use evidence::{Facts, Kind, Target, Tls, Transport};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Http {
    transport: &'static str,
    /// The proxy that the environment names, without credentials.
    proxy: Option<String>,
    /// The server's certificate; null where none was shown.
    certificate: Option<Certificate>,
    /// As nobody first.
    callers: Vec<Caller>,
}

#[derive(Serialize)]
struct Certificate {
    host: String,
    version: Option<String>,
    issuer: String,
    subject: String,
    names: Vec<String>,
    not_before: String,
    not_after: String,
    trusted: bool,
    /// Why it is not trusted.
    refused: Option<String>,
    /// Whether it was waved through in spite of that.
    insecure: bool,
}

#[derive(Serialize)]
struct Caller {
    caller: &'static str,
    let_in: bool,
    /// Of the first answer, where it was not let in.
    status: Option<u16>,
    tools: usize,
    resources: usize,
    templates: usize,
    prompts: usize,
}

impl Http {
    /// None where it is not spoken to over HTTP.
    pub(super) fn of(facts: &Facts) -> Option<Self> {
        if !matches!(facts.header.target, Target::Http { .. }) {
            return None;
        }
        let mut webs = facts.sessions.iter().filter_map(|s| s.web.as_ref());
        let older = webs.any(|web| web.transport == Transport::Sse);
        Some(Self {
            transport: if older { "sse" } else { "streamable" },
            proxy: proxy(facts).map(text),
            certificate: certificate(facts).map(Certificate::of),
            callers: called(facts).iter().map(Caller::of).collect(),
        })
    }
}

impl Certificate {
    fn of(tls: &Tls) -> Self {
        Self {
            host: text(&tls.host),
            version: tls.version.as_deref().map(text),
            issuer: text(&tls.issuer),
            subject: text(&tls.subject),
            names: tls.names.iter().map(|name| text(name)).collect(),
            not_before: text(&tls.not_before),
            not_after: text(&tls.not_after),
            trusted: tls.refused.is_none(),
            refused: tls.refused.as_deref().map(text),
            insecure: tls.insecure,
        }
    }
}

impl Caller {
    fn of(called: &Called) -> Self {
        let shown = |wanted: Kind| {
            let mut shown = called.shown.iter();
            shown
                .find(|(kind, _)| *kind == wanted)
                .map_or(0, |(_, n)| *n)
        };
        Self {
            caller: caller_id(called.caller),
            let_in: called.let_in,
            status: called.status,
            tools: shown(Kind::Tool),
            resources: shown(Kind::Resource),
            templates: shown(Kind::Template),
            prompts: shown(Kind::Prompt),
        }
    }
}
