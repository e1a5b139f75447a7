//! What changed in a JSON schema, in words: what a caller may send now, and what it could not before.

#[cfg(test)]
mod tests;
mod words;

use crate::change::{Subject, Weight};
use crate::texts::around;
use serde_json::{Map, Value};
use words::{brief, inside, join, keys, listed, of, words};

/// Levels that are walked; deeper ones are compared as a whole.
const DEEPEST: usize = 24;

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
