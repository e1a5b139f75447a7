//! The fence around the server, as the command line asks for it; and the package that is installed first.

use crate::args;
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::start::Directory;
use evidence::conduct::{Install, Rung};
use sandbox::{InstallError, Network, Shown, Stage, Upstream};
use session::Fence;
use std::env::{home_dir, var, var_os};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// What goes without a sandbox, in the words that are printed for it.
pub(crate) const GIVEN_UP: &str = "\
Without a sandbox the server runs with your rights: it can read your files and keys, change them, and reach your network.
Nothing of what it does is seen, so all evidence that rests on the sandbox is missing.
";

/// A fence, and what was installed to run in it.
pub(crate) struct Ready {
    pub(crate) fence: Fence,
    pub(crate) install: Option<Install>,
}

/// The fence for a command that is started in this directory, or where we are. A package runner's package is installed
/// first.
pub(crate) fn fence(
    args: &args::Fence,
    command: &[OsString],
    directory: Option<&Directory>,
    trusted: bool,
    waiting: &Waiting,
) -> Result<Ready, Failure> {
    let place = Place::at(directory.map(|directory| directory.path.as_path()));
    let upstream = upstream()?;
    let prepared = prepared(args, command, &place, upstream.clone(), waiting);
    let (command, mut shown, bin, install) = match prepared {
        Ok(Some(ready)) => (ready.command, ready.shown, ready.bin, ready.install),
        Ok(None) => (command.to_vec(), place.shown(command), None, None),
        // What was tried is told in the report.
        Err(InstallError::Failed { install, .. }) => {
            (command.to_vec(), Shown::default(), None, Some(*install))
        }
        Err(error) => return Err(failure(&error)),
    };
    if let Some(directory) = directory.filter(|directory| directory.named) {
        let more = sandbox::shown_directory(&directory.path, &place.home);
        shown.own.extend(more.own);
        shown.empty.extend(more.empty);
    }
    opened(&mut shown, args)?;
    let network = match args.allow_host.as_slice() {
        [] => Network::Sink,
        allow => Network::Proxy {
            allow: allow.to_vec(),
            upstream,
        },
    };
    let fence = Fence {
        command,
        bin,
        shown,
        network,
        limits: sandbox::LIMITS,
        rungs: rungs(args.sandbox),
        trusted,
    };
    Ok(Ready { fence, install })
}

/// Where we are on this machine.
struct Place {
    path: Option<OsString>,
    directory: PathBuf,
    home: PathBuf,
}

impl Place {
    fn at(directory: Option<&Path>) -> Self {
        let here = || std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        Self {
            path: var_os("PATH"),
            directory: directory.map_or_else(here, Path::to_owned),
            home: home_dir().unwrap_or_else(|| PathBuf::from("/")),
        }
    }

    fn shown(&self, command: &[OsString]) -> Shown {
        sandbox::shown(command, self.path.as_deref(), &self.directory, &self.home)
    }
}

fn prepared(
    args: &args::Fence,
    command: &[OsString],
    place: &Place,
    upstream: Option<Upstream>,
    waiting: &Waiting,
) -> Result<Option<sandbox::Prepared>, InstallError> {
    let cache = match &args.cache {
        Some(cache) => std::path::absolute(cache).unwrap_or_else(|_| cache.clone()),
        None => var_os("XDG_CACHE_HOME")
            .map_or_else(|| place.home.join(".cache"), PathBuf::from)
            .join("mcp-gatecheck"),
    };
    let request = sandbox::Request {
        command,
        path: place.path.as_deref(),
        directory: &place.directory,
        home: &place.home,
        cache: &cache,
        scripts: args.allow_install_scripts,
        limit: args.install_timeout,
        rungs: &rungs(args.sandbox),
        upstream,
    };
    let mut progress = |stage: Stage| match stage {
        Stage::Installing { package } => waiting.phase(format!("installing {package}")),
        Stage::Reusing {
            package,
            version,
            since,
            directory,
        } => waiting.note(&format!(
            "{package}: {} as installed on {since}; to have it installed anew, remove {}\n",
            version.as_deref().unwrap_or("the version"),
            directory.display()
        )),
    };
    sandbox::prepare(&request, &mut progress)
}

/// Why nothing can be started, and what to do next.
fn failure(error: &InstallError) -> Failure {
    let next = match error {
        InstallError::Container { instead, .. } => &format!(
            "let its engine hold it: mcp-gatecheck probe --no-sandbox -- {}",
            instead.join(" ")
        ),
        InstallError::Absent(_) => "install it, or give the command that starts the server itself",
        InstallError::NotFollowed(_) => "give the command that starts the server itself",
        InstallError::Failed { .. } => {
            "look at the reason, or install the package yourself and give its program"
        }
        InstallError::Sandbox(_) => NO_RUNG,
        InstallError::Cache { .. } => "name another directory: --cache DIR",
    };
    Failure::new(error.to_string(), next)
}

/// What to do where nothing can fence a command in.
const NO_RUNG: &str =
    "probe it in a virtual machine, or type --no-sandbox in full to run it with your rights";

fn rungs(asked: args::Rung) -> Vec<Rung> {
    match asked {
        args::Rung::Auto => vec![Rung::Namespaces, Rung::Landlock],
        args::Rung::Namespaces => vec![Rung::Namespaces],
        args::Rung::Landlock => vec![Rung::Landlock],
    }
}

/// The proxy through which this machine reaches the network, as its variables say.
fn upstream() -> Result<Option<Upstream>, Failure> {
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let set = |name: &&str| var(name).ok().filter(|value| !value.is_empty());
    let Some((name, url)) = names.iter().find_map(|name| Some((name, set(name)?))) else {
        return Ok(None);
    };
    let direct = ["NO_PROXY", "no_proxy"].iter().find_map(set);
    Upstream::read(&url, &direct.unwrap_or_default())
        .map(Some)
        .map_err(|error| Failure::new(format!("{name}: {error}"), "set it to http://HOST:PORT"))
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
        let path = format!("{} ({option})", path.display());
        Failure::file("open", path, &error, "give a path that exists")
    })?;
    if found.as_os_str() == OsStr::new("/") {
        return Err(Failure::new(
            format!("{option} / would take the sandbox away"),
            "name the directories that the server needs",
        ));
    }
    Ok(found)
}
