//! What the helper and the supervisor say to each other: JSON datagrams over a socket pair, some with descriptors.
//!
//! The helper's standard input is the **control** socket. The first datagram there is empty and brings its
//! descriptors ([`Start`]); from then on it tells [`Tale`]s and hears [`Order`]s. On the **requests** socket the
//! supervisor asks for listeners: a port in two bytes, answered with one byte, 1 for yes.

use crate::{Network, Planted, Shown};
use evidence::conduct::{Deed, Limits, Rung, Sight};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use serde::{Deserialize, Serialize};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// The descriptors that the helper gets, in this order.
#[derive(Debug)]
pub(crate) struct Start {
    /// A file that holds the [`Job`].
    pub(crate) job: OwnedFd,
    /// Requests of listeners.
    pub(crate) requests: OwnedFd,
    /// The command's standard input, output and error.
    pub(crate) stdio: [OwnedFd; 3],
}

/// The HOME inside, where the rung has mounts: one path for everybody, so that nothing can tell by it.
pub(crate) const HOME: &str = "/home/user";

/// What the helper is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    /// The rung to stand on. The helper tries no other.
    pub(crate) rung: Rung,
    /// Program and arguments, as bytes.
    pub(crate) command: Vec<Vec<u8>>,
    /// All variables, canaries among them: `NAME=VALUE`, as bytes.
    pub(crate) env: Vec<Vec<u8>>,
    /// Where it starts.
    pub(crate) directory: Option<PathBuf>,
    /// Its HOME: [`HOME`], or a directory of the machine that is thrown away, where the rung has no mounts.
    pub(crate) home: PathBuf,
    /// What it is shown.
    pub(crate) own: Vec<PathBuf>,
    /// Empty directories.
    pub(crate) empty: Vec<PathBuf>,
    /// Readable, opened on request.
    pub(crate) read: Vec<PathBuf>,
    /// Changeable for real: opened on request, and the cache while installing.
    pub(crate) write: Vec<PathBuf>,
    /// Files to plant below HOME: relative path and text.
    pub(crate) plant: Vec<(String, String)>,
    /// Limits.
    pub(crate) limits: Limits,
    /// The port of the proxy inside, where there is one: connections to it are handed to the supervisor.
    pub(crate) proxy: Option<u16>,
}

/// What the helper tells.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "tell")]
pub(crate) enum Tale {
    /// Something is lost; it goes on.
    Lost {
        sight: Sight,
        whole: bool,
        why: String,
    },
    /// This rung cannot be had: nothing was started.
    Fatal { step: String, why: String },
    /// The process whose end is everybody's is there: pid 1, or on the Landlock rung the helper. Its pid as the machine
    /// sees it, and one descriptor: its pidfd.
    Init { pid: i32 },
    /// The sandbox's disk is ready, and the command not started: two descriptors (`O_PATH`), the store ([`Layer`]) and
    /// the root as the command sees it.
    Disk,
    /// The process that will be the command: one descriptor, its pidfd. It leads a session of its own.
    Command,
    /// The filter's listener: one descriptor. The command waits in its first `execve` until this is answered.
    Filter,
    /// The command is executed.
    Started,
    /// The command could not be executed: the error number, and whether there is a file of that name.
    NotExecuted { errno: i32, found: bool },
    /// A packet, a name, a connection.
    Deed { deed: Deed },
    /// The first bytes that something sent, to be searched for canaries and described: base64.
    Data { to: String, base64: String },
    /// A connection to the proxy: one descriptor.
    Proxy,
    /// The command ended.
    Ended {
        code: Option<i32>,
        signal: Option<i32>,
    },
    /// A process was still there then.
    Left { command: String },
    /// It is over; what the kernel counted for all processes.
    Over { user_ms: u64, system_ms: u64 },
}

/// What the supervisor orders.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// End everything.
    Stop,
}

impl Start {
    /// From the descriptors of the first datagram; none where they are not those.
    pub(crate) fn from_fds(fds: Vec<OwnedFd>) -> Option<Self> {
        let [job, requests, input, output, error] = fds.try_into().ok()?;
        Some(Self {
            job,
            requests,
            stdio: [input, output, error],
        })
    }

    /// For the first datagram.
    pub(crate) fn as_fds(&self) -> [BorrowedFd<'_>; 5] {
        let [input, output, error] = &self.stdio;
        [&self.job, &self.requests, input, output, error].map(AsFd::as_fd)
    }
}

impl Job {
    /// The job that a plan asks for.
    pub(crate) fn shown(&mut self, shown: &Shown) {
        self.own = shown.own.clone();
        for (name, path) in &shown.found_by {
            let start = [name.as_bytes(), b"="].concat();
            if !self.env.iter().any(|known| known.starts_with(&start)) {
                self.env
                    .push([&start, path.as_os_str().as_bytes()].concat());
            }
        }
        self.empty = shown.empty.clone();
        self.read = shown.read.clone();
        self.write = shown.write.clone();
        match &shown.cache {
            Some(cache) if cache.writable => self.write.push(cache.path.clone()),
            Some(cache) => self.read.push(cache.path.clone()),
            None => {}
        }
    }

    /// Plants canaries: files below HOME, and variables.
    pub(crate) fn plant(&mut self, canaries: &[Planted], _network: &Network) {
        for planted in canaries {
            let place = planted.canary.place.as_str();
            if let Some(name) = place.strip_prefix('$') {
                self.env
                    .push(format!("{name}={}", planted.text).into_bytes());
            } else if let Some(path) = place.strip_prefix("~/") {
                self.plant.push((path.to_owned(), planted.text.clone()));
            }
        }
    }
}

/// A directory whose changes lie in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layer {
    /// Its path inside.
    pub(crate) path: PathBuf,
    /// Its directory in the store, without a leading slash. What was deleted from below it is a device 0:0 there.
    pub(crate) store: PathBuf,
}
