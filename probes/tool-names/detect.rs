use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Fault, FaultKind, Item, Kind};
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let items = || {
        view.facts
            .inventory
            .of(Kind::Tool)
            .iter()
            .map(|entry| &*entry.item)
    };
    let mut failing: Vec<Finding> = items().filter_map(unusable).collect();
    failing.extend(view.facts.faults.iter().filter_map(duplicate));
    if !failing.is_empty() {
        return Ok(Outcome::Fail { findings: failing });
    }
    let passed = view.pass_tools(|tools| format!("{tools}, each with a plain name of its own."))?;
    Ok(passed.with(near(items())).with(items().filter_map(unusual)))
}

/// A name that cannot be held on to.
fn unusable(item: &Item) -> Option<Finding> {
    let Some(name) = &item.name else {
        return Some(Finding::on(
            item,
            look::lack(item, Severity::Error),
            "It has no name that is a string.",
        ));
    };
    if name.trim().is_empty() {
        return Some(Finding::on(item, Severity::Error, "Its name is empty."));
    }
    let odd = look::unseen(name)?;
    let message = format!(
        "Its name {} holds U+{:04X}, a character that is not shown.",
        say::quote(name),
        u32::from(odd)
    );
    Some(Finding::on(item, Severity::Error, message))
}

fn duplicate(fault: &Fault) -> Option<Finding> {
    let (Kind::Tool, name) = fault.subject.as_ref()? else {
        return None;
    };
    let finding = Finding::on_tool_named(
        name,
        Severity::Error,
        format!("Two tools are named {}.", say::quote(name)),
    );
    (fault.kind == FaultKind::DuplicateName).then(|| finding.at([fault.at.frame]))
}

/// A name outside the characters or the length that the specification recommends: legal, and known to trip clients.
fn unusual(item: &Item) -> Option<Finding> {
    let name = item.name.as_deref()?;
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        && name.len() <= 128;
    (!plain).then(|| {
        Finding::on(
            item,
            Severity::Info,
            format!(
                "Its name {} is outside what the specification recommends.",
                say::quote(name)
            ),
        )
    })
}

/// Names that a reader takes for each other: they differ only in case, or in letters that look alike.
fn near<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<Finding> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut findings = Vec::new();
    for (item, name) in items.filter_map(|item| Some((item, item.name.as_deref()?))) {
        let first = *seen.entry(judge::look_alike(name)).or_insert(name);
        if first != name {
            let how = if first.to_lowercase() == name.to_lowercase() {
                "only in case"
            } else {
                "only in letters that look alike"
            };
            let message = format!(
                "Its name {} differs from {} {how}.",
                say::quote(name),
                say::quote(first)
            );
            // Whether it deceives is the question of `tool-deception`.
            findings.push(Finding::on(item, Severity::Info, message));
        }
    }
    findings
}
