//! The fence around the server, as the command line asks for it.

use crate::args::{self, Look};
use crate::failure::Failure;
use crate::terminal;
use evidence::conduct::Rung;
use sandbox::{Network, Shown};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What goes without a sandbox, in the words that are printed for it.
const GIVEN_UP: &str = "\
without a sandbox the server runs with your rights: it can read your files and keys, change them, and reach your network.
Nothing of what it does is seen, so all evidence that rests on the sandbox is missing and the gate is lower for it.
";

/// The fence for a command; none where the user chose to go without.
pub(crate) fn fence(
    args: &args::Fence,
    command: &[OsString],
    trusted: bool,
    look: &Look,
) -> Result<Option<session::Fence>, Failure> {
    if args.no_sandbox {
        if !look.quiet {
            terminal::note(GIVEN_UP);
        }
        return Ok(None);
    }
    let (directory, home) = (std::env::current_dir(), std::env::home_dir());
    let mut shown = sandbox::shown(
        command,
        std::env::var_os("PATH").as_deref(),
        &directory.unwrap_or_else(|_| PathBuf::from("/")),
        &home.unwrap_or_else(|| PathBuf::from("/root")),
    );
    opened(&mut shown, args)?;
    Ok(Some(session::Fence {
        command: command.to_vec(),
        shown,
        network: network(args),
        limits: sandbox::LIMITS,
        rungs: rungs(args.sandbox),
        trusted,
    }))
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
        upstream: None,
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
