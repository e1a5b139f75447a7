//! `lock` and `diff`.

use crate::args::lock::{Diff, LockArgs};
use crate::args::{Format, Judge, Look};
use crate::failure::Failure;
use crate::judging::{self, Judging};
use crate::{files, run, terminal};
use lock::{Listed, Lock, Locked, Wrong};
use review::{Exit, Review};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// Where a lock lies unless another place is named.
pub(crate) const DEFAULT: &str = "mcp-gatecheck.lock";

pub(crate) fn lock(args: &LockArgs) -> Result<u8, Failure> {
    files::check_writable(&args.output)?;
    // Before the work: a lock that cannot be read is told at once.
    begun(&args.output)?;
    let facts = run::read_facts(&args.transcript)?;
    let review = Judging::read(&Judge {
        record: args.record.clone(),
        policy: args.policy.clone(),
        now: args.now,
        exclude: args.exclude.clone(),
        require: None,
    })?
    .facts(facts)?;
    let locked = locked(&review).ok_or_else(|| {
        Failure::new(
            format!(
                "{} holds no whole listing to lock",
                args.transcript.display()
            ),
            "give a run in which every page was listed",
        )
    })?;
    let name = match &args.name {
        Some(name) => name.clone(),
        None => report::server_name_of(&review).unwrap_or_else(|| "server".to_owned()),
    };
    let _turn = files::turn(&args.output);
    let mut lock = begun(&args.output)?;
    let said = format!(
        "{}: {} is locked: {} tools, {}\n",
        args.output.display(),
        report::shown(&name),
        locked.tools.len(),
        review.decision.gate.title()
    );
    lock.servers.insert(name, locked);
    files::make(&args.output, |out| report::lock_json(&lock, out))?;
    terminal::note(&said);
    Ok(0)
}

/// What the file holds already.
fn begun(path: &Path) -> Result<Lock, Failure> {
    match path.exists() {
        true => read(path),
        false => Ok(Lock::default()),
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
            "take back what was changed in it, or lock again from a run that was reviewed",
        )
    })
}

pub(crate) fn diff(args: &Diff, look: &Look) -> Result<u8, Failure> {
    let record = args
        .record
        .as_deref()
        .map(judging::read_record)
        .transpose()?;
    let (old, new) = (
        listed(&args.old, args.name.as_deref())?,
        listed(&args.new, args.name.as_deref())?,
    );
    let changes = lock::changes(&old, &new);
    let touched = record.map(|record| lock::touched(&changes, &record.engine));
    let touched = touched.as_deref();
    let mut out = BufWriter::new(io::stdout().lock());
    let names = [&args.old, &args.new].map(|path| path.display().to_string());
    // A reader who has seen enough closes the pipe: that is no failure.
    let _reader_left = match args.format {
        Format::Json => report::diff_json(&changes, touched, &mut out),
        Format::Human | Format::Markdown => {
            let style = terminal::style(look);
            let page = report::diff_page(&names[0], &names[1], &changes, touched, style);
            out.write_all(page.as_bytes())
        }
    }
    .and_then(|()| out.flush());
    Ok(match changes.is_empty() {
        true => Exit::Reached,
        false => Exit::Differs,
    } as u8)
}

/// What a file lists: a lock, of which one server is meant, or a transcript.
fn listed(path: &Path, name: Option<&str>) -> Result<Listed, Failure> {
    let text = files::read(path, "give a lock or a transcript")?;
    let head = text.get(..4096.min(text.len())).unwrap_or_default();
    if !String::from_utf8_lossy(head).contains(lock::SCHEMA) {
        let facts = run::read_facts(path)?;
        let judged = judge::judge(&facts);
        return Ok(Listed::seen(&facts, &judged));
    }
    let lock = read(path)?;
    let names: Vec<&str> = lock.servers.keys().map(String::as_str).collect();
    let known = report::shown(&names.join(", "));
    let locked = match (name, names.as_slice()) {
        (Some(name), _) => lock.servers.get(name),
        (None, [one]) => lock.servers.get(*one),
        (None, _) => None,
    };
    locked.map(Listed::locked).ok_or_else(|| match name {
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
            format!("say which with --name: {known}"),
        ),
    })
}
