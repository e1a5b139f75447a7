use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use judge::JudgedTool;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.tools_whole()?;
    let changing = view.changing();
    if changing.is_empty() {
        return Ok(Outcome::not_applicable("No tool changes anything."));
    }
    let open: Vec<&JudgedTool> = changing
        .iter()
        .copied()
        .filter(|tool| !prevents(tool))
        .collect();
    if open.is_empty() {
        return Ok(Outcome::pass(format!(
            "Each of {} may be repeated.",
            say::count(changing.len(), "changing tool")
        ))
        .at(frames));
    }
    let because = format!(
        "For {} of {} nothing says what a repeated call does.",
        open.len(),
        say::count(changing.len(), "changing tool")
    );
    let remedy = "Show what a repeated call does, and attest `write_actions.duplicate_prevention`.";
    let findings = open.iter().map(|tool| {
        Finding::on(
            &tool.item,
            Severity::Info,
            "Nothing says what a repeated call does.",
        )
    });
    Ok(Outcome::inconclusive(because, remedy).with(findings))
}

fn prevents(tool: &JudgedTool) -> bool {
    let keyed = tool.schema.parameters.iter().any(|parameter| {
        let words = look::words(&parameter.name);
        words.iter().any(|word| word.starts_with("idempoten")) || matches!(words.as_slice(), [first, second] if first == "request" && second == "token")
    });
    keyed
        || tool
            .item
            .raw
            .pointer("/annotations/idempotentHint")
            .is_some_and(|hint| hint.as_bool() == Some(true))
}
