use crate::web::{self, Seen};
use crate::{Answer, Finding, Severity, View, say};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let asked = http.asked("foreign-origin")?;
    let findings = http.of_endpoint().filter_map(|seen| told(&seen)).collect();
    let says = "It lets no page of another origin read its answers.";
    Ok(web::settled(says, web::frames(&asked), findings))
}

fn told(seen: &Seen<'_>) -> Option<Finding> {
    let allowed = seen.came.header("access-control-allow-origin")?.trim();
    let credentials = seen.came.header("access-control-allow-credentials");
    let along = credentials.is_some_and(|value| value.trim().eq_ignore_ascii_case("true"));
    let sent = seen.sent("origin");
    let (severity, says) = match allowed {
        "*" if along => (
            Severity::Error,
            "It lets pages of any origin (*) read its answers, and says that credentials may come along.".to_owned(),
        ),
        "*" if seen.served() && seen.is_request() && seen.sent("authorization").is_none() => (
            Severity::Warning,
            "It lets pages of any origin (*) read what it answers to anybody.".to_owned(),
        ),
        "*" => (
            Severity::Info,
            "It lets pages of any origin (*) read its refusals.".to_owned(),
        ),
        _ if sent == Some(allowed) => (
            Severity::Error,
            format!("It allows whatever origin asks to read its answers: {}.", say::quote(allowed)),
        ),
        _ => return None,
    };
    Some(seen.finding(severity, "cors", says))
}
