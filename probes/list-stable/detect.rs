use crate::{Answer, Finding, Frames, Outcome, Severity, View, look, say};
use evidence::{Caller, FrameId, Item, Kind, Listing, ListingEnd, Session, Variant};
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let pairs = pairs(view);
    let findings: Vec<Finding> = pairs
        .iter()
        .filter_map(|(first, second)| differ(first, second))
        .collect();
    let across: Vec<Finding> = across(view)
        .into_iter()
        .filter_map(|(first, second)| differ(first, second))
        .map(elsewhere)
        .collect();
    let findings = [findings, across].concat();
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    let mut frames = view.tools_whole()?;
    frames.extend(
        pairs
            .iter()
            .flat_map(|(_, second)| second.pages.iter().map(|page| page.frame)),
    );
    let nothing = view.facts.inventory.tools.is_empty()
        && view.resources().next().is_none()
        && view.facts.inventory.of(Kind::Prompt).is_empty();
    if pairs.is_empty() && !nothing {
        return Err(look::gap("Nothing was listed twice."));
    }
    Ok(Outcome::pass(format!(
        "{} compared, and the same twice.",
        say::count(pairs.len(), "list")
    ))
    .at(frames)
    .with(findings))
}

/// Listings to compare: on each connection the first of a kind with the one made again.
fn pairs<'a>(view: &View<'a>) -> Vec<(&'a Listing, &'a Listing)> {
    let mut pairs = Vec::new();
    for session in &view.facts.sessions {
        let mut first: BTreeMap<Kind, &Listing> = BTreeMap::new();
        for listing in session.listings.iter().filter(|listing| whole(listing)) {
            match first.get(&listing.kind) {
                // The server said that it changed: a difference is what it announced.
                Some(before) if listing.why == "changed" || announced(session, before, listing) => {
                    first.insert(listing.kind, listing);
                }
                Some(before) => pairs.push((*before, listing)),
                None => {
                    first.insert(listing.kind, listing);
                }
            }
        }
    }
    pairs
}

/// Whether it said between two listings that this kind has changed.
fn announced(session: &Session, before: &Listing, listing: &Listing) -> bool {
    let method = format!("notifications/{}/list_changed", listing.kind.capability());
    let (from, to) = (first_page(before), last_page(listing));
    session.notifications.iter().any(|notification| {
        notification.method == method
            && from <= Some(notification.frame)
            && Some(notification.frame) <= to
    })
}

fn first_page(listing: &Listing) -> Option<FrameId> {
    listing.pages.first().map(|page| page.frame)
}

fn last_page(listing: &Listing) -> Option<FrameId> {
    listing.pages.last().map(|page| page.frame)
}

/// In 2026-07-28 a list is the same on every connection: each kind as it was first listed on the first and on the later ones.
fn across<'a>(view: &View<'a>) -> Vec<(&'a Listing, &'a Listing)> {
    let sessions = view.facts.sessions.iter();
    let modern = sessions.filter(|session| session.variant == Variant::Discover);
    let mut pairs = Vec::new();
    // What another caller is shown may differ.
    let mut known: BTreeMap<(Caller, Kind), &Listing> = BTreeMap::new();
    for session in modern {
        let caller = session
            .web
            .as_ref()
            .map_or(Caller::Anonymous, |web| web.caller);
        let mut here = std::collections::BTreeSet::new();
        for listing in session.listings.iter().filter(|listing| whole(listing)) {
            if !here.insert(listing.kind) {
                continue;
            }
            match known.get(&(caller, listing.kind)) {
                Some(before) => pairs.push((*before, listing)),
                None => {
                    known.insert((caller, listing.kind), listing);
                }
            }
        }
    }
    pairs
}

/// A difference between two connections may be one between two moments: no error.
fn elsewhere(mut finding: Finding) -> Finding {
    finding.severity = finding.severity.min(Severity::Warning);
    finding.message = finding
        .message
        .replacen("Two listings", "Two connections' listings", 1);
    let place = finding.subject.pointer.take().unwrap_or_default();
    finding.inside(format!("/connections{place}"))
}

const fn whole(listing: &Listing) -> bool {
    matches!(listing.end, ListingEnd::Complete)
}

fn differ(first: &Listing, second: &Listing) -> Option<Finding> {
    let what = look::plural(first.kind);
    let frames: Frames = [first, second]
        .iter()
        .flat_map(|listing| listing.pages.iter().map(|page| page.frame))
        .collect();
    let (before, after) = (digests(first), digests(second));
    let changed: Vec<&str> = unequal(&before, &after)
        .chain(unequal(&after, &before))
        .collect();
    let (severity, message) = if !changed.is_empty() {
        (
            Severity::Error,
            format!(
                "Two listings of its {what} differ in {}.",
                say::names(changed)
            ),
        )
    } else if first
        .items
        .iter()
        .map(|item| &item.digest)
        .ne(second.items.iter().map(|item| &item.digest))
    {
        (
            Severity::Info,
            format!("Two listings of its {what} differ in order."),
        )
    } else {
        return None;
    };
    Some(
        Finding::on_server(severity, message)
            .inside(format!("/{what}"))
            .at(frames),
    )
}

/// How often each definition stands in a listing, and one item of it to call it by.
fn digests(listing: &Listing) -> BTreeMap<&str, (usize, &Item)> {
    let mut digests: BTreeMap<&str, (usize, &Item)> = BTreeMap::new();
    for item in &listing.items {
        digests.entry(&item.digest).or_insert((0, item)).0 += 1;
    }
    digests
}

/// Names of definitions that the second holds less often.
fn unequal<'a>(
    one: &'a BTreeMap<&str, (usize, &'a Item)>,
    other: &'a BTreeMap<&str, (usize, &'a Item)>,
) -> impl Iterator<Item = &'a str> {
    let fewer = move |digest: &str, n: usize| other.get(digest).is_none_or(|(m, _)| *m < n);
    one.iter()
        .filter(move |(digest, (n, _))| fewer(digest, *n))
        .map(|(_, (_, item))| item.name.as_deref().unwrap_or(&item.at.pointer))
}
