use crate::web::{self, Seen};
use crate::{Answer, Finding, Severity, View};
use evidence::{Ending, HttpExchange};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    if let Some(outcome) = http.no_sessions()? {
        return Ok(outcome);
    }
    let deletes = http.exchanges().filter(|(_, exchange)| is_delete(exchange));
    let mut findings: Vec<Finding> = deletes.filter_map(|(_, exchange)| end(exchange)).collect();
    let unknown = match http.asked("unknown-session") {
        Err(_) if !findings.is_empty() => Vec::new(),
        asked => asked?,
    };
    let ended = if deleted(&http.put("end-session")) {
        http.put("ended-session")
    } else {
        Vec::new()
    };
    findings.extend(unknown.iter().filter_map(|seen| told(seen, "never began")));
    findings.extend(ended.iter().filter_map(|seen| told(seen, "has ended")));
    let frames = [web::frames(&unknown), web::frames(&ended)].concat();
    let says = "It answers 404 in a session that it does not know.";
    Ok(web::settled(says, frames, findings))
}

fn deleted(ends: &[Seen<'_>]) -> bool {
    ends.iter().any(Seen::success)
}

fn told(seen: &Seen<'_>, which: &str) -> Option<Finding> {
    let (severity, says) = match seen.came.status {
        404 | 401 => return None,
        _ if seen.served() => (
            Severity::Error,
            format!("It serves a session that it {which}."),
        ),
        _ => (
            Severity::Warning,
            format!(
                "It answers in a session that it {which} with {}, not with 404: no client knows to begin anew.",
                seen.told()
            ),
        ),
    };
    Some(seen.finding(severity, "session/unknown", says))
}

fn is_delete(exchange: &HttpExchange) -> bool {
    exchange.verb == "DELETE"
        && evidence::http::header(&exchange.headers, "mcp-session-id").is_some()
}

/// What came of ending a session.
fn end(exchange: &HttpExchange) -> Option<Finding> {
    let says = match (&exchange.response, &exchange.ended) {
        (Some(response), _) => match response.status {
            200..300 | 405 | 401 | 404 => return None,
            status => format!("It answers DELETE with {status}, not with success or 405."),
        },
        (None, Some(end)) if matches!(end.how, Ending::Silent | Ending::Left) => {
            "It does not answer DELETE in time.".to_owned()
        }
        _ => return None,
    };
    let finding = Finding::on_server(Severity::Warning, says).inside("/http/session/delete");
    Some(finding.at([exchange.frame]))
}
