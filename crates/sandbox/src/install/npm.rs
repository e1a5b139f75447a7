//! Packages of the npm registry, for `npx` and its like. npm itself installs them, whichever runner was asked.

use super::index::{Index, without_password};
use super::step::Step;
use super::{Asked, Found, InstallError, Installer, Request, Source, programs};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes of a manifest or of the list of what is installed that are read.
const BYTES: u64 = 16 << 20;

/// What is asked of npm.
pub(super) struct Npm {
    package: String,
    all: Vec<String>,
    program: Option<OsString>,
    indexes: Vec<(String, String)>,
    npm: PathBuf,
    runtime: &'static str,
    scripts: bool,
    path: Option<OsString>,
}

impl Npm {
    pub(super) fn new(asked: &Asked, request: &Request<'_>) -> Result<Self, InstallError> {
        let find = |name: &str| programs::find(OsStr::new(name), request.path, request.directory);
        let runner = asked.runner.split(' ').next().unwrap_or_default();
        let absent = |name: &str| InstallError::Absent(name.to_owned());
        find(runner).ok_or_else(|| absent(runner))?;
        let npm = find("npm").ok_or_else(|| absent("npm, which installs for all its like,"))?;
        let all = std::iter::once(&asked.package).chain(&asked.with);
        Ok(Self {
            package: asked.source.split(&asked.package).0.to_owned(),
            all: all.cloned().collect(),
            program: asked.program.clone(),
            indexes: asked
                .indexes
                .iter()
                .map(|(name, url)| (name.clone(), without_password(url)))
                .collect(),
            npm,
            runtime: if runner.starts_with("bun") {
                "bun"
            } else {
                "node"
            },
            scripts: request.scripts,
            path: request.path.map(ToOwned::to_owned),
        })
    }

    /// The program that is run: the one that is named, or the package's own choice.
    fn choose(&self, tree: &Path, manifest: &Value) -> Result<String, String> {
        if let Some(program) = &self.program {
            let name = program.to_string_lossy().into_owned();
            return Some(name)
                .filter(|name| !name.contains('/'))
                .ok_or_else(|| format!("{} names a program by a path", self.package));
        }
        chosen(&self.package, manifest).ok_or_else(|| {
            let there = tree.join("node_modules").join(&self.package).is_dir();
            let why = if there {
                "has no program to run"
            } else {
                "was not installed"
            };
            format!("{} {why}", self.package)
        })
    }
}

impl Installer for Npm {
    fn identity(&self) -> Vec<String> {
        let mut identity = vec!["npm".to_owned()];
        identity.extend(self.all.iter().cloned());
        identity.extend(
            self.indexes
                .iter()
                .map(|(name, url)| format!("{name}={url}")),
        );
        identity
    }

    fn runtime(&self) -> &OsStr {
        OsStr::new(self.runtime)
    }

    fn step(&self, tree: &Path) -> Step {
        let mut command: Vec<OsString> = vec![
            self.npm.clone().into(),
            "install".into(),
            "--prefix".into(),
            tree.into(),
        ];
        let settings = [
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--no-progress",
            "--loglevel=error",
            "--omit=dev",
        ];
        command.extend(settings.iter().map(OsString::from));
        for (name, url) in &self.indexes {
            command.push(format!("{name}={url}").into());
        }
        command.push("--".into());
        command.extend(self.all.iter().map(OsString::from));
        let (ignored, allowed) = if self.scripts {
            ("false", "true")
        } else {
            ("true", "false")
        };
        Step {
            command,
            env: vec![
                ("npm_config_ignore_scripts".into(), ignored.into()),
                // Newer versions run only the scripts of packages that are named.
                (
                    "npm_config_dangerously_allow_all_scripts".into(),
                    allowed.into(),
                ),
                // Where the registry cannot be reached, npm by itself says so after 70 seconds.
                ("npm_config_fetch_retry_mintimeout".into(), "1000".into()),
                ("npm_config_fetch_retry_maxtimeout".into(), "4000".into()),
                ("NO_COLOR".into(), "1".into()),
            ],
            index: Index::npm(&self.npm, &self.indexes),
        }
    }

    fn found(&self, tree: &Path) -> Result<Found, String> {
        let modules = tree.join("node_modules");
        let bin = modules.join(".bin");
        let manifest = json(&modules.join(&self.package).join("package.json"));
        let program = self.choose(tree, &manifest)?;
        let withheld = scripted(&json(&modules.join(".package-lock.json")));
        let file = bin.join(&program);
        let inside = file.canonicalize().is_ok_and(|real| {
            let tree = tree.canonicalize();
            real.is_file() && tree.is_ok_and(|tree| real.starts_with(tree))
        });
        // `npx -p PACKAGE node FILE`: a program of the machine, with the package's own first.
        let named = || {
            let path = self.path.as_deref();
            let found = programs::find(self.program.as_ref()?, path, Path::new("/"));
            found.filter(|_| file.symlink_metadata().is_err())
        };
        let file = if inside { Some(file.clone()) } else { named() };
        Ok(Found {
            program: file.ok_or_else(|| {
                let unbuilt = if withheld.is_empty() || self.scripts {
                    ""
                } else {
                    " without install scripts"
                };
                format!("{} has no program {program}{unbuilt}", self.package)
            })?,
            bin,
            version: manifest["version"].as_str().map(short),
            withheld,
        })
    }
}

/// The program of a package that the project, or the machine, has installed already: that is run, and nothing is fetched.
pub(super) fn local(asked: &Asked, request: &Request<'_>) -> Option<PathBuf> {
    let looks = ["npx", "npm exec", "npm x", "bunx", "bun x"].contains(&asked.runner.as_str());
    let plain = asked.program.is_none() && asked.strange.is_none() && asked.with.is_empty();
    let name = &asked.package;
    if !looks || !plain || !Source::Npm.registered(name) || name.contains(['@', '/']) {
        return None;
    }
    let in_project = request
        .directory
        .ancestors()
        .map(|above| above.join("node_modules/.bin").join(name))
        .find(|file| file.is_file());
    in_project.or_else(|| {
        let found = programs::find(OsStr::new(name), request.path, request.directory)?;
        let real = found.canonicalize().ok()?;
        let by_npm = real
            .components()
            .any(|part| part.as_os_str() == "node_modules");
        by_npm.then_some(found)
    })
}

/// The program that npm takes where none is named: the only one, or the one with the package's name.
fn chosen(package: &str, manifest: &Value) -> Option<String> {
    let bare = package.rsplit('/').next().unwrap_or(package);
    let plain = |name: &&String| !name.is_empty() && !name.contains('/') && !name.starts_with('.');
    match manifest.get("bin")? {
        Value::String(_) => Some(bare.to_owned()),
        Value::Object(programs) => {
            let files: BTreeSet<_> = programs.values().map(Value::to_string).collect();
            let first = programs.keys().next().filter(|_| files.len() == 1);
            first
                .or_else(|| programs.get_key_value(bare).map(|(name, _)| name))
                .filter(plain)
                .cloned()
        }
        _ => None,
    }
}

/// Packages that have install scripts.
fn scripted(list: &Value) -> Vec<String> {
    let packages = list["packages"].as_object();
    let names = packages
        .into_iter()
        .flatten()
        .filter_map(|(place, package)| {
            let scripted = package["hasInstallScript"].as_bool() == Some(true);
            let name = place
                .rsplit_once("node_modules/")
                .map_or("", |(_, name)| name);
            (scripted && !name.is_empty()).then(|| short(name))
        });
    let names: BTreeSet<String> = names.take(100).collect();
    names.into_iter().collect()
}

/// A short text of somebody else's, without what is no text.
pub(super) fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// A file of somebody else's; null where it cannot be read.
fn json(path: &Path) -> Value {
    let text = || {
        let mut text = String::new();
        // A pipe would be waited for.
        let file = path.metadata().ok()?.is_file().then_some(path)?;
        File::open(file)
            .ok()?
            .take(BYTES)
            .read_to_string(&mut text)
            .ok()?;
        serde_json::from_str(&text).ok()
    };
    text().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_program_is_the_one_that_npx_takes() {
        for (bin, program) in [
            (json!("cli.js"), Some("server")),
            (json!({"other": "cli.js"}), Some("other")),
            (json!({"a": "cli.js", "b": "cli.js"}), Some("a")),
            (json!({"a": "a.js", "server": "b.js"}), Some("server")),
            (json!({"a": "a.js", "b": "b.js"}), None),
            (json!({"../../evil": "a.js"}), None),
            (json!({}), None),
            (json!(1), None),
        ] {
            let manifest = json!({"bin": bin});
            assert_eq!(
                chosen("@scope/server", &manifest).as_deref(),
                program,
                "{manifest}"
            );
        }
        assert_eq!(chosen("server", &json!({})), None);
    }

    #[test]
    fn packages_with_install_scripts_are_named() {
        let list = json!({"packages": {
            "node_modules/b": {"hasInstallScript": true},
            "node_modules/c": {},
            "node_modules/c/node_modules/@s/a": {"hasInstallScript": true},
        }});
        assert_eq!(scripted(&list), ["@s/a", "b"]);
        assert!(scripted(&Value::Null).is_empty());
    }
}
