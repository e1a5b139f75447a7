//! The catalogue of probes: one folder a question. A probe reads facts and judgements and answers; it sends nothing.
//!
//! A folder holds `probe.toml` (what is asked, why, and how to mend what is found), `detect.rs` (the answer) and
//! `cases/*.toml` (at least one that fires and one that stays quiet); a long answer has modules of its own beside it. Its
//! name is the probe's id. `cargo test -p xtask` rewrites `src/catalogue.rs` and `README.md` from the folders, and fails
//! once where they were stale.
//!
//! What a probe answers, and what that does to the gate:
//! * `Pass`: looked, and the answer is yes. Its facets are observed.
//! * `Fail`: looked, and the answer is no. It caps a dimension, whatever people attest: so only contradictions, invalid and
//!   missing necessities fail.
//! * `Inconclusive`: looked and could not tell; where the rubric lets them, people may. The absence of something optional is this.
//! * `NotApplicable`: the question does not arise. It evidences no facet.
//! * `Error`: our own side broke. Never charged to the server.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

use evidence::{Facts, FrameId, Gap};
use gate_engine::Facet;
use judge::Judged;

#[cfg(test)]
mod cases;
mod catalogue;
mod conduct;
mod look;
mod outcome;
mod say;
mod schema;
mod secret;
mod watch;
mod web;

pub use conduct::{Peer, loopback, peers};
pub use outcome::{Finding, Outcome, Severity, Subject, SubjectKind};
pub use say::span;

/// One question and the function that answers it.
#[derive(Debug, Clone, Copy)]
pub struct Probe {
    /// What `probe.toml` says.
    pub definition: &'static Definition,
    /// Answers the question.
    pub detect: fn(&View<'_>) -> Outcome,
}

/// What a probe may look at.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What was seen.
    pub facts: &'a Facts,
    /// What it was judged to be.
    pub judged: &'a Judged,
}

/// What `probe.toml` says of a probe.
#[derive(Debug)]
pub struct Definition {
    /// Its id, the folder's name. The rubric's checks are these ids.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The question, phrased so that yes is the ready answer.
    pub question: &'static str,
    /// Why it matters, in a few sentences.
    pub why: &'static str,
    /// How it is observed.
    pub how: &'static str,
    /// How to mend what it finds.
    pub remedy: &'static str,
    /// The facets that it answers.
    pub facets: &'static [Facet],
    /// The severity of its worst finding; each finding states its own.
    pub severity: Severity,
    /// How far it goes.
    pub reach: Reach,
    /// Whether it is a listing probe: where it applies and ends inconclusive or in error, the verdict is incomplete (exit 5).
    pub listing: bool,
    /// The rows of the specification's checks that it covers (`TL-01`).
    pub covers: &'static [&'static str],
    /// Where it comes from: specification section or seed heading, with the sentence relied on.
    pub references: &'static [(&'static str, &'static str)],
    /// The version of this program that first had it.
    pub since: &'static str,
}

/// How far a probe goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Handshake and lists.
    Listing,
    /// Odd messages, after the lists.
    Questions,
    /// Calls of what does not exist; only when asked (`--reach protocol`).
    Protocol,
    /// Calls tools: only in the sandbox, only when asked.
    Calls,
}

/// Every probe, sorted by id.
#[must_use]
pub fn catalogue() -> &'static [Probe] {
    catalogue::CATALOGUE
}

/// What a `detect.rs` returns. `Err`: the evidence that the question needs is missing, which ends the same way everywhere.
type Answer = Result<Outcome, Gap>;

/// Ends a probe: missing evidence becomes inconclusive, or our error; findings become one a subject, and not too many.
fn settle(answer: Answer) -> Outcome {
    answer.unwrap_or_else(Outcome::missing).bounded()
}

/// Frames in a gap, a finding or an outcome.
type Frames = Vec<FrameId>;
