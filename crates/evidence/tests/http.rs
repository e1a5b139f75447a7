//! What is read of exchanges over HTTP that went otherwise than a good one does.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::build::Tape;
use evidence::{
    Caller, Event, Facts, Http, HttpPart, Kind, ListingEnd, Observed, Side, Transport, Variant,
};

const LIST: &[u8] = br#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#;
const TOOLS: &[u8] = br#"{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"a","inputSchema":{"type":"object"}}]}}"#;

/// A connection over this transport, shaken hands on where that is the newer one.
fn connected(transport: Transport) -> Tape {
    let connect = Event::Connect {
        variant: Variant::Bare,
        caller: Caller::Anonymous,
        transport,
    };
    let tape = Tape::stdio().event(0, connect);
    if transport == Transport::Sse {
        return tape;
    }
    let hello = br#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}"#;
    let welcome = br#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}}"#;
    let tape = asked(tape, 0, "POST", hello);
    answered(tape, 0, 200, "application/json", false, welcome)
}

fn asked(tape: Tape, exchange: u32, verb: &str, body: &[u8]) -> Tape {
    let part = HttpPart::Request {
        method: verb.to_owned(),
        url: "http://127.0.0.1:1/mcp".to_owned(),
        headers: Vec::new(),
    };
    tape.http(Side::Client, 0, Http { exchange, part }, body)
}

fn answered(
    tape: Tape,
    exchange: u32,
    status: u16,
    kind: &str,
    partial: bool,
    body: &[u8],
) -> Tape {
    let part = HttpPart::Response {
        status,
        version: "HTTP/1.1".to_owned(),
        peer: None,
        headers: vec![("content-type".to_owned(), kind.to_owned())],
        partial,
    };
    tape.http(Side::Server, 0, Http { exchange, part }, body)
}

fn why_no_handshake(facts: &Facts) -> &str {
    match &facts.sessions[0].handshake {
        Observed::Missing(gap) => &gap.why,
        Observed::Seen { .. } => "there was one",
        Observed::NotOffered => "not offered",
    }
}

#[test]
fn a_body_that_broke_off_is_no_cap_and_what_stands_whole_in_it_is_read() {
    let tape = asked(connected(Transport::Streamable), 1, "POST", LIST);
    let head = &TOOLS[..TOOLS.len() - 3];
    let facts = Facts::read(&answered(tape, 1, 200, "application/json", true, head).transcript());
    let listing = &facts.sessions[0].listings[0];
    assert_eq!(
        listing.end,
        ListingEnd::Malformed("its end never came".into())
    );
    assert_eq!(facts.inventory.tools.len(), 1);
    assert!(facts.faults.is_empty(), "{:?}", facts.faults);
}

#[test]
fn a_request_that_goes_out_once_more_is_one_request() {
    for (status, kind, body) in [
        (
            429,
            "application/json",
            r#"{"jsonrpc":"2.0","id":2,"error":{"code":-32000,"message":"busy"}}"#,
        ),
        (307, "text/html", "<p>over there</p>"),
    ] {
        let tape = asked(connected(Transport::Streamable), 1, "POST", LIST);
        let tape = answered(tape, 1, status, kind, false, body.as_bytes());
        let tape = asked(tape, 2, "POST", LIST);
        let facts =
            Facts::read(&answered(tape, 2, 200, "application/json", false, TOOLS).transcript());
        let session = &facts.sessions[0];
        assert_eq!(session.listings.len(), 1, "{status}");
        assert_eq!(session.listings[0].end, ListingEnd::Complete, "{status}");
        assert_eq!(session.exchanges.len(), 2, "{status}");
        let carried = &session.web.as_ref().unwrap().exchanges;
        let messages = carried.iter().map(|e| e.message.as_deref().unwrap());
        let messages: Vec<_> = messages.collect();
        assert_eq!(messages, ["initialize", "tools/list", "tools/list"]);
        let tools = &facts.inventory.complete[&Kind::Tool];
        assert!(matches!(tools, Observed::Seen { .. }), "{status}");
        assert!(facts.faults.is_empty(), "{status} {:?}", facts.faults);
    }
}

#[test]
fn without_an_endpoint_it_is_told_why_nothing_was_sent() {
    let sse = || asked(connected(Transport::Sse), 0, "GET", b"");
    let stream = |tape| answered(tape, 0, 200, "text/event-stream", false, b"");
    let named = HttpPart::Event {
        id: None,
        event: Some("endpoint".to_owned()),
        retry: None,
    };
    let elsewhere = Http {
        exchange: 0,
        part: named,
    };
    for (tape, why) in [
        (
            answered(sse(), 0, 405, "text/plain", false, b"no"),
            "not offered",
        ),
        (
            stream(sse()),
            "its event stream names no endpoint for messages",
        ),
        (
            stream(sse()).http(Side::Server, 0, elsewhere, b"http://203.0.113.7/"),
            "its event stream names an endpoint that nothing is sent to",
        ),
        (sse(), "its event stream did not open"),
    ] {
        let facts = Facts::read(&tape.transcript());
        assert_eq!(why_no_handshake(&facts), why);
    }
}
