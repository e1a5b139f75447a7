//! The facts: what a transcript says, read without judging. Reading never fails; a broken server is data.

mod exchange;
mod fault;
mod http;
mod listing;
mod sign_in;

pub use exchange::*;
pub use fault::*;
pub use http::*;
pub use listing::*;
pub use sign_in::*;

use crate::conduct::{Deed, Fence, Install, Usage};
use crate::{Event, FrameId, Header, Login, NotSignedIn, Program, Reach, Variant};
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
    /// What installing the package did, before the first start.
    pub install: Option<(Install, FrameId)>,
    /// The login that gave the credentials, where one did.
    pub login: Option<(Login, FrameId)>,
    /// Why nobody was signed in, where that came to nothing: then there is no connection.
    pub not_signed_in: Option<(NotSignedIn, FrameId)>,
    /// Each connection, in order.
    pub sessions: Vec<Session>,
    /// The union of what all connections were shown.
    pub inventory: Inventory,
    /// What was wrong on the wire, in the order of frames.
    pub faults: Vec<Fault>,
    /// Digest of the instructions and definitions (the pin): SHA-256 of the RFC 8785 form of the union, sorted by kind and name.
    pub pin: Option<String>,
    /// How far the run went, and whether the server was started only once.
    pub scope: Scope,
    /// Whether the user ended the run early.
    pub interrupted: bool,
    /// Failures of our own, and what we sent that its revision does not allow. Never charged to the server.
    pub ours: Vec<(String, FrameId)>,
    /// Number and size in bytes of all frames.
    pub recorded: (usize, u64),
    /// SHA-256 of the transcript file, in hexadecimal.
    pub sha256: String,
    /// Every frame with the first bytes of the SHA-256 of its own bytes, in order.
    pub digests: Vec<(FrameId, [u8; 6])>,
}

impl Facts {
    /// The package that was started, as `npm:NAME@VERSION`; without a version where none is known.
    #[must_use]
    pub fn package(&self) -> Option<String> {
        let mut sessions = self.sessions.iter();
        let program = sessions.find_map(|session| session.program.as_ref())?;
        let (kind, name, version) = match (&program.package, &program.requested) {
            (Some((kind, name, version)), _) => (kind, name, Some(version)),
            (None, Some((kind, name, version))) => (kind, name, version.as_ref()),
            (None, None) => return None,
        };
        let at = version.map_or_else(String::new, |version| format!("@{version}"));
        Some(format!("{kind}:{name}{at}"))
    }
}

/// How far a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// How far its questions went.
    pub reach: Reach,
    /// Whether the server was started only once.
    pub quick: bool,
}

/// One connection.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its number in the transcript.
    pub id: u32,
    /// What it declared: as the start event says, or else the first request. A connection on which `server/discover` was
    /// refused and `initialize` took its place is what that declared.
    pub variant: Variant,
    /// The program that was started, where it is known.
    pub program: Option<Program>,
    /// Names of the environment variables given.
    pub env: Vec<String>,
    /// The handshake that succeeded.
    pub handshake: Observed<Handshake>,
    /// Where we sent `notifications/initialized`.
    pub initialized: Option<FrameId>,
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
    /// How it was fenced in; `None` where nothing says so.
    pub fence: Option<(Fence, FrameId)>,
    /// What it did, as the sandbox noticed it: the first [`crate::limits::DEEDS`].
    pub deeds: Vec<(Deed, FrameId)>,
    /// How many deeds were recorded, kept or not, and those that could not be read.
    pub deeds_seen: usize,
    /// What it used.
    pub usage: Option<(Usage, FrameId)>,
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
    /// What was said over HTTP, where it is what the server is spoken to with.
    pub web: Option<Web>,
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

impl Session {
    /// A connection of which nothing is known yet.
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self {
            id,
            variant: Variant::Bare,
            program: None,
            env: Vec::new(),
            handshake: Observed::Missing(Gap {
                why: String::new(),
                ours: false,
                frames: Vec::new(),
            }),
            initialized: None,
            discover: None,
            listings: Vec::new(),
            questions: BTreeMap::new(),
            exchanges: Vec::new(),
            server_requests: Vec::new(),
            server_requests_seen: 0,
            notifications: Vec::new(),
            notifications_seen: 0,
            fence: None,
            deeds: Vec::new(),
            deeds_seen: 0,
            usage: None,
            stderr: Vec::new(),
            end: End::default(),
            sdk: None,
            ready_us: None,
            limits: Vec::new(),
            web: None,
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
