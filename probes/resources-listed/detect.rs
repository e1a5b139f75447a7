use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Item, Kind};

mod template;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let nowhere: Vec<Finding> = view.resources().filter_map(nowhere).collect();
    if !nowhere.is_empty() {
        return Ok(Outcome::Fail { findings: nowhere });
    }
    let mut broken = view.broken_listings(Kind::Resource);
    broken.extend(view.broken_listings(Kind::Template));
    let odd = view.resources().filter_map(odd);
    let odd: Vec<Finding> = odd
        .chain(look::doubles(view, &[Kind::Resource, Kind::Template]))
        .collect();
    let outcome = look::listing(view.resources_whole(), broken, || {
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
    });
    Ok(outcome.with(odd))
}

/// An address that cannot be one: no scheme, or a template that cannot be read.
fn odd(item: &Item) -> Option<Finding> {
    let address = item.raw.string(item.kind.key())?;
    let wrong = match item.kind {
        Kind::Template => template::broken(&address)?,
        Kind::Resource if !has_scheme(&address) => "it names no scheme and so is no URI".to_owned(),
        _ => return None,
    };
    let message = format!("Its address is {}: {wrong}.", say::quote(&address));
    Some(Finding::on(item, Severity::Warning, message))
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        let mut chars = scheme.chars();
        chars
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic())
            && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// A resource that has no address.
fn nowhere(item: &Item) -> Option<Finding> {
    let key = item.kind.key();
    (!look::says(item, key)).then(|| {
        let severity = look::lack(item, Severity::Error);
        Finding::on(item, severity, format!("It has no `{key}`."))
    })
}
