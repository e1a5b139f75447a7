use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::Program;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let frames = connected
        .iter()
        .flat_map(|(_, _, frames)| frames.iter().copied());
    let Some(program) = connected
        .iter()
        .find_map(|(session, _, _)| session.program.as_ref())
    else {
        return Err(look::gap("What program was started is not known."));
    };
    Ok(match exact(program) {
        Ok(says) => Outcome::pass(says).at(frames),
        Err((because, finding)) => {
            let remedy =
                "Name an exact version in the command; or attest `maintainer.pinned_version`.";
            Outcome::inconclusive(because, remedy).with(finding)
        }
    })
}

fn exact(program: &Program) -> Result<String, (String, Option<Finding>)> {
    match (&program.requested, &program.package) {
        (Some((kind, name, Some(version))), _) => Ok(format!(
            "The command asks for {kind} package {} {}.",
            say::quote(name),
            say::quote(version)
        )),
        (Some((_, name, None)), _) => {
            let because = format!(
                "The command asks for whichever version of {} is newest.",
                say::quote(name)
            );
            Err((
                because.clone(),
                Some(Finding::on_server(Severity::Warning, because)),
            ))
        }
        (None, Some((kind, name, version))) => Ok(format!(
            "It is {kind} package {} {}, as installed.",
            say::quote(name),
            say::quote(version)
        )),
        (None, None) => Err((
            format!(
                "The program is known by {} only, and belongs to no package.",
                say::count(program.files.len(), "digest")
            ),
            None,
        )),
    }
}
