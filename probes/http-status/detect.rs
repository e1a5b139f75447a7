use crate::web::{self, Seen};
use crate::{Answer, Finding, Severity, View, look};
use evidence::Transport;

/// Questions that 2026-07-28 answers with 400.
const BAD: [&str; 4] = ["no-meta", "no-version", "no-capabilities", "other-version"];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let requests: Vec<Seen<'_>> = http.of_endpoint().filter(Seen::is_request).collect();
    if requests.is_empty() {
        view.connected()?;
        return Err(look::gap("No request got a response."));
    }
    let mut findings: Vec<Finding> = requests.iter().filter_map(plain).collect();
    findings.extend(requests.iter().filter_map(modern));
    findings.extend(http.put("junk-line").iter().filter_map(junk));
    let says = "The status of each response is that of what it says.";
    Ok(web::settled(says, web::frames(&requests), findings))
}

/// What was asked in good order.
fn plain(seen: &Seen<'_>) -> Option<Finding> {
    // The transport before takes every message with 202, and answers on its stream.
    if seen.asked.question.is_some() || seen.web.transport == Transport::Sse {
        return None;
    }
    let status = seen.came.status;
    let method = seen.asked.message.as_deref().unwrap_or_default();
    let says = match status {
        200 => return None,
        201..300 => format!("It answers {method} with {status}, not with 200."),
        500.. => format!("It answers {method} with {status}."),
        _ if seen.came.body.contains("\"result\"") => {
            format!("It answers {method} with {status}, and with a result.")
        }
        _ => return None,
    };
    Some(seen.finding(Severity::Warning, &format!("status/{method}"), says))
}

/// What 2026-07-28 says of the status of an error.
fn modern(seen: &Seen<'_>) -> Option<Finding> {
    seen.sent("mcp-method")?;
    let question = seen.asked.question.as_deref()?;
    let says = match (question, seen.came.status, seen.code()) {
        ("unknown-method", 404, Some(-32601)) => return None,
        ("unknown-method", 404, _) => {
            "It answers an unknown method with 404, and without error -32601: it may be that nothing is there at all.".to_owned()
        }
        ("unknown-method", status, Some(-32601)) => {
            format!("It answers an unknown method with {status}, not with 404.")
        }
        (id, status, Some(code)) if BAD.contains(&id) && status != 400 && status != 401 => {
            format!("It answers a request that lacks what each must have with {status} and error {code}, not with 400.")
        }
        _ => return None,
    };
    Some(seen.finding(Severity::Warning, &format!("status/{question}"), says))
}

fn junk(seen: &Seen<'_>) -> Option<Finding> {
    let code = seen.code()?;
    seen.success().then(|| {
        let says = format!(
            "It answers what is no JSON with error {code} and status {}, not with 400.",
            seen.came.status
        );
        seen.finding(Severity::Warning, "status/junk", says)
    })
}
