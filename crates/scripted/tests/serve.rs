//! What a scripted server writes, over pipes in memory.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use scripted::{DEMO, Script, serve};
use serde_json::{Value, json};

const META: &str = r#"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#;

/// What a script wrote and how it ended, after these lines.
struct Said {
    exit: u8,
    stdout: Vec<u8>,
    stderr: String,
}

impl Said {
    /// Every line of standard output, which must all be JSON.
    fn messages(&self) -> Vec<Value> {
        let lines = self
            .stdout
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        lines
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect()
    }

    /// The reply to this request.
    fn reply(&self, id: u64) -> Value {
        self.messages()
            .into_iter()
            .find(|message| message["id"] == id)
            .unwrap()
    }
}

fn say(script: &str, lines: &[&str]) -> Said {
    let script = Script::parse(script).unwrap();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let exit = serve(
        &script,
        lines.join("\n").as_bytes(),
        &mut stdout,
        &mut stderr,
    );
    Said {
        exit,
        stdout,
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// The lines of a client that shakes hands and declares these capabilities, then asks for these methods with ids from 1.
fn legacy(script: &str, capabilities: &str, requests: &[&str]) -> Said {
    let initialize = format!(
        r#"{{"jsonrpc":"2.0","id":0,"method":"initialize","params":{{"protocolVersion":"2025-11-25","capabilities":{capabilities}}}}}"#
    );
    let mut lines = vec![
        initialize,
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.to_owned(),
    ];
    for (index, request) in requests.iter().enumerate() {
        let (method, params) = request.split_once(' ').unwrap_or((request, "{}"));
        lines.push(format!(
            r#"{{"jsonrpc":"2.0","id":{},"method":"{method}","params":{params}}}"#,
            index + 1
        ));
    }
    say(
        script,
        &lines.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

fn names(reply: &Value) -> Vec<&str> {
    reply["result"]["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect()
}

#[test]
fn the_demo_lists_the_same_four_tools_in_both_eras() {
    let old = legacy(DEMO, "{}", &["tools/list"]);
    assert_eq!(
        old.reply(0)["result"]["serverInfo"],
        json!({"name": "github-triage", "version": "1.4.2"})
    );
    assert_eq!(
        names(&old.reply(1)),
        ["list_issues", "get_issue", "add_label", "comment_on_issue"]
    );
    assert_eq!((old.exit, old.stderr.as_str()), (0, ""));

    let discover = format!(
        r#"{{"jsonrpc":"2.0","id":"d","method":"server/discover","params":{{"_meta":{META}}}}}"#
    );
    let list =
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{{"_meta":{META}}}}}"#);
    let new = say(DEMO, &[&discover, &list]);
    let discovered = &new.messages()[0];
    assert_eq!(discovered["id"], "d");
    assert_eq!(
        discovered["result"]["supportedVersions"],
        json!(["2026-07-28"])
    );
    for result in [&discovered["result"], &new.reply(1)["result"]] {
        assert_eq!(
            (
                &result["resultType"],
                &result["ttlMs"],
                &result["cacheScope"]
            ),
            (&json!("complete"), &json!(0), &json!("public"))
        );
        assert_eq!(
            result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"],
            "github-triage"
        );
    }
    assert_eq!(
        new.reply(1)["result"]["tools"],
        old.reply(1)["result"]["tools"]
    );
}

#[test]
fn a_version_that_it_does_not_know_is_answered_with_its_newest() {
    let asked = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"1999-01-01","capabilities":{}}}"#;
    assert_eq!(
        say("", &[asked]).reply(0)["result"]["protocolVersion"],
        "2025-11-25"
    );
}

#[test]
fn a_server_of_one_era_refuses_the_other() {
    let refused = legacy("legacy = []", "{}", &["tools/list"]);
    assert_eq!(refused.reply(0)["error"]["code"], -32022);
    assert_eq!(
        refused.reply(0)["error"]["data"]["supported"],
        json!(["2026-07-28"])
    );
    assert_eq!(refused.reply(1)["error"]["code"], -32602);

    let discover = format!(
        r#"{{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{{"_meta":{META}}}}}"#
    );
    assert_eq!(
        say("modern = []", &[&discover]).reply(1)["error"]["code"],
        -32601
    );
}

#[test]
fn a_modern_request_needs_its_meta() {
    let code = |meta: &str| {
        let asked = format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{{"_meta":{meta}}}}}"#
        );
        say("", &[&asked]).reply(1)["error"]["code"].clone()
    };
    assert_eq!(code("{}"), -32602);
    assert_eq!(
        code(r#"{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#),
        -32602
    );
    assert_eq!(code(&META.replace("2026-07-28", "1900-01-01")), -32022);
}

#[test]
fn odd_messages_get_proper_errors_and_it_lives_on() {
    let said = legacy(
        DEMO,
        "{}",
        &[
            "x/unknown",
            "tools/list []",
            r#"tools/list {"cursor":5}"#,
            r#"tools/call {"name":"nope"}"#,
            "ping",
        ],
    );
    let codes: Vec<_> = (1..=4)
        .map(|id| said.reply(id)["error"]["code"].clone())
        .collect();
    assert_eq!(codes, [-32601, -32602, -32602, -32602]);
    assert_eq!(said.reply(5)["result"], json!({}));

    let said = say(
        "",
        &[
            "not json",
            "[1]",
            "42",
            "",
            r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","id":9,"result":{}}"#,
        ],
    );
    let errors: Vec<_> = said
        .messages()
        .iter()
        .map(|message| (message["id"].clone(), message["error"]["code"].clone()))
        .collect();
    assert_eq!(
        errors,
        [-32700, -32600, -32600, -32600].map(|code| (Value::Null, json!(code)))
    );

    let early = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
    assert_eq!(say("", &[early]).reply(1)["error"]["code"], -32602);
    assert_eq!(
        say("modern = []", &[early]).reply(1)["error"]["code"],
        -32600
    );
}

#[test]
fn pages_follow_each_other_and_end() {
    let script = "page_size = 2\n[[tool]]\njson = '{\"name\":\"t{{n}}\"}'\ntimes = 5\n";
    let said = legacy(
        script,
        "{}",
        &[
            "tools/list",
            r#"tools/list {"cursor":"after-2"}"#,
            r#"tools/list {"cursor":"after-4"}"#,
            r#"tools/list {"cursor":"after-3"}"#,
        ],
    );
    assert_eq!(names(&said.reply(1)), ["t1", "t2"]);
    assert_eq!(said.reply(1)["result"]["nextCursor"], "after-2");
    assert_eq!(names(&said.reply(2)), ["t3", "t4"]);
    assert_eq!(names(&said.reply(3)), ["t5"]);
    assert_eq!(said.reply(3)["result"].get("nextCursor"), None);
    assert_eq!(said.reply(4)["error"]["code"], -32602);
}

#[test]
fn an_item_is_shown_to_whom_and_when_the_script_says() {
    let script = "
        [[tool]]
        json = '{\"name\":\"everybody\"}'
        [[tool]]
        json = '{\"name\":\"declared\"}'
        when = 'declared'
        [[tool]]
        json = '{\"name\":\"later\"}'
        from = 2
    ";
    assert_eq!(
        names(&legacy(script, "{}", &["tools/list"]).reply(1)),
        ["everybody"]
    );
    let said = legacy(script, r#"{"roots":{}}"#, &["tools/list", "tools/list"]);
    assert_eq!(names(&said.reply(1)), ["everybody", "declared"]);
    assert_eq!(names(&said.reply(2)), ["everybody", "declared", "later"]);
}

#[test]
fn the_first_rule_that_fits_decides() {
    let script = "
        [[tool]]
        json = '{\"name\":\"a\"}'
        [[on]]
        method = 'tools/list'
        until = 1
        do = []
        [[on]]
        method = 'tools/list'
        when = 'declared'
        do = [{ error = { code = -32603, message = 'no' } }]
        [[on]]
        method = '*'
        from = 9
        do = [{ exit = 4 }]
    ";
    let said = legacy(script, "{}", &["tools/list", "tools/list"]);
    assert_eq!(said.messages().len(), 2);
    assert_eq!(names(&said.reply(2)), ["a"]);
    let said = legacy(script, r#"{"roots":{}}"#, &["tools/list", "tools/list"]);
    assert_eq!(
        said.reply(2)["error"],
        json!({"code": -32603, "message": "no"})
    );
}

#[test]
fn steps_happen_in_order_and_byte_for_byte() {
    let script = "
        start = [{ log = 'starting' }, { raw = 'banner {{hex:FF}}' }]
        end = [{ log = 'bye' }, { wait_ms = 1 }, { exit = 7 }]
        [[on]]
        method = 'ping'
        do = [{ line = 'INFO {{answer}}' }, { line = '[{{id}},{{count}},{{result}}]' }, { repeat = { times = 2, do = [{ line = 'n{{n}}' }] } }, { trickle = { raw = 'slow{{hex:0A}}', every_ms = 1 } }, 'answer', 'answer']
    ";
    let said = say(script, &[r#"{"jsonrpc":"2.0","id":"p","method":"ping"}"#]);
    let answer = r#"{"jsonrpc":"2.0","id":"p","result":{}}"#;
    let expected = [
        &b"banner \xff"[..],
        format!("INFO {answer}\n[\"p\",1,{{}}]\nn1\nn2\nslow\n{answer}\n{answer}\n").as_bytes(),
    ]
    .concat();
    assert_eq!(
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&expected)
    );
    assert_eq!((said.exit, said.stderr.as_str()), (7, "starting\nbye\n"));
}

#[test]
fn it_exits_where_the_script_says_and_reads_no_further() {
    let script = "[[on]]\nmethod = 'notifications/initialized'\ndo = ['answer', { exit = 3 }]\n";
    let said = legacy(script, "{}", &["ping"]);
    assert_eq!((said.exit, said.messages().len()), (3, 1));
    assert_eq!(say("start = [{ exit = 9 }]", &["x"]).exit, 9);
}

#[test]
fn what_it_lists_can_be_asked_for() {
    let script = "
        [[resource]]
        json = '{\"uri\":\"demo://a\",\"name\":\"a\"}'
        [[template]]
        json = '{\"uriTemplate\":\"demo://{x}\",\"name\":\"t\"}'
        [[prompt]]
        json = '{\"name\":\"p\"}'
    ";
    let requests = [
        r#"resources/read {"uri":"demo://a"}"#,
        r#"resources/read {"uri":"demo://b"}"#,
        r#"prompts/get {"name":"p"}"#,
        "resources/templates/list",
        "tools/list",
    ];
    let said = legacy(script, "{}", &requests);
    assert_eq!(said.reply(1)["result"]["contents"][0]["uri"], "demo://a");
    assert_eq!(said.reply(2)["error"]["code"], -32002);
    assert_eq!(said.reply(3)["result"]["messages"][0]["role"], "user");
    assert_eq!(said.reply(4)["result"]["resourceTemplates"][0]["name"], "t");
    assert_eq!(said.reply(5)["error"]["code"], -32601);
}
