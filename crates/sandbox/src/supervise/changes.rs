//! What is different on the sandbox's disk afterwards.

use super::Context;

/// Looks at the disk before the command is started: what is there is not its work.
pub(crate) fn before(_context: &Context) {}

/// Notes what is different now, when everything inside is dead.
pub(crate) fn after(_context: &Context) {}
