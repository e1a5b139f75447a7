//! Talks to a live server, in both protocol eras, and records every frame before anything is parsed.

use evidence::Transcript;
use std::ffi::OsString;
use std::time::Duration;

/// What to start and how long to wait.
#[derive(Debug, Clone)]
pub struct Options {
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// Variables for the server, beside `PATH` and a `HOME` of its own. Values are redacted as frames are written.
    pub env: Vec<(String, String)>,
    /// The whole run.
    pub timeout: Duration,
    /// Each start, until the handshake is answered.
    pub start_timeout: Duration,
    /// Each request.
    pub request_timeout: Duration,
    /// The program's version, for the header.
    pub tool_version: String,
}

/// What the prober is doing, for people who wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The phase: `starting (1 of 3)`, `listing tools`, `asking protocol questions`, `stopping`.
    pub phase: String,
}

/// Connects, lists, asks, stops; returns everything that was recorded. Never fails for what the server does.
///
/// `interrupt` resolves when the user wants to stop: the server is then ended in order and what was recorded is returned.
pub async fn probe_stdio(
    _options: Options,
    _progress: &mut (dyn FnMut(Progress) + Send),
    _interrupt: impl Future<Output = ()> + Send,
) -> Transcript {
    todo!()
}
