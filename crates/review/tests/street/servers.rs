//! Servers as tools and conversations, and the transcripts of probing them.

use evidence::build::Tape;
use evidence::conduct::{Deed, Fence, Usage};
use evidence::{Event, Kind, Transcript, Variant};
use serde_json::{Value, json};

fn tool(name: &str, description: &str, properties: Value, read_only: bool) -> Value {
    let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
    json!({
        "name": name, "description": description,
        "inputSchema": {"type": "object", "properties": properties, "required": required, "additionalProperties": false},
        "outputSchema": {"type": "object", "properties": {"id": {"type": "integer"}}},
        "annotations": {"readOnlyHint": read_only, "destructiveHint": false, "idempotentHint": read_only, "openWorldHint": true},
    })
}

fn number(of: &str) -> Value {
    json!({"type": "integer", "minimum": 1, "description": of})
}

fn text(of: &str) -> Value {
    json!({"type": "string", "maxLength": 200, "description": of})
}

/// The tools of the worked example.
pub(crate) fn triage_tools() -> Vec<Value> {
    vec![
        tool(
            "list_issues",
            "Lists the open issues of the repository, a page at a time.",
            json!({"page": number("Page, from 1."), "limit": number("Issues on a page.")}),
            true,
        ),
        tool(
            "get_issue",
            "Returns one issue with its labels and comments.",
            json!({"issue": number("Number of the issue.")}),
            true,
        ),
        tool(
            "add_label",
            "Adds a label to an issue.",
            json!({"issue": number("Number of the issue."), "label": text("Name of the label.")}),
            false,
        ),
        tool(
            "comment_on_issue",
            "Posts a comment on an issue.",
            json!({"issue": number("Number of the issue."), "text": text("The comment.")}),
            false,
        ),
    ]
}

pub(crate) fn run_command() -> Value {
    json!({
        "name": "run_command", "description": "Runs a shell command on the host and returns its output.",
        "inputSchema": {"type": "object", "properties": {"command": {"type": "string", "description": "The command."}}, "required": ["command"]},
    })
}

/// A run with two variants, a second listing and the protocol questions, all answered well.
pub(crate) fn run(tools: &[Value]) -> Transcript {
    run_in(tools, None)
}

/// The same in a fence, where each start does this.
pub(crate) fn run_in(tools: &[Value], fenced: Option<(&Fence, &[Deed])>) -> Transcript {
    let mut tape = Tape::stdio();
    for (session, variant) in [(0, Variant::Declared), (1, Variant::Bare)] {
        let hello = json!({
            "protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
            "serverInfo": {"name": "triage", "version": "1.4.2"},
        });
        tape = tape
            .start(session, variant)
            .handshake(session, variant, &hello)
            .list(session, variant, Kind::Tool, tools);
        if session == 0 {
            tape = tape
                .event(
                    0,
                    Event::List {
                        why: "again".to_owned(),
                    },
                )
                .request(0, "tools/list", &json!({}))
                .result(0, &json!({"tools": tools}));
            tape = asked(tape);
        }
        tape = tape.close(session);
        if let Some((fence, deeds)) = fenced {
            tape = tape.fenced(session, fence, deeds, Some(Usage::default()));
        }
    }
    tape.transcript()
}

/// The protocol questions, each followed by a sign of life.
fn asked(mut tape: Tape) -> Tape {
    for id in ["unknown-method", "bad-params", "junk-line"] {
        tape = tape.event(0, Event::Question { id: id.to_owned() });
        tape = match id {
            "unknown-method" => {
                tape.request(0, "no/such", &json!({}))
                    .error(0, -32601, "Method not found")
            }
            "bad-params" => tape.request(0, "tools/call", &json!({"name": 7})).error(
                0,
                -32602,
                "Invalid params: name must be a string",
            ),
            _ => tape.sent(0, "this is no message"),
        };
        tape = tape
            .event(
                0,
                Event::Question {
                    id: format!("alive:{id}"),
                },
            )
            .request(0, "ping", &json!({}))
            .result(0, &json!({}));
    }
    tape
}
