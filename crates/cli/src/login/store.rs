//! Where logins are kept: a file each, in a folder that nobody else can look into. Keyrings of the system are not used.

use crate::failure::Failure;
use crate::files;
use session::login::Login;
use sha2::{Digest as _, Sha256};
use std::fs::{self, DirBuilder, Metadata};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

/// The folder of logins. It may not be there yet.
pub(super) struct Store {
    folder: PathBuf,
}

impl Store {
    /// Finds it in the user's state, and refuses it where others can look into it.
    pub(super) fn find() -> Result<Self, Failure> {
        let path = |name| std::env::var_os(name).map(PathBuf::from);
        // A relative one is to be ignored, says the standard.
        let state = path("XDG_STATE_HOME").filter(|path| path.is_absolute());
        let state = state.or_else(|| Some(path("HOME")?.join(".local/state")));
        let Some(state) = state.filter(|path| path.is_absolute()) else {
            return Err(Failure::new(
                "there is no place to keep logins in",
                "set HOME or XDG_STATE_HOME",
            ));
        };
        let folder = state.join("mcp-gatecheck/logins");
        match fs::symlink_metadata(&folder) {
            Ok(about) if about.is_dir() => private(&folder, &about, "700")?,
            Ok(_) => {
                return Err(Failure::new(
                    format!("{} is no directory", folder.display()),
                    "move it away",
                ));
            }
            Err(_) => {}
        }
        Ok(Self { folder })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The login of this URL, where one is kept.
    pub(super) fn read(&self, url: &str) -> Result<Option<Login>, Failure> {
        let login = read(&self.path(url))?;
        Ok(login.filter(|login| login.url == url))
    }

    /// Every login, by URL.
    pub(super) fn all(&self) -> Result<Vec<Login>, Failure> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|kind| kind == "json") {
                all.extend(read(&path)?);
            }
        }
        all.sort_by(|a: &Login, b: &Login| a.url.cmp(&b.url));
        Ok(all)
    }

    /// Keeps a login, in the place of an older one.
    pub(super) fn write(&self, login: &Login) -> Result<(), Failure> {
        let path = self.path(&login.url);
        self.place(&path, login).map_err(|error| {
            let next = "make room, or set XDG_STATE_HOME to another place";
            Failure::file("keep the login in", path.display(), &error, next)
        })
    }

    fn place(&self, path: &Path, login: &Login) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700).create(&self.folder)?;
        // Only its owner can read a temporary file, and it takes the old one's place whole.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        serde_json::to_writer_pretty(&mut file, login)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(path).map(drop).map_err(|error| error.error)
    }

    pub(super) fn remove(&self, url: &str) -> Result<(), Failure> {
        let path = self.path(url);
        fs::remove_file(&path)
            .map_err(|error| Failure::file("remove", path.display(), &error, "remove it by hand"))
    }

    /// URLs hold what names of files may not, and sometimes secrets.
    fn path(&self, url: &str) -> PathBuf {
        let digest = Sha256::digest(url.as_bytes());
        let name: String = digest
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.folder.join(format!("{name}.json"))
    }
}

/// Reads a login; none where there is no such file.
fn read(path: &Path) -> Result<Option<Login>, Failure> {
    let Ok(about) = fs::symlink_metadata(path) else {
        return Ok(None);
    };
    if !about.is_file() {
        return Err(Failure::new(
            format!("{} is no file", path.display()),
            "move it away, and log in again",
        ));
    }
    private(path, &about, "600")?;
    let bytes = files::read(path, "log in again")?;
    let login = serde_json::from_slice(&bytes).map_err(|error| {
        // The line and the column, and nothing of what stands there.
        let place = format!("{}:{}:{}", path.display(), error.line(), error.column());
        Failure::new(format!("{place}: no login"), "remove it, and log in again")
    });
    login.map(Some)
}

/// Refuses what others can look into.
fn private(path: &Path, about: &Metadata, mode: &str) -> Result<(), Failure> {
    let place = path.display();
    if about.uid() != rustix::process::geteuid().as_raw() {
        return Err(Failure::new(
            format!("{place} belongs to somebody else"),
            "set XDG_STATE_HOME to a place of yours",
        ));
    }
    if about.mode() & 0o077 != 0 {
        return Err(Failure::new(
            format!("others can look into {place}: what is in it may be known to them"),
            format!("chmod {mode} {place}, and log in again"),
        ));
    }
    Ok(())
}
