use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View, look};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let told: Vec<Seen<'_>> = http.of_endpoint().filter(is_notification).collect();
    if told.is_empty() {
        view.connected()?;
        if !http.legacy() {
            return Ok(Outcome::not_applicable(
                "It only speaks the revision in which clients notify of nothing.",
            ));
        }
        return Err(look::gap("Nothing that it was notified of got a response."));
    }
    let findings = told.iter().filter_map(wrong).collect();
    let says = "It accepts notifications with 202.";
    Ok(web::settled(says, web::frames(&told), findings))
}

/// A message that asks for no answer, outside of the odd questions.
fn is_notification(seen: &Seen<'_>) -> bool {
    seen.asked.verb == "POST" && !seen.is_request() && seen.asked.question.is_none()
}

fn wrong(seen: &Seen<'_>) -> Option<Finding> {
    let status = seen.came.status;
    let (severity, says) = match status {
        202 if seen.came.size == 0 => return None,
        202 => (
            Severity::Info,
            "It accepts a notification with 202, and says more in a body.".to_owned(),
        ),
        // What has nothing to do with the notification is told elsewhere.
        401 | 404 | 429 => return None,
        _ => (
            Severity::Warning,
            format!("It answers a notification with {status}, not with 202."),
        ),
    };
    Some(seen.finding(severity, "notification", says))
}
