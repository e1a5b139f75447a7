use crate::{Answer, Finding, Outcome, Severity, View, say};
use gate_engine::Sensitive;
use judge::JudgedResource;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let frames = view.resources_whole()?;
    let resources = &view.judged.resources;
    if resources.is_empty() {
        return Ok(Outcome::pass("It offers no resources.").at(frames));
    }
    let findings = resources
        .iter()
        .flat_map(|resource| finding(resource).into_iter().chain(on_the_web(resource)));
    let because = format!(
        "{} listed and none read: what they hold cannot be seen.",
        say::count(resources.len(), "resource")
    );
    let remedy = "Look at what they hold, and attest `resources.data_categories` and `resources.private_data`.";
    Ok(Outcome::inconclusive(because, remedy).with(findings))
}

/// A resource on the web: a client may fetch it by itself, so that what it gets does not come from this server.
fn on_the_web(resource: &JudgedResource) -> Option<Finding> {
    let item = &resource.item;
    let key = item.kind.key();
    let address = item.raw.string(key)?;
    let scheme = address.split_once("://")?.0;
    let web = ["https", "http"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    let message =
        format!("Its address is {scheme}: clients may fetch it by themselves, past this server.");
    web.then(|| Finding::on(item, Severity::Info, message).inside(format!("/{key}")))
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
            "Any path, URL, table or query can be read through it.".to_owned(),
        )
    } else if !classes.is_empty() {
        let keeps = resource.sensitive.contains(&Sensitive::Credentials);
        (
            if keeps {
                Severity::Warning
            } else {
                Severity::Info
            },
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
