use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::Target;

/// Programs that run what their arguments name.
const INTERPRETERS: &[&str] = &[
    "sh",
    "bash",
    "dash",
    "zsh",
    "busybox",
    "env",
    "node",
    "nodejs",
    "npm",
    "npx",
    "npx-cli.js",
    "npm-cli.js",
    "bun",
    "bunx",
    "deno",
    "python",
    "pypy",
    "uv",
    "uvx",
    "pipx",
    "ruby",
    "perl",
    "php",
    "java",
    "dotnet",
    "docker",
    "podman",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let Some(program) = connected
        .iter()
        .find_map(|(session, _, _)| session.program.as_ref())
    else {
        let why = match view.http() {
            Some(_) => "An address pins no version: what answers there may be another tomorrow.",
            None => "What program was started is not known.",
        };
        return Err(look::gap(why));
    };
    let frames = connected
        .iter()
        .flat_map(|(_, _, frames)| frames.iter().copied());
    let remedy = "Name an exact version in the command; or attest `maintainer.pinned_version`.";
    if let Some(word) = fetches_and_runs(view) {
        let because = format!(
            "The command fetches a script and runs it: {}.",
            say::quote(word)
        );
        return Ok(Outcome::inconclusive(because.clone(), remedy)
            .with([Finding::on_server(Severity::Warning, because)]));
    }
    Ok(match (&program.requested, &program.package) {
        (Some((kind, name, Some(version))), _) => Outcome::pass(format!(
            "The command asks for {kind} package {} {}.",
            say::quote(name),
            say::quote(version)
        ))
        .at(frames),
        (Some((_, name, None)), _) => {
            let because = format!(
                "The command asks for whichever version of {} is newest.",
                say::quote(name)
            );
            Outcome::inconclusive(because.clone(), remedy)
                .with([Finding::on_server(Severity::Warning, because)])
        }
        (None, Some((kind, name, version))) => Outcome::pass(format!(
            "It is {kind} package {} {}, as installed.",
            say::quote(name),
            say::quote(version)
        ))
        .at(frames),
        (None, None) => match program.files.iter().find(|(path, _)| !interpreter(path)) {
            Some((path, sha256)) => Outcome::pass(format!(
                "Its file is known by its digest: {}, SHA-256 {}.",
                say::quote(path),
                sha256.get(..16).unwrap_or(sha256)
            ))
            .at(frames),
            None => Outcome::inconclusive(
                "The command names no package version and no file that the server is made of."
                    .to_owned(),
                remedy,
            ),
        },
    })
}

/// The word of the command in which a shell pipes what it fetches into another: what runs is whatever comes.
fn fetches_and_runs<'a>(view: &View<'a>) -> Option<&'a str> {
    let Target::Stdio { command } = &view.facts.header.target else {
        return None;
    };
    let first = |part: &str| {
        let word = part.split_whitespace().find(|word| *word != "sudo")?;
        Some(word.rsplit('/').next().unwrap_or(word).to_owned())
    };
    let is = |part: &str, names: &[&str]| first(part).is_some_and(|word| names.contains(&&*word));
    let piped = |word: &&String| {
        let parts: Vec<&str> = word.split(['|', ';', '&', '\n']).collect();
        let fetched = parts.iter().position(|part| is(part, &["curl", "wget"]));
        fetched.is_some_and(|at| {
            word.contains('|')
                && parts.iter().skip(at + 1).any(|part| {
                    is(
                        part,
                        &["sh", "bash", "zsh", "dash", "python", "python3", "node"],
                    )
                })
        })
    };
    command.iter().find(piped).map(String::as_str)
}

/// Whether a file only runs others: its digest says nothing of the server.
fn interpreter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    INTERPRETERS.contains(&name)
}
