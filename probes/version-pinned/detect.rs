use crate::{Answer, Finding, Outcome, Severity, View, look, say};

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
        return Err(look::gap("What program was started is not known."));
    };
    let frames = connected
        .iter()
        .flat_map(|(_, _, frames)| frames.iter().copied());
    let remedy = "Name an exact version in the command; or attest `maintainer.pinned_version`.";
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

/// Whether a file only runs others: its digest says nothing of the server.
fn interpreter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    INTERPRETERS.contains(&name)
}
