use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Item, Kind};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let nowhere: Vec<Finding> = view.resources().filter_map(nowhere).collect();
    if !nowhere.is_empty() {
        return Ok(Outcome::Fail { findings: nowhere });
    }
    let mut broken = view.broken_listings(Kind::Resource);
    broken.extend(view.broken_listings(Kind::Template));
    Ok(look::listing(view.resources_whole(), broken, || {
        let (resources, templates) = (
            view.facts.inventory.resources.len(),
            view.facts.inventory.templates.len(),
        );
        match resources + templates {
            0 => "It offers no resources.".to_owned(),
            _ => format!(
                "{} and {}.",
                say::count(resources, "resource"),
                say::count(templates, "template")
            ),
        }
    }))
}

/// A resource that has no address.
fn nowhere(item: &Item) -> Option<Finding> {
    let key = item.kind.key();
    (!look::says(item, key))
        .then(|| Finding::on(item, Severity::Error, format!("It has no `{key}`.")))
}
