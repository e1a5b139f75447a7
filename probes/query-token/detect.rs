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
    // In a session whose id signs in, the address proves nothing: `session-no-credential` names that.
    let by_session = http
        .put("session-without-token")
        .iter()
        .any(web::Seen::served);
    let served = asked.iter().filter(|seen| {
        let in_session = seen.sent("mcp-session-id").is_some();
        seen.served() && !(by_session && in_session)
    });
    let findings = served.map(|seen| {
        let says = "It takes a token from the address (`?access_token=`), where logs and histories keep it, and one that nobody issued.";
        seen.finding(Severity::Error, "query-token", says)
    });
    let says = "It takes no token from the address.";
    Ok(web::settled(says, web::frames(&asked), findings.collect()))
}
