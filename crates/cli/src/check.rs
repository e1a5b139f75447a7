//! `check`: every server of a configuration, side by side; the exit code says whether to connect an agent to them.

mod row;
pub(crate) mod rows;

use crate::args::Look;
use crate::args::check::{Check, CheckFormat};
use crate::failure::Failure;
use crate::{configured, files, inventory, lock, output, terminal};
use clients::found::Surroundings;
use clients::{Entry, Finding, Inventory};
use report::{CheckReport, Checked, Outcome, Places};
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
    let which = &args.probing.which;
    let mut found = configured::inventory(&configs, which)?;
    if found.configs.is_empty() {
        return Err(rows::none_configured());
    }
    let mut rows = if args.statics {
        Vec::new()
    } else {
        probed(args, &found, look)?
    };
    if !args.statics || !args.then.is_empty() {
        rows.extend(overlooked(&which.server, &found, &around));
    }
    if !which.server.is_empty() {
        let asked = |name: &String| which.server.contains(name);
        let meant = |finding: &Finding| finding.server.as_ref().is_none_or(asked);
        found.findings.retain(meant);
    }
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

/// Servers that a client connects to in place of those that were asked for, where a file of the machine's says that it uses no
/// others, and that nobody looked at. They never pass.
fn overlooked(names: &[String], found: &Inventory, around: &Surroundings) -> Vec<Checked> {
    let asked = |entry: &&Entry| names.is_empty() || names.contains(&entry.name);
    let looked: Vec<&Entry> = found.entries().filter(asked).collect();
    let here = Inventory::of(around.read(), around.project.as_deref());
    let instead = here.configs.iter().filter(|config| {
        let replaced = |one: &&Entry| one.client == config.client && one.file != config.file;
        config.exclusive && looked.iter().any(replaced)
    });
    let unseen = |entry: &&Entry| {
        let same = |one: &&Entry| one.file == entry.file && one.name == entry.name;
        entry.is_on() && !looked.iter().any(same)
    };
    let row = |entry: &Entry| Checked {
        outcome: Outcome::Unprobed(
            format!(
                "{} uses it in place of what was asked for, and nobody looked at it",
                entry.client.name
            ),
            "check the project without naming a file or a server".to_owned(),
        ),
        ..Checked::of(std::slice::from_ref(entry))
    };
    let entries = instead.flat_map(|config| &config.entries);
    entries.filter(unseen).map(row).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::check::Which;
    use clients::{Os, State};
    use std::collections::BTreeMap;

    /// A project with one server, on a machine whose administrator allows another one alone.
    fn machine(folder: &Path) -> Surroundings {
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(
            "etc/claude-code/managed-mcp.json",
            r#"{"mcpServers": {"own": {"command": "x"}, "more": {"command": "z"}}}"#,
        );
        write("p/.mcp.json", r#"{"mcpServers": {"a": {"command": "y"}}}"#);
        Surroundings {
            systems: vec![Os::Linux],
            home: folder.join("home"),
            project: Some(folder.join("p")),
            machine: Some(folder.to_owned()),
            variables: BTreeMap::new(),
        }
    }

    fn names(rows: &[Checked]) -> Vec<&str> {
        rows.iter().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn what_a_client_uses_instead_is_looked_at_or_never_passes() {
        let folder = tempfile::tempdir().unwrap();
        let around = machine(folder.path());
        let which = Which {
            client: Some("claude-code".to_owned()),
            all: false,
            server: Vec::new(),
            project: None,
        };
        // What counts in the project is looked at without `--all`.
        let found = configured::around(&around, &[], &which).unwrap();
        let on = found.entries().filter(|entry| entry.is_on());
        assert_eq!(
            on.map(|entry| &*entry.name).collect::<Vec<_>>(),
            ["own", "more"]
        );
        let project = found.entries().find(|entry| entry.name == "a").unwrap();
        assert!(matches!(project.state, State::Skipped(_)));
        assert!(overlooked(&[], &found, &around).is_empty());
        // A server that is asked for by its name, or a file, is not what the client uses.
        let one = ["a".to_owned()];
        let rows = overlooked(&one, &found, &around);
        assert_eq!(names(&rows), ["own", "more"]);
        assert!(
            rows.iter()
                .all(|row| matches!(row.outcome, Outcome::Unprobed(..)))
        );
        let file = [folder.path().join("p/.mcp.json")];
        let found = configured::around(&around, &file, &which).unwrap();
        let rows = overlooked(&[], &found, &around);
        assert_eq!(names(&rows), ["own", "more"]);
        let report = CheckReport::of(rows, &found, gate_engine::Gate::Block, false);
        assert_eq!(report.exits(), [Exit::NotReached]);
    }
}
