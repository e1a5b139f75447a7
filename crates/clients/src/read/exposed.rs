//! Credentials that stand in an entry as they are, wherever it is.

use crate::tree::{Node, Value};
use crate::{Dialect, Exposed, Part, Template};

/// The most that are told of one entry.
const MOST: usize = 20;

/// Every credential in an entry, by where it stands.
pub(super) fn of(node: &Node, dialect: Dialect) -> Vec<Exposed> {
    let mut search = Search {
        dialect,
        found: Vec::new(),
    };
    search.look(node, "", "");
    search.found.truncate(MOST);
    search.found
}

struct Search {
    dialect: Dialect,
    found: Vec<Exposed>,
}

impl Search {
    /// Looks at a member with this name, inside this one.
    fn look(&mut self, node: &Node, inside: &str, name: &str) {
        if self.found.len() >= MOST {
            return;
        }
        match &node.value {
            Value::Map(map) => {
                // The values of `env_http_headers` are names of variables.
                for (key, member) in map.iter().filter(|(key, _)| key.name != "env_http_headers") {
                    self.look(member, name, &key.name);
                }
            }
            Value::List(list) => self.list(list, inside, name),
            Value::Text(text) => {
                let at = if inside.is_empty() {
                    name.to_owned()
                } else {
                    format!("{inside} {name}")
                };
                self.add(node.line, at, in_text(name, text, self.dialect));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Words of a command, or another list. What an option is given follows it.
    fn list(&mut self, list: &[Node], inside: &str, name: &str) {
        let mut before = "";
        for member in list {
            match member.text() {
                Some(text) => {
                    self.add(
                        member.line,
                        name.to_owned(),
                        in_word(before, text, self.dialect),
                    );
                    before = text;
                }
                None => self.look(member, inside, name),
            }
        }
    }

    fn add(&mut self, line: u32, at: String, kind: Option<&'static str>) {
        self.found
            .extend(kind.map(|kind| Exposed { line, at, kind }));
    }
}

/// The kind of credential that a word of a command is or holds; `before` is the word before it.
pub(crate) fn in_word(before: &str, text: &str, dialect: Dialect) -> Option<&'static str> {
    let is_option = before.starts_with('-') && !before.contains('=');
    let option = if is_option { before } else { "" };
    let inner = text.split_once('=').or_else(|| text.split_once(": "));
    in_text(option, text, dialect).or_else(|| in_text(inner?.0, inner?.1, dialect))
}

fn in_text(name: &str, text: &str, dialect: Dialect) -> Option<&'static str> {
    let template = Template::parse(text, dialect);
    match template.literal() {
        Some(text) => secrets::named(name, text).or_else(|| secrets::in_text(text)),
        None => template.parts.iter().find_map(|part| match part {
            Part::Text(text) => {
                let text = text.expose();
                let found = secrets::find(text).first().map(|found| found.0);
                found.or_else(|| secrets::in_text(text))
            }
            // What is taken where the variable is not set stands in the file as well.
            Part::Variable(variable) => {
                let default = variable.default.as_ref()?.expose();
                secrets::named(name, default).or_else(|| secrets::named(&variable.name, default))
            }
        }),
    }
}
