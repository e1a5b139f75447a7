use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Ending, Variant};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let streams: Vec<Seen<'_>> = http.of_endpoint().filter(is_modern).collect();
    if streams.is_empty() {
        view.connected()?;
        return Ok(Outcome::not_applicable(
            "It answered with no event stream in the revision that has rules for them.",
        ));
    }
    let mut findings: Vec<Finding> = streams.iter().filter_map(asks).collect();
    findings.extend(streams.iter().filter_map(stays));
    findings.extend(streams.iter().filter_map(buffered));
    let says = "Each stream of a response ends with its answer, and asks the client for nothing.";
    Ok(web::settled(says, web::frames(&streams), findings))
}

fn is_modern(seen: &Seen<'_>) -> bool {
    seen.session.variant == Variant::Discover
        && seen.success()
        && seen.came.is_stream()
        && seen.is_request()
}

fn asks(seen: &Seen<'_>) -> Option<Finding> {
    let is_here = |frame| seen.came.events.iter().any(|event| event.frame == frame);
    let mut asked = seen.session.server_requests.iter();
    let request = asked.find(|request| is_here(request.frame))?;
    let says = format!(
        "It asks the client for {} on the stream of a response.",
        say::quote(&request.method)
    );
    Some(
        seen.finding(Severity::Warning, "stream/request", says)
            .at([request.frame]),
    )
}

fn stays(seen: &Seen<'_>) -> Option<Finding> {
    let left = seen
        .asked
        .ended
        .as_ref()
        .is_some_and(|end| end.how == Ending::Left);
    let listens = seen.asked.message.as_deref() == Some("subscriptions/listen");
    let plain = seen.asked.question.is_none();
    (left && plain && !listens).then(|| {
        seen.finding(
            Severity::Info,
            "stream/open",
            "A stream was still open when its answer had come.",
        )
    })
}

fn buffered(seen: &Seen<'_>) -> Option<Finding> {
    let told = seen
        .came
        .header("x-accel-buffering")
        .is_some_and(|value| value.trim() == "no");
    (!told).then(|| {
        let says = "It does not tell proxies to leave its streams alone (`X-Accel-Buffering: no`).";
        seen.finding(Severity::Info, "stream/buffered", says)
    })
}
