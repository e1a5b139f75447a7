use crate::web;
use crate::{Answer, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let asked = http.asked("plain-content-type")?;
    let served = asked.iter().filter(|seen| seen.served());
    let findings = served.map(|seen| {
        let says = "It serves a body that is declared as text/plain, which any web page may send without asking first.";
        seen.finding(Severity::Warning, "content-type", says)
    });
    let says = "It takes no body that is not declared as JSON.";
    Ok(web::settled(says, web::frames(&asked), findings.collect()))
}
