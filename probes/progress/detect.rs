use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Exchange, FrameId, Notification, Session};
use serde_json::Value;
use std::collections::HashMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let (mut given, mut seen) = (0, 0);
    let mut findings = Vec::new();
    for session in &view.facts.sessions {
        let requests = requests(session);
        given += requests.len();
        let mut last = HashMap::new();
        for notification in progress(session) {
            seen += 1;
            findings.extend(wrong(notification, &requests, &mut last));
        }
    }
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let frames = view.watched()?;
    if given == 0 {
        return Ok(Outcome::not_applicable(
            "No request carried a progress token, and no progress was told.",
        ));
    }
    let says = format!(
        "{} given; {} of progress, each in its place.",
        say::count(given, "token"),
        say::count(seen, "message")
    );
    Ok(Outcome::pass(says).at(frames))
}

/// Our requests that carry a progress token, by the token as JSON: 1 and "1" are two tokens.
type Requests<'a> = HashMap<String, Vec<&'a Exchange>>;

fn requests(session: &Session) -> Requests<'_> {
    let mut requests = Requests::new();
    for exchange in &session.exchanges {
        if let Some(token) = exchange.params.pointer("/_meta/progressToken") {
            requests
                .entry(token.to_string())
                .or_default()
                .push(exchange);
        }
    }
    requests
}

fn progress(session: &Session) -> impl Iterator<Item = &Notification> {
    let notifications = session.notifications.iter();
    notifications.filter(|notification| notification.method == "notifications/progress")
}

/// What is wrong with one notification. `last`: the number that each request had last.
fn wrong(
    notification: &Notification,
    requests: &Requests<'_>,
    last: &mut HashMap<FrameId, f64>,
) -> Option<Finding> {
    let finding = |place: &str, message: String| {
        Some(
            Finding::on_server(Severity::Warning, message)
                .inside(format!("/progress/{place}"))
                .at([notification.frame]),
        )
    };
    let Some(token) = notification.params.get("progressToken") else {
        return finding("token", "It tells of progress without a token.".to_owned());
    };
    let token = token.to_string();
    let shown = say::quote(&token);
    let asked = requests.get(&token).map(Vec::as_slice).unwrap_or_default();
    let Some(request) = asked
        .iter()
        .rev()
        .find(|request| request.frame < notification.frame)
    else {
        return finding(
            "token",
            format!("It tells of the progress of {shown}, a token that no request had given."),
        );
    };
    let answered = request
        .reply
        .as_ref()
        .is_some_and(|reply| reply.frame < notification.frame);
    if answered {
        return finding(
            "after",
            format!("It tells of the progress of {shown} after it answered that request."),
        );
    }
    let number = notification.params.get("progress").and_then(Value::as_f64);
    let Some(number) = number else {
        return finding(
            "number",
            "It tells of progress without a number.".to_owned(),
        );
    };
    let before = last.insert(request.frame, number);
    if before.is_some_and(|before| number <= before) {
        return finding(
            "number",
            format!(
                "The progress of {shown} does not go up: {number} after it was there or further."
            ),
        );
    }
    None
}
