//! The shape of things: which members each needs and what type they have, as tables.
//!
//! Source: the JSON Schemas of the revisions 2024-11-05 to 2026-07-28. No revision closes an object, so members that no
//! table knows are legal.

use crate::{Kind, json};
use serde_json::{Map, Value};

/// What one member must be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    member: &'static str,
    want: Want,
    required: bool,
    /// The first and the last revision that has it.
    since: &'static str,
    until: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Want {
    Text,
    Flag,
    Whole,
    Number,
    Object(&'static [Rule]),
    /// An object whose members are all alike.
    Map(&'static Want),
    List(&'static Want),
    OneOf(&'static [&'static str]),
}

use Want::{Flag, List, Number, Object, OneOf, Text, Whole};

const fn may(member: &'static str, want: Want) -> Rule {
    Rule {
        member,
        want,
        required: false,
        since: "",
        until: "9",
    }
}

const fn must(member: &'static str, want: Want) -> Rule {
    Rule {
        member,
        want,
        required: true,
        since: "",
        until: "9",
    }
}

impl Rule {
    const fn since(mut self, revision: &'static str) -> Self {
        self.since = revision;
        self
    }

    const fn until(mut self, revision: &'static str) -> Self {
        self.until = revision;
        self
    }
}

const ANY: Want = Object(&[]);

const ICONS: Want = List(&Object(&[
    must("src", Text),
    may("mimeType", Text),
    may("sizes", List(&Text)),
    may("theme", OneOf(&["light", "dark"])),
]));

/// The type must be said, and must be "object".
const OBJECT_SCHEMA: Want = Object(&[must("type", OneOf(&["object"]))]);

const ANNOTATIONS: Want = Object(&[
    may("audience", List(&OneOf(&["user", "assistant"]))),
    may("priority", Number),
    may("lastModified", Text).since("2025-06-18"),
]);

const TOOL: &[Rule] = &[
    must("name", Text),
    must("inputSchema", OBJECT_SCHEMA),
    may("description", Text),
    may("title", Text).since("2025-06-18"),
    may("outputSchema", OBJECT_SCHEMA)
        .since("2025-06-18")
        .until("2025-11-25"),
    may("outputSchema", ANY).since("2026-07-28"),
    may(
        "annotations",
        Object(&[
            may("title", Text),
            may("readOnlyHint", Flag),
            may("destructiveHint", Flag),
            may("idempotentHint", Flag),
            may("openWorldHint", Flag),
        ]),
    )
    .since("2025-03-26"),
    may(
        "execution",
        Object(&[may(
            "taskSupport",
            OneOf(&["forbidden", "optional", "required"]),
        )]),
    )
    .since("2025-11-25")
    .until("2025-11-25"),
    may("icons", ICONS).since("2025-11-25"),
    may("_meta", ANY).since("2025-06-18"),
];

const RESOURCE: &[Rule] = &[
    must("uri", Text),
    must("name", Text),
    may("title", Text).since("2025-06-18"),
    may("description", Text),
    may("mimeType", Text),
    may("size", Whole),
    may("annotations", ANNOTATIONS),
    may("icons", ICONS).since("2025-11-25"),
    may("_meta", ANY).since("2025-06-18"),
];

const TEMPLATE: &[Rule] = &[
    must("uriTemplate", Text),
    must("name", Text),
    may("title", Text).since("2025-06-18"),
    may("description", Text),
    may("mimeType", Text),
    may("annotations", ANNOTATIONS),
    may("icons", ICONS).since("2025-11-25"),
    may("_meta", ANY).since("2025-06-18"),
];

const PROMPT: &[Rule] = &[
    must("name", Text),
    may("title", Text).since("2025-06-18"),
    may("description", Text),
    may(
        "arguments",
        List(&Object(&[
            must("name", Text),
            may("title", Text).since("2025-06-18"),
            may("description", Text),
            may("required", Flag),
        ])),
    ),
    may("icons", ICONS).since("2025-11-25"),
    may("_meta", ANY).since("2025-06-18"),
];

const LIST_CHANGED: Want = Object(&[may("listChanged", Flag)]);

const CAPABILITIES: Want = Object(&[
    may("tools", LIST_CHANGED),
    may(
        "resources",
        Object(&[may("listChanged", Flag), may("subscribe", Flag)]),
    ),
    may("prompts", LIST_CHANGED),
    may("logging", ANY),
    may("completions", ANY).since("2025-03-26"),
    may("experimental", Want::Map(&ANY)),
    may("tasks", ANY).since("2025-11-25").until("2025-11-25"),
    may("extensions", Want::Map(&ANY)).since("2026-07-28"),
]);

const IMPLEMENTATION: Want = Object(&[
    must("name", Text),
    must("version", Text),
    may("title", Text).since("2025-06-18"),
    may("description", Text).since("2025-11-25"),
    may("websiteUrl", Text).since("2025-11-25"),
    may("icons", ICONS).since("2025-11-25"),
]);

/// The result of `initialize`.
pub(super) const INITIALIZE: &[Rule] = &[
    must("protocolVersion", Text),
    must("capabilities", CAPABILITIES),
    must("serverInfo", IMPLEMENTATION),
    may("instructions", Text),
    may("_meta", ANY),
];

const CACHE_SCOPE: Want = OneOf(&["private", "public"]);

/// The result of `server/discover`.
pub(super) const DISCOVER: &[Rule] = &[
    must("resultType", Text),
    must("supportedVersions", List(&Text)),
    must("capabilities", CAPABILITIES),
    must("ttlMs", Whole),
    must("cacheScope", CACHE_SCOPE),
    may("instructions", Text),
    may(
        "_meta",
        Object(&[may("io.modelcontextprotocol/serverInfo", IMPLEMENTATION)]),
    ),
];

/// A page of a list, its items and cursor apart.
const PAGE: &[Rule] = &[
    must("resultType", Text).since("2026-07-28"),
    must("ttlMs", Whole).since("2026-07-28"),
    must("cacheScope", CACHE_SCOPE).since("2026-07-28"),
    may("_meta", ANY),
];

/// The table for the items of a kind.
pub(super) const fn of(kind: Kind) -> &'static [Rule] {
    match kind {
        Kind::Tool => TOOL,
        Kind::Resource => RESOURCE,
        Kind::Template => TEMPLATE,
        Kind::Prompt => PROMPT,
    }
}

/// What is wrong with a thing that should be an object with these members: pointer and sentence, in the table's order.
/// The pointer of a missing member is that of the object that lacks it. `version`: the revision spoken, where known.
pub(super) fn check(value: &Value, rules: &[Rule], version: Option<&str>) -> Vec<(String, String)> {
    let mut check = Check {
        version,
        wrong: Vec::new(),
    };
    match value {
        Value::Object(object) => check.object(object, rules, "", ""),
        other => check.wrong.push((
            String::new(),
            format!("it is {}; expected an object", what(other)),
        )),
    }
    check.wrong
}

/// The same for a page.
pub(super) fn check_page(
    page: &Map<String, Value>,
    version: Option<&str>,
) -> Vec<(String, String)> {
    let mut check = Check {
        version,
        wrong: Vec::new(),
    };
    check.object(page, PAGE, "", "");
    check.wrong
}

/// As many faults of one thing are named.
const WRONGS: usize = 20;

struct Check<'v> {
    version: Option<&'v str>,
    wrong: Vec<(String, String)>,
}

impl Check<'_> {
    /// `path` is for people: `annotations.readOnlyHint`.
    fn object(&mut self, object: &Map<String, Value>, rules: &[Rule], pointer: &str, path: &str) {
        // Without a known revision the last one with a handshake of its own is as good a guess as any.
        let version = self.version.unwrap_or("2025-11-25");
        for rule in rules
            .iter()
            .filter(|rule| rule.since <= version && version <= rule.until)
        {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{}", rule.member);
            match object.get(rule.member) {
                Some(value) => self.value(
                    value,
                    rule.want,
                    &format!("{pointer}/{}", json::step(rule.member)),
                    &path,
                ),
                None if rule.required => self.add(pointer, format!("`{path}` is missing")),
                None => {}
            }
        }
    }

    fn value(&mut self, value: &Value, want: Want, pointer: &str, path: &str) {
        let fits = match (want, value) {
            (Object(rules), Value::Object(object)) => {
                return self.object(object, rules, pointer, path);
            }
            (Want::Map(want), Value::Object(object)) => {
                for (key, value) in object {
                    self.value(
                        value,
                        *want,
                        &format!("{pointer}/{}", json::step(key)),
                        &format!("{path}.{}", crate::wire::short(key)),
                    );
                }
                return;
            }
            (List(want), Value::Array(array)) => {
                for (index, value) in array.iter().enumerate() {
                    self.value(
                        value,
                        *want,
                        &format!("{pointer}/{index}"),
                        &format!("{path}[{index}]"),
                    );
                }
                return;
            }
            (Text, value) => value.is_string(),
            (Flag, value) => value.is_boolean(),
            // A number beyond 64 bits that is whole is read as floating point.
            (Whole, value) => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            (Number, value) => value.is_number(),
            (OneOf(words), Value::String(word)) if !words.contains(&word.as_str()) => {
                let found = crate::wire::short(word);
                return self.add(
                    pointer,
                    format!("`{path}` is \"{found}\"; expected {}", expected(want)),
                );
            }
            (OneOf(_), value) => value.is_string(),
            (Object(_) | Want::Map(_) | List(_), _) => false,
        };
        if !fits {
            self.add(
                pointer,
                format!("`{path}` is {}; expected {}", what(value), expected(want)),
            );
        }
    }

    fn add(&mut self, pointer: &str, says: String) {
        if self.wrong.len() < WRONGS {
            self.wrong.push((pointer.to_owned(), says));
        }
    }
}

fn expected(want: Want) -> String {
    match want {
        Text => "a string".to_owned(),
        Flag => "true or false".to_owned(),
        Whole => "a whole number".to_owned(),
        Number => "a number".to_owned(),
        Object(_) | Want::Map(_) => "an object".to_owned(),
        List(_) => "an array".to_owned(),
        OneOf(words) => words
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

/// What a value is, with numbers and booleans as they are.
fn what(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
