//! Why a package is not ready to be run.

use super::{Asked, Request};
use crate::Error;
use evidence::conduct::Install;
use std::path::PathBuf;

/// Why a package is not ready to be run.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// Containers are started by a daemon that no fence of ours holds.
    #[error(
        "{runner} cannot be fenced in from here: a daemon outside starts the container, and the socket that leads to it \
         leads to the whole machine"
    )]
    Container {
        /// `docker run` or `podman run`.
        runner: String,
        /// The command with the strictest options that servers live with.
        instead: Vec<String>,
    },
    /// The runner, or what installs for it, is not there.
    #[error("{0} was not found")]
    Absent(String),
    /// The command asks for something that is not followed here.
    #[error("{0}")]
    NotFollowed(String),
    /// It was tried, and failed. What it did is told.
    #[error("installing {} failed: {}", .install.package, .install.failed.as_deref().unwrap_or("no reason was given"))]
    Failed {
        /// What installing did, with the reason.
        install: Box<Install>,
    },
    /// Nothing could fence it in.
    #[error(transparent)]
    Sandbox(#[from] Error),
    /// The cache cannot be used.
    #[error("the cache {} cannot be used: {error}", .path.display())]
    Cache {
        /// The directory.
        path: PathBuf,
        /// The operating system's words.
        error: std::io::Error,
    },
}

/// The same container, held by its engine as strictly as a server can live with.
pub(super) fn container(request: &Request<'_>, asked: &Asked) -> InstallError {
    const STRICT: &[&str] = &[
        "--network=none",
        "--read-only",
        "--tmpfs=/tmp",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
        "--pids-limit=256",
        "--memory=2g",
    ];
    let mut instead: Vec<String> = request
        .command
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let at = asked.runner.split(' ').count();
    let at = at.min(instead.len());
    let strict = STRICT.iter().map(|option| (*option).to_owned());
    instead.splice(at..at, strict);
    InstallError::Container {
        runner: asked.runner.clone(),
        instead,
    }
}
