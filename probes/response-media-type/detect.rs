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
    let findings = answers
        .iter()
        .filter_map(|seen| wrong(seen).or_else(|| no_message(view, seen)))
        .collect();
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

/// What says that it is JSON, and holds no message. Where one is broken, its fault says so.
fn no_message(view: &View<'_>, seen: &Seen<'_>) -> Option<Finding> {
    let mut requests = seen.session.exchanges.iter();
    let open = requests.any(|one| one.frame == seen.asked.frame && one.reply.is_none());
    let plain = seen.asked.question.is_none() && seen.asked.ended.is_none();
    let mut faults = view.facts.faults.iter();
    let faulty = faults.any(|fault| fault.at.frame == seen.came.frame);
    let encoded = seen
        .came
        .header("content-encoding")
        .is_some_and(|value| value != "identity");
    if !open || !plain || faulty || encoded || seen.came.size == 0 || seen.came.is_stream() {
        return None;
    }
    let says = "It says that its answer is JSON, and no message is in it.";
    Some(seen.finding(Severity::Warning, "media-type/body", says))
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
