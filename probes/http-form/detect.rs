use crate::web;
use crate::{Answer, Finding, Severity, View, look, say};
use evidence::{Ending, HttpExchange, HttpResponse};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let plain = http
        .exchanges()
        .filter(|(_, exchange)| exchange.question.is_none());
    let all: Vec<&HttpExchange> = plain.map(|(_, exchange)| exchange).collect();
    let findings: Vec<Finding> = all.iter().filter_map(|exchange| wrong(exchange)).collect();
    if findings.is_empty() && !all.iter().any(|exchange| exchange.response.is_some()) {
        view.connected()?;
        return Err(look::gap("No response came."));
    }
    let frames = all
        .iter()
        .filter_map(|exchange| exchange.response.as_ref().map(|came| came.frame));
    Ok(web::settled(
        "Its responses are well-formed HTTP.",
        frames.collect(),
        findings,
    ))
}

/// Whether a response says in two ways where its body ends.
fn framed_twice(came: &HttpResponse) -> bool {
    came.header("content-length").is_some() && came.header("transfer-encoding").is_some()
}

fn wrong(exchange: &HttpExchange) -> Option<Finding> {
    let response = exchange.response.as_ref();
    let encoding = response.and_then(|came| came.header("content-encoding"));
    let broken = exchange
        .ended
        .as_ref()
        .filter(|end| end.how == Ending::Broken);
    let error = broken.and_then(|end| end.error.as_deref());
    let says = if let Some(encoding) =
        encoding.filter(|encoding| !encoding.eq_ignore_ascii_case("identity"))
    {
        format!(
            "It encodes a response ({}), which nobody asked for.",
            say::quote(encoding)
        )
    } else if response.is_some_and(|came| came.status == 101) {
        "It switches protocols (101), which nobody asked for.".to_owned()
    } else if response.is_some_and(framed_twice) {
        "It frames a response twice, by `Content-Length` and by `Transfer-Encoding`: two readers may see two bodies."
            .to_owned()
    } else {
        let error = error?;
        // A connection that is closed in place of a response breaks no rule of its form.
        if response.is_none() && error.contains("closed") {
            return None;
        }
        format!(
            "What it answered is no whole HTTP response: {}.",
            say::quote(error)
        )
    };
    let finding = Finding::on_server(Severity::Warning, says).inside("/http/form");
    Some(
        finding
            .at([exchange.frame])
            .at(response.map(|came| came.frame)),
    )
}
