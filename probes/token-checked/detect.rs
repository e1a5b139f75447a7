use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::Caller;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    if !http.let_in(Caller::Anonymous).is_empty() {
        return Ok(Outcome::not_applicable(
            "It lets callers in without a token.",
        ));
    }
    let asked = http.asked("random-token")?;
    let findings = asked.iter().filter_map(told).collect();
    let says = "It refuses a token that nobody issued with 401.";
    Ok(web::settled(says, web::frames(&asked), findings))
}

fn told(seen: &Seen<'_>) -> Option<Finding> {
    let (severity, says) = match seen.came.status {
        401 => return None,
        _ if seen.served() => (
            Severity::Error,
            "It serves a random token, which nobody issued.".to_owned(),
        ),
        _ => (
            Severity::Warning,
            format!(
                "It answers a random token with {}, not with 401.",
                seen.told()
            ),
        ),
    };
    Some(seen.finding(severity, "token", says))
}
