//! All cases, by theme.

mod bombs;
mod files;
mod kernel;
mod network;
mod processes;

use super::case::Case;

/// All of them, what uses up the machine last.
pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    [
        files::CASES,
        processes::CASES,
        kernel::CASES,
        network::CASES,
        bombs::CASES,
    ]
    .into_iter()
    .flatten()
}
