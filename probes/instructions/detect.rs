use crate::{Answer, Finding, Outcome, Severity, View, say};

/// Characters beyond which hardly anybody reads on.
const LONG: usize = 10_000;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let texts = &view.facts.inventory.instructions;
    let Some((text, _, frame)) = texts.first() else {
        return Ok(Outcome::not_applicable("It gives no instructions."));
    };
    let longest = texts
        .iter()
        .map(|(text, ..)| text.chars().count())
        .max()
        .unwrap_or(0);
    let mut findings = Vec::new();
    if texts.len() > 1 {
        let message = format!(
            "Clients of different kinds are given {} different instructions.",
            texts.len()
        );
        findings.push(
            Finding::on_server(Severity::Warning, message)
                .inside("/instructions")
                .at(texts.iter().map(|(_, _, frame)| *frame)),
        );
    }
    if longest > LONG {
        let message = format!("Its instructions are {longest} characters long.");
        findings.push(
            Finding::on_server(Severity::Info, message)
                .inside("/instructions/length")
                .at([*frame]),
        );
    }
    let says = format!(
        "{}: {}.",
        say::count(longest, "character"),
        say::quote(text)
    );
    Ok(Outcome::pass(says).at([*frame]).with(findings))
}
