use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use judge::JudgedTool;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.tools_whole()?;
    let changing = view.changing();
    if changing.is_empty() {
        return Ok(Outcome::not_applicable("No tool changes anything."));
    }
    let (with, without): (Vec<&JudgedTool>, Vec<&JudgedTool>) =
        changing.iter().copied().partition(|tool| tries(tool));
    if without.is_empty() {
        return Ok(Outcome::pass(format!(
            "Each of {} can be tried without effect.",
            say::count(with.len(), "changing tool")
        ))
        .at(frames));
    }
    let because = format!(
        "{} of {} cannot be tried without effect.",
        without.len(),
        say::count(changing.len(), "changing tool")
    );
    let remedy =
        "Show the preview that the client gives, and attest `write_actions.preview_or_dry_run`.";
    let findings = without.iter().map(|tool| {
        Finding::on(
            &tool.item,
            Severity::Info,
            "No parameter of it tries without effect.",
        )
    });
    Ok(Outcome::inconclusive(because, remedy).with(findings))
}

/// Whether a parameter makes a call without effect.
fn tries(tool: &JudgedTool) -> bool {
    tool.schema.parameters.iter().any(|parameter| {
        let words = look::words(&parameter.name).join("_");
        [
            "dry_run",
            "dryrun",
            "preview",
            "preview_only",
            "validate_only",
            "simulate",
            "what_if",
            "whatif",
            "plan_only",
            "check_only",
        ]
        .contains(&words.as_str())
    })
}
