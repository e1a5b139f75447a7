use crate::{Answer, Finding, Outcome, Severity, View, say};
use gate_engine::Effect;
use judge::JudgedTool;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let untrue: Vec<Finding> = view.judged.tools.iter().filter_map(untrue).collect();
    if !untrue.is_empty() {
        return Ok(Outcome::Fail { findings: untrue });
    }
    let passed = view.pass_tools(|tools| {
        format!("What each of {tools} does shows in its name or its annotations.")
    })?;
    let hidden: Vec<Finding> = view.judged.tools.iter().filter_map(hidden).collect();
    if hidden.is_empty() {
        return Ok(passed);
    }
    let because = format!(
        "Neither name nor annotation of {} shows that it may change something.",
        say::count(hidden.len(), "tool")
    );
    Ok(Outcome::inconclusive(because, "Have it renamed or annotated, or exclude it.").with(hidden))
}

/// A tool whose declared effect is contradicted by its own text.
fn untrue(tool: &JudgedTool) -> Option<Finding> {
    let claim = tool.contradictions.first()?;
    let declares = tool
        .item
        .raw
        .pointer("/annotations/readOnlyHint")?
        .as_bool()?;
    let says = say::sentence(&claim.claim);
    (declares && tool.effect != Effect::Read).then(|| {
        Finding::on(
            &tool.item,
            Severity::Error,
            format!("{says}: {}.", say::quote(&claim.text)),
        )
    })
}

/// A tool that may change something, which neither its name nor an annotation shows.
fn hidden(tool: &JudgedTool) -> Option<Finding> {
    let declared = tool
        .item
        .raw
        .pointer("/annotations/readOnlyHint")
        .is_some_and(|hint| hint.as_bool() == Some(false));
    let named = tool
        .because
        .iter()
        .any(|claim| claim.claim.starts_with("effect") && claim.from.starts_with("/name"));
    if declared || named {
        return None;
    }
    let rests = tool
        .because
        .iter()
        .find(|claim| claim.claim.starts_with("effect"));
    let (severity, message) = match (tool.effect, rests) {
        (Effect::Read, _) => return None,
        (Effect::Unknown, _) => (
            Severity::Info,
            "What it does shows neither in its name nor in an annotation.".to_owned(),
        ),
        (Effect::Destructive, Some(claim)) => (
            Severity::Warning,
            format!(
                "That it may destroy shows only in {}.",
                say::quote(&claim.text)
            ),
        ),
        (Effect::Write, Some(claim)) => (
            Severity::Info,
            format!(
                "That it may change something shows only in {}.",
                say::quote(&claim.text)
            ),
        ),
        (Effect::Write | Effect::Destructive, None) => (
            Severity::Info,
            "Its name does not show that it may change something.".to_owned(),
        ),
    };
    Some(Finding::on(&tool.item, severity, message))
}
