//! Servers over HTTP in this very process: whatever one does, the run ends in time and says how it went.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::{Caller, Ending, Facts, HttpExchange, Observed, Transcript};
use session::Endpoint;
use std::collections::BTreeMap;
use std::future::pending;
use std::io::Read as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request as the server sees it.
#[derive(Debug, Clone, Default)]
struct Request {
    verb: String,
    path: String,
    head: String,
    body: serde_json::Value,
}

impl Request {
    fn has(&self, header: &str) -> bool {
        self.head
            .to_ascii_lowercase()
            .contains(&header.to_ascii_lowercase())
    }

    fn method(&self) -> &str {
        self.body["method"].as_str().unwrap_or_default()
    }

    /// A result to this request.
    fn result(&self, result: &str) -> String {
        json(
            200,
            "",
            &format!(
                r#"{{"jsonrpc":"2.0","id":{},"result":{result}}}"#,
                self.body["id"]
            ),
        )
    }
}

fn json(status: u16, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn empty(status: u16) -> String {
    format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n")
}

/// A server that is in order, without sessions.
fn good(request: &Request) -> String {
    match (request.verb.as_str(), request.method()) {
        ("POST", "initialize") => request.result(
            r#"{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"t","version":"1"}}"#,
        ),
        ("POST", "tools/list") => request.result(r#"{"tools":[{"name":"a","inputSchema":{"type":"object"}}]}"#),
        ("POST", "ping") => request.result("{}"),
        ("POST", _) if request.body["id"].is_null() => empty(202),
        ("POST", _) => json(
            200,
            "",
            &format!(r#"{{"jsonrpc":"2.0","id":{},"error":{{"code":-32601,"message":"no"}}}}"#, request.body["id"]),
        ),
        _ => empty(405),
    }
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.to_ascii_lowercase();
            let length = length.split("content-length: ").nth(1);
            let length = length.map_or(0, |l| l.lines().next().unwrap().parse().unwrap());
            if bytes.len() >= end + 4 + length {
                let mut words = head.split(' ');
                return Some(Request {
                    verb: words.next()?.to_owned(),
                    path: words.next()?.to_owned(),
                    body: serde_json::from_slice(&bytes[end + 4..]).unwrap_or_default(),
                    head,
                });
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&chunk[..n]),
        }
    }
}

/// Probes a server that answers like this; what it was asked.
fn probe(
    sign_in: bool,
    answer: impl Fn(&Request) -> String + Send + Sync + 'static,
) -> (Facts, Vec<Request>, Transcript) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let asked: Arc<Mutex<Vec<Request>>> = Arc::default();
    let seen = Arc::clone(&asked);
    let bytes = runtime.block_on(async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/mcp", listener.local_addr().unwrap());
        let answer = Arc::new(answer);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                tokio::spawn(async move {
                    while let Some(request) = read(&mut stream).await {
                        seen.lock().unwrap().push(request.clone());
                        let response = answer(&request);
                        let (now, forever) =
                            response.split_once("…forever:").unwrap_or((&response, ""));
                        let _left = stream.write_all(now.as_bytes()).await;
                        while !forever.is_empty() {
                            if stream.write_all(forever.as_bytes()).await.is_err() {
                                return;
                            }
                            tokio::task::yield_now().await;
                        }
                        if now.contains("connection: close") || now.is_empty() {
                            if now.is_empty() {
                                pending::<()>().await;
                            }
                            return;
                        }
                    }
                });
            }
        });
        let mut endpoint = Endpoint::new(&url).unwrap();
        if sign_in {
            endpoint
                .credential("Authorization", "Bearer s3cret-token", "TOKEN")
                .unwrap();
        }
        let options = session::Options {
            command: Vec::new(),
            directory: None,
            fence: None,
            install: None,
            env: Vec::new(),
            timeout: Duration::from_secs(20),
            start_timeout: Duration::from_millis(800),
            request_timeout: Duration::from_millis(400),
            reach: evidence::Reach::Questions,
            quick: false,
            tool_version: "0.0.0".into(),
        };
        let mut recording = session::probe_http(endpoint, options, &mut |_| {}, pending())
            .await
            .unwrap();
        let mut bytes = Vec::new();
        recording.open().unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    });
    let transcript = Transcript::read(&bytes).unwrap();
    assert_eq!(
        transcript.write(),
        bytes,
        "it is read back as it was written"
    );
    let asked = asked.lock().unwrap().clone();
    (Facts::read(&transcript), asked, transcript)
}

fn exchanges(facts: &Facts) -> Vec<&HttpExchange> {
    let webs = facts.sessions.iter().filter_map(|s| s.web.as_ref());
    webs.flat_map(|web| &web.exchanges).collect()
}

fn about<'f>(facts: &'f Facts, question: &str) -> Vec<&'f HttpExchange> {
    let all = exchanges(facts).into_iter();
    all.filter(|e| e.question.as_deref() == Some(question))
        .collect()
}

fn greeted(facts: &Facts) -> usize {
    let seen = facts
        .sessions
        .iter()
        .filter(|s| matches!(s.handshake, Observed::Seen { .. }));
    seen.count()
}

#[test]
fn a_server_in_order_is_listed_and_asked() {
    let (facts, asked, _) = probe(false, good);
    assert_eq!(facts.inventory.tools.len(), 1);
    assert_eq!(greeted(&facts), 4);
    assert!(facts.faults.is_empty(), "{:?}", facts.faults);
    assert!(facts.ours.is_empty(), "{:?}", facts.ours);
    for id in [
        "foreign-origin",
        "foreign-host",
        "preflight",
        "random-token",
        "query-token",
        "bogus-version-header",
    ] {
        let [exchange] = about(&facts, id).try_into().unwrap();
        assert!(exchange.response.is_some(), "{id}");
    }
    let lists = asked.iter().filter(|r| r.method() == "tools/list");
    assert!(
        lists
            .into_iter()
            .any(|r| r.has("mcp-protocol-version: 2025-11-25"))
    );
    // What a server minds cannot be told from silence: each question was followed by a sign of life.
    let first = facts.sessions.iter().flat_map(|s| &s.questions);
    assert!(first.filter(|(_, q)| q.alive_after.is_some()).count() > 5);
}

#[test]
fn refusing_discover_says_nothing_about_the_transport() {
    let (facts, asked, _) = probe(false, |request| {
        if request.method() == "server/discover" {
            return json(
                400,
                "",
                r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"no"}}"#,
            );
        }
        good(request)
    });
    assert_eq!(greeted(&facts), 4);
    assert!(
        asked
            .iter()
            .all(|r| r.verb != "GET" || r.has("mcp-protocol-version"))
    );
}

#[test]
fn answers_may_come_as_events_and_streams_may_break_off() {
    let (facts, asked, _) = probe(false, |request| {
        let plain = good(request);
        if request.verb == "GET" && request.has("last-event-id: 7") {
            let rest = r#"{"jsonrpc":"2.0","id":ID,"result":{"tools":[{"name":"late","inputSchema":{"type":"object"}}]}}"#;
            let id = LAST.lock().unwrap().clone();
            let body = format!("data: {}\n\n", rest.replace("ID", &id));
            return format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{body}"
            );
        }
        match (request.verb.as_str(), plain.split_once("\r\n\r\n")) {
            ("POST", Some((_, _))) if request.method() == "tools/list" => {
                *LAST.lock().unwrap() = request.body["id"].to_string();
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\nid: 7\nretry: 10\ndata:\n\n".to_owned()
            }
            ("POST", Some((_, body))) if !body.is_empty() => format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n: hello\r\n\r\ndata: {body}\r\n\r\n"
            ),
            _ => plain,
        }
    });
    assert_eq!(facts.inventory.tools.len(), 1, "resumed");
    assert_eq!(facts.inventory.tools[0].item.label(), "late");
    assert!(asked.iter().any(|r| r.has("last-event-id: 7")));
}

/// What a server says that is asked too much.
fn busy(request: &Request) -> String {
    let body = r#"{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"too many"}}"#;
    let body = body.replace("ID", &request.body["id"].to_string());
    json(429, "retry-after: 0\r\n", &body)
}

#[test]
fn who_is_busy_is_asked_once_more_and_the_second_answer_counts() {
    let first = AtomicBool::new(true);
    let (facts, asked, _) = probe(false, move |request| {
        let list = request.method() == "tools/list";
        if list && first.swap(false, Ordering::Relaxed) {
            return busy(request);
        }
        good(request)
    });
    let lists = asked.iter().filter(|r| r.method() == "tools/list");
    let ids: Vec<_> = lists.map(|r| r.body["id"].clone()).collect();
    assert_eq!(ids[0], ids[1], "the same request");
    assert!(ids[1..].windows(2).all(|pair| pair[0] != pair[1]));
    assert!(facts.faults.is_empty(), "{:?}", facts.faults);
    assert!(matches!(
        facts.inventory.complete[&evidence::Kind::Tool],
        Observed::Seen { .. }
    ));
    let statuses = exchanges(&facts).into_iter();
    let statuses = statuses.filter_map(|e| Some(e.response.as_ref()?.status));
    assert_eq!(statuses.filter(|status| *status == 429).count(), 1);
}

#[test]
fn who_is_always_busy_is_asked_no_third_time() {
    let (facts, asked, _) = probe(false, |request| match request.method() {
        "tools/list" => busy(request),
        _ => good(request),
    });
    let lists = asked.iter().filter(|r| r.method() == "tools/list");
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    lists.for_each(|r| *times.entry(r.body["id"].to_string()).or_default() += 1);
    assert!(times.values().all(|times| *times <= 2), "{times:?}");
    assert!(facts.inventory.tools.is_empty());
    assert!(matches!(
        facts.inventory.complete[&evidence::Kind::Tool],
        Observed::Missing(_)
    ));
}

/// The id of the request whose stream broke off.
static LAST: Mutex<String> = Mutex::new(String::new());

#[test]
fn nobody_is_asked_first_and_secrets_are_never_written() {
    let (facts, asked, transcript) = probe(true, |request| {
        if request
            .path
            .starts_with("/.well-known/oauth-protected-resource")
        {
            return json(
                200,
                "",
                r#"{"resource":"x","authorization_servers":["http://169.254.169.254/as"],"scopes_supported":["a"]}"#,
            );
        }
        if !request.has("authorization: bearer s3cret-token") {
            return json(
                401,
                "www-authenticate: Bearer realm=\"x\"\r\n",
                r#"{"error":"invalid_token"}"#,
            );
        }
        if request.method() == "initialize" {
            return good(request).replace(
                "\r\n\r\n",
                "\r\nmcp-session-id: sess-s3cret-token-9\r\n\r\n",
            );
        }
        good(request)
    });
    let callers: Vec<Caller> = facts
        .sessions
        .iter()
        .filter_map(|s| Some(s.web.as_ref()?.caller))
        .collect();
    let first = callers.iter().position(|c| *c == Caller::SignedIn).unwrap();
    assert!(callers[..first].iter().all(|c| *c == Caller::Anonymous));
    assert!(facts.sessions[0].locked_out().is_some());
    assert_eq!(facts.inventory.tools.len(), 1);
    assert!(facts.sign_in().is_none(), "signing in helped");
    let text = String::from_utf8(transcript.write()).unwrap();
    assert!(!text.contains("s3cret-token"), "{text}");
    // An address that nobody should be sent to was not gone to, and that is written down.
    let withheld: Vec<_> = facts
        .sessions
        .iter()
        .filter_map(|s| s.web.as_ref())
        .flat_map(|w| &w.withheld)
        .collect();
    assert!(
        withheld
            .iter()
            .any(|(url, why, _)| url.contains("169.254") && why.contains("link-local")),
        "{withheld:?}"
    );
    let metadata = asked.iter().filter(|r| r.path.contains(".well-known"));
    assert!(
        metadata
            .into_iter()
            .all(|r| r.verb == "GET" && !r.has("authorization"))
    );
    assert!(!about(&facts, "session-without-token").is_empty());
}

#[test]
fn without_credentials_it_is_told_how_to_sign_in() {
    let (facts, _, _) = probe(false, |request| {
        if request.path == "/meta" {
            return json(
                200,
                "",
                r#"{"authorization_servers":[],"scopes_supported":["a"]}"#,
            );
        }
        json(
            401,
            "www-authenticate: Bearer scope=\"x y\", resource_metadata=\"/meta\"\r\n",
            "",
        )
    });
    let sign_in = facts.sign_in().unwrap();
    assert_eq!(sign_in.scopes, ["x", "y"]);
    assert_eq!(sign_in.challenges[0].scheme, "Bearer");
    assert!(sign_in.resource.unwrap().0.ends_with("/meta"));
    assert!(!sign_in.tried);
}

#[test]
fn the_older_transport_is_not_followed_to_another_origin() {
    let (facts, _, _) = probe(false, |request| {
        match request.verb.as_str() {
        "GET" => "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nevent: endpoint\ndata: http://elsewhere.invalid/post\n\n".to_owned(),
        _ => empty(405),
    }
    });
    assert_eq!(greeted(&facts), 0);
    // Messages are not sent to another origin.
    let elsewhere = exchanges(&facts)
        .into_iter()
        .filter(|e| e.url.contains("elsewhere"));
    assert_eq!(elsewhere.count(), 0);
    assert!(exchanges(&facts).iter().any(|e| e.verb == "GET"));
}

#[test]
fn a_redirect_is_followed_within_the_origin_only() {
    let (facts, _, _) = probe(false, |request| {
        if request.path == "/mcp" {
            return "HTTP/1.1 307 X\r\nlocation: /mcp/\r\ncontent-length: 0\r\n\r\n".to_owned();
        }
        good(request)
    });
    assert_eq!(facts.inventory.tools.len(), 1);
    let (facts, asked, _) = probe(false, |_| {
        "HTTP/1.1 307 X\r\nlocation: http://127.0.0.1:9/mcp\r\ncontent-length: 0\r\n\r\n".to_owned()
    });
    assert_eq!(greeted(&facts), 0);
    assert!(exchanges(&facts).iter().all(|e| !e.url.contains(":9/")));
    let (_, looped, _) = probe(false, |_| {
        "HTTP/1.1 308 X\r\nlocation: /mcp\r\ncontent-length: 0\r\n\r\n".to_owned()
    });
    assert!(
        asked.len() < 30 && looped.len() < 100,
        "{} {}",
        asked.len(),
        looped.len()
    );
}

/// Whatever it does: an end in time, and the end is told.
fn ends(answer: impl Fn(&Request) -> String + Send + Sync + 'static) -> (Facts, Vec<Ending>) {
    let began = Instant::now();
    let (facts, _, transcript) = probe(false, answer);
    assert!(began.elapsed() < Duration::from_secs(20));
    assert!(transcript.write().len() < 40 << 20);
    let ends = exchanges(&facts)
        .into_iter()
        .filter_map(|e| Some(e.ended.as_ref()?.how));
    let ends = ends.collect();
    (facts, ends)
}

#[test]
fn a_server_that_says_nothing_is_left() {
    let (facts, ends) = ends(|_| String::new());
    assert_eq!(greeted(&facts), 0);
    assert!(ends.contains(&Ending::Left), "{ends:?}");
}

#[test]
fn a_body_without_an_end_is_cut() {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"a\":\"";
    let (facts, ends) = ends(move |_| format!("{head}…forever:{}", "x".repeat(60_000)));
    assert_eq!(greeted(&facts), 0);
    assert!(
        ends.iter()
            .any(|e| matches!(e, Ending::Capped | Ending::Left)),
        "{ends:?}"
    );
}

#[test]
fn a_stream_without_an_end_is_cut() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    let (facts, ends) = ends(move |_| format!("{head}…forever:{}", "data: {}\n\n".repeat(5_000)));
    assert_eq!(greeted(&facts), 0);
    assert!(
        ends.iter()
            .any(|e| matches!(e, Ending::Capped | Ending::Left)),
        "{ends:?}"
    );
}

#[test]
fn what_is_no_http_is_told() {
    for answer in [
        "SSH-2.0-OpenSSH\r\n\r\nconnection: close".to_owned(),
        format!("HTTP/1.1 200 OK\r\n{}connection: close\r\n\r\n", "x-a: b\r\n".repeat(10_000)),
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\nconnection: close\r\n\r\n{}".to_owned(),
    ] {
        let (facts, ends) = ends(move |_| answer.clone());
        assert_eq!(greeted(&facts), 0);
        assert!(ends.contains(&Ending::Broken), "{ends:?}");
    }
}

/// When the first frame whose bytes hold this was written, in milliseconds.
fn at(transcript: &Transcript, words: &str) -> u64 {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(words);
    let mut frames = transcript.frames.iter();
    let frame = frames.find(|frame| holds(&frame.bytes));
    frame.unwrap_or_else(|| panic!("no “{words}”")).at_us / 1000
}

#[test]
fn nothing_is_listened_for_where_nothing_can_come() {
    // It has neither sessions nor a stream of its own, so it is not held open as others are.
    let (facts, _, transcript) = probe(false, good);
    assert_eq!(facts.inventory.tools.len(), 1);
    let listed = at(&transcript, r#"{"tools":[{"name":"a""#);
    assert!(at(&transcript, r#"{"event":"closing"}"#) - listed < 400);
}

#[test]
fn a_stream_that_has_begun_to_speak_keeps_nobody_waiting() {
    let (facts, _, transcript) = probe(false, |request| {
        match request.method() {
        "server/discover" => request.result(
            r#"{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"t","version":"1"},"ttlMs":0,"cacheScope":"private"}"#,
        ),
        "subscriptions/listen" => concat!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n",
            r#"data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{}}"#,
            "\n\n",
        )
        .to_owned(),
        "initialize" => json(400, "", ""),
        _ => good(request),
    }
    });
    assert_eq!(facts.inventory.tools.len(), 1);
    let told = at(&transcript, "subscriptions/acknowledged");
    assert!(at(&transcript, r#""id":"alive:listen""#) - told < 1000);
}

#[test]
fn a_refusal_in_words_of_its_own_is_no_message_to_the_sdk() {
    let (facts, _, transcript) = probe(false, |_| {
        json(
            401,
            "www-authenticate: Bearer\r\n",
            r#"{"error":"invalid_token"}"#,
        )
    });
    assert!(facts.sign_in().is_some());
    let opinions = transcript
        .frames
        .iter()
        .filter(|frame| matches!(frame.event(), Some(evidence::Event::Sdk { .. })));
    assert_eq!(opinions.count(), 0);
}
