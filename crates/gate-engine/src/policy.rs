//! The thresholds of the gate. An organisation's policy may tighten the built-in one, never loosen it.

use crate::{Facet, Gate, Sensitive};
use std::collections::BTreeSet;
use thiserror::Error;

/// What a decision is made by. [`Policy::default`] is the source's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The lowest total of Prototype only, Read-only, Writes with approval and Production approved: 6, 10, 14, 17.
    /// A gate is in the band only where the thresholds of all lower gates are reached too; above 18 it never is.
    pub thresholds: [u8; 4],
    /// Facets that a gate, and every gate above it, asks for beside those of the built-in conditions.
    pub required_facets: Vec<(Gate, Facet)>,
    /// How long a record without a next review holds, in days: 180.
    pub review_interval_days: u16,
    /// Classes that need a reviewer's acceptance even where nothing on the surface is judged to reach them.
    pub sensitive: BTreeSet<Sensitive>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            thresholds: [6, 10, 14, 17],
            required_facets: Vec::new(),
            review_interval_days: 180,
            sensitive: BTreeSet::new(),
        }
    }
}

/// Where a policy is looser than the one that it should tighten.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Looser {
    /// A gate would be reached with fewer points.
    #[error("the threshold of {} is {found}; it may not be below {least}", gate.title())]
    Threshold {
        /// The gate.
        gate: Gate,
        /// The points asked for.
        found: u8,
        /// The fewest points that may be asked for.
        least: u8,
    },
    /// A gate would no longer ask for a facet.
    #[error("{} no longer asks for {facet}", gate.title())]
    Facet {
        /// The lowest gate that asks for it.
        gate: Gate,
        /// The facet.
        facet: Facet,
    },
    /// A record would hold longer.
    #[error("a record would hold for {found} days; it may not hold for more than {most}")]
    ReviewInterval {
        /// The days asked for.
        found: u16,
        /// The most days that may be asked for.
        most: u16,
    },
    /// A class would no longer need a reviewer's acceptance.
    #[error("{} would no longer need a reviewer's acceptance", class.title())]
    Sensitive {
        /// The class.
        class: Sensitive,
    },
}

impl Policy {
    /// Makes sure that the policy loosens nothing of the built-in one.
    ///
    /// # Errors
    /// Everything that it loosens, at least one thing.
    pub fn validate(&self) -> Result<(), Vec<Looser>> {
        self.tightens(&Self::default())
    }

    /// Makes sure that the policy loosens nothing of another one, such as the organisation's for a team.
    ///
    /// # Errors
    /// Everything that it loosens, at least one thing.
    pub fn tightens(&self, other: &Self) -> Result<(), Vec<Looser>> {
        let mut looser = Vec::new();
        let gates = Gate::ALL
            .iter()
            .skip(1)
            .zip(self.thresholds.iter().zip(&other.thresholds));
        for (gate, (found, least)) in gates.filter(|(_, (found, least))| found < least) {
            looser.push(Looser::Threshold {
                gate: *gate,
                found: *found,
                least: *least,
            });
        }
        for (gate, facet) in &other.required_facets {
            let asks = |(lowest, asked): &(Gate, Facet)| asked == facet && lowest <= gate;
            if !self.required_facets.iter().any(asks) {
                looser.push(Looser::Facet {
                    gate: *gate,
                    facet: *facet,
                });
            }
        }
        if self.review_interval_days > other.review_interval_days {
            looser.push(Looser::ReviewInterval {
                found: self.review_interval_days,
                most: other.review_interval_days,
            });
        }
        let dropped = other.sensitive.difference(&self.sensitive);
        looser.extend(dropped.map(|class| Looser::Sensitive { class: *class }));
        if looser.is_empty() {
            Ok(())
        } else {
            Err(looser)
        }
    }
}
