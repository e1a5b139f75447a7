use crate::{Answer, Finding, Outcome, Severity, View, look};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let asked = view.asked("unknown-notification")?;
    if let Some(outcome) = look::not_survived(&asked, "an unknown notification") {
        return Ok(outcome);
    }
    if let Some(reply) = asked.iter().find_map(|question| question.replies.first()) {
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
