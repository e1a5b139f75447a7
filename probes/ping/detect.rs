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
    let mut asked = view.asked("ping")?;
    // One that ended over its handshake is asked in vain.
    let gone = |session: &Session| session.end.exit.as_ref().is_some_and(|exit| exit.unasked);
    let ended = view.facts.sessions.iter().filter(|session| gone(session));
    let ended: Vec<&Question> = ended
        .filter_map(|session| session.questions.get("ping"))
        .collect();
    asked.retain(|question| {
        !question.replies.is_empty() || !ended.iter().any(|other| std::ptr::eq(*other, *question))
    });
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
