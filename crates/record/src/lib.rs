//! The files that people keep: the review record and the organisation's policy. Pleasant to write, strict to read.
//!
//! Reading is pure and total: whatever the text, either the whole meaning comes out or every problem with its line.
//!
//! ```
//! let problems = record::read_record(r#"
//! schema = "mcp-gatecheck/record/1"
//! [[attestation]]
//! facets = ["rotation"]
//! evidence = ["https://example.org/runbook"]
//! by = "Ada"
//! on = 2026-11-20
//! "#).unwrap_err();
//! assert_eq!(problems[0].line, 4);
//! assert!(problems[0].remedy.starts_with("did you mean `authentication.rotation`?"));
//! ```

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

mod add;
mod asked;
mod backing;
mod document;
mod draft;
mod field;
mod place;
mod policy;
mod problem;
mod record;
mod suggest;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub use add::{Addition, Part, Value, add};
pub use draft::{Draft, draft};
pub use place::file_name;
pub use policy::read_policy;
pub use problem::Problem;
pub use record::read_record;

/// A review record as read: what the engine needs, and what only reports need.
#[derive(Debug, Clone, Default)]
pub struct ReviewRecord {
    /// What goes into the decision. Statement ids are `record:LINE`; facets answered together share one.
    pub engine: gate_engine::Record,
    /// `[server]`: name, version, package, repository, commit.
    pub server: Vec<(String, String)>,
    /// `[[accept]]`: annotates findings.
    pub accepts: Vec<Accept>,
    /// `[next_review]`: what is to be checked again.
    pub checks: Vec<String>,
    /// For each score without backing: the problem that it is where it would raise its dimension
    /// ([`gate_engine::Decision::unbacked`]). Where it lowers there is none.
    pub unbacked: Vec<(gate_engine::Dimension, Problem)>,
}

/// An acceptance of one finding: it annotates, and changes no score and no gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept {
    /// The probe.
    pub probe: String,
    /// The name of the subject.
    pub subject: String,
    /// Why it is accepted.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// Until when; after that day the finding comes back.
    pub until: jiff::civil::Date,
    /// The line in the record.
    pub line: usize,
}
