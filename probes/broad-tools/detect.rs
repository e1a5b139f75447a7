use crate::{Answer, Finding, Outcome, Severity, View, say};
use gate_engine::Effect;
use judge::{Capability, JudgedTool};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let broad: Vec<Finding> = view
        .judged
        .tools
        .iter()
        .filter(|tool| tool.broad)
        .map(finding)
        .collect();
    if broad.is_empty() {
        return view.pass_tools(|tools| format!("None of {tools} is broad."));
    }
    let because = format!(
        "{}, and what bounds them where they run cannot be seen from outside.",
        say::count(broad.len(), "broad tool")
    );
    let remedy = "Exclude them, or evidence what bounds them as a `[[bound]]` in the record.";
    Ok(Outcome::inconclusive(because, remedy).with(broad))
}

fn finding(tool: &JudgedTool) -> Finding {
    let what: Vec<&str> = tool
        .capabilities
        .iter()
        .copied()
        .map(Capability::title)
        .collect();
    let what = if what.is_empty() {
        "does anything of its class".to_owned()
    } else {
        what.join(", ")
    };
    let rests = tool.because.iter().find(|claim| claim.claim == "broad");
    let rests = rests
        .map(|claim| format!(", by {} at {}", say::quote(&claim.text), claim.from))
        .unwrap_or_default();
    let bound = match &tool.bound {
        Some(bound) => format!(" Its own text states a bound: {}.", say::quote(bound)),
        None => String::new(),
    };
    let severity = if tool.effect == Effect::Read || tool.bound.is_some() {
        Severity::Warning
    } else {
        Severity::Error
    };
    Finding::on(
        &tool.item,
        severity,
        format!("It {what}, whatever the caller asks for{rests}.{bound}"),
    )
}
