//! Tools such as real servers list, made from words: the same every time.

use serde_json::{Map, Value, json};

const VERBS: &[(&str, &str)] = &[
    ("get", "Retrieves"),
    ("list", "Lists"),
    ("search", "Searches for"),
    ("create", "Creates"),
    ("update", "Updates"),
    ("delete", "Deletes"),
    ("send", "Sends"),
    ("export", "Exports"),
    ("run", "Runs"),
    ("analyze", "Analyzes"),
    ("assign", "Assigns"),
    ("archive", "Archives"),
];
const THINGS: &[&str] = &[
    "ticket",
    "invoice",
    "deployment",
    "pull request",
    "calendar event",
    "customer",
    "database table",
    "workflow",
    "message",
    "page",
    "report",
    "branch",
    "user",
    "dashboard",
    "bucket",
    "query",
    "file",
    "sensor",
    "shipment",
    "note",
];
const SENTENCES: &[&str] = &[
    "Use this when the user asks about one of them by name or by its identifier.",
    "Results come in pages of at most 100; give the cursor of the last page to get the next one.",
    "Requires that the account has access to the project, otherwise an error with the reason is returned.",
    "Times are in UTC and follow ISO 8601, for example 2026-03-01T12:00:00Z.",
    "Returns:\n- id: the identifier\n- title: what people see\n- status: open, closed or archived",
    "The filter understands field names, quotes and the operators AND, OR and NOT.",
    "Does not change anything that other tools have made; call it as often as needed.",
    "Fields that are left out keep the value that they had before.",
    "Prefer the identifier over the name, because names need not be unique within a workspace.",
];
const PARAMETERS: &[(&str, &str, &str)] = &[
    ("id", "string", "The identifier, as the list shows it."),
    (
        "project_id",
        "string",
        "The project that it belongs to. Found in the address of the project's page.",
    ),
    (
        "query",
        "string",
        "Words to look for in title and body; quotes keep words together.",
    ),
    (
        "limit",
        "integer",
        "How many to return at most (default 20, at most 100).",
    ),
    ("cursor", "string", "Where to go on, from the page before."),
    (
        "title",
        "string",
        "The title that people see. Plain text, no markup.",
    ),
    (
        "body",
        "string",
        "The text, in Markdown. Mentions and links are kept.",
    ),
    ("status", "enum", "Only those of this status."),
    ("labels", "array", "Labels that all of them must have."),
    (
        "file_path",
        "string",
        "Path of the file to attach, absolute or relative to the workspace.",
    ),
    ("url", "string", "The address of the page to read."),
    (
        "include_archived",
        "boolean",
        "Whether archived ones are returned too.",
    ),
    ("filter", "object", "What they must have in common."),
    ("since", "date", "Only those changed after this time."),
];

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        let at = self.below(list.len());
        list[at]
    }
}

/// So many tools, from the one of this number on.
pub(crate) fn tools(from: usize, count: usize) -> Vec<Value> {
    (from..from + count).map(tool).collect()
}

fn tool(number: usize) -> Value {
    let mut numbers = Numbers(number as u64 ^ 0x9e37_79b9_7f4a_7c15);
    let ((verb, says), thing) = (numbers.of(VERBS), numbers.of(THINGS));
    let mut description = format!("{says} a {thing} of the workspace.");
    for _ in 0..4 + numbers.below(10) {
        description.push(' ');
        description.push_str(numbers.of(SENTENCES));
    }
    let mut properties = Map::new();
    for _ in 0..1 + numbers.below(6) {
        let (name, kind, says) = numbers.of(PARAMETERS);
        properties.insert(name.to_owned(), parameter(kind, says));
    }
    let required: Vec<&String> = properties.keys().take(1).collect();
    let mut tool = json!({
        "name": format!("{verb}_{}_{number}", thing.replace(' ', "_")),
        "description": description,
        "inputSchema": {"type": "object", "properties": properties, "required": required, "$schema": "http://json-schema.org/draft-07/schema#"},
    });
    if numbers.below(3) == 0 {
        tool["annotations"] = json!({"title": format!("{says} a {thing}"), "readOnlyHint": matches!(verb, "get" | "list" | "search"), "openWorldHint": true});
    }
    if numbers.below(6) == 0 {
        tool["outputSchema"] = json!({"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object", "properties": {
            "id": {"type": "string", "description": "The identifier."}, "title": {"type": "string"}, "status": {"type": "string", "enum": ["open", "closed"]},
        }}}, "next": {"type": ["string", "null"]}}});
    }
    tool
}

fn parameter(kind: &str, says: &str) -> Value {
    match kind {
        "enum" => {
            json!({"type": "string", "enum": ["open", "closed", "archived", "all"], "description": says, "default": "open"})
        }
        "array" => json!({"type": "array", "items": {"type": "string"}, "description": says}),
        "date" => {
            json!({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}], "description": says})
        }
        "object" => json!({"type": "object", "description": says, "properties": {
            "owner": {"type": "string", "description": "Who is responsible for it."},
            "priority": {"type": "integer", "minimum": 1, "maximum": 5},
        }}),
        kind => json!({"type": kind, "description": says}),
    }
}
