use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Entry, Kind, ListingEnd, Variant};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.tools_whole()?;
    let variants = variants(view);
    if variants.len() < 2 && view.facts.scope.quick {
        return Err(look::gap(
            "It was started only once, so other kinds of client were not tried.",
        ));
    }
    if variants.len() < 2 {
        return Ok(Outcome::not_applicable(
            "Only one kind of client listed its tools.",
        ));
    }
    let mut by_name: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in view.facts.inventory.of(Kind::Tool) {
        by_name.entry(entry.item.label()).or_default().push(entry);
    }
    let findings: Vec<Finding> = by_name
        .values()
        .filter_map(|entries| finding(entries, &variants))
        .collect();
    let names: Vec<&str> = variants.iter().map(|variant| variant.id()).collect();
    let says = match findings.len() {
        0 => format!(
            "Clients of {} kinds ({}) are shown the same.",
            names.len(),
            names.join(", ")
        ),
        n => format!(
            "Of {}, {n} are not the same for every kind of client.",
            say::count(by_name.len(), "tool")
        ),
    };
    Ok(Outcome::pass(says).at(frames).with(findings))
}

/// The variants that listed tools to the end.
fn variants(view: &View<'_>) -> BTreeSet<Variant> {
    let listed = |listing: &&evidence::Listing| {
        listing.kind == Kind::Tool && listing.end == ListingEnd::Complete
    };
    let sessions = view
        .facts
        .sessions
        .iter()
        .filter(|session| session.listings.iter().any(|listing| listed(&listing)));
    sessions.map(|session| session.variant).collect()
}

/// What differs about the definitions of one name. Several definitions seen by the same client are the question of list-stable.
fn finding(entries: &[&Entry], variants: &BTreeSet<Variant>) -> Option<Finding> {
    let first = entries.first()?;
    let seen: BTreeSet<Variant> = entries
        .iter()
        .flat_map(|entry| entry.visible_to.iter().copied())
        .collect();
    let shared = entries
        .iter()
        .map(|entry| entry.visible_to.len())
        .sum::<usize>()
        > seen.len();
    if entries.len() > 1 && !shared && same_but_for_time(entries) {
        let message = "It holds the time of its start: it is another one at each start, and no pin of it holds.";
        return Some(
            Finding::on(&first.item, Severity::Warning, message)
                .at(entries.iter().skip(1).map(|entry| entry.item.at.frame)),
        );
    }
    if entries.len() > 1 && !shared {
        let message = "It has another definition for another kind of client.";
        return Some(
            Finding::on(&first.item, Severity::Warning, message)
                .at(entries.iter().skip(1).map(|entry| entry.item.at.frame)),
        );
    }
    let shown: Vec<&str> = seen.iter().map(|variant| variant.id()).collect();
    (seen.len() < variants.len()).then(|| {
        Finding::on(
            &first.item,
            Severity::Info,
            format!(
                "Only some kinds of client are shown it: {}.",
                shown.join(", ")
            ),
        )
    })
}

/// Whether the definitions differ in points in time alone (`2026-11-25T16:11:10.199Z`).
fn same_but_for_time(entries: &[&Entry]) -> bool {
    let mut timeless = entries
        .iter()
        .map(|entry| without_times(&entry.item.raw.to_string()));
    let first = timeless.next();
    timeless.all(|text| Some(&text) == first.as_ref())
}

/// The text with every point in time written alike: digits around the `T` between date and time of day.
fn without_times(text: &str) -> String {
    let shape = |piece: &str| {
        let digits: String = piece
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        digits.contains("0000-00-00T00:00:00").then(|| {
            // Fractions of a second are not always of the same length.
            digits.split('.').next().unwrap_or_default().to_owned()
        })
    };
    text.split('"')
        .map(|piece| shape(piece).unwrap_or_else(|| piece.to_owned()))
        .collect::<Vec<_>>()
        .join("\"")
}
