//! Opening one file, whatever lies there.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// A file's content, one byte more than was asked for at most.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    pub(super) writable_by_others: bool,
}

/// Why there is no content.
pub(super) enum Unread {
    /// Nothing is there.
    Absent,
    /// Something is, and this is wrong with it.
    Because(String),
}

/// Reads a regular file, and one byte beyond `most` where there are more. A pipe or a device is not waited for.
pub(super) fn read(path: &Path, most: usize) -> Result<Content, Unread> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path).map_err(|error| unread(&error))?;
    let about = file.metadata().map_err(|error| unread(&error))?;
    if !about.is_file() {
        return Err(Unread::Because("it is no regular file".to_owned()));
    }
    let writable_by_others = writable_by_others(&about, path);
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    read_some(&file, limit, &mut bytes).map_err(|error| unread(&error))?;
    Ok(Content {
        bytes,
        writable_by_others,
    })
}

fn read_some(file: &File, limit: u64, bytes: &mut Vec<u8>) -> io::Result<usize> {
    file.take(limit).read_to_end(bytes)
}

fn unread(error: &io::Error) -> Unread {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unread::Absent,
        _ => {
            let text = error.to_string();
            let plain = text.split(" (os error").next().unwrap_or(&text);
            Unread::Because(format!("it cannot be read: {}", plain.to_lowercase()))
        }
    }
}

/// Whether others than the owner may change the file, or put another in its place.
#[cfg(unix)]
fn writable_by_others(about: &Metadata, path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = path
        .parent()
        .and_then(|folder| std::fs::metadata(folder).ok());
    // In a sticky folder, such as /tmp, nobody replaces what is another's.
    let folder = folder.is_some_and(|folder| folder.permissions().mode() & 0o1002 == 0o002);
    folder || about.permissions().mode() & 0o002 != 0
}

#[cfg(not(unix))]
fn writable_by_others(_: &Metadata, _: &Path) -> bool {
    false
}
