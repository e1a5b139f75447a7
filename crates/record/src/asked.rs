//! What a person's answer to a facet is good for.

use gate_engine::{Decision, Facet, Meets, Met, rubric};
use std::fmt::Write as _;

/// Whether a person's answer to a facet, observed or not, would stand in for a check that did not pass.
pub(crate) fn stands_in(decision: &Decision, facet: Facet) -> bool {
    let mut criteria = rubric().criteria_of_facet(facet);
    criteria.any(|criterion| {
        let rungs = decision.scores[criterion.dimension].rungs.iter();
        let mut states = rungs.flat_map(|rung| &rung.criteria);
        criterion.meets == Meets::ObservedOrAttested
            && states.any(|state| {
                state.id == criterion.id && matches!(state.state, Met::Missing | Met::Inconclusive)
            })
    })
}

/// What an answer to a facet counts for.
pub(crate) fn counts_for(facet: Facet) -> String {
    let mut text = format!("Asked for by {}", facet.first_gate().title());
    let criteria: Vec<String> = rubric()
        .criteria_of_facet(facet)
        .map(|criterion| format!("{} (point {})", criterion.id, criterion.rung.id()))
        .collect();
    if !criteria.is_empty() {
        let _ = write!(text, "; counts for {}", criteria.join(", "));
    }
    text.push('.');
    text
}
