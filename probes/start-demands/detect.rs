use crate::web::Http;
use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Caller, FrameId, Target};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if let Some(http) = view.http() {
        return of_callers(view, &http);
    }
    let gap = match view.connected() {
        Ok(connected) => {
            let frames = connected
                .iter()
                .flat_map(|(_, _, frames)| frames.iter().copied());
            return Ok(Outcome::pass(started_with(view))
                .at(frames)
                .with(as_root(view))
                .with(wished(view)));
        }
        Err(gap) => gap,
    };
    let findings = demanded(view).map(|(frame, variable, line)| {
        let message = format!(
            "It ends asking for {}: {}.",
            say::quote(variable),
            say::quote(line)
        );
        demand(Severity::Warning, message, variable, frame)
    });
    Ok(Outcome::missing(gap).with(findings))
}

/// What it demands of its callers over HTTP.
fn of_callers(view: &View<'_>, http: &Http<'_>) -> Answer {
    let open = http.let_in(Caller::Anonymous);
    if !open.is_empty() {
        return Ok(Outcome::pass("It demands no credential of its callers.").at(open));
    }
    let Some(seen) = http.locked_out() else {
        view.connected()?;
        return Err(look::gap("What it demands of its callers was not seen"));
    };
    let challenges = http.challenges();
    let mut schemes: Vec<&str> = challenges
        .iter()
        .map(|(_, one)| one.scheme.as_str())
        .collect();
    schemes.sort_unstable();
    schemes.dedup();
    if schemes.is_empty() {
        let because = "It demands a credential, and does not say which.";
        return Ok(Outcome::inconclusive(
            because,
            "Name the scheme in `WWW-Authenticate`.",
        ));
    }
    let says = format!(
        "It demands a credential of the scheme {}.",
        say::names(schemes)
    );
    Ok(Outcome::pass(says).at(seen.frames()))
}

/// Lines that name a variable which it misses: frame, variable, line.
fn demanded<'a>(view: &View<'a>) -> impl Iterator<Item = (FrameId, &'a str, &'a str)> + use<'a> {
    let sessions = view.facts.sessions.iter();
    sessions
        .flat_map(|session| &session.stderr)
        .filter_map(|(frame, line)| Some((*frame, missing(line)?, line.as_str())))
}

/// Credentials that it says it lacks, though it started without them. What else it says meanwhile is no demand.
fn wished(view: &View<'_>) -> Vec<Finding> {
    demanded(view)
        .filter(|(_, variable, _)| look::names_credential(variable))
        .map(|(frame, variable, line)| {
            let message = format!(
                "It started, and says that it lacks {}: {}.",
                say::quote(variable),
                say::quote(line)
            );
            demand(Severity::Info, message, variable, frame)
        })
        .collect()
}

fn demand(severity: Severity, message: String, variable: &str, frame: FrameId) -> Finding {
    Finding::on_server(severity, message)
        .inside(format!("/env/{variable}"))
        .at([frame])
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

/// The variable that a line says is missing.
fn missing(line: &str) -> Option<&str> {
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
    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .find(|word| is_variable(word))
}

fn is_variable(word: &str) -> bool {
    word.len() >= 4
        && word.contains('_')
        && word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && !word.starts_with('_')
}
