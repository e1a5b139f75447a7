//! Good servers: everything is seen, nothing is wrong.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::build::{Server, Tape};
use evidence::{Event, Facts, Kind, ListingEnd, Observed, Transcript, Variant};
use serde_json::{Value, json};

fn tool(name: &str) -> Value {
    json!({"name": name, "description": "d", "inputSchema": {"type": "object"}})
}

fn names(facts: &Facts) -> Vec<String> {
    facts
        .inventory
        .tools
        .iter()
        .map(|entry| entry.item.label())
        .collect()
}

#[test]
fn a_good_server_is_read_without_faults() {
    let server = Server {
        tools: vec![tool("a"), tool("b")],
        resources: vec![json!({"uri": "file:///a", "name": "a"})],
        templates: vec![json!({"uriTemplate": "file:///{p}", "name": "a"})],
        prompts: vec![json!({"name": "p", "arguments": [{"name": "x", "required": true}]})],
        instructions: Some("Be careful.".to_owned()),
        variants: vec![Variant::Discover, Variant::Declared, Variant::Bare],
        only: [(Variant::Declared, vec![tool("c")])].into(),
        stderr: vec!["ready".to_owned()],
        ..Server::default()
    };
    let facts = Facts::read(&server.transcript());
    assert_eq!(facts.faults, []);
    assert_eq!(names(&facts), ["a", "b", "c"]);
    let all = [Variant::Discover, Variant::Declared, Variant::Bare];
    assert_eq!(facts.inventory.tools[0].visible_to, all);
    assert_eq!(facts.inventory.tools[2].visible_to, [Variant::Declared]);
    assert_eq!(facts.inventory.instructions[0].1, all);
    for kind in Kind::ALL {
        assert!(
            matches!(facts.inventory.complete[&kind], Observed::Seen { .. }),
            "{kind:?}"
        );
    }
    assert!(facts.sessions.iter().all(|session| {
        session
            .listings
            .iter()
            .all(|l| l.end == ListingEnd::Complete)
    }));
    assert_eq!(facts.sessions[0].stderr[0].1, "ready");
    assert_eq!(facts.sessions[1].ready_us, Some(3000));
    assert!(facts.pin.is_some());
}

#[test]
fn a_kind_that_is_not_declared_is_not_offered() {
    let facts = Facts::read(&Server::with_tools(vec![tool("a")]).transcript());
    assert_eq!(
        facts.inventory.complete[&Kind::Prompt],
        Observed::NotOffered
    );
    assert!(matches!(
        facts.inventory.complete[&Kind::Tool],
        Observed::Seen { .. }
    ));
}

#[test]
fn the_pin_does_not_depend_on_order_but_on_content() {
    let pin = |tools| {
        Facts::read(&Server::with_tools(tools).transcript())
            .pin
            .unwrap()
    };
    let one = pin(vec![tool("a"), tool("b")]);
    assert_eq!(one, pin(vec![tool("b"), tool("a")]));
    assert_ne!(one, pin(vec![tool("a"), tool("c")]));
}

#[test]
fn a_foreign_transcript_without_prober_frames_gives_full_facts() {
    let text = concat!(
        r#"{"transcript": 1, "tool_version": "x", "started": "2026-11-22T00:00:00Z", "target": {"kind": "stdio", "command": ["listing"]}}"#,
        "\n",
        r#"{"n": 0, "at_ms": 0.0, "from": "client", "channel": "stdin", "session": 0, "text": "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"initialize\", \"params\": {\"capabilities\": {}}}"}"#,
        "\n",
        r#"{"n": 1, "at_ms": 1.0, "from": "server", "channel": "stdout", "session": 0, "text": "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {\"protocolVersion\": \"2025-11-25\", \"capabilities\": {\"tools\": {}}, \"serverInfo\": {\"name\": \"s\", \"version\": \"0\"}}}"}"#,
        "\n",
        r#"{"n": 2, "at_ms": 2.0, "from": "client", "channel": "stdin", "session": 0, "text": "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"tools/list\", \"params\": {}}"}"#,
        "\n",
        r#"{"n": 3, "at_ms": 3.25, "from": "server", "channel": "stdout", "session": 0, "text": "{\"jsonrpc\": \"2.0\", \"id\": 2, \"result\": {\"tools\": [{\"name\": \"a\", \"inputSchema\": {\"type\": \"object\"}}]}}"}"#,
        "\n",
    );
    let transcript = Transcript::read(text.as_bytes()).unwrap();
    assert_eq!(transcript.frames[3].at_us, 3250);
    let facts = Facts::read(&transcript);
    assert_eq!(facts.faults, []);
    assert_eq!(names(&facts), ["a"]);
    assert_eq!(facts.sessions[0].variant, Variant::Bare);
    assert_eq!(facts.sessions[0].listings[0].why, "first");
    assert!(matches!(
        facts.inventory.complete[&Kind::Tool],
        Observed::Seen { .. }
    ));
}

#[test]
fn discover_refused_and_then_initialize_is_the_declared_variant() {
    let tape = Tape::stdio()
        .start(0, Variant::Discover)
        .request(
            0,
            "server/discover",
            &json!({"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}),
        )
        .error(0, -32601, "Method not found")
        .handshake(
            0,
            Variant::Declared,
            &json!({"protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
            "serverInfo": {"name": "s", "version": "1"}}),
        )
        .list(0, Variant::Declared, Kind::Tool, &[tool("a")])
        .close(0);
    let facts = Facts::read(&tape.transcript());
    assert_eq!(facts.sessions[0].variant, Variant::Declared);
    assert!(facts.sessions[0].discover.is_some());
    assert!(matches!(
        facts.inventory.complete[&Kind::Tool],
        Observed::Seen { .. }
    ));
}

#[test]
fn a_dead_server_is_missing_and_never_empty() {
    let tape = Tape::stdio()
        .start(0, Variant::Declared)
        .request(0, "initialize", &json!({"capabilities": {}}))
        .stderr(0, "Error: missing API key")
        .event(
            0,
            Event::Exit {
                code: Some(7),
                signal: None,
                unasked: true,
                after_ms: 0,
            },
        );
    let facts = Facts::read(&tape.transcript());
    for kind in Kind::ALL {
        let Observed::Missing(gap) = &facts.inventory.complete[&kind] else {
            panic!("{kind:?} is not missing")
        };
        assert_eq!(
            gap.why,
            "declared: the server ended with code 7 before it answered initialize"
        );
        assert!(!gap.ours);
    }
    assert_eq!(facts.pin, None);
}
