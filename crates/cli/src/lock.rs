//! `lock` and `diff`.

mod configured;
mod diff;

pub(crate) use diff::diff;

use crate::args::lock::{LockArgs, OfRun};
use crate::args::{Basis, Judge, Look};
use crate::failure::Failure;
use crate::judging::Judging;
use crate::{files, run, terminal};
use lock::{Listed, Lock, Locked, Wrong};
use review::Review;
use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};

/// Where a lock lies unless another place is named.
pub(crate) const DEFAULT: &str = "mcp-gatecheck.lock";

pub(crate) fn lock(args: &LockArgs, look: &Look) -> Result<u8, Failure> {
    files::check_writable(&args.output)?;
    // Before the work: a lock that cannot be read is told at once.
    begun(&args.output)?;
    let runs = args.files.iter().map(|path| is_run(path));
    let runs = runs.collect::<Result<Vec<bool>, _>>()?;
    match (args.files.as_slice(), runs.contains(&true)) {
        ([transcript], true) => of_run(args, transcript),
        (_, true) => Err(Failure::new(
            "a run is locked by itself",
            "give one transcript, or configurations only",
        )),
        (_, false) => configured::lock(args, look),
    }
}

/// Whether a file is a recorded run, by how it begins.
fn is_run(path: &PathBuf) -> Result<bool, Failure> {
    const NEXT: &str = "give a client's configuration, or a transcript";
    let mut file = files::open(path, NEXT)?;
    let head = file
        .fill_buf()
        .map_err(|error| Failure::file("read", path.display(), &error, NEXT))?;
    let head = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    Ok(head.take(14).eq(b"{\"transcript\":"))
}

/// Locks what a run listed.
fn of_run(args: &LockArgs, transcript: &Path) -> Result<u8, Failure> {
    let OfRun {
        name,
        record,
        exclude,
    } = &args.run;
    if args.probing.records.is_some() || !args.probing.which.server.is_empty() {
        return Err(Failure::new(
            "--records and --server are for configured servers",
            "name the run's own record and server: --record FILE, --name NAME",
        ));
    }
    let facts = run::read_facts(transcript)?;
    let review = Judging::read(&Judge {
        record: record.clone(),
        basis: Basis {
            policy: args.probing.policy.clone(),
            now: args.probing.now,
            exclude: exclude.clone(),
        },
        require: None,
    })?
    .facts(facts)?;
    let locked = locked(&review).ok_or_else(|| {
        Failure::new(
            format!("{} holds no whole listing to lock", transcript.display()),
            "give a run in which every page was listed",
        )
    })?;
    let name = match name {
        Some(name) => name.clone(),
        None => report::server_name_of(&review).unwrap_or_else(|| "server".to_owned()),
    };
    let said = format!(
        "{}: {} is locked: {} tools, {}\n",
        args.output.display(),
        report::shown(&name),
        locked.tools.len(),
        review.decision.gate.title()
    );
    let _turn = files::turn(&args.output);
    let mut lock = begun(&args.output)?;
    lock.put(name, locked);
    write(&lock, &args.output)?;
    terminal::note(&said);
    Ok(0)
}

fn write(lock: &Lock, path: &Path) -> Result<(), Failure> {
    files::make(path, |out| report::lock_json(lock, out))
}

/// What the file holds already.
fn begun(path: &Path) -> Result<Lock, Failure> {
    // A link that leads nowhere is none that was written by us: it is read, and told.
    match path.symlink_metadata() {
        Ok(_) => read(path),
        Err(_) => Ok(Lock::default()),
    }
}

/// The lock of a review: what was listed, less what is kept from the agent.
pub(crate) fn locked(review: &Review) -> Option<Locked> {
    let seen = review.seen.as_ref()?;
    let shown: BTreeSet<&str> = review
        .decision
        .surface
        .iter()
        .map(|shown| shown.tool.name.as_str())
        .collect();
    let kept = seen.judged.tools.iter().map(|tool| tool.item.label());
    let kept = kept.filter(|name| !shown.contains(name.as_str())).collect();
    let on = review.input.now.to_string();
    Listed::lock(&seen.facts, review.decision.gate, &on, &kept)
}

pub(crate) fn read(path: &Path) -> Result<Lock, Failure> {
    let text = files::read_text(path, "check the path of the lock; `lock` writes one")?;
    Lock::read(&text).map_err(|wrong| {
        let (at, what) = match &wrong {
            Wrong::Shape { line, column, what } => (format!(":{line}:{column}"), what.clone()),
            other => (String::new(), other.to_string()),
        };
        Failure::new(
            format!("{}{at}: {}", path.display(), report::shown(&what)),
            "take back what was changed in it, or remove it and lock again what was reviewed",
        )
    })
}
