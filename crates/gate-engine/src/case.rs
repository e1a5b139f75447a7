//! What goes in: everything that one decision is made from.

use crate::{
    Approval, CriticalFailure, Dimension, Effect, Facet, Gate, Score, Sensitive, SourceKind,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Everything that is judged. The decision is a pure function of a case and a [`crate::Policy`].
#[derive(Debug, Clone)]
pub struct Case {
    /// What was seen on the live server; `None` where a record is judged alone.
    pub live: Option<Live>,
    /// What people state; `None` where there is no review record.
    pub record: Option<Record>,
    /// Tools that the caller keeps from the agent, beside those that the record excludes.
    pub exclude: BTreeSet<String>,
    /// The date of the decision: an input, so that it can be replayed.
    pub now: Date,
}

/// What was seen on a live server.
#[derive(Debug, Clone, Default)]
pub struct Live {
    /// Every tool that any client variant was shown.
    pub tools: Vec<Tool>,
    /// Whether the listing of tools is known to be whole. Where it is not, it counts as one more tool of unknown effect.
    pub listing_complete: bool,
    /// Data classes that the server's resources reach, each with why.
    pub resources_reach: Vec<(Sensitive, Because)>,
    /// What the probes saw: at most one observation a check.
    pub observations: Vec<Observation>,
    /// Digest of the listed definitions.
    pub pin: Option<String>,
}

/// One tool as it was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Tool {
    /// Its name as listed.
    pub name: String,
    /// Its worst-case effect.
    pub effect: Effect,
    /// Whether one call lets the caller do essentially anything of a powerful class.
    pub broad: bool,
    /// What limits a broad tool.
    pub bound: Bound,
    /// Data classes it reaches.
    pub sensitive: BTreeSet<Sensitive>,
    /// Approval categories it falls in.
    pub approval: BTreeSet<Approval>,
    /// What the judgement rests on.
    pub because: Because,
}

/// What limits a broad tool, besides what people attest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// Nothing that was seen.
    None,
    /// Only the server's own text states it: the failure stays unknown.
    Stated(String),
    /// It was observed to hold.
    Observed(String),
}

/// Why: a sentence, and the ids of the frames, checks or statements that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Because {
    /// One sentence.
    pub text: String,
    /// Frame (`frame:12`), check (`check:ID`) or statement (`record:12`) ids.
    pub evidence: Vec<String>,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Looked, and the answer is yes.
    Pass,
    /// Looked, and the answer is no.
    Fail,
    /// The question does not arise on this server.
    NotApplicable,
    /// Looked and could not tell: missing evidence.
    Inconclusive,
    /// The check itself broke: missing evidence, and never the server's fault.
    Error,
}

/// What one check saw.
#[derive(Debug, Clone)]
pub struct Observation {
    /// The check's id: the rubric names checks by it.
    pub check: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The facets that it answers.
    pub facets: Vec<Facet>,
    /// What was seen, in one sentence.
    pub because: Because,
    /// For `Fail` and `Inconclusive`: the tools that it rests on, where it rests on tools alone.
    /// When every one of them is excluded the observation counts as `Pass`. Empty: it rests on the whole server.
    pub tools: BTreeSet<String>,
}

/// Who says so, on what evidence, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backing {
    /// Links, screenshots, command outputs or notes: at least one, but for approvers and exclusions.
    pub evidence: Vec<String>,
    /// The person.
    pub by: String,
    /// The date. After the case's `now` the statement is ignored, and that is said.
    pub on: Date,
}

/// A statement with the id by which the decision refers to it (`record:LINE`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T> {
    /// The statement's id.
    pub id: String,
    /// What is stated.
    pub what: T,
    /// Who backs it; `None` only for statements that can do nothing but restrict, or that settle nothing.
    pub backing: Option<Backing>,
}

/// What an attestation answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so: counts as missing everywhere.
    No,
    /// The question does not arise, with the reason in `says`.
    NotApplicable,
}

/// What an attestation speaks about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// A facet of the evidence checklist.
    Facet(Facet),
    /// A criterion of the rubric, by id.
    Criterion(String),
}

/// People's evidence about one server. Lists keep the order of the file; no result depends on it.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Digest of the definitions that this record is about.
    pub pin: Option<String>,
    /// Answers to facets and criteria.
    pub attestations: Vec<Stated<Attestation>>,
    /// The reviewer's own scores: at most one a dimension.
    /// Without backing a score can only lower; [`crate::Decision::unbacked`] names those that would have raised.
    pub scores: Vec<Stated<ReviewerScore>>,
    /// Tools as the reviewer states them: at most one entry a tool. An observation wins where it is stricter;
    /// settling an unknown, or naming the effect of a tool that was not observed, counts only with backing.
    pub tools: Vec<Stated<StatedTool>>,
    /// Critical failures that the reviewer confirms.
    pub critical: Vec<Stated<(CriticalFailure, String)>>,
    /// Sensitive classes that the reviewer accepts.
    pub sensitive: Vec<Stated<Sensitive>>,
    /// Bounds on broad tools: the tools and what limits them.
    pub bounds: Vec<Stated<(BTreeSet<String>, String)>>,
    /// Named approvers.
    pub approvers: Vec<Stated<Approver>>,
    /// Tools never exposed to the agent.
    pub exclude: Vec<Stated<BTreeSet<String>>>,
    /// Linked sources.
    pub sources: Vec<(SourceKind, String)>,
    /// Known limits in the reviewer's words.
    pub limits: Vec<String>,
    /// A gate that the reviewer assigns, with why. Only a lower one than the computed changes anything.
    pub assigned: Option<(Gate, String)>,
    /// The confirmation that no critical failure remains.
    pub confirmation: Option<Stated<String>>,
    /// When and by whom this is looked at again.
    pub next_review: Option<NextReview>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    /// What it speaks about.
    pub question: Question,
    /// What it answers.
    pub answer: Answer,
    /// The person's words.
    pub says: String,
}

/// A dimension scored by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewerScore {
    /// The dimension.
    pub dimension: Dimension,
    /// The score.
    pub score: Score,
    /// Why.
    pub because: String,
}

/// A tool as the reviewer states it; `None` where the entry says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedTool {
    /// Its name.
    pub name: String,
    /// Its effect.
    pub effect: Option<Effect>,
    /// Whether it is broad.
    pub broad: Option<bool>,
    /// Approval categories.
    pub approval: BTreeSet<Approval>,
    /// Data classes it reaches.
    pub sensitive: BTreeSet<Sensitive>,
}

/// A named human approver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// The person.
    pub person: String,
    /// Tools that the person approves.
    pub tools: BTreeSet<String>,
    /// Categories that the person approves.
    pub categories: BTreeSet<Approval>,
}

/// The next review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextReview {
    /// Who.
    pub owner: String,
    /// When.
    pub on: Date,
}
