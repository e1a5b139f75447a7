use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Entry, Item, Kind, Variant};
use serde_json::Value;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let tools = view.facts.inventory.of(Kind::Tool);
    let failing: Vec<Finding> = tools.iter().filter_map(invalid).collect();
    if !failing.is_empty() {
        return Ok(Outcome::Fail { findings: failing });
    }
    let passed = view.pass_tools(|tools| format!("{tools}, each with an output schema."))?;
    let without: Vec<&Item> = tools
        .iter()
        .map(|entry| &*entry.item)
        .filter(|item| schema(item).is_none())
        .collect();
    if without.is_empty() {
        return Ok(passed);
    }
    let because = format!(
        "{} of {} without an output schema.",
        without.len(),
        say::count(tools.len(), "tool")
    );
    let findings = if without.len() == tools.len() {
        vec![Finding::on_server(
            Severity::Info,
            "No tool declares what it returns.",
        )]
    } else {
        without
            .iter()
            .map(|item| Finding::on(item, Severity::Info, "It does not declare what it returns."))
            .collect()
    };
    Ok(Outcome::inconclusive(
        because,
        "Have them declared; or attest `tools.output_shape`.",
    )
    .with(findings))
}

fn schema(tool: &Item) -> Option<Value> {
    tool.raw
        .get("outputSchema")
        .filter(|schema| !schema.is_null())
}

/// An output schema that is none. Revisions before 2026-07-28 want an object in the result, and so in the schema.
fn invalid(entry: &Entry) -> Option<Finding> {
    let schema = entry.item.raw.get("outputSchema")?;
    let older = entry
        .visible_to
        .iter()
        .any(|variant| *variant != Variant::Discover);
    let of_object = schema.get("type").and_then(Value::as_str) == Some("object");
    let message = if !schema.is_object() {
        "Its output schema is no object.".to_owned()
    } else if older && !of_object {
        "Its output schema is not of type object, as revisions before 2026-07-28 ask.".to_owned()
    } else {
        let (pointer, why) = judge::no_schema(&schema)?;
        format!(
            "Its output schema is not valid: {} at {}.",
            why.trim_end_matches('.'),
            say::quote(&format!("/outputSchema{pointer}"))
        )
    };
    Some(Finding::on(&entry.item, Severity::Error, message).inside("/outputSchema"))
}
