use crate::look::{self, Lived};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Question, Session};

/// The revision before the capability was there to be declared.
const WITHOUT: &str = "2024-11-05";

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if view.declares("/completions")? {
        return Ok(Outcome::not_applicable("It declares completions."));
    }
    let asked = view.asked("undeclared-completion")?;
    if let Some(outcome) = look::not_survived(&asked, "a completion that it does not declare") {
        return Ok(outcome);
    }
    let findings: Vec<Finding> = view.facts.sessions.iter().filter_map(told).collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let silent =
        |question: &&&Question| question.replies.is_empty() && look::lived(question) == Lived::Yes;
    let silent = asked
        .iter()
        .filter(silent)
        .map(|question| look::about(Severity::Info, "It does not answer at all.", question));
    Ok(
        Outcome::pass("It completes nothing that it does not declare.")
            .at(look::frames_of(&asked))
            .with(silent),
    )
}

fn told(session: &Session) -> Option<Finding> {
    let question = session.questions.get("undeclared-completion")?;
    let version = match &session.handshake {
        evidence::Observed::Seen { value, .. } => value.version.as_deref(),
        _ => None,
    };
    look::results(question)
        .find(|result| result.get("completion").is_some())
        .filter(|_| version != Some(WITHOUT))?;
    let message = "It completes arguments without declaring `completions`.";
    Some(look::about(Severity::Warning, message, question))
}
