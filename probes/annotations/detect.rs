use crate::{Answer, Finding, Outcome, Severity, View, say};
use judge::{Hints, JudgedTool};
use serde_json::Value;

const HINTS: [&str; 4] = [
    "readOnlyHint",
    "destructiveHint",
    "idempotentHint",
    "openWorldHint",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let tools = &view.judged.tools;
    let failing: Vec<Finding> = tools
        .iter()
        .flat_map(|tool| mistyped(tool).into_iter().chain(contradictory(tool)))
        .collect();
    if !failing.is_empty() {
        return Ok(Outcome::Fail { findings: failing });
    }
    let passed =
        view.pass_tools(|tools| format!("{tools}, each with hints that agree with its text."))?;
    let silent: Vec<Finding> = tools.iter().filter_map(silent).collect();
    if silent.is_empty() {
        return Ok(passed);
    }
    let because = format!(
        "{} of {} without all hints.",
        silent.len(),
        say::count(tools.len(), "tool")
    );
    // Most servers set none: that is one thing to know, not one a tool.
    let none = tools
        .iter()
        .all(|tool| hint(tool, "readOnlyHint").is_none());
    let findings = if none {
        vec![Finding::on_server(
            Severity::Info,
            "No tool says whether it only reads: a client must take each for one that writes, destroys and may not be repeated.",
        )]
    } else {
        silent
    };
    Ok(Outcome::inconclusive(
        because,
        "Have the hints set; or attest `tools.side_effects` and `tools.idempotency`.",
    )
    .with(findings))
}

fn hint(tool: &JudgedTool, name: &str) -> Option<bool> {
    tool.item.raw.get("annotations")?.get(name)?.as_bool()
}

fn mistyped(tool: &JudgedTool) -> Option<Finding> {
    let annotations = tool
        .item
        .raw
        .get("annotations")
        .filter(|annotations| !annotations.is_null())?;
    let Some(members) = annotations.as_object() else {
        return Some(Finding::on(
            &tool.item,
            Severity::Error,
            "Its annotations are not an object.",
        ));
    };
    let wrong = HINTS.iter().find(|name| {
        members
            .get(**name)
            .is_some_and(|hint| !matches!(hint, Value::Bool(_) | Value::Null))
    })?;
    Some(Finding::on(
        &tool.item,
        Severity::Error,
        format!("Its {wrong} is neither true nor false."),
    ))
}

fn contradictory(tool: &JudgedTool) -> Option<Finding> {
    let claim = tool.contradictions.first()?;
    let message = format!(
        "{}: {}.",
        say::sentence(&claim.claim),
        say::quote(&claim.text)
    );
    // A hint that makes a tool look harmless is named as deception.
    let severity = if hint(tool, "readOnlyHint") == Some(true) {
        Severity::Info
    } else {
        Severity::Warning
    };
    Some(Finding::on(&tool.item, severity, message))
}

/// What a client must take a tool for, with the specification's defaults where it says nothing.
fn taken_for(hints: Hints) -> String {
    let effective = hints.effective();
    let writes = match (effective.read_only, effective.destructive) {
        (Some(true), _) => "only reads",
        (_, Some(true)) => "destroys",
        _ => "writes",
    };
    let repeated = if effective.idempotent == Some(true) {
        "may"
    } else {
        "may not"
    };
    let world = if effective.open_world == Some(true) {
        "reaches the world outside"
    } else {
        "stays inside"
    };
    format!("a client must take it for one that {writes}, {repeated} be repeated, and {world}")
}

/// A tool that leaves a hint to be guessed.
fn silent(tool: &JudgedTool) -> Option<Finding> {
    let hints = Hints::of(&tool.item.raw.value());
    let missing = match hint(tool, "readOnlyHint") {
        Some(true) => return None,
        None => "whether it only reads",
        Some(false) if hint(tool, "destructiveHint").is_none() => "whether it destroys",
        Some(false) if hint(tool, "idempotentHint").is_none() => "whether it may be repeated",
        Some(false) => return None,
    };
    Some(Finding::on(
        &tool.item,
        Severity::Info,
        format!("It does not say {missing}; {}.", taken_for(hints)),
    ))
}
