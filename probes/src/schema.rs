//! The subschemas of a JSON Schema, found by its keywords and without recursion: a property that is called `pattern` is no pattern.
//! References are not followed. Source: JSON Schema 2020-12, Core 10 and 11; drafts 4 to 2019-09 for the keywords that it dropped.

use crate::look::gap;
use evidence::{Gap, Item};
use serde_json::{Map, Value};

/// Subschemas of one schema that are looked at.
const SUBSCHEMAS: usize = 20_000;

/// One subschema that is an object.
#[derive(Debug)]
pub(crate) struct Subschema<'a> {
    /// Its members.
    pub(crate) members: &'a Map<String, Value>,
    /// The value itself.
    pub(crate) value: &'a Value,
    /// The one that holds it; the root has none.
    pub(crate) parent: Option<usize>,
    /// How it stands in that one.
    pub(crate) step: Step<'a>,
    /// How many subschemas it stands in.
    pub(crate) depth: usize,
}

/// The keyword that holds a subschema, and where in the keyword's value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'a> {
    /// The keyword; empty for the root.
    pub(crate) keyword: &'a str,
    /// Its place in there.
    place: Place<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    Itself,
    At(usize),
    Named(&'a str),
}

/// What holds subschemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// One, or a list of them.
    Some,
    /// A map of them.
    Map,
}

fn holds(keyword: &str) -> Option<Holds> {
    match keyword {
        "items"
        | "prefixItems"
        | "additionalItems"
        | "contains"
        | "additionalProperties"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema"
        | "allOf"
        | "anyOf"
        | "oneOf"
        | "not"
        | "if"
        | "then"
        | "else" => Some(Holds::Some),
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
        | "dependencies" => Some(Holds::Map),
        _ => None,
    }
}

/// All subschemas of one schema, those that hold others first.
#[derive(Debug)]
pub(crate) struct Subschemas<'a> {
    /// Each of them; the root is the first.
    pub(crate) all: Vec<Subschema<'a>>,
    /// Whether there are more than are looked at.
    pub(crate) cut: bool,
    base: &'a str,
}

impl<'a> Subschemas<'a> {
    /// Those of a schema that stands at `base` in its item.
    pub(crate) fn of(base: &'a str, schema: &'a Value) -> Self {
        let root = Step {
            keyword: "",
            place: Place::Itself,
        };
        let mut found = Self {
            all: Vec::new(),
            cut: false,
            base,
        };
        found.push(schema, None, root, 0);
        let mut next = 0;
        while let Some(subschema) = found.all.get(next) {
            let (members, depth) = (subschema.members, subschema.depth + 1);
            for (keyword, value) in members {
                let Some(holds) = holds(keyword) else {
                    continue;
                };
                let step = |place| Step { keyword, place };
                match (holds, value) {
                    (Holds::Some, Value::Array(list)) => {
                        for (index, value) in list.iter().enumerate() {
                            found.push(value, Some(next), step(Place::At(index)), depth);
                        }
                    }
                    (Holds::Some, value) => {
                        found.push(value, Some(next), step(Place::Itself), depth);
                    }
                    (Holds::Map, Value::Object(map)) => {
                        for (name, value) in map {
                            found.push(value, Some(next), step(Place::Named(name)), depth);
                        }
                    }
                    (Holds::Map, _) => {}
                }
            }
            next += 1;
        }
        found
    }

    fn push(&mut self, value: &'a Value, parent: Option<usize>, step: Step<'a>, depth: usize) {
        let Value::Object(members) = value else {
            return;
        };
        if self.all.len() >= SUBSCHEMAS {
            self.cut = true;
            return;
        }
        self.all.push(Subschema {
            members,
            value,
            parent,
            step,
            depth,
        });
    }

    /// A subschema and those that it stands in, the root last.
    pub(crate) fn line(&self, at: usize) -> impl Iterator<Item = &Subschema<'a>> {
        std::iter::successors(self.all.get(at), |subschema| {
            self.all.get(subschema.parent?)
        })
    }

    /// The JSON pointer of a subschema inside its item.
    pub(crate) fn pointer(&self, at: usize) -> String {
        let mut steps: Vec<String> = self
            .line(at)
            .filter(|subschema| subschema.parent.is_some())
            .map(|subschema| {
                let keyword = subschema.step.keyword;
                match subschema.step.place {
                    Place::Itself => format!("/{keyword}"),
                    Place::At(index) => format!("/{keyword}/{index}"),
                    Place::Named(name) => {
                        format!("/{keyword}/{}", name.replace('~', "~0").replace('/', "~1"))
                    }
                }
            })
            .collect();
        steps.push(self.base.to_owned());
        steps.reverse();
        steps.concat()
    }

    /// The name that a subschema has where it is a property of its parent.
    pub(crate) fn name(&self, at: usize) -> Option<&'a str> {
        match self.all.get(at)?.step {
            Step {
                keyword: "properties",
                place: Place::Named(name),
            } => Some(name),
            _ => None,
        }
    }
}

/// Whether a word may stand in a tool's definition; false means that it does not. Saves reading what has nothing to be looked at.
pub(crate) fn may_say(tool: &Item, word: &str) -> bool {
    let text = tool.raw.text();
    text.contains(word) || text.contains("\\u")
}

/// The schemas of a tool, with where each stands in it.
pub(crate) fn of(tool: &Item) -> Vec<(&'static str, Value)> {
    ["/inputSchema", "/outputSchema"]
        .into_iter()
        .filter_map(|base| Some((base, tool.raw.pointer(base)?)))
        .collect()
}

/// The gap where a schema has more subschemas than are looked at.
pub(crate) fn cut(tool: &Item) -> Gap {
    Gap {
        frames: vec![tool.at.frame],
        ..gap(format!(
            "A schema of {} has more than {SUBSCHEMAS} subschemas.",
            crate::say::quote(&tool.label())
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn subschemas_are_told_from_properties_that_are_called_like_keywords() {
        let schema = json!({"properties": {"items": {"type": "string"}, "a/b": {"anyOf": [{"not": {}}, true]}}, "enum": [{"items": {}}], "dependencies": {"x": ["y"]}});
        let found = Subschemas::of("/inputSchema", &schema);
        let pointers: Vec<String> = (0..found.all.len()).map(|at| found.pointer(at)).collect();
        assert_eq!(
            pointers,
            [
                "/inputSchema",
                "/inputSchema/properties/items",
                "/inputSchema/properties/a~1b",
                "/inputSchema/properties/a~1b/anyOf/0",
                "/inputSchema/properties/a~1b/anyOf/0/not"
            ]
        );
        assert_eq!(found.name(1), Some("items"));
        assert_eq!(found.all.last().map(|last| last.depth), Some(3));
    }

    #[test]
    fn a_schema_that_never_ends_is_cut() {
        let schema = json!({"anyOf": vec![json!({}); SUBSCHEMAS + 5]});
        assert!(Subschemas::of("/inputSchema", &schema).cut);
    }
}
