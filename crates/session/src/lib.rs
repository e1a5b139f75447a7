//! Talks to a live server, in both protocol eras, and records every frame before anything is parsed.
//!
//! One owner drives everything: a [`run::Run`] holds the recorder and the one open connection, and every wait is the
//! same pump over the server's streams. There are no tasks and no channels, so nothing grows unseen and whatever is
//! dropped half-way leaves no server behind.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

mod client;
mod ears;
mod envelope;
mod fenced;
mod handshake;
mod http;
mod lines;
mod list;
mod plan;
mod process;
mod program;
mod questions;
mod recorder;
mod redact;
mod router;
mod run;
mod sdk;
mod spawn;
mod stop;
mod sweep;
#[cfg(test)]
mod tests;
mod wire;

pub use http::{Endpoint, login};
pub use recorder::Recording;

use evidence::Reach;
use evidence::conduct::{Install, Limits, Rung};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// What to start and how long to wait.
#[derive(Debug, Clone)]
pub struct Options {
    /// The program and its arguments, as the user gave them.
    pub command: Vec<OsString>,
    /// Where it is started; our own directory where none is named.
    pub directory: Option<PathBuf>,
    /// The fence around the server, or none where the user chose to go without.
    pub fence: Option<Fence>,
    /// What installing the command's package did, where it was installed first.
    pub install: Option<Install>,
    /// Variables for the server, beside `PATH` and a `HOME` of its own. Values are redacted as frames are written.
    pub env: Vec<(String, String)>,
    /// The whole run.
    pub timeout: Duration,
    /// Each start, until the handshake is answered.
    pub start_timeout: Duration,
    /// Each request.
    pub request_timeout: Duration,
    /// How far the questions go beyond the lists.
    pub reach: Reach,
    /// Whether the server is started only once: what clients that declare nothing are shown is then not seen.
    pub quick: bool,
    /// The program's version, for the header.
    pub tool_version: String,
}

/// The fence around a server.
#[derive(Debug, Clone)]
pub struct Fence {
    /// What is started in it: the command itself, or what runs an installed package in its runner's place.
    pub command: Vec<OsString>,
    /// A directory that stands first in its `PATH`: the programs of an installed package.
    pub bin: Option<PathBuf>,
    /// What of the machine is shown.
    pub shown: sandbox::Shown,
    /// What answers when the server speaks to the network.
    pub network: sandbox::Network,
    /// What the server may use at most.
    pub limits: Limits,
    /// The rungs to try, in this order.
    pub rungs: Vec<Rung>,
    /// Whether the server may also run unfenced where no rung can be had: it is our own.
    pub trusted: bool,
}

/// What the prober is doing, for people who wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The phase: `starting (1 of 3)`, `listing tools`, `asking protocol questions`, `stopping`.
    pub phase: String,
}

/// Connects, lists, asks, stops; returns everything that was recorded. Never fails for what the server does.
///
/// # Errors
/// The recording could not be written to a temporary file.
///
/// `interrupt` resolves when the user wants to stop: the server is then ended in order and what was recorded is returned.
///
/// Needs a tokio runtime with I/O and time enabled. While it goes on, the calling process adopts what the server leaves
/// behind, to end it: it should start no other children meanwhile. Runs of one process therefore wait for each other.
pub async fn probe_stdio(
    options: Options,
    progress: &mut (dyn FnMut(Progress) + Send),
    interrupt: impl Future<Output = ()> + Send,
) -> std::io::Result<Recording> {
    run::probe(options, progress, interrupt).await
}

/// The same of a server over HTTP: first as nobody, then with the credentials where there are any. Nothing is started, so
/// that of the options those about a command do not count.
///
/// # Errors
/// The recording could not be written to a temporary file, or no HTTP client could be made.
pub async fn probe_http(
    endpoint: Endpoint,
    options: Options,
    progress: &mut (dyn FnMut(Progress) + Send),
    interrupt: impl Future<Output = ()> + Send,
) -> std::io::Result<Recording> {
    run::probe_http(endpoint, options, progress, interrupt).await
}
