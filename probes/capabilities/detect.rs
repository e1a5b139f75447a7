use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Body, FaultKind, Handshake, Kind, ListingEnd, Session};
use serde_json::Value;
use std::collections::BTreeSet;

/// Members that some revision defines.
const KNOWN: [&str; 8] = [
    "tools",
    "resources",
    "prompts",
    "logging",
    "completions",
    "experimental",
    "tasks",
    "extensions",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let mut findings: Vec<Finding> = malformed(view);
    findings.extend(
        connected
            .iter()
            .flat_map(|(session, handshake, _)| disagreeing(session, handshake)),
    );
    findings.extend(
        connected
            .iter()
            .flat_map(|(session, ..)| undeclared(session)),
    );
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let declared: BTreeSet<&str> = connected
        .iter()
        .flat_map(|(_, handshake, _)| look::members(Some(&handshake.capabilities)))
        .map(|(name, _)| name)
        .collect();
    let unknown = declared
        .iter()
        .filter(|name| !KNOWN.contains(name))
        .map(|name| {
            let message = format!(
                "It declares {}, which no revision defines.",
                say::quote(name)
            );
            Finding::on_server(Severity::Info, message).inside(format!("/capabilities/{name}"))
        });
    let frames = connected
        .iter()
        .flat_map(|(_, _, frames)| frames.iter().copied());
    let says = match declared.len() {
        0 => "It declares nothing and lists nothing.".to_owned(),
        _ => format!(
            "It declares {}, and its lists agree.",
            Vec::from_iter(declared.iter().copied()).join(", ")
        ),
    };
    Ok(Outcome::pass(says).at(frames).with(unknown))
}

/// Capabilities of the wrong type.
fn malformed(view: &View<'_>) -> Vec<Finding> {
    let faults = view
        .facts
        .faults
        .iter()
        .filter(|fault| fault.kind == FaultKind::WrongShape && fault.subject.is_none());
    faults
        .filter_map(|fault| {
            let missing = fault.says.starts_with("`capabilities` ").then_some("");
            let place = fault.at.pointer.strip_prefix("/result/capabilities");
            let place = place.or(missing)?;
            let message = format!("{}.", say::sentence(&fault.says));
            Some(
                Finding::on_server(Severity::Warning, message)
                    .inside(format!("/capabilities{place}"))
                    .at([fault.at.frame]),
            )
        })
        .collect()
}

/// What is declared and refused, and what is served and not declared. An empty list that is not declared is no matter, nor is anything
/// where nothing could be declared: that is malformed.
fn disagreeing(session: &Session, handshake: &Handshake) -> Vec<Finding> {
    if !handshake.capabilities.is_object() {
        return Vec::new();
    }
    let listings = session.listings.iter().filter_map(|listing| {
        let what = look::plural(listing.kind);
        let declared = handshake.declares(listing.kind);
        let refused = matches!(listing.end, ListingEnd::Refused(_) | ListingEnd::NotOffered);
        // A listing that was refused otherwise is named by the probe that asks for it.
        let severity = match listing.end {
            ListingEnd::Refused(_) => Severity::Info,
            _ => Severity::Warning,
        };
        let message = match (declared, refused) {
            // Many servers have no templates, and say so by refusing to list them.
            (true, true) if listing.kind != Kind::Template => {
                format!("It declares {what}, and refuses to list them.")
            }
            (false, false) if !listing.items.is_empty() => {
                format!("It lists {what} without declaring them.")
            }
            _ => return None,
        };
        let place = format!("/capabilities/{}", listing.kind.capability());
        Some(
            Finding::on_server(severity, message)
                .inside(place)
                .at(match &listing.end {
                    ListingEnd::Refused(reply) => Some(reply.frame),
                    _ => listing.pages.first().map(|page| page.frame),
                }),
        )
    });
    listings.chain(unasked(session)).collect()
}

/// Lists that a question found, though nobody would ask for what is not declared.
fn unasked(session: &Session) -> impl Iterator<Item = Finding> {
    let asked = session.questions.get("undeclared-list").into_iter();
    let replies = asked.flat_map(|question| &question.replies);
    replies.filter_map(|reply| {
        let Body::Result(page) = &reply.body else {
            return None;
        };
        let filled = |kind: &Kind| {
            page.get(kind.member())
                .and_then(Value::as_array)
                .is_some_and(|items| !items.is_empty())
        };
        let kind = Kind::ALL.into_iter().find(filled)?;
        let message = format!("It lists {} without declaring them.", look::plural(kind));
        let place = format!("/capabilities/{}", kind.capability());
        Some(
            Finding::on_server(Severity::Warning, message)
                .inside(place)
                .at([reply.frame]),
        )
    })
}

/// Lists that were asked for as a question, because they are not declared, and came with something in them.
fn undeclared(session: &Session) -> Vec<Finding> {
    let Some(question) = session.questions.get("undeclared-list") else {
        return Vec::new();
    };
    let served = Kind::ALL.into_iter().filter_map(|kind| {
        let items =
            look::results(question).find_map(|result| result.get(kind.member())?.as_array())?;
        if items.is_empty() {
            return None;
        }
        let message = format!("It lists {} without declaring them.", look::plural(kind));
        let place = format!("/capabilities/{}", kind.capability());
        Some(look::about(Severity::Warning, message, question).inside(place))
    });
    served.collect()
}
