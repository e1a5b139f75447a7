use crate::{Answer, Finding, Outcome, Severity, View, say};
use judge::JudgedTool;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let passed = view.pass_tools(|tools| format!("Every parameter of {tools} is described."))?;
    let findings: Vec<Finding> = view
        .judged
        .tools
        .iter()
        .filter_map(undescribed)
        .chain(view.judged.tools.iter().filter_map(unlimited))
        .collect();
    if findings.is_empty() {
        return Ok(passed);
    }
    let because = format!(
        "Parameters are not described, or not limited: {}.",
        say::count(findings.len(), "finding")
    );
    Ok(Outcome::inconclusive(
        because,
        "Describe and limit them; or attest `tool_boundaries.parameters-constrained`.",
    )
    .with(findings))
}

fn undescribed(tool: &JudgedTool) -> Option<Finding> {
    let all = &tool.schema.parameters;
    let bare: Vec<&str> = all
        .iter()
        .filter(|parameter| !parameter.described)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let message = format!(
        "{} of {} not described: {}.",
        bare.len(),
        say::count(all.len(), "parameter"),
        say::names(bare.iter().copied())
    );
    (!bare.is_empty()).then(|| Finding::on(&tool.item, Severity::Info, message))
}

/// Free text of a tool that can do anything of a powerful class.
fn unlimited(tool: &JudgedTool) -> Option<Finding> {
    let free = tool
        .schema
        .parameters
        .iter()
        .filter(|parameter| !parameter.constrained)
        .map(|parameter| parameter.name.as_str());
    let free: Vec<&str> = free.collect();
    let message = format!(
        "It can do anything of its class, and nothing limits {}.",
        say::names(free.iter().copied())
    );
    (tool.broad && !free.is_empty())
        .then(|| Finding::on(&tool.item, Severity::Info, message).inside("/inputSchema/properties"))
}
