use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use gate_engine::Effect;
use judge::{JudgedTool, Siblings};
use std::collections::BTreeSet;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.tools_whole()?;
    let changing = view.changing();
    if changing.is_empty() {
        return Ok(Outcome::not_applicable("No tool changes anything."));
    }
    let siblings = Siblings::of(
        view.judged
            .tools
            .iter()
            .filter_map(|tool| tool.item.name.as_deref()),
    );
    let readable = readable(view, &siblings);
    let reads = |tool: &&JudgedTool| things(tool, &siblings).any(|thing| readable.contains(&thing));
    let (read, unread): (Vec<&JudgedTool>, Vec<&JudgedTool>) =
        changing.into_iter().partition(reads);
    if unread.is_empty() {
        return Ok(Outcome::pass(format!(
            "What {} may change can be read back.",
            say::count(read.len(), "tool")
        ))
        .at(frames));
    }
    let findings = unread.iter().map(|tool| {
        Finding::on(
            &tool.item,
            Severity::Info,
            "No reading tool or resource is named after what it changes.",
        )
    });
    let because = format!(
        "For {} no way to read back shows in the names.",
        say::count(unread.len(), "changing tool")
    );
    Ok(Outcome::inconclusive(
        because,
        "Show how each is read back, and attest `verification.read-back`.",
    )
    .with(findings))
}

/// What a tool's name speaks of: its words after the first, which says what is done; of a name of one word, that.
fn things(tool: &JudgedTool, siblings: &Siblings) -> impl Iterator<Item = String> {
    let words = siblings.own_words(tool.item.name.as_deref().unwrap_or(""));
    let skip = usize::from(words.len() > 1);
    words
        .into_iter()
        .skip(skip)
        .map(|word| look::singular(&word))
}

/// What reading tools and resources speak of.
fn readable(view: &View<'_>, siblings: &Siblings) -> BTreeSet<String> {
    let tools = view
        .judged
        .tools
        .iter()
        .filter(|tool| tool.effect == Effect::Read)
        .flat_map(|tool| things(tool, siblings));
    let resources = view.resources().flat_map(|item| look::words(&item.label()));
    tools.chain(resources).collect()
}
