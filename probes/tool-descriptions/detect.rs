use crate::{Answer, Finding, Outcome, Severity, View, look};
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
        _ if !tool.raw.is_object() => {
            "It is no object, or nests too deep to be read: no description was seen."
        }
        Some(Value::Null) | None => "It has no description.",
        Some(_) => "Its description is not a string.",
    };
    let severity = look::lack(tool, Severity::Warning);
    Some(Finding::on(tool, severity, message))
}
