//! Messages from the specification's pages, written by hand: what a generator would not think of.

use crate::schema::Subject;
use evidence::{Kind, Side};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) fn all() -> BTreeMap<Subject, Vec<Value>> {
    let result = |method: &str| Subject::Result(Side::Client, method.to_owned());
    let request = |method: &str| Subject::Request(Side::Server, method.to_owned());
    BTreeMap::from([
        (
            Subject::Item(Kind::Tool),
            vec![json!({
                "name": "get_weather", "title": "Weather", "description": "Current weather",
                "inputSchema": {"type": "object", "properties": {"at": {"type": "string"}}, "required": ["at"]},
                "annotations": {"readOnlyHint": true}, "execution": {"taskSupport": "optional"},
            })],
        ),
        (
            result("tools/call"),
            vec![
                json!({"content": [{"type": "text", "text": "7 °C"}], "isError": false, "structuredContent": {"t": 7.5}}),
                json!({"resultType": "complete", "content": [], "structuredContent": [1, null]}),
                json!({"resultType": "input_required", "inputRequests": {"a": {"method": "roots/list"}}, "requestState": "s"}),
            ],
        ),
        (
            result("completion/complete"),
            vec![
                json!({"resultType": "complete", "completion": {"values": vec!["a"; 101], "hasMore": true}}),
            ],
        ),
        (
            request("sampling/createMessage"),
            vec![
                json!({"jsonrpc": "2.0", "id": "s1", "method": "sampling/createMessage", "params": {
                    "messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "tool_result", "toolUseId": "t", "content": []}]}],
                    "maxTokens": 100, "modelPreferences": {"hints": [{"name": "m"}], "costPriority": 1.5},
                }}),
            ],
        ),
        (
            request("elicitation/create"),
            vec![
                json!({"jsonrpc": "2.0", "id": 4, "method": "elicitation/create", "params": {
                    "message": "Who?", "requestedSchema": {"type": "object", "properties": {
                        "name": {"type": "string", "minLength": 1.0}, "size": {"type": "string", "enum": ["s", "l"], "format": "other"},
                        "age": {"type": "integer", "minimum": 18}}}}}),
                json!({"jsonrpc": "2.0", "id": 5, "method": "elicitation/create", "params": {
                    "mode": "url", "message": "Go", "url": "https://example.com", "elicitationId": "e"}}),
            ],
        ),
        (
            Subject::Error,
            vec![
                json!({"code": -32601, "message": "Method not found"}),
                json!({"code": -32022, "message": "no", "data": {"supported": ["2025-11-25"], "requested": "1900-01-01"}}),
                json!({"code": -32042.0, "message": "no"}),
            ],
        ),
    ])
}
