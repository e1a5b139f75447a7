//! Valid, and yet not what a client can hold a call against.

use crate::schema::{self, Subschemas};
use crate::{Finding, Severity, say};
use evidence::Item;
use serde_json::Value;

/// Where the published dialects stand: every client that knows one has it.
const DIALECTS: [&str; 2] = ["https://json-schema.org/", "http://json-schema.org/"];

/// What else a schema may be made of: there the names of its properties can stand too.
const ELSEWHERE: [&str; 8] = [
    "$ref",
    "$dynamicRef",
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "patternProperties",
    "dependentSchemas",
];

/// What a tool's schemas leave open, the worst of each kind once.
pub(super) fn ends(tool: &Item) -> Vec<Finding> {
    let outside = schema::of(tool)
        .iter()
        .find_map(|(base, value)| outside(tool, &Subschemas::of(base, value)));
    [outside, orphan(tool), no_object(tool)]
        .into_iter()
        .flatten()
        .collect()
}

/// A reference that only a fetch could follow. One to a part that names itself is none.
fn outside(tool: &Item, schemas: &Subschemas<'_>) -> Option<Finding> {
    let text = |value: Option<&'_ Value>| value.and_then(Value::as_str).map(str::to_owned);
    let ids: Vec<String> = schemas
        .all
        .iter()
        .filter_map(|one| text(one.members.get("$id").or_else(|| one.members.get("id"))))
        .collect();
    let inside = |target: &str| {
        let document = target.split('#').next().unwrap_or_default();
        let named = |id: &String| {
            let id = id.trim_end_matches('#');
            id == document || id.ends_with(&format!("/{}", document.trim_start_matches(['.', '/'])))
        };
        document.is_empty()
            || ids.iter().any(named)
            || DIALECTS.iter().any(|known| document.starts_with(known))
    };
    schemas.all.iter().enumerate().find_map(|(at, one)| {
        let keyword = ["$ref", "$dynamicRef"]
            .into_iter()
            .find(|keyword| text(one.members.get(*keyword)).is_some_and(|to| !inside(&to)))?;
        let target = text(one.members.get(keyword))?;
        let message = format!(
            "A schema of it refers to {}, which is not in it and is never fetched.",
            say::quote(&target)
        );
        let pointer = format!("{}/{keyword}", schemas.pointer(at));
        Some(Finding::on(tool, Severity::Warning, message).inside(pointer))
    })
}

/// A parameter that must be there and is described nowhere.
fn orphan(tool: &Item) -> Option<Finding> {
    let schema = tool.raw.get("inputSchema")?;
    let root = schema.as_object()?;
    if ELSEWHERE.iter().any(|keyword| root.contains_key(*keyword)) {
        return None;
    }
    let properties = root.get("properties").and_then(Value::as_object);
    let declared = |name: &str| properties.is_some_and(|all| all.contains_key(name));
    let required = root.get("required")?.as_array()?.iter();
    let orphans: Vec<&str> = required
        .filter_map(Value::as_str)
        .filter(|name| !declared(name))
        .collect();
    let message = format!(
        "It requires {}, which its schema does not describe.",
        say::names(orphans.iter().copied())
    );
    (!orphans.is_empty())
        .then(|| Finding::on(tool, Severity::Warning, message).inside("/inputSchema/required"))
}

/// A parameter whose schema is `true` or `false`: JSON Schema has that, and the protocol asks for an object.
fn no_object(tool: &Item) -> Option<Finding> {
    let (name, _) = crate::look::properties(tool).find(|(_, schema)| schema.is_boolean())?;
    let message = format!(
        "The schema of its parameter {} is no object.",
        say::quote(&name)
    );
    Some(Finding::on_parameter(tool, &name, Severity::Info, message))
}
