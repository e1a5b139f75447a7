//! Reading and writing files. What is written is there whole or not at all.

use crate::failure::Failure;
use std::fs::{File, Permissions};
use std::io::{BufRead, BufReader, BufWriter, Read as _, Write};
use std::path::Path;

/// Files larger than this are not what we asked for.
const MOST: u64 = 1 << 30;

/// Texts that people keep are far shorter than this.
const MOST_TEXT: u64 = 64 << 20;

pub(crate) fn read(path: &Path, next: &str) -> Result<Vec<u8>, Failure> {
    rest(open(path, next)?, path, next)
}

/// What is still to be read of an open file.
fn rest(file: impl BufRead, path: &Path, next: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // A device has no size that could be looked at before.
    file.take(MOST_TEXT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::file("read", path.display(), &error, next))?;
    if bytes.len() as u64 > MOST_TEXT {
        return Err(large(path, MOST_TEXT, next));
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
        return Err(large(path, MOST, next));
    }
    // A device may have no end.
    Ok(BufReader::with_capacity(64 << 10, file.take(MOST)))
}

fn large(path: &Path, most: u64, next: &str) -> Failure {
    let most = most >> 20;
    Failure::new(
        format!("{} is larger than {most} MiB", path.display()),
        next,
    )
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
    text(open(path, next)?, path, next)
}

/// The text of an open file.
pub(crate) fn text(file: impl BufRead, path: &Path, next: &str) -> Result<String, Failure> {
    let bytes = rest(file, path, next)?;
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
    if let Some(why) = kept_from_us(path) {
        return Err(why);
    }
    let folder = folder(path);
    if folder.is_dir() {
        // What is no plain file is written to where it is.
        let beside = std::fs::metadata(path).map_or(true, |about| about.is_file());
        let made = beside.then(|| tempfile::tempfile_in(folder)).transpose();
        let next = "name another place, or make this one writable";
        return made
            .map(drop)
            .map_err(|error| Failure::file("write", path.display(), &error, next));
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

/// Why what is there is not written to, though another file could take its place, or the system would let us.
fn kept_from_us(path: &Path) -> Option<Failure> {
    let what = match (std::fs::metadata(path), path.symlink_metadata()) {
        (Ok(about), _) if about.is_file() && about.permissions().readonly() => "it is read-only",
        (Ok(_), _) if is_named_pipe(path) => "it is a named pipe",
        (Err(_), Ok(_)) => "it is a link that leads nowhere",
        _ => return None,
    };
    Some(Failure::new(
        format!("cannot write {}: {what}", path.display()),
        "name another place",
    ))
}

/// Makes a file. It is written beside the old one, with its permissions, and then takes its place; what is no plain file
/// (a pipe, a device) is written to directly.
pub(crate) fn make(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    if let Some(why) = kept_from_us(path) {
        return Err(why);
    }
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
    if let Ok(old) = std::fs::metadata(&path) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, fchown};
            // Only who may give files away can do it, and only then is it another's.
            let _stays_ours = fchown(file.as_file(), Some(old.uid()), Some(old.gid()));
        }
        file.as_file().set_permissions(old.permissions())?;
    }
    // It must be whole before the old one goes, whatever happens to the machine.
    file.as_file().sync_all()?;
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

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_what_is_read_only_is_not_replaced() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "one").unwrap();
        let mode = |mode| std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        mode(0o640);
        make(&path, |out| out.write_all(b"two")).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        mode(0o444);
        assert!(check_writable(&path).is_err());
        assert!(make(&path, |out| out.write_all(b"three")).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_fails_half_way_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "one").unwrap();
        let failed = make(&path, |out| {
            out.write_all(&[0; 1 << 20])?;
            Err(std::io::ErrorKind::StorageFull.into())
        });
        assert!(failed.unwrap_err().what.contains("a.toml"));
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
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

    #[cfg(target_os = "linux")]
    #[test]
    fn nobody_is_waited_for_and_no_link_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link"));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        for path in [pipe, link] {
            assert!(check_writable(&path).is_err());
            assert!(make(&path, |out| out.write_all(b"x")).is_err());
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn refuses_early_what_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        assert!(check_writable(folder.path()).is_err());
        assert!(check_writable(&folder.path().join("no/such/file")).is_err());
        assert!(check_writable(&folder.path().join("file")).is_ok());
    }
}
