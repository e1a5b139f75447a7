use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Transport, Variant};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let opened: Vec<Seen<'_>> = http.of_endpoint().filter(is_get).collect();
    if opened.is_empty() {
        view.connected()?;
        let streamable = http.webs().any(|(session, web)| {
            session.variant != Variant::Discover && web.transport == Transport::Streamable
        });
        if !http.legacy() || !streamable {
            return Ok(Outcome::not_applicable(
                "It does not speak a revision in which GET opens a stream.",
            ));
        }
        return Err(look::gap("GET got no response."));
    }
    let findings = opened.iter().filter_map(wrong).collect();
    let says = "GET opens an event stream, or is not allowed.";
    Ok(web::settled(says, web::frames(&opened), findings))
}

/// GET as a client of a revision with a handshake sends it.
fn is_get(seen: &Seen<'_>) -> bool {
    let older = seen
        .sent("mcp-protocol-version")
        .is_some_and(|version| version < "2026");
    let plain = seen.asked.question.is_none() && seen.session.variant != Variant::Discover;
    seen.asked.verb == "GET" && plain && older && seen.web.transport == Transport::Streamable
}

fn wrong(seen: &Seen<'_>) -> Option<Finding> {
    let says = match seen.came.status {
        405 | 401 | 429 => return None,
        200 if seen.came.is_stream() => return None,
        200 => {
            let kind = seen.came.header("content-type").unwrap_or("no type");
            format!(
                "It answers GET with {}, not with an event stream or 405.",
                say::quote(kind)
            )
        }
        status => format!("It answers GET with {status}, not with an event stream or 405."),
    };
    Some(seen.finding(Severity::Warning, "get", says))
}
