//! What a server did while it was fenced in: the words in which a sandbox tells, and a transcript keeps it.

mod fence;

pub use fence::{Fence, Limits, Lost, Opening, Rung, Sight};

use serde::{Deserialize, Serialize};

/// A fake secret, unique for the run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Canary {
    /// What it looks like: `ssh-key`, `cloud-credentials` …
    pub id: String,
    /// Where it lies: a path below HOME (`~/.ssh/id_rsa`) or a variable (`$GITHUB_TOKEN`).
    pub place: String,
}

/// Something that the server did, once or more often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// What.
    #[serde(flatten)]
    pub act: Act,
    /// How it was noticed.
    pub via: Via,
    /// How far that can be relied on.
    pub confidence: Confidence,
    /// How often it was noticed.
    pub count: u64,
    /// When it was noticed first, in milliseconds after the start.
    pub at_ms: u64,
    /// The program of the process that did it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
}

/// How a deed was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// The system call that asked for it.
    Call,
    /// A watch on the file itself.
    Watch,
    /// What is different afterwards.
    Diff,
    /// Packets on the sandbox's own network.
    Packet,
    /// The sink or the proxy that answered it.
    Sink,
    /// What it wrote to its standard streams.
    Stream,
    /// The table of processes, or what the kernel counts.
    Process,
}

/// How far a record can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// It was named so; a process that races its own memory may have done something else.
    Named,
    /// It happened: the kernel or our own end of the line says so.
    Certain,
}

/// Where a path lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The command's own files.
    Own,
    /// The system's programs, libraries and settings.
    System,
    /// What the kernel shows: `/proc`, `/dev`, `/sys`.
    Kernel,
    /// The throwaway HOME.
    Home,
    /// `/tmp`, `/run` and the like: thrown away too.
    Temporary,
    /// What was opened on request.
    Opened,
    /// Nothing that it was shown.
    Elsewhere,
}

/// What a server can do. Paths are as the server sees them, after links were followed where that was possible,
/// with `~` for its HOME; escaped and shortened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    /// Opened a file for reading, or looked at a directory.
    Read {
        /// The file.
        path: String,
        /// Where it lies.
        place: Place,
        /// Whether it was there.
        found: bool,
    },
    /// Asked to create, write, rename, link, chmod or truncate a file.
    Write {
        /// The file.
        path: String,
        /// Where it lies.
        place: Place,
    },
    /// Asked to delete a file or directory.
    Delete {
        /// The file.
        path: String,
        /// Where it lies.
        place: Place,
    },
    /// A file is different, or new, or gone, after it ended.
    Changed {
        /// The file.
        path: String,
        /// Where it lies.
        place: Place,
        /// What became of it.
        how: Change,
        /// Its size now, in bytes; 0 where it is gone.
        bytes: u64,
    },
    /// Ran a program.
    Run {
        /// The file.
        path: String,
        /// Its arguments, joined by spaces, shortened.
        arguments: String,
        /// Whether it was there.
        found: bool,
    },
    /// Resolved a name.
    Resolve {
        /// The name.
        name: String,
        /// The server that was asked, where it was not the sandbox's own.
        asked: Option<String>,
    },
    /// Contacted an address.
    Contact {
        /// The address.
        address: String,
        /// The port; 0 where the protocol has none.
        port: u16,
        /// `tcp`, `udp`, `icmp`.
        transport: String,
        /// The name that it had resolved to this address, where it had.
        name: Option<String>,
        /// Whether it was let through to the real network (`--allow-host`, installing).
        passed: bool,
    },
    /// Sent something.
    Send {
        /// Where to: `name:port`, or `address:port` where no name is known.
        to: String,
        /// What it is: `TLS to NAME`, `GET /path to NAME`, `DNS question`, `bytes`.
        what: String,
        /// How many bytes were seen of it.
        bytes: u64,
    },
    /// Waits for connections.
    Listen {
        /// The address and port, or path.
        on: String,
    },
    /// Connected to a socket of the machine by its path or name.
    Socket {
        /// The path, or `@name`.
        path: String,
    },
    /// Touched a canary.
    Canary {
        /// Which.
        id: String,
        /// What it did with it.
        how: Touch,
    },
    /// Asked the kernel for something that no server needs; it was refused.
    Refused {
        /// The system call, with what makes it special: `mount`, `socket AF_VSOCK`.
        call: String,
    },
    /// Left its session: what a daemon does to live on.
    Detach,
    /// Was still running after the server had ended, and was ended.
    Left {
        /// Its command line, escaped and shortened.
        command: String,
    },
    /// Hit a limit; where the sandbox had to, it ended the server.
    Limit {
        /// `memory`, `disk`, `processes`, `cpu`, `deeds`, `changes`, `arguments`, `time`; of the network `connections`, `listeners`, `packets`.
        what: String,
        /// Whether everything was ended because of it.
        ended: bool,
    },
    /// Two ways of noticing disagree: what one of them saw for certain, the other was not told.
    Disagree {
        /// What, in one sentence.
        says: String,
    },
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    Created,
    /// It was there, and is different.
    Modified,
    /// It was there, and is gone.
    Deleted,
}

/// What a server did with a canary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "touch")]
pub enum Touch {
    /// Opened the file.
    Opened,
    /// Read from the file.
    Read,
    /// Changed, moved or deleted the file.
    Changed,
    /// Wrote it to standard output or standard error, or into a protocol message.
    Echoed {
        /// `stdout` or `stderr`.
        stream: String,
        /// `plain`, `hex`, `base64`, `reversed`, `url`.
        encoding: String,
    },
    /// Sent it over the network.
    Sent {
        /// Where to.
        to: String,
        /// As above.
        encoding: String,
    },
    /// Wrote it to a file.
    Stored {
        /// The file.
        path: String,
        /// As above.
        encoding: String,
    },
    /// Passed it to a program.
    Passed {
        /// The program.
        program: String,
        /// As above.
        encoding: String,
    },
}

/// What one start used. What could not be measured is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// The most memory that all its processes held together, in bytes.
    pub peak_memory: Option<u64>,
    /// The most processes at once.
    pub peak_processes: Option<u64>,
    /// Processor time in user mode, in milliseconds.
    pub user_ms: Option<u64>,
    /// Processor time in the kernel, in milliseconds.
    pub system_ms: Option<u64>,
    /// Files that it opened of its own, of the system's and of the kernel's, counted and not listed.
    pub opened: u64,
    /// Bytes that it left on its disk.
    pub written: Option<u64>,
}

/// Everything that a sandbox noticed on one start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conduct {
    /// Each deed once, sorted by time and then by what it is.
    pub deeds: Vec<Deed>,
    /// What it used.
    pub usage: Usage,
}

/// What installing a package did, before the server was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Install {
    /// The runner: `npx`, `uvx`, `pipx`, `bunx`.
    pub runner: String,
    /// The package as it was asked for.
    pub package: String,
    /// The version that lies in the cache, where that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Whether it was in the cache already, so that nothing was installed.
    pub cached: bool,
    /// How it was fenced in.
    pub fence: Option<Fence>,
    /// Whether install scripts were allowed to run.
    pub scripts: bool,
    /// Packages that have install scripts which did not run, sorted: what they would have built is not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
    /// What it did.
    #[serde(default)]
    pub deeds: Vec<Deed>,
    /// What it used.
    #[serde(default)]
    pub usage: Usage,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Why it failed, where it did: how it ended, and then the last lines that it wrote, shortened, one a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

impl Deed {
    /// Whether `env` became another program here: how a script is started whose first line names `env`. Where a server
    /// runs `env` itself, that is a deed of its own which names all that follows.
    #[must_use]
    pub fn is_start_of_script(&self) -> bool {
        let env = self
            .program
            .as_deref()
            .map(|program| program.ends_with("/env"));
        env == Some(true) && matches!(self.act, Act::Run { .. })
    }
}
