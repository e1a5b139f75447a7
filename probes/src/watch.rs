//! How probes look at what was said on the wire, beside what is listed.

use crate::look::{Connected, gap};
use crate::{Frames, View};
use evidence::{Body, Exchange, FrameId, Gap, Kind, Session, Variant};
use serde_json::Value;

impl<'a> View<'a> {
    /// The connections that speak the revision without a handshake, 2026-07-28. Empty where none was seen to.
    pub(crate) fn modern(&self) -> Result<Vec<Connected<'a>>, Gap> {
        let mut connected = self.connected()?;
        connected.retain(|(session, _, _)| session.variant == Variant::Discover);
        Ok(connected)
    }

    /// Where everything was listed to its end.
    pub(crate) fn everything(&self) -> Result<Frames, Gap> {
        self.connected()?;
        let mut frames = Frames::new();
        for kind in Kind::ALL {
            frames.extend(self.whole(kind)?);
        }
        Ok(frames)
    }

    /// The same, with every message kept that came meanwhile.
    pub(crate) fn watched(&self) -> Result<Frames, Gap> {
        let frames = self.everything()?;
        let dropped = |session: &Session| {
            session.notifications_seen > session.notifications.len()
                || session.server_requests_seen > session.server_requests.len()
        };
        if self.facts.sessions.iter().any(dropped) {
            return Err(gap(
                "It sent more notifications and requests than are read: the rest were counted.",
            ));
        }
        Ok(frames)
    }
}

/// Requests in the results of one connection that are looked at.
const INPUTS: usize = 1_000;

/// What a probe says where a server was not seen to speak the revision that a question is about.
pub(crate) const NOT_MODERN: &str = "It was not seen to speak the revision of 2026-07-28.";

/// The results that a connection gave, with what was asked.
pub(crate) fn results(session: &Session) -> impl Iterator<Item = (&Exchange, FrameId, &Value)> {
    session.exchanges.iter().filter_map(|exchange| {
        let reply = exchange.reply.as_ref()?;
        match &reply.body {
            Body::Result(result) => Some((exchange, reply.frame, result.as_ref())),
            Body::Error { .. } | Body::Unreadable(_) => None,
        }
    })
}

/// What we declared on a connection, as the last handshake says that was asked for.
pub(crate) fn declared(session: &Session) -> Option<&Value> {
    let handshake =
        session.exchanges.iter().rev().find(|exchange| {
            matches!(exchange.method.as_str(), "initialize" | "server/discover")
        })?;
    if handshake.method == "initialize" {
        return handshake.params.get("capabilities");
    }
    handshake
        .params
        .get("_meta")?
        .get("io.modelcontextprotocol/clientCapabilities")
}

/// What a server asks of the client or its user: requests of its own, and the first that results of 2026-07-28 carry.
pub(crate) fn asked(session: &Session) -> Vec<(&str, &Value, FrameId)> {
    let requests = session
        .server_requests
        .iter()
        .map(|request| (request.method.as_str(), &request.params, request.frame));
    let inputs = results(session).flat_map(|(_, frame, result)| {
        crate::look::members(result.get("inputRequests"))
            .into_iter()
            .filter_map(move |(_, request)| {
                let method = request.get("method")?.as_str()?;
                Some((method, request.get("params").unwrap_or(&Value::Null), frame))
            })
    });
    requests.chain(inputs.take(INPUTS)).collect()
}
