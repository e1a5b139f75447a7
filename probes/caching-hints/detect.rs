use crate::{Answer, Finding, Frames, Outcome, Severity, View, say};
use evidence::{Body, FaultKind, FrameId, Kind, Variant};
use serde_json::Value;
use std::collections::BTreeSet;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let findings = [wrong(view), mixed(view)].concat();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let frames = view.resources_whole()?;
    if view.resources().next().is_none() {
        return Ok(Outcome::pass("It offers no resources.").at(frames));
    }
    let hints: Frames = pages(view, RESOURCES)
        .filter(|(_, page)| page.get("ttlMs").is_some() && page.get("cacheScope").is_some())
        .map(|(at, _)| at)
        .collect();
    if hints.is_empty() {
        let remedy = "Say what of the resources may be cached, and attest `resources.caching`.";
        return Ok(Outcome::inconclusive(
            "The revision that it speaks has no hints on caching.",
            remedy,
        ));
    }
    Ok(
        Outcome::pass("Each list of resources says how long and for whom it may be cached.")
            .at(hints),
    )
}

/// The kinds of which the answer is about.
const RESOURCES: &[Kind] = &[Kind::Resource, Kind::Template];

/// The replies to listings of these kinds.
fn pages<'a>(
    view: &View<'a>,
    kinds: &'static [Kind],
) -> impl Iterator<Item = (FrameId, &'a Value)> {
    // No other era has hints.
    let sessions = view.facts.sessions.iter();
    let modern = sessions.filter(|session| session.variant == Variant::Discover);
    let exchanges = modern.flat_map(|session| &session.exchanges);
    let of_interest = exchanges.filter(move |exchange| {
        Kind::of_method(&exchange.method).is_some_and(|kind| kinds.contains(&kind))
    });
    of_interest.filter_map(|exchange| match exchange.reply.as_ref() {
        Some(reply) => match &reply.body {
            Body::Result(page) => Some((reply.frame, page.as_ref())),
            Body::Error { .. } | Body::Unreadable(_) => None,
        },
        None => None,
    })
}

/// Hints that are missing in a revision that asks for them, or of the wrong type.
fn wrong(view: &View<'_>) -> Vec<Finding> {
    let faults = view
        .facts
        .faults
        .iter()
        .filter(|fault| fault.kind == FaultKind::WrongShape && fault.subject.is_none());
    let hints = faults.filter(|fault| {
        ["`ttlMs`", "`cacheScope`"]
            .iter()
            .any(|hint| fault.says.starts_with(hint))
    });
    let negative = pages(view, &Kind::ALL).filter(|(_, page)| {
        page.get("ttlMs")
            .and_then(Value::as_f64)
            .is_some_and(|ttl| ttl < 0.0)
    });
    let say = |message: String, frame| {
        Finding::on_server(Severity::Warning, message)
            .inside("/caching")
            .at([frame])
    };
    hints
        .map(|fault| say(format!("{}.", say::sentence(&fault.says)), fault.at.frame))
        .chain(negative.map(|(frame, _)| say("`ttlMs` is negative.".to_owned(), frame)))
        .collect()
}

/// Pages of one list that disagree on whom they are for.
fn mixed(view: &View<'_>) -> Vec<Finding> {
    let scopes: BTreeSet<&str> = pages(view, RESOURCES)
        .filter_map(|(_, page)| page.get("cacheScope")?.as_str())
        .collect();
    let frames = pages(view, RESOURCES).map(|(frame, _)| frame);
    let finding = Finding::on_server(
        Severity::Warning,
        "Pages of its lists differ in `cacheScope`.",
    )
    .inside("/caching")
    .at(frames);
    if scopes.len() > 1 {
        vec![finding]
    } else {
        Vec::new()
    }
}
