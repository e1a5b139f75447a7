use crate::web::{self, Seen, Zone};
use crate::{Answer, Finding, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let asked = http.asked("foreign-origin")?;
    let local =
        web::target(http.url).is_some_and(|(_, zone)| zone != Zone::Name && zone != Zone::Public);
    let findings = asked.iter().filter_map(|seen| told(seen, local)).collect();
    let says = "It refuses a request from the page of another origin.";
    Ok(web::settled(says, web::frames(&asked), findings))
}

fn told(seen: &Seen<'_>, local: bool) -> Option<Finding> {
    let origin = seen.sent("origin").unwrap_or_default();
    let status = seen.came.status;
    let (severity, says) = match status {
        // A caller who shows no credential is refused whatever the origin.
        403 | 401 => return None,
        _ if seen.served() => {
            let severity = if local {
                Severity::Error
            } else {
                Severity::Warning
            };
            (
                severity,
                format!(
                    "It serves a request with `Origin: {origin}`, which any web page makes a browser send."
                ),
            )
        }
        _ => (
            Severity::Warning,
            format!(
                "A request with `Origin: {origin}` is answered with {}, not with 403.",
                seen.told()
            ),
        ),
    };
    Some(seen.finding(severity, "origin", says))
}
