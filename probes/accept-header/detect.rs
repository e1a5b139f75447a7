use crate::web::{self, Seen};
use crate::{Answer, Finding, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let asked = http.asked("accept-json-only")?;
    let findings = asked.iter().filter_map(told).collect();
    let says = "It serves or refuses a client that takes JSON alone, and says which.";
    Ok(web::settled(says, web::frames(&asked), findings))
}

fn told(seen: &Seen<'_>) -> Option<Finding> {
    let (severity, says) = match seen.came.status {
        500.. => (
            Severity::Warning,
            format!(
                "It answers a client that takes JSON alone with {}.",
                seen.told()
            ),
        ),
        200..300 if seen.came.is_stream() => (
            Severity::Info,
            "It answers a client that takes JSON alone with an event stream.".to_owned(),
        ),
        _ => return None,
    };
    Some(seen.finding(severity, "accept", says))
}
