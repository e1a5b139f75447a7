//! The document: target, exit, coverage, decision.

use super::parts::{
    Finding, Probe, Prompt, Protocol, Resource, ServerRequest, Tool, Transcript, bounded, text,
};
use crate::Origin;
use crate::model::{critical_id, facet_id, handshakes, ids, met_id, reasons};
use evidence::Target as Probed;
use gate_engine::{Because as Why, Gate, NextGate, Scored};
use review::Review;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    schema: &'static str,
    tool_version: &'a str,
    taken_at: Option<String>,
    target: Target,
    exit: Exit,
    coverage: Coverage,
    decision: Decision,
    protocol: Option<Protocol>,
    tools: Vec<Tool>,
    resources: Vec<Resource>,
    templates: Vec<Resource>,
    prompts: Vec<Prompt>,
    server_requests: Vec<ServerRequest>,
    findings: Vec<Finding>,
    probes: Vec<Probe>,
    not_measured: Vec<NotMeasured>,
    start: Option<Start>,
    /// The sandbox is not built yet: what it did will stand here.
    sandbox: Option<Value>,
    transcript: Option<Transcript>,
}

#[derive(Serialize)]
struct Target {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_info: Option<Value>,
    /// What the record says of the server.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    record: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Exit {
    code: u8,
    all: Vec<u8>,
}

#[derive(Serialize)]
struct Coverage {
    facets_total: usize,
    observed: usize,
    attested: usize,
    contradicted: usize,
    missing: usize,
}

#[derive(Serialize)]
struct Decision {
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

#[derive(Serialize)]
struct NotMeasured {
    what: String,
    why: String,
    remedy: String,
}

/// What is known of a failed start.
#[derive(Serialize)]
struct Start {
    what: String,
    last: Vec<Line>,
    hint: Option<String>,
}

#[derive(Serialize)]
struct Line {
    frame: String,
    text: String,
}

impl<'a> Document<'a> {
    pub(super) fn of(review: &Review, origin: Origin<'a>) -> Self {
        let facts = review.seen.as_ref().map(|seen| &seen.facts);
        Self {
            schema: "mcp-gatecheck/review/1",
            tool_version: origin.tool_version,
            taken_at: facts.map(|facts| text(&facts.header.started)),
            target: target(review),
            exit: exit(review),
            coverage: coverage(review),
            decision: decision(review),
            protocol: facts.map(Protocol::of),
            tools: Tool::all(review),
            resources: review
                .seen
                .iter()
                .flat_map(|seen| Resource::all(seen, evidence::Kind::Resource))
                .collect(),
            templates: review
                .seen
                .iter()
                .flat_map(|seen| Resource::all(seen, evidence::Kind::Template))
                .collect(),
            prompts: facts
                .into_iter()
                .flat_map(|facts| &facts.inventory.prompts)
                .map(Prompt::of)
                .collect(),
            server_requests: facts.map(ServerRequest::all).unwrap_or_default(),
            findings: Finding::all(review),
            probes: review
                .seen
                .iter()
                .flat_map(|seen| &seen.probes)
                .map(Probe::of)
                .collect(),
            not_measured: review
                .not_measured
                .iter()
                .map(|gap| NotMeasured {
                    what: text(&gap.what),
                    why: text(&gap.why),
                    remedy: text(&gap.remedy),
                })
                .collect(),
            start: facts.and_then(crate::start_help).map(|help| Start {
                what: text(&help.what),
                last: help
                    .last
                    .iter()
                    .map(|(frame, line)| Line {
                        frame: frame.to_string(),
                        text: text(line),
                    })
                    .collect(),
                hint: help.hint,
            }),
            sandbox: None,
            transcript: review.seen.as_ref().map(|seen| Transcript {
                sha256: seen.transcript_sha256.clone(),
                path: origin.transcript.map(str::to_owned),
            }),
        }
    }
}

pub(super) fn because(why: &Why) -> Because {
    Because {
        text: text(&why.text),
        evidence: ids(why),
    }
}

fn target(review: &Review) -> Target {
    let record = review
        .input
        .record
        .iter()
        .flat_map(|record| record.server.iter().cloned())
        .collect();
    let Some(seen) = &review.seen else {
        return Target {
            kind: "record",
            command: None,
            url: None,
            server_info: None,
            record,
        };
    };
    let server_info = handshakes(&seen.facts)
        .find_map(|handshake| handshake.server_info.as_ref())
        .map(bounded);
    match &seen.facts.header.target {
        Probed::Stdio { command } => Target {
            kind: "stdio",
            command: Some(command.iter().map(|arg| text(arg)).collect()),
            url: None,
            server_info,
            record,
        },
        Probed::Http { url } => Target {
            kind: "http",
            command: None,
            url: Some(text(url)),
            server_info,
            record,
        },
    }
}

fn exit(review: &Review) -> Exit {
    let all: Vec<u8> = review.exits.iter().map(|exit| *exit as u8).collect();
    Exit {
        code: all.first().copied().unwrap_or(0),
        all,
    }
}

fn coverage(review: &Review) -> Coverage {
    let counted = review.decision.coverage();
    Coverage {
        facets_total: gate_engine::Facet::ALL.len(),
        observed: counted.observed,
        attested: counted.attested,
        contradicted: counted.contradicted,
        missing: counted.missing,
    }
}

fn decision(review: &Review) -> Decision {
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
