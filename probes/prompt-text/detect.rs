use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Item, Kind};
use serde_json::Value;

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
    if silent.is_empty() {
        return Ok(Outcome::pass(format!(
            "{}, described with all arguments.",
            say::count(prompts.len(), "prompt")
        ))
        .at(frames));
    }
    let because = format!(
        "{} of {} not fully described.",
        silent.len(),
        say::count(prompts.len(), "prompt")
    );
    Ok(Outcome::inconclusive(
        because,
        "Fetch each prompt, and read what it says to the model.",
    )
    .with(silent))
}

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
