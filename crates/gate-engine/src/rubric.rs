//! The ladders as data. `rubric.toml` is the file that people read and edit; `cargo xtask generate` turns it into
//! `rubric/table.rs`, so that nothing is parsed at start-up.

use crate::{CriticalFailure, Dimension, Facet, Score};
use std::collections::BTreeSet;

/// The embedded rubric.
#[derive(Debug, Clone, Copy)]
pub struct Rubric {
    /// Its version: a decision names it.
    pub version: &'static str,
    /// Every criterion, by dimension and rung.
    pub criteria: &'static [Criterion],
    /// Rungs that ask for at least one statement by a person.
    pub human_rungs: &'static [(Dimension, Score)],
    /// What confirms and clears each critical failure, beside what the engine computes from the surface.
    pub critical: &'static [CriticalRule],
}

/// One criterion of a ladder.
#[derive(Debug, Clone, Copy)]
pub struct Criterion {
    /// Its id: `dimension.name`.
    pub id: &'static str,
    /// Its dimension.
    pub dimension: Dimension,
    /// Its rung.
    pub rung: Score,
    /// What must be so.
    pub statement: &'static str,
    /// The checks that observe it.
    pub checks: &'static [&'static str],
    /// The facets that evidence it.
    pub facets: &'static [Facet],
    /// How the two go together.
    pub meets: Meets,
    /// Whether "the question does not arise" meets it.
    pub not_applicable_meets: bool,
    /// The line of the source that it comes from.
    pub source: &'static str,
}

/// How a criterion's checks and facets go together. A failing check always fails the criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meets {
    /// Every check passes; no attestation stands in.
    Observed,
    /// Every check passes; or, where one is missing or could not tell, the facets (all of them) or the criterion itself are attested.
    ObservedOrAttested,
    /// All facets are evidenced, or the criterion itself is attested. Checks, where named, can only hold it down.
    Attested,
    /// Every check passes, and the facets or the criterion are evidenced too.
    Both,
}

/// What confirms and clears one critical failure.
#[derive(Debug, Clone, Copy)]
pub struct CriticalRule {
    /// Which.
    pub id: CriticalFailure,
    /// Any of these failing confirms it; any of these inconclusive keeps it unknown unless a person attests.
    pub confirmed_by: &'static [&'static str],
    /// All of these passing clears it.
    pub cleared_by: &'static [&'static str],
    /// The facets, any of which attested with yes clears it where no observation fails it.
    pub attested_by: &'static [Facet],
}

mod table;

/// The embedded rubric.
#[must_use]
pub fn rubric() -> &'static Rubric {
    &table::RUBRIC
}

impl Rubric {
    /// The criterion of this id; `None` where it names nothing.
    #[must_use]
    pub fn criterion(&self, id: &str) -> Option<&'static Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The ladder of a dimension, in the rubric's order.
    pub fn ladder(&self, dimension: Dimension) -> impl Iterator<Item = &'static Criterion> {
        self.criteria
            .iter()
            .filter(move |criterion| criterion.dimension == dimension)
    }

    /// The criteria that a facet evidences.
    pub fn criteria_of_facet(&self, facet: Facet) -> impl Iterator<Item = &'static Criterion> {
        self.criteria
            .iter()
            .filter(move |criterion| criterion.facets.contains(&facet))
    }

    /// The criteria that a check observes.
    pub fn criteria_of_check<'c>(
        &self,
        check: &'c str,
    ) -> impl Iterator<Item = &'static Criterion> + use<'c> {
        self.criteria
            .iter()
            .filter(move |criterion| criterion.checks.contains(&check))
    }

    /// Whether a rung asks for at least one statement by a person.
    #[must_use]
    pub fn asks_for_a_person(&self, dimension: Dimension, rung: Score) -> bool {
        self.human_rungs.contains(&(dimension, rung))
    }

    /// What confirms and clears a critical failure.
    #[must_use]
    pub fn rule(&self, id: CriticalFailure) -> Option<&'static CriticalRule> {
        self.critical.iter().find(|rule| rule.id == id)
    }

    /// Every check that the rubric asks probes for, sorted; what the engine computes itself is not among them.
    #[must_use]
    pub fn checks(&self) -> BTreeSet<&'static str> {
        let ladders = self.criteria.iter().flat_map(|criterion| criterion.checks);
        let critical = self
            .critical
            .iter()
            .flat_map(|rule| rule.confirmed_by.iter().chain(rule.cleared_by));
        ladders
            .chain(critical)
            .copied()
            .filter(|check| !is_computed(check))
            .collect()
    }
}

/// Whether the engine computes this check itself, from the surface or from a critical failure.
pub(crate) fn is_computed(check: &str) -> bool {
    check.starts_with("surface:") || check.starts_with("critical:")
}
