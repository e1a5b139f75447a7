use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Handshake, Notification, Session, Variant};

/// Source: RFC 5424, as every revision has it.
const LEVELS: [&str; 8] = [
    "debug",
    "info",
    "notice",
    "warning",
    "error",
    "critical",
    "alert",
    "emergency",
];

const LOG_LEVEL: &str = "/_meta/io.modelcontextprotocol~1logLevel";
const SUBSCRIPTION: &str = "/_meta/io.modelcontextprotocol~1subscriptionId";

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let mut findings = Vec::new();
    let mut seen = 0;
    for (session, handshake, _) in &connected {
        for message in messages(session) {
            seen += 1;
            findings.extend(malformed(message));
            findings.extend(uncalled(session, handshake, message));
        }
    }
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let frames = view.watched()?;
    if seen == 0 {
        return Ok(Outcome::not_applicable("It sent no log messages."));
    }
    let says = format!(
        "{}, declared and of a known level.",
        say::count(seen, "log message")
    );
    Ok(Outcome::pass(says).at(frames))
}

fn messages(session: &Session) -> impl Iterator<Item = &Notification> {
    let notifications = session.notifications.iter();
    notifications.filter(|notification| notification.method == "notifications/message")
}

fn finding(place: &str, message: impl Into<String>, at: &Notification) -> Finding {
    Finding::on_server(Severity::Warning, message)
        .inside(format!("/logging/{place}"))
        .at([at.frame])
}

fn malformed(message: &Notification) -> Option<Finding> {
    match message.params.get("level").map(|level| level.as_str()) {
        Some(Some(level)) if LEVELS.contains(&level) => {}
        Some(Some(level)) => {
            let says = format!("A log message has the level {}.", say::quote(level));
            return Some(finding("level", says, message));
        }
        _ => return Some(finding("level", "A log message has no level.", message)),
    }
    message
        .params
        .get("data")
        .is_none()
        .then(|| finding("data", "A log message has no `data`.", message))
}

/// A message that this connection was not to get.
fn uncalled(session: &Session, handshake: &Handshake, message: &Notification) -> Option<Finding> {
    if session.variant == Variant::Discover {
        if message.params.pointer(SUBSCRIPTION).is_some() {
            let says = "It sends log messages on the stream of a subscription.";
            return Some(finding("stream", says, message));
        }
        let called = session.exchanges.iter().any(|exchange| {
            exchange.frame < message.frame && exchange.params.pointer(LOG_LEVEL).is_some()
        });
        let says = "It sends log messages though no request asked for a level of them.";
        return (!called).then(|| finding("uncalled", says, message));
    }
    let declared = handshake
        .capabilities
        .get("logging")
        .is_some_and(|logging| !logging.is_null());
    let says = "It sends log messages without declaring `logging`.";
    (!declared).then(|| finding("undeclared", says, message))
}
