use crate::{Answer, Finding, Outcome, Severity, View, look, span};
use evidence::{Exit, FaultKind, ListingEnd, Session};

/// Milliseconds after which an end is slow.
const SLOW_MS: u64 = 2_000;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if !view.local() {
        return Ok(Outcome::not_applicable("An endpoint is not ours to stop."));
    }
    let sessions: Vec<&Session> = view
        .connected()?
        .into_iter()
        .map(|(session, _, _)| session)
        .collect();
    let ends: Vec<(&Session, &Exit)> = sessions
        .iter()
        .filter_map(|session| Some((*session, session.end.exit.as_ref()?)))
        .collect();
    let killed = ends
        .iter()
        .filter(|(session, _)| session.end.signals.iter().any(|signal| signal == "KILL"));
    let findings: Vec<Finding> = killed
        .map(|(_, exit)| say(exit, Severity::Error, "Only KILL ended it.".to_owned()))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    if let Some((session, exit)) = ends.iter().find(|(_, exit)| exit.unasked) {
        let severity = if named(view, session) {
            Severity::Info
        } else {
            Severity::Warning
        };
        let found = say(exit, severity, "It ended before it was told to.".to_owned());
        return Ok(Outcome::inconclusive(
            "It ended by itself.",
            "Find out why it ended, and probe again.",
        )
        .with([found]));
    }
    if ends.len() < sessions.len() {
        return Err(look::gap("How it ended was not recorded."));
    }
    let slow = ends
        .iter()
        .filter_map(|(session, exit)| slow(session, exit));
    let longest = ends
        .iter()
        .map(|(_, exit)| exit.after_ms)
        .max()
        .unwrap_or(0);
    let frames = ends.iter().map(|(_, exit)| exit.frame);
    Ok(
        Outcome::pass(format!("It ended {} after it was told to.", span(longest)))
            .at(frames)
            .with(slow),
    )
}

/// Whether another probe names what it died of: a listing, a question, or its last line.
fn named(view: &View<'_>, session: &Session) -> bool {
    let mut listings = session.listings.iter();
    let mut questions = session.questions.values();
    let mut faults = view.facts.faults.iter();
    listings.any(|listing| listing.end == ListingEnd::Died)
        || questions.any(|question| question.alive_after == Some(false))
        || faults.any(|fault| fault.session == session.id && fault.kind == FaultKind::Unterminated)
}

fn slow(session: &Session, exit: &Exit) -> Option<Finding> {
    if session.end.signals.iter().any(|signal| signal == "TERM") {
        return Some(say(
            exit,
            Severity::Info,
            "It did not end when its input was closed, and ended on TERM.".to_owned(),
        ));
    }
    (exit.after_ms > SLOW_MS).then(|| {
        say(
            exit,
            Severity::Info,
            format!("It took {} to end.", span(exit.after_ms)),
        )
    })
}

fn say(exit: &Exit, severity: Severity, message: String) -> Finding {
    Finding::on_server(severity, message).at([exit.frame])
}
