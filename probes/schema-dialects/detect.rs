use crate::schema::Subschemas;
use crate::{Answer, Finding, Outcome, Severity, View, say, schema};
use evidence::Item;
use serde_json::Value;
use std::collections::BTreeSet;

/// Published dialects that validators in use know, without scheme and empty fragment.
const KNOWN: [&str; 5] = [
    "json-schema.org/draft/2020-12/schema",
    "json-schema.org/draft/2019-09/schema",
    "json-schema.org/draft-07/schema",
    "json-schema.org/draft-06/schema",
    "json-schema.org/draft-04/schema",
];

/// Published too, and read as something else by most.
const SELDOM: [&str; 4] = [
    "json-schema.org/schema",
    "json-schema.org/draft-03/schema",
    "spec.openapis.org/oas/3.1/dialect/base",
    "spec.openapis.org/oas/3.1/dialect/2024-11-10",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let mut findings = Vec::new();
    let (mut dialects, mut cut) = (BTreeSet::new(), None);
    for entry in &view.facts.inventory.tools {
        let tool = &entry.item;
        if !schema::may_say(tool, "$schema") {
            continue;
        }
        for (base, schema) in &schema::of(tool) {
            let schemas = Subschemas::of(base, schema);
            if schemas.cut {
                cut.get_or_insert_with(|| schema::cut(tool));
            }
            let mut odd: Option<Finding> = None;
            for (at, subschema) in schemas.all.iter().enumerate() {
                // One that is no string is the question of tool-schemas.
                let Some(dialect) = subschema.members.get("$schema").and_then(Value::as_str) else {
                    continue;
                };
                let Some(severity) = unknown(dialect) else {
                    dialects.insert(plain(dialect).to_owned());
                    continue;
                };
                if odd.as_ref().is_none_or(|known| known.severity < severity) {
                    odd = Some(finding(tool, severity, dialect).inside(schemas.pointer(at)));
                }
            }
            findings.extend(odd);
        }
    }
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    if let Some(gap) = cut {
        return Err(gap);
    }
    let outcome = view.pass_tools(|tools| match dialects.len() {
        0 => format!("{tools}, no schema naming another dialect than the default."),
        _ => format!(
            "{tools}, of {}.",
            say::names(dialects.iter().map(String::as_str))
        ),
    })?;
    Ok(outcome.with(findings))
}

fn plain(dialect: &str) -> &str {
    let dialect = dialect.strip_suffix('#').unwrap_or(dialect);
    let dialect = dialect
        .strip_prefix("https://")
        .or_else(|| dialect.strip_prefix("http://"))
        .unwrap_or(dialect);
    dialect.strip_suffix('/').unwrap_or(dialect)
}

fn unknown(dialect: &str) -> Option<Severity> {
    let plain = plain(dialect);
    if KNOWN.contains(&plain) || dialect.is_empty() {
        None
    } else if SELDOM.contains(&plain) {
        Some(Severity::Info)
    } else {
        Some(Severity::Warning)
    }
}

fn finding(tool: &Item, severity: Severity, dialect: &str) -> Finding {
    let says = format!(
        "A schema of it names a dialect that clients do not know: {}.",
        say::quote(dialect)
    );
    Finding::on(tool, severity, says)
}
