//! The transcript of a probed server, and the facts that it holds.

mod event;
mod facts;
mod transcript;

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

impl Transcript {
    /// Reads a transcript file.
    ///
    /// # Errors
    /// The first line that is not what the format asks for.
    pub fn read(_bytes: &[u8]) -> Result<Self, TranscriptError> {
        todo!()
    }

    /// The file's bytes. Reading them back gives an equal transcript.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        todo!()
    }

    /// SHA-256 of the file's bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        todo!()
    }
}

impl Facts {
    /// Reads the facts out of a transcript. Never fails.
    #[must_use]
    pub fn read(_transcript: &Transcript) -> Self {
        todo!()
    }
}
