//! `check`: every server of a configuration, side by side; the exit code says whether to connect an agent to them.

mod row;

use crate::args::Look;
use crate::args::check::{Check, CheckFormat};
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::{configured, files, inventory, judging, lock, output, start, terminal};
use clients::{Entry, Inventory, State};
use report::{CheckReport, Checked, Places};
use review::Exit;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Servers that are probed at one time. Each is started up to three times, one start after the other.
const SIDE_BY_SIDE: usize = 8;

pub(crate) fn check(args: &Check, look: &Look) -> Result<u8, Failure> {
    for (_, path) in &args.output {
        files::check_writable(path)?;
    }
    let around = inventory::surroundings(None, args.which.project.as_deref())?;
    let (locks, configs): (Vec<PathBuf>, Vec<PathBuf>) =
        args.config.iter().cloned().partition(|path| is_lock(path));
    for path in &locks {
        lock::read(path)?;
    }
    if configs.is_empty() && !locks.is_empty() {
        return Ok(0);
    }
    let found = configured::inventory(&configs, &args.which)?;
    if found.configs.is_empty() {
        return Err(none_configured());
    }
    let rows = if args.statics {
        Vec::new()
    } else {
        probed(args, &found, look)?
    };
    let report = CheckReport::of(rows, &found, args.require, args.statics);
    let places = Places {
        home: &around.home,
        project: around.project.as_deref(),
    };
    let document = |format, style| match format {
        CheckFormat::Human => report.page(places, style),
        CheckFormat::Json => report.json(env!("CARGO_PKG_VERSION")),
    };
    output::stdout(&document(args.format, terminal::style(look)));
    for (format, path) in &args.output {
        let text = document(*format, terminal::plain_style(look.verbose));
        files::make(path, |out| out.write_all(text.as_bytes()))?;
    }
    let exit = report.exits().first().copied().unwrap_or(Exit::Reached);
    if exit == Exit::Reached && !args.then.is_empty() {
        return then(&args.then);
    }
    Ok(exit as u8)
}

/// A file that is a lock, by its name.
fn is_lock(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "lock")
}

/// A row for every server that is meant.
fn probed(args: &Check, found: &Inventory, look: &Look) -> Result<Vec<Checked>, Failure> {
    let meant = meant(found, &args.which.server)?;
    let policy = args
        .policy
        .as_deref()
        .map(judging::read_policy)
        .transpose()?;
    let place = args.lock.as_deref().unwrap_or(Path::new(lock::DEFAULT));
    let lock = args.locked.then(|| lock::read(place)).transpose()?;
    if let Some(folder) = args.records.as_deref().filter(|folder| !folder.is_dir()) {
        return Err(Failure::new(
            format!("{} is no directory", folder.display()),
            "name the folder that holds NAME.toml for each server",
        ));
    }
    start::warn_unfenced(&args.fence, look.quiet);
    let with = row::With {
        args,
        policy: policy.unwrap_or_default(),
        lock,
        verbose: look.verbose,
    };
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

fn none_configured() -> Failure {
    Failure::new(
        "no server is configured here",
        "name a configuration, or add --all for the user's; see mcp-gatecheck inventory",
    )
}

/// Probes all, a few at a time, and gives the rows back in the order of the entries.
fn all(meant: &[Vec<Entry>], with: &row::With<'_>, look: &Look) -> Vec<Checked> {
    let waiting = Waiting::new(look);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let rows: Mutex<Vec<(usize, Checked)>> = Mutex::new(Vec::new());
    waiting.phase(format!("probing {} servers", meant.len()));
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

/// Starts the client in our place.
fn then(command: &[OsString]) -> Result<u8, Failure> {
    let Some((program, arguments)) = command.split_first() else {
        return Ok(0);
    };
    let mut client = std::process::Command::new(program);
    client.args(arguments);
    let failed = |error: &std::io::Error| {
        Failure::file(
            "start",
            program.display(),
            error,
            "give the client's command as you would type it",
        )
    };
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        Err(failed(&client.exec()))
    }
    #[cfg(not(unix))]
    {
        let status = client.status().map_err(|error| failed(&error))?;
        Ok(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1))
    }
}
