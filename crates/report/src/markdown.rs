//! The evidence notes.

use crate::Origin;
use review::Review;

/// The evidence notes.
#[must_use]
pub fn markdown(_review: &Review, _origin: Origin<'_>) -> String {
    String::new()
}
