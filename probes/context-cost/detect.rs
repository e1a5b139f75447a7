use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Item, Kind};

/// Bytes of JSON that one token stands for, roughly.
const BYTES_A_TOKEN: usize = 4;

/// Tokens beyond which it is worth knowing, and beyond which somebody should look.
const MUCH: usize = 20_000;
const TOO_MUCH: usize = 100_000;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.tools_whole()?;
    let tools = view.facts.inventory.of(Kind::Tool);
    let sizes: Vec<(usize, &Item)> = tools
        .iter()
        .map(|entry| (entry.item.raw.text().len(), &*entry.item))
        .collect();
    let texts: usize = view
        .facts
        .inventory
        .instructions
        .iter()
        .map(|(text, ..)| text.len())
        .sum();
    let bytes = sizes.iter().map(|(size, _)| size).sum::<usize>() + texts;
    let tokens = bytes / BYTES_A_TOKEN;
    let says = format!(
        "{} and its instructions: {bytes} bytes, about {tokens} tokens.",
        say::count(tools.len(), "tool")
    );
    let finding = (tokens > MUCH).then(|| {
        let largest = match sizes.iter().max_by_key(|(size, _)| *size) {
            Some((size, item)) if *size >= texts => format!(
                " The largest is {} with {size} bytes.",
                say::quote(&item.label())
            ),
            _ => format!(" Its instructions are {texts} bytes of that."),
        };
        let severity = if tokens > TOO_MUCH {
            Severity::Warning
        } else {
            Severity::Info
        };
        Finding::on_server(
            severity,
            format!("Its definitions take about {tokens} tokens of every conversation.{largest}"),
        )
        .inside("/tools")
    });
    Ok(Outcome::pass(says).at(frames).with(finding))
}
