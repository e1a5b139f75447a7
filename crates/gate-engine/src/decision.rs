//! What comes out: a decision that explains itself.

use crate::{Approval, Because, CriticalFailure, Dimension, Facet, Gate, PerDimension, Score};
use std::collections::BTreeSet;

/// The decision. Same case and policy, same decision, byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The version of the rubric that it was made by.
    pub rubric: &'static str,
    /// The gate assigned.
    pub gate: Gate,
    /// The gate that the total alone would give.
    pub band: Gate,
    /// Sum of the six scores, 0 to 18.
    pub total: u8,
    /// The six scores with their reasons.
    pub scores: PerDimension<Scored>,
    /// Each condition, in canonical order, whether it holds or not.
    pub conditions: Vec<Condition>,
    /// Every cap that applies, strictest first; those below the band are what holds the gate there.
    pub caps: Vec<Cap>,
    /// The six critical failures, in canonical order.
    pub critical: Vec<Critical>,
    /// The 50 facets, in canonical order.
    pub facets: Vec<FacetState>,
    /// What would raise the gate.
    pub next_gate: NextGate,
    /// For every tool on the surface that needs a person's approval: the categories and who approves.
    pub required_approvers: Vec<RequiredApprover>,
    /// The record's own limits, and those that the decision itself knows.
    pub known_limits: Vec<String>,
    /// What the decision takes for granted: exclusions enforced.
    pub assumes: Vec<String>,
    /// What was set aside and why: statements dated in the future, a higher gate assigned, tools that no one listed …
    pub notes: Vec<Because>,
    /// Scores without backing that would have raised their dimension: the caller reports them as errors in the record.
    pub unbacked: Vec<Dimension>,
    /// The tools on the surface, as judged after the record's entries, sorted by name.
    pub surface: Vec<SurfaceTool>,
    /// Whether the record's statements were dropped (overdue, or not about this server), with why.
    pub void: Option<Because>,
}

/// How many facets are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Facets observed (and not attested).
    pub observed: usize,
    /// Facets attested, observed too or not.
    pub attested: usize,
    /// Facets attested that an observation fails.
    pub contradicted: usize,
    /// Facets that nothing evidences.
    pub missing: usize,
}

impl Decision {
    /// Counts the facets by state; the four counts add up to 50.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let count = |evidence| {
            self.facets
                .iter()
                .filter(|state| state.evidence == evidence)
                .count()
        };
        Coverage {
            observed: count(FacetEvidence::Observed),
            attested: count(FacetEvidence::Attested),
            contradicted: count(FacetEvidence::Contradicted),
            missing: count(FacetEvidence::Missing),
        }
    }
}

/// A score with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scored {
    /// The score.
    pub score: Score,
    /// What the ladder alone gives: the highest rung that is met with all below it.
    pub climbed: Score,
    /// What the observations allow at most.
    pub cap: Score,
    /// Each rung, 1 to 3, with its criteria.
    pub rungs: Vec<Rung>,
    /// Where a person scored it: the words and the statement.
    pub reviewer: Option<Because>,
}

/// One rung of a ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// The score that it stands for.
    pub score: Score,
    /// Whether all of its criteria, and the human statement where it asks for one, are met.
    pub met: bool,
    /// Its criteria, in the rubric's order.
    pub criteria: Vec<CriterionState>,
    /// Whether it lacks the human statement that it asks for.
    pub lacks_human: bool,
}

/// How one criterion stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionState {
    /// Its id in the rubric.
    pub id: &'static str,
    /// Met or not, and why not.
    pub state: Met,
    /// Why.
    pub because: Because,
}

/// Whether a criterion is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// It is.
    Yes,
    /// An observation fails it: the dimension is capped below its rung.
    Failed,
    /// A check looked and could not tell, or broke, and no attestation stands in: caps likewise.
    Inconclusive,
    /// Nothing evidences it.
    Missing,
}

/// One condition of a gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Which: `narrow_credentials`, `logs_available`, `sampling_limited`, `no_mutation`, `preview`, `rollback`,
    /// `named_approvers`, `all_facets`, `sources`, `confirmation`, `next_review`; the facet's id where a policy asks for it.
    pub id: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// Why.
    pub because: Because,
    /// The gates that ask for it.
    pub gates: Vec<Gate>,
}

/// Something that holds the gate down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// Which: `critical_confirmed`, `critical_unknown` (one each failure), `sensitive_data` (one each class),
    /// `no_review_record`, `void`, `assigned`, `conditions`.
    pub id: String,
    /// The highest gate that it leaves.
    pub gate: Gate,
    /// Why.
    pub because: Because,
}

/// The state of a critical failure. Confirmed beats cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CriticalState {
    /// It is so: Block.
    Confirmed,
    /// Nobody knows: at most Prototype only.
    Unknown,
    /// It is ruled out, by observation or by attestation.
    Cleared,
}

/// One critical failure and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Critical {
    /// Which.
    pub id: CriticalFailure,
    /// How it stands.
    pub state: CriticalState,
    /// Why.
    pub because: Because,
}

/// How a facet is evidenced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetEvidence {
    /// A probe saw it.
    Observed,
    /// A person states it (and no probe fails it).
    Attested,
    /// A person states it and a probe fails it: counts as missing.
    Contradicted,
    /// Nothing evidences it.
    Missing,
}

/// One facet and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetState {
    /// Which.
    pub facet: Facet,
    /// How it is evidenced.
    pub evidence: FacetEvidence,
    /// Why.
    pub because: Because,
}

/// A tool that needs a named person's approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredApprover {
    /// The tool.
    pub tool: String,
    /// Its categories; empty for a tool of unknown effect in none.
    pub categories: BTreeSet<Approval>,
    /// Who approves; `None` where nobody is named.
    pub approver: Option<String>,
    /// What the approver is shown. Source: seed, "Approval should include …".
    pub card: ApprovalCard,
}

/// The approval card of a tool: what a person must see before saying yes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApprovalCard {
    /// What the input will look like, without its values.
    pub input_summary: String,
    /// Objects expected to change.
    pub objects: String,
    /// The way back.
    pub rollback: String,
    /// How the result is read back.
    pub read_back: String,
}

/// A tool on the surface, after the record's entries were taken into account.
#[derive(Debug, Clone, PartialEq)]
pub struct SurfaceTool {
    /// The tool.
    pub tool: crate::Tool,
    /// What bounds it, where it is broad and bounded by evidence.
    pub bounded_by: Option<String>,
}

/// The way to the next gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextGate {
    /// Supplying all of these, and nothing else, reaches at least this gate. The shortest such list that a
    /// bounded search finds.
    Needs {
        /// The gate.
        gate: Gate,
        /// What to supply, in canonical order.
        needs: Vec<Need>,
    },
    /// No evidence that a reader could supply gets there: only the server's makers (or the reviewer who holds it down) can.
    OutOfReach {
        /// The gate that is out of reach; `None` at the highest.
        gate: Option<Gate>,
        /// Why.
        because: String,
    },
}

/// One thing to supply.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// What kind of thing.
    pub kind: NeedKind,
    /// Which one: a facet, criterion, dimension, tool, class, source kind or check id.
    pub id: String,
    /// For a score: at least this one.
    pub at_least: Option<Score>,
    /// What to do, in words.
    pub says: String,
}

/// Kinds of need, in canonical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NeedKind {
    /// Attest a facet.
    Facet,
    /// Attest a criterion.
    Criterion,
    /// Score a dimension.
    Score,
    /// Name an approver for a tool.
    Approver,
    /// Evidence a bound on a tool.
    Bound,
    /// Exclude a tool.
    Exclude,
    /// Accept a sensitive class.
    Sensitive,
    /// Link a source.
    Source,
    /// Confirm that no critical failure remains.
    Confirmation,
    /// Set the next review.
    NextReview,
    /// Observe something: run in the sandbox, list again.
    Observe,
    /// Write a review record pinned to what the server lists now.
    Pin,
}

impl NeedKind {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Facet => "facet",
            Self::Criterion => "criterion",
            Self::Score => "score",
            Self::Approver => "approver",
            Self::Bound => "bound",
            Self::Exclude => "exclude",
            Self::Sensitive => "sensitive",
            Self::Source => "source",
            Self::Confirmation => "confirmation",
            Self::NextReview => "next_review",
            Self::Observe => "observe",
            Self::Pin => "pin",
        }
    }
}
