use crate::web::{self, Seen};
use crate::{Answer, Finding, Severity, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    if let Some(outcome) = http.no_sessions()? {
        return Ok(outcome);
    }
    let asked = http.asked("chosen-session")?;
    let findings = asked.iter().filter_map(taken).collect();
    let says = "A session's id is the server's choice.";
    Ok(web::settled(says, web::frames(&asked), findings))
}

fn taken(seen: &Seen<'_>) -> Option<Finding> {
    let given = seen.came.header("mcp-session-id");
    (seen.served() && given.is_some() && given == seen.sent("mcp-session-id")).then(|| {
        let says = "It begins a session under an id that the caller chose: who plants one can speak in it.";
        seen.finding(Severity::Error, "session/chosen", says)
    })
}
