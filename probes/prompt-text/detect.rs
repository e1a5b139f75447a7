use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Item, Kind};
use gate_engine::Effect;
use judge::JudgedPrompt;
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.whole(Kind::Prompt)?;
    let prompts = &view.facts.inventory.prompts;
    if prompts.is_empty() {
        return Ok(Outcome::not_applicable("It offers no prompts."));
    }
    let silent: Vec<Finding> = prompts
        .iter()
        .filter_map(|entry| silent(&entry.item))
        .collect();
    let leading = leading(view);
    let count = say::count(prompts.len(), "prompt");
    if silent.is_empty() {
        let says = format!("{count}, described with all arguments.");
        return Ok(Outcome::pass(says).at(frames).with(leading));
    }
    let because = format!("{} of {count} not fully described.", silent.len());
    let remedy = "Fetch each prompt, and read what it says to the model.";
    Ok(Outcome::inconclusive(because, remedy)
        .with(silent)
        .with(leading))
}

/// Prompts whose text names tools: who picks one has them called in the user's name.
fn leading(view: &View<'_>) -> Vec<Finding> {
    let mut effects: BTreeMap<String, (bool, Effect)> = BTreeMap::new();
    for tool in &view.judged.tools {
        let grave = tool.broad || tool.effect == Effect::Destructive;
        let worst = effects
            .entry(tool.item.label())
            .or_insert((grave, tool.effect));
        worst.0 |= grave;
    }
    let one = |prompt: &JudgedPrompt| {
        let (_, first) = prompt.names.first()?;
        let effect = |name: &str| effects.get(name).copied();
        let grave = prompt
            .names
            .iter()
            .any(|(name, _)| effect(name).is_some_and(|(grave, _)| grave));
        let named: Vec<String> = prompt
            .names
            .iter()
            .take(NAMED)
            .map(|(name, _)| match effect(name) {
                Some((_, effect)) => format!("{} ({effect})", say::quote(name)),
                None => say::quote(name),
            })
            .collect();
        let more = match prompt.names.len().saturating_sub(NAMED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let severity = if grave {
            Severity::Warning
        } else {
            Severity::Info
        };
        let message = format!(
            "It leads the model to tools: {}{more}. It says: {}.",
            named.join(", "),
            say::quote(&first.text)
        );
        Some(Finding::on(&prompt.item, severity, message))
    };
    view.judged.prompts.iter().filter_map(one).collect()
}

/// Tools that one message names.
const NAMED: usize = 5;

fn silent(prompt: &Item) -> Option<Finding> {
    let arguments = prompt.raw.get("arguments");
    let arguments = arguments
        .as_ref()
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let bare = arguments.filter(|argument| look::text(argument, "description").is_none());
    let bare: Vec<&str> = bare
        .filter_map(|argument| look::text(argument, "name"))
        .collect();
    let message = if !look::says(prompt, "description") {
        "It has no description.".to_owned()
    } else if bare.is_empty() {
        return None;
    } else {
        format!("Arguments are not described: {}.", say::names(bare))
    };
    Some(Finding::on(prompt, Severity::Info, message))
}
