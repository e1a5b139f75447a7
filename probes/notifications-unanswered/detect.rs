use crate::{Answer, Finding, Outcome, Severity, View, look};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let asked = view.asked("unknown-notification")?;
    if let Some(outcome) = look::not_survived(&asked, "an unknown notification") {
        return Ok(outcome);
    }
    let refused = |frame| view.http().is_some_and(|http| http.is_refusal(frame));
    let mut replies = asked.iter().flat_map(|question| &question.replies);
    if let Some(reply) = replies.find(|reply| !refused(reply.frame)) {
        let message = format!("It answers a notification {}.", look::reply_says(reply));
        return Ok(Outcome::fail(
            Finding::on_server(Severity::Warning, message).at([reply.frame]),
        ));
    }
    let frames = asked
        .iter()
        .flat_map(|question| question.frames.iter().copied());
    Ok(Outcome::pass("It left an unknown notification unanswered and lived on.").at(frames))
}
