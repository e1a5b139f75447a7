//! The lock: what servers listed when they were reviewed, whole; and what has changed since, in words.
//!
//! A [`Lock`] is a file that people commit and read in a diff: complete definitions, one server under a name of the
//! user's. [`changes`] holds one [`Listed`] against another, whether it comes from a lock or from a run, and
//! [`touched`] says which statements of a review record speak about what changed.
//! Pure, and bounded: what lies beyond a cap is counted.

mod change;
mod file;
mod items;
mod listed;
mod schema;
mod texts;
mod touched;

pub use change::{Change, Changes, Part, Weight};
pub use file::{Lock, Locked, LockedEntry, LockedTarget, SCHEMA, Wrong};
pub use items::changes;
pub use listed::Listed;
pub use touched::{Touched, touched};
