use crate::web;
use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{FrameId, Transport};
use url::Url;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let older = http
        .webs()
        .filter(|(_, web)| web.transport == Transport::Sse);
    let streams: Vec<_> = older
        .flat_map(|(_, web)| &web.exchanges)
        .filter(|exchange| exchange.verb == "GET")
        .filter_map(|exchange| exchange.response.as_ref())
        .filter(|response| response.is_stream())
        .collect();
    if streams.is_empty() {
        view.connected()?;
        return Ok(Outcome::not_applicable(
            "It does not speak the transport of 2024-11-05.",
        ));
    }
    let events = streams.iter().flat_map(|response| &response.events);
    let named: Vec<(FrameId, &str)> = events
        .filter(|event| event.kind.as_deref() == Some("endpoint"))
        .filter_map(|event| Some((event.frame, event.data.as_deref()?)))
        .collect();
    let Some((first, _)) = named.first() else {
        return Err(look::gap("Its stream named no endpoint."));
    };
    let mut findings: Vec<Finding> = named
        .iter()
        .filter_map(|(frame, data)| wrong(http.url, *frame, data))
        .collect();
    let deprecated = "It speaks HTTP+SSE, the transport of 2024-11-05, which is deprecated: new clients have none for it.";
    findings.push(
        Finding::on_server(Severity::Info, deprecated)
            .inside("/http/sse")
            .at([*first]),
    );
    let frames = named.iter().map(|(frame, _)| *frame).collect();
    Ok(web::settled(
        "Its stream names an endpoint of the same origin.",
        frames,
        findings,
    ))
}

fn wrong(target: &str, frame: FrameId, data: &str) -> Option<Finding> {
    let base = Url::parse(target).ok()?;
    let says = match base.join(data.trim()) {
        Err(_) => format!(
            "It names an endpoint that is no address: {}.",
            say::quote(data)
        ),
        Ok(url) if url.origin() != base.origin() => format!(
            "It sends the client's messages, and what signs them, to another origin: {}.",
            say::quote(data)
        ),
        Ok(_) => return None,
    };
    Some(
        Finding::on_server(Severity::Error, says)
            .inside("/http/endpoint")
            .at([frame]),
    )
}
