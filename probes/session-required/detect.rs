use crate::web::{self, Seen};
use crate::{Answer, Finding, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    if let Some(outcome) = http.no_sessions()? {
        return Ok(outcome);
    }
    let asked = http.asked("no-session")?;
    let findings = asked.iter().filter_map(told).collect();
    let says = "It refuses a request without a session's id.";
    Ok(web::settled(says, web::frames(&asked), findings))
}

fn told(seen: &Seen<'_>) -> Option<Finding> {
    let (severity, says) = match seen.came.status {
        400 | 401 => return None,
        _ if seen.served() => (
            Severity::Warning,
            "It begins sessions, and serves a request without `Mcp-Session-Id`.".to_owned(),
        ),
        _ => (
            Severity::Info,
            format!(
                "It answers a request without `Mcp-Session-Id` with {}, not with 400.",
                seen.told()
            ),
        ),
    };
    Some(seen.finding(severity, "session/required", says))
}
