//! The files of a machine: where each client's would lie, and those that do, read.
//!
//! A [`Place`](crate::Place)'s path begins with where it lies: `~/` the home · `project:` the project · `config:` `$XDG_CONFIG_HOME` or `~/.config`,
//! `unix:` the same but not on Windows, `linux:` the same on Linux alone · `app:` that of the system's programs (`~/.config`, `~/Library/Application
//! Support`, `%APPDATA%`) · `roaming:` and `programdata:` those of Windows · `editor:` the user folder of each editor like VS Code ·
//! `{VAR|DIR}` what a variable says, else that folder of the home; `{VAR}` what it says, else nowhere · `/` and `C:/` the machine's own. In
//! the rest, `*` in a name stands for anything, and `**` for any folders.
//!
//! This is the one module of the crate that touches a disk. Only regular files are read, and never more than
//! [`Config::most_bytes`] of one; a pipe is not waited for.

mod files;
mod named;
mod paths;

pub use named::named;

use crate::{CLIENTS, Client, Config, Os, Place, Problem};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where to look.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The systems whose layout the home may have.
    pub systems: Vec<Os>,
    /// The home.
    pub home: PathBuf,
    /// The project, where there is one.
    pub project: Option<PathBuf>,
    /// The root of what is the machine's own; none where that is not looked at.
    pub machine: Option<PathBuf>,
    /// The environment, as far as clients go by it.
    pub variables: BTreeMap<String, String>,
}

/// A path that a place stands for. Its `*` are not resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Whose.
    pub client: &'static Client,
    /// Which of its places.
    pub place: &'static Place,
    /// The folder to begin at.
    pub folder: PathBuf,
    /// What follows below it; `/` between names.
    pub below: String,
}

/// Variables that clients go by.
pub const VARIABLES: &[&str] = &[
    "APPDATA",
    "CLAUDE_CONFIG_DIR",
    "CLINE_MCP_SETTINGS_PATH",
    "CODEX_HOME",
    "COPILOT_HOME",
    "ProgramData",
    "XDG_CONFIG_HOME",
];

impl Candidate {
    /// The path, as people write it.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        if self.below.is_empty() {
            return self.folder.clone();
        }
        self.folder.join(&self.below)
    }
}

impl Surroundings {
    /// Every path at which something of a client's would lie, without looking.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let places = CLIENTS
            .iter()
            .flat_map(|client| client.places.iter().map(move |place| (client, place)));
        places
            .flat_map(|(client, place)| {
                let paths = paths::resolve(self, place.path);
                paths.into_iter().map(move |(folder, below)| Candidate {
                    client,
                    place,
                    folder,
                    below,
                })
            })
            .collect()
    }

    /// Reads every file that is there. A file that cannot be read is told among its own problems.
    #[must_use]
    pub fn read(&self) -> Vec<Config> {
        let mut known: BTreeSet<(&str, PathBuf)> = BTreeSet::new();
        let mut configs = Vec::new();
        for candidate in self.candidates() {
            let listing = paths::list(&candidate.folder, &candidate.below);
            for path in listing.paths {
                // The project may be the home.
                if known.insert((candidate.client.id, path.clone())) {
                    configs.extend(read(candidate.client, candidate.place, &path));
                }
            }
            if let Some(what) = listing.cut {
                let problem = Problem {
                    line: 1,
                    server: None,
                    what,
                    expected: "fewer files and folders".to_owned(),
                };
                let folder = &candidate.folder;
                configs.push(Config::unread(
                    candidate.client,
                    candidate.place.scope,
                    folder,
                    problem,
                ));
            }
        }
        configs
    }
}

/// Reads one file of a client's; none where nothing is there.
#[must_use]
pub fn read(client: &'static Client, place: &'static Place, path: &Path) -> Option<Config> {
    match files::read(path, Config::most_bytes(place.scope)) {
        Ok(file) => {
            let mut config = Config::read(client, place, path, &file.bytes);
            config.writable_by_others = file.writable_by_others;
            Some(config)
        }
        Err(files::Unread::Absent) => None,
        Err(files::Unread::Because(what)) => {
            let problem = Problem {
                line: 1,
                server: None,
                what,
                expected: "a file that can be read".to_owned(),
            };
            Some(Config::unread(client, place.scope, path, problem))
        }
    }
}
