//! The nine items of the evidence checklist, a section each.

use super::escape::{code, md};
use super::{DIGITS, Notes, TEXT};
use crate::model::{facet_id, ids, quoted, target_line};
use evidence::Target;
use gate_engine::{FacetEvidence, FacetState, Item};

impl Notes<'_> {
    pub(super) fn evidence(&mut self) {
        let coverage = self.review.decision.coverage();
        self.heading(2, "Evidence");
        self.line(&format!(
            "Of 50 facets {} are observed, {} attested, {} contradicted and {} missing.\n",
            coverage.observed, coverage.attested, coverage.contradicted, coverage.missing
        ));
        self.how_to_see_it_again();
        for item in Item::ALL {
            let states: Vec<&FacetState> = self
                .review
                .decision
                .facets
                .iter()
                .filter(|state| state.facet.item() == *item)
                .collect();
            let evidenced = states
                .iter()
                .filter(|state| {
                    matches!(
                        state.evidence,
                        FacetEvidence::Observed | FacetEvidence::Attested
                    )
                })
                .count();
            self.heading(
                3,
                &format!("{} ({evidenced} of {})", item.title(), states.len()),
            );
            for state in states {
                self.facet(state);
            }
        }
    }

    fn facet(&mut self, state: &FacetState) {
        let rests = self.rests_on(&ids(&state.because));
        let claim = md(&state.because.text, TEXT);
        let title = format!("- **{}**: {}", state.facet.id(), facet_id(state.evidence));
        if rests.is_empty() {
            self.line(&format!("{title} ({claim}). {}", state.facet.question()));
            return;
        }
        self.line(&format!("{title}. {}", state.facet.question()));
        self.line(&format!("  - {claim}"));
        self.line(&format!("  - rests on {rests}"));
        let seen = state
            .because
            .evidence
            .iter()
            .find_map(|id| id.strip_prefix("frame:")?.parse::<u64>().ok());
        if let (Some(frame), Some(path)) = (seen, self.origin.transcript) {
            // The header is the first line of the file and frames count from 0.
            self.line(&format!(
                "  - see it: {}",
                code(&format!(
                    "sed -n {}p {}",
                    frame.saturating_add(2),
                    quoted(path)
                ))
            ));
        }
    }

    fn how_to_see_it_again(&mut self) {
        let Some(seen) = &self.review.seen else {
            self.line("Every claim here is a person's: `record:N` is line N of the review record.");
            return;
        };
        let again = match (self.origin.transcript, &seen.facts.header.target) {
            (Some(path), _) => format!("mcp-gatecheck replay {} --format json", quoted(path)),
            (None, Target::Stdio { .. }) => format!(
                "mcp-gatecheck probe --format json -- {}",
                target_line(&seen.facts.header.target)
            ),
            (None, Target::Http { url }) => {
                format!("mcp-gatecheck probe --format json {}", quoted(url))
            }
        };
        self.line(&format!(
            "Every claim here follows again from {}.",
            code(&crate::escape::visible(&again))
        ));
        self.line(&format!(
            "`frame:N` is line N + 2 of the transcript; the {DIGITS} digits after it begin the SHA-256 of its bytes \
             (`sed -n LINEp TRANSCRIPT | jq -j .text | sha256sum`). `check:ID` is a probe (`mcp-gatecheck explain ID`), `record:N` line N of the review record."
        ));
    }
}
