use super::*;
use crate::change::{Changes, Part};
use serde_json::json;

fn found(old: Value, new: Value) -> Vec<(Weight, String)> {
    let mut changes = Changes::default();
    let mut subject = Subject {
        part: Part::Tool,
        name: "t",
        changes: &mut changes,
    };
    schema(&mut subject, "input", &old, &new);
    changes
        .list
        .into_iter()
        .map(|change| (change.weight, change.says))
        .collect()
}

#[track_caller]
fn one(old: Value, new: Value, weight: Weight, says: &str) {
    let wrap = |a: Value| json!({"type": "object", "properties": {"a": a}});
    assert_eq!(found(wrap(old), wrap(new)), [(weight, says.to_owned())]);
}

#[test]
fn parameters_come_and_go() {
    let old = json!({"properties": {"a": {}, "b": {}}, "required": ["a"]});
    let new = json!({"properties": {"a": {}, "c": {}}, "required": []});
    let wanted = [
        (Weight::Narrower, "`b` is gone"),
        (Weight::Wider, "`c` is new"),
        (Weight::Wider, "`a` need not be given any more"),
    ];
    let wanted: Vec<_> = wanted
        .map(|(weight, says)| (weight, says.to_owned()))
        .into();
    assert_eq!(found(old, new), wanted);
}

#[test]
fn what_lets_more_through_is_wider() {
    one(
        json!({"enum": ["x"]}),
        json!({"enum": ["x", "y"]}),
        Weight::Wider,
        "`a` may also be y",
    );
    one(
        json!({"enum": ["x"]}),
        json!({}),
        Weight::Wider,
        "`a` may be anything, and had a list of choices",
    );
    one(
        json!({"type": "string"}),
        json!({"type": ["string", "null"]}),
        Weight::Wider,
        "`a` is string or null now, and was string",
    );
    one(
        json!({"maxLength": 5}),
        json!({"maxLength": 50}),
        Weight::Wider,
        "`a` has maxLength 50 now, and had 5",
    );
    one(
        json!({"pattern": "^x$"}),
        json!({}),
        Weight::Wider,
        "`a` has no pattern any more, and had ^x$",
    );
    one(
        json!({"items": {"minimum": 1}}),
        json!({"items": {"minimum": 0}}),
        Weight::Wider,
        "`a[]` has minimum 0 now, and had 1",
    );
    one(
        json!({"additionalProperties": false}),
        json!({}),
        Weight::Wider,
        "`a` takes members that are not named",
    );
}

#[test]
fn what_lets_less_through_is_narrower() {
    one(
        json!({}),
        json!({"enum": ["x"]}),
        Weight::Narrower,
        "`a` has a list of choices now",
    );
    one(
        json!({"maximum": 9}),
        json!({"maximum": 3}),
        Weight::Narrower,
        "`a` has maximum 3 now, and had 9",
    );
}

#[test]
fn a_text_shows_both_sides() {
    let mut changes = Changes::default();
    let mut subject = Subject {
        part: Part::Tool,
        name: "t",
        changes: &mut changes,
    };
    let of = |text: &str| json!({"properties": {"a": {"description": text}}});
    schema(&mut subject, "input", &of("one"), &of("one, and mail it"));
    let change = &changes.list[0];
    assert_eq!(
        (change.weight, change.says.as_str()),
        (Weight::Text, "`a`: the description changed")
    );
    assert_eq!(change.new.as_deref(), Some("one, and mail it"));
}
