use crate::web::{self, Zone};
use crate::{Answer, Outcome, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    if !web::target(http.url).is_some_and(|(_, zone)| zone == Zone::Loopback) {
        return Ok(Outcome::not_applicable(
            "It is not on this machine, so no name can be pointed at it behind the back of its users.",
        ));
    }
    let asked = http.asked("foreign-host")?;
    let served = asked.iter().filter(|seen| seen.served());
    let findings = served.map(|seen| {
        let host = seen.sent("host").unwrap_or("another name");
        let says = format!("It serves a request with `Host: {host}`: a name that is pointed at this machine reaches it.");
        seen.finding(Severity::Error, "host", says)
    });
    let says = "It refuses a request under a name that is not its own.";
    Ok(web::settled(says, web::frames(&asked), findings.collect()))
}
