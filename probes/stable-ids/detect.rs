use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use judge::JudgedTool;
use serde_json::Value;

/// Levels of an output schema that are searched.
const LEVELS: usize = 4;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.tools_whole()?;
    let changing = view.changing();
    if changing.is_empty() {
        return Ok(Outcome::not_applicable("No tool changes anything."));
    }
    let without: Vec<&JudgedTool> = changing
        .iter()
        .copied()
        .filter(|tool| !has_id(tool.item.raw.get("outputSchema").as_ref(), LEVELS))
        .collect();
    if without.is_empty() {
        return Ok(Outcome::pass(format!(
            "{}, each of which declares an id in what it returns.",
            say::count(changing.len(), "changing tool")
        ))
        .at(frames));
    }
    let because = format!(
        "{} of {} without an id in a declared output.",
        without.len(),
        say::count(changing.len(), "changing tool")
    );
    let findings = without.iter().map(|tool| {
        Finding::on(
            &tool.item,
            Severity::Info,
            "What it returns declares no id.",
        )
    });
    Ok(Outcome::inconclusive(
        because,
        "Show what its writes return, and attest `write_actions.stable_ids`.",
    )
    .with(findings))
}

fn has_id(schema: Option<&Value>, levels: usize) -> bool {
    let Some(schema) = schema.filter(|_| levels > 0) else {
        return false;
    };
    let properties = look::members(schema.get("properties"));
    properties
        .iter()
        .any(|(name, inner)| is_id(name) || has_id(Some(inner), levels - 1))
        || has_id(schema.get("items"), levels - 1)
}

fn is_id(name: &str) -> bool {
    let words = look::words(name);
    words.last().is_some_and(|last| {
        matches!(
            last.as_str(),
            "id" | "uuid" | "guid" | "key" | "uri" | "url" | "sha" | "number"
        )
    })
}
