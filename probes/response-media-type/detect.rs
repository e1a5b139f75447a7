use crate::web::{self, Seen};
use crate::{Answer, Finding, Severity, View, look, say};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let answers: Vec<Seen<'_>> = http.of_endpoint().filter(is_answer).collect();
    if answers.is_empty() {
        view.connected()?;
        return Err(look::gap("No request was answered with success."));
    }
    let findings = answers.iter().filter_map(wrong).collect();
    let says = "Every answer is declared as JSON or as an event stream, and is it.";
    Ok(web::settled(says, web::frames(&answers), findings))
}

/// A request that was answered with success: what else was answered may be a proxy's page.
fn is_answer(seen: &Seen<'_>) -> bool {
    seen.is_request() && matches!(seen.came.status, 200 | 201 | 203) && seen.asked.verb == "POST"
}

fn wrong(seen: &Seen<'_>) -> Option<Finding> {
    let says = match seen.came.media_type().as_deref() {
        None | Some("") => "It answers a request without a `Content-Type`.".to_owned(),
        Some("application/json" | "text/event-stream") => other_charset(seen)?,
        Some(kind) => format!(
            "It answers a request with {}, not with application/json or text/event-stream.",
            say::quote(kind)
        ),
    };
    Some(seen.finding(Severity::Warning, "media-type", says))
}

/// JSON and event streams are UTF-8, whatever is said.
fn other_charset(seen: &Seen<'_>) -> Option<String> {
    let value = seen.came.header("content-type")?.to_ascii_lowercase();
    let charset = value
        .split(';')
        .find_map(|part| part.trim().strip_prefix("charset="))?;
    let charset = charset.trim_matches('"');
    let utf8 = matches!(charset, "utf-8" | "utf8" | "us-ascii" | "iso-8859-1");
    (!utf8).then(|| {
        format!(
            "It says that its answer is {}, which JSON never is.",
            say::quote(charset)
        )
    })
}
