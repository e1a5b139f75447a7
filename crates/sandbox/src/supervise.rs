//! Outside: starts the helper, hears what it tells, answers the calls that the filter asks about, and ends everything.

pub(crate) mod changes;
pub(crate) mod ledger;
pub(crate) mod meter;
pub(crate) mod notify;
pub(crate) mod watch;

use crate::plan::Plan;
use crate::protocol::{Job, Layer};
use ledger::Ledger;
use rustix::fd::OwnedFd;
use std::sync::{Mutex, OnceLock};
use std::time::Instant;

/// What all threads of the supervisor share.
#[derive(Debug)]
pub(crate) struct Context {
    /// What was asked for.
    pub(crate) plan: Plan,
    /// What the helper was told.
    pub(crate) job: Job,
    /// When the helper was started.
    pub(crate) started: Instant,
    /// The sandbox's disk: there before the command is, where the rung has one.
    pub(crate) disk: OnceLock<Disk>,
    /// Asks the sinks for listeners: see [`crate::protocol`].
    pub(crate) requests: Mutex<OwnedFd>,
    /// What was noticed.
    pub(crate) ledger: Mutex<Ledger>,
}

/// The sandbox's disk, alive as long as one of these descriptors is.
#[derive(Debug)]
pub(crate) struct Disk {
    /// What holds all that is written.
    pub(crate) store: OwnedFd,
    /// The root as the command sees it.
    pub(crate) root: OwnedFd,
    /// What lies where in the store.
    pub(crate) layers: Vec<Layer>,
}
