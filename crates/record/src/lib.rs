//! The files that people keep: the review record and the organisation's policy. Pleasant to write, strict to read.

/// A review record as read: what the engine needs, and what only reports need.
#[derive(Debug, Clone, Default)]
pub struct ReviewRecord {
    /// What goes into the decision. Statement ids are `record:LINE`.
    pub engine: gate_engine::Record,
    /// `[server]`: name, version, package, repository, commit.
    pub server: Vec<(String, String)>,
    /// `[[accept]]`: annotates findings.
    pub accepts: Vec<Accept>,
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

/// What is wrong with a file: every problem, in order of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// The field: `attestation.evidence`.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// Reads a review record.
///
/// # Errors
/// Everything that is wrong with it, at least one problem.
pub fn read_record(_text: &str) -> Result<ReviewRecord, Vec<Problem>> {
    todo!()
}

/// Reads an organisation's policy. It may only tighten the built-in one.
///
/// # Errors
/// Everything that is wrong with it, at least one problem.
pub fn read_policy(_text: &str) -> Result<gate_engine::Policy, Vec<Problem>> {
    todo!()
}
