//! What is known of the program behind a command, before it is started. Best effort: what cannot be read is not said.

mod package;
mod requested;

use crate::lines::hex;
use evidence::Program;
use sha2::{Digest, Sha256};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Files larger than this are not digested: an interpreter beside the script that it runs.
const FILE_BYTES: u64 = 64 << 20;
/// The same where the program is the only file there is to know the version by.
const ONLY_FILE_BYTES: u64 = 512 << 20;
/// Arguments that are looked at.
const ARGUMENTS: usize = 64;
/// Bytes of a manifest that are read.
const MANIFEST_BYTES: u64 = 1 << 20;

/// Looks at what is started as the system would resolve it with this `PATH`, and at the command as it was typed for the
/// package that it asks for. Relative paths are of the directory `from`, where it is started.
pub(crate) fn look(
    command: &[OsString],
    typed: &[OsString],
    path: Option<&OsStr>,
    from: &Path,
) -> Option<Program> {
    let (name, arguments) = command.split_first()?;
    let found = find(name, path, from)?;
    let file = found.canonicalize().unwrap_or_else(|_| found.clone());
    let arguments = first(arguments);
    let given: Vec<PathBuf> = arguments
        .iter()
        .filter_map(|a| from.join(a).canonicalize().ok())
        .filter(|p| p.is_file())
        .collect();
    let most = if given.is_empty() {
        ONLY_FILE_BYTES
    } else {
        FILE_BYTES
    };
    let files = std::iter::once(&file)
        .chain(&given)
        .filter_map(|p| Some((shown(p), digest(p, most)?)))
        .collect();
    Some(Program {
        path: shown(&file),
        files,
        package: package::of(&found, &file, &arguments, &given),
        requested: requested::by(typed),
    })
}

fn first(arguments: &[OsString]) -> Vec<&OsStr> {
    let first = arguments.iter().take(ARGUMENTS);
    first.map(OsString::as_os_str).collect()
}

/// The file that a name on the command line means.
fn find(name: &OsStr, path: Option<&OsStr>, from: &Path) -> Option<PathBuf> {
    if Path::new(name).components().count() > 1 {
        return Some(from.join(name)).filter(|p| p.is_file());
    }
    std::env::split_paths(path?)
        .map(|dir| dir.join(name))
        .find(|p| p.is_file() && executable(p))
}

fn executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|m| m.permissions().mode() & 0o111 != 0)
}

fn digest(path: &Path, most: u64) -> Option<String> {
    let mut file = File::open(path).ok()?;
    if file.metadata().ok()?.len() > most {
        return None;
    }
    let mut digest = Sha256::new();
    let mut chunk = vec![0; 64 << 10];
    loop {
        match file.read(&mut chunk).ok()? {
            0 => return Some(hex(&digest.finalize())),
            n => digest.update(chunk.get(..n)?),
        }
    }
}

/// The beginning of a text file.
fn text(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path)
        .ok()?
        .take(MANIFEST_BYTES)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
