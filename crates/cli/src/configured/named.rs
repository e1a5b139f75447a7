//! What the user named, so that a server may have it.

use crate::args::Start;
use crate::environment;
use crate::failure::Failure;
use clients::{Given, Kind, Secret, Setting, Template, Variable};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What may be passed on.
pub(super) struct Named {
    /// By name; no value where there is no such variable here.
    variables: BTreeMap<String, Option<String>>,
    /// The files that were named, by their real paths.
    files: Vec<(PathBuf, Variables)>,
    /// The project that servers are started in.
    project: PathBuf,
}

type Variables = Vec<(String, String)>;

impl Named {
    pub(super) fn of(start: &Start, project: &Path) -> Result<Self, Failure> {
        let (mut variables, mut files) = (BTreeMap::new(), Vec::new());
        for given in &start.env {
            let (name, value) = match given.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (given.as_str(), std::env::var(given).ok()),
            };
            variables.insert(name.to_owned(), value);
        }
        for path in &start.env_file {
            let held = environment::file(path)?;
            let real = path.canonicalize().unwrap_or_else(|_| path.clone());
            for (name, value) in &held {
                variables.insert(name.clone(), Some(value.clone()));
            }
            files.push((real, held));
        }
        Ok(Self {
            variables,
            files,
            project: project.to_owned(),
        })
    }

    /// What a file of an entry's own holds, where that file was named.
    pub(super) fn file(&self, path: &Path) -> Option<&Variables> {
        let real = path.canonicalize().ok()?;
        let same = self.files.iter().find(|(named, _)| *named == real);
        same.map(|(_, held)| held)
    }

    /// A path of an entry: relative ones are the project's.
    pub(super) fn path(&self, path: &Template) -> Result<PathBuf, BTreeSet<String>> {
        Ok(self.project.join(self.fill(path)?))
    }

    /// The value of a variable in a configuration: only what was named, and what the client itself would fill in.
    fn value(&self, variable: &Variable) -> Option<Secret> {
        let own = match variable.kind {
            Kind::Client => self.own(&variable.name),
            Kind::Environment | Kind::Input => None,
        };
        own.or_else(|| self.given(variable)).map(Secret::new)
    }

    /// The value that the user gave a variable. It may be a secret.
    pub(super) fn given(&self, variable: &Variable) -> Option<String> {
        self.variables.get(&variable.name)?.clone()
    }

    /// A text with its variables filled in; else the names of those that have no value.
    pub(super) fn fill(&self, template: &Template) -> Result<String, BTreeSet<String>> {
        let filled = template.fill(|variable| self.value(variable));
        filled
            .map(|text| text.expose().to_owned())
            .map_err(|missing| missing.into_iter().map(|variable| variable.name).collect())
    }

    /// The value of a variable or header; `None` where it is not passed on.
    pub(super) fn setting(
        &self,
        setting: &Setting,
        lacks: &mut BTreeSet<String>,
    ) -> Option<String> {
        match &setting.given {
            Given::Literal(text) => Some(text.expose().to_owned()),
            Given::Credential(_, text) => match self.variables.get(&setting.name) {
                Some(Some(given)) => Some(given.clone()),
                Some(None) => Some(text.expose().to_owned()),
                None => {
                    lacks.insert(setting.name.clone());
                    None
                }
            },
            Given::Needs(template) => match self.variables.get(&setting.name) {
                Some(Some(given)) => Some(given.clone()),
                _ => self
                    .fill(template)
                    .map_err(|missing| lacks.extend(missing))
                    .ok(),
            },
        }
    }

    /// What a client fills in by itself, as far as we know what that is.
    fn own(&self, name: &str) -> Option<String> {
        let folder = match name {
            "workspaceFolder" | "workspaceRoot" | "cwd" | "CLAUDE_PROJECT_DIR" => {
                self.project.clone()
            }
            "workspaceFolderBasename" => self.project.file_name()?.into(),
            "userHome" => std::env::home_dir()?,
            name if name.starts_with("workspaceFolder:") => self.project.clone(),
            "pathSeparator" | "/" => return Some(std::path::MAIN_SEPARATOR.to_string()),
            _ => return None,
        };
        Some(folder.display().to_string())
    }
}
