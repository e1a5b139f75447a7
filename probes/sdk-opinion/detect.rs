use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Event, FrameId, Refusal};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let opinions: Vec<(&str, &[Refusal], FrameId)> = view
        .facts
        .sessions
        .iter()
        .filter_map(|session| opinion(session.sdk.as_ref()?))
        .collect();
    let Some((sdk, ..)) = opinions.first() else {
        return Err(look::gap("The SDK was not asked."));
    };
    let findings: Vec<Finding> = opinions
        .iter()
        .flat_map(|(_, refuses, frame)| refuses.iter().map(|refusal| finding(refusal, *frame)))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let frames = opinions.iter().map(|(_, _, frame)| *frame);
    Ok(Outcome::pass(format!("{sdk} accepts all that it sent.")).at(frames))
}

fn opinion((event, frame): &(Event, FrameId)) -> Option<(&str, &[Refusal], FrameId)> {
    match event {
        Event::Sdk { sdk, refuses, .. } => Some((sdk, refuses, *frame)),
        _ => None,
    }
}

fn finding(refusal: &Refusal, frame: FrameId) -> Finding {
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
    Finding::on_server(Severity::Warning, message)
        .inside(format!("/{}{item}", refusal.method))
        .at([frame])
}
