//! Package runners: `npx`, `uvx` and their like fetch a program before they serve.
//!
//! What they do in one go is done in two here. First the package is installed into a cache, fenced in, with no way out
//! but to its registry, with no secrets, and without scripts of its own. Then the program that the runner would have
//! chosen is run from there, with no way out at all. A package that lies in the cache is not installed again.
//!
//! The runner itself is never started: its registry's own installer is (`npm`, `uv`, or Python's `pip`).

mod asked;
mod error;
mod index;
mod npm;
mod pypi;
mod reference;
mod step;
mod store;

#[cfg(test)]
mod tests;

pub use asked::{Asked, asked};
pub use error::InstallError;
pub use reference::Source;

use crate::shown::{Search, programs};
use crate::{Cache, Shown, Upstream};
use evidence::conduct::{Install, Limits, Rung};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use step::{Ran, Step};
use store::{Mark, Slot};

/// What installing may take where nobody asks for another limit: 300 seconds.
pub const INSTALL_LIMIT: Duration = Duration::from_secs(300);

/// What installing may use: 4 GiB of memory, 4 GiB of disk, 512 processes, 300 seconds of processor time.
const LIMITS: Limits = Limits {
    memory: 4 << 30,
    disk: 4 << 30,
    processes: 512,
    cpu_s: 300,
};

/// What is added to the reason where that may lie in the scripts.
const SCRIPTS_OFF: &str =
    "\nscripts of packages were off: --allow-install-scripts lets them run, still fenced in";

/// A command that may be a package runner's, and what is needed to make it ready.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The runner and its arguments.
    pub command: &'a [OsString],
    /// Where programs are looked for.
    pub path: Option<&'a OsStr>,
    /// The directory that the command is started in.
    pub directory: &'a Path,
    /// The user's HOME.
    pub home: &'a Path,
    /// Where packages are kept. It is made where it is not there.
    pub cache: &'a Path,
    /// Whether packages may run scripts of their own while they are installed.
    pub scripts: bool,
    /// What installing may take.
    pub limit: Duration,
    /// The rungs to try, in this order.
    pub rungs: &'a [Rung],
    /// The proxy through which registries are reached, where the machine has one.
    pub upstream: Option<Upstream>,
}

/// What is run in place of the package runner.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// The program, and what the runner would have given it.
    pub command: Vec<OsString>,
    /// The directory that stands first in its `PATH`, as with the runner.
    pub bin: Option<PathBuf>,
    /// What it is shown.
    pub shown: Shown,
    /// What installing did; none where the program was there without (`npx` runs what the project has installed).
    pub install: Option<Install>,
}

/// What is being done, for people who wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The package is being installed.
    Installing {
        /// The package, as it was asked for.
        package: String,
    },
    /// The package lies in the cache.
    Reusing {
        /// The package, as it was asked for.
        package: String,
        /// The version that lies there, where it is known.
        version: Option<String>,
        /// The day it was installed.
        since: String,
        /// The directory to remove, to have it installed anew.
        directory: PathBuf,
    },
}

/// Makes a package runner's command ready to be run with no network: finds the package in the cache, or installs it.
/// None where the command is no package runner's. `progress` is told what is being done.
///
/// # Errors
/// See [`InstallError`].
pub fn prepare(
    request: &Request<'_>,
    progress: &mut dyn FnMut(Stage),
) -> Result<Option<Prepared>, InstallError> {
    prepare_by(request, progress, &mut step::fenced)
}

/// What knows how the packages of one registry are installed, and which program of one is run.
trait Installer {
    /// Everything that decides what is installed.
    fn identity(&self) -> Vec<String>;
    /// The program that runs what is installed: it is the user's, and shown.
    fn runtime(&self) -> &OsStr;
    /// What installs into this directory.
    fn step(&self, tree: &Path) -> Step;
    /// What lies there then. Everything in it was written by somebody whom nobody trusts.
    ///
    /// # Errors
    /// Why there is nothing to run.
    fn found(&self, tree: &Path) -> Result<Found, String>;
}

/// What was installed.
struct Found {
    /// The program to run.
    program: PathBuf,
    /// The directory of all its programs.
    bin: PathBuf,
    version: Option<String>,
    /// Packages whose scripts did not run.
    withheld: Vec<String>,
}

fn prepare_by(
    request: &Request<'_>,
    progress: &mut dyn FnMut(Stage),
    run: step::Run<'_>,
) -> Result<Option<Prepared>, InstallError> {
    if asked::runner(request.command).is_none() || !runner_of_user(request) {
        return Ok(None);
    }
    let asked = asked(request.command).ok_or_else(|| {
        let said: Vec<_> = request
            .command
            .iter()
            .map(|word| word.to_string_lossy())
            .collect();
        InstallError::NotFollowed(format!("\"{}\" names no package", said.join(" ")))
    })?;
    let installer: Box<dyn Installer> = match asked.source {
        Source::Docker => return Err(error::container(request, &asked)),
        Source::Npm => {
            if let Some(program) = npm::local(&asked, request) {
                return Ok(Some(local(request, &asked, program)));
            }
            followed(&asked)?;
            Box::new(npm::Npm::new(&asked, request)?)
        }
        Source::Pypi => {
            followed(&asked)?;
            Box::new(pypi::Pypi::new(&asked, request)?)
        }
    };
    let (install, found, tree) = installed(request, &asked, &*installer, progress, run)?;
    let mut search = Search::new(request.path, request.directory, request.home);
    search.program(installer.runtime());
    search.arguments(found.program.as_os_str(), &asked.arguments);
    let mut shown = search.shown();
    shown.own.push(tree);
    Ok(Some(Prepared {
        command: command(found.program, &asked),
        bin: Some(found.bin),
        shown,
        install: Some(install),
    }))
}

/// The package in the cache: as it lies there, or installed now.
fn installed(
    request: &Request<'_>,
    asked: &Asked,
    installer: &dyn Installer,
    progress: &mut dyn FnMut(Stage),
    run: step::Run<'_>,
) -> Result<(Install, Found, PathBuf), InstallError> {
    let started = Instant::now();
    let cache = |error| InstallError::Cache {
        path: request.cache.to_owned(),
        error,
    };
    let mut identity = installer.identity();
    identity.push(format!("scripts={}", request.scripts));
    let name = asked.source.split(&asked.package).0;
    let slot =
        Slot::open(request.cache, asked.source, name, &identity, request.limit).map_err(cache)?;
    let mut install = Install {
        runner: asked.runner.clone(),
        package: asked.package.clone(),
        version: None,
        cached: true,
        fence: None,
        scripts: request.scripts,
        withheld: Vec::new(),
        deeds: Vec::new(),
        usage: evidence::conduct::Usage::default(),
        took_ms: 0,
        failed: None,
    };
    if let Some(mark) = slot.mark()
        && let Ok(found) = installer.found(&slot.tree())
    {
        progress(Stage::Reusing {
            package: asked.package.clone(),
            version: mark.version.clone(),
            since: mark.date(),
            directory: slot.directory().to_owned(),
        });
        install.version = mark.version;
        install.withheld = mark.withheld;
        return Ok((install, found, slot.tree()));
    }
    progress(Stage::Installing {
        package: asked.package.clone(),
    });
    slot.clear().map_err(cache)?;
    let left = request.limit.saturating_sub(started.elapsed());
    let ran = run(plan(request, installer, &slot), left)?;
    slot.close().map_err(cache)?;
    let found = note(&mut install, ran, installer, &slot.tree());
    install.took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    match found {
        Ok(found) => {
            slot.finish(&Mark::new(&install)).map_err(cache)?;
            Ok((install, found, slot.tree()))
        }
        Err(mut why) => {
            if !request.scripts && needs_scripts(&why, &install) {
                why.push_str(SCRIPTS_OFF);
            }
            install.failed = Some(why);
            let install = Box::new(install);
            Err(InstallError::Failed { install })
        }
    }
}

/// Writes down what installing did, and looks at what is there now.
fn note(
    install: &mut Install,
    ran: Ran,
    installer: &dyn Installer,
    tree: &Path,
) -> Result<Found, String> {
    install.cached = false;
    install.fence = ran.fence;
    install.deeds = ran.conduct.deeds;
    install.usage = ran.conduct.usage;
    if let Some(why) = ran.failed {
        return Err(why);
    }
    let found = installer.found(tree)?;
    install.version.clone_from(&found.version);
    if !install.scripts {
        install.withheld.clone_from(&found.withheld);
    }
    Ok(found)
}

/// Whether what an installer says means that it was not allowed to build.
fn needs_scripts(why: &str, install: &Install) -> bool {
    const SAYS: &[&str] = &[
        "--no-build",
        "no usable wheels",
        "no wheels",
        "building source distributions is disabled",
        "from versions: none",
    ];
    !install.withheld.is_empty() || SAYS.iter().any(|says| why.contains(says))
}

fn plan(request: &Request<'_>, installer: &dyn Installer, slot: &Slot) -> crate::Plan {
    let step = installer.step(&slot.tree());
    let mut search = Search::new(request.path, Path::new("/"), request.home);
    search.program(installer.runtime());
    if let Some(program) = step.command.first() {
        search.program(program);
    }
    for file in step.index.files {
        search.own(file);
    }
    let mut shown = search.shown();
    shown.cache = Some(Cache {
        path: slot.tree(),
        writable: true,
    });
    let mut env = step.env;
    env.extend(step.index.env);
    env.extend(
        request
            .path
            .map(|path| ("PATH".to_owned(), path.to_owned())),
    );
    crate::Plan {
        command: step.command,
        env,
        directory: Some(slot.tree()),
        shown,
        network: crate::Network::Proxy {
            allow: step.index.hosts,
            upstream: request.upstream.clone(),
        },
        limits: LIMITS,
        canaries: Vec::new(),
        rungs: request.rungs.to_vec(),
    }
}

/// Whether the command's first word is the user's own runner. One by a path that is no runner's is just a program.
fn runner_of_user(request: &Request<'_>) -> bool {
    let Some(name) = request.command.first() else {
        return false;
    };
    let path = Path::new(name);
    if path.components().count() == 1 {
        return true;
    }
    let bare = path.file_name().unwrap_or_default();
    let real = |name: &OsStr| {
        programs::find(name, request.path, request.directory)?
            .canonicalize()
            .ok()
    };
    real(bare).is_some_and(|found| real(name) == Some(found))
}

/// What is asked for is in a registry, and asked for in a way that is followed here.
fn followed(asked: &Asked) -> Result<(), InstallError> {
    let runner = &asked.runner;
    if let Some(option) = &asked.strange {
        let why = format!("what {runner} does with {option} is not followed here");
        return Err(InstallError::NotFollowed(why));
    }
    let all = std::iter::once(&asked.package).chain(&asked.with);
    for package in all {
        if !asked.source.registered(package) {
            let why = format!("{runner} takes {package:?} from elsewhere than its registry");
            return Err(InstallError::NotFollowed(why));
        }
    }
    Ok(())
}

fn local(request: &Request<'_>, asked: &Asked, program: PathBuf) -> Prepared {
    let bin = program.parent().map(Path::to_owned);
    let command = command(program, asked);
    let shown = crate::shown(&command, request.path, request.directory, request.home);
    Prepared {
        command,
        bin,
        shown,
        install: None,
    }
}

fn command(program: PathBuf, asked: &Asked) -> Vec<OsString> {
    let program = std::iter::once(program.into_os_string());
    program.chain(asked.arguments.iter().cloned()).collect()
}
