//! What the helper and the supervisor say to each other: JSON datagrams over a socket pair, some with descriptors.
//!
//! The helper inherits two sockets. On [`CONTROL`] it tells, and hears [`Order`]s; on [`REQUESTS`] the supervisor asks
//! for a listener and waits for one byte. What is to be done ([`Job`]) lies in a file at [`JOB`].

use crate::{Network, Planted, Shown};
use evidence::conduct::{Deed, Limits, Rung, Sight};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The helper's descriptor for [`Tale`]s and [`Order`]s.
pub(crate) const CONTROL: i32 = 3;
/// The helper's descriptor for requests of listeners: a port in two bytes, answered with one byte, 1 for yes.
pub(crate) const REQUESTS: i32 = 4;
/// The helper's descriptor for a file that holds the [`Job`].
pub(crate) const JOB: i32 = 5;

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
    /// The HOME inside: the same path as the user's own, so that nothing can tell by it.
    pub(crate) home: PathBuf,
    /// Where HOME really lies, where the rung has no mounts.
    pub(crate) real_home: Option<PathBuf>,
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
    /// Pid 1 is there. The pid is the helper's view of it.
    Init { pid: i32 },
    /// The sandbox's disk and its root: two descriptors (`O_PATH`), the store first.
    Disk,
    /// The filter's listener: one descriptor. The command waits in its first `execve` until this is answered.
    Filter,
    /// The sinks answer.
    Sinks,
    /// A packet, a name, a connection.
    Deed { deed: Deed },
    /// The first bytes that something sent, to be searched for canaries and described: base64.
    Data {
        to: String,
        address: String,
        port: u16,
        transport: String,
        base64: String,
    },
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
    Over {
        user_ms: u64,
        system_ms: u64,
        largest_rss: u64,
    },
}

/// What the supervisor orders.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// End everything.
    Stop,
}

impl Job {
    /// The job that a plan asks for.
    pub(crate) fn shown(&mut self, shown: &Shown) {
        self.own = shown.own.clone();
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
