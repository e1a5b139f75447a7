//! How a server was fenced in, and what its fence cannot see.

use super::Canary;
use serde::{Deserialize, Serialize};

/// How one start of the server was fenced in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fence {
    /// What holds it.
    pub rung: Rung,
    /// The stronger rungs that could not be had, each with its reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<String>,
    /// What this fence cannot do or see here, and why. Sorted; each lowers what may be claimed.
    #[serde(default)]
    pub lost: Vec<Lost>,
    /// What the server may use at most.
    pub limits: Limits,
    /// What was opened to it on request.
    #[serde(default)]
    pub openings: Vec<Opening>,
    /// The canaries that were planted. Their values are never recorded.
    #[serde(default)]
    pub canaries: Vec<Canary>,
    /// The directories that hold the command's own files, all shown read-only.
    #[serde(default)]
    pub own: Vec<String>,
}

/// What holds a server, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// User, mount, pid, network, IPC and UTS namespaces, a system call filter and dropped privileges (Linux).
    Namespaces,
    /// Landlock and a system call filter, where user namespaces are forbidden (Linux).
    Landlock,
    /// Nothing: it ran with the user's rights, because the user said so.
    None,
}

/// One thing that a sandbox can do. What is lost is named, so that nothing is claimed that was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// Files that it opens, writes and deletes, as it names them.
    Files,
    /// What is different on its disk afterwards.
    Changes,
    /// Programs that it runs.
    Programs,
    /// Names that it resolves.
    Names,
    /// Addresses that it contacts, and what it sends there first.
    Addresses,
    /// Whether canaries are opened, echoed or sent.
    Canaries,
    /// Memory, processes and processor time.
    Resources,
    /// Processes that it leaves behind.
    Processes,
    /// Keeping files, processes and names of the machine out of its sight.
    Privacy,
    /// Stopping it where it uses too much.
    Limits,
}

/// Something that a fence cannot do or see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lost {
    /// What.
    pub sight: Sight,
    /// Whether nothing of it is seen; else it is seen in part.
    pub whole: bool,
    /// Why, in one sentence.
    pub why: String,
}

/// What a server may use at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Memory of all its processes together, in bytes.
    pub memory: u64,
    /// Bytes that it may write to disk.
    pub disk: u64,
    /// Processes and threads at once.
    pub processes: u64,
    /// Processor time of each process, in seconds.
    pub cpu_s: u64,
}

/// Something opened to the server on request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "to")]
pub enum Opening {
    /// A path that it may read (`--ro`).
    Read {
        /// The path.
        path: String,
    },
    /// A path that it may change (`--rw`).
    Write {
        /// The path.
        path: String,
    },
    /// A host that it may reach through the recording proxy (`--allow-host`).
    Host {
        /// The host's name or address.
        host: String,
        /// The one port, or any.
        port: Option<u16>,
    },
}

impl Rung {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Namespaces => "namespaces",
            Self::Landlock => "landlock",
            Self::None => "none",
        }
    }
}

impl Sight {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Changes => "changes",
            Self::Programs => "programs",
            Self::Names => "names",
            Self::Addresses => "addresses",
            Self::Canaries => "canaries",
            Self::Resources => "resources",
            Self::Processes => "processes",
            Self::Privacy => "privacy",
            Self::Limits => "limits",
        }
    }

    /// What is not known without it, in a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Files => "files that it opens",
            Self::Changes => "what is different on its disk afterwards",
            Self::Programs => "programs that it runs",
            Self::Names => "names that it looks up",
            Self::Addresses => "addresses that it contacts",
            Self::Canaries => "what it does with planted secrets",
            Self::Resources => "memory, processes and processor time",
            Self::Processes => "processes that it leaves behind",
            Self::Privacy => "what it does where it sees nothing of the machine",
            Self::Limits => "what it does at its limits",
        }
    }
}

impl Fence {
    /// Why nothing of this can be seen through this fence; none where it can, at least in part.
    #[must_use]
    pub fn blind(&self, sight: Sight) -> Option<&str> {
        if self.rung == Rung::None {
            return Some("it ran without a sandbox (--no-sandbox)");
        }
        let lost = |lost: &&Lost| lost.sight == sight && lost.whole;
        self.lost.iter().find(lost).map(|lost| lost.why.as_str())
    }
}
