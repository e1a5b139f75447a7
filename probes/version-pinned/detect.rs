use crate::{Answer, Finding, Outcome, Severity, View, look, say};

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
        (None, None) => {
            let digests = say::count(program.files.len(), "digest");
            Outcome::inconclusive(
                format!("The program is known by {digests} only, and belongs to no package."),
                remedy,
            )
        }
    })
}
