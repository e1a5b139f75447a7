//! What changed in a JSON schema, in words: what a caller may send now, and what it could not before.

use crate::change::{Subject, Weight};
use crate::texts::around;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Levels that are walked; deeper ones are compared as a whole.
const DEEPEST: usize = 24;
/// The most characters of a value that are shown.
const SHOWN: usize = 60;

/// Collects the changes between two schemas. `what` is `input` or `output`.
pub(crate) fn schema(subject: &mut Subject<'_>, what: &'static str, old: &Value, new: &Value) {
    let at = match what {
        "input" => String::new(),
        _ => "the output".to_owned(),
    };
    Walk { subject, what }.walk(&at, old, new, 0);
}

struct Walk<'w, 'c> {
    subject: &'w mut Subject<'c>,
    what: &'static str,
}

impl Walk<'_, '_> {
    fn walk(&mut self, at: &str, old: &Value, new: &Value, depth: usize) {
        if old == new {
            return;
        }
        let (Value::Object(before), Value::Object(now), true) = (old, new, depth < DEEPEST) else {
            let (a, b) = (brief(old), brief(new));
            return self.say(Weight::Other, at, &format!("is {b} now, and was {a}"));
        };
        for key in keys(before, now) {
            let (a, b) = (before.get(key), now.get(key));
            if a != b {
                self.keyword(at, key, a, b, depth);
            }
        }
    }

    fn keyword(&mut self, at: &str, key: &str, a: Option<&Value>, b: Option<&Value>, depth: usize) {
        match key {
            "properties" | "$defs" | "definitions" | "patternProperties" => {
                self.members(at, a, b, depth);
            }
            "required" => self.required(at, a, b),
            "enum" => self.choices(at, a, b),
            "type" => self.types(at, a, b),
            "description" | "title" => self.text(at, key, a, b),
            "additionalProperties" | "unevaluatedProperties" => self.open(at, a, b, depth),
            "items" | "additionalItems" | "not" | "if" | "then" | "else" | "contains" => {
                match (a, b) {
                    (Some(a), Some(b)) => self.walk(&inside(at), a, b, depth + 1),
                    _ => self.limit(at, key, a, b),
                }
            }
            "anyOf" | "oneOf" | "allOf" | "prefixItems" => self.list(at, key, a, b, depth),
            "default" | "examples" | "example" => self.value(Weight::Text, at, key, a, b),
            "maxLength" | "maximum" | "exclusiveMaximum" | "maxItems" | "maxProperties" => {
                self.bound(at, key, a, b, f64::gt);
            }
            "minLength" | "minimum" | "exclusiveMinimum" | "minItems" | "minProperties" => {
                self.bound(at, key, a, b, f64::lt);
            }
            "pattern" | "format" | "const" | "multipleOf" | "uniqueItems" | "propertyNames"
            | "dependentRequired" | "contentEncoding" | "contentMediaType" => {
                self.limit(at, key, a, b)
            }
            _ => self.value(Weight::Other, at, key, a, b),
        }
    }

    /// Parameters, or other named schemas.
    fn members(&mut self, at: &str, a: Option<&Value>, b: Option<&Value>, depth: usize) {
        let empty = Map::new();
        let of = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
        let (before, now) = (
            of(a).unwrap_or_else(|| empty.clone()),
            of(b).unwrap_or(empty),
        );
        for name in keys(&before, &now) {
            let place = join(at, name);
            match (before.get(name), now.get(name)) {
                (Some(a), Some(b)) => self.walk(&place, a, b, depth + 1),
                (None, Some(_)) => self.say(Weight::Wider, &place, "is new"),
                (Some(_), None) => self.say(Weight::Narrower, &place, "is gone"),
                (None, None) => {}
            }
        }
    }

    fn required(&mut self, at: &str, a: Option<&Value>, b: Option<&Value>) {
        let (before, now) = (words(a), words(b));
        for name in before.difference(&now) {
            self.say(Weight::Wider, &join(at, name), "need not be given any more");
        }
        for name in now.difference(&before) {
            self.say(Weight::Narrower, &join(at, name), "must be given now");
        }
    }

    fn choices(&mut self, at: &str, a: Option<&Value>, b: Option<&Value>) {
        match (a.and_then(Value::as_array), b.and_then(Value::as_array)) {
            (Some(before), Some(now)) => {
                let more = listed(now.iter().filter(|value| !before.contains(value)));
                let fewer = listed(before.iter().filter(|value| !now.contains(value)));
                if let Some(more) = more {
                    self.say(Weight::Wider, at, &format!("may also be {more}"));
                }
                if let Some(fewer) = fewer {
                    self.say(Weight::Narrower, at, &format!("may no more be {fewer}"));
                }
            }
            (Some(_), None) => self.say(
                Weight::Wider,
                at,
                "may be anything, and had a list of choices",
            ),
            _ => self.say(Weight::Narrower, at, "has a list of choices now"),
        }
    }

    fn types(&mut self, at: &str, a: Option<&Value>, b: Option<&Value>) {
        let (before, now) = (words(a), words(b));
        let weight = if b.is_none() || a.is_some() && now.is_superset(&before) {
            Weight::Wider
        } else if a.is_none() || before.is_superset(&now) {
            Weight::Narrower
        } else {
            Weight::Other
        };
        let name = |value: Option<&Value>| value.map_or_else(|| "of any type".to_owned(), brief);
        let says = format!("is {} now, and was {}", name(b), name(a));
        self.say(weight, at, &says);
    }

    fn text(&mut self, at: &str, key: &str, a: Option<&Value>, b: Option<&Value>) {
        let text = |value: Option<&Value>| match value {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        };
        let texts = around(&text(a), &text(b));
        let says = format!("{}{key} changed", of(at));
        self.subject
            .with(Weight::Text, self.what, says, Some(texts));
    }

    /// Whether more may be sent than is named.
    fn open(&mut self, at: &str, a: Option<&Value>, b: Option<&Value>, depth: usize) {
        let closed = |value: Option<&Value>| value == Some(&Value::Bool(false));
        match (a, b) {
            (Some(a @ Value::Object(_)), Some(b @ Value::Object(_))) => {
                self.walk(&inside(at), a, b, depth + 1);
            }
            _ if closed(a) => self.say(Weight::Wider, at, "takes members that are not named"),
            _ if closed(b) => self.say(Weight::Narrower, at, "takes no members but those named"),
            _ => self.value(Weight::Other, at, "additionalProperties", a, b),
        }
    }

    fn list(&mut self, at: &str, key: &str, a: Option<&Value>, b: Option<&Value>, depth: usize) {
        match (a.and_then(Value::as_array), b.and_then(Value::as_array)) {
            (Some(before), Some(now)) if before.len() == now.len() => {
                for (a, b) in before.iter().zip(now) {
                    self.walk(at, a, b, depth + 1);
                }
            }
            (Some(before), Some(now)) => {
                let weight = match (now.len() > before.len(), key) {
                    (true, "anyOf" | "oneOf") | (false, "allOf") => Weight::Wider,
                    _ => Weight::Narrower,
                };
                let says = format!(
                    "has {} alternatives under {key}, and had {}",
                    now.len(),
                    before.len()
                );
                self.say(weight, at, &says);
            }
            _ => self.limit(at, key, a, b),
        }
    }

    /// A number that limits: `looser` says when the new one lets more through.
    fn bound(
        &mut self,
        at: &str,
        key: &str,
        a: Option<&Value>,
        b: Option<&Value>,
        looser: fn(&f64, &f64) -> bool,
    ) {
        match (a.and_then(Value::as_f64), b.and_then(Value::as_f64)) {
            (Some(before), Some(now)) => {
                let weight = if looser(&now, &before) {
                    Weight::Wider
                } else {
                    Weight::Narrower
                };
                self.value(weight, at, key, a, b);
            }
            _ => self.limit(at, key, a, b),
        }
    }

    /// A limit that came, went or changed.
    fn limit(&mut self, at: &str, key: &str, a: Option<&Value>, b: Option<&Value>) {
        let weight = match (a, b) {
            (Some(_), None) => Weight::Wider,
            (None, Some(_)) => Weight::Narrower,
            _ => Weight::Other,
        };
        self.value(weight, at, key, a, b);
    }

    fn value(&mut self, weight: Weight, at: &str, key: &str, a: Option<&Value>, b: Option<&Value>) {
        let says = match (a, b) {
            (Some(a), Some(b)) => format!("has {key} {} now, and had {}", brief(b), brief(a)),
            (None, Some(b)) => format!("has {key} {} now", brief(b)),
            (Some(a), None) => format!("has no {key} any more, and had {}", brief(a)),
            (None, None) => return,
        };
        self.say(weight, at, &says);
    }

    fn say(&mut self, weight: Weight, at: &str, says: &str) {
        let at = match at {
            "" => "the input".to_owned(),
            at => at.to_owned(),
        };
        self.subject.say(weight, self.what, format!("{at} {says}"));
    }
}

/// Whose description changed: "`path`: ", or nothing for the whole.
fn of(at: &str) -> String {
    match at {
        "" => "the input's ".to_owned(),
        at => format!("{at}: the "),
    }
}

fn join(at: &str, name: &str) -> String {
    let name: String = name.chars().take(SHOWN).collect();
    match at.strip_suffix('`') {
        Some(head) => format!("{head}.{name}`"),
        None if at.is_empty() => format!("`{name}`"),
        None => format!("{at}'s `{name}`"),
    }
}

fn inside(at: &str) -> String {
    match at.strip_suffix('`') {
        Some(head) => format!("{head}[]`"),
        None => at.to_owned(),
    }
}

fn keys<'v>(a: &'v Map<String, Value>, b: &'v Map<String, Value>) -> BTreeSet<&'v str> {
    a.keys().chain(b.keys()).map(String::as_str).collect()
}

/// A word or a list of words.
fn words(value: Option<&Value>) -> BTreeSet<String> {
    match value {
        Some(Value::String(word)) => BTreeSet::from([word.clone()]),
        Some(Value::Array(words)) => words
            .iter()
            .filter_map(|word| Some(word.as_str()?.to_owned()))
            .collect(),
        _ => BTreeSet::new(),
    }
}

fn listed<'v>(values: impl Iterator<Item = &'v Value>) -> Option<String> {
    let all: Vec<String> = values.map(brief).collect();
    let shown = all.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    match all.len() {
        0 => None,
        1..=4 => Some(shown),
        n => Some(format!("{shown} and {} more", n - 4)),
    }
}

/// A value, shortened.
fn brief(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(words) if words.iter().all(Value::is_string) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            words.join(" or ")
        }
        value => value.to_string(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
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
}
