//! From what was computed to a decision in words.

mod approvals;
mod facets;
mod gates;
mod rungs;

use crate::evaluate::Evaluation;
use crate::surface::{Limit, Shown};
use crate::{
    Because, Bound, Decision, Dimension, NextGate, PerDimension, SurfaceTool, Tool, rubric,
};

/// Puts everything into words.
pub(crate) fn decision(evaluation: &Evaluation<'_>, next_gate: NextGate) -> Decision {
    let explain = Explain { evaluation };
    let scores = PerDimension::from_fn(|dimension| explain.scored(dimension));
    Decision {
        rubric: rubric().version,
        gate: evaluation.gate,
        band: evaluation.band,
        total: evaluation.total,
        scores,
        conditions: explain.conditions(),
        caps: explain.caps(),
        critical: explain.criticals(),
        facets: explain.facet_states(),
        next_gate,
        required_approvers: explain.required_approvers(),
        known_limits: explain.known_limits(),
        assumes: explain.assumes(),
        notes: explain.notes(),
        unbacked: Dimension::ALL
            .iter()
            .copied()
            .filter(|dimension| evaluation.ladders[*dimension].unbacked)
            .collect(),
        surface: evaluation.surface.tools.iter().map(surface_tool).collect(),
        void: explain.void(),
    }
}

/// What the explanations are made from.
#[derive(Clone, Copy)]
struct Explain<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
}

impl Explain<'_, '_> {
    /// Why a check ended as it did: what it saw, and its id.
    fn check(&self, check: &str) -> Because {
        let Some(seen) = self.evaluation.checks.seen.get(check) else {
            return because(format!("nobody looked ({check})"), []);
        };
        let mut because = match seen.because {
            Some(because) => because.clone(),
            None => self.computed(check),
        };
        if seen.relieved {
            because.text.push_str(" (it rests on excluded tools alone)");
        }
        because.evidence.push(format!("check:{check}"));
        because
    }

    /// What the decision takes for granted.
    fn assumes(&self) -> Vec<String> {
        let excluded = &self.evaluation.surface.excluded;
        if excluded.is_empty() {
            return Vec::new();
        }
        vec![format!(
            "excluded tools are kept from the agent: {}",
            names(excluded)
        )]
    }

    /// The record's limits, then those that the decision itself knows.
    fn known_limits(&self) -> Vec<String> {
        let evaluation = self.evaluation;
        let mut limits: Vec<String> = evaluation
            .case
            .record
            .iter()
            .flat_map(|record| record.limits.clone())
            .collect();
        limits.sort();
        limits.dedup();
        match &evaluation.case.live {
            None => {
                limits.push("no server was observed: this rests on the record alone".to_owned())
            }
            Some(live) if !live.listing_complete => {
                limits.push("the listing of tools is not known to be whole".to_owned());
            }
            Some(_) => {}
        }
        if evaluation.case.live.is_some() {
            use crate::Outcome::{Error, Inconclusive};
            let open = |check: &&str| {
                matches!(evaluation.checks.outcome(check), Some(Inconclusive | Error))
            };
            let open = rubric().checks().into_iter().filter(open);
            limits.extend(
                open.map(|check| format!("not measured by {check}: {}", self.check(check).text)),
            );
        }
        limits
    }

    /// What was set aside, and why.
    fn notes(&self) -> Vec<Because> {
        let evaluation = self.evaluation;
        let mut notes = evaluation.standing.notes.clone();
        for (tool, kind, statement) in &evaluation.surface.unlisted {
            let statement = (!statement.is_empty()).then_some(*statement);
            notes.push(because(
                format!("the {kind} names `{tool}`, which nobody listed"),
                statement,
            ));
        }
        for (tool, statement) in &evaluation.surface.unsettled {
            let text = format!(
                "the effect of `{tool}` stays unknown: its entry names no evidence, person and date"
            );
            notes.push(because(text, [*statement]));
        }
        for check in &evaluation.checks.refused {
            notes.push(because(
                format!("`{check}` is computed by the engine: the observation does not count"),
                [],
            ));
        }
        let assigned = evaluation
            .case
            .record
            .as_ref()
            .and_then(|record| record.assigned.as_ref());
        if let Some((gate, _)) = assigned.filter(|(gate, _)| *gate > evaluation.gate) {
            let (assigned, computed) = (gate.title(), evaluation.gate.title());
            notes.push(because(
                format!("the assigned gate, {assigned}, is above {computed}: it changes nothing"),
                [],
            ));
        }
        notes.sort();
        notes.dedup();
        notes
    }
}

/// A tool as the decision shows it.
fn surface_tool(shown: &Shown<'_>) -> SurfaceTool {
    let mut because = shown.because.cloned().unwrap_or_default();
    if because.text.is_empty() {
        "as the record states it".clone_into(&mut because.text);
    }
    because
        .evidence
        .extend(shown.entries.iter().map(|entry| (*entry).to_owned()));
    let bound = match shown.bound {
        Limit::None => Bound::None,
        Limit::Stated(text) => Bound::Stated(text.to_owned()),
        Limit::Observed(text) => Bound::Observed(text.to_owned()),
    };
    because.evidence.extend(
        shown
            .attested_bound
            .map(|(_, statement)| statement.to_owned()),
    );
    let bounded_by = match (shown.bound, shown.attested_bound) {
        (Limit::Observed(text), _) | (_, Some((text, _))) if shown.broad => Some(text.to_owned()),
        _ => None,
    };
    let tool = Tool {
        name: shown.name.to_owned(),
        effect: shown.effect,
        broad: shown.broad,
        bound,
        sensitive: shown.sensitive.clone(),
        approval: shown.approval.clone(),
        because,
    };
    SurfaceTool { tool, bounded_by }
}

/// A reason with its evidence.
fn because<'i>(text: impl Into<String>, evidence: impl IntoIterator<Item = &'i str>) -> Because {
    Because {
        text: text.into(),
        evidence: evidence.into_iter().map(str::to_owned).collect(),
    }
}

/// Names in a row; past the fifth they are counted.
pub(crate) fn names(all: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = all
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    match all.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
