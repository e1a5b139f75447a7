//! The headers that a message goes out with: what its revision asks for, from what stands in it.

use crate::envelope;
use crate::handshake::MODERN;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::value::RawValue;

pub(crate) const SESSION: HeaderName = HeaderName::from_static("mcp-session-id");
pub(crate) const VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
pub(crate) const METHOD: HeaderName = HeaderName::from_static("mcp-method");
pub(crate) const NAME: HeaderName = HeaderName::from_static("mcp-name");

/// What is known of a message before it goes out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// The ids of its requests that are ours.
    pub(crate) ids: Vec<u64>,
    /// Its method, where it is one request or one notification.
    pub(crate) method: Option<String>,
    /// Whether it answers the server.
    pub(crate) answer: bool,
    /// The revision that it names itself.
    version: Option<String>,
    /// What it is about.
    name: Option<String>,
}

impl Said {
    pub(crate) fn of(line: &[u8]) -> Self {
        let text = envelope::text(line);
        if text.trim_start().starts_with('[') {
            let all: Vec<Box<RawValue>> = serde_json::from_str(&text).unwrap_or_default();
            let ids = all.iter().filter_map(|one| id(one.get()));
            return Self {
                ids: ids.collect(),
                ..Self::default()
            };
        }
        let Some([method, params]) = envelope::members(&text, ["method", "params"]) else {
            return Self::default();
        };
        let method = method.map(|m| envelope::string(m).into_owned());
        let about = match method.as_deref() {
            Some("tools/call" | "prompts/get") => "name",
            Some("resources/read") => "uri",
            Some("tasks/get" | "tasks/update" | "tasks/cancel") => "taskId",
            _ => "",
        };
        Self {
            ids: id(&text).into_iter().collect(),
            version: params.and_then(version),
            name: params.and_then(|p| member(p, about)),
            answer: method.is_none(),
            method,
        }
    }

    /// Adds the headers of its revision. `legacy`: what was settled in a handshake; none before it.
    pub(crate) fn dress(&self, headers: &mut HeaderMap, modern: bool, legacy: Option<&str>) {
        let handshake = self.method.as_deref() == Some("initialize");
        let stateless = !handshake && (modern || self.version.is_some());
        let version = match (&self.version, stateless) {
            (Some(named), _) => Some(named.as_str()),
            (None, true) => Some(MODERN),
            (None, false) => legacy.filter(|_| !handshake),
        };
        set(headers, VERSION, version);
        if stateless {
            set(headers, METHOD, self.method.as_deref());
            set(headers, NAME, self.name.as_deref());
        }
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<&str>) {
    if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
        headers.insert(name, value);
    }
}

/// An id of ours, as a number or as a string; that of an answer is the server's.
fn id(text: &str) -> Option<u64> {
    let [id, method] = envelope::members(text, ["id", "method"])?;
    method?;
    id?.get().trim_matches('"').parse().ok()
}

fn version(params: &RawValue) -> Option<String> {
    let [meta] = envelope::members(params.get(), ["_meta"])?;
    member(meta?, "io.modelcontextprotocol/protocolVersion")
}

fn member(of: &RawValue, name: &'static str) -> Option<String> {
    let [value] = envelope::members(of.get(), [name])?;
    serde_json::from_str(value?.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn dressed(message: &serde_json::Value, modern: bool, legacy: Option<&str>) -> Vec<String> {
        let mut headers = HeaderMap::new();
        Said::of(message.to_string().as_bytes()).dress(&mut headers, modern, legacy);
        let shown = |(n, v): (&HeaderName, &HeaderValue)| format!("{n}: {}", v.to_str().unwrap());
        headers.iter().map(shown).collect()
    }

    #[test]
    fn each_revision_gets_its_headers() {
        let list = json!({"id": 1, "method": "tools/list"});
        assert_eq!(
            dressed(&list, false, Some("2025-06-18")),
            ["mcp-protocol-version: 2025-06-18"]
        );
        assert_eq!(
            dressed(&list, true, None),
            ["mcp-protocol-version: 2026-07-28", "mcp-method: tools/list"]
        );
        let hello =
            json!({"id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25"}});
        assert!(dressed(&hello, true, None).is_empty());
        let read = json!({"id": 1, "method": "resources/read", "params": {"uri": "a://b", "_meta": {"io.modelcontextprotocol/protocolVersion": "1900-01-01"}}});
        assert_eq!(
            dressed(&read, true, None),
            [
                "mcp-protocol-version: 1900-01-01",
                "mcp-method: resources/read",
                "mcp-name: a://b"
            ]
        );
    }

    #[test]
    fn ids_of_ours_are_known() {
        let ids = |message: serde_json::Value| Said::of(message.to_string().as_bytes()).ids;
        assert_eq!(
            ids(json!([{"id": 1, "method": "a"}, {"id": "2", "method": "a"}])),
            [1, 2]
        );
        assert_eq!(ids(json!({"id": 7, "result": {}})), [0; 0]);
        assert!(Said::of(b"not json").ids.is_empty());
    }
}
