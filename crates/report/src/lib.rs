//! A review as people and programs read it: one model, a small module for each format.
//!
//! Everything that a server says is hostile text. `page` (for people), `json` and `markdown` each have one place through
//! which all text goes and where it is escaped; what may be shown at all is decided in `escape`.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

mod check;
mod diff;
mod escape;
mod explain;
mod human;
mod inventory;
mod json;
mod last;
mod locked;
mod markdown;
mod model;
mod page;
mod problems;
mod record;
mod start;
#[cfg(test)]
mod tests;
mod told;

pub use check::{Against, CheckReport, Checked, Outcome};
pub use diff::{diff_json, diff_page, lock_json};
pub use explain::{explain, list_criteria, list_facets, list_probes, probe_ids};
pub use human::human;
pub use inventory::{Places, inventory, list_clients};
pub use json::{inventory_json, json};
pub use last::LastGate;
pub use locked::{Became, LockReport};
pub use markdown::markdown;
pub use model::quoted;
pub use problems::problems;
pub use record::{dated_after, new_record, record_page, server_name_of};
pub use start::{Cause, StartHelp, start_help};
pub use told::{Told, ToldTool};

/// Text that may be a server's, for one line of a message: nothing invisible in it, and shortened.
#[must_use]
pub fn shown(text: &str) -> String {
    escape::capped(text, 300)
}

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
