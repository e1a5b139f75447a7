//! The transcript of a probed server, and the facts that it holds.
//!
//! A [`Transcript`] is what was recorded: frames of bytes with their times. [`Facts::read`] says what it holds. Both are
//! pure functions of bytes: what is judged live is what is judged from the file.
//!
//! ```
//! use evidence::{Facts, Transcript, build::Server};
//! use serde_json::json;
//!
//! let recorded = Server::with_tools(vec![json!({"name": "a", "inputSchema": {"type": "object"}}), json!(null)]);
//! let transcript = Transcript::read(&recorded.transcript().write())?;
//! let facts = Facts::read(&transcript);
//! assert_eq!(facts.inventory.tools[0].item.label(), "a");
//! assert_eq!(facts.faults[0].says, "it is null; expected an object");
//! # Ok::<(), evidence::TranscriptError>(())
//! ```

pub mod build;
mod canonical;
pub mod conduct;
mod distrust;
mod event;
mod facts;
mod format;
mod hidden;
pub mod http;
mod inventory;
mod json;
mod raw;
mod read;
pub mod revision;
pub mod shapes;
mod transcript;
mod wire;
mod zone;

pub use canonical::digest as canonical_digest;
pub use distrust::Distrust;
pub use event::*;
pub use facts::*;
pub use format::{Frames, Line};
pub use hidden::hidden;
pub use http::{Headers, Http, HttpPart};
pub use raw::Raw;
pub use transcript::*;
pub use wire::text;
pub use zone::Zone;

/// The caps that reading shares with recording. What lies beyond one is counted, and said.
pub mod limits {
    /// Nesting beyond which JSON is not read into values.
    pub const DEPTH: usize = 128;
    /// Items of one listing.
    pub const ITEMS: usize = 10_000;
    /// Pages of one listing.
    pub const PAGES: usize = 1_000;
    /// Bytes of one listing, all pages together.
    pub const LIST_BYTES: usize = 12 << 20;
    /// Different items of a run.
    pub const DEFINITIONS: usize = 20_000;
    /// Bytes of the different items of a run, all together.
    pub const DEFINITION_BYTES: usize = 12 << 20;
    /// Memory of one JSON value, in bytes: an item, a result, parameters.
    pub const VALUE_BYTES: usize = 8 << 20;
    /// Memory of all values that are kept of a run beside its items, in bytes.
    pub const VALUES_BYTES: usize = 24 << 20;
    /// Bytes of a name that it is told by.
    pub const NAME_BYTES: usize = 256;
    /// Messages of one line.
    pub const MESSAGES: usize = 1_000;
    /// Notifications, and requests of the server, that are kept on one connection; frames and replies of one question.
    pub const NOTIFICATIONS: usize = 1_000;
    /// Faults of one kind that are kept on one connection.
    pub const FAULTS: usize = 100;
    /// Faults of one kind that are about single items, on one connection.
    pub const ITEM_FAULTS: usize = 2_000;
    /// Deeds that are kept of one connection, or of installing.
    pub const DEEDS: usize = 2_000;
    /// Bytes of all deeds that are kept of a run, as they stand in the transcript.
    pub const DEED_BYTES: usize = 8 << 20;
    /// Exchanges over HTTP, and events of one stream, that are kept of one connection.
    pub const EXCHANGES: usize = 1_000;
    /// Bytes of the body of one response over HTTP that are kept as text.
    pub const BODY_BYTES: usize = 16 << 10;
    /// Bytes of all such bodies of one connection.
    pub const BODIES_BYTES: usize = 1 << 20;
    /// Bytes of one message that are kept.
    pub const MESSAGE_BYTES: usize = 12 << 20;
}

/// What is wrong with a transcript file.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct TranscriptError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what was expected.
    pub what: String,
}
