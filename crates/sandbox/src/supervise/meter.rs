//! Measures memory, processes and processor time.

use super::Context;
use rustix::fd::BorrowedFd;
use std::sync::Arc;

/// Measures until this is dropped.
#[derive(Debug)]
pub(crate) struct Meter;

/// Starts measuring the process and all below it. Over a limit, `stop` is called.
pub(crate) fn start(
    _context: &Arc<Context>,
    _pid: i32,
    _pidfd: BorrowedFd<'_>,
    _stop: Box<dyn Fn() + Send>,
) -> Meter {
    Meter
}
