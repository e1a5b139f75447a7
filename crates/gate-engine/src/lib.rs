#![doc = include_str!("../README.md")]

mod case;
mod conditions;
mod critical;
mod decision;
mod evaluate;
mod explain;
mod facet;
mod ladder;
mod next;
mod policy;
mod rubric;
mod seen;
mod standing;
mod surface;
pub mod what_if;
mod words;

pub use case::*;
pub use decision::*;
pub use facet::{Facet, Item};
pub use policy::{Looser, Policy};
pub use rubric::{Criterion, CriticalRule, Meets, Rubric, rubric};
pub use words::*;

/// Decides. The same case and policy give the same decision, whatever the order of their lists.
///
/// The policy is taken as it is: refuse one that loosens anything with [`Policy::validate`] where it is read.
#[must_use]
pub fn decide(case: &Case, policy: &Policy) -> Decision {
    let evaluation = evaluate::evaluate(case, policy);
    let next_gate = next::next_gate(&evaluation, policy);
    explain::decision(&evaluation, next_gate)
}

/// For each gate above the one that [`decide`] assigns, lowest first: what reaches it from here, each a list of its own.
/// A higher gate's list need not hold a lower one's: excluding what writes reaches Read-only, while a gate that allows
/// writes keeps those tools where it can.
#[must_use]
pub fn ways(case: &Case, policy: &Policy) -> Vec<(Gate, NextGate)> {
    next::ways(&evaluate::evaluate(case, policy), policy)
}
