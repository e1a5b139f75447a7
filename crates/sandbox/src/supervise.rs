//! Outside: starts the helper, hears what it tells, answers the calls that the filter asks about, and ends everything.

mod acts;
mod calls;
mod cgroup;
pub(crate) mod changes;
mod duplicate;
pub(crate) mod ledger;
mod life;
pub(crate) mod meter;
pub(crate) mod notify;
mod paths;
pub(crate) mod places;
mod signals;
mod start;
mod tales;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod text;
pub(crate) mod watch;

pub(crate) use life::Life;
pub(crate) use start::start;

use crate::canary::Search;
use crate::plan::Plan;
use crate::protocol::{Job, Layer, Tale};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use changes::Before;
use evidence::conduct::{Act, Conduct, Deed, Via};
use ledger::Ledger;
use places::Places;
use rustix::fd::OwnedFd;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
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
    /// Where things lie inside.
    pub(crate) places: Places,
    /// The canaries that are files: which, and where the command sees each.
    pub(crate) bait: Vec<(String, String)>,
    /// Looks for canaries.
    pub(crate) search: Search,
    /// How the disk was before the command was started.
    pub(crate) before: OnceLock<Before>,
}

impl Context {
    /// What the threads share about this job.
    pub(crate) fn new(plan: Plan, job: Job, requests: OwnedFd) -> Self {
        let search = Search::new(&plan.canaries);
        let home = job.home.to_string_lossy().into_owned();
        let bait = plan.canaries.iter().filter_map(|planted| {
            let below = planted.canary.place.strip_prefix("~/")?;
            Some((planted.canary.id.clone(), format!("{home}/{below}")))
        });
        Self {
            bait: bait.collect(),
            places: Places::of(&job),
            ledger: Mutex::new(Ledger::new(search.clone(), &job.home)),
            search,
            started: Instant::now(),
            disk: OnceLock::new(),
            requests: Mutex::new(requests),
            before: OnceLock::new(),
            plan,
            job,
        }
    }

    /// The ledger. A thread that failed while it wrote leaves it usable.
    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long it runs, in milliseconds.
    pub(crate) fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// What was noticed, once: nothing is left to tell then.
    pub(crate) fn conduct(&self) -> Conduct {
        std::mem::take(&mut *self.ledger()).finish()
    }

    /// Notes what was heard of the network.
    pub(crate) fn hear(&self, tale: Tale) {
        let at_ms = self.now_ms();
        match tale {
            Tale::Deed { deed } if quiet(&deed.act) => {}
            Tale::Deed { deed } => self.ledger().deed(Deed { at_ms, ..deed }),
            Tale::Data { to, base64 } => {
                let bytes = STANDARD.decode(base64).unwrap_or_default();
                self.ledger().data(&to, &bytes, at_ms);
            }
            _ => {}
        }
    }

    /// Notes what was done now.
    pub(crate) fn note(&self, act: Act, via: Via, program: Option<String>) {
        let at_ms = self.now_ms();
        self.ledger().deed(Deed {
            at_ms,
            ..ledger::deed(act, via, program)
        });
    }
}

/// Whether an act says nothing about who does it.
fn quiet(act: &Act) -> bool {
    matches!(act, Act::Socket { path } if places::of_the_library(path))
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
