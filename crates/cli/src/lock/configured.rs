//! `lock` from a configuration: every server probed side by side, then all of them written at once.

use super::{begun, locked, write};
use crate::args::Look;
use crate::args::lock::LockArgs;
use crate::check::rows;
use crate::failure::Failure;
use crate::{configured, files, inventory, output, terminal};
use clients::{Entry, Inventory};
use lock::{Listed, Lock, Locked};
use report::{Became, Checked, LockReport, Outcome, Places};
use review::Exit;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn lock(args: &LockArgs, look: &Look) -> Result<u8, Failure> {
    let run = &args.run;
    if run.name.is_some() || run.record.is_some() || !run.exclude.is_empty() {
        return Err(Failure::new(
            "--name, --record and --exclude are for a transcript",
            "for configured servers: --server NAME, --records DIR, and exclusions in each client's configuration",
        ));
    }
    let found = configured::inventory(&args.files, &args.probing.which)?;
    if found.configs.is_empty() {
        return Err(rows::none_configured());
    }
    let rows = rows::probed(&args.probing, &found, None, None, look)?;
    let fresh = rows.iter().map(|row| whole(row, &found));
    let fresh: Vec<Option<Locked>> = fresh.collect();
    let apart = apart(&rows, &fresh);
    // Held until the file is written: who locks other servers meanwhile loses nothing.
    let turn = files::turn(&args.output);
    let mut lock = begun(&args.output)?;
    let before = lock.clone();
    let rows = rows.into_iter().zip(fresh).map(|(row, fresh)| {
        let became = became(&row, fresh, &apart, &before, &mut lock);
        (row, became)
    });
    let report = LockReport {
        rows: rows.collect(),
        found: &found,
    };
    if lock != before {
        write(&lock, &args.output)?;
    }
    drop(turn);
    let around = inventory::surroundings(None, args.probing.which.project.as_deref())?;
    let places = Places {
        home: &around.home,
        project: around.project.as_deref(),
    };
    let lock = args.output.display().to_string();
    output::stdout(&report.page(&lock, places, terminal::style(look)));
    Ok(report.exits().first().copied().unwrap_or(Exit::Reached) as u8)
}

/// What a row locks; none where the server was not seen whole.
fn whole(row: &Checked, found: &Inventory) -> Option<Locked> {
    let Outcome::Judged(review) = &row.outcome else {
        return None;
    };
    let seen = review.exits.iter().all(|exit| *exit == Exit::Reached);
    let locked = seen.then(|| locked(review)).flatten()?;
    let (file, line) = row.at.as_ref()?;
    let own = |entry: &&Entry| entry.name == row.name && entry.line == *line && entry.file == *file;
    Some(Locked {
        entry: inventory::besides(found.entries().find(own)?),
        ..locked
    })
}

/// Names under which several servers stand that are not the same.
fn apart(rows: &[Checked], fresh: &[Option<Locked>]) -> BTreeSet<String> {
    let mut first: BTreeMap<&str, &Locked> = BTreeMap::new();
    let mut apart = BTreeSet::new();
    for (row, fresh) in rows.iter().zip(fresh) {
        let Some(fresh) = fresh else { continue };
        let first = first.entry(&row.name).or_insert(fresh);
        if first.pin != fresh.pin || first.surface != fresh.surface {
            apart.insert(row.name.clone());
        }
    }
    apart
}

/// What becomes of a server in the lock.
fn became(
    row: &Checked,
    fresh: Option<Locked>,
    apart: &BTreeSet<String>,
    before: &Lock,
    lock: &mut Lock,
) -> Became {
    let old = before.servers.get(&row.name);
    match (&row.outcome, fresh) {
        (Outcome::Off(_) | Outcome::Skipped(_), _) => Became::Unasked,
        (_, None) => Became::Left(old.is_some()),
        (_, Some(_)) if apart.contains(&row.name) => Became::Apart,
        (Outcome::Judged(review), Some(fresh)) => {
            let became = match (old, &review.seen) {
                (Some(old), _) if old.pin == fresh.pin && old.surface == fresh.surface => {
                    Became::Same
                }
                (Some(old), Some(seen)) => Became::Changed(lock::changes(
                    &Listed::locked(old),
                    &Listed::seen(&seen.facts, &seen.judged).shown(&fresh.surface),
                )),
                _ => Became::New,
            };
            lock.put(row.name.clone(), fresh);
            became
        }
        (Outcome::Unprobed(..), Some(_)) => Became::Left(old.is_some()),
    }
}
