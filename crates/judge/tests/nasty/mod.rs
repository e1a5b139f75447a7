//! Listings that a hostile server might send to make a judge slow, each of any size; and how processor time is read.

use evidence::Facts;
use evidence::build::Server;
use serde_json::{Value, json};

/// A kind of listing: its name, and the tools of it at a size (roughly its bytes).
pub(crate) type Nasty = (&'static str, fn(usize) -> Vec<Value>);

/// Every kind.
pub(crate) const NASTY: &[Nasty] = &[
    ("one long word", |n| described("a".repeat(n))),
    ("a long word of punctuation", |n| {
        described("=(".repeat(n / 2))
    }),
    ("many short words", |n| described("a ".repeat(n / 2))),
    ("many sentences", |n| described("Reads it. ".repeat(n / 10))),
    ("one endless sentence of orders", |n| {
        described("ignore do not tell the send read include must ".repeat(n / 46))
    }),
    ("verbs joined with or", |n| {
        described("gets or clears and ".repeat(n / 19))
    }),
    ("lines", |n| described("\n".repeat(n))),
    ("blanks", |n| described(" ".repeat(n))),
    ("markup that never ends", |n| {
        described("<!-- <b ".repeat(n / 8))
    }),
    ("open quotes", |n| described("\"a `b ' ".repeat(n / 8))),
    ("only invisible characters", |n| {
        described("\u{200b}\u{e0041}\u{202e}".repeat(n / 10))
    }),
    ("a tower of marks", |n| {
        described("\u{301}\u{323}".repeat(n / 4))
    }),
    ("letters of two alphabets", |n| {
        described("pаypаl ".repeat(n / 9))
    }),
    ("addresses", |n| {
        described("https://a.example/?q=a@b.example ".repeat(n / 33))
    }),
    ("paths", |n| {
        described("/a/.b/../c.d ~/.ssh ".repeat(n / 20))
    }),
    ("encoded bytes", |n| {
        described("QUJDREVGR0hJSktMTU5PUA".repeat(n / 22))
    }),
    ("half a key", |n| {
        described("-----BEGIN PRIVATE KEY-----".repeat(n / 27))
    }),
    ("what looks like tokens", |n| {
        described("token=ghp_aB3 Bearer sk-a ".repeat(n / 26))
    }),
    ("a long name", |n| {
        vec![json!({"name": "getHTTP_".repeat(n / 8), "inputSchema": {"type": "object"}})]
    }),
    ("schemas in schemas", |n| {
        // No deeper than a reader goes; so many of them.
        (0..n / 4_000)
            .map(|i| with_schema(i, nested(100)))
            .collect()
    }),
    ("many parameters", |n| {
        let all = (0..n / 30).map(|i| (format!("param_{i}"), json!({"type": "string"})));
        vec![with_schema(
            0,
            json!({"type": "object", "properties": all.collect::<serde_json::Map<_, _>>()}),
        )]
    }),
    ("a huge enum", |n| {
        let all: Vec<String> = (0..n / 12).map(|i| format!("delete_{i}")).collect();
        vec![with_schema(
            0,
            json!({"type": "object", "properties": {"action": {"type": "string", "enum": all}}}),
        )]
    }),
    ("many branches", |n| {
        let all: Vec<Value> = (0..n / 40)
            .map(|i| json!({"properties": {format!("p{i}"): {"type": "string"}}}))
            .collect();
        vec![with_schema(0, json!({"type": "object", "anyOf": all}))]
    }),
    ("definitions that refer to each other", |n| {
        let all = (0..n / 50).map(|i| {
            let next = format!("#/$defs/d{}", i + 1);
            (
                format!("d{i}"),
                json!({"allOf": [{"$ref": next}, {"$ref": next}]}),
            )
        });
        let defs: serde_json::Map<_, _> = all.collect();
        vec![with_schema(
            0,
            json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/d0"}}, "$defs": defs}),
        )]
    }),
    ("required members", |n| {
        let all: Vec<String> = (0..n / 8).map(|i| format!("r{i}")).collect();
        vec![with_schema(0, json!({"type": "object", "required": all}))]
    }),
    ("tools of similar names", |n| {
        (0..n / 60)
            .map(|i| json!({"name": format!("get_note_{i}"), "inputSchema": {"type": "object"}}))
            .collect()
    }),
    ("tools of names that look alike", |n| {
        (0..n / 60)
            .map(|i| json!({"name": format!("{}{i}", if i % 2 == 0 { "gеt" } else { "get" }), "inputSchema": {"type": "object"}}))
            .collect()
    }),
    ("tools that take part in every flow", |n| {
        (0..n / 120)
            .map(|i| json!({"name": format!("run_command_{i}"), "inputSchema": {"type": "object", "properties": {"command": {"type": "string"}}}}))
            .collect()
    }),
];

fn described(text: String) -> Vec<Value> {
    vec![json!({"name": "get_note", "description": text, "inputSchema": {"type": "object"}})]
}

fn with_schema(i: usize, schema: Value) -> Value {
    json!({"name": format!("get_note_{i}"), "description": "Gets a note.", "inputSchema": schema})
}

fn nested(levels: usize) -> Value {
    (0..levels / 2).fold(
        json!({"type": "string"}),
        |inside, _| json!({"type": "object", "properties": {"a": inside}}),
    )
}

/// What a recording of these tools holds.
pub(crate) fn facts(tools: Vec<Value>) -> Facts {
    Facts::read(&Server::with_tools(tools).transcript())
}

/// Nanoseconds of processor time that this thread has had; `None` where the system does not say.
#[expect(
    clippy::disallowed_methods,
    reason = "only the system knows what a thread took"
)]
pub(crate) fn spent() -> Option<u64> {
    // The system counts up to where the thread last stood back.
    std::thread::sleep(std::time::Duration::from_nanos(1));
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}
