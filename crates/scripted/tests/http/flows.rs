//! What takes more than one request to see.

use crate::client::{Ask, ask};
use scripted::{Endpoint, Script};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const TOOL: &str = "tool = [{ json = '{{tool}}' }]\n";
const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"#;
const LIST: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;

fn start(script: &str) -> Endpoint {
    let script = Script::parse(&format!("{TOOL}{script}")).unwrap();
    Endpoint::start(script, "127.0.0.1:0".parse().unwrap()).unwrap()
}

fn post(target: &str, body: &str) -> Ask {
    let mut ask = Ask::new("POST", target)
        .with("content-type", "application/json")
        .with("accept", "application/json, text/event-stream");
    body.clone_into(&mut ask.body);
    ask
}

fn said(endpoint: &Endpoint, asked: &Ask) -> String {
    let answer = ask(endpoint, asked).unwrap();
    String::from_utf8(answer.bytes).unwrap()
}

fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let start = format!("{name}: ");
    answer
        .lines()
        .find_map(|line| line.strip_prefix(start.as_str()))
        .unwrap()
}

/// Opens a stream, to be read line by line.
fn listen(endpoint: &Endpoint, headers: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(endpoint.address()).unwrap();
    let host = endpoint.address();
    let head = format!(
        "GET /mcp HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\naccept: text/event-stream\r\n{headers}\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    BufReader::new(stream)
}

/// The rest of the next line that begins so.
fn next(stream: &mut BufReader<TcpStream>, start: &str) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert_ne!(
            stream.read_line(&mut line).unwrap(),
            0,
            "no line begins with {start}"
        );
        if let Some(rest) = line.strip_prefix(start) {
            return rest.trim_end().to_owned();
        }
    }
}

#[test]
fn the_older_transport_answers_on_its_stream() {
    let endpoint = start("modern = []\nlegacy = ['2024-11-05']\n[http]\ntransport = 'sse'\n");
    let mut stream = listen(&endpoint, "");
    assert_eq!(next(&mut stream, "event: "), "endpoint");
    let messages = next(&mut stream, "data: ");
    assert!(said(&endpoint, &post(&messages, INITIALIZE)).starts_with("HTTP/1.1 202 "));
    assert!(next(&mut stream, "data: ").contains("\"protocolVersion\":\"2024-11-05\""));
    assert!(said(&endpoint, &post(&messages, LIST)).starts_with("HTTP/1.1 202 "));
    assert_eq!(next(&mut stream, "event: "), "message");
    assert!(next(&mut stream, "data: ").contains("convert_length"));
}

#[test]
fn a_stream_that_ended_early_is_resumed_where_it_ended() {
    let endpoint = start("modern = []\nhttp = { streams = true, polls = true }");
    let begun = said(&endpoint, &post("/mcp", INITIALIZE));
    assert!(!begun.contains("protocolVersion"), "{begun}");
    let session = header(&begun, "mcp-session-id");
    let resume = |answer: &str| {
        let id = header(answer, "id");
        let headers = format!("mcp-session-id: {session}\r\nlast-event-id: {id}\r\n");
        next(&mut listen(&endpoint, &headers), "data: ")
    };
    assert!(resume(&begun).contains("protocolVersion"));
    let listed = said(
        &endpoint,
        &post("/mcp", LIST).with("mcp-session-id", session),
    );
    assert!(!listed.contains("convert_length"), "{listed}");
    assert!(resume(&listed).contains("convert_length"));
}

#[test]
fn a_stream_of_its_own_carries_no_answers_of_others_and_ends_with_the_session() {
    let endpoint = start("http.streams = true");
    let begun = said(&endpoint, &post("/mcp", INITIALIZE));
    let session = header(&begun, "mcp-session-id");
    let headers = format!("mcp-session-id: {session}\r\n");
    let mut stream = listen(&endpoint, &headers);
    assert!(!next(&mut stream, "id: ").is_empty());
    let listed = said(
        &endpoint,
        &post("/mcp", LIST).with("mcp-session-id", session),
    );
    assert!(listed.contains("convert_length"));
    let ended = Ask::new("DELETE", "/mcp").with("mcp-session-id", session);
    assert!(said(&endpoint, &ended).starts_with("HTTP/1.1 204 "));
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert!(
        rest.ends_with("0\r\n\r\n") && !rest.contains("convert_length"),
        "{rest}"
    );
}

#[test]
fn it_stops_at_once_whatever_it_does_when_it_is_dropped() {
    let endpoint = start("[[http.on]]\ndo = ['hang']");
    let mut hanging = listen(&endpoint, "");
    let begun = Instant::now();
    std::thread::sleep(Duration::from_millis(50));
    drop(endpoint);
    assert!(
        hanging
            .read_line(&mut String::new())
            .is_ok_and(|read| read == 0)
    );
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn it_exits_where_the_script_says() {
    let endpoint =
        start("[[on]]\nmethod = 'tools/list'\ndo = [{ exit = 7 }]\n[http]\nstateless = true");
    said(&endpoint, &post("/mcp", LIST));
    assert_eq!(endpoint.wait(), 7);
}

#[test]
fn it_remembers_what_was_asked() {
    let endpoint = start("");
    said(&endpoint, &post("/mcp?a=b", INITIALIZE));
    said(&endpoint, &Ask::new("GET", "/elsewhere"));
    assert_eq!(
        endpoint.log(),
        ["POST /mcp?a=b initialize", "GET /elsewhere"]
    );
}
