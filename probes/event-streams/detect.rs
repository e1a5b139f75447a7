use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Ending, FaultKind};
use std::collections::BTreeSet;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let streams: Vec<Seen<'_>> = http
        .of_endpoint()
        .filter(|seen| seen.success() && seen.came.is_stream())
        .collect();
    if streams.is_empty() {
        view.connected()?;
        return Ok(Outcome::not_applicable("It answered with no event stream."));
    }
    let mut findings: Vec<Finding> = streams
        .iter()
        .filter(|seen| !is_cut(view, seen))
        .filter_map(unanswered)
        .collect();
    findings.extend(streams.iter().filter_map(repeated));
    findings.extend(streams.iter().filter_map(|seen| junk(view, seen)));
    let says = "Its streams hold messages, each its answer, and no id twice.";
    Ok(web::settled(says, web::frames(&streams), findings))
}

/// Whether an event of it was too long to be kept: the answer may be there.
fn is_cut(view: &View<'_>, seen: &Seen<'_>) -> bool {
    let is_here = |frame| seen.came.events.iter().any(|event| event.frame == frame);
    let mut faults = view.facts.faults.iter();
    faults.any(|fault| fault.kind == FaultKind::TooLong && is_here(fault.at.frame))
}

/// A stream that the server ended before the answer.
fn unanswered(seen: &Seen<'_>) -> Option<Finding> {
    let closed = seen
        .asked
        .ended
        .as_ref()
        .is_some_and(|end| end.how == Ending::Closed);
    let mut requests = seen.session.exchanges.iter();
    let open =
        requests.any(|exchange| exchange.frame == seen.asked.frame && exchange.reply.is_none());
    // With an id its client may come back for the rest.
    let resumable = seen.came.events.iter().any(|event| event.id.is_some());
    if !closed || !open || resumable || seen.asked.question.is_some() {
        return None;
    }
    let end = seen
        .asked
        .ended
        .as_ref()
        .and_then(|end| end.error.as_deref());
    let says = match (seen.came.events.is_empty(), end) {
        (_, Some(error)) => format!(
            "Its event stream ends without an answer: {}.",
            say::sentence(error)
        ),
        (true, None) => {
            "It says that its answer is an event stream, and there is no event in it.".to_owned()
        }
        (false, None) => "Its event stream ends without the answer.".to_owned(),
    };
    Some(seen.finding(Severity::Warning, "stream/answer", says))
}

fn repeated(seen: &Seen<'_>) -> Option<Finding> {
    let mut known = BTreeSet::new();
    let ids = seen
        .came
        .events
        .iter()
        .filter_map(|event| event.id.as_deref());
    let mut ids = ids.filter(|id| !id.is_empty());
    let twice = ids.find(|id| !known.insert(*id))?;
    let says = format!(
        "Two events of one stream have the id {}, so nobody can resume it.",
        say::quote(twice)
    );
    Some(seen.finding(Severity::Warning, "stream/ids", says))
}

/// Events that are no messages, though nothing says that they are anything else.
fn junk(view: &View<'_>, seen: &Seen<'_>) -> Option<Finding> {
    let is_here = |frame| seen.came.events.iter().any(|event| event.frame == frame);
    let mut faults = view.facts.faults.iter();
    let fault = faults.find(|fault| {
        matches!(fault.kind, FaultKind::NotJson | FaultKind::Noise) && is_here(fault.at.frame)
    })?;
    let says = format!(
        "Its stream has an event that is no message: {}.",
        fault.says.trim_end_matches('.')
    );
    Some(
        seen.finding(Severity::Warning, "stream/junk", says)
            .at([fault.at.frame]),
    )
}
