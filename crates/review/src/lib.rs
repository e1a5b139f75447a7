//! The façade that a library user calls: transcript, review record, policy and date in; everything that a report shows out.

use evidence::{Facts, Transcript};
use gate_engine::{Decision, Gate, Policy};
use jiff::civil::Date;
use judge::Judged;
use probes::{Outcome, Probe};
use record::{Accept, ReviewRecord};
use std::collections::BTreeSet;

/// What a review is made from.
#[derive(Debug, Clone)]
pub struct Input {
    /// The recorded run; `None` for `decide`.
    pub transcript: Option<Transcript>,
    /// The review record, where there is one.
    pub record: Option<ReviewRecord>,
    /// The policy.
    pub policy: Policy,
    /// The date of the decision.
    pub now: Date,
    /// Tools that the caller keeps from the agent.
    pub exclude: BTreeSet<String>,
    /// The gate that the caller requires.
    pub require: Option<Gate>,
}

/// Everything that a report shows.
#[derive(Debug, Clone)]
pub struct Review {
    /// What it was made from.
    pub input: Input,
    /// What was seen and what it was judged to be; `None` for `decide`.
    pub seen: Option<Seen>,
    /// The decision.
    pub decision: Decision,
    /// What was not measured: the dead ends, not the unattested facets.
    pub not_measured: Vec<NotMeasured>,
    /// The exit codes that apply, the one to exit with first.
    pub exits: Vec<Exit>,
}

/// What was seen on the live server.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The facts.
    pub facts: Facts,
    /// The judgements.
    pub judged: Judged,
    /// Every probe with its outcome, sorted by id.
    pub probes: Vec<(&'static Probe, Outcome)>,
    /// SHA-256 of the transcript.
    pub transcript_sha256: String,
    /// For each finding that a reviewer accepted: probe, subject and the acceptance.
    pub accepted: Vec<(String, String, Accept)>,
}

/// Something that was not measured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotMeasured {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do about it.
    pub remedy: String,
}

/// Exit codes, the same for every format. If several apply: the first of 2, 4, 3, 5, 6, 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Exit {
    /// A verdict was reached, and the required gate too.
    Reached = 0,
    /// The gate is below the required one.
    BelowRequired = 1,
    /// Usage or configuration.
    Usage = 2,
    /// Authentication needed.
    Authentication = 3,
    /// Would not start, unreachable, or a deadline.
    NotReached = 4,
    /// The inventory, or a listing probe that applies, ended inconclusive or in error.
    Incomplete = 5,
    /// Differs from the lock.
    Differs = 6,
    /// A bug of ours.
    Bug = 70,
}

/// Reviews.
#[must_use]
pub fn review(_input: Input) -> Review {
    todo!()
}
