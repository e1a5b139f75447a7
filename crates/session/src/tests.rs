//! The client over pipes in memory: a server is a function from a request to the bytes that come back.

use crate::client::Answer;
use crate::handshake::{Handshake, Welcome};
use crate::list::Kind;
use crate::recorder::Recorder;
use crate::router::Whole;
use crate::run::Run;
use crate::wire::Wire;
use crate::{Options, Progress};
use evidence::{Event, Refusal, Side};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

/// A message of ours, as the server sees it.
struct Asked {
    id: Value,
    method: String,
    params: Value,
}

impl Asked {
    fn result(&self, result: &Value) -> String {
        json!({"jsonrpc": "2.0", "id": self.id, "result": result}).to_string() + "\n"
    }
}

fn hello(capabilities: &Value) -> Value {
    json!({"protocolVersion": "2025-11-25", "capabilities": capabilities, "serverInfo": {"name": "s", "version": "1"}})
}

/// A server with tools whose list is answered by `list`; all else is in order.
fn tools(mut list: impl FnMut(&Asked) -> String) -> impl FnMut(&Asked) -> String {
    move |asked| match asked.method.as_str() {
        "initialize" => asked.result(&hello(&json!({"tools": {}}))),
        "tools/list" => list(asked),
        "ping" => asked.result(&json!({})),
        _ if asked.id.is_null() => String::new(),
        _ => {
            json!({"jsonrpc": "2.0", "id": asked.id, "error": {"code": -32601, "message": "no"}})
                .to_string()
                + "\n"
        }
    }
}

fn tool(name: &str) -> Value {
    json!({"name": name, "inputSchema": {"type": "object"}})
}

/// Runs `play` against the server and returns what it returns, with the events and what the client sent.
fn play<T>(
    mut server: impl FnMut(&Asked) -> String + Send + 'static,
    play: impl AsyncFnOnce(&mut Run<'_>) -> T,
) -> (T, Vec<Event>, Vec<Value>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let options = Options {
            command: Vec::new(),
            directory: None,
            fence: None,
            install: None,
            env: Vec::new(),
            timeout: Duration::from_secs(20),
            start_timeout: Duration::from_millis(300),
            request_timeout: Duration::from_millis(100),
            reach: evidence::Reach::Questions,
            quick: false,
            tool_version: "0".into(),
        };
        let mut progress = |_: Progress| {};
        let mut run = Run::new(options, &mut progress);
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (reader, writer) = tokio::io::split(ours);
        run.wire = Some(Wire::new(Box::new(writer), Box::new(reader), None, None));
        let serving = tokio::spawn(async move {
            let (reader, mut writer) = tokio::io::split(theirs);
            let mut lines = BufReader::new(reader).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let message: Value = serde_json::from_str(&line).unwrap_or_default();
                let asked = Asked {
                    id: message["id"].clone(),
                    method: message["method"].as_str().unwrap_or_default().into(),
                    params: message["params"].clone(),
                };
                if writer.write_all(server(&asked).as_bytes()).await.is_err() {
                    return;
                }
            }
        });
        let value = play(&mut run).await;
        run.stop().await;
        serving.abort();
        let recorder = std::mem::replace(&mut run.recorder, Recorder::new(String::new(), &[], &[]));
        let mut file = Vec::new();
        let mut recording = recorder.finish().unwrap();
        std::io::Read::read_to_end(&mut recording.open().unwrap(), &mut file).unwrap();
        let frames = evidence::Transcript::read(&file).unwrap().frames;
        let of = |side| frames.iter().filter(move |f| f.from == side);
        let events = of(Side::Prober)
            .map(|f| serde_json::from_slice(&f.bytes).unwrap())
            .collect();
        let sent = of(Side::Client)
            .map(|f| serde_json::from_slice(&f.bytes).unwrap_or_default())
            .collect();
        (value, events, sent)
    })
}

/// Shakes hands, lists all, asks all questions.
async fn everything(run: &mut Run<'_>) {
    let limit = run.limit("start", run.options.start_timeout);
    let Handshake::Welcome(welcome) = run.initialize(true, limit).await else {
        panic!("no handshake")
    };
    ask_everything(run, &welcome).await;
}

/// Lists all and asks all questions.
async fn ask_everything(run: &mut Run<'_>, welcome: &Welcome) {
    let listed = run.list_all(welcome, false, true).await;
    run.ask_mild(welcome, &listed).await;
    run.ask_odd(welcome).await;
}

/// The cursors of the listings; the questions about cursors come after them.
fn cursors(sent: &[Value]) -> Vec<Option<&str>> {
    let asked = |m: &&Value| m["params"]["cursor"] == "gatecheck-no-such-thing";
    let questions = sent.iter().position(|m| asked(&m)).unwrap_or(sent.len());
    let lists = sent
        .iter()
        .take(questions)
        .filter(|m| m["method"] == "tools/list");
    lists.map(|m| m["params"]["cursor"].as_str()).collect()
}

fn caps(events: &[Event]) -> Vec<&str> {
    events
        .iter()
        .filter_map(|e| {
            if let Event::Cap { what, .. } = e {
                Some(what.as_str())
            } else {
                None
            }
        })
        .collect()
}

fn refusals(events: &[Event]) -> Vec<&Refusal> {
    events
        .iter()
        .filter_map(|e| {
            if let Event::Sdk { refuses, .. } = e {
                Some(refuses)
            } else {
                None
            }
        })
        .flatten()
        .collect()
}

#[test]
fn every_page_is_asked_for_and_an_empty_cursor_is_a_cursor() {
    let pages = |asked: &Asked| match asked.params["cursor"].as_str() {
        None => asked.result(&json!({"tools": [tool("a")], "nextCursor": ""})),
        Some("") => asked.result(&json!({"tools": [tool("b")], "nextCursor": "x"})),
        Some(_) => asked.result(&json!({"tools": [tool("c")]})),
    };
    let ((), events, sent) = play(tools(pages), everything);
    assert_eq!(
        cursors(&sent),
        [None, Some(""), Some("x"), None, Some(""), Some("x")]
    );
    assert_eq!(caps(&events), [""; 0]);
    assert!(refusals(&events).is_empty());
}

#[test]
fn a_circle_of_cursors_is_left_at_once() {
    let ((), events, sent) = play(
        tools(|a| a.result(&json!({"tools": [tool("a")], "nextCursor": "same"}))),
        everything,
    );
    assert_eq!(cursors(&sent), [None, Some("same"), None, Some("same")]);
    assert_eq!(caps(&events), [""; 0]);
}

#[test]
fn endless_pages_end_at_a_cap() {
    let mut n = 0;
    let endless = move |a: &Asked| {
        n += 1;
        a.result(&json!({"tools": [tool(&format!("t{n}"))], "nextCursor": format!("{n}")}))
    };
    let (_, events, sent) = play(tools(endless), async |run| {
        let limit = run.limit("start", Duration::from_secs(1));
        let Handshake::Welcome(welcome) = run.initialize(true, limit).await else {
            panic!("no handshake")
        };
        run.list_all(&welcome, false, false).await
    });
    assert_eq!(caps(&events), ["pages"]);
    assert_eq!(cursors(&sent).len(), evidence::limits::PAGES);
}

#[test]
fn a_changed_list_is_listed_again_but_not_for_ever() {
    let changed = r#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#;
    let ((), events, _) = play(
        tools(move |a| a.result(&json!({"tools": []})) + changed + "\n"),
        everything,
    );
    let whys: Vec<_> = events
        .iter()
        .filter_map(|e| {
            if let Event::List { why } = e {
                Some(why.as_str())
            } else {
                None
            }
        })
        .collect();
    assert_eq!(whys, ["first", "again", "changed", "changed", "changed"]);
}

#[test]
fn a_list_that_is_not_answered_is_not_asked_for_again() {
    let ((), events, sent) = play(tools(|_| String::new()), everything);
    assert_eq!(cursors(&sent), [None]);
    let deadline = Event::Deadline {
        what: "request".into(),
        after_ms: 100,
        method: Some("tools/list".into()),
    };
    assert_eq!(events.iter().filter(|e| **e == deadline).count(), 1);
    assert!(!events.contains(&Event::Question {
        id: "bad-params".into()
    }));
}

#[test]
fn replies_are_matched_however_they_are_written() {
    type Broken = fn(&Value) -> String;
    let cases: [(&str, Broken, Whole); 7] = [
        (
            "float",
            |id| format!("{{\"id\":{id}.0,\"result\":1}}\n"),
            Whole::Yes,
        ),
        (
            "text",
            |id| format!("{{\"id\":\"{id}\",\"result\":1}}\r\n"),
            Whole::Yes,
        ),
        (
            "mark",
            |id| format!("\u{feff}{{\"id\":{id},\"result\":1}}\n"),
            Whole::Yes,
        ),
        (
            "batch",
            |id| format!("[{{\"id\":{id},\"result\":1}}]\n"),
            Whole::Yes,
        ),
        (
            "no id",
            |_| "{\"id\":null,\"error\":{}}\n".into(),
            Whole::Yes,
        ),
        (
            "NaN",
            |id| format!("{{\"result\":NaN,\"id\":{id}}}\n"),
            Whole::Broken,
        ),
        (
            "log",
            |id| format!("got {{\"id\":{id},\"method\":\"m\"}}\n\n{{\"id\":{id},\"result\":1}}\n"),
            Whole::Yes,
        ),
    ];
    for (name, reply, whole) in cases {
        let (answer, ..) = play(
            move |asked| reply(&asked.id),
            async |run| {
                let limit = run.request_limit();
                run.request("m", &Value::Null, limit).await
            },
        );
        assert!(
            matches!(answer, Answer::Reply(r) if r.whole == whole),
            "{name}"
        );
    }
    let (answer, ..) = play(
        |_| "{\"id\":77,\"result\":1}\n".into(),
        async |run| {
            let limit = run.request_limit();
            run.request("m", &Value::Null, limit).await
        },
    );
    assert!(matches!(answer, Answer::TimedOut));
}

#[test]
fn the_server_is_answered_politely_and_granted_nothing() {
    let ask = |a: &Asked| {
        let asks = [
            "ping",
            "roots/list",
            "sampling/createMessage",
            "elicitation/create",
            "vendor/x",
        ];
        let asks: String = asks
            .iter()
            .map(|m| json!({"jsonrpc": "2.0", "id": m, "method": m}).to_string() + "\n")
            .collect();
        asks + &a.result(&json!({"tools": []}))
    };
    let answers = |everything: bool| {
        let (_, _, sent) = play(tools(ask), async move |run| {
            let limit = run.request_limit();
            drop(run.initialize(everything, limit).await);
            let limit = run.request_limit();
            run.request("tools/list", &json!({}), limit).await
        });
        let answers: Vec<Value> = sent
            .into_iter()
            .filter(|m| m.get("method").is_none())
            .collect();
        answers
            .iter()
            .map(|m| m["result"].to_string() + &m["error"]["code"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        answers(true),
        [
            "{}null",
            r#"{"roots":[]}null"#,
            "null-1",
            r#"{"action":"decline"}null"#,
            "null-32601"
        ]
    );
    assert_eq!(
        answers(false),
        [
            "{}null",
            "null-32601",
            "null-32601",
            "null-32601",
            "null-32601"
        ]
    );
}

#[test]
fn a_modern_server_is_never_answered_and_each_request_says_what_we_are() {
    let server = |a: &Asked| {
        let ask = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}\n";
        let caching = |mut result: Value| {
            result["resultType"] = "complete".into();
            result["ttlMs"] = 0.into();
            result["cacheScope"] = "private".into();
            ask.to_owned() + &a.result(&result)
        };
        match a.method.as_str() {
            "server/discover" => {
                caching(json!({"supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}}))
            }
            "tools/list" => caching(json!({"tools": [tool("a")]})),
            _ => {
                json!({"jsonrpc": "2.0", "id": a.id, "error": {"code": -32601, "message": "no"}})
                    .to_string()
                    + "\n"
            }
        }
    };
    let ((), events, sent) = play(server, async |run| {
        let limit = run.request_limit();
        let Handshake::Welcome(welcome) = run.discover(limit).await else {
            panic!("no handshake")
        };
        assert!(welcome.modern && welcome.kinds == [Kind::Tool].into());
        ask_everything(run, &welcome).await;
    });
    assert!(
        sent.iter()
            .all(|m| m.get("result").is_none() && m.get("error").is_none())
    );
    // The questions of what comes without it are deliberate.
    let lists = sent
        .iter()
        .take_while(|m| m["params"]["cursor"] != "gatecheck-no-such-thing");
    let requests = lists.filter(|m| m.get("id").is_some());
    assert!(requests.clone().count() > 2);
    for request in requests {
        assert!(
            request
                .pointer("/params/_meta/io.modelcontextprotocol~1protocolVersion")
                .is_some(),
            "{request}"
        );
    }
    assert!(
        events
            .iter()
            .any(|e| matches!(e, Event::Sdk { accepts: true, .. })),
        "{events:?}"
    );
}

#[test]
fn a_counter_offer_of_an_older_revision_is_taken() {
    let mut asked = 0;
    let server = move |a: &Asked| {
        asked += 1;
        if asked == 1 {
            let data = json!({"supported": ["2099-01-01", "2024-11-05", "2025-03-26"]});
            let error = json!({"code": -32602, "message": "version", "data": data});
            json!({"jsonrpc": "2.0", "id": a.id, "error": error}).to_string() + "\n"
        } else {
            a.result(&hello(&json!({})))
        }
    };
    let (shaken, _, sent) = play(server, async |run| {
        let limit = run.request_limit();
        run.initialize(true, limit).await
    });
    assert!(matches!(shaken, Handshake::Welcome(w) if w.kinds.is_empty()));
    assert_eq!(sent[1]["params"]["protocolVersion"], "2025-03-26");
}

#[test]
fn a_server_that_does_not_read_holds_nobody_up() {
    // Requests larger than the pipe: writing them would wait for ever.
    let (answer, events, _) = play(
        |_| {
            std::thread::sleep(Duration::from_millis(1));
            String::new()
        },
        async |run| {
            let limit = run.request_limit();
            run.request("m", &json!("x".repeat(1 << 20)), limit).await
        },
    );
    assert!(matches!(answer, Answer::TimedOut));
    assert!(events.iter().any(|e| matches!(e, Event::Deadline { .. })));
}

#[test]
fn the_sdk_names_the_item_that_loses_the_page() {
    let list = |a: &Asked| {
        a.result(&json!({"tools": [tool("a"), {"name": "b"}, tool("c"), {"name": 7, "inputSchema": {}}]}))
    };
    let ((), events, _) = play(tools(list), everything);
    let found: Vec<_> = refusals(&events)
        .iter()
        .map(|r| (r.item.as_deref().unwrap(), r.consequence.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("tools/1", "whole page lost"),
            ("tools/3", "whole page lost")
        ]
    );
    assert!(
        refusals(&events)[0]
            .says
            .contains("missing field `inputSchema`")
    );
}

#[test]
fn the_sdk_waits_for_what_it_cannot_match_and_takes_what_it_can() {
    let waits = |line: fn(&Value) -> String| {
        let ((), events, _) = play(tools(move |a| line(&a.id)), everything);
        refusals(&events)
            .iter()
            .map(|r| r.consequence.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        waits(|id| format!(
            "{{\"jsonrpc\":\"2.0\",\"id\":\"{id}\",\"result\":{{\"tools\":[]}}}}\n"
        )),
        [""; 0]
    );
    assert_eq!(
        waits(|id| format!("{{\"id\":{id},\"result\":{{\"tools\":[]}}}}\n")),
        ["waits forever"]
    );
    assert_eq!(
        waits(|id| format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{\"tools\":NaN}}}}\n")),
        ["waits forever"]
    );
    assert_eq!(
        waits(|_| "{\"jsonrpc\":\"2.0\",\"id\":777,\"result\":{\"tools\":[]}}\n".into()),
        ["waits forever"]
    );
    // A server that says nothing is no matter of the SDK's taste.
    assert_eq!(waits(|_| String::new()), [""; 0]);
}

#[test]
fn the_sdk_says_where_its_handshake_fails() {
    let server = |a: &Asked| a.result(&hello(&json!({"tools": true})));
    let (shaken, events, _) = play(server, async |run| {
        let limit = run.request_limit();
        run.initialize(true, limit).await
    });
    assert!(
        matches!(shaken, Handshake::Welcome(_)),
        "what is declared counts, whatever its value"
    );
    let [refusal] = refusals(&events)[..] else {
        panic!("{events:?}")
    };
    assert_eq!(
        (refusal.method.as_str(), refusal.consequence.as_str()),
        ("initialize", "handshake fails")
    );
}

#[test]
fn a_server_that_refuses_the_handshake_is_no_matter_of_the_sdk() {
    let server = |a: &Asked| {
        json!({"jsonrpc": "2.0", "id": a.id, "error": {"code": -32022, "message": "modern only"}})
            .to_string()
            + "\n"
    };
    let (shaken, events, _) = play(server, async |run| {
        let limit = run.request_limit();
        run.initialize(true, limit).await
    });
    assert!(matches!(shaken, Handshake::Refused(_)));
    assert_eq!(events, []);
}

#[test]
fn a_late_answer_to_discover_is_no_matter_of_the_sdk() {
    let server = |a: &Asked| match a.method.as_str() {
        "server/discover" => String::new(),
        "initialize" => {
            let refused =
                json!({"jsonrpc": "2.0", "id": 1, "error": {"code": -32601, "message": "no"}});
            format!("{refused}\n{}", a.result(&hello(&json!({"tools": {}}))))
        }
        _ => a.result(&json!({"tools": []})),
    };
    let (shaken, events, _) = play(server, async |run| {
        let soon = run.limit("start", Duration::from_millis(20));
        let _late = run.discover(soon).await;
        let limit = run.request_limit();
        run.initialize(true, limit).await
    });
    assert!(matches!(shaken, Handshake::Welcome(_)));
    assert!(refusals(&events).is_empty(), "{events:?}");
}

#[test]
fn a_slow_server_that_serves_the_new_revision_only_is_asked_again() {
    let modern = json!({"supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}});
    let mut late = true;
    let server = move |a: &Asked| match a.method.as_str() {
        "server/discover" if std::mem::take(&mut late) => String::new(),
        "server/discover" => a.result(&modern),
        _ => {
            let refused = json!({"jsonrpc": "2.0", "id": a.id, "error": {"code": -32022, "message": "serving 2026-07-28"}});
            let taken = json!({"jsonrpc": "2.0", "id": 1, "result": modern});
            format!("{taken}\n{refused}\n")
        }
    };
    let (shaken, events, _) = play(server, async |run| {
        let soon = run.limit("start", Duration::from_millis(20));
        let silent = run.discover(soon).await;
        let limit = run.request_limit();
        run.initialize_instead(&silent, limit).await
    });
    assert!(matches!(
        shaken,
        Handshake::Welcome(Welcome { modern: true, .. })
    ));
    assert!(refusals(&events).is_empty(), "{events:?}");
}

#[test]
fn the_sdk_is_called_by_its_true_version() {
    let lock =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap();
    let version = lock
        .split("name = \"rmcp\"\nversion = \"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let ((), events, _) = play(tools(|a| a.result(&json!({"tools": []}))), everything);
    assert!(
        events
            .iter()
            .any(|e| matches!(e, Event::Sdk { sdk, .. } if *sdk == format!("rmcp {version}")))
    );
}
