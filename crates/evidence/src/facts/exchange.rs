//! What was said on a connection.

use crate::FrameId;
use serde_json::Value;
use std::sync::Arc;

/// A request of ours and what came back.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The request's frame.
    pub frame: FrameId,
    /// Its method.
    pub method: String,
    /// Its parameters.
    pub params: Value,
    /// What came back.
    pub reply: Option<Reply>,
    /// Microseconds until the reply.
    pub took_us: Option<u64>,
}

/// A reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Its frame.
    pub frame: FrameId,
    /// What it says.
    pub body: Body,
}

/// What a reply says.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A result. The reply to a listing has its list taken out (an empty array is left): the items are in the listing.
    Result(Arc<Value>),
    /// An error: code and message, where they have the right types, and the whole error object.
    Error {
        /// `error.code`, where it is an integer.
        code: Option<i64>,
        /// `error.message`, where it is a string.
        message: Option<String>,
        /// The whole.
        raw: Arc<Value>,
    },
    /// A reply that could not be read as JSON (too deep, not a number …) but whose id could: why.
    Unreadable(String),
}

/// A question put to the server beyond listing.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Its frames: what we sent and what came.
    pub frames: Vec<FrameId>,
    /// Replies that came to it, or without an id, while it was open.
    pub replies: Vec<Reply>,
    /// Whether the server still answered afterwards; `None` where that was not asked.
    pub alive_after: Option<bool>,
}

/// A request that the server made of us.
#[derive(Debug, Clone)]
pub struct ServerRequest {
    /// Its frame.
    pub frame: FrameId,
    /// Its method.
    pub method: String,
    /// Its parameters.
    pub params: Value,
    /// Whether this connection had declared the capability that it needs.
    pub declared: bool,
}

/// A notification of the server.
#[derive(Debug, Clone)]
pub struct Notification {
    /// Its frame.
    pub frame: FrameId,
    /// Its method.
    pub method: String,
    /// Its parameters.
    pub params: Value,
}
