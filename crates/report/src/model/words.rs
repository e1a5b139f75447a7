//! The outside spelling of what has none of its own, and words for people.

use gate_engine::{CriticalState, FacetEvidence, Gate, Met};
use probes::{Outcome, Severity, SubjectKind};

/// What a gate permits, in plain words. Source: seed, "Decision first: the five production gates".
pub(crate) const fn permits(gate: Gate) -> &'static str {
    match gate {
        Gate::Block => "do not connect it to an agent",
        Gate::Prototype => "local or sandbox testing with fake data",
        Gate::ReadOnly => "production reads; nothing can be changed",
        Gate::WritesWithApproval => "each write after a person has seen a preview and approved it",
        Gate::Production => "routine production use, reviewed periodically",
    }
}

pub(crate) const fn severity_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

pub(crate) const fn outcome_id(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pass { .. } => "pass",
        Outcome::Fail { .. } => "fail",
        Outcome::NotApplicable { .. } => "not_applicable",
        Outcome::Inconclusive { .. } => "inconclusive",
        Outcome::Error { .. } => "error",
    }
}

pub(crate) const fn critical_id(state: CriticalState) -> &'static str {
    match state {
        CriticalState::Confirmed => "confirmed",
        CriticalState::Unknown => "unknown",
        CriticalState::Cleared => "cleared",
    }
}

pub(crate) const fn met_id(state: Met) -> &'static str {
    match state {
        Met::Yes => "met",
        Met::Failed => "failed",
        Met::Inconclusive => "inconclusive",
        Met::Missing => "missing",
    }
}

pub(crate) const fn facet_id(state: FacetEvidence) -> &'static str {
    match state {
        FacetEvidence::Observed => "observed",
        FacetEvidence::Attested => "attested",
        FacetEvidence::Contradicted => "contradicted",
        FacetEvidence::Missing => "missing",
    }
}

/// Why an outcome is what it is, where it says so by itself.
pub(crate) fn outcome_reason(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Pass { says, .. } => Some(says),
        Outcome::Fail { .. } => None,
        Outcome::NotApplicable { because }
        | Outcome::Inconclusive { because, .. }
        | Outcome::Error { because } => Some(because),
    }
}

pub(crate) const fn subject_id(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Server => "server",
        SubjectKind::Tool => "tool",
        SubjectKind::Resource => "resource",
        SubjectKind::Template => "template",
        SubjectKind::Prompt => "prompt",
        SubjectKind::Parameter => "parameter",
        SubjectKind::Url => "url",
        SubjectKind::Config => "config",
    }
}

/// What a condition asks for, in a few words.
pub(crate) fn condition_title(id: &str) -> &str {
    match id {
        "narrow_credentials" => "narrow credentials",
        "logs_available" => "logs available",
        "sampling_limited" => "sampling off or limited",
        "no_mutation" => "nothing on the surface writes",
        "preview" => "preview or dry run",
        "rollback" => "a way back",
        "named_approvers" => "named approvers",
        "all_facets" => "all facets evidenced",
        "sources" => "sources linked",
        "confirmation" => "confirmed by a reviewer",
        "next_review" => "next review set",
        other => other,
    }
}

/// `1 tool`, `2 tools`.
pub(crate) fn count(n: usize, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}

/// The statement of a criterion, or its id where the rubric does not know it.
pub(crate) fn statement(id: &str) -> &str {
    gate_engine::rubric()
        .criteria
        .iter()
        .find(|criterion| criterion.id == id)
        .map_or(id, |criterion| criterion.statement)
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
