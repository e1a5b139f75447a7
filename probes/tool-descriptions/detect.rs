use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Item, Kind};
use serde_json::Value;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let findings: Vec<Finding> = view
        .facts
        .inventory
        .of(Kind::Tool)
        .iter()
        .filter_map(|entry| finding(&entry.item))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    view.pass_tools(|tools| format!("{tools}, each with a description."))
}

fn finding(tool: &Item) -> Option<Finding> {
    let message = match tool.raw.get("description") {
        Some(Value::String(text)) => match text.trim() {
            "" => "Its description is empty.",
            text if tool.name.as_deref() == Some(text) => "Its description only repeats its name.",
            _ => return None,
        },
        Some(Value::Null) | None => "It has no description.",
        Some(_) => "Its description is not a string.",
    };
    Some(Finding::on(tool, Severity::Warning, message))
}
