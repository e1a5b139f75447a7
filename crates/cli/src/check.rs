//! `check`: every server of a configuration, side by side; the exit code says whether to connect an agent to them.

mod row;
pub(crate) mod rows;

use crate::args::Look;
use crate::args::check::{Check, CheckFormat};
use crate::failure::Failure;
use crate::{configured, files, inventory, lock, output, terminal};
use clients::Inventory;
use report::{CheckReport, Checked, Places};
use review::Exit;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub(crate) fn check(args: &Check, look: &Look) -> Result<u8, Failure> {
    for (_, path) in &args.output {
        files::check_writable(path)?;
    }
    let around = inventory::surroundings(None, args.probing.which.project.as_deref())?;
    let (locks, configs): (Vec<PathBuf>, Vec<PathBuf>) =
        args.config.iter().cloned().partition(|path| is_lock(path));
    for path in &locks {
        lock::read(path)?;
    }
    if configs.is_empty() && !locks.is_empty() {
        return Ok(0);
    }
    let found = configured::inventory(&configs, &args.probing.which)?;
    if found.configs.is_empty() {
        return Err(rows::none_configured());
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
    let text = document(args.format, terminal::style(look));
    if args.then.is_empty() {
        output::stdout(&text);
    } else {
        // Standard output belongs to the client that may be started.
        terminal::note(&text);
    }
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
    let place = args.lock.as_deref().unwrap_or(Path::new(lock::DEFAULT));
    let lock = args.locked.then(|| lock::read(place)).transpose()?;
    rows::probed(&args.probing, found, Some(args.require), lock, look)
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
