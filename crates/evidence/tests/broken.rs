//! Broken servers: each fault is named, and no good item is lost beside a bad one.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::build::Tape;
use evidence::{Body, Event, Facts, Fault, FaultKind, Kind, ListingEnd, Observed, Variant};
use serde_json::{Value, json};

use FaultKind::*;

fn init() -> Value {
    json!({"protocolVersion": "2025-11-25", "capabilities": {"tools": {"listChanged": true}},
        "serverInfo": {"name": "bad", "version": "1"}})
}

/// A connection up to the first listing request, which has id 2.
fn asked(kind: Kind) -> Tape {
    let mut init = init();
    init["capabilities"][kind.capability()] = json!({});
    Tape::stdio()
        .start(0, Variant::Declared)
        .handshake(0, Variant::Declared, &init)
        .event(
            0,
            Event::List {
                why: "first".into(),
            },
        )
        .request(0, kind.method(), &json!({}))
}

fn good(name: &str) -> Value {
    json!({"name": name, "description": "d", "inputSchema": {"type": "object"}})
}

fn page(result: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": 2, "result": result}).to_string()
}

/// Facts of a server that answers the listing with these lines.
fn answers(kind: Kind, lines: &[&str]) -> Facts {
    let tape = lines
        .iter()
        .fold(asked(kind), |tape, line| tape.line(0, line));
    Facts::read(&tape.close(0).transcript())
}

fn kinds(facts: &Facts) -> Vec<FaultKind> {
    facts.faults.iter().map(|fault| fault.kind).collect()
}

fn labels(facts: &Facts) -> Vec<String> {
    facts.sessions[0].listings[0]
        .items
        .iter()
        .map(|item| item.label())
        .collect()
}

fn end(facts: &Facts) -> &ListingEnd {
    &facts.sessions[0].listings[0].end
}

/// One item between two good ones: which faults does it have, at which pointers inside it?
fn item_faults(kind: Kind, bad: &Value) -> Vec<(FaultKind, String)> {
    let good = |name: &str| match kind {
        Kind::Tool => good(name),
        Kind::Resource => json!({"uri": format!("file:///{name}"), "name": name}),
        Kind::Template => json!({"uriTemplate": format!("file:///{name}/{{p}}"), "name": name}),
        Kind::Prompt => json!({"name": name, "arguments": [{"name": "x"}]}),
    };
    let facts = answers(
        kind,
        &[&page(
            &json!({kind.member(): [good("good"), bad, good("good2")]}),
        )],
    );
    let labels = labels(&facts);
    assert_eq!(labels.len(), 3, "{bad}");
    assert_eq!(
        (labels[0].as_str(), labels[2].as_str()),
        ("good", "good2"),
        "{bad}"
    );
    assert_eq!(*end(&facts), ListingEnd::Complete, "{bad}");
    let place = format!("/result/{}/1", kind.member());
    let inside = |fault: &Fault| fault.at.pointer.strip_prefix(&place).unwrap().to_owned();
    for fault in &facts.faults {
        assert_eq!(fault.subject, Some((kind, labels[1].clone())), "{bad}");
    }
    facts
        .faults
        .iter()
        .map(|fault| (fault.kind, inside(fault)))
        .collect()
}

fn shape(pointer: &str) -> Vec<(FaultKind, String)> {
    vec![(WrongShape, pointer.to_owned())]
}

/// A tool with these members changed; null removes one.
fn tool(change: &Value) -> Value {
    let mut tool = good("bad");
    for (key, value) in change.as_object().unwrap() {
        if value == "<none>" {
            tool.as_object_mut().unwrap().shift_remove(key);
        } else {
            tool[key] = value.clone();
        }
    }
    tool
}

#[test]
fn a_wrong_shape_is_named_with_its_place() {
    let cases = [
        (json!({"inputSchema": "<none>"}), ""),
        (json!({"inputSchema": null}), "/inputSchema"),
        (json!({"inputSchema": {}}), "/inputSchema"),
        (
            json!({"inputSchema": {"type": "string"}}),
            "/inputSchema/type",
        ),
        (json!({"inputSchema": "object"}), "/inputSchema"),
        (json!({"inputSchema": true}), "/inputSchema"),
        (json!({"inputSchema": []}), "/inputSchema"),
        (json!({"name": "<none>"}), ""),
        (json!({"name": 7}), "/name"),
        (json!({"name": null}), "/name"),
        (json!({"annotations": "yes"}), "/annotations"),
        (json!({"annotations": null}), "/annotations"),
        (json!({"annotations": []}), "/annotations"),
        (
            json!({"annotations": {"readOnlyHint": "true"}}),
            "/annotations/readOnlyHint",
        ),
        (
            json!({"annotations": {"destructiveHint": 0}}),
            "/annotations/destructiveHint",
        ),
        (
            json!({"annotations": {"readOnlyHint": null}}),
            "/annotations/readOnlyHint",
        ),
        (json!({"outputSchema": null}), "/outputSchema"),
        (json!({"outputSchema": true}), "/outputSchema"),
        (
            json!({"outputSchema": {"type": "array"}}),
            "/outputSchema/type",
        ),
        (json!({"description": null}), "/description"),
        (json!({"description": 5}), "/description"),
        (json!({"title": 5}), "/title"),
        (json!({"icons": {}}), "/icons"),
        (json!({"icons": [{"mimeType": "image/png"}]}), "/icons/0"),
        (
            json!({"icons": [{"src": "https://x/y.png", "sizes": "48x48"}]}),
            "/icons/0/sizes",
        ),
        (
            json!({"icons": [{"src": "https://x", "theme": "blue"}]}),
            "/icons/0/theme",
        ),
        (json!({"_meta": []}), "/_meta"),
        (json!({"_meta": null}), "/_meta"),
        (json!({"execution": "no"}), "/execution"),
        (
            json!({"execution": {"taskSupport": "maybe"}}),
            "/execution/taskSupport",
        ),
    ];
    for (change, pointer) in cases {
        assert_eq!(
            item_faults(Kind::Tool, &tool(&change)),
            shape(pointer),
            "{change}"
        );
    }
    for entry in [json!(null), json!("bad"), json!([]), json!(5)] {
        assert_eq!(item_faults(Kind::Tool, &entry), shape(""), "{entry}");
    }
}

#[test]
fn what_is_merely_odd_has_the_right_shape() {
    let cases = [
        json!({"execution": {"taskSupport": "required"}, "x-vendor": {"a": 1}, "annotations": {"x": 1}}),
        json!({"name": ""}),
        json!({"name": "a\u{0}b\u{202e}\n"}),
        json!({"description": "<none>"}),
        json!({"icons": [{"src": "javascript:alert(1)"}]}),
        json!({"inputSchema": {"type": "object", "maxProperties": 1e30}}),
    ];
    for change in cases {
        assert_eq!(item_faults(Kind::Tool, &tool(&change)), [], "{change}");
    }
}

#[test]
fn resources_templates_and_prompts_have_shapes_too() {
    let resource = |change: Value| {
        let mut item = json!({"uri": "file:///b", "name": "b"});
        item.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        item_faults(Kind::Resource, &item)
    };
    assert_eq!(resource(json!({"size": 1.5})), shape("/size"));
    assert_eq!(resource(json!({"size": "1"})), shape("/size"));
    assert_eq!(resource(json!({"uri": 5})), shape("/uri"));
    assert_eq!(
        resource(json!({"annotations": {"audience": ["robot"]}})),
        shape("/annotations/audience/0")
    );
    assert_eq!(
        resource(json!({"annotations": {"priority": "1"}})),
        shape("/annotations/priority")
    );
    assert_eq!(
        resource(json!({"annotations": {"priority": 7}})),
        shape("/annotations/priority")
    );
    for fine in [
        json!({"size": 1u64 << 40}),
        json!({"uri": "not a uri"}),
        json!({"annotations": {"priority": 0.5}}),
    ] {
        assert_eq!(resource(fine.clone()), [], "{fine}");
    }
    assert_eq!(
        item_faults(Kind::Resource, &json!({"uri": "file:///b"})),
        shape("")
    );
    assert_eq!(
        item_faults(Kind::Resource, &json!({"name": "b"})),
        shape("")
    );
    assert_eq!(
        item_faults(Kind::Template, &json!({"name": "b"})),
        shape("")
    );
    assert_eq!(
        item_faults(
            Kind::Template,
            &json!({"uriTemplate": "file:///{p", "name": "b"})
        ),
        []
    );
    assert_eq!(
        item_faults(Kind::Prompt, &json!({"arguments": []})),
        shape("")
    );
    assert_eq!(
        item_faults(Kind::Prompt, &json!({"name": "b", "arguments": {}})),
        shape("/arguments")
    );
    assert_eq!(
        item_faults(Kind::Prompt, &json!({"name": "b", "arguments": null})),
        shape("/arguments")
    );
    let nameless = json!({"name": "b", "arguments": [{"required": true}]});
    assert_eq!(item_faults(Kind::Prompt, &nameless), shape("/arguments/0"));
    let text = json!({"name": "b", "arguments": [{"name": "x", "required": "yes"}]});
    assert_eq!(
        item_faults(Kind::Prompt, &text),
        shape("/arguments/0/required")
    );
}

#[test]
fn a_member_that_a_revision_does_not_know_is_not_judged() {
    let mut init = init();
    init["protocolVersion"] = "2024-11-05".into();
    let tape = Tape::stdio()
        .start(0, Variant::Bare)
        .handshake(0, Variant::Bare, &init)
        .list(
            0,
            Variant::Bare,
            Kind::Tool,
            &[tool(&json!({"icons": 5, "annotations": 5, "title": 5}))],
        );
    assert_eq!(Facts::read(&tape.transcript()).faults, []);
}

/// A listing answered in an odd way: the lines, the faults that are named, whether the good tool is still there.
#[test]
fn odd_framing_and_odd_envelopes_are_named_and_read_through() {
    let one = json!({"tools": [good("good")]});
    let reply = page(&one);
    let with = |changes: Value| {
        let mut message = json!({"jsonrpc": "2.0", "id": 2, "result": one});
        for (key, value) in changes.as_object().unwrap() {
            if value == "<none>" {
                message.as_object_mut().unwrap().shift_remove(key);
            } else {
                message[key] = value.clone();
            }
        }
        message.to_string()
    };
    let note =
        r#"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":1}}"#;
    let pretty =
        serde_json::to_string_pretty(&json!({"jsonrpc": "2.0", "id": 2, "result": one})).unwrap();
    let pretty: Vec<&str> = pretty.lines().collect();
    let case = |name: &str, lines: &[&str], faults: &[FaultKind]| {
        let facts = answers(Kind::Tool, lines);
        assert_eq!(kinds(&facts), faults, "{name}: {:?}", facts.faults);
        assert_eq!(labels(&facts), ["good"], "{name}");
        assert_eq!(*end(&facts), ListingEnd::Complete, "{name}");
    };
    case("plain", &[&reply], &[]);
    case("carriage return", &[&format!("{reply}\r")], &[]);
    case("blank lines", &["", "  ", &reply], &[]);
    case(
        "byte order mark",
        &[&format!("\u{feff}{reply}")],
        &[ByteOrderMark],
    );
    case("id is text", &[&with(json!({"id": "2"}))], &[IdType]);
    case("id is null", &[&with(json!({"id": null}))], &[IdType]);
    case(
        "id is missing",
        &[&with(json!({"id": "<none>"}))],
        &[IdType],
    );
    case(
        "id is a float",
        &[&reply.replace("\"id\":2", "\"id\":2.0")],
        &[IdType],
    );
    case(
        "no jsonrpc",
        &[&with(json!({"jsonrpc": "<none>"}))],
        &[WrongVersion],
    );
    case(
        "jsonrpc 1.0",
        &[&with(json!({"jsonrpc": "1.0"}))],
        &[WrongVersion],
    );
    case(
        "jsonrpc 2",
        &[&with(json!({"jsonrpc": 2}))],
        &[WrongVersion],
    );
    case(
        "both",
        &[&with(json!({"error": {"code": 1, "message": "x"}}))],
        &[BadReply],
    );
    case(
        "error null beside the result",
        &[&with(json!({"error": null}))],
        &[BadReply],
    );
    case("a batch", &[&format!("[{reply}]")], &[Batch]);
    case("pretty-printed", &pretty, &[SplitMessage]);
    case("two on a line", &[&format!("{note}{reply}")], &[SharedLine]);
    case(
        "two on a line, apart",
        &[&format!("{note} {reply}")],
        &[SharedLine],
    );
    case("a log prefix", &[&format!("INFO {reply}")], &[Noise]);
    case(
        "a log prefix with brackets",
        &[&format!("[INFO] {{x}} {reply}")],
        &[Noise],
    );
    case("words after it", &[&format!("{reply}\u{1b}[0m")], &[Noise]);
    case(
        "words before",
        &["Listing tools...", "\u{1b}[32mok\u{1b}[0m", &reply],
        &[Noise, Noise],
    );
    case(
        "JSON logs",
        &[
            r#"{"level":"info","msg":"hi"}"#,
            "42",
            "\"str\"",
            "null",
            "[]",
            &reply,
        ],
        &[Noise; 5],
    );
    case("an open brace", &["{oops", &reply], &[Noise]);
    case(
        "an open object",
        &["{", "\"a\": [", &reply],
        &[Noise, Noise],
    );
    case(
        "answered twice",
        &[&reply, &page(&json!({"tools": [good("other")]}))],
        &[UnknownId],
    );
    case(
        "an id never asked",
        &[&with(json!({"id": 9999})), &reply],
        &[UnknownId],
    );
    case(
        "key twice in the envelope",
        &[&reply.replace("\"id\":2", "\"id\":7,\"id\":2")],
        &[DuplicateKey],
    );
}

#[test]
fn replies_that_give_no_list_end_the_listing_and_say_how() {
    let case = |line: &str, faults: &[FaultKind]| {
        let facts = answers(Kind::Tool, &[line]);
        assert_eq!(kinds(&facts), faults, "{line}: {:?}", facts.faults);
        assert!(
            matches!(facts.inventory.complete[&Kind::Tool], Observed::Missing(_)),
            "{line}"
        );
        end(&facts).clone()
    };
    let malformed = |result: Value| {
        let end = case(&page(&result), &[BadList]);
        let ListingEnd::Malformed(what) = end else {
            panic!("{result}: {end:?}")
        };
        what
    };
    assert_eq!(
        malformed(json!({"tools": {"a": 1}})),
        "`tools` is an object; expected an array"
    );
    assert_eq!(
        malformed(json!({"tools": null})),
        "`tools` is null; expected an array"
    );
    assert_eq!(malformed(json!({})), "the result has no `tools`");
    assert_eq!(
        malformed(json!(null)),
        "the result is null; expected an object"
    );
    assert_eq!(
        malformed(json!([1])),
        "the result is an array; expected an object"
    );
    assert_eq!(
        malformed(json!("x")),
        "the result is a string; expected an object"
    );
    assert_eq!(
        malformed(json!({"tools": [], "nextCursor": 5})),
        "`nextCursor` is a number; expected a string"
    );
    let error = |error: &str| format!(r#"{{"jsonrpc":"2.0","id":2,"error":{error}}}"#);
    let refused = |text: &str, faults: &[FaultKind], code: Option<i64>| {
        let ListingEnd::Refused(reply) = case(&error(text), faults) else {
            panic!("{text}")
        };
        let Body::Error { code: found, .. } = reply.body else {
            panic!("{text}")
        };
        assert_eq!(found, code, "{text}");
    };
    refused(
        r#"{"code":-32601,"message":"nope","data":{"x":1}}"#,
        &[],
        Some(-32601),
    );
    refused(
        r#"{"code":99999999999,"message":"nope"}"#,
        &[],
        Some(99_999_999_999),
    );
    refused(r#"{"code":-32603}"#, &[BadReply], Some(-32603));
    refused(r#"{"code":"-32603","message":"x"}"#, &[BadReply], None);
    refused(r#"{"code":-32603.0,"message":"x"}"#, &[BadReply], None);
    refused(r#""boom""#, &[BadReply], None);
    refused("null", &[BadReply], None);
    let neither = case(r#"{"jsonrpc":"2.0","id":2}"#, &[BadReply]);
    assert!(matches!(neither, ListingEnd::Malformed(_)));
    assert_eq!(
        case(
            r#"{"jsonrpc":"2.0","id":9999,"result":{"tools":[]}}"#,
            &[UnknownId]
        ),
        ListingEnd::Unread
    );
}

#[test]
fn templates_that_are_not_implemented_are_not_offered() {
    let error = r#"{"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"no"}}"#;
    assert_eq!(
        *end(&answers(Kind::Template, &[error])),
        ListingEnd::NotOffered
    );
    assert!(matches!(
        end(&answers(Kind::Resource, &[error])),
        ListingEnd::Refused(_)
    ));
}

#[test]
fn json_that_is_not_json_is_mended_and_named() {
    let case = |schema: &str, expected: FaultKind| {
        let line = format!(
            r#"{{"jsonrpc":"2.0","id":2,"result":{{"tools":[{{"name":"a","inputSchema":{{"type":"object"}}}},{{"name":"b","description":"x {schema},"inputSchema":{{"type":"object"}}}},{{"name":"c","inputSchema":{{"type":"object"}}}}]}}}}"#
        );
        let facts = answers(Kind::Tool, &[&line]);
        assert_eq!(kinds(&facts), [expected], "{schema}: {:?}", facts.faults);
        assert_eq!(labels(&facts), ["a", "b", "c"], "{schema}");
        assert!(
            facts.sessions[0].listings[0].items[1]
                .raw
                .value()
                .is_object(),
            "{schema}"
        );
        facts.faults[0].subject.clone()
    };
    let b = Some((Kind::Tool, "b".to_owned()));
    assert_eq!(case(r#"\ud800 lone""#, NotJson), b);
    assert_eq!(case(r#"","max":1e400"#, NotJson), b);
    assert_eq!(case(r#"","max":-1e400"#, NotJson), b);
    case(r#"","x":NaN"#, NotJson);
    case(r#"","x":[-Infinity,Infinity]"#, NotJson);
    case("\u{1}\"", NotJson);
    assert_eq!(case(r#"","y":1,"y":2"#, DuplicateKey), b);
    assert_eq!(case(r#"","y":{"z":[0,{"t":1,"t":2}]}"#, DuplicateKey), b);
}

#[test]
fn duplicate_keys_have_a_pointer() {
    let line = r#"{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"safe","name":"evil","inputSchema":{"type":"object","a/b":[{},{"t":1,"t":2}]}}]}}"#;
    let facts = answers(Kind::Tool, &[line]);
    let pointers: Vec<&str> = facts
        .faults
        .iter()
        .map(|fault| fault.at.pointer.as_str())
        .collect();
    assert_eq!(
        pointers,
        [
            "/result/tools/0/name",
            "/result/tools/0/inputSchema/a~1b/1/t"
        ]
    );
    assert_eq!(labels(&facts), ["evil"]);
    let twice = r#"{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"a","inputSchema":{"type":"object"}}],"tools":[{"name":"b","inputSchema":{"type":"object"}}]}}"#;
    let facts = answers(Kind::Tool, &[twice]);
    assert_eq!(
        labels(&facts),
        ["a", "b"],
        "what any client could be shown is listed"
    );
    assert_eq!(facts.faults[0].at.pointer, "/result/tools");
}

#[test]
fn bytes_that_are_not_utf8_are_named_and_read_through() {
    let mut line = page(&json!({"tools": [tool(&json!({"description": "<>"}))]})).into_bytes();
    let at = line.windows(2).position(|two| two == b"<>").unwrap();
    line[at] = 0xff;
    line[at + 1] = 0xfe;
    let facts = Facts::read(&asked(Kind::Tool).bytes(0, &line).close(0).transcript());
    assert_eq!(kinds(&facts), [NotUtf8]);
    assert_eq!(labels(&facts), ["bad"]);
}

#[test]
fn a_deep_item_is_named_and_its_neighbours_are_read() {
    for levels in [200, 100_000] {
        let deep = format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        let line = format!(
            r#"{{"jsonrpc":"2.0","id":2,"result":{{"tools":[{{"name":"a","inputSchema":{{"type":"object"}}}},{{"name":"deep","inputSchema":{deep}}},{{"name":"c","inputSchema":{{"type":"object"}}}}]}}}}"#
        );
        let facts = answers(Kind::Tool, &[&line]);
        assert_eq!(kinds(&facts), [TooDeep]);
        assert_eq!(labels(&facts), ["a", "deep", "c"]);
        assert!(facts.sessions[0].listings[0].items[1].raw.value().is_null());
        assert_eq!(*end(&facts), ListingEnd::Complete);
    }
    // As deep as is read: the whole message counts, 4 levels stand around the schema.
    let nested = |levels: usize| {
        let deep = format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        let line = format!(
            r#"{{"jsonrpc":"2.0","id":2,"result":{{"tools":[{{"name":"n","inputSchema":{{"type":"object","x":{deep}}}}}]}}}}"#
        );
        kinds(&answers(Kind::Tool, &[&line]))
    };
    assert_eq!(nested(123), []);
    assert_eq!(nested(124), [TooDeep]);
}

#[test]
fn a_deep_notification_request_and_error_do_no_harm() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let lines = [
        format!(r#"{{"jsonrpc":"2.0","method":"notifications/x","params":{deep}}}"#),
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"roots/list","params":{deep}}}"#),
        format!(r#"{{"jsonrpc":"2.0","id":2,"error":{deep}}}"#),
        deep,
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let facts = answers(Kind::Tool, &lines);
    assert_eq!(kinds(&facts), [TooDeep, TooDeep, TooDeep, Noise]);
    assert!(matches!(end(&facts), ListingEnd::Malformed(_)));
}

#[test]
fn names_that_occur_twice_are_named_over_pages() {
    let tape = asked(Kind::Tool)
        .result(
            0,
            &json!({"tools": [good("a"), good("b")], "nextCursor": ""}),
        )
        .request(0, "tools/list", &json!({"cursor": ""}))
        .result(
            0,
            &json!({"tools": [tool(&json!({"name": "a", "description": "second"}))]}),
        );
    let facts = Facts::read(&tape.close(0).transcript());
    assert_eq!(kinds(&facts), [DuplicateName]);
    assert_eq!(facts.faults[0].subject, Some((Kind::Tool, "a".to_owned())));
    assert_eq!(labels(&facts), ["a", "b", "a"]);
    assert_eq!(facts.inventory.tools.len(), 3);
    assert_eq!(facts.sessions[0].listings.len(), 1);
    assert_eq!(facts.sessions[0].listings[0].pages.len(), 2);
    assert_eq!(*end(&facts), ListingEnd::Complete);
}

#[test]
fn how_a_listing_ends() {
    let first = || asked(Kind::Tool).result(0, &json!({"tools": [good("a")], "nextCursor": "c"}));
    let next = |tape: Tape| tape.request(0, "tools/list", &json!({"cursor": "c"}));
    let ended = |tape: Tape| {
        let facts = Facts::read(&tape.transcript());
        let complete = matches!(facts.inventory.complete[&Kind::Tool], Observed::Seen { .. });
        assert_eq!(complete, *end(&facts) == ListingEnd::Complete);
        end(&facts).clone()
    };
    let again = json!({"tools": [good("b")], "nextCursor": "c"});
    let deadline = |what: &str| Event::Deadline {
        what: what.into(),
        after_ms: 1,
        method: Some("tools/list".into()),
    };
    let cap = Event::Cap {
        what: "pages".into(),
        limit: 1,
        method: Some("tools/list".into()),
    };
    let exit = Event::Exit {
        code: Some(3),
        signal: None,
        unasked: true,
        after_ms: 0,
    };
    assert_eq!(
        ended(next(first()).result(0, &again).close(0)),
        ListingEnd::Loop
    );
    assert_eq!(
        ended(first().event(0, cap).close(0)),
        ListingEnd::Capped("pages".into())
    );
    assert_eq!(
        ended(next(first()).event(0, deadline("request")).close(0)),
        ListingEnd::TimedOut
    );
    assert_eq!(
        ended(next(first()).event(0, deadline("run")).close(0)),
        ListingEnd::Cut
    );
    assert_eq!(ended(next(first()).event(0, exit)), ListingEnd::Died);
    assert_eq!(
        ended(next(first()).event(0, Event::Interrupted)),
        ListingEnd::Cut
    );
    assert_eq!(ended(first()), ListingEnd::Cut);
    let null = json!({"tools": [good("b")], "nextCursor": null});
    assert_eq!(ended(next(first()).result(0, &null)), ListingEnd::Complete);
    // What comes late is still shown.
    let late = asked(Kind::Tool)
        .event(0, deadline("request"))
        .result(0, &json!({"tools": [good("a")]}));
    assert_eq!(ended(late), ListingEnd::Complete);
}

#[test]
fn an_interrupted_run_is_ours() {
    let facts = Facts::read(&asked(Kind::Tool).event(0, Event::Interrupted).transcript());
    assert!(facts.interrupted);
    let Observed::Missing(gap) = &facts.inventory.complete[&Kind::Tool] else {
        panic!("seen")
    };
    assert!(gap.ours, "{gap:?}");
    let failed = Tape::stdio().start(0, Variant::Bare).event(
        0,
        Event::Ours {
            error: "disk full".into(),
        },
    );
    let facts = Facts::read(&failed.transcript());
    assert_eq!(facts.ours[0].0, "disk full");
    let Observed::Missing(gap) = &facts.inventory.complete[&Kind::Tool] else {
        panic!("seen")
    };
    assert!(gap.ours, "{gap:?}");
}

#[test]
fn handshakes_that_are_odd_still_count_and_their_shape_is_named() {
    let case = |change: Value, pointers: &[&str]| {
        let mut init = init();
        for (key, value) in change.as_object().unwrap() {
            if value == "<none>" {
                init.as_object_mut().unwrap().shift_remove(key);
            } else {
                init[key] = value.clone();
            }
        }
        let tape = Tape::stdio()
            .start(0, Variant::Bare)
            .handshake(0, Variant::Bare, &init);
        let facts = Facts::read(&tape.close(0).transcript());
        assert!(
            matches!(facts.sessions[0].handshake, Observed::Seen { .. }),
            "{change}"
        );
        let found: Vec<&str> = facts
            .faults
            .iter()
            .map(|fault| fault.at.pointer.as_str())
            .collect();
        assert_eq!(found, pointers, "{change}");
        assert!(
            kinds(&facts).iter().all(|kind| *kind == WrongShape),
            "{change}"
        );
    };
    case(json!({"protocolVersion": "2099-01-01", "foo": "bar"}), &[]);
    case(json!({"protocolVersion": "<none>"}), &["/result"]);
    case(json!({"protocolVersion": 1}), &["/result/protocolVersion"]);
    case(json!({"capabilities": "<none>"}), &["/result"]);
    case(json!({"capabilities": null}), &["/result/capabilities"]);
    case(
        json!({"capabilities": {"tools": true}}),
        &["/result/capabilities/tools"],
    );
    case(
        json!({"capabilities": {"tools": {"listChanged": "true"}}}),
        &["/result/capabilities/tools/listChanged"],
    );
    case(
        json!({"capabilities": {"experimental": {"x": true}}}),
        &["/result/capabilities/experimental/x"],
    );
    case(
        json!({"capabilities": {"vendor": {}, "tasks": {"list": {}}}}),
        &[],
    );
    case(
        json!({"capabilities": {"logging": true}}),
        &["/result/capabilities/logging"],
    );
    case(json!({"serverInfo": "<none>"}), &["/result"]);
    case(json!({"serverInfo": null}), &["/result/serverInfo"]);
    case(
        json!({"serverInfo": {"name": "x"}}),
        &["/result/serverInfo"],
    );
    case(
        json!({"serverInfo": {"name": "x", "version": 1}}),
        &["/result/serverInfo/version"],
    );
    case(
        json!({"serverInfo": {"name": "x", "version": "1", "icons": "x"}}),
        &["/result/serverInfo/icons"],
    );
    case(json!({"instructions": 5}), &["/result/instructions"]);
}

#[test]
fn handshakes_that_fail_say_why() {
    let start = || {
        Tape::stdio()
            .start(0, Variant::Bare)
            .request(0, "initialize", &json!({"capabilities": {}}))
    };
    let why = |tape: Tape| {
        let facts = Facts::read(&tape.transcript());
        let Observed::Missing(gap) = &facts.sessions[0].handshake else {
            panic!("seen")
        };
        gap.why.clone()
    };
    let exit = |code, signal| Event::Exit {
        code,
        signal,
        unasked: true,
        after_ms: 0,
    };
    assert_eq!(
        why(start().error(0, -32602, "no")),
        "initialize was answered with error -32602"
    );
    assert_eq!(
        why(start().result(0, &json!("x"))),
        "initialize was answered with no object"
    );
    assert_eq!(why(start().close(0)), "initialize was not answered");
    assert_eq!(
        why(start().event(0, exit(Some(0), None))),
        "the server ended with code 0 before it answered initialize"
    );
    assert_eq!(
        why(start().event(0, exit(None, Some(11)))),
        "the server was ended by signal 11 before it answered initialize"
    );
    let failed = Tape::stdio().event(
        0,
        Event::SpawnFailed {
            error: "No such file".into(),
        },
    );
    assert_eq!(
        why(failed),
        "the command could not be started: No such file"
    );
    let facts = Facts::read(
        &start()
            .server(0, &json!({"jsonrpc": "2.0", "id": 777, "result": init()}))
            .transcript(),
    );
    assert_eq!(kinds(&facts), [UnknownId]);
    assert!(matches!(facts.sessions[0].handshake, Observed::Missing(_)));
}

#[test]
fn discover_in_all_its_forms() {
    let params = json!({"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}});
    let start = || {
        Tape::stdio()
            .start(0, Variant::Discover)
            .request(0, "server/discover", &params)
    };
    let full = json!({"resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}},
        "ttlMs": 0, "cacheScope": "public",
        "_meta": {"io.modelcontextprotocol/serverInfo": {"name": "m", "version": "1"}}});
    let facts = Facts::read(&start().result(0, &full).transcript());
    assert_eq!(facts.faults, []);
    let Observed::Seen { value, .. } = &facts.sessions[0].handshake else {
        panic!("not seen")
    };
    assert_eq!(value.version.as_deref(), Some("2026-07-28"));
    assert_eq!(value.server_info.as_ref().unwrap()["name"], "m");
    assert_eq!(facts.sessions[0].variant, Variant::Discover);

    let minimal = json!({"supportedVersions": [], "capabilities": {"tools": {}}});
    let facts = Facts::read(&start().result(0, &minimal).transcript());
    assert_eq!(kinds(&facts), [WrongShape; 3]);
    let Observed::Seen { value, .. } = &facts.sessions[0].handshake else {
        panic!("not seen")
    };
    assert_eq!(value.version, None);

    let refused = Facts::read(&start().error(0, -32022, "x").transcript());
    assert_eq!(refused.sessions[0].handshake, Observed::NotOffered);
    assert!(refused.sessions[0].discover.is_some());
    let stray = json!({"jsonrpc": "2.0", "id": null, "error": {"code": -32600, "message": "x"}});
    let stray = Facts::read(&start().server(0, &stray).transcript());
    assert_eq!(kinds(&stray), [IdType]);
    assert_eq!(stray.sessions[0].handshake, Observed::NotOffered);
}

/// One session that works, and one before it that ends as the closure says.
fn beside_a_good_one(variant: Variant, bad: impl Fn(Tape) -> Tape) -> Observed<()> {
    let method = if variant == Variant::Discover {
        "server/discover"
    } else {
        "initialize"
    };
    let tape = bad(Tape::stdio()
        .start(0, variant)
        .request(0, method, &json!({})))
    .start(1, Variant::Declared)
    .handshake(1, Variant::Declared, &init())
    .list(1, Variant::Declared, Kind::Tool, &[good("a")])
    .close(1);
    Facts::read(&tape.transcript()).inventory.complete[&Kind::Tool].clone()
}

#[test]
fn a_variant_that_failed_beside_one_that_works_is_a_gap_that_names_it() {
    let exit = || Event::Exit {
        code: Some(1),
        signal: None,
        unasked: true,
        after_ms: 0,
    };
    let Observed::Missing(gap) = beside_a_good_one(Variant::Bare, |tape| tape.event(0, exit()))
    else {
        panic!("complete")
    };
    assert_eq!(
        gap.why,
        "bare: the server ended with code 1 before it answered initialize"
    );
    let Observed::Missing(gap) = beside_a_good_one(Variant::Discover, |tape| tape.close(0)) else {
        panic!("complete")
    };
    assert_eq!(gap.why, "discover: server/discover was not answered");
    // These say only that the server does not speak that era.
    let refused = beside_a_good_one(Variant::Discover, |tape| tape.error(0, -32601, "no"));
    assert!(matches!(refused, Observed::Seen { .. }), "{refused:?}");
    let died = beside_a_good_one(Variant::Discover, |tape| tape.event(0, exit()));
    assert!(matches!(died, Observed::Seen { .. }), "{died:?}");
}

#[test]
fn what_the_server_asks_of_us_is_kept_with_whether_we_declared_it() {
    let requests = |variant| {
        let ask = |tape: Tape, (id, method): (&str, &str)| {
            tape.server(
                0,
                &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": {"x": 1}}),
            )
        };
        let methods = [
            ("s1", "sampling/createMessage"),
            ("s2", "roots/list"),
            ("s3", "elicitation/create"),
            ("s4", "ping"),
            ("s5", "vendor/foo"),
            ("s6", "tools/list"),
        ];
        let early = Tape::stdio()
            .start(0, variant)
            .server(0, &json!({"jsonrpc": "2.0", "id": 1, "method": "ping"}));
        let tape = methods
            .into_iter()
            .fold(early.handshake(0, variant, &init()), ask);
        let facts = Facts::read(&tape.close(0).transcript());
        assert!(
            facts
                .faults
                .iter()
                .all(|fault| matches!(fault.kind, WrongMessage | UnknownMethod))
        );
        facts.sessions[0]
            .server_requests
            .iter()
            .map(|r| (r.method.clone(), r.declared))
            .collect::<Vec<_>>()
    };
    let declared = |variant| {
        requests(variant)
            .into_iter()
            .filter(|(_, d)| *d)
            .map(|(m, _)| m)
            .collect::<Vec<_>>()
    };
    assert_eq!(declared(Variant::Bare), ["ping", "ping"]);
    assert_eq!(
        declared(Variant::Declared),
        [
            "ping",
            "sampling/createMessage",
            "roots/list",
            "elicitation/create",
            "ping"
        ]
    );
    assert_eq!(requests(Variant::Declared).len(), 7);
}

#[test]
fn floods_stay_small_and_are_counted() {
    let mut tape = asked(Kind::Tool);
    for n in 0..3_000 {
        tape = tape
            .server(
                0,
                &json!({"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "data": n}}),
            )
            .line(0, "noise");
    }
    let facts = Facts::read(
        &tape
            .result(0, &json!({"tools": [good("a")]}))
            .close(0)
            .transcript(),
    );
    assert_eq!(facts.sessions[0].notifications.len(), 1_000);
    assert_eq!(facts.sessions[0].notifications_seen, 3_000);
    assert_eq!(facts.faults.len(), 101);
    assert_eq!(facts.faults[100].says, "2900 more of this kind");
    assert_eq!(labels(&facts), ["a"]);
}

#[test]
fn a_line_that_was_cut_is_named_and_its_reply_known() {
    let mut transcript = asked(Kind::Tool)
        .line(0, r#"{"jsonrpc":"2.0","id":2,"result":{"tools":[{"na"#)
        .transcript();
    transcript.frames.last_mut().unwrap().cut = Some(evidence::Cut {
        bytes: 20_000_000,
        sha256: "00".into(),
    });
    let facts = Facts::read(&transcript);
    assert_eq!(kinds(&facts), [TooLong]);
    assert_eq!(*end(&facts), ListingEnd::Capped("message".into()));
}

#[test]
fn items_that_stand_whole_in_a_head_are_read_wherever_the_id_stands() {
    let items = format!(r#""result":{{"tools":[{},{},{{"na"#, good("a"), good("b"));
    let first = format!(r#"{{"jsonrpc":"2.0","id":2,{items}"#);
    for head in [first, format!("{{{items}")] {
        let mut transcript = asked(Kind::Tool).line(0, &head).transcript();
        transcript.frames.last_mut().unwrap().cut = Some(evidence::Cut {
            bytes: 20_000_000,
            sha256: "00".into(),
        });
        let facts = Facts::read(&transcript);
        assert_eq!(kinds(&facts), [TooLong], "{head}");
        assert_eq!(labels(&facts), ["a", "b"], "{head}");
        assert_eq!(*end(&facts), ListingEnd::Capped("message".into()), "{head}");
    }
}

#[test]
fn what_is_too_large_or_too_long_is_named_and_counted() {
    let large = format!(
        r#"{{"name":"large","inputSchema":{{}},"x":[{}0]}}"#,
        r#"{"a":{}},"#.repeat(20_000)
    );
    let long = good(&"n".repeat(1_000_000));
    let facts = Facts::read(
        &asked(Kind::Tool)
            .line(
                0,
                &format!(r#"{{"jsonrpc":"2.0","id":2,"result":{{"tools":[{large},{long}]}}}}"#),
            )
            .transcript(),
    );
    assert_eq!(*end(&facts), ListingEnd::Capped("value".into()));
    let labels = labels(&facts);
    assert_eq!(labels[0], "large");
    assert!(labels[1].starts_with("nnn") && labels[1].contains("(1000000 bytes, SHA-256 "));
    assert_eq!(kinds(&facts), [TooLong]);
}

#[test]
fn an_item_listed_again_is_the_same_item() {
    let facts = Facts::read(
        &asked(Kind::Tool)
            .result(0, &json!({"tools": [good("a")]}))
            .request(0, "tools/list", &json!({}))
            .result(0, &json!({"tools": [good("a"), good("b")]}))
            .transcript(),
    );
    let [first, second] = facts.sessions[0].listings.as_slice() else {
        panic!("two listings")
    };
    assert!(std::sync::Arc::ptr_eq(&first.items[0], &second.items[0]));
    assert_eq!(facts.inventory.tools.len(), 2);
}

#[test]
fn an_error_without_an_id_belongs_to_the_question_even_when_it_comes_late() {
    let question = |id: &str| Event::Question { id: id.into() };
    let error =
        |code: i64| json!({"jsonrpc": "2.0", "id": null, "error": {"code": code, "message": "x"}});
    let tape = asked(Kind::Tool)
        .result(0, &json!({"tools": [good("a")]}))
        .event(0, question("junk-line"))
        .sent(0, "not json")
        .event(0, question("alive:junk-line"))
        .request(0, "ping", &json!({}))
        .server(0, &error(-32700))
        .result(0, &json!({}))
        .event(0, question("bad-params"))
        .request(0, "tools/list", &json!([]))
        .event(0, question("alive:bad-params"))
        .request(0, "ping", &json!({}))
        .server(0, &error(-32600));
    let facts = Facts::read(&tape.close(0).transcript());
    assert_eq!(facts.faults, []);
    let questions = &facts.sessions[0].questions;
    assert!(matches!(
        questions["junk-line"].replies[0].body,
        Body::Error {
            code: Some(-32700),
            ..
        }
    ));
    assert_eq!(questions["junk-line"].alive_after, Some(true));
    assert!(matches!(
        questions["bad-params"].replies[0].body,
        Body::Error {
            code: Some(-32600),
            ..
        }
    ));
    assert_eq!(
        questions["bad-params"].alive_after,
        Some(false),
        "the ping itself was not answered"
    );
    let ping = facts.sessions[0]
        .exchanges
        .iter()
        .rfind(|exchange| exchange.method == "ping")
        .unwrap();
    assert_eq!(ping.reply, None);
}

#[test]
fn questions_get_their_frames_and_replies_and_whether_the_server_lived() {
    let question = |id: &str| Event::Question { id: id.into() };
    let deadline = Event::Deadline {
        what: "request".into(),
        after_ms: 1,
        method: Some("ping".into()),
    };
    let tape = asked(Kind::Tool)
        .result(0, &json!({"tools": [good("a")]}))
        .event(0, question("junk-line"))
        .sent(0, "not json")
        .server(0, &json!({"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "message": "parse error"}}))
        .event(0, question("alive:junk-line"))
        .request(0, "ping", &json!({}))
        .result(0, &json!({}))
        .event(0, question("bad-params"))
        .request(0, "tools/list", &json!([]))
        .event(0, question("alive:bad-params"))
        .request(0, "ping", &json!({}))
        .event(0, deadline)
        .event(0, question("batch"))
        .sent(0, r#"[{"jsonrpc":"2.0","id":"b1","method":"ping"},{"jsonrpc":"2.0","id":"b2","method":"ping"}]"#)
        .line(0, r#"[{"jsonrpc":"2.0","id":"b1","result":{}},{"jsonrpc":"2.0","id":"b2","result":{}}]"#)
        .event(0, question("unknown-method"))
        .request(0, "probe/x", &json!({}))
        .error(0, -32601, "no")
        .event(0, question("alive:unknown-method"))
        .event(0, Event::Interrupted);
    let facts = Facts::read(&tape.close(0).transcript());
    assert_eq!(facts.faults, []);
    let questions = &facts.sessions[0].questions;
    assert_eq!(questions["junk-line"].frames.len(), 2);
    assert_eq!(questions["junk-line"].replies.len(), 1);
    assert_eq!(questions["junk-line"].alive_after, Some(true));
    assert_eq!(questions["bad-params"].replies, []);
    assert_eq!(questions["bad-params"].alive_after, Some(false));
    assert_eq!(questions["batch"].replies.len(), 2);
    assert_eq!(questions["batch"].alive_after, None);
    assert_eq!(
        questions["unknown-method"].alive_after, None,
        "the run was interrupted"
    );
    assert_eq!(
        facts.sessions[0].listings.len(),
        1,
        "a question's listing is none"
    );
}

#[test]
fn listing_again_is_kept_apart_and_its_faults_are_not_named_twice() {
    let bad = tool(&json!({"inputSchema": null}));
    let tape = asked(Kind::Tool)
        .result(0, &json!({"tools": [bad]}))
        .event(
            0,
            Event::List {
                why: "changed".into(),
            },
        )
        .request(0, "tools/list", &json!({}))
        .result(0, &json!({"tools": [bad, good("new")]}));
    let facts = Facts::read(&tape.close(0).transcript());
    let whys: Vec<&str> = facts.sessions[0]
        .listings
        .iter()
        .map(|l| l.why.as_str())
        .collect();
    assert_eq!(whys, ["first", "changed"]);
    assert_eq!(kinds(&facts), [WrongShape]);
    assert_eq!(
        facts.inventory.tools.len(),
        2,
        "what is shown later belongs to the union"
    );
}

#[test]
fn the_last_line_without_a_newline_is_named() {
    let tape = asked(Kind::Tool)
        .result(0, &json!({"tools": [good("a")]}))
        .event(0, Event::Unterminated);
    let facts = Facts::read(&tape.transcript());
    assert_eq!(kinds(&facts), [Unterminated]);
    assert_eq!(labels(&facts), ["a"]);
}

#[test]
fn ten_thousand_items_are_read_and_more_are_a_cap() {
    let tools: Vec<Value> = (0..10_001).map(|n| good(&format!("t{n}"))).collect();
    let facts = answers(Kind::Tool, &[&page(&json!({"tools": tools}))]);
    assert_eq!(facts.inventory.tools.len(), 10_000);
    assert_eq!(*end(&facts), ListingEnd::Capped("items".into()));
    let facts = answers(Kind::Tool, &[&page(&json!({"tools": tools[1..]}))]);
    assert_eq!(*end(&facts), ListingEnd::Complete);
}

#[test]
fn the_list_is_taken_out_of_the_reply_and_the_rest_stays() {
    let facts = answers(
        Kind::Tool,
        &[&page(&json!({"tools": [good("a")], "extra": [1]}))],
    );
    let Some(Body::Result(result)) = facts.sessions[0].exchanges[1]
        .reply
        .as_ref()
        .map(|reply| &reply.body)
    else {
        panic!("no result")
    };
    assert_eq!(**result, json!({"tools": [], "extra": [1]}));
}

/// Each of these would take minutes if any step looked at everything again.
#[test]
fn hostile_floods_are_read_in_one_pass() {
    const MANY: usize = 200_000;
    let lines = [
        "{\"",
        "[",
        "\\ud800\"",
        "{\"id\":",
        "NaN ",
        "1 ",
        "{} ",
        "[{}] ",
    ];
    for line in lines.map(|part| part.repeat(MANY)) {
        answers(Kind::Tool, &[&line]);
    }
    let mut tape = asked(Kind::Tool).event(
        0,
        Event::Question {
            id: "junk-line".into(),
        },
    );
    for part in [
        "{",
        "\"",
        "[",
        "x",
        r#"{"jsonrpc":"2.0","error":{"code":1,"message":"x"}}"#,
    ] {
        for _ in 0..MANY / 10 {
            tape = tape.line(0, part);
        }
    }
    let facts = Facts::read(&tape.close(0).transcript());
    assert_eq!(facts.sessions[0].questions["junk-line"].frames.len(), 1_000);
    assert_eq!(
        facts.sessions[0].questions["junk-line"].replies.len(),
        1_000
    );
}

#[test]
fn a_request_of_the_server_that_was_cut_is_no_reply() {
    let mut transcript = asked(Kind::Tool)
        .line(0, r#"{"jsonrpc":"2.0","id":2,"method":"roots/list","par"#)
        .transcript();
    transcript.frames.last_mut().unwrap().cut = Some(evidence::Cut {
        bytes: 20_000_000,
        sha256: "00".into(),
    });
    let facts = Facts::read(&transcript);
    assert_eq!(facts.sessions[0].server_requests.len(), 1);
    assert_eq!(*end(&facts), ListingEnd::Cut);
}
