//! The rows: configured servers probed side by side, each judged on the surface that its client leaves.

use super::row::With;
use crate::args::Look;
use crate::args::check::Probing;
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::{inventory, judging, start};
use clients::{Entry, Inventory, State};
use gate_engine::Gate;
use lock::Lock;
use report::Checked;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Servers that are probed at one time. Each is started up to three times, one start after the other.
const SIDE_BY_SIDE: usize = 8;

/// A row for every server that is meant. What people keep is read before anything is started.
pub(crate) fn probed(
    probing: &Probing,
    found: &Inventory,
    require: Option<Gate>,
    lock: Option<Lock>,
    look: &Look,
) -> Result<Vec<Checked>, Failure> {
    let meant = meant(found, &probing.which.server)?;
    let policy = probing.policy.as_deref().map(judging::read_policy);
    let names: BTreeSet<&str> = meant
        .iter()
        .flatten()
        .map(|entry| entry.name.as_str())
        .collect();
    let records = match &probing.records {
        Some(folder) => judging::read_records(folder, &names)?,
        None => BTreeMap::new(),
    };
    let project = match &probing.which.project {
        Some(project) => inventory::surroundings(None, Some(project))?.project,
        None => None,
    };
    let with = With {
        probing,
        require,
        policy: policy.transpose()?.unwrap_or_default(),
        records,
        lock,
        project,
        verbose: look.verbose,
    };
    start::warn_unfenced(&probing.fence, look.quiet);
    Ok(all(&meant, &with, look))
}

/// The entries to look at: those that bear a name that was given, else all; each of a file once, whoever reads the file.
fn meant(found: &Inventory, names: &[String]) -> Result<Vec<Vec<Entry>>, Failure> {
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    let entries = found
        .entries()
        .filter(|entry| entry.state != State::Elsewhere);
    for entry in entries.filter(|entry| names.is_empty() || names.contains(&entry.name)) {
        let same = |group: &&mut Vec<Entry>| {
            let first = &group[0];
            first.file == entry.file && first.line == entry.line && first.name == entry.name
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(entry.clone()),
            None => groups.push(vec![entry.clone()]),
        }
    }
    let known: BTreeSet<&str> = found.entries().map(|entry| entry.name.as_str()).collect();
    if let Some(name) = names.iter().find(|name| !known.contains(name.as_str())) {
        let known: Vec<&str> = known.into_iter().collect();
        return Err(Failure::new(
            format!("no server is called “{}” there", name.escape_debug()),
            format!("there is: {}", report::shown(&known.join(", "))),
        ));
    }
    let unread = found
        .configs
        .iter()
        .any(|config| !config.problems.is_empty());
    if groups.is_empty() && !unread {
        return Err(none_configured());
    }
    Ok(groups)
}

pub(crate) fn none_configured() -> Failure {
    Failure::new(
        "no server is configured here",
        "name a configuration, or add --all for the user's; see mcp-gatecheck inventory",
    )
}

/// Probes all, a few at a time, and gives the rows back in the order of the entries.
fn all(meant: &[Vec<Entry>], with: &With<'_>, look: &Look) -> Vec<Checked> {
    let waiting = Waiting::new(look);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let rows: Mutex<Vec<(usize, Checked)>> = Mutex::new(Vec::new());
    waiting.phase(match meant.len() {
        1 => "probing the server".to_owned(),
        n => format!("probing {n} servers"),
    });
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE.min(meant.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(group) = meant.get(at) else { return };
                    let row = with.row(group);
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    waiting.phase(format!("{done} of {} servers probed", meant.len()));
                    rows.lock()
                        .unwrap_or_else(|broken| broken.into_inner())
                        .push((at, row));
                }
            });
        }
    });
    let mut rows = rows
        .into_inner()
        .unwrap_or_else(|broken| broken.into_inner());
    rows.sort_by_key(|(at, _)| *at);
    let mut rows: Vec<Checked> = rows.into_iter().map(|(_, row)| row).collect();
    // A thread that broke leaves no row: that is a bug of ours, and no server passes by it.
    if rows.len() < meant.len() {
        rows.push(Checked::broken());
    }
    rows
}
