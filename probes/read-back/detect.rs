use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use gate_engine::Effect;
use judge::JudgedTool;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.tools_whole()?;
    let changing = view.changing();
    if changing.is_empty() {
        return Ok(Outcome::not_applicable("No tool changes anything."));
    }
    let everywhere = everywhere(view);
    let readable = readable(view);
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for tool in changing {
        let things: BTreeSet<String> = words(tool)
            .filter(|word| !everywhere.contains(word))
            .collect();
        if things.iter().any(|thing| readable.contains(thing)) {
            read.push(tool)
        } else {
            unread.push(tool)
        }
    }
    if unread.is_empty() {
        return Ok(Outcome::pass(format!(
            "What {} can be read back.",
            say::count(read.len(), "tool") + " may change"
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

/// The words of a tool's name after the first, which says what is done; of a name of one word, that.
fn words(tool: &JudgedTool) -> impl Iterator<Item = String> {
    let words = look::words(tool.item.name.as_deref().unwrap_or(""));
    let skip = usize::from(words.len() > 1);
    words.into_iter().skip(skip)
}

/// Words that reading tools and resources speak of.
fn readable(view: &View<'_>) -> BTreeSet<String> {
    let tools = view
        .judged
        .tools
        .iter()
        .filter(|tool| tool.effect == Effect::Read)
        .flat_map(words);
    let resources = view.resources().flat_map(|item| look::words(&item.label()));
    tools.chain(resources).collect()
}

/// Words that all names share, such as the product's: they say nothing of the thing.
fn everywhere(view: &View<'_>) -> BTreeSet<String> {
    let tools = &view.judged.tools;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for tool in tools {
        for word in words(tool).collect::<BTreeSet<_>>() {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(_, n)| tools.len() > 2 && *n == tools.len())
        .map(|(word, _)| word)
        .collect()
}
