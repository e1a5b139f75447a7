use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Fault, FaultKind};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if !view.local() {
        return Ok(Outcome::not_applicable(
            "An endpoint has no standard output that a client sees.",
        ));
    }
    let noise: Vec<&Fault> = view
        .facts
        .faults
        .iter()
        .filter(|fault| fault.kind == FaultKind::Noise && !is_cut_off(view, fault))
        .collect();
    if let Some(first) = noise.first() {
        let lines = say::count(noise.len(), "line");
        let message = format!(
            "{lines} on standard output that are no message, such as: {}.",
            say::sentence(&first.says)
        );
        return Ok(Outcome::fail(
            Finding::on_server(Severity::Warning, message)
                .at(noise.iter().map(|fault| fault.at.frame)),
        ));
    }
    let frames = view
        .connected()?
        .into_iter()
        .flat_map(|(_, _, frames)| frames.iter().copied());
    Ok(Outcome::pass("Every line of standard output was a message.").at(frames))
}

/// Whether it is the beginning of a message whose end never came: `wire-form` names that.
fn is_cut_off(view: &View<'_>, noise: &Fault) -> bool {
    let mut faults = view.facts.faults.iter();
    faults.any(|fault| {
        fault.kind == FaultKind::Unterminated
            && fault.session == noise.session
            && fault.at.frame >= noise.at.frame
            && noise.says.contains("\"{\"")
    })
}
