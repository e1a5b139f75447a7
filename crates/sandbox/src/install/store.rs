//! The cache: a directory for each package, which holds what was installed in `tree/`, and a mark beside it, out of reach
//! of what is installed, that it is whole.

use super::Source;
use crate::disk;
use evidence::conduct::Install;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, File, Permissions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The mark's file.
const MARK: &str = "installed.json";
/// How often it is looked whether another probe is done with the same package.
const LOOK: Duration = Duration::from_millis(200);

/// One package's place in the cache. Nobody else uses it as long as this lives.
pub(super) struct Slot {
    directory: PathBuf,
    _lock: File,
}

/// What is known of an installed package.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Mark {
    package: String,
    pub(super) version: Option<String>,
    #[serde(default)]
    pub(super) withheld: Vec<String>,
    /// Seconds since 1970.
    at: u64,
}

impl Mark {
    pub(super) fn new(install: &Install) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            package: install.package.clone(),
            version: install.version.clone(),
            withheld: install.withheld.clone(),
            at: now.map_or(0, |now| now.as_secs()),
        }
    }

    /// The day it was installed.
    pub(super) fn date(&self) -> String {
        let at = i64::try_from(self.at).unwrap_or_default();
        jiff::Timestamp::from_second(at).map_or_else(
            |_| "an unknown day".to_owned(),
            |at| at.strftime("%Y-%m-%d").to_string(),
        )
    }
}

impl Slot {
    /// The place of what this identity stands for, made where it is not there. Waits while another probe uses it.
    pub(super) fn open(
        cache: &Path,
        source: Source,
        name: &str,
        identity: &[String],
        limit: Duration,
    ) -> io::Result<Self> {
        // Others may pass through: the fenced process is somebody else where we are root.
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o711);
        builder.create(cache)?;
        let digest = Sha256::digest(identity.join("\0").as_bytes());
        let digest: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '+'
            }
        };
        let name: String = name.chars().take(60).map(plain).collect();
        let directory = cache
            .canonicalize()?
            .join(format!("{}-{name}-{digest}", source.id()));
        builder.create(&directory)?;
        let lock = File::create(directory.join("lock"))?;
        let deadline = Instant::now() + limit;
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if Instant::now() > deadline => {
                    let why = "another probe has been installing the same package all the time";
                    return Err(io::Error::new(ErrorKind::TimedOut, why));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
            }
        }
        Ok(Self {
            directory,
            _lock: lock,
        })
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where it is installed.
    pub(super) fn tree(&self) -> PathBuf {
        self.directory.join("tree")
    }

    /// What is known of what lies there, where it was installed whole.
    pub(super) fn mark(&self) -> Option<Mark> {
        let text = fs::read_to_string(self.directory.join(MARK)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Makes an empty place to install to.
    pub(super) fn clear(&self) -> io::Result<()> {
        gone(fs::remove_file(self.directory.join(MARK)))?;
        let tree = self.tree();
        gone(disk::remove(&tree))?;
        DirBuilder::new().mode(0o755).create(&tree)?;
        // What installs for root is fenced in as a user without a name, who must be able to write here.
        if tree.metadata()?.uid() == 0 {
            fs::set_permissions(&tree, Permissions::from_mode(0o777))?;
        }
        Ok(())
    }

    /// Nobody else writes there any more.
    pub(super) fn close(&self) -> io::Result<()> {
        fs::set_permissions(self.tree(), Permissions::from_mode(0o755))
    }

    /// Marks it as whole.
    pub(super) fn finish(&self, mark: &Mark) -> io::Result<()> {
        let text = serde_json::to_string_pretty(mark)?;
        fs::write(self.directory.join(MARK), text)
    }
}

fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
