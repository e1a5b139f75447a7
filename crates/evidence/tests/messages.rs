//! Every message of either side is held against the shapes of the revision that is spoken; what we send wrong is ours.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::build::{Server, Tape};
use evidence::revision::HANDSHAKE;
use evidence::shapes::{self, Part};
use evidence::{Event, Facts, Fault, FaultKind, Kind, Side, Variant};
use serde_json::{Value, json};

fn init(version: &str) -> Value {
    json!({"protocolVersion": version, "capabilities": {}, "serverInfo": {"name": "s", "version": "1"}})
}

/// What a server that speaks this says after the handshake.
fn says(version: &str, message: &Value) -> Vec<Fault> {
    let tape = Tape::stdio()
        .start(0, Variant::Bare)
        .handshake(0, Variant::Bare, &init(version))
        .server(0, message);
    let facts = Facts::read(&tape.close(0).transcript());
    assert_eq!(facts.ours, [], "{message}");
    facts.faults
}

fn one(faults: &[Fault]) -> (FaultKind, &str, &str) {
    assert_eq!(faults.len(), 1, "{faults:?}");
    (faults[0].kind, &faults[0].at.pointer, &faults[0].says)
}

fn notification(method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

#[test]
fn notifications_have_the_shape_of_their_revision() {
    let odd = notification(
        "notifications/progress",
        json!({"progressToken": 1, "progress": 1, "message": 5}),
    );
    assert_eq!(says("2024-11-05", &odd), []);
    assert_eq!(
        one(&says("2025-03-26", &odd)),
        (
            FaultKind::WrongMessage,
            "/params/message",
            "in notifications/progress, `params.message` is 5; expected a string"
        )
    );
    let bare = json!({"jsonrpc": "2.0", "method": "notifications/message"});
    assert_eq!(
        one(&says("2025-11-25", &bare)),
        (
            FaultKind::WrongMessage,
            "",
            "in notifications/message, `params` is missing"
        )
    );
    for fine in [
        json!({"jsonrpc": "2.0", "method": "notifications/tools/list_changed"}),
        notification("notifications/tools/list_changed", json!({"why": "new"})),
        notification(
            "notifications/message",
            json!({"level": "info", "data": null}),
        ),
        notification("notifications/cancelled", json!({"requestId": "s1"})),
    ] {
        assert_eq!(says("2025-11-25", &fine), [], "{fine}");
    }
}

#[test]
fn requests_of_the_server_have_the_shape_of_their_revision() {
    let ask = |params: Value| json!({"jsonrpc": "2.0", "id": 1, "method": "elicitation/create", "params": params});
    let page =
        ask(json!({"mode": "url", "message": "Go", "url": "https://a", "elicitationId": "e"}));
    assert_eq!(says("2025-11-25", &page), []);
    assert_eq!(
        one(&says("2025-06-18", &page)).2,
        "in elicitation/create, `params.requestedSchema` is missing"
    );
    assert_eq!(
        one(&says("2025-03-26", &page)),
        (
            FaultKind::UnknownMethod,
            "/method",
            "a server of 2025-03-26 sends no request \"elicitation/create\""
        )
    );
}

#[test]
fn a_method_that_its_revision_does_not_have_is_named_and_a_vendors_is_not() {
    for (method, known) in [
        ("notifications/tasks/status", true),
        ("notifications/initialized", true),
        ("notifications/nonsense", true),
        ("notifications/acme/changed", false),
        ("acme/changed", false),
    ] {
        let faults = says("2025-06-18", &notification(method, json!({})));
        let kinds: Vec<FaultKind> = faults.iter().map(|fault| fault.kind).collect();
        let expected: &[FaultKind] = if known {
            &[FaultKind::UnknownMethod]
        } else {
            &[]
        };
        assert_eq!(kinds, expected, "{method}");
    }
    let early = Tape::stdio()
        .start(0, Variant::Bare)
        .server(0, &notification("notifications/nonsense", json!({})))
        .handshake(0, Variant::Bare, &init("2025-11-25"));
    let facts = Facts::read(&early.close(0).transcript());
    assert_eq!(facts.faults, [], "nothing is agreed on yet");
}

/// What is answered to a question.
fn answered(method: &str, reply: &Value) -> Vec<Fault> {
    let question = Event::Question { id: "q".into() };
    let mut message = json!({"jsonrpc": "2.0"});
    let tape = Tape::stdio()
        .start(0, Variant::Bare)
        .handshake(0, Variant::Bare, &init("2025-11-25"))
        .event(0, question)
        .request(0, method, &json!({}));
    message["id"] = tape.id().into();
    for (key, value) in reply.as_object().unwrap() {
        message[key] = value.clone();
    }
    let facts = Facts::read(&tape.server(0, &message).close(0).transcript());
    assert_eq!(facts.ours, [], "what a question asks is odd on purpose");
    facts.faults
}

#[test]
fn results_and_errors_have_the_shape_of_their_method() {
    assert_eq!(answered("ping", &json!({"result": {}})), []);
    assert_eq!(
        one(&answered("ping", &json!({"result": "pong"}))),
        (
            FaultKind::WrongMessage,
            "/result",
            "in the result of ping, it is a string; expected an object"
        )
    );
    assert_eq!(
        one(&answered(
            "completion/complete",
            &json!({"result": {"completion": {"values": "all"}}})
        )),
        (
            FaultKind::WrongMessage,
            "/result/completion/values",
            "in the result of completion/complete, `completion.values` is a string; expected an array"
        )
    );
    assert_eq!(
        one(&answered(
            "tools/call",
            &json!({"result": {"content": [{"type": "vidio"}]}})
        ))
        .2,
        "in the result of tools/call, `content[0].type` is \"vidio\"; expected \"text\" or \"image\" or \"audio\" or \"resource\" or \"resource_link\""
    );
    assert_eq!(answered("tools/list", &json!({"result": {}})), []);
    assert_eq!(answered("acme/method", &json!({"result": 5})), []);
    let error = json!({"error": {"code": -32042, "message": "go there", "data": {"elicitations": [{"mode": "url"}]}}});
    let faults = answered("tools/call", &error);
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert_eq!(faults[0].at.pointer, "/error/data/elicitations/0");
    assert_eq!(
        answered(
            "tools/call",
            &json!({"error": {"code": -32022, "message": "later"}})
        ),
        []
    );
}

#[test]
fn what_we_send_wrong_is_ours_and_never_charged_to_the_server() {
    let tools = Server::with_tools(vec![
        json!({"name": "a", "inputSchema": {"type": "object"}}),
    ]);
    assert_eq!(Facts::read(&tools.transcript()).ours, []);

    let modern = json!({"resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}},
        "ttlMs": 0, "cacheScope": "public"});
    let tape = Tape::stdio()
        .start(0, Variant::Discover)
        .handshake(0, Variant::Discover, &modern)
        .request(0, "tools/list", &json!({"cursor": "c"}))
        .request(0, "tools/list", &json!({"cursor": "d"}))
        .request(0, "ping", &json!({}));
    let facts = Facts::read(&tape.close(0).transcript());
    let says: Vec<&str> = facts.ours.iter().map(|(says, _)| says.as_str()).collect();
    assert_eq!(
        says,
        [
            "we sent tools/list, which is no valid request of 2026-07-28: `params._meta` is missing",
            "we sent ping, which is no valid request of 2026-07-28: it has no such method",
        ]
    );
    assert_eq!(facts.faults, []);
}

#[test]
fn a_question_may_be_odd_and_an_answer_of_ours_may_not() {
    let asks = |answer: Value| {
        let tape = Tape::stdio()
            .start(0, Variant::Declared)
            .handshake(0, Variant::Declared, &init("2025-11-25"))
            .server(
                0,
                &json!({"jsonrpc": "2.0", "id": "s", "method": "roots/list"}),
            )
            .client(0, &json!({"jsonrpc": "2.0", "id": "s", "result": answer}))
            .event(0, Event::Question { id: "odd".into() })
            .request(0, "tools/list", &json!({"cursor": 5}));
        let facts = Facts::read(&tape.close(0).transcript());
        facts
            .ours
            .into_iter()
            .map(|(says, _)| says)
            .collect::<Vec<_>>()
    };
    assert!(asks(json!({"roots": []})).is_empty());
    assert_eq!(
        asks(json!({"roots": [{}]})),
        [
            "we sent an answer to roots/list, which is no valid one of 2025-11-25: `roots[0].uri` is missing"
        ]
    );
}

#[test]
fn a_server_that_answers_initialize_with_a_revision_that_has_none_is_no_fault_of_ours() {
    let tape = Tape::stdio()
        .start(0, Variant::Bare)
        .handshake(0, Variant::Bare, &init("2026-07-28"))
        .list(0, Variant::Bare, Kind::Tool, &[]);
    let facts = Facts::read(&tape.close(0).transcript());
    assert_eq!(facts.ours, []);
    assert!(
        !facts.faults.is_empty(),
        "its pages are held to what it says"
    );
}

#[test]
fn what_comes_nearest_says_what_is_wrong_and_a_flood_of_it_ends_early() {
    let block = json!({"type": "resource", "resource": {"uri": "a"}});
    let huge = json!({"content": vec![block; 100_000]});
    let wrong = shapes::check(HANDSHAKE, Part::Result(Side::Client, "tools/call"), &huge);
    assert_eq!(wrong.len(), 20);
    assert_eq!(
        wrong[0].says, "`content[0].resource.text` is missing",
        "no task, though that lacks one member alone"
    );
}

#[test]
fn wrong_messages_do_not_crowd_out_what_is_wrong_with_lists() {
    let mut tape =
        Tape::stdio()
            .start(0, Variant::Bare)
            .handshake(0, Variant::Bare, &init("2025-11-25"));
    for _ in 0..300 {
        tape = tape.server(0, &notification("notifications/message", json!({})));
    }
    let facts = Facts::read(
        &tape
            .request(0, "tools/list", &json!({}))
            .result(0, &json!({"tools": [], "_meta": 5}))
            .close(0)
            .transcript(),
    );
    let count = |kind| {
        facts
            .faults
            .iter()
            .filter(|fault| fault.kind == kind)
            .count()
    };
    assert_eq!(count(FaultKind::WrongMessage), 101);
    assert_eq!(count(FaultKind::WrongShape), 1);
}

#[test]
fn an_id_of_the_server_may_come_again_once_it_was_answered() {
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    let asked = Tape::stdio()
        .start(0, Variant::Bare)
        .handshake(0, Variant::Bare, &init("2025-11-25"))
        .server(0, &ping);
    let kinds = |tape: Tape| -> Vec<FaultKind> {
        let facts = Facts::read(&tape.server(0, &ping).close(0).transcript());
        facts.faults.iter().map(|fault| fault.kind).collect()
    };
    assert_eq!(kinds(asked.clone()), [FaultKind::IdReused]);
    let answer = json!({"jsonrpc": "2.0", "id": 1, "result": {}});
    assert_eq!(kinds(asked.client(0, &answer)), []);
}
