//! Spoils good messages in every place: what is there is dropped, retyped and renamed, and something is added.

use serde_json::{Value, json};
use std::collections::HashSet;

/// Places that lie deeper than this are spoilt once, and not again where the same object stands in another message.
const DEEP: usize = 3;

/// As many elements of one array are spoilt.
const ELEMENTS: usize = 2;

/// What a place is given instead.
fn others() -> [Value; 10] {
    [
        json!(7),
        json!("zzz"),
        json!({}),
        Value::Null,
        json!(true),
        json!(-1),
        json!(0.25),
        json!([]),
        json!([7]),
        json!({"zzz": null}),
    ]
}

/// What was spoilt already in one revision.
#[derive(Default)]
pub(crate) struct Spoiler {
    /// Deep places: the last step, and what holds it.
    deep: HashSet<(String, String)>,
}

impl Spoiler {
    /// Every spoilt form of the examples, each with the place that was spoilt. A place that looks the same in two examples is
    /// spoilt in the first alone.
    pub(crate) fn all(&mut self, examples: &[Value]) -> Vec<(String, Value)> {
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        for example in examples {
            let mut places = Vec::new();
            walk(example, &mut String::new(), &mut places);
            for place in places {
                let there = example.pointer(&place).unwrap();
                if seen.insert((place.clone(), look(there))) && self.fresh(example, &place) {
                    spoil(example, &place, &mut all);
                }
            }
        }
        all
    }

    fn fresh(&mut self, example: &Value, place: &str) -> bool {
        let Some((parent, step)) = place.rsplit_once('/') else {
            return true;
        };
        let holder = look(example.pointer(parent).unwrap());
        place.matches('/').count() <= DEEP || self.deep.insert((step.to_owned(), holder))
    }
}

/// What tells one kind of thing from another: its members, and what they say where that is a word.
fn look(value: &Value) -> String {
    match value {
        Value::Object(object) => object
            .iter()
            .map(|(name, value)| format!("{name}={};", value.as_str().unwrap_or_default()))
            .collect(),
        Value::Array(array) => format!("[{}]", array.len()),
        other => other.to_string(),
    }
}

fn walk(value: &Value, place: &mut String, places: &mut Vec<String>) {
    places.push(place.clone());
    let length = place.len();
    let mut inside = |step: &str, value: &Value| {
        place.push('/');
        place.push_str(&step.replace('~', "~0").replace('/', "~1"));
        walk(value, place, places);
        place.truncate(length);
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(name, value)| inside(name, value)),
        Value::Array(array) => {
            for (index, value) in array.iter().take(ELEMENTS).enumerate() {
                inside(&index.to_string(), value);
            }
        }
        _ => {}
    }
}

fn spoil(example: &Value, place: &str, all: &mut Vec<(String, Value)>) {
    let there = example.pointer(place).unwrap();
    for other in others().into_iter().filter(|other| other != there) {
        let mut spoilt = example.clone();
        *spoilt.pointer_mut(place).unwrap() = other;
        all.push((place.to_owned(), spoilt));
    }
    if there.is_object() {
        let mut spoilt = example.clone();
        spoilt.pointer_mut(place).unwrap()["x-vendor"] = Value::Null;
        all.push((format!("{place}/x-vendor"), spoilt));
    }
    if let Some((parent, name)) = place.rsplit_once('/') {
        let mut spoilt = example.clone();
        if let Some(Value::Object(parent)) = spoilt.pointer_mut(parent) {
            parent.shift_remove(&name.replace("~1", "/").replace("~0", "~"));
            all.push((place.to_owned(), spoilt));
        }
    }
}
