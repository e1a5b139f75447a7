//! Facets in words.

use super::{Explain, because};
use crate::seen::FacetView;
use crate::{Answer, Attestation, Because, Facet, FacetEvidence, FacetState, Stated};

impl Explain<'_, '_> {
    /// The 50 facets.
    pub(super) fn facet_states(&self) -> Vec<FacetState> {
        self.evaluation
            .facets
            .iter()
            .map(|view| FacetState {
                facet: view.facet,
                evidence: view.evidence,
                because: self.facet_view(view),
            })
            .collect()
    }

    /// Why a facet stands as it does.
    pub(super) fn facet(&self, facet: Facet) -> Because {
        self.evaluation
            .facets
            .get(facet as usize)
            .map(|view| self.facet_view(view))
            .unwrap_or_default()
    }

    fn facet_view(&self, view: &FacetView<'_>) -> Because {
        match view.evidence {
            FacetEvidence::Attested => view
                .answers
                .evidences(true)
                .map(attested)
                .unwrap_or_default(),
            FacetEvidence::Observed => view
                .passing
                .map(|check| self.check(check))
                .unwrap_or_default(),
            FacetEvidence::Contradicted => {
                let mut failed = view
                    .failing
                    .map(|check| self.check(check))
                    .unwrap_or_default();
                failed.text = format!("attested, yet observed otherwise: {}", failed.text);
                let statement = view.answers.evidences(true).map(|stated| stated.id.clone());
                failed.evidence.extend(statement);
                failed
            }
            FacetEvidence::Missing => match (view.answers.no, view.failing.or(view.unclear)) {
                (Some(no), _) => attested(no),
                (None, Some(check)) => self.check(check),
                (None, None) => because("nothing evidences it", []),
            },
        }
    }
}

/// What a person answers, in the person's words.
pub(super) fn attested(stated: &Stated<Attestation>) -> Because {
    let says = stated.what.says.trim();
    let text = match (stated.what.answer, says) {
        (Answer::Yes, "") => "a person states it".to_owned(),
        (Answer::Yes, says) => says.to_owned(),
        (Answer::No, "") => "a person states that it is not so".to_owned(),
        (Answer::No, says) => format!("a person states that it is not so: {says}"),
        (Answer::NotApplicable, says) => format!("does not arise: {says}"),
    };
    because(text, [stated.id.as_str()])
}
