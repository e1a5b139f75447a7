use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::Item;
use gate_engine::Sensitive;
use std::collections::BTreeSet;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let mut frames = view.tools_whole()?;
    frames.extend(view.resources_whole()?);
    let tools = view
        .judged
        .tools
        .iter()
        .filter_map(|tool| finding(&tool.item, &tool.sensitive));
    let resources = view
        .judged
        .resources
        .iter()
        .filter_map(|resource| finding(&resource.item, &resource.sensitive));
    let findings: Vec<Finding> = tools.chain(resources).collect();
    let judged = format!(
        "{} and {} judged",
        say::count(view.judged.tools.len(), "tool"),
        say::count(view.judged.resources.len(), "resource")
    );
    let says = match findings.len() {
        0 => format!("{judged}: none reaches a sensitive class."),
        n => format!("{judged}: {n} of them may reach a sensitive class."),
    };
    Ok(Outcome::pass(says).at(frames).with(findings))
}

fn finding(item: &Item, classes: &BTreeSet<Sensitive>) -> Option<Finding> {
    let titles: Vec<&str> = classes.iter().map(|class| class.title()).collect();
    (!titles.is_empty()).then(|| {
        Finding::on(
            item,
            Severity::Info,
            format!("It may reach {}.", titles.join(", ")),
        )
    })
}
