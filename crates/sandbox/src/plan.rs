//! What is to be run, and how far it is let.

use crate::Upstream;
use evidence::conduct::{Canary, Limits, Opening, Rung};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::PathBuf;

/// The first argument that makes this program the helper: see [`crate::helper`].
pub const HELPER: &str = "__sandbox";

/// A command, and the fence around it.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The program and its arguments. A program without a slash is looked for in the `PATH` of `env`.
    pub command: Vec<OsString>,
    /// All variables that it gets, but for `HOME`, `TMPDIR` and those that hold canaries.
    pub env: Vec<(String, OsString)>,
    /// Where it starts; its HOME where there is none, or where it is not shown.
    pub directory: Option<PathBuf>,
    /// What it is shown beside the system's own directories.
    pub shown: Shown,
    /// What answers when it speaks to the network.
    pub network: Network,
    /// What it may use at most.
    pub limits: Limits,
    /// The fake secrets to plant, with their values.
    pub canaries: Vec<Planted>,
    /// The rungs to try, in this order. The first that can be had is taken.
    pub rungs: Vec<Rung>,
}

/// Paths of the machine that the command gets to see. Everything else is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The command's own trees, read-only: writes go to a layer that is thrown away, or are refused.
    pub own: Vec<PathBuf>,
    /// Variables by which tools find what is shown of the user's HOME, since inside HOME is another directory. One that the
    /// plan's environment has already is left as it is.
    pub found_by: Vec<(String, PathBuf)>,
    /// Directories that are there and empty: an argument named them, but they hold too much (`/`, HOME).
    pub empty: Vec<PathBuf>,
    /// Opened on request, read-only.
    pub read: Vec<PathBuf>,
    /// Opened on request, to be changed for real.
    pub write: Vec<PathBuf>,
    /// Real directories that are the cache of package runners: read-only, or written while installing.
    pub cache: Option<Cache>,
}

/// The cache of package runners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cache {
    /// Its directory, at the same path inside.
    pub path: PathBuf,
    /// Whether it is written for real. Else writes are thrown away, or refused.
    pub writable: bool,
}

/// What answers when the command speaks to the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Network {
    /// Every address answers, and it is always us: nothing leaves.
    Sink,
    /// The same, but for a recording proxy that lets these hosts through.
    Proxy {
        /// Hosts that may be reached. `*.example.org` stands for every host below it.
        allow: Vec<Host>,
        /// The proxy through which the machine itself reaches the network, where it has one.
        upstream: Option<Upstream>,
    },
}

/// A host that may be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Its name or address.
    pub host: String,
    /// The one port, or any.
    pub port: Option<u16>,
}

/// A canary with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// What it looks like, and where it lies.
    pub canary: Canary,
    /// The part that is looked for: unique for the run, at least 20 characters of plain ASCII.
    pub value: String,
    /// The whole text of the file or variable, which holds the value.
    pub text: String,
}

impl Plan {
    /// What was opened on request, for the record.
    #[must_use]
    pub fn openings(&self) -> Vec<Opening> {
        let text = |path: &PathBuf| path.to_string_lossy().into_owned();
        let read = self
            .shown
            .read
            .iter()
            .map(|path| Opening::Read { path: text(path) });
        let write = self
            .shown
            .write
            .iter()
            .map(|path| Opening::Write { path: text(path) });
        let hosts = match &self.network {
            Network::Sink => &[][..],
            Network::Proxy { allow, .. } => allow,
        };
        let hosts = hosts.iter().map(|host| Opening::Host {
            host: host.host.clone(),
            port: host.port,
        });
        read.chain(write).chain(hosts).collect()
    }
}

/// The limits where nobody asks for others: 2 GiB of memory, 512 MiB of disk, 256 processes, 120 seconds of processor time.
pub const LIMITS: Limits = Limits {
    memory: 2 << 30,
    disk: 512 << 20,
    processes: 256,
    cpu_s: 120,
};
