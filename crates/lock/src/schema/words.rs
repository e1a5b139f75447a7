//! The words for places and values of a schema.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The most characters of a value that are shown.
const SHOWN: usize = 60;

/// Whose description changed: "`path`: ", or nothing for the whole.
pub(super) fn of(at: &str) -> String {
    match at {
        "" => "the input's ".to_owned(),
        at => format!("{at}: the "),
    }
}

pub(super) fn join(at: &str, name: &str) -> String {
    let name: String = name.chars().take(SHOWN).collect();
    match at.strip_suffix('`') {
        Some(head) => format!("{head}.{name}`"),
        None if at.is_empty() => format!("`{name}`"),
        None => format!("{at}'s `{name}`"),
    }
}

pub(super) fn inside(at: &str) -> String {
    match at.strip_suffix('`') {
        Some(head) => format!("{head}[]`"),
        None => at.to_owned(),
    }
}

pub(super) fn keys<'v>(a: &'v Map<String, Value>, b: &'v Map<String, Value>) -> BTreeSet<&'v str> {
    a.keys().chain(b.keys()).map(String::as_str).collect()
}

/// A word or a list of words.
pub(super) fn words(value: Option<&Value>) -> BTreeSet<String> {
    match value {
        Some(Value::String(word)) => BTreeSet::from([word.clone()]),
        Some(Value::Array(words)) => words
            .iter()
            .filter_map(|word| Some(word.as_str()?.to_owned()))
            .collect(),
        _ => BTreeSet::new(),
    }
}

pub(super) fn listed<'v>(values: impl Iterator<Item = &'v Value>) -> Option<String> {
    let all: Vec<String> = values.map(brief).collect();
    let shown = all.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    match all.len() {
        0 => None,
        1..=4 => Some(shown),
        n => Some(format!("{shown} and {} more", n - 4)),
    }
}

/// A value, shortened.
pub(super) fn brief(value: &Value) -> String {
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
