//! One row: one configured server, probed and judged on the surface that its client leaves.

use crate::args::Look;
use crate::args::check::Probing;
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::start::{self, Server, Target};
use crate::{apart, configured, judging, wait};
use clients::{Entry, State};
use evidence::Facts;
use gate_engine::{Gate, Policy};
use lock::{Listed, Lock};
use record::ReviewRecord;
use report::{Against, Checked, Outcome};
use review::{Input, Review};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

/// What every row is made with.
pub(crate) struct With<'a> {
    pub(crate) probing: &'a Probing,
    /// The gate that every server must reach.
    pub(crate) require: Option<Gate>,
    pub(crate) policy: Policy,
    /// The review record of each server that has one.
    pub(crate) records: BTreeMap<String, ReviewRecord>,
    pub(crate) lock: Option<Lock>,
    /// The project, where one was named.
    pub(crate) project: Option<PathBuf>,
    /// How much is logged: the count of `-v`.
    pub(crate) verbose: u8,
}

impl With<'_> {
    /// The row of one entry, as each client that reads the file has it.
    pub(crate) fn row(&self, group: &[Entry]) -> Checked {
        let began = Instant::now();
        let mut row = Checked::of(group);
        // Where any of the clients would connect, it is probed.
        let on = group.iter().find(|entry| entry.state == State::On);
        row.outcome = match (on, group.first()) {
            (Some(entry), _) => match self.judged(entry, group, &mut row) {
                Ok(review) => Outcome::Judged(Box::new(review)),
                Err(failure) => Outcome::Unprobed(failure.what, failure.next),
            },
            (
                None,
                Some(Entry {
                    state: State::Skipped(why),
                    ..
                }),
            ) => Outcome::Skipped(why.clone()),
            (
                None,
                Some(Entry {
                    state: State::Off(how) | State::Shadowed(how),
                    ..
                }),
            ) => Outcome::Off(how.clone()),
            (None, _) => Outcome::Off("it is for another project".to_owned()),
        };
        row.took = began.elapsed();
        row
    }

    fn judged(&self, entry: &Entry, group: &[Entry], row: &mut Checked) -> Result<Review, Failure> {
        if wait::was_interrupted() {
            return Err(Failure::new("it was interrupted before its turn", ""));
        }
        let args = self.probing;
        let record = self.records.get(&entry.name).cloned();
        row.record_wanted = self.record_wanted(&entry.name);
        let job = configured::job(entry, &args.start, self.project.as_deref())?;
        row.lacks = job.lacks;
        row.unfollowed = job.unfollowed;
        let facts = self.facts(job.target)?;
        // What no client lets through is not on the surface.
        let listed = facts.inventory.tools.iter().map(|tool| tool.item.label());
        let kept: BTreeSet<String> = listed
            .filter(|tool| leaving(group, tool).next().is_none())
            .collect();
        let record = record.map(|record| held(record, group, row));
        let now = match args.now {
            Some(now) => now,
            None => judging::day(&facts.header.started)?,
        };
        let statements = record.clone().map(|record| record.engine);
        let review = review::review(Input {
            facts: Some(facts),
            record,
            policy: self.policy.clone(),
            now,
            exclude: kept,
            require: self.require,
        });
        row.against = self
            .lock
            .as_ref()
            .map(|lock| against(lock, &entry.name, &review, statements.as_ref()));
        Ok(review)
    }

    /// What a run showed. Only what is started needs a process of its own.
    fn facts(&self, target: Target) -> Result<Facts, Failure> {
        let Probing { start, fence, .. } = self.probing;
        if matches!(target.server, Server::Command(_)) {
            return apart::facts(target, start, fence, self.verbose);
        }
        let waiting = Waiting::new(&Look::silent());
        let mut recording = start::record(target, start, fence, &waiting)?;
        start::facts(&mut recording)
    }

    /// Where the record of a server lies, where records count.
    fn record_path(&self, name: &str) -> Option<PathBuf> {
        let folder = self.probing.records.as_ref()?;
        Some(folder.join(record::file_name(name)))
    }

    /// Where a record would have counted, and is none.
    fn record_wanted(&self, name: &str) -> Option<PathBuf> {
        let path = self.record_path(name)?;
        (!self.records.contains_key(name)).then_some(path)
    }
}

/// The clients that would connect to the server and let this tool through.
fn leaving(group: &[Entry], tool: &str) -> impl Iterator<Item = &'static str> {
    let on = group.iter().filter(|entry| entry.is_on());
    on.filter(move |entry| entry.tools.leaves(tool))
        .map(|entry| entry.client.name)
}

/// A record whose exclusions the configuration of every client really holds, whether the server lists the tool today or not.
/// What one lets through all the same is no longer taken for excluded, and is said.
fn held(mut record: ReviewRecord, group: &[Entry], row: &mut Checked) -> ReviewRecord {
    for stated in &mut record.engine.exclude {
        stated.what.retain(|tool| {
            let clients: Vec<&str> = leaving(group, tool).collect();
            let holds = clients.is_empty();
            if !holds {
                row.let_through.insert(tool.clone(), clients);
            }
            holds
        });
    }
    record
        .engine
        .exclude
        .retain(|stated| !stated.what.is_empty());
    record
}

/// The server against the lock.
fn against(
    lock: &Lock,
    name: &str,
    review: &Review,
    record: Option<&gate_engine::Record>,
) -> Against {
    let (Some(locked), Some(seen)) = (lock.servers.get(name), &review.seen) else {
        return Against::NotLocked;
    };
    let surface = review.decision.surface.iter();
    let mut surface: Vec<String> = surface.map(|shown| shown.tool.name.clone()).collect();
    surface.sort();
    surface.dedup();
    if seen.facts.pin.as_ref() == Some(&locked.pin) && surface == locked.surface {
        return Against::Same;
    }
    let now = Listed::seen(&seen.facts, &seen.judged).shown(&surface);
    let changes = lock::changes(&Listed::locked(locked), &now);
    let touched = record
        .map(|record| lock::touched(&changes, record))
        .unwrap_or_default();
    Against::Differs(changes, touched)
}
