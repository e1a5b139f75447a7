//! The facts: what a transcript says, read without judging. Reading never fails; a broken server is data.

use crate::{Event, FrameId, Header, Program, Variant};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something that was looked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Observed<T> {
    /// It was seen, in these frames.
    Seen {
        /// What was seen.
        value: T,
        /// Where.
        frames: Vec<FrameId>,
    },
    /// The server says that it does not offer it.
    NotOffered,
    /// It could not be seen.
    Missing(Gap),
}

/// Why something is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// One sentence.
    pub why: String,
    /// Whether the cause lies with us (a broken recorder, an interrupted run) and not with the server.
    pub ours: bool,
    /// Where it shows.
    pub frames: Vec<FrameId>,
}

/// Everything that is known from one transcript.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The transcript's header.
    pub header: Header,
    /// Each connection, in order.
    pub sessions: Vec<Session>,
    /// The union of what all connections were shown.
    pub inventory: Inventory,
    /// What was wrong on the wire, in the order of frames.
    pub faults: Vec<Fault>,
    /// Digest of the instructions and definitions (the pin): SHA-256 of the RFC 8785 form of the union, sorted by kind and name.
    pub pin: Option<String>,
    /// Whether the user ended the run early.
    pub interrupted: bool,
    /// Failures of our own.
    pub ours: Vec<(String, FrameId)>,
    /// Number and size in bytes of all frames.
    pub recorded: (usize, u64),
}

/// One connection.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its number in the transcript.
    pub id: u32,
    /// What it declared. Read from the start event, else from the first request.
    pub variant: Variant,
    /// The program that was started, where it is known.
    pub program: Option<Program>,
    /// Names of the environment variables given.
    pub env: Vec<String>,
    /// The handshake that succeeded.
    pub handshake: Observed<Handshake>,
    /// Whether `server/discover` was asked on this connection, and what came.
    pub discover: Option<Reply>,
    /// Every listing made, in order. The first of each kind is the one that counts; later ones are compared with it.
    pub listings: Vec<Listing>,
    /// Questions put to the server beyond listing, by id.
    pub questions: BTreeMap<String, Question>,
    /// Every request of ours with what came back.
    pub exchanges: Vec<Exchange>,
    /// Requests that the server made of us, the first [`crate::limits::NOTIFICATIONS`] of them.
    pub server_requests: Vec<ServerRequest>,
    /// How many requests the server made, kept or not.
    pub server_requests_seen: usize,
    /// Notifications that the server sent, the first [`crate::limits::NOTIFICATIONS`] of them.
    pub notifications: Vec<Notification>,
    /// How many notifications the server sent, kept or not.
    pub notifications_seen: usize,
    /// Lines on standard error, with their frames, up to the recorder's cap.
    pub stderr: Vec<(FrameId, String)>,
    /// How it ended.
    pub end: End,
    /// The official SDK's opinion.
    pub sdk: Option<(Event, FrameId)>,
    /// Microseconds from the start to the handshake's answer.
    pub ready_us: Option<u64>,
    /// Deadlines and caps that were hit.
    pub limits: Vec<(Event, FrameId)>,
}

/// A handshake that succeeded: `initialize` or `server/discover`.
#[derive(Debug, Clone, PartialEq)]
pub struct Handshake {
    /// The revision that both sides then speak.
    pub version: Option<String>,
    /// All revisions that the server says it supports (`server/discover`), else the one.
    pub versions: Vec<String>,
    /// The server's capabilities as sent.
    pub capabilities: Value,
    /// `serverInfo` as sent, wherever the era puts it.
    pub server_info: Option<Value>,
    /// The instructions to the model, where they are a string.
    pub instructions: Option<String>,
    /// The whole result.
    pub result: Arc<Value>,
}

/// How a connection ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct End {
    /// The command could not be started: the operating system's words.
    pub spawn_failed: Option<String>,
    /// Exit code, signal, whether unasked, milliseconds after closing; and the frame.
    pub exit: Option<Exit>,
    /// Signals that the prober had to send.
    pub signals: Vec<String>,
    /// Processes left behind.
    pub left: Vec<String>,
}

/// The end of the server's process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// Its exit code.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// Whether it ended before we began to close.
    pub unasked: bool,
    /// Milliseconds from closing to its end.
    pub after_ms: u64,
    /// Where this was recorded.
    pub frame: FrameId,
}

/// The four kinds of things that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `tools/list`.
    Tool,
    /// `resources/list`.
    Resource,
    /// `resources/templates/list`.
    Template,
    /// `prompts/list`.
    Prompt,
}

impl Kind {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::Tool, Self::Resource, Self::Template, Self::Prompt];

    /// The request that lists it.
    #[must_use]
    pub const fn method(self) -> &'static str {
        match self {
            Self::Tool => "tools/list",
            Self::Resource => "resources/list",
            Self::Template => "resources/templates/list",
            Self::Prompt => "prompts/list",
        }
    }

    /// The kind that a method lists.
    #[must_use]
    pub fn of_method(method: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.method() == method)
    }

    /// The member of the result that holds the list.
    #[must_use]
    pub const fn member(self) -> &'static str {
        match self {
            Self::Tool => "tools",
            Self::Resource => "resources",
            Self::Template => "resourceTemplates",
            Self::Prompt => "prompts",
        }
    }

    /// The capability that offers it.
    #[must_use]
    pub const fn capability(self) -> &'static str {
        match self {
            Self::Tool => "tools",
            Self::Resource | Self::Template => "resources",
            Self::Prompt => "prompts",
        }
    }

    /// The member that tells two of its items apart: what a client would use to ask for one.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Tool | Self::Prompt => "name",
            Self::Resource => "uri",
            Self::Template => "uriTemplate",
        }
    }
}

impl Handshake {
    /// Whether the capability that offers a kind is declared. A value of the wrong type counts as declared; null does not.
    #[must_use]
    pub fn declares(&self, kind: Kind) -> bool {
        self.capabilities
            .get(kind.capability())
            .is_some_and(|value| !value.is_null())
    }
}

/// One listing: all of its pages on one connection.
#[derive(Debug, Clone)]
pub struct Listing {
    /// What was listed.
    pub kind: Kind,
    /// Why it was made: `first`, `again`, `changed`.
    pub why: String,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Its items, in the server's order.
    pub items: Vec<Item>,
    /// How it ended.
    pub end: ListingEnd,
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The reply's frame.
    pub frame: FrameId,
    /// How many items it held.
    pub items: usize,
    /// The cursor of the next page, as sent.
    pub next_cursor: Option<Value>,
}

/// How a listing ended. Only `Complete` and `NotOffered` leave nothing unseen.
#[derive(Debug, Clone, PartialEq)]
pub enum ListingEnd {
    /// The last page came.
    Complete,
    /// The capability is not declared and the server was not asked, or refused with "method not found".
    NotOffered,
    /// The server answered with an error.
    Refused(Reply),
    /// The answer was no list: what it was instead.
    Malformed(String),
    /// A cursor came back that was seen before.
    Loop,
    /// A cap was hit: which.
    Capped(String),
    /// No answer came within the deadline.
    TimedOut,
    /// The server's process or connection ended.
    Died,
    /// The run ended on our side before it was done.
    Cut,
}

/// One listed thing, raw. What is wrong with its shape is a fault beside it, never an absence.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its `name` (tools, prompts, resources, templates), where that is a string.
    pub name: Option<String>,
    /// The whole item as sent; unknown members kept. `Value::Null` where it is nested too deep to be read.
    pub raw: Arc<Value>,
    /// Where it stands: the reply's frame and the JSON pointer inside it.
    pub at: Pointer,
    /// SHA-256 of its RFC 8785 form; of its bytes as sent where it could not be read.
    pub digest: String,
}

impl Item {
    /// What to call it: its name, else its place in the list.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.at.pointer.clone())
    }
}

/// A place inside a frame.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    /// The frame.
    pub frame: FrameId,
    /// JSON pointer (RFC 6901) from the message's root: `/result/tools/3`.
    pub pointer: String,
}

/// The union over all connections, in order of first sight.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Tools.
    pub tools: Vec<Entry>,
    /// Resources.
    pub resources: Vec<Entry>,
    /// Resource templates.
    pub templates: Vec<Entry>,
    /// Prompts.
    pub prompts: Vec<Entry>,
    /// For each kind: complete, not offered, or what is missing.
    pub complete: BTreeMap<Kind, Observed<()>>,
    /// The instructions, each distinct text with the variants that got it.
    pub instructions: Vec<(String, Vec<Variant>, FrameId)>,
}

/// One distinct definition and who is shown it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The item, as first seen.
    pub item: Item,
    /// The variants that were shown exactly this definition.
    pub visible_to: Vec<Variant>,
}

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

/// Something wrong on the wire, or with one item's shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Which kind.
    pub kind: FaultKind,
    /// The connection.
    pub session: u32,
    /// Where: frame and pointer (empty pointer: the whole frame).
    pub at: Pointer,
    /// One sentence; text of the server in it is quoted, not yet escaped.
    pub says: String,
    /// The item that it is about, where it is about one.
    pub subject: Option<(Kind, String)>,
}

/// The kinds of fault. Severity is the probes' business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// A line on stdout that is no JSON-RPC message: a banner, a log line.
    Noise,
    /// A message spread over several lines (pretty-printed).
    SplitMessage,
    /// Several messages on one line.
    SharedLine,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A byte order mark.
    ByteOrderMark,
    /// `NaN`, `Infinity`, a number beyond 64-bit floating point, or a lone surrogate.
    NotJson,
    /// One object holds a key twice.
    DuplicateKey,
    /// Nesting deeper than 128.
    TooDeep,
    /// A message longer than the recorder keeps.
    TooLong,
    /// A batch (an array of messages) where the revision has none.
    Batch,
    /// `jsonrpc` is not exactly "2.0".
    WrongVersion,
    /// A reply to no request of ours, or a second reply.
    UnknownId,
    /// A reply whose id has another JSON type than ours; a request of the server whose id is no string or integer.
    IdType,
    /// Both or neither of `result` and `error`; an error without integer code or string message.
    BadReply,
    /// Two items of one kind share a name.
    DuplicateName,
    /// An item or a member of it has the wrong type, or a required member is missing.
    WrongShape,
    /// A list reply that is no list, or a `nextCursor` that is no string.
    BadList,
    /// The last line before the end had no newline.
    Unterminated,
}
