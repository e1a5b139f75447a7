use crate::look;
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Session, Variant};
use serde_json::Value;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let mut findings: Vec<Finding> = view.facts.sessions.iter().flat_map(cancelled).collect();
    let asked = match view.asked("cancel-unknown") {
        Ok(asked) => asked,
        Err(_) if !findings.is_empty() => return Ok(Outcome::Fail { findings }),
        Err(gap) => return Err(gap),
    };
    if let Some(outcome) = look::not_survived(&asked, "a cancellation of what was never asked") {
        return Ok(outcome.with(findings));
    }
    findings.extend(asked.iter().filter_map(|question| {
        let refused = |frame| view.http().is_some_and(|http| http.is_refusal(frame));
        let mut replies = question.replies.iter();
        let reply = replies.find(|reply| !refused(reply.frame))?;
        let message = format!(
            "It answers a cancellation of what was never asked {}.",
            look::reply_says(reply)
        );
        Some(Finding::on_server(Severity::Warning, message).at([reply.frame]))
    }));
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    Ok(
        Outcome::pass("It ignored a cancellation of what was never asked, and lived on.")
            .at(look::frames_of(&asked)),
    )
}

/// What a server of 2026-07-28 cancelled that is no subscription.
fn cancelled(session: &Session) -> Option<Finding> {
    if session.variant != Variant::Discover {
        return None;
    }
    let subscribed = session
        .exchanges
        .iter()
        .any(|exchange| exchange.method == "subscriptions/listen");
    let wrong = session.notifications.iter().find(|notification| {
        notification.method == "notifications/cancelled"
            && !(subscribed
                && notification
                    .params
                    .get("requestId")
                    .is_some_and(Value::is_number))
    })?;
    let message = "It cancels a request, which in this revision only the client does.";
    Some(Finding::on_server(Severity::Warning, message).at([wrong.frame]))
}
