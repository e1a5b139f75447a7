//! What the sandbox tells, put to every probe that it answers.

use super::{said, server};
use crate::{Outcome, Severity, View, catalogue};
use evidence::build::{Server, Tape, fence};
use evidence::conduct::Rung;
use evidence::{Channel, Facts, Side};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

/// The probes that the sandbox answers with a pass.
const SANDBOX: [&str; 8] = [
    "canaries",
    "files-outside",
    "kernel-requests",
    "network-at-start",
    "processes-left",
    "programs-run",
    "resource-use",
    "writes-at-start",
];

/// What Node, Python and Go do to start is nobody's warning, on either rung.
#[test]
fn what_honest_servers_do_at_their_start_is_no_news() {
    #[derive(Deserialize)]
    struct Honest {
        server: Vec<server::Server>,
    }
    let honest: Honest = toml::from_str(include_str!("honest.toml")).unwrap();
    assert_eq!(honest.server.len(), 3);
    for server in &honest.server {
        let facts = Facts::read(&server.transcript());
        let judged = judge::judge(&facts);
        assert!(facts.sessions[0].deeds.len() > 3, "the deeds were read");
        for probe in catalogue() {
            let outcome = (probe.detect)(&View {
                facts: &facts,
                judged: &judged,
            });
            let asked = SANDBOX.contains(&probe.definition.id);
            let worst = outcome
                .findings()
                .iter()
                .map(|finding| finding.severity)
                .max();
            let quiet = matches!(outcome, Outcome::Pass { .. }) && worst <= Some(Severity::Info);
            assert!(!asked || quiet, "{}: {outcome:?}", probe.definition.id);
        }
    }
}

/// Any deed: an act with texts that probes read, and members enough for each kind.
fn any_deed() -> impl Strategy<Value = Value> {
    const TEXTS: [&str; 12] = [
        "",
        "/",
        "~/.ssh/id_rsa",
        "/home/a/.bashrc",
        "[::1]:80",
        "::",
        "a.example:443",
        "sh -c ",
        "deeds",
        "ssh-key",
        "/proc/1/mem",
        "\u{202e}“”",
    ];
    const PLACES: [&str; 7] = [
        "own",
        "system",
        "kernel",
        "home",
        "temporary",
        "opened",
        "elsewhere",
    ];
    const ACTS: [&str; 16] = [
        "read", "write", "delete", "changed", "run", "resolve", "contact", "send", "listen",
        "socket", "refused", "detach", "left", "limit", "disagree", "canary",
    ];
    const TOUCHES: [&str; 7] = [
        "opened", "read", "changed", "echoed", "sent", "stored", "passed",
    ];
    let text = || {
        let known = prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned);
        prop_oneof![known, ".{0,12}"]
    };
    let of = |words: &[&'static str]| prop::sample::select(words.to_vec());
    let parts = (
        of(&ACTS),
        of(&PLACES),
        of(&TOUCHES),
        text(),
        text(),
        any::<bool>(),
        any::<u16>(),
    );
    parts.prop_map(|(act, place, touch, a, b, yes, n)| {
        let how = match act {
            "canary" => json!({"touch": touch, "stream": a, "to": a, "path": a, "program": a, "encoding": b}),
            _ => json!("created"),
        };
        json!({
            "event": "deed", "act": act, "path": a, "place": place, "found": yes, "how": how, "bytes": n,
            "arguments": b, "name": a, "asked": b, "address": a, "port": n, "transport": b, "passed": yes,
            "to": a, "what": b, "on": a, "id": a, "call": a, "command": a, "ended": yes, "says": a,
            "via": "call", "confidence": "named", "count": 1, "at_ms": 1,
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever the sandbox tells: no probe breaks, each says something, the same twice, and blames no tool.
    #[test]
    fn no_deed_breaks_a_probe(deeds in prop::collection::vec(any_deed(), 0..8)) {
        let server = Server {
            fence: Some(fence(Rung::Namespaces)),
            ..Server::with_tools(vec![json!({"name": "a", "inputSchema": {"type": "object"}})])
        };
        let told = |tape: Tape, deed: &Value| {
            tape.frame(Side::Prober, Channel::Sandbox, 0, deed.to_string().as_bytes())
        };
        let facts = Facts::read(&deeds.iter().fold(server.tape(), told).transcript());
        prop_assert_eq!(facts.sessions[0].deeds.len(), deeds.len());
        let judged = judge::judge(&facts);
        let view = View { facts: &facts, judged: &judged };
        for probe in catalogue().iter().filter(|probe| SANDBOX.contains(&probe.definition.id)) {
            let outcome = (probe.detect)(&view);
            let empty = matches!(&outcome, Outcome::Fail { findings } if findings.is_empty());
            prop_assert!(!empty, "{}", probe.definition.id);
            prop_assert!(said(&outcome).trim().len() > 3, "{}", probe.definition.id);
            prop_assert!(outcome.tools().is_empty());
            prop_assert_eq!(&outcome, &(probe.detect)(&view));
        }
    }
}
