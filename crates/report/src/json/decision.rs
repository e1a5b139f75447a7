//! The decision and what it rests on.

use super::parts::text;
use crate::model::{critical_id, facet_id, ids, met_id, reasons};
use gate_engine::{Because as Why, Gate, NextGate, Scored};
use review::Review;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
pub(super) struct Decision {
    gate: &'static str,
    band: &'static str,
    total: u8,
    date: String,
    rubric: &'static str,
    because: Vec<Because>,
    #[serde(serialize_with = "in_order")]
    scores: Vec<(&'static str, Score)>,
    conditions: Vec<Condition>,
    caps: Vec<Cap>,
    critical: Vec<Critical>,
    next_gate: Next,
    required_approvers: Vec<RequiredApprover>,
    known_limits: Vec<String>,
    assumes: Vec<String>,
    notes: Vec<Because>,
    void: Option<Because>,
    facets: Vec<Facet>,
    required: Option<&'static str>,
}

/// A map in the order that it is given in.
fn in_order<S: Serializer>(
    pairs: &[(&'static str, Score)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(key, value)| (key, value)))
}

#[derive(Serialize)]
pub(super) struct Because {
    text: String,
    evidence: Vec<String>,
}

#[derive(Serialize)]
struct Score {
    score: u8,
    /// What the ladder alone gives.
    climbed: u8,
    /// What the observations allow at most.
    cap: u8,
    rung_reasons: Vec<Rung>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewer: Option<Because>,
}

#[derive(Serialize)]
struct Rung {
    rung: u8,
    met: bool,
    lacks_human: bool,
    criteria: Vec<Criterion>,
}

#[derive(Serialize)]
struct Criterion {
    id: &'static str,
    state: &'static str,
    because: Because,
}

#[derive(Serialize)]
struct Condition {
    id: &'static str,
    holds: bool,
    because: Because,
    gates: Vec<&'static str>,
}

#[derive(Serialize)]
struct Cap {
    id: String,
    gate: &'static str,
    because: Because,
}

#[derive(Serialize)]
struct Critical {
    id: &'static str,
    state: &'static str,
    because: Because,
}

#[derive(Serialize)]
struct Next {
    gate: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<Vec<Need>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
}

#[derive(Serialize)]
struct Need {
    kind: &'static str,
    id: String,
    /// For a score: the least that is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<u8>,
    says: String,
}

#[derive(Serialize)]
struct RequiredApprover {
    tool: String,
    categories: Vec<&'static str>,
    approver: Option<String>,
    card: Card,
}

#[derive(Serialize)]
struct Card {
    input_summary: String,
    objects: String,
    rollback: String,
    read_back: String,
}

#[derive(Serialize)]
struct Facet {
    id: &'static str,
    state: &'static str,
    because: Because,
}

pub(super) fn because(why: &Why) -> Because {
    Because {
        text: text(&why.text),
        evidence: ids(why),
    }
}

pub(super) fn decision(review: &Review) -> Decision {
    let from = &review.decision;
    Decision {
        gate: from.gate.id(),
        band: from.band.id(),
        total: from.total,
        date: review.input.now.to_string(),
        rubric: from.rubric,
        because: reasons(review)
            .iter()
            .map(|reason| Because {
                text: text(&reason.heading().map_or_else(
                    || reason.because.text.clone(),
                    |heading| format!("{heading}: {}", reason.because.text),
                )),
                evidence: ids(&reason.because),
            })
            .collect(),
        scores: from
            .scores
            .iter()
            .map(|(dimension, scored)| (dimension.id(), score(scored)))
            .collect(),
        conditions: from
            .conditions
            .iter()
            .map(|condition| Condition {
                id: condition.id,
                holds: condition.holds,
                because: because(&condition.because),
                gates: condition.gates.iter().map(|gate| gate.id()).collect(),
            })
            .collect(),
        caps: from
            .caps
            .iter()
            .map(|cap| Cap {
                id: cap.id.clone(),
                gate: cap.gate.id(),
                because: because(&cap.because),
            })
            .collect(),
        critical: from
            .critical
            .iter()
            .map(|failure| Critical {
                id: failure.id.id(),
                state: critical_id(failure.state),
                because: because(&failure.because),
            })
            .collect(),
        next_gate: next(&from.next_gate),
        required_approvers: approvers(from),
        known_limits: from.known_limits.iter().map(|limit| text(limit)).collect(),
        assumes: from.assumes.iter().map(|assumed| text(assumed)).collect(),
        notes: from
            .notes
            .iter()
            .chain(&review.notes)
            .map(because)
            .collect(),
        void: from.void.as_ref().map(because),
        facets: from
            .facets
            .iter()
            .map(|state| Facet {
                id: state.facet.id(),
                state: facet_id(state.evidence),
                because: because(&state.because),
            })
            .collect(),
        required: review.input.require.map(Gate::id),
    }
}

fn score(scored: &Scored) -> Score {
    let criterion = |criterion: &gate_engine::CriterionState| Criterion {
        id: criterion.id,
        state: met_id(criterion.state),
        because: because(&criterion.because),
    };
    Score {
        score: scored.score.points(),
        climbed: scored.climbed.points(),
        cap: scored.cap.points(),
        rung_reasons: scored
            .rungs
            .iter()
            .map(|rung| Rung {
                rung: rung.score.points(),
                met: rung.met,
                lacks_human: rung.lacks_human,
                criteria: rung.criteria.iter().map(criterion).collect(),
            })
            .collect(),
        reviewer: scored.reviewer.as_ref().map(because),
    }
}

fn next(next: &NextGate) -> Next {
    match next {
        NextGate::Needs { gate, needs } => Next {
            gate: Some(gate.id()),
            needs: Some(
                needs
                    .iter()
                    .map(|need| Need {
                        kind: need.kind.id(),
                        id: text(&need.id),
                        at_least: need.at_least.map(gate_engine::Score::points),
                        says: text(&need.says),
                    })
                    .collect(),
            ),
            because: None,
        },
        // A gate that nobody can supply is no next gate: `null`, with the reason.
        NextGate::OutOfReach { because, .. } => Next {
            gate: None,
            needs: None,
            because: Some(text(because)),
        },
    }
}

fn approvers(decision: &gate_engine::Decision) -> Vec<RequiredApprover> {
    let one = |needed: &gate_engine::RequiredApprover| RequiredApprover {
        tool: text(&needed.tool),
        categories: needed
            .categories
            .iter()
            .map(|category| category.id())
            .collect(),
        approver: needed.approver.clone(),
        card: Card {
            input_summary: text(&needed.card.input_summary),
            objects: text(&needed.card.objects),
            rollback: text(&needed.card.rollback),
            read_back: text(&needed.card.read_back),
        },
    };
    decision.required_approvers.iter().map(one).collect()
}
