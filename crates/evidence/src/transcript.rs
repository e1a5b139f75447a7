//! The transcript: an append-only list of frames. Everything to the right of it is a pure function of its bytes.
//!
//! JSON Lines, version 1: the header, then one line a frame.

use crate::http::Http;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The version of the format that this crate reads and writes.
pub const VERSION: u64 = 1;

/// A whole recorded run.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    /// What was probed, when, by which version.
    pub header: Header,
    /// Every frame, in the order of recording.
    pub frames: Vec<Frame>,
}

/// The first line of a transcript.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The version of the program that recorded it.
    pub tool_version: String,
    /// When the run began: RFC 3339, UTC.
    pub started: String,
    /// What was probed.
    pub target: Target,
    /// The name of the configured server that it was probed by, where it was: its entry gives more than the command.
    pub entry: Option<String>,
}

/// What was probed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A command, with its arguments, spoken to over its standard streams. Secrets are redacted.
    Stdio {
        /// The program and its arguments.
        command: Vec<String>,
    },
    /// An endpoint spoken to over HTTP.
    Http {
        /// Its URL, without credentials.
        url: String,
    },
}

/// The number of a frame in its transcript. Shown as `frame:12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u64);

impl std::fmt::Display for FrameId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "frame:{}", self.0)
    }
}

/// One recorded piece: a line, an exchange or something that the prober did or saw.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Its number, counted from 0 over the whole transcript.
    pub n: FrameId,
    /// Microseconds since the run began. Written as `at_ms` with three decimals.
    pub at_us: u64,
    /// Who it comes from.
    pub from: Side,
    /// Where it was seen.
    pub channel: Channel,
    /// Which connection, counted from 0. Run-wide frames use the connection that was open, or the last.
    pub session: u32,
    /// The bytes, after the recorder's caps and redactions. A line has no final newline.
    pub bytes: Arc<[u8]>,
    /// Where the recorder kept only the head: the full size and digest.
    pub cut: Option<Cut>,
    /// The HTTP side, where it was seen there.
    pub http: Option<Http>,
}

/// What the recorder left out of a frame. Written as `"cut":{"bytes":N,"sha256":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Size of the whole, in bytes.
    pub bytes: u64,
    /// SHA-256 of the whole, in hexadecimal.
    pub sha256: String,
}

/// Who a frame comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The prober, speaking to the server.
    Client,
    /// The server.
    Server,
    /// The prober, writing down what it did or saw: the text is an [`crate::Event`].
    Prober,
}

/// Where a frame was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The server's standard input: one line a frame.
    Stdin,
    /// The server's standard output: one line a frame.
    Stdout,
    /// The server's standard error: one line a frame, up to the recorder's cap.
    Stderr,
    /// A part of an HTTP exchange.
    Http,
    /// Starts, signals, exits and what else the prober does.
    Process,
    /// What the sandbox saw.
    Sandbox,
}
