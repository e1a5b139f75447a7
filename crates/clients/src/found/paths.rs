//! From a place's pattern to paths.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where folders are looked at"
)]

use super::Surroundings;
use crate::Os;
use std::path::{Path, PathBuf};

/// Editors like VS Code, as their folders are called.
const EDITORS: &[&str] = &["Code", "Code - Insiders", "Cursor", "VSCodium", "Windsurf"];
/// How deep `**` goes.
const MOST_LEVELS: usize = 8;
/// Folders in which no plugin keeps its own configuration.
const PASSED_OVER: &[&str] = &["node_modules", ".git", ".venv"];
/// The most files and folders that one pattern looks at.
const MOST_SEEN: usize = 5000;

/// Where a pattern begins, each with what follows; there may be several, or none.
pub(super) fn resolve(at: &Surroundings, pattern: &str) -> Vec<(PathBuf, String)> {
    if let Some(rest) = pattern.strip_prefix('{') {
        return of_variable(at, rest).into_iter().collect();
    }
    if let Some(rest) = pattern.strip_prefix("~/") {
        return vec![(at.home.clone(), rest.to_owned())];
    }
    let is = |os| at.systems.contains(&os);
    let below = |root: &Option<PathBuf>, rest: &str| {
        let folder = root.clone().map(|root| (root, rest.to_owned()));
        folder.into_iter().collect::<Vec<_>>()
    };
    // `/Library` is there on macOS alone; the rest of `/` not on Windows.
    if let Some(rest) = pattern.strip_prefix('/') {
        let there = if rest.starts_with("Library/") {
            is(Os::Mac)
        } else {
            is(Os::Linux) || is(Os::Mac)
        };
        return if there {
            below(&at.machine, rest)
        } else {
            vec![]
        };
    }
    if let Some(rest) = pattern.strip_prefix("C:/") {
        return if is(Os::Windows) {
            below(&drive(at), rest)
        } else {
            vec![]
        };
    }
    let Some((head, rest)) = pattern.split_once(':') else {
        return vec![];
    };
    let folders: Vec<PathBuf> = match head {
        "project" => at.project.iter().cloned().collect(),
        "config" => vec![config(at)],
        "unix" if is(Os::Linux) || is(Os::Mac) => vec![config(at)],
        "linux" if is(Os::Linux) => vec![config(at)],
        "roaming" if is(Os::Windows) => vec![roaming(at)],
        "programdata" if is(Os::Windows) => program_data(at).into_iter().collect(),
        "app" => programs(at),
        "editor" => return editors(at, rest),
        _ => vec![],
    };
    folders
        .into_iter()
        .map(|folder| (folder, rest.to_owned()))
        .collect()
}

/// `VAR|DIR}/rest` or `VAR}`.
fn of_variable(at: &Surroundings, rest: &str) -> Option<(PathBuf, String)> {
    let (inner, rest) = rest.split_once('}')?;
    let rest = rest.trim_start_matches('/').to_owned();
    let (name, folder) = match inner.split_once('|') {
        Some((name, folder)) => (name, Some(folder)),
        None => (inner, None),
    };
    let said = at.variables.get(name).filter(|value| !value.is_empty());
    let folder = said
        .map(PathBuf::from)
        .or_else(|| Some(at.home.join(folder?)))?;
    Some((folder, rest))
}

fn config(at: &Surroundings) -> PathBuf {
    let said = at
        .variables
        .get("XDG_CONFIG_HOME")
        .filter(|value| Path::new(value).is_absolute());
    said.map_or_else(|| at.home.join(".config"), PathBuf::from)
}

fn roaming(at: &Surroundings) -> PathBuf {
    let said = at
        .variables
        .get("APPDATA")
        .filter(|value| !value.is_empty());
    said.map_or_else(|| at.home.join("AppData/Roaming"), PathBuf::from)
}

fn program_data(at: &Surroundings) -> Option<PathBuf> {
    at.machine.as_ref()?;
    let said = at
        .variables
        .get("ProgramData")
        .filter(|value| !value.is_empty());
    said.map(PathBuf::from)
        .or_else(|| Some(drive(at)?.join("ProgramData")))
}

/// The drive C: on Windows itself, else a folder that stands for it.
fn drive(at: &Surroundings) -> Option<PathBuf> {
    let root = at.machine.as_ref()?;
    Some(if cfg!(windows) {
        PathBuf::from("C:/")
    } else {
        root.join("C:")
    })
}

/// Where programs with windows keep what is the user's.
fn programs(at: &Surroundings) -> Vec<PathBuf> {
    let of = |os: &Os| match os {
        Os::Linux => config(at),
        Os::Mac => at.home.join("Library/Application Support"),
        Os::Windows => roaming(at),
    };
    at.systems.iter().map(of).collect()
}

fn editors(at: &Surroundings, rest: &str) -> Vec<(PathBuf, String)> {
    let mut folders: Vec<(PathBuf, String)> = programs(at)
        .into_iter()
        .flat_map(|folder| {
            EDITORS
                .iter()
                .map(move |editor| folder.join(editor).join("User"))
        })
        .map(|folder| (folder, rest.to_owned()))
        .collect();
    folders.push((at.home.join(".vscode-server/data/User"), rest.to_owned()));
    folders
}

/// The paths that a pattern stands for.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) paths: Vec<PathBuf>,
    /// Why there may be more.
    pub(super) cut: Option<String>,
}

/// Resolves the `*` of a pattern below a folder, sorted by name.
pub(super) fn list(folder: &Path, below: &str) -> Listing {
    if !below.contains('*') {
        let path = if below.is_empty() {
            folder.to_owned()
        } else {
            folder.join(below)
        };
        return Listing {
            paths: vec![path],
            cut: None,
        };
    }
    let names: Vec<&str> = below.split('/').collect();
    let mut walk = Walk::new(MOST_SEEN);
    walk.step(folder, &names, 0);
    walk.listing
}

struct Walk {
    listing: Listing,
    /// How many files and folders may still be looked at.
    left: usize,
}

impl Walk {
    fn new(left: usize) -> Self {
        Self {
            listing: Listing::default(),
            left,
        }
    }

    fn step(&mut self, folder: &Path, names: &[&str], level: usize) {
        let Some((name, rest)) = names.split_first() else {
            return;
        };
        if !name.contains('*') {
            let path = folder.join(name);
            if rest.is_empty() {
                self.listing.paths.extend(path.exists().then_some(path));
            } else {
                self.step(&path, rest, level);
            }
            return;
        }
        if *name == "**" {
            self.step(folder, rest, level);
            if level >= MOST_LEVELS {
                return;
            }
            for (child, folder) in self.children(folder) {
                if folder {
                    self.step(&child, names, level + 1);
                }
            }
            return;
        }
        let (start, end) = name.split_once('*').unwrap_or((name, ""));
        for (child, _) in self.children(folder) {
            let fits = child
                .file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| {
                    name.len() >= start.len() + end.len()
                        && name.starts_with(start)
                        && name.ends_with(end)
                });
            if fits && rest.is_empty() {
                self.listing.paths.push(child);
            } else if fits {
                self.step(&child, rest, level);
            }
        }
    }

    /// What lies in a folder, sorted, each with whether it is a folder itself. Links to folders are not followed: they may
    /// lead in a circle.
    fn children(&mut self, folder: &Path) -> Vec<(PathBuf, bool)> {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return vec![];
        };
        let mut children = Vec::new();
        for entry in entries.flatten() {
            if PASSED_OVER.iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            if self.left == 0 {
                self.listing.cut = Some("too many files and folders lie there".to_owned());
                break;
            }
            self.left -= 1;
            let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            children.push((entry.path(), folder));
        }
        children.sort();
        children
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_is_cut_and_said() {
        let root = tempfile::tempdir().unwrap();
        for at in 0..20 {
            let folder = root.path().join(format!("p{at:02}"));
            std::fs::create_dir_all(folder.join("node_modules/x")).unwrap();
            std::fs::write(folder.join(".mcp.json"), "{}").unwrap();
        }
        let listing = |left| {
            let mut walk = Walk::new(left);
            walk.step(root.path(), &["**", ".mcp.json"], 0);
            walk.listing
        };
        // Each folder and its one file.
        let all = listing(40);
        assert_eq!((all.paths.len(), all.cut), (20, None));
        let cut = listing(10);
        assert!(cut.paths.len() == 10 && cut.cut.is_some());
    }
}
