use crate::look::{self, Lived};
use crate::web::Seen;
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Fault, FaultKind, Session};

mod nesting;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let faults: Vec<(Severity, &Fault)> = view
        .facts
        .faults
        .iter()
        .filter(|fault| !is_noise(view, fault))
        .filter_map(|fault| Some((severity(fault)?, fault)))
        .collect();
    let mut findings = faults
        .iter()
        .map(|(severity, fault)| finding(*severity, fault))
        .collect::<Vec<_>>();
    findings.extend(view.facts.sessions.iter().flat_map(told_with_id));
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    let connected = view.connected()?;
    let unread = faults
        .iter()
        .any(|(_, fault)| fault.kind == FaultKind::TooLong);
    if unread {
        let remedy = "Have the server send less in one message, by pages or limits.";
        return Ok(
            Outcome::inconclusive("A message was too long to be kept and read.", remedy)
                .with(findings),
        );
    }
    findings.extend(nesting::deep(view.facts));
    findings.extend(text_refused(view));
    let frames = connected
        .iter()
        .flat_map(|(_, _, frames)| frames.iter().copied());
    Ok(Outcome::pass("Every message that it sent is well-formed.")
        .at(frames)
        .with(findings))
}

/// Whether these bytes are of a line that is no message at all: `stdout-purity` names that, and `event-streams` of events.
fn is_noise(view: &View<'_>, fault: &Fault) -> bool {
    let is_event = |seen: Seen<'_>| {
        let mut events = seen.came.events.iter();
        events.any(|event| event.frame == fault.at.frame)
    };
    let mut seen = view.http().into_iter().flat_map(|http| http.of_endpoint());
    if fault.kind == FaultKind::NotJson && seen.any(is_event) {
        return true;
    }
    // The reason of a refusal over HTTP answers what it came in answer to.
    let refusal = |frame| view.http().is_some_and(|http| http.is_refusal(frame));
    if fault.kind == FaultKind::UnknownId && refusal(fault.at.frame) {
        return true;
    }
    let mut faults = view.facts.faults.iter();
    fault.kind == FaultKind::NotUtf8
        && faults.any(|other| other.kind == FaultKind::Noise && other.at.frame == fault.at.frame)
}

/// How bad a fault of the wire is; `None` for what other probes answer.
fn severity(fault: &Fault) -> Option<Severity> {
    match fault.kind {
        FaultKind::Noise
        | FaultKind::DuplicateName
        | FaultKind::WrongShape
        | FaultKind::WrongMessage
        | FaultKind::UnknownMethod => None,
        FaultKind::ByteOrderMark | FaultKind::TooLong => Some(Severity::Info),
        // Every client takes a null cursor for the end of the list.
        FaultKind::BadList if fault.says.starts_with("`nextCursor` is null") => {
            Some(Severity::Info)
        }
        FaultKind::Batch
        | FaultKind::UnknownId
        | FaultKind::Unterminated
        | FaultKind::SharedLine => Some(Severity::Warning),
        FaultKind::SplitMessage
        | FaultKind::NotUtf8
        | FaultKind::NotJson
        | FaultKind::DuplicateKey
        | FaultKind::TooDeep
        | FaultKind::WrongVersion
        | FaultKind::IdType
        | FaultKind::IdReused
        | FaultKind::BadReply
        | FaultKind::BadList => Some(Severity::Error),
    }
}

/// Notifications that bear an id: a client takes them for requests, and answers.
fn told_with_id(session: &Session) -> impl Iterator<Item = Finding> {
    let requests = session.server_requests.iter();
    let told = requests.filter(|request| request.method.starts_with("notifications/"));
    told.map(|request| {
        let message = format!(
            "Its notification {} bears an id.",
            say::quote(&request.method)
        );
        Finding::on_server(Severity::Error, message)
            .inside("/wire/NotificationWithId")
            .at([request.frame])
    })
}

/// A request that was refused because its id is a string: the same one with a number was answered just after.
fn text_refused(view: &View<'_>) -> Option<Finding> {
    let asked = view.put("string-id");
    let refused = asked.into_iter().find(|question| {
        look::lived(question) == Lived::Yes && look::results(question).next().is_none()
    })?;
    let (severity, how) = match refused.replies.first() {
        Some(reply) => (Severity::Warning, look::reply_says(reply)),
        // The answer may only have been slow.
        None => (Severity::Info, "nothing in time".to_owned()),
    };
    let message = format!("To a request whose id is a string it answers {how}.");
    Some(look::about(severity, message, refused).inside("/wire/string-id"))
}

/// One finding a kind of fault, so that it is called the same in every run. It is about the server even where it stands in one
/// tool: excluding that tool does not keep the bytes from coming.
fn finding(severity: Severity, fault: &Fault) -> Finding {
    let place = match &fault.subject {
        Some((_, name)) => format!(" in {}", say::quote(name)),
        None => String::new(),
    };
    let message = format!("{}{place}.", say::sentence(&fault.says));
    Finding::on_server(severity, message)
        .inside(format!("/wire/{:?}", fault.kind))
        .at([fault.at.frame])
}
