//! Tools of the tests' own making.

use evidence::{FrameId, Item, Kind, Pointer};
use gate_engine::{Effect, Sensitive};
use judge::{JudgedTool, Siblings, judge_tool};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A tool as judged among siblings of these names. A parameter is `name` (a string), `name:boolean`, `name:array`, `name:a/b` (an enum),
/// each with `= text` behind it where it is described.
pub(crate) fn among(
    siblings: &[&str],
    name: &str,
    description: &str,
    params: &[&str],
) -> JudgedTool {
    let properties: Map<String, Value> = params.iter().map(|param| property(param)).collect();
    let raw = json!({"name": name, "description": description,
        "inputSchema": {"type": "object", "properties": properties}});
    let item = Item {
        kind: Kind::Tool,
        name: Some(Arc::from(name)),
        raw: (&raw).into(),
        at: Pointer {
            frame: FrameId(3),
            pointer: "/result/tools/0".to_owned(),
        },
        digest: String::new(),
    };
    let judged = judge_tool(
        &Arc::new(item),
        &[],
        &Siblings::of(siblings.iter().copied().chain([name])),
    );
    for claim in &judged.because {
        assert!(!claim.text.is_empty(), "{name}: {claim:?} rests on no text");
        assert!(
            raw.pointer(&claim.from).is_some(),
            "{name}: {claim:?} points nowhere"
        );
    }
    judged
}

/// A tool as judged alone.
pub(crate) fn tool(name: &str, description: &str, params: &[&str]) -> JudgedTool {
    among(&[], name, description, params)
}

fn property(param: &str) -> (String, Value) {
    let (head, text) = param.split_once(" = ").unwrap_or((param, ""));
    let (name, kind) = head.split_once(':').unwrap_or((head, "string"));
    let mut schema = match kind {
        "string" | "object" | "integer" | "boolean" | "array" => json!({"type": kind}),
        list => json!({"type": "string", "enum": list.split('/').collect::<Vec<_>>()}),
    };
    if let Some(schema) = schema.as_object_mut().filter(|_| !text.is_empty()) {
        schema.insert("description".to_owned(), json!(text));
    }
    (name.to_owned(), schema)
}

/// The outside spelling of its capabilities, in order.
pub(crate) fn powers(judged: &JudgedTool) -> String {
    let ids: Vec<&str> = judged.capabilities.iter().map(|one| one.id()).collect();
    ids.join(" ")
}

/// Fails with everything that was judged otherwise than it must be.
pub(crate) fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tools with what they must be judged as: effect, capabilities, broad.
pub(crate) type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    Effect,
    &'static str,
    bool,
);

/// Judges each, among siblings of these names where there are any.
pub(crate) fn check(siblings: &[&str], cases: &[Case]) {
    let mut wrong = Vec::new();
    for (name, description, params, effect, capabilities, broad) in cases {
        let judged = if siblings.is_empty() {
            tool(name, description, params)
        } else {
            among(siblings, name, description, params)
        };
        let got = (judged.effect, powers(&judged), judged.broad);
        if got != (*effect, (*capabilities).to_owned(), *broad) {
            wrong.push(format!(
                "{name} {params:?}: {got:?} {:?}",
                judged
                    .because
                    .iter()
                    .map(|c| format!("{}: {}", c.claim, c.from))
                    .collect::<Vec<_>>()
            ));
        }
    }
    none(&wrong);
}

/// Judges the effects alone.
pub(crate) fn effects(cases: &[(&str, &str, &[&str], Effect)]) {
    let mut wrong = Vec::new();
    for (name, description, params, effect) in cases {
        let judged = tool(name, description, params);
        if judged.effect != *effect {
            wrong.push(format!("{name}: {} {:?}", judged.effect, judged.because));
        }
    }
    none(&wrong);
}

/// Judges whether a tool has a power.
pub(crate) fn has(cases: &[(&str, &str, &[&str], &str, bool)]) {
    let mut wrong = Vec::new();
    for (name, description, params, power, want) in cases {
        let judged = tool(name, description, params);
        if powers(&judged).split(' ').any(|one| one == *power) != *want {
            wrong.push(format!(
                "{name}: not {power} = {want}: {:?}",
                judged.because
            ));
        }
    }
    none(&wrong);
}

/// A tool among siblings, and whether it reaches a class of data.
pub(crate) type Reach<'t> = (
    &'t [&'t str],
    &'t str,
    &'t str,
    &'t [&'t str],
    Sensitive,
    bool,
);

/// Judges whether a tool among siblings reaches a class of data.
pub(crate) fn reaches(cases: &[Reach<'_>]) {
    let mut wrong = Vec::new();
    for (siblings, name, description, params, class, want) in cases {
        let judged = among(siblings, name, description, params);
        if judged.sensitive.contains(class) != *want {
            wrong.push(format!(
                "{name}: not {class} = {want}: {:?}",
                judged.because
            ));
        }
    }
    none(&wrong);
}
