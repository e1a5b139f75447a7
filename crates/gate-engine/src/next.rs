//! The shortest way to the next gate.
//!
//! What a gate asks for is a conjunction of small choices, and points. So the search fixes the few choices that
//! touch several things at once (the gate aimed at, the tools excluded, which facet shows narrow credentials, how
//! bounds are shown), adds what is then forced, and buys the missing points dimension by dimension. Whatever it
//! finds is tried for real and thinned until nothing can be left out.

mod ask;
mod demands;
mod meet;
mod points;
mod search;
mod words;

pub(crate) use ask::Asker;
pub(crate) use search::unlock;

use crate::evaluate::{Evaluation, evaluate};
use crate::{Case, Dimension, Gate, Need, NeedKind, NextGate, Policy, Score, what_if};

/// The shortest list of needs that reaches at least the next gate.
pub(crate) fn next_gate(evaluation: &Evaluation<'_>, policy: &Policy) -> NextGate {
    let Some(next) = Gate::ALL
        .iter()
        .copied()
        .find(|gate| *gate > evaluation.gate)
    else {
        return NextGate::OutOfReach {
            gate: None,
            because: "this is the highest gate".to_owned(),
        };
    };
    let needs = search::shortest(evaluation.case, policy, next);
    way(evaluation, policy, next, needs)
}

/// For each gate above the one assigned, lowest first, what reaches it from here. Where a gate allows writes, its list
/// keeps the tools that write, if any list does.
pub(crate) fn ways(evaluation: &Evaluation<'_>, policy: &Policy) -> Vec<(Gate, NextGate)> {
    let above = Gate::ALL.iter().filter(|gate| **gate > evaluation.gate);
    above
        .map(|gate| {
            let needs = match gate {
                Gate::WritesWithApproval | Gate::Production => {
                    search::shortest_with_all_tools(evaluation.case, policy, *gate)
                }
                _ => search::shortest(evaluation.case, policy, *gate),
            };
            (*gate, way(evaluation, policy, *gate, needs))
        })
        .collect()
}

/// A list of needs in words; without one, why there is none.
fn way(
    evaluation: &Evaluation<'_>,
    policy: &Policy,
    aimed: Gate,
    needs: Option<Vec<Need>>,
) -> NextGate {
    match needs {
        Some(mut needs) => {
            let gate = evaluate(&with(evaluation.case, &needs, policy), policy).gate;
            for need in &mut needs {
                need.says = words::says(need, evaluation);
            }
            NextGate::Needs { gate, needs }
        }
        None => NextGate::OutOfReach {
            gate: Some(aimed),
            because: words::out_of_reach(evaluation, aimed),
        },
    }
}

/// A need without its words.
pub(crate) fn need(kind: NeedKind, id: impl Into<String>) -> Need {
    Need {
        kind,
        id: id.into(),
        at_least: None,
        says: String::new(),
    }
}

/// The need to score a dimension so high.
pub(crate) fn score(dimension: Dimension, least: Score) -> Need {
    Need {
        at_least: Some(least),
        ..need(NeedKind::Score, dimension.id())
    }
}

/// The case with these needs supplied.
fn with<'n>(case: &Case, needs: impl IntoIterator<Item = &'n Need>, policy: &Policy) -> Case {
    let mut case = case.clone();
    let needs: Vec<Need> = needs.into_iter().cloned().collect();
    what_if::supply(&mut case, &needs, policy);
    case
}

/// Whether the first of two lists is better: the shorter, of two as short the first in canonical order, and of two
/// that name the same things the less demanding.
fn better(a: &[Need], b: &[Need]) -> bool {
    let named = |a: &[Need], b: &[Need]| {
        let name = |need: &Need| (need.kind, need.id.clone());
        a.iter().map(name).cmp(b.iter().map(name))
    };
    a.len()
        .cmp(&b.len())
        .then_with(|| named(a, b))
        .then_with(|| a.cmp(b))
        .is_lt()
}
