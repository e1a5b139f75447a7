//! What a Python environment takes from elsewhere: its base interpreter, and projects that are installed in place.

use super::programs::bare;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes of a small file that are read.
const BYTES: u64 = 64 << 10;
/// Entries of `site-packages` that are looked at.
const ENTRIES: usize = 10_000;

/// The environment that a file belongs to.
pub(super) fn venv(file: &Path) -> Option<PathBuf> {
    file.ancestors()
        .skip(1)
        .find(|above| above.join("pyvenv.cfg").is_file())
        .map(Path::to_owned)
}

/// What an environment takes from elsewhere.
pub(super) fn of_venv(venv: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = base(venv).into_iter().collect();
    for packages in site_packages(venv) {
        found.extend(in_place(&packages));
    }
    found
}

/// Whether what runs is a Python outside of an environment, which takes packages from the user's HOME as well.
pub(super) fn sees_the_users_own(files: &[PathBuf]) -> bool {
    files.iter().any(|file| bare(file.as_os_str()) == "python")
        && !files.iter().any(|file| venv(file).is_some())
}

/// The packages that the user installed for all Pythons outside of environments (`pip install --user`).
pub(super) fn users_own(home: &Path) -> Vec<PathBuf> {
    entries(&home.join(".local/lib"))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default();
            bare(name) == "python" && path.join("site-packages").is_dir()
        })
        .collect()
}

/// The prefix of the interpreter that it was made with.
fn base(venv: &Path) -> Option<PathBuf> {
    let text = text(&venv.join("pyvenv.cfg"))?;
    let home = text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "home").then(|| PathBuf::from(value.trim()))
    })?;
    // A link: `cpython-3.12-linux-x86_64-gnu` leads to the directory of the exact version.
    let home = home.canonicalize().ok()?;
    let interpreter = ["python3", "python"]
        .iter()
        .any(|name| home.join(name).is_file());
    let prefix = home.parent().filter(|_| home.ends_with("bin"));
    prefix.filter(|_| interpreter).map(Path::to_owned)
}

fn site_packages(venv: &Path) -> Vec<PathBuf> {
    entries(&venv.join("lib"))
        .map(|version| version.join("site-packages"))
        .filter(|packages| packages.is_dir())
        .collect()
}

/// Projects that are installed in place: `*.pth` names them, or `direct_url.json`. Only what looks like a project counts.
fn in_place(packages: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in entries(packages) {
        if entry.extension() == Some(OsStr::new("pth")) {
            let text = text(&entry).unwrap_or_default();
            found.extend(
                text.lines()
                    .filter(|line| line.starts_with('/'))
                    .map(PathBuf::from),
            );
        } else if entry.extension() == Some(OsStr::new("dist-info")) {
            found.extend(editable(&entry));
        }
    }
    found
        .iter()
        .filter_map(|path| {
            let above = path.ancestors().take(2);
            above
                .into_iter()
                .find(|above| {
                    ["pyproject.toml", "setup.py"]
                        .iter()
                        .any(|m| above.join(m).is_file())
                })
                .map(Path::to_owned)
        })
        .collect()
}

fn editable(info: &Path) -> Option<PathBuf> {
    let value: serde_json::Value =
        serde_json::from_str(&text(&info.join("direct_url.json"))?).ok()?;
    let editable = value.get("dir_info")?.get("editable")?.as_bool()?;
    let path = value.get("url")?.as_str()?.strip_prefix("file://")?;
    editable.then(|| PathBuf::from(path))
}

fn entries(directory: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(directory)
        .into_iter()
        .flatten()
        .take(ENTRIES)
        .filter_map(|entry| Some(entry.ok()?.path()))
}

fn text(path: &Path) -> Option<String> {
    let mut text = String::new();
    // A pipe would be waited for.
    File::open(path.metadata().ok()?.is_file().then_some(path)?)
        .ok()?
        .take(BYTES)
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}
