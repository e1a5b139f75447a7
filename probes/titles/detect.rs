use crate::look::{text, words};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::Item;
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let tools: Vec<&Item> = view
        .facts
        .inventory
        .tools
        .iter()
        .map(|entry| &*entry.item)
        .collect();
    let names: BTreeMap<Vec<String>, &str> = tools
        .iter()
        .filter_map(|tool| tool.name.as_deref())
        .map(|name| (words(name), name))
        .collect();
    let titled = tools.iter().filter(|tool| title(tool).is_some()).count();
    let findings: Vec<Finding> = tools
        .iter()
        .filter_map(|tool| finding(tool, &names))
        .collect();
    let frames = view.tools_whole()?;
    if titled == 0 {
        return Ok(Outcome::not_applicable("None of its tools has a title."));
    }
    let says = match findings.len() {
        0 => format!("{} with a title that agrees.", say::count(titled, "tool")),
        n => format!(
            "Of {} with a title, {n} disagree.",
            say::count(titled, "tool")
        ),
    };
    Ok(Outcome::pass(says).at(frames).with(findings))
}

/// The title that a client shows.
fn title(tool: &Item) -> Option<String> {
    let title = tool.raw.string("title");
    title
        .filter(|title| !title.trim().is_empty())
        .or_else(|| hint(tool))
}

fn hint(tool: &Item) -> Option<String> {
    text(&tool.raw.get("annotations")?, "title").map(str::to_owned)
}

fn finding(tool: &Item, names: &BTreeMap<Vec<String>, &str>) -> Option<Finding> {
    let shown = title(tool)?;
    let info = |message: String| Some(Finding::on(tool, Severity::Info, message));
    if let Some(hint) = hint(tool).filter(|hint| hint.trim() != shown.trim()) {
        return info(format!(
            "It has two titles: {} and {}.",
            say::quote(&shown),
            say::quote(&hint)
        ));
    }
    let title = words(&shown);
    let own = tool.name.as_deref().map(words).unwrap_or_default();
    let other = names
        .get(&title)
        .filter(|_| title != own && !title.is_empty())?;
    info(format!(
        "Its title {} is what another tool is called: {}.",
        say::quote(&shown),
        say::quote(other)
    ))
}
