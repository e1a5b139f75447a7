use crate::{Answer, Finding, Outcome, Severity, Subject, View, say};
use serde_json::Value;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let servers = connected.iter().filter_map(|(_, handshake, _)| {
        Some((
            Subject::server(),
            sources(handshake.server_info.as_ref()?.get("icons")),
        ))
    });
    let items = view.facts.inventory.all().map(|entry| {
        (
            Subject::of(&entry.item),
            sources(entry.item.raw.get("icons").as_ref()),
        )
    });
    let icons: Vec<(Subject, String)> = servers
        .chain(items)
        .flat_map(|(subject, sources)| sources.into_iter().map(move |src| (subject.clone(), src)))
        .collect();
    if icons.is_empty() {
        return Ok(Outcome::not_applicable("It shows no icons."));
    }
    let findings: Vec<Finding> = icons
        .iter()
        .filter_map(|(subject, src)| finding(subject, src))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    Ok(Outcome::pass(format!(
        "{}, each from a `data:` or `https:` address.",
        say::count(icons.len(), "icon")
    )))
}

fn sources(icons: Option<&Value>) -> Vec<String> {
    let icons = icons.and_then(Value::as_array).into_iter().flatten();
    let source = |icon: &Value| Some(icon.get("src")?.as_str()?.to_owned());
    icons.filter_map(source).collect()
}

fn finding(subject: &Subject, src: &str) -> Option<Finding> {
    let scheme = src
        .split_once(':')
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    let severity = match scheme.as_deref() {
        Some("https" | "data") => return None,
        Some("http") => Severity::Warning,
        _ => Severity::Error,
    };
    Some(
        Finding::new(
            subject.clone(),
            severity,
            format!("Its icon comes from {}.", say::quote(src)),
        )
        .inside("/icons"),
    )
}
