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
mod event;
mod facts;
mod format;
mod inventory;
mod json;
mod read;
pub mod revision;
pub mod shapes;
mod transcript;
mod wire;

pub use event::*;
pub use facts::*;
pub use transcript::*;

/// The caps that reading shares with recording.
pub mod limits {
    /// Nesting beyond which JSON is not read into values.
    pub const DEPTH: usize = 128;
    /// Items of one kind on one connection.
    pub const ITEMS: usize = 10_000;
    /// Pages of one listing.
    pub const PAGES: usize = 1_000;
    /// Bytes of one listing, all pages together.
    pub const LIST_BYTES: usize = 16 << 20;
    /// Notifications, and requests of the server, that are kept on one connection; frames and replies of one question.
    /// The rest are counted.
    pub const NOTIFICATIONS: usize = 1_000;
    /// Faults of one kind that are kept on one connection. The rest are counted in one more fault.
    pub const FAULTS: usize = 100;
    /// Faults of one kind that are about single items, on one connection.
    pub const ITEM_FAULTS: usize = 2_000;
    /// Bytes of one message that are kept.
    pub const MESSAGE_BYTES: usize = 16 << 20;
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
