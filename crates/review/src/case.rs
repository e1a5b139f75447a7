//! What was seen, in the gate engine's words.

use crate::Seen;
use evidence::{FrameId, Item, Kind, Observed};
use gate_engine::{Because, Bound, Live, Observation, Sensitive, Tool, rubric};
use judge::{Claim, JudgedResource, JudgedTool};
use probes::{Finding, Outcome, Probe, SubjectKind};
use std::collections::{BTreeMap, BTreeSet};

/// Frames beyond this many add nothing to a reason.
const MOST_FRAMES: usize = 8;

pub(crate) fn live(seen: &Seen) -> Live {
    let listing_complete = complete(seen, Kind::Tool);
    let whole_server = whole_server_checks();
    // Where tools may be hidden, leaving out the known ones mends nothing.
    let mendable = |check: &str| listing_complete && !whole_server.contains(check);
    let observed = |(probe, outcome): &(&Probe, Outcome)| {
        observation(probe, outcome, mendable(probe.definition.id))
    };
    Live {
        tools: seen.judged.tools.iter().map(tool).collect(),
        listing_complete,
        resources_reach: resources_reach(&seen.judged.resources),
        observations: seen.probes.iter().map(observed).collect(),
        pin: seen.facts.pin.clone(),
    }
}

/// Whether every page of a kind was seen, or there is nothing of the kind.
fn complete(seen: &Seen, kind: Kind) -> bool {
    matches!(
        seen.facts.inventory.complete.get(&kind),
        Some(Observed::Seen { .. } | Observed::NotOffered)
    )
}

fn tool(judged: &JudgedTool) -> Tool {
    Tool {
        name: judged.item.label(),
        effect: judged.effect,
        broad: judged.broad,
        bound: judged.bound.clone().map_or(Bound::None, Bound::Stated),
        sensitive: judged.sensitive.clone(),
        approval: judged.approval.clone(),
        because: because(&judged.because, &judged.item),
    }
}

fn because(claims: &[Claim], item: &Item) -> Because {
    let text: Vec<String> = claims
        .iter()
        .map(|claim| format!("{}: {} “{}”", claim.claim, claim.from, claim.text))
        .collect();
    Because {
        text: text.join("; "),
        evidence: vec![item.at.frame.to_string()],
    }
}

/// Each class with the first resource that reaches it.
fn resources_reach(resources: &[JudgedResource]) -> Vec<(Sensitive, Because)> {
    let mut reach: BTreeMap<Sensitive, Because> = BTreeMap::new();
    for resource in resources {
        for class in &resource.sensitive {
            reach.entry(*class).or_insert_with(|| Because {
                text: format!("“{}” reaches {}", resource.item.label(), class.title()),
                evidence: vec![resource.item.at.frame.to_string()],
            });
        }
    }
    reach.into_iter().collect()
}

fn observation(probe: &Probe, outcome: &Outcome, mendable: bool) -> Observation {
    let check = probe.definition.id;
    let tools = if mendable {
        tools_alone(outcome)
    } else {
        BTreeSet::new()
    };
    let (kind, text, frames) = told(outcome);
    let mut evidence = vec![format!("check:{check}")];
    evidence.extend(frames.iter().take(MOST_FRAMES).map(FrameId::to_string));
    Observation {
        check: check.to_owned(),
        outcome: kind,
        facets: probe.definition.facets.to_vec(),
        because: Because { text, evidence },
        tools,
    }
}

/// Checks that an exclusion cannot mend: deception, secrets and authentication are judged on the whole server.
fn whole_server_checks() -> BTreeSet<&'static str> {
    let rules = rubric().critical.iter();
    rules
        .flat_map(|rule| rule.confirmed_by.iter().chain(rule.cleared_by))
        .copied()
        .collect()
}

/// The tools that a failing or inconclusive outcome rests on, where it rests on tools alone.
fn tools_alone(outcome: &Outcome) -> BTreeSet<String> {
    let (Outcome::Fail { findings } | Outcome::Inconclusive { findings, .. }) = outcome else {
        return BTreeSet::new();
    };
    let name = |finding: &Finding| {
        let about_tool = matches!(
            finding.subject.kind,
            SubjectKind::Tool | SubjectKind::Parameter
        );
        about_tool.then(|| finding.subject.name.clone())
    };
    findings
        .iter()
        .map(name)
        .collect::<Option<_>>()
        .unwrap_or_default()
}

fn told(outcome: &Outcome) -> (gate_engine::Outcome, String, Vec<FrameId>) {
    use gate_engine::Outcome as Kind;
    match outcome {
        Outcome::Pass { says, frames, .. } => (Kind::Pass, says.clone(), frames.clone()),
        Outcome::Fail { findings } => (Kind::Fail, first_of(findings), frames_of(findings)),
        Outcome::NotApplicable { because } => (Kind::NotApplicable, because.clone(), Vec::new()),
        Outcome::Inconclusive {
            because, findings, ..
        } => (Kind::Inconclusive, because.clone(), frames_of(findings)),
        Outcome::Error { because } => (Kind::Error, because.clone(), Vec::new()),
    }
}

/// The gravest finding, and how many others there are.
fn first_of(findings: &[Finding]) -> String {
    let gravest = findings.iter().rev().max_by_key(|finding| finding.severity);
    let message = gravest.map(named).unwrap_or_default();
    match findings.len() {
        0 | 1 => message,
        more => format!("{message} (and {} more)", more - 1),
    }
}

/// A finding's message, with the name of what it is about where the message lacks it.
fn named(finding: &Finding) -> String {
    let (name, message) = (&finding.subject.name, &finding.message);
    if finding.subject.kind == SubjectKind::Server
        || name.is_empty()
        || message.contains(name.as_str())
    {
        message.clone()
    } else {
        format!("“{name}”: {message}")
    }
}

fn frames_of(findings: &[Finding]) -> Vec<FrameId> {
    let frames: BTreeSet<FrameId> = findings
        .iter()
        .flat_map(|finding| finding.frames.iter().copied())
        .collect();
    frames.into_iter().collect()
}
