//! Who must approve what, and what they are shown. Source: seed, "Approval should include …".

use super::Explain;
use crate::surface::Shown;
use crate::{
    Approval, ApprovalCard, Dimension, Effect, Facet, FacetEvidence, Met, RequiredApprover,
};

impl Explain<'_, '_> {
    /// Every tool on the surface that needs a named person.
    pub(super) fn required_approvers(&self) -> Vec<RequiredApprover> {
        let tools = self
            .evaluation
            .surface
            .tools
            .iter()
            .filter(|shown| shown.needs_approver());
        tools
            .map(|shown| RequiredApprover {
                tool: shown.name.to_owned(),
                categories: shown.approval.clone(),
                approver: shown
                    .approvers
                    .as_ref()
                    .map(|people| people.iter().map(person).collect::<Vec<_>>().join(", ")),
                card: self.card(shown),
            })
            .collect()
    }

    /// What a person must see before saying yes. What nobody stated is said to be unstated.
    fn card(&self, shown: &Shown<'_>) -> ApprovalCard {
        let name = shown.name;
        let objects = match shown.effect {
            Effect::Destructive => {
                format!("what this call of `{name}` deletes or overwrites, each by its id")
            }
            Effect::Write => {
                format!("what this call of `{name}` creates or changes, each by its id")
            }
            Effect::Read => format!(
                "what this call of `{name}` reaches, each by its id; nothing is expected to change"
            ),
            Effect::Unknown => format!(
                "not known: the effect of `{name}` is unknown, so name what this call may change"
            ),
        };
        ApprovalCard {
            input_summary: format!(
                "the arguments of this call of `{name}`, secrets and personal data masked"
            ),
            objects,
            rollback: self
                .stated(Facet::WriteActionsRollback)
                .unwrap_or_else(|| "not stated: treat it as irreversible".to_owned()),
            read_back: self.read_back(),
        }
    }

    /// A facet's words, where it is evidenced.
    fn stated(&self, facet: Facet) -> Option<String> {
        let view = self.evaluation.facets.get(facet as usize)?;
        matches!(
            view.evidence,
            FacetEvidence::Attested | FacetEvidence::Observed
        )
        .then(|| self.facet(facet).text)
    }

    fn read_back(&self) -> String {
        let scored = self.scored(Dimension::Verification);
        let criteria = scored.rungs.into_iter().flat_map(|rung| rung.criteria);
        let mut met = criteria.filter(|criterion| criterion.state == Met::Yes);
        let read_back = met.find(|criterion| criterion.id == "verification.read-back");
        read_back.map_or_else(
            || "not stated: agree on how the result is read back first".to_owned(),
            |criterion| criterion.because.text,
        )
    }
}

/// A person, with the categories that make them the approver.
fn person((person, categories): &(&str, Vec<Approval>)) -> String {
    if categories.is_empty() {
        return (*person).to_owned();
    }
    let titles: Vec<&str> = categories.iter().map(|category| category.title()).collect();
    format!("{person} ({})", titles.join(", "))
}
