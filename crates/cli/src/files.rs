//! Reading and writing files. What is written is there whole or not at all.

use crate::failure::Failure;
use std::fs::{File, Permissions};
use std::io::{BufRead, BufReader, BufWriter, Read as _, Write};
use std::path::Path;

/// Files larger than this are not what we asked for.
const MOST: u64 = 1 << 30;

pub(crate) fn read(path: &Path, next: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // A device has no size that could be looked at before.
    open(path, next)?
        .take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::file("read", path.display(), &error, next))?;
    if bytes.len() as u64 > MOST {
        return Err(large(path, next));
    }
    Ok(bytes)
}

/// Opens a file to be read piece by piece.
pub(crate) fn open(path: &Path, next: &str) -> Result<impl BufRead + use<>, Failure> {
    let fail = |error: &std::io::Error| Failure::file("read", path.display(), error, next);
    if is_named_pipe(path) {
        return Err(Failure::new(
            format!("cannot read {}: it is a named pipe", path.display()),
            next,
        ));
    }
    let file = File::open(path).map_err(|error| fail(&error))?;
    let about = file.metadata().map_err(|error| fail(&error))?;
    if about.is_dir() {
        return Err(fail(&std::io::ErrorKind::IsADirectory.into()));
    }
    if about.len() > MOST {
        return Err(large(path, next));
    }
    Ok(BufReader::with_capacity(64 << 10, file))
}

fn large(path: &Path, next: &str) -> Failure {
    Failure::new(format!("{} is larger than 1 GiB", path.display()), next)
}

/// A pipe with a name: nobody need ever write to it, and opening it would wait for that. One that a shell gives
/// (`<(…)`, `/dev/stdin`) has none, and is read.
fn is_named_pipe(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let real = std::fs::canonicalize(path).and_then(std::fs::symlink_metadata);
        real.is_ok_and(|about| about.file_type().is_fifo())
    }
    #[cfg(not(unix))]
    {
        let _no_such_thing = path;
        false
    }
}

/// Waits until no other of us changes a file in the folder of this one, and keeps others waiting as long as it is held: who
/// reads a file, adds to it and writes it back would else lose what another added in between. Where a folder cannot be
/// locked nobody waits.
pub(crate) fn turn(path: &Path) -> Option<File> {
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = File::open(folder(&real)).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

pub(crate) fn read_text(path: &Path, next: &str) -> Result<String, Failure> {
    let bytes = read(path, next)?;
    String::from_utf8(bytes).map_err(|error| {
        let line = error
            .as_bytes()
            .iter()
            .take(error.utf8_error().valid_up_to())
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Failure::new(format!("{}:{line}: not UTF-8 text", path.display()), next)
    })
}

/// Fails where a file could not be written later: better before a server is started than after.
pub(crate) fn check_writable(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::new(
            format!("cannot write {}: it is a directory", path.display()),
            "name a file in it",
        ));
    }
    let folder = folder(path);
    if folder.is_dir() {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "cannot write {}: there is no directory {}",
            path.display(),
            folder.display()
        ),
        "make it, or name another place",
    ))
}

/// Makes a file. It is written beside the old one and then takes its place; what is no plain file (a pipe, a device) is
/// written to directly.
pub(crate) fn make(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    place(path, fill).map_err(|error| {
        Failure::file(
            "write",
            path.display(),
            &error,
            "name another place, or make this one writable",
        )
    })
}

fn place(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> std::io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        let file = std::fs::OpenOptions::new().write(true).open(path)?;
        let mut out = BufWriter::new(file);
        fill(&mut out)?;
        return out.flush();
    }
    // A link is followed: its target is replaced, not the link.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mcp-gatecheck-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder(&path))?;
    let mut out = BufWriter::new(&mut file);
    fill(&mut out)?;
    out.flush()?;
    drop(out);
    file.persist(&path).map(|_| ()).map_err(|error| error.error)
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_whole_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        make(&path, |out| out.write_all(b"one")).unwrap();
        make(&path, |out| out.write_all(b"two")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn nothing_is_lost_where_several_add_to_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _turn = turn(&path);
                    let mut text = read_text(&path, "").unwrap();
                    text.push('x');
                    make(&path, |out| out.write_all(text.as_bytes())).unwrap();
                });
            }
        });
        assert_eq!(std::fs::read(&path).unwrap(), b"xxxxxxxx");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_would_never_end_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let failure = read(&pipe, "").unwrap_err();
        assert!(failure.what.contains("named pipe"), "{}", failure.what);
    }

    #[test]
    fn refuses_early_what_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        assert!(check_writable(folder.path()).is_err());
        assert!(check_writable(&folder.path().join("no/such/file")).is_err());
        assert!(check_writable(&folder.path().join("file")).is_ok());
    }
}
