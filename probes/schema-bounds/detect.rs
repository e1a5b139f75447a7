use crate::schema::Subschemas;
use crate::{Answer, Finding, Outcome, Severity, View, say, schema};
use evidence::Item;

mod unfold;

/// How deep subschemas stand in each other at most: the deepest in use today is 12.
const DEPTH: usize = 32;

/// Subschemas of one schema: the largest in use today has some 600.
const SUBSCHEMAS: usize = 5_000;

/// Subschemas that one value is put to.
const EVALUATED: u64 = 100_000;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let mut findings = Vec::new();
    let (mut deepest, mut most) = (0, 0);
    for entry in &view.facts.inventory.tools {
        for (base, schema) in &schema::of(&entry.item) {
            let schemas = Subschemas::of(base, schema);
            deepest = deepest.max(schemas.all.last().map_or(0, |last| last.depth));
            most = most.max(schemas.all.len());
            findings.extend(odd(&entry.item, &schemas));
        }
    }
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    view.pass_tools(|tools| {
        format!(
            "{tools}; the largest schema has {}, the deepest stands in {deepest}.",
            say::count(most, "part")
        )
    })
}

fn odd(tool: &Item, schemas: &Subschemas<'_>) -> Option<Finding> {
    let say = |at, message: String| {
        Some(Finding::on(tool, Severity::Warning, message).inside(schemas.pointer(at)))
    };
    let count = schemas.all.len();
    if schemas.cut || count > SUBSCHEMAS {
        let more = if schemas.cut { "more than " } else { "" };
        return say(0, format!("A schema of it has {more}{count} subschemas."));
    }
    let deep = schemas.all.iter().position(|one| one.depth > DEPTH);
    if let Some(at) = deep {
        return say(
            at,
            format!("Its subschemas stand more than {DEPTH} deep in each other."),
        );
    }
    match unfold::evaluated(schemas) {
        Ok((at, times)) if times > EVALUATED => say(
            at,
            format!(
                "One value is put to more than {EVALUATED} subschemas here, as its references unfold."
            ),
        ),
        Ok(_) => None,
        Err(Some(at)) => say(
            at,
            "A reference here leads back to itself without an end.".to_owned(),
        ),
        Err(None) => say(
            0,
            "References of it lead back to themselves without an end.".to_owned(),
        ),
    }
}
