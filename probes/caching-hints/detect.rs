use crate::{Answer, Finding, Frames, Outcome, Severity, View, look, say, watch};
use evidence::{Caller, FaultKind, FrameId, Kind, Listing, Session, Variant};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let findings = [wrong(view), mixed(view), for_everybody(view)].concat();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let frames = view.resources_whole()?;
    if view.resources().next().is_none() {
        return Ok(Outcome::pass("It offers no resources.").at(frames));
    }
    let hints: Frames = pages(view)
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

/// The replies to listings of resources and templates.
fn pages<'a>(view: &View<'a>) -> impl Iterator<Item = (FrameId, &'a Value)> {
    let results = modern(view).flat_map(watch::results);
    results.filter_map(|(exchange, frame, page)| {
        let kind = Kind::of_method(&exchange.method);
        matches!(kind, Some(Kind::Resource | Kind::Template)).then_some((frame, page))
    })
}

/// Connections of the era that has hints; no other has.
fn modern<'a>(view: &View<'a>) -> impl Iterator<Item = &'a Session> {
    let sessions = view.facts.sessions.iter();
    sessions.filter(|session| session.variant == Variant::Discover)
}

/// Hints that are missing or wrong in a revision that asks for them: of any list, and of the handshake.
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
    hints
        .map(|fault| {
            Finding::on_server(
                Severity::Warning,
                format!("{}.", say::sentence(&fault.says)),
            )
            .inside("/caching")
            .at([fault.at.frame])
        })
        .collect()
}

/// Tools that differ by caller, in lists that any cache may show to all.
fn for_everybody(view: &View<'_>) -> Vec<Finding> {
    let lists = |caller: Caller| -> Option<(BTreeSet<&str>, Frames)> {
        let mut of = modern(view)
            .filter(|session| session.web.as_ref().is_some_and(|web| web.caller == caller));
        let session = of.next()?;
        let listing = session
            .listings
            .iter()
            .find(|listing| listing.kind == Kind::Tool)?;
        let digests = listing
            .items
            .iter()
            .map(|item| item.digest.as_str())
            .collect();
        Some((
            digests,
            listing.pages.iter().map(|page| page.frame).collect(),
        ))
    };
    let (Some(anonymous), Some(signed_in)) = (lists(Caller::Anonymous), lists(Caller::SignedIn))
    else {
        return Vec::new();
    };
    let public = pages_of_tools(view).find(|(frame, page)| {
        let scope = page.get("cacheScope").and_then(Value::as_str);
        signed_in.1.contains(frame) && scope == Some("public")
    });
    let differ = anonymous.0 != signed_in.0;
    let told = public.filter(|_| differ).map(|(frame, _)| {
        let says = "What it lists differs by caller, and its `cacheScope` is public: a cache may show the one's to the other.";
        Finding::on_server(Severity::Warning, says).inside("/caching/callers").at([frame])
    });
    told.into_iter().collect()
}

/// The replies to listings of tools.
fn pages_of_tools<'a>(view: &View<'a>) -> impl Iterator<Item = (FrameId, &'a Value)> {
    let results = modern(view).flat_map(watch::results);
    results
        .filter(|(exchange, ..)| Kind::of_method(&exchange.method) == Some(Kind::Tool))
        .map(|(_, frame, page)| (frame, page))
}

/// Pages of one list that disagree on whom they are for.
fn mixed(view: &View<'_>) -> Vec<Finding> {
    modern(view)
        .flat_map(|session| {
            let scopes: BTreeMap<FrameId, &str> = watch::results(session)
                .filter_map(|(_, frame, page)| Some((frame, page.get("cacheScope")?.as_str()?)))
                .collect();
            let listings = session.listings.iter();
            listings.filter_map(move |listing| differ(listing, &scopes))
        })
        .collect()
}

fn differ(listing: &Listing, scopes: &BTreeMap<FrameId, &str>) -> Option<Finding> {
    let frames = listing.pages.iter().map(|page| page.frame);
    let said: BTreeSet<&str> = frames
        .clone()
        .filter_map(|frame| scopes.get(&frame).copied())
        .collect();
    let what = look::plural(listing.kind);
    let message = format!("Pages of one list of its {what} differ in `cacheScope`.");
    (said.len() > 1).then(|| {
        Finding::on_server(Severity::Warning, message)
            .inside(format!("/caching/{what}"))
            .at(frames)
    })
}
