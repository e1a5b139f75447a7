use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{FrameId, Handshake, Kind, Listing, Notification, Session};
use std::collections::BTreeMap;

/// Announcements of one kind on one connection that are a storm.
const STORM: usize = 20;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let findings: Vec<Finding> = connected
        .iter()
        .flat_map(|(session, handshake, _)| {
            let mut findings = findings(session, handshake);
            findings.extend(for_nothing(session));
            findings
        })
        .collect();
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    let announced = connected
        .iter()
        .map(|(session, _, _)| announcements(session).values().map(Vec::len).sum::<usize>())
        .sum();
    Ok(Outcome::pass(format!(
        "{} of changed lists.",
        say::count(announced, "announcement")
    ))
    .with(findings))
}

fn findings(session: &Session, handshake: &Handshake) -> Vec<Finding> {
    let finding = |(what, frames): (&str, Vec<FrameId>)| {
        let declared = handshake
            .capabilities
            .pointer(&format!("/{what}/listChanged"))
            .is_some_and(|flag| flag.as_bool() == Some(true));
        let (severity, message) = if frames.len() > STORM {
            (
                Severity::Warning,
                format!(
                    "It announces changed {what} {} in one connection.",
                    say::count(frames.len(), "time")
                ),
            )
        } else if !declared {
            (
                Severity::Info,
                format!("It announces changed {what} without declaring `listChanged`."),
            )
        } else {
            return None;
        };
        Some(
            Finding::on_server(severity, message)
                .inside(format!("/notifications/{what}"))
                .at(frames),
        )
    };
    announcements(session)
        .into_iter()
        .filter_map(finding)
        .collect()
}

/// Listings in a row that were made because of an announcement, and brought what was known.
const FOR_NOTHING: usize = 3;

/// A server that announces a change after every listing makes a client list for ever.
fn for_nothing(session: &Session) -> Option<Finding> {
    let of_tools = session
        .listings
        .iter()
        .filter(|listing| listing.kind == Kind::Tool);
    let again: Vec<&Listing> = of_tools
        .filter(|listing| listing.why == "changed")
        .collect();
    let digests = |listing: &Listing| -> Vec<String> {
        listing
            .items
            .iter()
            .map(|item| item.digest.clone())
            .collect()
    };
    let first = digests(again.first()?);
    let same = again.iter().all(|listing| digests(listing) == first);
    let frames = again
        .iter()
        .flat_map(|listing| listing.pages.iter().map(|page| page.frame));
    (again.len() >= FOR_NOTHING && same).then(|| {
        let message =
            "It announces changed tools after every listing of them, and they are the same.";
        Finding::on_server(Severity::Warning, message)
            .inside("/notifications/tools/same")
            .at(frames)
    })
}

/// The announcements of one connection, by what changed.
fn announcements(session: &Session) -> BTreeMap<&str, Vec<FrameId>> {
    let mut by_kind: BTreeMap<&str, Vec<FrameId>> = BTreeMap::new();
    let what = |notification: &Notification| match notification.method.as_str() {
        "notifications/tools/list_changed" => Some("tools"),
        "notifications/resources/list_changed" => Some("resources"),
        "notifications/prompts/list_changed" => Some("prompts"),
        _ => None,
    };
    for notification in &session.notifications {
        if let Some(what) = what(notification) {
            by_kind.entry(what).or_default().push(notification.frame);
        }
    }
    by_kind
}
