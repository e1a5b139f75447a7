//! What of the machine a command is shown beside the system's own directories: the files that it is made of, and those
//! that its arguments name. Everything else is not there for it.
//!
//! Nothing here is a fence: what is found is only ever read, by a command whose bytes lead nowhere. But it is the user's,
//! so each rule asks for a mark that a tool leaves (`pyvenv.cfg`, `package.json`, `bin` beside `lib`), HOME and what holds
//! it are never shown whole, and neither are stores of secrets.

mod homes;
pub(crate) mod programs;
mod python;
mod trees;

use crate::Shown;
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

/// Directories of the system that every command is shown, where they are there.
pub const SYSTEM: &[&str] = &[
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/etc",
    "/opt",
    "/nix/store",
    "/gnu/store",
];

/// Arguments that are looked at.
const ARGUMENTS: usize = 64;

/// What a command is shown, as the system would resolve it with this `PATH`, in the directory `cwd`.
#[must_use]
pub fn shown(command: &[OsString], path: Option<&OsStr>, cwd: &Path, home: &Path) -> Shown {
    let mut search = Search::new(path, cwd, home);
    if let Some((program, arguments)) = command.split_first() {
        search.program(program);
        search.arguments(program, arguments);
    }
    search.shown()
}

/// What is shown of a directory that a command is started in because somebody said so: what is shown where an argument
/// names it.
#[must_use]
pub fn shown_directory(directory: &Path, home: &Path) -> Shown {
    let mut search = Search::new(None, directory, home);
    search.directory(plain(directory));
    search.shown()
}

/// What was found so far.
pub(crate) struct Search<'a> {
    path: Option<&'a OsStr>,
    cwd: &'a Path,
    home: &'a Path,
    shown: Shown,
}

impl<'a> Search<'a> {
    /// Nothing yet.
    pub(crate) fn new(path: Option<&'a OsStr>, cwd: &'a Path, home: &'a Path) -> Self {
        Self {
            path,
            cwd,
            home,
            shown: Shown::default(),
        }
    }

    /// The program by this name, what runs it, and the trees that they belong to.
    pub(crate) fn program(&mut self, name: &OsStr) {
        let files = programs::chain(name, self.path, self.cwd);
        for file in &files {
            self.file(file);
        }
        if python::sees_the_users_own(&files) {
            for packages in python::users_own(self.home) {
                self.own(packages);
            }
        }
    }

    /// What arguments name. A file that the program runs brings its project; all others only themselves.
    pub(crate) fn arguments(&mut self, program: &OsStr, arguments: &[OsString]) {
        for tree in trees::of_tool(program, self.home) {
            self.own(tree);
        }
        if programs::starts_in(program, arguments) {
            self.project(self.cwd);
        }
        // The first file that is an argument by itself, whatever its name is, and all that are code by their names.
        let interprets = programs::interprets(program);
        let mut first = interprets;
        for argument in arguments.iter().take(ARGUMENTS) {
            let Some((whole, path)) = self.named(argument) else {
                continue;
            };
            if path.is_dir() {
                self.directory(path);
            } else if interprets && programs::is_code(&path) || first && whole {
                self.script(&path);
                first &= !whole;
            } else {
                self.with_target(path);
            }
        }
    }

    /// What was found: sorted, nothing twice, nothing that lies in something else that is shown.
    pub(crate) fn shown(mut self) -> Shown {
        let all = std::mem::take(&mut self.shown.own);
        self.shown.own = homes::outermost(all)
            .into_iter()
            .flat_map(|tree| homes::without_secrets(tree, self.home))
            .collect();
        self.shown.found_by = homes::found_by(&self.shown.own, self.home);
        self.shown.empty.sort();
        self.shown.empty.dedup();
        self.shown
    }

    /// The path that an argument, or what follows its `=`, names, and whether it is the whole argument.
    fn named(&self, argument: &OsStr) -> Option<(bool, PathBuf)> {
        let text = argument.to_string_lossy();
        let (whole, path) = match text.strip_prefix('-').and_then(|_| text.split_once('=')) {
            Some((_, value)) => (false, PathBuf::from(value)),
            None => (true, PathBuf::from(argument)),
        };
        let path = plain(&self.cwd.join(path));
        let there = !argument.is_empty() && path.symlink_metadata().is_ok();
        (there && !(whole && text.starts_with('-'))).then_some((whole, path))
    }

    fn directory(&mut self, path: PathBuf) {
        let target = path.canonicalize().unwrap_or_else(|_| path.clone());
        if [&path, &target].iter().any(|path| self.broad(path)) {
            self.shown.empty.push(path);
        } else {
            self.with_target(path);
        }
    }

    fn with_target(&mut self, path: PathBuf) {
        if let Ok(target) = path.canonicalize() {
            self.own(target);
        }
        self.own(path);
    }

    /// A file that is run: the trees that it belongs to, by the path and by what the path leads to.
    fn file(&mut self, file: &Path) {
        if self.system(file) {
            return;
        }
        let (found, alone) = trees::of(file, &|tree| self.broad(tree));
        for tree in found {
            self.own(tree);
        }
        if alone {
            self.with_target(file.to_owned());
        }
    }

    fn script(&mut self, path: &Path) {
        self.file(path);
        if let Ok(target) = path.canonicalize() {
            self.file(&target);
        }
    }

    fn project(&mut self, directory: &Path) {
        let tree = trees::project(directory, &|tree| self.broad(tree))
            .unwrap_or_else(|| directory.to_owned());
        self.own(tree);
    }

    /// The one way in: what is too broad or secret does not come through.
    pub(crate) fn own(&mut self, path: PathBuf) {
        if !self.broad(&path) && !self.system(&path) {
            self.shown.own.push(path);
        }
    }

    fn broad(&self, path: &Path) -> bool {
        homes::broad(path, self.home)
    }

    fn system(&self, path: &Path) -> bool {
        SYSTEM.iter().any(|root| path.starts_with(root))
    }
}

/// The path without `.`, and with `..` taken back by name.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
