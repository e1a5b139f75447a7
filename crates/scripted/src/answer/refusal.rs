//! Errors of JSON-RPC.

use crate::Script;
use serde_json::{Value, json};

/// An error of JSON-RPC.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) data: Option<Value>,
    /// Whether the message's form is refused and not what it asks for: status 400 over HTTP.
    pub(crate) malformed: bool,
}

const PARSE_ERROR: i64 = -32700;
pub(super) const INVALID_REQUEST: i64 = -32600;
pub(super) const METHOD_NOT_FOUND: i64 = -32601;
pub(super) const INVALID_PARAMS: i64 = -32602;
pub(super) const RESOURCE_NOT_FOUND: i64 = -32002;
const UNSUPPORTED_VERSION: i64 = -32022;

impl Refusal {
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            data: None,
            malformed: false,
        }
    }

    pub(super) fn malformed(code: i64, message: impl Into<String>) -> Self {
        Self {
            malformed: true,
            ..Self::new(code, message)
        }
    }

    pub(crate) fn not_json(error: &serde_json::Error) -> Self {
        Self::malformed(PARSE_ERROR, format!("Parse error: {error}"))
    }

    pub(crate) fn no_request() -> Self {
        Self::malformed(
            INVALID_REQUEST,
            "Invalid request: one object with jsonrpc \"2.0\", a method, and an id that is a string or an integer was expected",
        )
    }

    pub(super) fn unsupported(script: &Script, requested: &Value) -> Self {
        let data = json!({ "supported": script.modern, "requested": requested });
        Self {
            data: Some(data),
            ..Self::malformed(UNSUPPORTED_VERSION, "Unsupported protocol version")
        }
    }
}
