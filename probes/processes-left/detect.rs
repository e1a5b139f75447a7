use crate::{Answer, Finding, Outcome, Severity, View, look, say};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if !view.local() {
        return Ok(Outcome::not_applicable(
            "Processes of an endpoint are not seen.",
        ));
    }
    let mut left: Vec<&str> = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| session.end.left.iter().map(String::as_str))
        .collect();
    left.sort_unstable();
    if !left.is_empty() {
        let message = format!(
            "{} left behind: {}.",
            say::count(left.len(), "command"),
            say::names(left.iter().copied())
        );
        return Ok(Outcome::fail(Finding::on_server(
            Severity::Warning,
            message,
        )));
    }
    let connected = view.connected()?;
    let frames: Vec<_> = connected
        .iter()
        .filter_map(|(session, _, _)| session.end.exit.as_ref())
        .map(|exit| exit.frame)
        .collect();
    if frames.is_empty() {
        return Err(look::gap("How it ended was not recorded."));
    }
    Ok(Outcome::pass("Nothing was left running.").at(frames))
}
