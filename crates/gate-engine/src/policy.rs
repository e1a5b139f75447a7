//! The thresholds of the gate. An organisation's policy may tighten the built-in one, never loosen it.

use crate::{Facet, Gate, Sensitive};
use std::collections::BTreeSet;

/// What a decision is made by. [`Policy::default`] is the source's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The lowest total of Prototype only, Read-only, Writes with approval and Production approved: 6, 10, 14, 17.
    pub thresholds: [u8; 4],
    /// Facets that a gate asks for beside those of the built-in conditions.
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
