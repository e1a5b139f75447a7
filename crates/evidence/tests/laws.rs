//! Laws: reading never fails, writing and reading are inverse, the same bytes give the same facts.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::build::{Server, Tape, deed, fence};
use evidence::conduct::{Act, Deed, Install, Rung, Usage};
use evidence::{
    Channel, Cut, Event, Facts, Frame, FrameId, Header, Http, HttpPart, Kind, Side, Target,
    Transcript, Variant, limits,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn tool(name: &str) -> Value {
    json!({"name": name, "description": "d", "inputSchema": {"type": "object", "properties": {"a": {"type": "string"}}}})
}

/// A conversation with a bit of everything.
fn conversation() -> Transcript {
    let server = Server {
        tools: vec![tool("a"), tool("b")],
        resources: vec![json!({"uri": "file:///a", "name": "a", "size": 5})],
        prompts: vec![json!({"name": "p", "arguments": [{"name": "x"}]})],
        instructions: Some("Be careful: \u{202e}.".to_owned()),
        variants: vec![Variant::Discover, Variant::Declared, Variant::Bare],
        stderr: vec!["ready".to_owned()],
        stdout: vec![
            r#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#.to_owned(),
            r#"{"jsonrpc":"2.0","id":1,"method":"roots/list"}"#.to_owned(),
        ],
        questions: vec![(
            "junk-line".to_owned(),
            "not json".to_owned(),
            vec![r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}"#.to_owned()],
        )],
        ..Server::default()
    };
    server.transcript()
}

/// Any JSON value, shallow.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!("object")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key = prop_oneof![
            "name",
            "inputSchema",
            "type",
            "annotations",
            "_meta",
            "icons",
            ".{0,3}"
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A line that may be a message, nearly one, or none.
fn any_line() -> impl Strategy<Value = Vec<u8>> {
    let message =
        (any_json(), any_json(), any_json(), any_json()).prop_map(|(id, result, error, method)| {
            json!({"jsonrpc": "2.0", "id": id, "result": result, "error": error, "method": method})
                .to_string()
                .into_bytes()
        });
    let reply = (0i64..6, any_json()).prop_map(|(id, result)| {
        json!({"jsonrpc": "2.0", "id": id, "result": result})
            .to_string()
            .into_bytes()
    });
    prop_oneof![
        message,
        reply,
        any_json().prop_map(|value| value.to_string().into_bytes()),
        prop::collection::vec(any::<u8>(), 0..40),
        r#"[\[\]{}",:0-9eE+.\\u -]{0,40}"#.prop_map(String::into_bytes),
        "(NaN|Infinity|-Infinity|1e999|\\\\ud800|\\{|\\}|\"|é|\u{feff}){0,12}"
            .prop_map(String::into_bytes),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    let method = || prop::option::of(prop_oneof!["tools/list", "prompts/list", "initialize"]);
    prop_oneof![
        Just(Event::Start {
            variant: Variant::Bare,
            env: vec!["A".to_owned()],
            program: None
        }),
        Just(Event::Closing),
        Just(Event::Unterminated),
        Just(Event::Interrupted),
        Just(Event::Ours {
            error: "x".to_owned()
        }),
        "[a-z:]{0,8}".prop_map(|id| Event::Question { id }),
        prop_oneof!["first", "again", "changed"].prop_map(|why| Event::List { why }),
        method().prop_map(|method| Event::Cap {
            what: "pages".to_owned(),
            limit: 1,
            method
        }),
        method().prop_map(|method| Event::Deadline {
            what: "request".to_owned(),
            after_ms: 1,
            method
        }),
        any::<bool>().prop_map(|unasked| Event::Exit {
            code: None,
            signal: Some(9),
            unasked,
            after_ms: 0
        }),
    ]
}

fn any_frame() -> impl Strategy<Value = (Side, Channel, u32, Vec<u8>)> {
    let client = (
        1i64..6,
        prop_oneof!["initialize", "server/discover", "tools/list", "ping"],
        any_json(),
    );
    let client = client.prop_map(|(id, method, params)| {
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
            .to_string()
            .into_bytes()
    });
    prop_oneof![
        4 => (0u32..3, any_line()).prop_map(|(session, line)| (Side::Server, Channel::Stdout, session, line)),
        3 => (0u32..3, client).prop_map(|(session, line)| (Side::Client, Channel::Stdin, session, line)),
        1 => (0u32..3, any_line()).prop_map(|(session, line)| (Side::Client, Channel::Stdin, session, line)),
        1 => (0u32..3, any_line()).prop_map(|(session, line)| (Side::Server, Channel::Stderr, session, line)),
        2 => (0u32..3, any_event())
            .prop_map(|(session, event)| (Side::Prober, Channel::Process, session, event.text().into_bytes())),
        1 => (0u32..3, any_line()).prop_map(|(session, line)| (Side::Prober, Channel::Process, session, line)),
    ]
}

/// What is changed in a transcript: which frame, where in it, how.
fn mutate(transcript: &mut Transcript, (which, at, how, byte): (usize, usize, u8, u8)) {
    let length = transcript.frames.len();
    let Some(frame) = transcript.frames.get_mut(which % length) else {
        return;
    };
    let mut bytes = frame.bytes.to_vec();
    let at = if bytes.is_empty() {
        0
    } else {
        at % bytes.len()
    };
    match how % 6 {
        0 if at < bytes.len() => bytes[at] = byte,
        1 => bytes.truncate(at),
        2 => bytes.insert(at, byte),
        3 => {
            frame.cut = Some(Cut {
                bytes: 9,
                sha256: String::new(),
            })
        }
        4 => frame.session = u32::from(byte % 4),
        _ => bytes.extend_from_within(at..),
    }
    frame.bytes = bytes.into();
}

fn same_after_a_round_trip(transcript: &Transcript) -> Result<Facts, TestCaseError> {
    let facts = Facts::read(transcript);
    let again = Transcript::read(&transcript.write()).unwrap();
    prop_assert_eq!(&again, transcript);
    prop_assert_eq!(format!("{:?}", Facts::read(&again)), format!("{facts:?}"));
    Ok(facts)
}

/// Each part of an exchange in turn.
fn http(which: u8, exchange: u32) -> Http {
    let headers = vec![("X-A".to_owned(), "\u{e9}\"".to_owned())];
    let part = match which / 6 {
        0 => HttpPart::Request {
            method: "POST".to_owned(),
            url: "http://localhost/mcp".to_owned(),
            headers,
        },
        1 => HttpPart::Response {
            status: 200,
            version: "HTTP/1.1".to_owned(),
            peer: Some("127.0.0.1:1".to_owned()),
            headers,
            partial: which % 2 == 1,
        },
        _ => HttpPart::Event {
            id: Some("1".to_owned()),
            event: None,
            retry: Some(3),
        },
    };
    Http { exchange, part }
}

proptest! {
    #[test]
    fn any_frames_are_read_and_replay_to_the_same_facts(frames in prop::collection::vec(any_frame(), 0..30)) {
        let tape = frames.iter().fold(Tape::stdio(), |tape, (side, channel, session, bytes)| {
            tape.frame(*side, *channel, *session, bytes)
        });
        let facts = same_after_a_round_trip(&tape.transcript())?;
        prop_assert_eq!(facts.inventory.complete.len(), 4);
        prop_assert!(facts.faults.is_sorted_by_key(|fault| fault.at.frame));
    }

    #[test]
    fn a_damaged_conversation_is_read(
        changes in prop::collection::vec((any::<usize>(), any::<usize>(), any::<u8>(), any::<u8>()), 1..8),
    ) {
        let mut transcript = conversation();
        for change in changes {
            mutate(&mut transcript, change);
        }
        same_after_a_round_trip(&transcript)?;
    }

    #[test]
    fn what_is_written_is_read_back(
        frames in prop::collection::vec((any::<u64>(), 0u8..18, any::<u32>(), prop::collection::vec(any::<u8>(), 0..20)), 0..10),
        command in prop::collection::vec(".{0,6}", 0..3),
        url in prop::option::of(".{0,9}"),
        entry in prop::option::of(".{0,6}"),
    ) {
        let target = url.map_or(Target::Stdio { command }, |url| Target::Http { url });
        let header = Header { tool_version: "1".to_owned(), started: "2026-11-22T00:00:00Z".to_owned(), target, entry };
        let frames = frames.into_iter().zip(0..).map(|((at_us, which, session, bytes), n)| {
            let sides = [Side::Client, Side::Server, Side::Prober];
            let channels = [Channel::Stdin, Channel::Stdout, Channel::Stderr, Channel::Http, Channel::Process, Channel::Sandbox];
            Frame {
                n: FrameId(n),
                at_us,
                from: sides[usize::from(which % 3)],
                channel: channels[usize::from(which % 6)],
                session,
                bytes: bytes.into(),
                cut: (which > 9).then(|| Cut { bytes: at_us, sha256: "ab".to_owned() }),
                http: (which % 6 == 3).then(|| http(which, session)),
            }
        });
        let transcript = Transcript { header, frames: frames.collect() };
        let bytes = transcript.write();
        let again = Transcript::read(&bytes).unwrap();
        prop_assert_eq!(&again, &transcript);
        prop_assert_eq!(again.write(), bytes);
        prop_assert_eq!(again.sha256(), transcript.sha256());
    }

    #[test]
    fn a_transcript_cut_anywhere_is_read_or_refused_at_its_last_line(at in 0usize..6000) {
        let bytes = conversation().write();
        let part = &bytes[..at.min(bytes.len())];
        if let Err(error) = Transcript::read(part) {
            prop_assert_eq!(error.line, part.iter().filter(|b| **b == b'\n').count() + 1);
        }
    }

    #[test]
    fn a_good_tool_survives_any_neighbour(neighbour in any_json()) {
        let server = Server::with_tools(vec![tool("first"), neighbour, tool("last")]);
        let facts = Facts::read(&server.transcript());
        let names: Vec<_> = facts.sessions[0].listings[0].items.iter().map(|item| item.name.as_deref()).collect();
        prop_assert_eq!(names.len(), 3);
        prop_assert_eq!((names[0], names[2]), (Some("first"), Some("last")));
    }

    #[test]
    fn the_pin_stands_still_when_members_and_tools_change_places(swap in any::<bool>(), bare in any::<bool>()) {
        let a = json!({"name": "a", "description": "d", "inputSchema": {"type": "object", "title": "t"}});
        let turned = json!({"inputSchema": {"title": "t", "type": "object"}, "description": "d", "name": "a"});
        let mut tools = vec![if swap { turned } else { a.clone() }, tool("b")];
        if swap {
            tools.reverse();
        }
        let variants = if bare { vec![Variant::Bare, Variant::Declared] } else { vec![Variant::Discover] };
        let pin = Facts::read(&Server { tools, variants, ..Server::default() }.transcript()).pin;
        prop_assert_eq!(pin, Facts::read(&Server::with_tools(vec![a, tool("b")]).transcript()).pin);
    }
}

#[test]
fn the_union_keeps_the_order_of_first_sight() {
    let listing = |session, names: &[&str], tape: Tape| {
        let tools: Vec<Value> = names.iter().map(|name| tool(name)).collect();
        tape.start(session, Variant::Bare)
            .handshake(
                session,
                Variant::Bare,
                &json!({"protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
                "serverInfo": {"name": "s", "version": "1"}}),
            )
            .list(session, Variant::Bare, Kind::Tool, &tools)
            .close(session)
    };
    let tape = listing(1, &["c", "a", "z"], listing(0, &["b", "a"], Tape::stdio()));
    let facts = Facts::read(&tape.transcript());
    let names: Vec<String> = facts
        .inventory
        .all()
        .map(|entry| entry.item.label())
        .collect();
    assert_eq!(names, ["b", "a", "c", "z"]);
}

/// Everything that the sandbox tells, on one connection.
fn fenced(deeds: Vec<Deed>) -> Server {
    Server {
        fence: Some(fence(Rung::Namespaces)),
        deeds,
        usage: Usage {
            peak_memory: Some(90 << 20),
            ..Usage::default()
        },
        ..Server::with_tools(vec![tool("a")])
    }
}

fn detached(at_ms: u64) -> Deed {
    Deed {
        at_ms,
        ..deed(Act::Detach)
    }
}

#[test]
fn what_the_sandbox_noticed_belongs_to_its_connection() {
    let install = Install {
        runner: "npx".to_owned(),
        package: "notes".to_owned(),
        version: None,
        cached: false,
        fence: None,
        scripts: false,
        withheld: Vec::new(),
        deeds: vec![detached(1); limits::DEEDS + 1],
        usage: Usage::default(),
        took_ms: 900,
        failed: None,
    };
    let tape = fenced(vec![detached(3)])
        .tape()
        .event(0, Event::Install(install))
        .frame(
            Side::Prober,
            Channel::Sandbox,
            0,
            br#"{"event":"deed","act":"levitate"}"#,
        );
    let facts = Facts::read(&tape.transcript());
    let session = &facts.sessions[0];
    assert_eq!(
        session.fence.as_ref().map(|(fence, _)| fence.rung),
        Some(Rung::Namespaces)
    );
    assert_eq!(session.deeds[0].0, detached(3));
    assert_eq!(
        (session.deeds.len(), session.deeds_seen),
        (1, 2),
        "one could not be read"
    );
    assert_eq!(
        session.usage.map(|(usage, _)| usage.peak_memory),
        Some(Some(90 << 20))
    );
    let (install, _) = facts.install.unwrap();
    assert_eq!(install.deeds.len(), limits::DEEDS);
    assert!(facts.ours.is_empty() && facts.faults.is_empty());
    assert!(matches!(
        facts.inventory.complete[&Kind::Tool],
        evidence::Observed::Seen { .. }
    ));
}

#[test]
fn deeds_have_a_cap_and_are_counted_beyond_it() {
    let facts = Facts::read(&fenced(vec![detached(3); limits::DEEDS + 7]).transcript());
    let session = &facts.sessions[0];
    assert_eq!(
        (session.deeds.len(), session.deeds_seen),
        (limits::DEEDS, limits::DEEDS + 7)
    );
    let wide = deed(Act::Listen {
        on: "x".repeat(1 << 20),
    });
    let facts = Facts::read(&fenced(vec![wide; 12]).transcript());
    assert_eq!(
        (facts.sessions[0].deeds.len(), facts.sessions[0].deeds_seen),
        (7, 12)
    );
}
