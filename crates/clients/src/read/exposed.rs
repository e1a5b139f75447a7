//! Credentials that stand in an entry as they are, wherever it is.

use crate::tree::{Node, Value};
use crate::{Dialect, Exposed, Template};

/// The most that are told of one entry.
const MOST: usize = 20;

/// Every credential in an entry, by where it stands.
pub(super) fn of(node: &Node) -> Vec<Exposed> {
    let mut found = Vec::new();
    look(node, "", "", &mut found);
    found.truncate(MOST);
    found
}

/// Looks at a member with this name, inside this one.
fn look(node: &Node, inside: &str, name: &str, found: &mut Vec<Exposed>) {
    if found.len() >= MOST {
        return;
    }
    match &node.value {
        Value::Map(map) => {
            // The values of `env_http_headers` are names of variables.
            for (key, member) in map.iter().filter(|(key, _)| key.name != "env_http_headers") {
                look(member, name, &key.name, found);
            }
        }
        Value::List(list) => {
            // What an option is given follows it.
            let mut before = "";
            for member in list {
                match member.text() {
                    Some(text) => {
                        word(member.line, name, before, text, found);
                        before = text;
                    }
                    None => look(member, inside, name, found),
                }
            }
        }
        Value::Text(text) => {
            let at = if inside.is_empty() {
                name.to_owned()
            } else {
                format!("{inside} {name}")
            };
            if let Some(kind) = in_text(name, text) {
                found.push(Exposed {
                    line: node.line,
                    at,
                    kind,
                });
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A word of a command, or of another list.
fn word(line: u32, list: &str, before: &str, text: &str, found: &mut Vec<Exposed>) {
    if let Some(kind) = in_word(before, text) {
        let at = list.to_owned();
        found.push(Exposed { line, at, kind });
    }
}

/// The kind of credential that a word of a command is or holds; `before` is the word before it.
pub(crate) fn in_word(before: &str, text: &str) -> Option<&'static str> {
    let option = if before.starts_with('-') && !before.contains('=') {
        before
    } else {
        ""
    };
    let inner = text.split_once('=').or_else(|| text.split_once(": "));
    in_text(option, text).or_else(|| in_text(inner?.0, inner?.1))
}

fn in_text(name: &str, text: &str) -> Option<&'static str> {
    let plain = Dialect {
        dollar: false,
        percent: false,
    };
    let template = Template::parse(text, plain);
    match template.literal() {
        Some(text) => secrets::named(name, text).or_else(|| in_url(text)),
        None => template.parts.iter().find_map(|part| match part {
            crate::Part::Text(text) => Some(secrets::find(text.expose()).first()?.0),
            crate::Part::Variable(_) => None,
        }),
    }
}

/// A credential in a URL: before its host, or in its query.
fn in_url(text: &str) -> Option<&'static str> {
    let (_, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let password = authority
        .rsplit_once('@')
        .and_then(|(login, _)| login.split_once(':'));
    if let Some((_, password)) = password
        && secrets::named("password", password).is_some()
    {
        return Some("a password in a URL");
    }
    let (_, query) = rest.split_once('?')?;
    let pairs = query
        .split(['&', '#'])
        .filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find_map(|(name, value)| {
        let name = if name.eq_ignore_ascii_case("key") {
            "api_key"
        } else {
            name
        };
        secrets::named(name, value)
    })
}
