//! Variables, headers, and lists of texts.

use crate::tree::{Key, Node, Value};
use crate::{Client, Given, Secret, Setting, Template};

/// The texts of a list; a text by itself counts as a list of one.
pub(super) fn texts(node: &Node) -> Vec<String> {
    match &node.value {
        Value::List(list) => list.iter().filter_map(scalar).collect(),
        _ => scalar(node).into_iter().collect(),
    }
}

/// A text, or what is written like one.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// Names with their values, under any of these keys, and what is wrong with them.
pub(super) fn named(
    client: &Client,
    node: &Node,
    keys: &[&str],
    remarks: &mut Vec<(u32, String)>,
) -> Vec<Setting> {
    let mut settings = Vec::new();
    for member in keys.iter().filter_map(|key| node.get(key)) {
        match &member.value {
            Value::Map(map) => {
                for (key, value) in map {
                    match scalar(value) {
                        Some(text) => settings.push(setting(client, key, &text)),
                        None if matches!(value.value, Value::Null) => {}
                        None => {
                            let what = format!("`{}` is {}, not a text", key.name, value.kind());
                            remarks.push((value.line, what));
                        }
                    }
                }
            }
            Value::List(list) => settings.extend(list.iter().filter_map(|node| pair(client, node))),
            _ => {}
        }
    }
    settings
}

/// `NAME=VALUE`, or a `name` with a `value`, as lists have it.
fn pair(client: &Client, node: &Node) -> Option<Setting> {
    let line = node.line;
    let (name, value) = match node.text() {
        Some(text) => text
            .split_once('=')
            .map(|(name, value)| (name.to_owned(), value.to_owned()))?,
        None => (
            node.get("name")?.text()?.to_owned(),
            node.get("value").and_then(scalar)?,
        ),
    };
    Some(setting(client, &Key { line, name }, &value))
}

fn setting(client: &Client, key: &Key, text: &str) -> Setting {
    let template = Template::parse(text, client.habits.dialect);
    let given = match template.literal() {
        None => Given::Needs(template),
        Some(text) => match secrets::named(&key.name, text) {
            Some(kind) => Given::Credential(kind, Secret::new(text)),
            None => Given::Literal(Secret::new(text)),
        },
    };
    Setting {
        name: key.name.clone(),
        line: key.line,
        given,
    }
}

/// A setting whose value is that of a variable.
pub(super) fn passed(name: &str, line: u32, variable: &str) -> Setting {
    Setting {
        name: name.to_owned(),
        line,
        given: Given::Needs(Template::variable(variable)),
    }
}
