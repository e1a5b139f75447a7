use crate::{Answer, Finding, Outcome, Severity, View, say};
use judge::JudgedResource;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.resources_whole()?;
    let resources = &view.judged.resources;
    if resources.is_empty() {
        return Ok(Outcome::pass("It offers no resources.").at(frames));
    }
    let findings = resources.iter().filter_map(finding);
    let because = format!(
        "{} listed and none read: what they hold cannot be seen.",
        say::count(resources.len(), "resource")
    );
    let remedy = "Look at what they hold, and attest `resources.data_categories` and `resources.private_data`.";
    Ok(Outcome::inconclusive(because, remedy).with(findings))
}

fn finding(resource: &JudgedResource) -> Option<Finding> {
    let classes: Vec<&str> = resource
        .sensitive
        .iter()
        .map(|class| class.title())
        .collect();
    let (severity, message) = if resource.wide {
        (
            Severity::Warning,
            "Any path, URL or query can be read through it.".to_owned(),
        )
    } else if !classes.is_empty() {
        (
            Severity::Info,
            format!("It may hold {}.", classes.join(", ")),
        )
    } else if resource.private {
        (
            Severity::Info,
            "It may hold private files, tickets, notes, mails or rows.".to_owned(),
        )
    } else {
        return None;
    };
    Some(Finding::on(&resource.item, severity, message))
}
