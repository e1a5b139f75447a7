//! Any bytes as the output of a server: whatever is no message is named, at the line where it stands.

use super::conversation;
use evidence::build::Tape;
use evidence::{Event, Facts, FaultKind, FrameId, Kind, Variant};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// A good handshake and an open `tools/list` with id 2, then the lines.
pub fn law(data: &[u8]) {
    let tape = Tape::stdio().start(0, Variant::Bare).handshake(
        0,
        Variant::Bare,
        &json!({"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "s", "version": "1"}}),
    );
    let tape = tape.event(
        0,
        Event::List {
            why: "first".to_owned(),
        },
    );
    let tape = tape.request(0, Kind::Tool.method(), &json!({}));
    let before = tape.clone().transcript().frames.len() as u64;
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').collect();
    let tape = lines.iter().fold(tape, |tape, line| tape.bytes(0, line));
    let facts = conversation::facts(&tape.close(0).transcript());
    for (at, line) in (before..).zip(lines) {
        if let Some(why) = wrong(line) {
            assert!(
                named(&facts, FrameId(at)),
                "{why}, and no fault says so: {line:?}"
            );
        }
    }
}

/// Why a line is no message by any reading.
fn wrong(line: &[u8]) -> Option<&'static str> {
    let line = match line.strip_prefix(b"\xef\xbb\xbf") {
        Some(_) => return Some("it begins with a byte order mark"),
        None => line,
    };
    let Ok(text) = std::str::from_utf8(line) else {
        return Some("it is not UTF-8");
    };
    let text = text.trim_ascii();
    if text.is_empty() {
        return None;
    }
    if serde_json::from_str::<&RawValue>(text).is_err() {
        return Some("it is not JSON");
    }
    // What is deep or has a number beyond 64 bits is JSON, but no value.
    let value: Value = serde_json::from_str(text).ok()?;
    (value["jsonrpc"] != "2.0").then_some("it is no JSON-RPC 2.0")
}

/// Whether a fault is told of this line: at the line, or of a message that began before it, or among those only counted.
fn named(facts: &Facts, line: FrameId) -> bool {
    facts.faults.iter().any(|fault| {
        let over = fault.says.ends_with("more of this kind");
        let begun = fault.kind == FaultKind::SplitMessage && fault.at.frame < line;
        fault.at.frame == line || begun || over
    })
}
