//! Makes the package of a package runner ready before the server is started from it.

use crate::args::{self, Look};
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::terminal;
use evidence::conduct::Rung;
use sandbox::{InstallError, Prepared, Request, Stage};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What is started in place of a package runner; none where the command is none.
pub(crate) fn prepare(
    args: &args::Fence,
    command: &[OsString],
    directory: &Path,
    home: &Path,
    rungs: &[Rung],
    look: &Look,
) -> Result<Option<Prepared>, Failure> {
    let cache = match &args.cache {
        Some(cache) => directory.join(cache),
        None => usual(home),
    };
    let path = std::env::var_os("PATH");
    let request = Request {
        command,
        path: path.as_deref(),
        directory,
        home,
        cache: &cache,
        scripts: args.allow_install_scripts,
        limit: args.install_timeout,
        rungs,
    };
    let waiting = Waiting::new(look);
    let mut reused = None;
    let mut progress = |now: Stage| match now {
        Stage::Installing { package } => waiting.phase(format!("installing {package}")),
        Stage::Reusing {
            package,
            version,
            since,
            directory,
        } => reused = Some((package, version.unwrap_or_default(), since, directory)),
    };
    let prepared = sandbox::prepare(&request, &mut progress).map_err(|error| failure(&error));
    drop(waiting);
    if let Some((package, version, since, directory)) = reused.filter(|_| !look.quiet) {
        terminal::note(&format!(
            "{package} {version} as installed on {since}; to have it installed anew, remove {}\n",
            directory.display()
        ));
    }
    prepared
}

/// The cache where nobody asks for another.
fn usual(home: &Path) -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.filter(|cache| cache.is_absolute());
    cache
        .unwrap_or_else(|| home.join(".cache"))
        .join("mcp-gatecheck")
}

fn failure(error: &InstallError) -> Failure {
    let next = match error {
        InstallError::Container { instead, .. } => {
            return Failure::new(
                error.to_string(),
                format!(
                    "try: mcp-gatecheck probe --no-sandbox -- {}",
                    instead.join(" ")
                ),
            );
        }
        InstallError::Absent(_) => "install it, or start the server by the program itself",
        InstallError::NotFollowed(_) => {
            "install the package first, and give the command of the program that it brings"
        }
        InstallError::Failed { scripts: true, .. } => {
            "let it run scripts of its own, still fenced in: --allow-install-scripts"
        }
        InstallError::Failed { .. } => "does the same command work by itself?",
        InstallError::Sandbox(_) => "the fence that can be had here is told by: --sandbox",
        InstallError::Cache { .. } => "name a directory of yours: --cache DIR",
    };
    Failure::new(error.to_string(), next)
}
