use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Event, FrameId, ListingEnd, Refusal, Session};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let opinions: Vec<(&Session, &str, &[Refusal], FrameId)> = view
        .facts
        .sessions
        .iter()
        .filter_map(|session| {
            let (sdk, refuses, frame) = opinion(session.sdk.as_ref()?)?;
            Some((session, sdk, refuses, frame))
        })
        .collect();
    let Some((_, sdk, ..)) = opinions.first() else {
        return Err(look::gap("The SDK was not asked."));
    };
    let findings: Vec<Finding> = opinions
        .iter()
        .flat_map(|(session, _, refuses, frame)| {
            refuses
                .iter()
                .map(|refusal| finding(view, session, refusal, *frame))
        })
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let frames = opinions.iter().map(|(.., frame)| *frame);
    Ok(Outcome::pass(format!("{sdk} accepts all that it sent.")).at(frames))
}

fn opinion((event, frame): &(Event, FrameId)) -> Option<(&str, &[Refusal], FrameId)> {
    match event {
        Event::Sdk { sdk, refuses, .. } => Some((sdk, refuses, *frame)),
        _ => None,
    }
}

fn finding(view: &View<'_>, session: &Session, refusal: &Refusal, frame: FrameId) -> Finding {
    let item = refusal
        .item
        .as_deref()
        .map(|item| format!("/{item}"))
        .unwrap_or_default();
    let message = format!(
        "{}, as a client built on it would see: {}.",
        say::sentence(&refusal.consequence),
        say::quote(&refusal.says)
    );
    let severity = if named(view, session, refusal) {
        Severity::Info
    } else {
        Severity::Warning
    };
    Finding::on_server(severity, message)
        .inside(format!("/{}{item}", refusal.method))
        .at([frame])
}

/// Whether what the SDK stumbles over is a fault that another probe names: then this is its consequence, and no second fault. Of an
/// item it is a fault of that item; of a page or a handshake it is any on the connection, or a listing that did not end well.
fn named(view: &View<'_>, session: &Session, refusal: &Refusal) -> bool {
    let mut faults = view
        .facts
        .faults
        .iter()
        .filter(|fault| fault.session == session.id);
    match &refusal.item {
        Some(item) => {
            let place = format!("/result/{item}");
            faults.any(|fault| {
                fault
                    .at
                    .pointer
                    .strip_prefix(&place)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        }
        None => {
            faults.next().is_some()
                || session.listings.iter().any(|listing| {
                    !matches!(listing.end, ListingEnd::Complete | ListingEnd::NotOffered)
                })
        }
    }
}
