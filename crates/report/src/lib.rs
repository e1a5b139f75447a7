//! A review as people and programs read it: one model, a small module for each format.
//!
//! Everything that a server says is hostile text. `page` (for people), `json` and `markdown` each have one place through
//! which all text goes and where it is escaped; what may be shown at all is decided in `escape`.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

mod escape;
mod explain;
mod human;
mod json;
mod markdown;
mod model;
mod page;
mod problems;
mod record;
mod start;
#[cfg(test)]
mod tests;

pub use explain::{explain, explain_tools, list_criteria, list_facets, list_probes};
pub use human::human;
pub use json::json;
pub use markdown::markdown;
pub use model::quoted;
pub use problems::problems;
pub use record::{new_record, record_page};
pub use start::{Cause, StartHelp, start_help};

/// How to print for people.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns of the terminal. Taken as at least 40, and at most 120: longer lines are hard to read.
    pub width: usize,
    /// Whether to emit ANSI colours. Colour only helps; nothing rests on it.
    pub color: bool,
    /// 0: what a person needs first; 1 and more: the rest.
    pub verbose: u8,
}

/// What a document says of its own making.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The version of the program that judges.
    pub tool_version: &'a str,
    /// Where the transcript was saved or read from.
    pub transcript: Option<&'a str>,
}
