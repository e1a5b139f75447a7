use crate::look::{self, Eras};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Body, Question, Session};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { legacy, .. } = view.eras()?;
    if !legacy {
        return Ok(Outcome::not_applicable(
            "The revision that it speaks has no ping.",
        ));
    }
    view.asked("ping")?;
    let sessions = view.facts.sessions.iter();
    let asked: Vec<&Question> = sessions.filter_map(answerable).collect();
    if asked.is_empty() {
        return Err(look::gap("It ended before it could answer a ping."));
    }
    let findings: Vec<Finding> = asked
        .iter()
        .filter_map(|question| wrong(question))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    Ok(Outcome::pass("It answers a ping.").at(look::frames_of(&asked)))
}

/// The question, unless the server ended without an answer: one that ends over its handshake is asked in vain.
fn answerable(session: &Session) -> Option<&Question> {
    let question = session.questions.get("ping")?;
    let ended = session.end.exit.as_ref().is_some_and(|exit| exit.unasked);
    (!ended || !question.replies.is_empty()).then_some(question)
}

fn wrong(question: &Question) -> Option<Finding> {
    let message = match question.replies.first() {
        None => "It does not answer a ping.".to_owned(),
        Some(reply) => match &reply.body {
            Body::Result(_) => return None,
            Body::Error { .. } | Body::Unreadable(_) => {
                format!("It answers a ping {}.", look::reply_says(reply))
            }
        },
    };
    Some(look::about(Severity::Warning, message, question))
}
