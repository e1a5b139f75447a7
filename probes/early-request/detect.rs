use crate::look::{self, Eras, Lived};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::Question;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { legacy, modern } = view.eras()?;
    let asked = view.put("early-request");
    if asked.is_empty() && (modern || !legacy) {
        return Ok(Outcome::not_applicable(
            "It speaks a revision without a handshake too, in which a request may come first.",
        ));
    }
    let asked = view.asked("early-request")?;
    let findings: Vec<Finding> = asked.iter().filter_map(|question| told(question)).collect();
    let says = match findings.len() {
        0 => "It does not list before the handshake.",
        _ => "A request before the handshake; no revision says what must come of it.",
    };
    Ok(Outcome::pass(says)
        .at(look::frames_of(&asked))
        .with(findings))
}

fn told(question: &Question) -> Option<Finding> {
    let message = if look::results(question).next().is_some() {
        "It lists before any handshake."
    } else if look::lived(question) == Lived::No {
        "It does not survive a request before the handshake."
    } else {
        return None;
    };
    Some(look::about(Severity::Info, message, question))
}
