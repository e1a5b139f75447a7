//! The fence around the server, as the command line asks for it.

use crate::args::{self, Look};
use crate::failure::Failure;
use crate::{install, terminal};
use evidence::conduct::{Install, Rung};
use sandbox::{Network, Prepared, Shown};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What goes without a sandbox, in the words that are printed for it.
const GIVEN_UP: &str = "\
without a sandbox the server runs with your rights: it can read your files and keys, change them, and reach your network.
Nothing of what it does is seen, so all evidence that rests on the sandbox is missing and the gate is lower for it.
";

/// How a command is started.
#[derive(Debug, Default)]
pub(crate) struct Fenced {
    /// The fence; none where the user chose to go without.
    pub(crate) fence: Option<session::Fence>,
    /// What installing its package did, where it was installed first.
    pub(crate) install: Option<Install>,
}

/// The fence for a command. A package runner's package is installed first.
pub(crate) fn fence(
    args: &args::Fence,
    command: &[OsString],
    trusted: bool,
    look: &Look,
) -> Result<Fenced, Failure> {
    if args.no_sandbox {
        if !look.quiet {
            terminal::note(GIVEN_UP);
        }
        return Ok(Fenced::default());
    }
    let directory = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    let home = std::env::home_dir().unwrap_or_else(|| PathBuf::from("/root"));
    let rungs = rungs(args.sandbox);
    let prepared = install::prepare(args, command, &directory, &home, &rungs, look)?;
    let prepared = prepared.unwrap_or_else(|| Prepared {
        command: command.to_vec(),
        bin: None,
        shown: sandbox::shown(
            command,
            std::env::var_os("PATH").as_deref(),
            &directory,
            &home,
        ),
        install: None,
    });
    let mut shown = prepared.shown;
    opened(&mut shown, args)?;
    let fence = session::Fence {
        command: prepared.command,
        bin: prepared.bin,
        shown,
        network: network(args),
        limits: sandbox::LIMITS,
        rungs,
        trusted,
    };
    Ok(Fenced {
        fence: Some(fence),
        install: prepared.install,
    })
}

fn rungs(asked: args::Rung) -> Vec<Rung> {
    match asked {
        args::Rung::Auto => vec![Rung::Namespaces, Rung::Landlock],
        args::Rung::Namespaces => vec![Rung::Namespaces],
        args::Rung::Landlock => vec![Rung::Landlock],
    }
}

fn network(args: &args::Fence) -> Network {
    if args.allow_host.is_empty() {
        return Network::Sink;
    }
    Network::Proxy {
        allow: args.allow_host.clone(),
    }
}

fn opened(shown: &mut Shown, args: &args::Fence) -> Result<(), Failure> {
    for path in &args.ro {
        shown.read.push(existing(path, "--ro")?);
    }
    for path in &args.rw {
        shown.write.push(existing(path, "--rw")?);
    }
    Ok(())
}

fn existing(path: &Path, option: &str) -> Result<PathBuf, Failure> {
    let found = path.canonicalize().map_err(|error| {
        Failure::file(
            "open",
            format!("{} ({option})", path.display()),
            &error,
            "give a path that exists",
        )
    })?;
    if found == Path::new("/") {
        return Err(Failure::new(
            format!("{option} / would take the sandbox away"),
            "name the directories that the server needs",
        ));
    }
    Ok(found)
}
