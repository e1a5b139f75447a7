use crate::web;
use crate::{Answer, Outcome, Severity, View};
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
    let asked = http.asked("query-token")?;
    let served = asked.iter();
    let served = served.filter(|seen| seen.served() && !http.signed_in_by_session(seen));
    let findings = served.map(|seen| {
        let says = "It takes a token from the address (`?access_token=`), where logs and histories keep it, and one that nobody issued.";
        seen.finding(Severity::Error, "query-token", says)
    });
    let says = "It takes no token from the address.";
    Ok(web::settled(says, web::frames(&asked), findings.collect()))
}
