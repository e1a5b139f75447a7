//! The façade that a library user calls: transcript, review record, policy and date in; everything that a report shows out.
//!
//! Pure: the same input gives the same review, byte for byte.

mod accept;
mod ahead;
mod case;
mod exit;
mod gaps;
mod probing;
#[cfg(test)]
mod tests;

pub use ahead::{Ahead, ahead};
pub use exit::Exit;

use evidence::Facts;
use gate_engine::{Because, Case, Decision, Gate, NextGate, Policy, decide};
use jiff::civil::Date;
use judge::Judged;
use probes::{Outcome, Probe};
use record::{Accept, Problem, ReviewRecord};
use std::collections::BTreeSet;

/// What a review is made from.
#[derive(Debug, Clone)]
pub struct Input {
    /// What the recorded run says; `None` for `decide`, and once it has moved into [`Seen`].
    pub facts: Option<Facts>,
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
    /// What is wrong with the record once it meets the observations: scores that would raise and show nothing for it.
    /// Where there is one, the exit is [`Exit::Usage`] and the decision counts for nothing.
    pub problems: Vec<Problem>,
    /// Acceptances that accept nothing: expired, or with no finding to go with. Evidence is `record:LINE`.
    pub notes: Vec<Because>,
    /// The exit codes that apply, the one to exit with first; never empty.
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

/// Reviews. Without the facts of a run only the record is judged.
#[must_use]
pub fn review(input: Input) -> Review {
    review_with(input, probes::catalogue())
}

/// For each gate above the one assigned, lowest first: what reaches it from here, each a list of its own.
#[must_use]
pub fn ways(review: &Review) -> Vec<(Gate, NextGate)> {
    gate_engine::ways(
        &case_of(&review.input, review.seen.as_ref()),
        &review.input.policy,
    )
}

fn review_with(mut input: Input, catalogue: &'static [Probe]) -> Review {
    let mut seen = input.facts.take().map(|facts| see(facts, catalogue));
    let decision = decide(&case_of(&input, seen.as_ref()), &input.policy);
    let problems = problems(input.record.as_ref(), &decision);
    let mut notes = Vec::new();
    if let (Some(seen), Some(record)) = (seen.as_mut(), input.record.as_ref()) {
        (seen.accepted, notes) = accept::accepted(&record.accepts, &seen.probes, input.now);
    }
    Review {
        not_measured: gaps::not_measured(seen.as_ref()),
        exits: exit::exits(seen.as_ref(), &decision, &problems, input.require),
        input,
        seen,
        decision,
        problems,
        notes,
    }
}

fn see(facts: Facts, catalogue: &'static [Probe]) -> Seen {
    let judged = judge::judge(&facts);
    let probes = probing::run(catalogue, &facts, &judged);
    Seen {
        facts,
        judged,
        probes,
        accepted: Vec::new(),
    }
}

fn case_of(input: &Input, seen: Option<&Seen>) -> Case {
    Case {
        live: seen.map(case::live),
        record: input.record.as_ref().map(|record| record.engine.clone()),
        exclude: input.exclude.clone(),
        now: input.now,
    }
}

/// The reader's problem for each score that turned out to raise without backing.
fn problems(record: Option<&ReviewRecord>, decision: &Decision) -> Vec<Problem> {
    let unbacked = record
        .map(|record| record.unbacked.as_slice())
        .unwrap_or_default();
    let raising = unbacked
        .iter()
        .filter(|(dimension, _)| decision.unbacked.contains(dimension));
    let mut problems: Vec<Problem> = raising.map(|(_, problem)| problem.clone()).collect();
    problems.sort();
    problems
}
