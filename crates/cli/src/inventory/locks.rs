//! The locks that say which gate configured servers last reached.

use crate::failure::Failure;
use crate::lock::{self, DEFAULT};
use ::lock::{Lock, Locked, LockedEntry, LockedTarget};
use clients::{Entry, Given, Inventory, Stdio, Template, Transport};
use report::LastGate;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Locks by their paths; none where one cannot be read.
pub(super) struct Locks {
    read: BTreeMap<PathBuf, Option<Lock>>,
    /// The one that counts for all, or the project's.
    common: Option<PathBuf>,
    beside: bool,
}

impl Locks {
    /// The one that was named.
    pub(super) fn one(path: &Path) -> Result<Self, Failure> {
        let lock = lock::read(path)?;
        Ok(Self {
            read: BTreeMap::from([(path.to_owned(), Some(lock))]),
            common: Some(path.to_owned()),
            beside: false,
        })
    }

    /// Those that lie beside the configurations, and the project's. One that cannot be read is told.
    pub(super) fn beside(inventory: &Inventory, project: Option<&Path>) -> Self {
        let common = project.map(|project| project.join(DEFAULT));
        let mut read = BTreeMap::new();
        let folders = inventory.configs.iter().map(|config| beside(&config.file));
        for path in folders.chain(common.clone()) {
            if path.symlink_metadata().is_err() || read.contains_key(&path) {
                continue;
            }
            let lock = lock::read(&path).map_err(|failure| failure.print());
            read.insert(path, lock.ok());
        }
        Self {
            read,
            common,
            beside: true,
        }
    }

    /// What they say of a server: the nearest lock that holds its name.
    pub(super) fn last(&self, entry: &Entry) -> LastGate<'_> {
        let near = self.beside.then(|| beside(&entry.file));
        let mut last = LastGate::Never;
        for path in near.iter().chain(&self.common) {
            match self.read.get(path) {
                None => {}
                Some(None) => last = LastGate::Unread,
                Some(Some(lock)) => {
                    if let Some(locked) = lock.servers.get(&entry.name) {
                        return match same(entry, locked) {
                            true => LastGate::Known(locked),
                            false => LastGate::Other(locked),
                        };
                    }
                }
            }
        }
        last
    }
}

fn beside(file: &Path) -> PathBuf {
    file.with_file_name(DEFAULT)
}

/// Whether what is locked is what the entry starts or reaches, as far as its variables let that be told.
fn same(entry: &Entry, locked: &Locked) -> bool {
    match (&entry.transport, &locked.target) {
        (Transport::Stdio(stdio), LockedTarget::Command(command)) => {
            command_of(stdio, command) && besides(entry) == locked.entry
        }
        (Transport::Http(http), LockedTarget::Url(url)) => {
            // As it was recorded, an empty path is `/`.
            let alike = |url: &str| url.trim_end_matches('/').to_owned();
            http.url
                .literal()
                .is_none_or(|own| alike(own) == alike(url))
        }
        _ => false,
    }
}

/// What an entry gives its server besides the command.
pub(crate) fn besides(entry: &Entry) -> LockedEntry {
    let Transport::Stdio(stdio) = &entry.transport else {
        return LockedEntry::default();
    };
    let env = stdio.env.iter().map(|setting| {
        let value = match &setting.given {
            Given::Literal(value) => Some(value.expose()),
            // A credential may be renewed, and is nothing to keep a digest of; what refers to variables has no value yet.
            Given::Credential(..) | Given::Needs(_) => None,
        };
        (setting.name.as_str(), value)
    });
    LockedEntry::new(stdio.cwd.as_ref().map(Template::shown), &env.collect())
}

fn command_of(stdio: &Stdio, command: &[String]) -> bool {
    let words: Vec<&Template> = std::iter::once(&stdio.command).chain(&stdio.args).collect();
    words.len() == command.len() && words.iter().zip(command).all(|(a, b)| word(a, b))
}

/// A word with variables in it may be anything, and so may one of which something was redacted.
fn word(template: &Template, recorded: &str) -> bool {
    let literal = template.literal();
    literal.is_none_or(|literal| literal == recorded || recorded.contains("«redacted"))
}
