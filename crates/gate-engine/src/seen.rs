//! What the checks saw, and how each facet stands.

use crate::rubric::is_computed;
use crate::standing::{Answers, Standing};
use crate::{Because, Case, Facet, FacetEvidence, Observation, Outcome};
use std::collections::BTreeMap;

/// How each check ended, by id. The engine's own checks (`surface:…`, `critical:…`) stand beside the probes'.
#[derive(Debug, Default)]
pub(crate) struct Checks<'a> {
    pub(crate) seen: BTreeMap<&'a str, Seen<'a>>,
    /// Ids that callers may not use.
    pub(crate) refused: Vec<&'a str>,
}

/// How one check ended.
#[derive(Debug, Clone)]
pub(crate) struct Seen<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) facets: Vec<Facet>,
    /// What it saw; `None` for the engine's own.
    pub(crate) because: Option<&'a Because>,
    /// Whether it passes only because the tools that it rests on are excluded.
    pub(crate) relieved: bool,
}

impl<'a> Checks<'a> {
    /// Two observations of one check: the worse counts, for the facets of both.
    pub(crate) fn of(case: &'a Case, standing: &Standing<'_>) -> Self {
        let mut checks = Self::default();
        for observation in case.live.iter().flat_map(|live| &live.observations) {
            if is_computed(&observation.check) {
                checks.refused.push(&observation.check);
                continue;
            }
            let seen = Seen::of(observation, standing);
            match checks.seen.get_mut(observation.check.as_str()) {
                None => drop(checks.seen.insert(&observation.check, seen)),
                Some(old) => {
                    let mut facets = seen.facets.clone();
                    facets.extend(&old.facets);
                    if seen.rank() < old.rank() {
                        *old = seen;
                    }
                    facets.sort();
                    facets.dedup();
                    old.facets = facets;
                }
            }
        }
        checks
    }

    pub(crate) fn outcome(&self, check: &str) -> Option<Outcome> {
        self.seen.get(check).map(|seen| seen.outcome)
    }

    /// Adds a check that the engine computes itself.
    pub(crate) fn compute(&mut self, check: &'static str, outcome: Outcome, facets: Vec<Facet>) {
        self.seen.insert(
            check,
            Seen {
                outcome,
                facets,
                because: None,
                relieved: false,
            },
        );
    }
}

impl<'a> Seen<'a> {
    fn of(observation: &'a Observation, standing: &Standing<'_>) -> Self {
        let relieved = rests_on_tools(observation)
            && observation
                .tools
                .iter()
                .all(|tool| standing.excluded.contains_key(tool.as_str()));
        Self {
            outcome: if relieved {
                Outcome::Pass
            } else {
                observation.outcome
            },
            facets: observation.facets.clone(),
            because: Some(&observation.because),
            relieved,
        }
    }

    /// Worst first; then anything that makes the choice independent of order.
    fn rank(&self) -> (u8, Option<&Because>, bool) {
        let severity = match self.outcome {
            Outcome::Fail => 0,
            Outcome::Error => 1,
            Outcome::Inconclusive => 2,
            Outcome::NotApplicable => 3,
            Outcome::Pass => 4,
        };
        (severity, self.because, self.relieved)
    }
}

/// Whether excluding tools could make this observation count as a pass.
pub(crate) fn rests_on_tools(observation: &Observation) -> bool {
    matches!(observation.outcome, Outcome::Fail | Outcome::Inconclusive)
        && !observation.tools.is_empty()
}

/// How one facet stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FacetView<'a> {
    pub(crate) facet: Facet,
    pub(crate) evidence: FacetEvidence,
    /// The first check, by id, that passes, fails, or could not tell.
    pub(crate) passing: Option<&'a str>,
    pub(crate) failing: Option<&'a str>,
    pub(crate) unclear: Option<&'a str>,
    pub(crate) answers: Answers<'a>,
}

impl<'a> FacetView<'a> {
    /// Every facet, in canonical order.
    pub(crate) fn all(checks: &Checks<'a>, standing: &Standing<'a>) -> Vec<Self> {
        let mut all: Vec<Self> = Facet::ALL
            .iter()
            .map(|facet| Self {
                facet: *facet,
                evidence: FacetEvidence::Missing,
                passing: None,
                failing: None,
                unclear: None,
                answers: standing.about_facet(*facet),
            })
            .collect();
        for (check, seen) in &checks.seen {
            for facet in &seen.facets {
                let Some(view) = all.get_mut(*facet as usize) else {
                    continue;
                };
                let slot = match seen.outcome {
                    Outcome::Pass => &mut view.passing,
                    Outcome::Fail => &mut view.failing,
                    Outcome::Inconclusive | Outcome::Error => &mut view.unclear,
                    Outcome::NotApplicable => continue,
                };
                slot.get_or_insert(check);
            }
        }
        for view in &mut all {
            view.evidence = view.judge();
        }
        all
    }

    fn judge(&self) -> FacetEvidence {
        let attested = self.answers.evidences(true).is_some();
        match (attested, self.failing, self.passing, self.unclear) {
            (true, Some(_), ..) => FacetEvidence::Contradicted,
            (true, None, ..) => FacetEvidence::Attested,
            (false, None, Some(_), None) if self.answers.no.is_none() => FacetEvidence::Observed,
            _ => FacetEvidence::Missing,
        }
    }

    /// Whether it is evidenced at all.
    pub(crate) fn evidenced(&self) -> bool {
        matches!(
            self.evidence,
            FacetEvidence::Observed | FacetEvidence::Attested
        )
    }

    /// Whether a person's `yes` (or "does not arise", where that will do) stands unopposed.
    pub(crate) fn attested(&self, not_applicable_will_do: bool) -> bool {
        self.evidence == FacetEvidence::Attested
            && self.answers.evidences(not_applicable_will_do).is_some()
    }
}
