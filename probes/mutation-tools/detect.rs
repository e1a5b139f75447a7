use crate::{Answer, Finding, Outcome, Severity, View, say};
use gate_engine::Effect;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let changing = view.changing();
    let known: Vec<&str> = changing
        .iter()
        .filter(|tool| tool.effect != Effect::Unknown)
        .filter_map(|tool| tool.item.name.as_deref())
        .collect();
    let passed = view.pass_tools(|tools| match known.len() {
        0 => format!("None of {tools} changes anything."),
        n => format!(
            "Of {tools}, {n} change something: {}.",
            say::names(known.iter().copied())
        ),
    })?;
    let unknown: Vec<Finding> = changing
        .iter()
        .filter(|tool| tool.effect == Effect::Unknown)
        .map(|tool| {
            Finding::on(
                &tool.item,
                Severity::Info,
                "Whether it changes anything is not clear; it counts as a write.",
            )
        })
        .collect();
    if unknown.is_empty() {
        return Ok(passed);
    }
    let because = format!(
        "What {} does is not clear.",
        say::count(unknown.len(), "tool")
    );
    Ok(Outcome::inconclusive(
        because,
        "State each one's effect in the record, and attest `write_actions.mutation_tools`.",
    )
    .with(unknown))
}
