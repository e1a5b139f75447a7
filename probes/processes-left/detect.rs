use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::FrameId;
use evidence::conduct::Act;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if !view.local() {
        return Ok(Outcome::not_applicable(
            "Processes of an endpoint are not seen.",
        ));
    }
    let left = left(view);
    if !left.is_empty() {
        let message = format!(
            "{} left behind: {}.",
            say::count(left.len(), "command"),
            say::names(left.iter().map(|(command, _)| *command))
        );
        let frames = left.iter().filter_map(|(_, frame)| *frame);
        return Ok(Outcome::fail(
            Finding::on_server(Severity::Warning, message).at(frames),
        ));
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
    Ok(Outcome::pass("Nothing was left running.")
        .at(frames)
        .with(detached(view)))
}

/// What was left, as the prober and the sandbox say: each command once, sorted.
fn left<'a>(view: &View<'a>) -> Vec<(&'a str, Option<FrameId>)> {
    let sessions = view.facts.sessions.iter();
    let listed = sessions.flat_map(|session| session.end.left.iter());
    let noticed = view.deeds().filter_map(|(deed, frame)| match &deed.act {
        Act::Left { command } => Some((command.as_str(), Some(frame))),
        _ => None,
    });
    let mut left: Vec<_> = noticed
        .chain(listed.map(|command| (command.as_str(), None)))
        .collect();
    left.sort_by_key(|(command, frame)| (*command, frame.is_none()));
    left.dedup_by_key(|(command, _)| *command);
    left
}

/// What left its session to live on, and did not: worth knowing.
fn detached(view: &View<'_>) -> Option<Finding> {
    let frames: Vec<FrameId> = view
        .deeds()
        .filter(|(deed, _)| deed.act == Act::Detach)
        .map(|(_, frame)| frame)
        .collect();
    let message = "A process of it left its session, as one does that means to live on; it ended all the same.";
    (!frames.is_empty()).then(|| {
        Finding::on_server(Severity::Info, message)
            .inside("/session")
            .at(frames)
    })
}
