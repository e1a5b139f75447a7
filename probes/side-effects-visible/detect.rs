use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use gate_engine::Effect;
use judge::{Claim, JudgedTool};

/// Verbs that say nothing of what is done.
const GENERIC: [&str; 12] = [
    "manage", "handle", "process", "perform", "do", "control", "use", "work", "run", "execute",
    "make", "apply",
];

/// Verbs that show in a name that something ends, whatever word the description has for it.
const ENDS: [&str; 7] = ["close", "end", "exit", "kill", "quit", "shutdown", "stop"];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let untrue: Vec<Finding> = view.judged.tools.iter().filter_map(untrue).collect();
    if !untrue.is_empty() {
        return Ok(Outcome::Fail { findings: untrue });
    }
    let passed = view.pass_tools(|tools| {
        format!("{tools}: what each does shows in its name or its annotations.")
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

/// A tool that declares that it only reads, and whose own text says otherwise. Where its name shows the deed, the effect is visible
/// in spite of the annotation, which is then the question of annotations and tool-deception.
fn untrue(tool: &JudgedTool) -> Option<Finding> {
    let claim = tool.contradictions.first()?;
    let message = format!(
        "{}: {}.",
        say::sentence(&claim.claim),
        say::quote(&claim.text)
    );
    (tool.effect != Effect::Read && (tool.broad || !named(tool)))
        .then(|| Finding::on(&tool.item, Severity::Error, message))
}

/// A tool that may change something, which neither its name nor an annotation shows.
fn hidden(tool: &JudgedTool) -> Option<Finding> {
    if tool.effect == Effect::Read || declared(tool) || named(tool) {
        return None;
    }
    let strongest = effects(tool)
        .find(|claim| claim.claim.ends_with(tool.effect.id()))
        .or_else(|| effects(tool).next());
    let shows = |what: &str| match strongest {
        Some(claim) => format!(
            "That it may {what} shows only at {}: {}.",
            claim.from,
            say::quote(&claim.text)
        ),
        None => format!("That it may {what} does not show in its name."),
    };
    let (severity, message) = match tool.effect {
        Effect::Read | Effect::Unknown => (
            Severity::Info,
            "What it does shows neither in its name nor in an annotation.".to_owned(),
        ),
        Effect::Write => (Severity::Info, shows("change something")),
        Effect::Destructive => (Severity::Warning, shows("destroy something")),
    };
    Some(Finding::on(&tool.item, severity, message))
}

/// Whether an annotation says that it changes something.
fn declared(tool: &JudgedTool) -> bool {
    let hint = |name: &str| {
        tool.item
            .raw
            .get("annotations")
            .and_then(|hints| hints.get(name)?.as_bool())
    };
    hint("readOnlyHint") == Some(false) || hint("destructiveHint") == Some(true)
}

/// Whether its name shows what it does: the judgement rests on it, or it holds the verb that its description begins with.
fn named(tool: &JudgedTool) -> bool {
    let words = look::words(tool.item.name.as_deref().unwrap_or(""));
    let says_the_deed = |claim: &Claim| {
        let verb = look::words(&claim.text).into_iter().next();
        verb.is_some_and(|verb| {
            let ends = verb.starts_with("terminate")
                && words.iter().any(|word| ENDS.contains(&word.as_str()));
            ends || words.contains(&verb) && !GENERIC.contains(&verb.as_str())
        })
    };
    effects(tool)
        .filter(|claim| claim.claim != "effect: read")
        .any(|claim| claim.from.starts_with("/name") || says_the_deed(claim))
}

/// The claims that its effect rests on.
fn effects(tool: &JudgedTool) -> impl Iterator<Item = &Claim> {
    tool.because
        .iter()
        .filter(|claim| claim.claim.starts_with("effect"))
}
