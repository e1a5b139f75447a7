//! What a person's answer to a facet is good for.

use gate_engine::{Decision, Facet, Meets, Met, Rung, rubric};
use std::fmt::Write as _;

/// What a person's answer to a facet that was observed would still add; `None` where it adds nothing.
pub(crate) fn adds(decision: &Decision, facet: Facet) -> Option<String> {
    let heard = rubric()
        .criteria_of_facet(facet)
        .filter(|criterion| criterion.meets != Meets::Observed);
    let mut added = heard.filter_map(|criterion| {
        let rungs = &decision.scores[criterion.dimension].rungs;
        let open = |state: Met| matches!(state, Met::Missing | Met::Inconclusive);
        let mut states = rungs.iter().flat_map(|rung| &rung.criteria);
        if criterion.meets == Meets::ObservedOrAttested
            && states.any(|state| state.id == criterion.id && open(state.state))
        {
            return Some(
                "a check that counts for the same could not tell, and yours stands in for it"
                    .to_owned(),
            );
        }
        let rung = rungs.iter().find(|rung| lacks_only_a_word(rung))?;
        Some(format!(
            "point {} of {} asks for a person's word too, which this can be",
            rung.score.id(),
            criterion.dimension.title()
        ))
    });
    added.next()
}

/// Whether all that a rung asks of the server is met, and only a person's statement is not there.
fn lacks_only_a_word(rung: &Rung) -> bool {
    rung.lacks_human && rung.criteria.iter().all(|one| one.state == Met::Yes)
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
