//! Why the gate is what it is.

use super::condition_title;
use crate::escape::capped;
use evidence::FrameId;
use gate_engine::{Because, CriticalState, Gate};
use review::Review;
use std::collections::BTreeSet;

/// One reason for the gate.
#[derive(Debug, Clone)]
pub(crate) struct Reason {
    /// The highest gate that it leaves.
    pub(crate) gate: Gate,
    /// A few words.
    pub(crate) title: String,
    /// The sentence and its evidence.
    pub(crate) because: Because,
}

impl Reason {
    /// The title, unless the sentence says the same.
    pub(crate) fn heading(&self) -> Option<&str> {
        Some(self.title.as_str()).filter(|title| !self.because.text.contains(title))
    }
}

/// Why the gate is no higher, heaviest first.
pub(crate) fn reasons(review: &Review) -> Vec<Reason> {
    let decision = &review.decision;
    let mut reasons = Vec::new();
    let mut push = |gate, title: &str, because: &Because| {
        reasons.push(Reason {
            gate,
            title: title.to_owned(),
            because: because.clone(),
        })
    };
    for failure in decision
        .critical
        .iter()
        .filter(|failure| failure.state == CriticalState::Confirmed)
    {
        push(Gate::Block, failure.id.title(), &failure.because);
    }
    for cap in &decision.caps {
        match cap.id.as_str() {
            "critical_confirmed" | "critical_unknown" | "conditions" => {}
            id => push(cap.gate, cap_title(id), &cap.because),
        }
    }
    for failure in decision
        .critical
        .iter()
        .filter(|failure| failure.state == CriticalState::Unknown)
    {
        push(
            Gate::Prototype,
            &format!("{} not ruled out", failure.id.title()),
            &failure.because,
        );
    }
    for cap in decision.caps.iter().filter(|cap| cap.id == "conditions") {
        let asked = |gates: &[Gate]| {
            gates
                .iter()
                .any(|gate| *gate > cap.gate && *gate <= decision.band)
        };
        let failed: Vec<_> = decision
            .conditions
            .iter()
            .filter(|condition| !condition.holds && asked(&condition.gates))
            .collect();
        for condition in &failed {
            push(cap.gate, condition_title(condition.id), &condition.because);
        }
        if failed.is_empty() {
            push(cap.gate, "conditions", &cap.because);
        }
    }
    if let Some((next, starts)) = next_band(review) {
        let text = format!(
            "the six scores add up to {}, {} starts at {starts}{}",
            decision.total,
            next.title(),
            zeros(review)
        );
        push(
            decision.band,
            "total",
            &Because {
                text,
                evidence: Vec::new(),
            },
        );
    }
    reasons.sort_by_key(|reason| reason.gate);
    reasons
}

/// The dimensions that give nothing, where that is what a reader should look at first.
fn zeros(review: &Review) -> String {
    let zero: Vec<&str> = review
        .decision
        .scores
        .iter()
        .filter(|(_, scored)| scored.score.points() == 0)
        .map(|(dimension, _)| dimension.title())
        .collect();
    match zero.as_slice() {
        [] | [_, _, _, _, ..] => String::new(),
        [one] => format!("; {one} is 0"),
        many => format!("; {} are 0", many.join(", ")),
    }
}

/// The gate above the band, with the total at which it starts.
fn next_band(review: &Review) -> Option<(Gate, u8)> {
    let at = review.decision.band as usize;
    Some((
        *Gate::ALL.get(at + 1)?,
        *review.input.policy.thresholds.get(at)?,
    ))
}

fn cap_title(id: &str) -> &str {
    match id {
        "sensitive_data" => "sensitive data",
        "no_review_record" => "no review record",
        "void" => "the record does not count",
        "assigned" => "held by the reviewer",
        other => other,
    }
}

/// The ids that something rests on, each once.
pub(crate) fn ids(because: &Because) -> Vec<String> {
    let mut seen = BTreeSet::new();
    because
        .evidence
        .iter()
        .filter(|id| seen.insert(id.as_str()))
        .map(|id| capped(id, 80))
        .collect()
}

/// The first ids and how many more there are.
pub(crate) fn some(ids: &[String], most: usize) -> String {
    let mut text = ids.iter().take(most).cloned().collect::<Vec<_>>().join(" ");
    if ids.len() > most {
        text.push_str(&format!(" +{}", ids.len() - most));
    }
    text
}

/// What was set aside, and why: statements without effect, acceptances that accept nothing.
pub(crate) fn set_aside(review: &Review) -> Vec<&Because> {
    review
        .decision
        .void
        .iter()
        .chain(&review.decision.notes)
        .chain(&review.notes)
        .collect()
}

pub(crate) fn frame_ids(frames: &[FrameId]) -> Vec<String> {
    frames.iter().map(ToString::to_string).collect()
}
