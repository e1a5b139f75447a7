//! What servers have been seen to answer. Whatever it is, the harness asserts for each: the run ends in time in a document with the
//! true exit code, a replay gives the same bytes, nothing is shown raw, and nothing is left running.

use crate::support::{names, probe_script};
use std::sync::Mutex;
use std::thread;

/// One server: the steps that it takes, the exit code, and whether its tool is listed all the same. `TOOL` is its tool.
type Case = (&'static str, i32, bool);

const TOOL: &str = r#"{"name": "get_time", "description": "Returns the time.", "inputSchema": {"type": "object", "additionalProperties": false}}"#;

/// Probes a server for each case that takes these steps when it is asked for a method, a few at a time: each mostly waits.
fn each(method: &str, cases: &[Case]) {
    let left = Mutex::new(cases.iter());
    let one = |(steps, code, listed): &Case| {
        let script = format!(
            "modern = []\n[[tool]]\njson = '{TOOL}'\n[[on]]\nmethod = '{method}'\ndo = [{}]\n",
            steps.replace("TOOL", TOOL)
        );
        eprintln!("{method}: {steps}");
        let found = probe_script(&script)
            .args(&["--start-timeout", "2s"])
            .exit(*code);
        let tools = names(found.at("/tools"));
        assert_eq!(
            tools.iter().any(|tool| tool == "get_time"),
            *listed,
            "{steps}: {tools:?}"
        );
    };
    let worker = || {
        loop {
            let next = left.lock().unwrap().next();
            match next {
                Some(case) => one(case),
                None => break,
            }
        }
    };
    thread::scope(|scope| (0..6).for_each(|_| drop(scope.spawn(worker))));
}

#[test]
fn whatever_it_answers_to_initialize() {
    #[rustfmt::skip] // A table: one case a line.
    const INIT: [Case; 24] = [
        (r#"{ result = '{"protocolVersion": "2099-01-01", "capabilities": {"tools": {}}, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2024-10-07", "capabilities": {"tools": {}}, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2026-07-28", "capabilities": {"tools": {}}, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": 1, "capabilities": {"tools": {}}, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"capabilities": {"tools": {}}, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": null, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": [], "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": {"tools": true}, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": {"tools": null}, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": {"tools": {"listChanged": "yes"}}, "serverInfo": {"name": "z", "version": "1"}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": null}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "z", "version": 1}}' }"#, 0, true),
        (r#"{ result = '{"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "z", "version": "1"}, "instructions": 5}' }"#, 0, true),
        ("{ result = 'null' }", 4, false),
        ("{ result = '[]' }", 4, false),
        (r#"{ result = '"welcome"' }"#, 4, false),
        ("{ error = { code = -32602, message = 'Unsupported protocol version' } }", 4, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": 777, "result": {{result}}}' }"#, 4, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": "{{id}}", "result": {{result}}}' }"#, 0, true),
        ("'answer', 'answer'", 0, true),
        ("{ exit = 7 }", 4, false),
        ("{ raw = '{{answer}}' }, { exit = 0 }", 5, false),
    ];
    each("initialize", &INIT);
}

#[test]
fn whatever_result_it_lists_its_tools_with() {
    #[rustfmt::skip] // A table: one case a line.
    const RESULTS: [Case; 17] = [
        (r#"{ result = '{"tools": {"a": TOOL}}' }"#, 5, false),
        ("{ result = '{}' }", 5, false),
        (r#"{ result = '{"tools": null}' }"#, 5, false),
        ("{ result = 'null' }", 5, false),
        ("{ result = '[TOOL]' }", 5, false),
        (r#"{ result = '"x"' }"#, 5, false),
        // An empty list of a server that says it has tools is no pass.
        (r#"{ result = '{"tools": []}' }"#, 5, false),
        (r#"{ result = '{"tools": [TOOL], "nextCursor": null}' }"#, 0, true),
        (r#"{ result = '{"tools": [TOOL], "nextCursor": 5}' }"#, 5, true),
        (r#"{ result = '{"tools": [TOOL], "nextCursor": ""}' }"#, 5, true),
        (r#"{ result = '{"tools": [TOOL], "resultType": "input_required", "requestState": "x"}' }"#, 0, true),
        (r#"{ result = '{"tools": [TOOL], "messages": [], "contents": []}' }"#, 0, true),
        (r#"{ result = '{"tools": [TOOL], "_meta": []}' }"#, 0, true),
        (r#"{ result = '{"tools": [TOOL, {"name": "a", "description": "{{hex:5C}}ud800", "inputSchema": {"type": "object"}}]}' }"#, 0, true),
        (r#"{ result = '{"tools": [TOOL, {"name": "a", "inputSchema": {"type": "object", "maximum": 1e400}}]}' }"#, 0, true),
        (r#"{ result = '{"tools": [TOOL, {"name": "deep", "inputSchema": {{deep:100}}}]}' }"#, 0, true),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "result": {"tools": [' }, { exit = 0 }"#, 5, false),
    ];
    each("tools/list", &RESULTS);
}

#[test]
fn whatever_it_wraps_the_list_of_its_tools_in() {
    #[rustfmt::skip] // A table: one case a line.
    const ENVELOPES: [Case; 23] = [
        ("{ error = { code = -32601, message = 'nope' } }", 5, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "error": {"code": -32603}}' }"#, 5, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "error": {"code": "-32603", "message": "x"}}' }"#, 5, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "error": {"code": -32603.0, "message": "x"}}' }"#, 5, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "error": {"code": 99999999999, "message": "x"}}' }"#, 5, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "error": "boom"}' }"#, 5, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "error": null}' }"#, 5, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}}' }"#, 5, false),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "result": {{result}}, "error": {"code": 1, "message": "x"}}' }"#, 0, true),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}, "result": {{result}}, "error": null}' }"#, 0, true),
        (r#"{ line = '{"jsonrpc": "2.0", "id": null, "result": {{result}}}' }"#, 0, true),
        (r#"{ line = '{"jsonrpc": "2.0", "result": {{result}}}' }"#, 0, true),
        (r#"{ line = '{"jsonrpc": "2.0", "id": {{id}}.0, "result": {{result}}}' }"#, 0, true),
        (r#"{ line = '{"id": {{id}}, "result": {{result}}}' }"#, 0, true),
        (r#"{ line = '{"jsonrpc": "1.0", "id": {{id}}, "result": {{result}}}' }"#, 0, true),
        ("{ line = 'INFO {{answer}}' }", 0, true),
        ("{ line = '{{answer}}{{hex:0D}}' }", 0, true),
        ("{ raw = '{{answer}}' }, { exit = 0 }", 0, true),
        ("{ line = '{{hex:1B}}[32mListing{{hex:1B}}[0m' }, 'answer'", 0, true),
        (r#"{ line = '{"level":30}' }, { line = '42' }, { line = 'null' }, { line = '[]' }, 'answer'"#, 0, true),
        ("{ line = '{{fill:20000000}}' }, 'answer'", 0, true),
        ("{ raw = '{{fill:20000000}}' }, { exit = 0 }", 5, false),
        ("{ exit = 3 }", 5, false),
    ];
    each("tools/list", &ENVELOPES);
}

#[test]
fn whatever_it_answers_to_discover() {
    #[rustfmt::skip] // A table: one case a line.
    const DISCOVER: [Case; 10] = [
        (r#"{ result = '{"resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}, "ttlMs": 0, "cacheScope": "public"}' }"#, 5, true),
        (r#"{ result = '{"supportedVersions": ["2026-07-28"]}' }"#, 5, true),
        (r#"{ result = '{"supportedVersions": [], "capabilities": {}}' }"#, 0, true),
        ("{ result = 'null' }", 0, true),
        ("{ error = { code = -32022, message = 'x' } }", 0, true),
        (r#"{ line = '{"jsonrpc": "2.0", "id": null, "error": {"code": -32600, "message": "x"}}' }"#, 0, true),
        (r#"{ line = '{"jsonrpc": "2.0", "id": 777, "result": {}}' }"#, 0, true),
        ("{ line = 'what?' }", 0, true),
        ("", 0, true),
        ("{ exit = 1 }", 0, true),
    ];
    each("server/discover", &DISCOVER);
}
