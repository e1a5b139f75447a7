//! A tool as the rules look at it: its words, its texts and the shape of its parameters.

use crate::docstring;
use crate::name::{Siblings, words};
use crate::prose::{List, Prose, one_of};
use crate::records::Records;
use crate::setting::{self, Setting};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Parameters of one tool that are looked at.
const PARAMETERS: usize = 512;
/// Levels of objects inside parameters that are looked at.
const LEVELS: usize = 4;
/// References that are followed one after another.
const HOPS: usize = 8;
/// Parts of one parameter (branches of combinations, levels of arrays) that are looked at.
const PARTS: usize = 64;

/// A tool taken apart.
pub(crate) struct Tool<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// The words of its name, without the brand.
    pub(crate) words: Vec<String>,
    /// Its description, cut; its title where it has none.
    pub(crate) text: Prose,
    /// Its parameters, those inside objects too.
    pub(crate) params: Vec<Param<'a>>,
    /// What its annotations claim.
    pub(crate) hints: Hints,
    /// What its server is about.
    pub(crate) setting: Option<Setting>,
    /// Whose records its server keeps.
    pub(crate) records: Option<Records>,
    /// Whether a parameter picks a thing that is moved.
    pub(crate) moves: bool,
    /// Whether it has a description.
    described: bool,
    /// What its description says that it is about.
    told: Vec<Setting>,
    /// The words of its whole name, the brand included.
    whole: Vec<String>,
}

impl<'a> Tool<'a> {
    /// Takes a tool apart.
    pub(crate) fn of(raw: &'a Value, siblings: &Siblings) -> Self {
        let text_of = |key: &str| raw.get(key).and_then(Value::as_str).unwrap_or_default();
        let name = text_of("name");
        let described = Some(text_of("description")).filter(|text| !text.is_empty());
        let text = Prose::of(described.unwrap_or_else(|| text_of("title")));
        let params = docstring::told(params(raw), described.unwrap_or_default());
        let mut told = setting::told(&text);
        let moves = setting::moved(&params);
        if moves && !told.contains(&Setting::Device) {
            told.push(Setting::Device);
        }
        Self {
            name,
            words: siblings.own_words(name),
            moves,
            described: described.is_some(),
            told,
            text,
            params,
            hints: Hints::of(raw),
            setting: siblings.setting,
            records: siblings.records,
            whole: words(name),
        }
    }

    /// Its description, cut; none where it has none.
    pub(crate) fn description(&self) -> Option<&Prose> {
        Some(&self.text).filter(|_| self.described)
    }

    /// The text at a place, where it is cut already: its description or that of a parameter.
    pub(crate) fn cut(&self, pointer: &str) -> Option<&Prose> {
        let place = pointer.strip_suffix("/description")?;
        if place.is_empty() {
            return self.description();
        }
        let mut own = self.params.iter().filter(|param| !param.told);
        own.find_map(|param| (param.pointer == place).then_some(&param.text))
    }

    /// Whether it is about this: its server is, its description says so, or, where neither tells anything, its name.
    pub(crate) fn about(&self, setting: Setting) -> bool {
        let open = self.setting.is_none() && self.told.is_empty();
        self.set_in(setting) || open && setting::named(setting, &self.whole)
    }

    /// Whether its server or its description is about this.
    pub(crate) fn set_in(&self, setting: Setting) -> bool {
        self.setting == Some(setting) || self.told.contains(&setting)
    }

    /// Whether its name has any of these words (between bars).
    pub(crate) fn named(&self, words: impl List) -> bool {
        self.words.iter().any(|word| one_of(words, word))
    }

    /// Whether its name opens with one of these words.
    pub(crate) fn opens_with(&self, words: impl List) -> bool {
        self.words.first().is_some_and(|word| one_of(words, word))
    }

    /// Whether any word of its whole name, the brand included, is one of these.
    pub(crate) fn branded(&self, brands: impl List) -> bool {
        self.whole.iter().any(|word| one_of(brands, word))
    }

    /// Its parameters at the top level.
    pub(crate) fn top(&self) -> impl Iterator<Item = &Param<'a>> {
        self.params.iter().filter(|param| param.level == 0)
    }
}

/// What the annotations claim; `None` where they say nothing. Source: specification, `ToolAnnotations`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hints {
    /// `readOnlyHint`; absent means false.
    pub read_only: Option<bool>,
    /// `destructiveHint`; absent means true. Means something only where `read_only` is not true.
    pub destructive: Option<bool>,
    /// `idempotentHint`; absent means false. Means something only where `read_only` is not true.
    pub idempotent: Option<bool>,
    /// `openWorldHint`; absent means true.
    pub open_world: Option<bool>,
}

impl Hints {
    /// Reads them from a tool.
    #[must_use]
    pub fn of(tool: &Value) -> Self {
        let hint = |key: &str| {
            member(tool, "annotations")
                .and_then(|a| a.get(key))
                .and_then(Value::as_bool)
        };
        Self {
            read_only: hint("readOnlyHint"),
            destructive: hint("destructiveHint"),
            idempotent: hint("idempotentHint"),
            open_world: hint("openWorldHint"),
        }
    }

    /// The hints as a client must take them: with the specification's defaults where nothing is said.
    #[must_use]
    pub fn effective(self) -> Self {
        let read_only = self.read_only.unwrap_or(false);
        Self {
            read_only: Some(read_only),
            destructive: Some(!read_only && self.destructive.unwrap_or(true)),
            idempotent: Some(read_only || self.idempotent.unwrap_or(false)),
            open_world: Some(self.open_world.unwrap_or(true)),
        }
    }
}

/// One parameter.
#[derive(Debug, Clone)]
pub(crate) struct Param<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// The words of its name.
    pub(crate) words: Vec<String>,
    /// The same, joined by underscores.
    joined: String,
    /// Where it stands in the item.
    pub(crate) pointer: String,
    /// Its schema, as it stands there.
    pub(crate) schema: &'a Value,
    /// Its description, cut.
    pub(crate) text: Prose,
    /// Whether that is what the tool's description says of it, since its own says nothing.
    pub(crate) told: bool,
    /// How deep inside other parameters it stands; 0 at the top.
    pub(crate) level: usize,
    /// What values it takes.
    pub(crate) values: Values<'a>,
}

/// What values a parameter takes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values<'a> {
    /// A string that nothing bounds, or a list of them, or anything at all.
    pub(crate) free_text: bool,
    /// An object or list whose members nobody names, or anything at all.
    pub(crate) free_object: bool,
    /// The values that it is limited to, where it is.
    pub(crate) listed: Vec<&'a str>,
    /// A boolean.
    pub(crate) boolean: bool,
    /// A number.
    pub(crate) number: bool,
    /// Whether any type, enum, constant or reference was declared.
    pub(crate) typed: bool,
    /// The parts of an object whose members are named.
    objects: Vec<Part<'a>>,
}

/// A part of an object: its members, and where they stand.
type Part<'a> = (&'a Map<String, Value>, String);

impl Param<'_> {
    /// Its last word.
    pub(crate) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Where its text stands: what its schema says of it, or the tool's description.
    pub(crate) fn text_at(&self) -> String {
        let own = if self.told { "" } else { &*self.pointer };
        format!("{own}/description")
    }

    /// Whether its name is one of these (between bars, words joined by underscores).
    pub(crate) fn is(&self, names: impl List) -> bool {
        one_of(names, &self.joined)
    }

    /// Whether its name has any of these words.
    pub(crate) fn named(&self, words: impl List) -> bool {
        self.words.iter().any(|word| one_of(words, word))
    }

    /// Whether its name ends in one of these words.
    pub(crate) fn ends(&self, words: impl List) -> bool {
        one_of(words, self.last())
    }
}

/// The parameters of a tool, those inside objects too, in order.
pub(crate) fn params(raw: &Value) -> Vec<Param<'_>> {
    let Some(root) = raw.get("inputSchema") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let root_values = values(root, root, "/inputSchema");
    members(root, &root_values.objects, 0, &mut found);
    found
}

/// Adds the members of an object's parts.
fn members<'a>(root: &'a Value, parts: &[Part<'a>], level: usize, found: &mut Vec<Param<'a>>) {
    for (properties, pointer) in parts {
        found.reserve(properties.len().min(PARAMETERS - found.len()));
        for (name, schema) in *properties {
            if found.len() >= PARAMETERS {
                return;
            }
            if found
                .iter()
                .any(|param| param.level == level && param.name == name && level == 0)
            {
                continue;
            }
            let pointer = beneath(pointer, &escape(name));
            let values = values(root, schema, &pointer);
            let text = describe(root, schema);
            let at = found.len();
            let words = words(name);
            found.push(Param {
                name,
                joined: words.join("_"),
                words,
                pointer,
                schema,
                text: Prose::of(text),
                told: false,
                level,
                values,
            });
            if level + 1 < LEVELS
                && let Some(inside) = found.get(at).map(|param| param.values.objects.clone())
            {
                members(root, &inside, level + 1, found);
            }
        }
    }
}

/// The description of a parameter, its own or that of what it refers to.
fn describe<'a>(root: &'a Value, schema: &'a Value) -> &'a str {
    let own = member(schema, "description").and_then(Value::as_str);
    own.or_else(|| member(follow(root, schema), "description").and_then(Value::as_str))
        .unwrap_or_default()
}

/// A member of a value: most have few, which are quicker to look through than to hash.
pub(crate) fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    const FEW: usize = 8;
    let members = value.as_object()?;
    if members.len() > FEW {
        return members.get(name);
    }
    let mut members = members.iter();
    members.find_map(|(other, value)| (other == name).then_some(value))
}

/// A JSON pointer's segment.
pub(crate) fn escape(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// The pointer of a member, whose name is escaped.
fn beneath(pointer: &str, name: &str) -> String {
    let mut longer = String::with_capacity(pointer.len() + 1 + name.len());
    longer.push_str(pointer);
    longer.push('/');
    longer.push_str(name);
    longer
}

/// What a local reference leads to; the schema itself where there is none or it leads nowhere.
pub(crate) fn follow<'a>(root: &'a Value, mut schema: &'a Value) -> &'a Value {
    for _ in 0..HOPS {
        let Some(target) = member(schema, "$ref")
            .and_then(Value::as_str)
            .and_then(|r| local(root, r))
        else {
            return schema;
        };
        schema = target;
    }
    schema
}

/// What a reference inside the same document points to.
pub(crate) fn local<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = reference.strip_prefix('#')?;
    root.pointer(pointer)
}

/// What values a schema takes, with its combinations looked into.
pub(crate) fn values<'a>(root: &'a Value, schema: &'a Value, pointer: &str) -> Values<'a> {
    let (mut found, mut todo) = (Values::default(), Vec::new());
    one(root, schema, pointer, false, &mut found, &mut todo);
    let mut seen = 1;
    while let Some((schema, pointer, part)) = todo.pop() {
        seen += 1;
        if seen > PARTS {
            found.free_text = true;
            found.free_object = true;
            break;
        }
        one(root, schema, &pointer, part, &mut found, &mut todo);
    }
    found
}

/// Reads one schema object; its parts are put on the list.
fn one<'a>(
    root: &'a Value,
    schema: &'a Value,
    pointer: &str,
    part: bool,
    found: &mut Values<'a>,
    todo: &mut Vec<(&'a Value, String, bool)>,
) {
    let schema = follow(root, schema);
    if schema == &Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty) {
        found.free_text |= !part;
        found.free_object |= !part;
        return;
    }
    let mut combined = false;
    for key in ["anyOf", "oneOf", "allOf"] {
        for (i, branch) in member(schema, key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .take(PARTS)
            .enumerate()
        {
            combined = true;
            todo.push((branch, format!("{pointer}/{key}/{i}"), true));
        }
    }
    if let Some(properties) = member(schema, "properties").and_then(Value::as_object) {
        found.typed = true;
        if !properties.is_empty() {
            found
                .objects
                .push((properties, beneath(pointer, "properties")));
            return;
        }
    }
    if let Some(list) = member(schema, "enum").and_then(Value::as_array) {
        found.typed = true;
        found
            .listed
            .extend(list.iter().filter_map(Value::as_str).take(PARTS));
        return;
    }
    if let Some(one) = member(schema, "const") {
        found.typed = true;
        found.listed.extend(one.as_str());
        return;
    }
    let types = match member(schema, "type") {
        Some(Value::Array(many)) => many,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let types = || types.iter().filter_map(Value::as_str).take(8);
    let typed = types().next().is_some();
    if !typed && !combined && !part {
        // Nothing says what it is: anything goes.
        found.free_text |= member(schema, "items").is_none();
        found.free_object |= member(schema, "items").is_none();
    }
    found.typed |= typed;
    for name in types() {
        match name {
            "string" => found.free_text |= !bounded(schema),
            "boolean" => found.boolean = true,
            "integer" | "number" => found.number = true,
            "object" => {
                found.free_object |=
                    !combined && member(schema, "additionalProperties") != Some(&Value::Bool(false))
            }
            "array" => match member(schema, "items") {
                Some(items) => todo.push((items, beneath(pointer, "items"), false)),
                None => found.free_object = true,
            },
            _ => {}
        }
    }
}

/// Whether a string's values are limited to a form that leaves no room for free text.
fn bounded(schema: &Value) -> bool {
    let format = member(schema, "format")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if matches!(
        format,
        "date" | "date-time" | "time" | "uuid" | "email" | "ipv4" | "ipv6" | "duration"
    ) {
        return true;
    }
    // An anchored pattern without a wildcard is a bound.
    let pattern = member(schema, "pattern")
        .and_then(Value::as_str)
        .unwrap_or_default();
    pattern.starts_with('^')
        && pattern.ends_with('$')
        && !pattern.contains(".*")
        && !pattern.contains(".+")
        && !pattern.contains("[\\s\\S]")
}
