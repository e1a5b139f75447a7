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
use std::io::BufRead;
use std::path::Path;

/// Where a lock lies unless another place is named.
pub(crate) const DEFAULT: &str = "mcp-gatecheck.lock";

pub(crate) fn lock(args: &LockArgs, look: &Look) -> Result<u8, Failure> {
    files::check_writable(&args.output)?;
    // Before the work: a lock that cannot be read is told at once.
    begun(&args.output)?;
    for path in &args.files {
        // Read once: what a shell gives (`<(…)`) can be read no second time.
        if let (file, true) = opened(path, "give a client's configuration, or a transcript")? {
            if args.files.len() > 1 {
                return Err(Failure::new(
                    "a run is locked by itself",
                    "give one transcript, or configurations only",
                ));
            }
            return of_run(args, path, file);
        }
    }
    configured::lock(args, look)
}

/// A file, and whether it is a recorded run by how it begins.
fn opened(path: &Path, next: &str) -> Result<(impl BufRead + use<>, bool), Failure> {
    let mut file = files::open(path, next)?;
    let head = file.fill_buf();
    let head = head.map_err(|error| Failure::file("read", path.display(), &error, next))?;
    let is_run = run::is_transcript(head);
    Ok((file, is_run))
}

/// Locks what a run listed.
fn of_run(args: &LockArgs, transcript: &Path, file: impl BufRead) -> Result<u8, Failure> {
    let OfRun {
        name,
        record,
        exclude,
    } = &args.run;
    let which = &args.probing.which;
    let asked = which.all || which.client.is_some() || which.project.is_some();
    if args.probing.records.is_some() || !which.server.is_empty() || asked {
        return Err(Failure::new(
            "--records, --server, --client, --all and --project are for configured servers",
            "name the run's own record and server: --record FILE, --name NAME",
        ));
    }
    let facts = run::facts_of(file, transcript)?;
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
    let locked = locked(&review).ok_or_else(|| not_whole(transcript, "lock"))?;
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

/// A run that lists only a part, or nothing.
fn not_whole(transcript: &Path, verb: &str) -> Failure {
    Failure::new(
        format!("{} holds no whole listing to {verb}", transcript.display()),
        "give a run in which every page was listed",
    )
}

fn write(lock: &Lock, path: &Path) -> Result<(), Failure> {
    files::make(path, |out| report::lock_json(lock, out))
}

/// What to do where a lock cannot be read.
const NEXT: &str = "check the path of the lock; `lock` writes one";

/// What the file holds already.
fn begun(path: &Path) -> Result<Lock, Failure> {
    // A link that leads nowhere is none that was written by us: it is read, and told.
    match (path.symlink_metadata(), path.metadata()) {
        (Err(_), _) => Ok(Lock::default()),
        // A device or a pipe holds none, and may never end.
        (_, Ok(about)) if !about.is_file() => Ok(Lock::default()),
        _ => read(path),
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
    read_from(files::open(path, NEXT)?, path)
}

/// A lock that is open already.
fn read_from(file: impl BufRead, path: &Path) -> Result<Lock, Failure> {
    parse(&files::text(file, path, NEXT)?, path)
}

/// The server that is meant of a lock: the one of this name, or the only one.
pub(crate) fn one<'l>(
    lock: &'l Lock,
    server: Option<&str>,
    path: &Path,
) -> Result<&'l Locked, Failure> {
    let names: Vec<&str> = lock.servers.keys().map(String::as_str).collect();
    let known = report::shown(&names.join(", "));
    let locked = match (server, names.as_slice()) {
        (Some(name), _) => lock.servers.get(name),
        (None, [one]) => lock.servers.get(*one),
        (None, _) => None,
    };
    locked.ok_or_else(|| match server {
        Some(name) => Failure::new(
            format!(
                "{} locks no server “{}”",
                path.display(),
                name.escape_debug()
            ),
            format!("name one of: {known}"),
        ),
        None => Failure::new(
            format!("{} locks {} servers", path.display(), names.len()),
            format!("say which with --server: {known}"),
        ),
    })
}

/// A lock from its text.
pub(crate) fn parse(text: &str, path: &Path) -> Result<Lock, Failure> {
    Lock::read(text).map_err(|wrong| {
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
