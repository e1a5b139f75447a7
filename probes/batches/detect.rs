use crate::look::{self, Lived};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Observed, Question, Session};

/// The one revision in which batches must be taken.
const WITH_BATCHES: &str = "2025-03-26";

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let asked = view.asked("batch")?;
    if let Some(dead) = asked.iter().find(|one| look::lived(one) == Lived::No) {
        let message = "It did not survive a batch.";
        return Ok(Outcome::fail(look::about(Severity::Warning, message, dead)));
    }
    if let Some(outcome) = look::not_survived(&asked, "a batch") {
        return Ok(outcome);
    }
    let sessions = view.facts.sessions.iter();
    let findings: Vec<Finding> = sessions
        .filter_map(|session| told(session, session.questions.get("batch")?))
        .collect();
    Ok(Outcome::pass("It survived a batch.")
        .at(look::frames_of(&asked))
        .with(findings))
}

fn told(session: &Session, question: &Question) -> Option<Finding> {
    let legal = match &session.handshake {
        Observed::Seen { value, .. } => value.version.as_deref() == Some(WITH_BATCHES),
        Observed::NotOffered | Observed::Missing(_) => false,
    };
    let taken = look::results(question).next().is_some();
    let message = match (legal, taken) {
        (true, false) => "It speaks 2025-03-26, and does not answer a batch.",
        (false, true) => "It takes a batch, which the revision that it speaks does not have.",
        (true, true) | (false, false) => return None,
    };
    Some(look::about(Severity::Info, message, question))
}
