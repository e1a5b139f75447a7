//! The trees of files that a program or a script belongs to, told by the marks that tools leave.

use super::{programs, python};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What a project has at its top.
const PROJECT: &[&str] = &[
    "package.json",
    "pyproject.toml",
    "setup.py",
    "requirements.txt",
    "deno.json",
    "go.mod",
    "Cargo.toml",
    "Gemfile",
    "composer.json",
    "node_modules",
    ".git",
];
/// What the top of several projects has, from which they take libraries.
const WORKSPACE: &[&str] = &["node_modules", "pnpm-workspace.yaml", "uv.lock"];
/// What stands beside the programs of a manager of versions, which choose among all that it holds.
const SHIMS: &[&str] = &["shims", "tools/image"];
/// Where tools keep what they run with, below HOME.
const TOOLS: &[(&str, &[&str])] = &[
    ("go", &["go", "sdk", ".cache/go-build"]),
    ("cargo", &[".cargo", ".rustup"]),
    ("deno", &[".deno", ".cache/deno"]),
    ("uv", &[".local/share/uv/python", ".cache/uv"]),
    ("bun", &[".bun"]),
    ("dotnet", &[".dotnet", ".nuget/packages"]),
];

/// Says that a directory holds too much to be shown.
type Broad<'a> = &'a dyn Fn(&Path) -> bool;

/// The trees that a file which is run belongs to; and whether there are none, so that it stands alone.
pub(super) fn of(file: &Path, broad: Broad) -> (Vec<PathBuf>, bool) {
    let mut found = Vec::new();
    if let Some(venv) = python::venv(file) {
        found.extend(python::of_venv(&venv));
        found.push(venv);
    }
    found.extend(modules(file, broad));
    found.extend(prefix(file, broad));
    if found.is_empty() {
        let script = programs::is_code(file) || is_script(file);
        let directory = file.parent().filter(|directory| !broad(directory));
        let project = script.then(|| project(directory?, broad)).flatten();
        found.extend(project.or(directory.map(Path::to_owned)));
    }
    let alone = found.is_empty();
    (found, alone)
}

/// Where a tool keeps what it runs with, where that is there.
pub(super) fn of_tool(name: &OsStr, home: &Path) -> Vec<PathBuf> {
    let name = programs::bare(name);
    TOOLS
        .iter()
        .filter(|(tool, _)| *tool == name)
        .flat_map(|(_, places)| places.iter().map(|place| home.join(place)))
        .filter(|place| place.is_dir())
        .collect()
}

/// The project that a directory belongs to: the nearest one above with a project's mark, or, up to the end of its
/// repository, the outermost from which it takes libraries.
pub(super) fn project(directory: &Path, broad: Broad) -> Option<PathBuf> {
    let has = |directory: &Path, marks: &[&str]| marks.iter().any(|m| directory.join(m).exists());
    let mut found = None;
    for above in directory.ancestors().take_while(|above| !broad(above)) {
        let marks = if found.is_none() { PROJECT } else { WORKSPACE };
        if has(above, marks) {
            found = Some(above.to_owned());
        }
        if has(above, &[".git"]) {
            break;
        }
    }
    found
}

/// The directory that holds the outermost `node_modules` on the way to the file, or that `node_modules` itself where it
/// lies in something broad.
fn modules(file: &Path, broad: Broad) -> Option<PathBuf> {
    let inside = |above: &&Path| above.file_name() == Some(OsStr::new("node_modules"));
    let modules = file.ancestors().filter(inside).last()?;
    let holder = modules.parent()?;
    let whole = !broad(holder) && holder.join("package.json").is_file();
    Some(if whole { holder } else { modules }.to_owned())
}

/// The prefix that a program was installed to: `bin` beside `lib`, or a manager of versions.
fn prefix(file: &Path, broad: Broad) -> Option<PathBuf> {
    let manager = file.ancestors().nth(2)?;
    if SHIMS.iter().any(|mark| manager.join(mark).is_dir()) && !broad(manager) {
        return Some(manager.to_owned());
    }
    let bin = file.ancestors().find(|above| {
        above.file_name().is_some_and(|name| name == "bin") && !above.join("bin").exists()
    })?;
    let prefix = bin.parent()?;
    let installed = ["lib", "lib64", "libexec", "Cellar", "conda-meta"];
    let installed = installed.iter().any(|mark| prefix.join(mark).is_dir());
    let source = PROJECT.iter().any(|mark| prefix.join(mark).exists());
    (installed && !source && !broad(prefix)).then(|| prefix.to_owned())
}

fn is_script(file: &Path) -> bool {
    use std::io::Read;
    let mut first = [0; 2];
    // A pipe would be waited for, and emptied.
    if !file.is_file() {
        return false;
    }
    let read = std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first == *b"#!"
}
