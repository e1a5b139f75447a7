use crate::{Answer, Finding, Outcome, Severity, View, look};
use judge::JudgedTool;
use serde_json::Value;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let untyped: Vec<Finding> = view.judged.tools.iter().flat_map(untyped).collect();
    if !untyped.is_empty() {
        return Ok(Outcome::Fail { findings: untyped });
    }
    let passed = view.pass_tools(|tools| format!("{tools}, every parameter with a type."))?;
    Ok(passed.with(view.judged.tools.iter().flat_map(free)))
}

/// Parameters that take anything.
fn untyped(tool: &JudgedTool) -> impl Iterator<Item = Finding> {
    let parameters = tool
        .schema
        .parameters
        .iter()
        .filter(|parameter| !parameter.typed);
    parameters.map(|parameter| {
        // A reference that leads nowhere is named by `tool-schemas`.
        let lost = tool.schema.remarks.iter().any(|(pointer, remark)| {
            look::refers(remark)
                && pointer.ends_with(&format!("/properties/{}/$ref", parameter.name))
        });
        let severity = if lost {
            Severity::Info
        } else {
            Severity::Warning
        };
        Finding::on_parameter(
            &tool.item,
            &parameter.name,
            severity,
            "It has no type: it takes anything.",
        )
    })
}

/// Objects that take any members.
fn free(tool: &JudgedTool) -> impl Iterator<Item = Finding> {
    let free = look::properties(&tool.item).filter(|(_, schema)| is_free(schema));
    free.map(|(name, _)| {
        Finding::on_parameter(
            &tool.item,
            &name,
            Severity::Info,
            "It is an object that takes any members.",
        )
    })
}

fn is_free(schema: &Value) -> bool {
    const LISTS_MEMBERS: [&str; 7] = [
        "properties",
        "patternProperties",
        "$ref",
        "anyOf",
        "oneOf",
        "allOf",
        "enum",
    ];
    let listed = LISTS_MEMBERS
        .iter()
        .any(|keyword| schema.get(keyword).is_some());
    let open = schema.get("additionalProperties").is_none_or(|more| {
        more.as_bool() == Some(true) || more.as_object().is_some_and(|m| m.is_empty())
    });
    schema.get("type").and_then(Value::as_str) == Some("object") && !listed && open
}
