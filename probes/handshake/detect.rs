use crate::look::Connected;
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::revision::{Revision, STATELESS};
use evidence::{Body, Caller, Handshake, Observed, Session, Variant};
use std::collections::BTreeSet;

/// JSON-RPC's error for a method that is not known.
const METHOD_NOT_FOUND: i64 = -32601;
/// The error of 2026-07-28 for a revision that is not spoken.
const UNSUPPORTED: i64 = -32022;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if let Some(finding) = view.facts.sessions.iter().find_map(undiscovered) {
        let findings = vec![finding];
        return Ok(Outcome::Fail { findings });
    }
    let connected = view.connected()?;
    let frames: Vec<_> = connected
        .iter()
        .flat_map(|(_, _, frames)| frames.iter().copied())
        .collect();
    let unknown: Vec<Finding> = connected
        .iter()
        .filter_map(|(session, handshake, _)| unknown(session, handshake))
        .collect();
    let modern = connected
        .iter()
        .any(|(session, _, _)| session.variant == Variant::Discover);
    let sessions = view.facts.sessions.iter();
    let lost = sessions
        .filter(|session| !(modern && session.refused_initialize()))
        .filter(|session| !is_refused_caller(view, session))
        .filter_map(lost);
    if !unknown.is_empty() {
        return Ok(Outcome::Fail { findings: unknown }.with(lost));
    }
    let versions: BTreeSet<&str> = connected
        .iter()
        .filter_map(|(_, handshake, _)| handshake.version.as_deref())
        .collect();
    let connections = say::count(connected.len(), "connection");
    let says = format!(
        "{connections}, speaking {}; {}.",
        Vec::from_iter(versions).join(" and "),
        ready(&connected)
    );
    Ok(Outcome::pass(says).at(frames).with(lost))
}

/// A server that says which revision without a handshake it speaks, and does not know the one method that all of those have.
fn undiscovered(session: &Session) -> Option<Finding> {
    let refused = |method: &str, code: i64| {
        let mut asked = session.exchanges.iter();
        asked.find_map(|exchange| match &exchange.reply.as_ref()?.body {
            Body::Error {
                code: Some(is),
                raw,
                ..
            } if exchange.method == method && *is == code => Some((exchange.frame, raw)),
            _ => None,
        })
    };
    let (frame, _) = refused("server/discover", METHOD_NOT_FOUND)?;
    let (_, error) = refused("initialize", UNSUPPORTED)?;
    let supported = error.pointer("/data/supported")?.as_array()?;
    let speaks = supported.iter().any(|one| one == STATELESS.id);
    speaks.then(|| {
        let says = format!(
            "It speaks {} and does not know `server/discover`, which every server of that revision must.",
            STATELESS.id
        );
        Finding::on_server(Severity::Error, says)
            .inside("/handshake/discover")
            .at([frame])
    })
}

/// How long it took to its first answer: a package runner fetches at the first start what the later ones find.
fn ready(connected: &[Connected<'_>]) -> String {
    let times: Vec<u64> = connected
        .iter()
        .filter_map(|(session, _, _)| Some(session.ready_us? / 1000))
        .collect();
    match times.as_slice() {
        [] => "when it was ready is not known".to_owned(),
        [only] => format!("ready after {}", say::span(*only)),
        [first, later @ ..] => {
            let soonest = later.iter().min().unwrap_or(first);
            format!(
                "ready after {} at its first start, after {} later",
                say::span(*first),
                say::span(*soonest)
            )
        }
    }
}

/// Whether it was refused as nobody, where whoever signed in was let in: `challenge` tells how.
fn is_refused_caller(view: &View<'_>, session: &Session) -> bool {
    let anonymous = session
        .web
        .as_ref()
        .is_some_and(|web| web.caller == Caller::Anonymous);
    let let_in = view.http().map(|http| http.let_in(Caller::SignedIn));
    anonymous && let_in.is_some_and(|frames| !frames.is_empty())
}

fn unknown(session: &Session, handshake: &Handshake) -> Option<Finding> {
    let message = match handshake.version.as_deref() {
        Some("2026-07-28") if session.variant != Variant::Discover => {
            "It answers `initialize` with 2026-07-28, a revision that has no `initialize`."
                .to_owned()
        }
        Some(version) if Revision::named(version).is_some() => return None,
        Some(version) => format!(
            "It answers in revision {}, which was never published.",
            say::quote(version)
        ),
        None => "It does not say which revision it speaks.".to_owned(),
    };
    Some(
        Finding::on_server(Severity::Warning, message)
            .inside(format!("/handshake/{}", session.variant.id())),
    )
}

/// A connection that did not come about while another did. That a server does not know `server/discover` is its era, no fault.
fn lost(session: &Session) -> Option<Finding> {
    let Observed::Missing(gap) = &session.handshake else {
        return None;
    };
    let severity = match (gap.ours, session.variant) {
        (true, _) | (_, Variant::Questions) => return None,
        (false, Variant::Discover) => Severity::Info,
        (false, Variant::Declared | Variant::Bare) => Severity::Warning,
    };
    let message = format!("One connection failed: {}.", say::sentence(&gap.why));
    Some(
        Finding::on_server(severity, message)
            .inside(format!("/handshake/{}", session.variant.id()))
            .at(gap.frames.iter().copied()),
    )
}
