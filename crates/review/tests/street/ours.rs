//! What we send wrong is told, and changes no verdict on the server.

use crate::{live, servers::triage_tools};
use evidence::Variant;
use evidence::build::Tape;
use review::{Review, review};
use serde_json::{Value, json};

/// A run in which the tools are listed with these parameters.
fn listed_with(params: &Value) -> Review {
    let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "triage", "version": "1.4.2"}});
    let tape = Tape::stdio()
        .start(0, Variant::Declared)
        .handshake(0, Variant::Declared, &hello)
        .request(0, "tools/list", params)
        .result(0, &json!({"tools": triage_tools()}));
    review(live(tape.close(0).transcript()))
}

#[test]
fn what_we_send_wrong_is_told_and_never_charged_to_the_server() {
    let (good, bad) = (
        listed_with(&json!({})),
        listed_with(&json!({"_meta": "none"})),
    );
    let sent = |review: &Review| {
        review
            .not_measured
            .iter()
            .filter(|gap| gap.why.starts_with("We sent"))
            .map(|gap| gap.why.clone())
            .collect::<Vec<_>>()
    };
    assert!(sent(&good).is_empty());
    assert_eq!(
        sent(&bad),
        [
            "We sent tools/list, which is no valid request of 2025-11-25: `params._meta` is a string; expected an object."
        ]
    );
    let outcomes = |review: &Review| review.seen.as_ref().unwrap().probes.clone();
    for ((probe, good), (_, bad)) in outcomes(&good).iter().zip(&outcomes(&bad)) {
        assert_eq!(good, bad, "{}", probe.definition.id);
    }
    assert_eq!(
        (good.decision.gate, good.decision.total),
        (bad.decision.gate, bad.decision.total)
    );
    assert_eq!(good.exits, bad.exits);
}
