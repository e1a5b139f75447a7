use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{FrameId, Target};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let gap = match view.connected() {
        Ok(connected) => {
            let frames = connected
                .iter()
                .flat_map(|(_, _, frames)| frames.iter().copied());
            return Ok(Outcome::pass(started_with(view))
                .at(frames)
                .with(as_root(view)));
        }
        Err(gap) => gap,
    };
    let lines = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| &session.stderr);
    let findings = lines.filter_map(|(frame, line)| missing(*frame, line));
    Ok(Outcome::missing(gap).with(findings))
}

/// A command that asks for the rights of another user, root as a rule.
fn as_root(view: &View<'_>) -> Option<Finding> {
    let Target::Stdio { command } = &view.facts.header.target else {
        return None;
    };
    let program = command.first()?;
    let name = program.rsplit('/').next().unwrap_or(program);
    let message = format!(
        "Its command asks for the rights of root: {}.",
        say::quote(name)
    );
    ["sudo", "doas", "pkexec"]
        .contains(&name)
        .then(|| Finding::on_server(Severity::Warning, message).inside("/command"))
}

/// Variables that every server is given.
const ALWAYS: [&str; 2] = ["PATH", "HOME"];

fn started_with(view: &View<'_>) -> String {
    let mut given: Vec<&str> = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| session.env.iter().map(String::as_str))
        .collect();
    given.retain(|name| !ALWAYS.contains(name));
    given.sort_unstable();
    given.dedup();
    match given.as_slice() {
        [] => "It started with nothing given but a path and a home.".to_owned(),
        given => format!(
            "It started with {} given.",
            say::names(given.iter().copied())
        ),
    }
}

/// A line of its last words that names a variable which it misses.
fn missing(frame: FrameId, line: &str) -> Option<Finding> {
    const MISSES: [&str; 8] = [
        "missing",
        "required",
        "requires",
        "must be",
        "not set",
        "not found",
        "not provided",
        "set the",
    ];
    let lower = line.to_lowercase();
    MISSES.iter().find(|phrase| lower.contains(**phrase))?;
    let variable = line
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .find(|word| is_variable(word))?;
    let message = format!(
        "It ends asking for {}: {}.",
        say::quote(variable),
        say::quote(line)
    );
    Some(
        Finding::on_server(Severity::Warning, message)
            .inside(format!("/env/{variable}"))
            .at([frame]),
    )
}

fn is_variable(word: &str) -> bool {
    word.len() >= 4
        && word.contains('_')
        && word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && !word.starts_with('_')
}
