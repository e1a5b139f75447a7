//! The shared gate engine: evidence, people's statements, a policy and a date in; a staged decision out.
//!
//! Pure: no input, no output, no clock, and no knowledge of the protocol that the evidence comes from.

mod case;
mod decision;
mod facet;
mod policy;
mod rubric;
mod words;

pub use case::*;
pub use decision::*;
pub use facet::{Facet, Item};
pub use policy::Policy;
pub use rubric::{Criterion, CriticalRule, Meets, Rubric};
pub use words::*;

/// Decides.
#[must_use]
pub fn decide(_case: &Case, _policy: &Policy) -> Decision {
    todo!()
}

/// The embedded rubric.
#[must_use]
pub fn rubric() -> &'static Rubric {
    todo!()
}

impl Decision {
    /// Counts the facets by state; the four counts add up to 50.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        todo!()
    }
}
