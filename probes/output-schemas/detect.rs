use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Item, Kind};
use serde_json::Value;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let tools = view.facts.inventory.of(Kind::Tool);
    let failing: Vec<Finding> = tools
        .iter()
        .filter_map(|entry| invalid(&entry.item))
        .collect();
    if !failing.is_empty() {
        return Ok(Outcome::Fail { findings: failing });
    }
    let passed = view.pass_tools(|tools| format!("{tools}, each with an output schema."))?;
    let without: Vec<&Item> = tools
        .iter()
        .map(|entry| &entry.item)
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

fn schema(tool: &Item) -> Option<&Value> {
    tool.raw
        .get("outputSchema")
        .filter(|schema| !schema.is_null())
}

fn invalid(tool: &Item) -> Option<Finding> {
    let schema = tool.raw.get("outputSchema")?;
    (!schema.is_object()).then(|| {
        Finding::on(tool, Severity::Error, "Its output schema is no object.")
            .inside("/outputSchema")
    })
}
