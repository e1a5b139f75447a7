//! The options of package runners, as far as they matter for what is run.

use super::Source;
use std::ffi::OsString;

/// What the options before a package say.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) package: Option<String>,
    pub(super) with: Vec<String>,
    pub(super) python: Option<String>,
    pub(super) indexes: Vec<(String, String)>,
    pub(super) strange: Option<String>,
}

/// What an option with a value says. One that is in no table takes no value.
#[derive(Debug, Clone, Copy)]
enum Role {
    /// Names the package that is run; further ones are installed beside it.
    Package,
    /// Names packages to be installed beside it, with commas between.
    With,
    /// Names the interpreter.
    Python,
    /// Says where packages are looked for.
    Index,
    /// Changes nothing that matters here.
    Other,
    /// Changes what is run in a way that is not followed.
    Strange,
}

type Table = &'static [(Role, &'static [&'static str])];

const NPM: Table = &[
    (Role::Package, &["-p", "--package"]),
    (Role::Index, &["--registry"]),
    (Role::Strange, &["-c", "--call", "-w", "--workspace"]),
    (
        Role::Other,
        &["--loglevel", "--cache", "--userconfig", "--prefix"],
    ),
];

const PYPI: Table = &[
    (Role::Package, &["--from", "--spec"]),
    (Role::With, &["--with", "-w"]),
    (Role::Python, &["--python", "-p"]),
    (
        Role::Index,
        &[
            "-i",
            "--index-url",
            "--extra-index-url",
            "--index",
            "--default-index",
        ],
    ),
    (
        Role::Strange,
        &[
            "--with-editable",
            "--with-requirements",
            "--pip-args",
            "--path",
            "-c",
            "--constraints",
            "--overrides",
            "-f",
            "--find-links",
        ],
    ),
    (
        Role::Other,
        &[
            "--color",
            "--directory",
            "--project",
            "--cache-dir",
            "--config-file",
            "--env-file",
            "--refresh-package",
            "--upgrade-package",
            "-P",
            "--link-mode",
            "--index-strategy",
            "--keyring-provider",
            "--allow-insecure-host",
        ],
    ),
];

const DOCKER: Table = &[(
    Role::Other,
    &[
        "-e",
        "--env",
        "--env-file",
        "-v",
        "--volume",
        "--mount",
        "--name",
        "-p",
        "--publish",
        "--network",
        "-u",
        "--user",
        "-w",
        "--workdir",
        "--entrypoint",
        "--platform",
        "-l",
        "--label",
        "--cap-add",
        "--cap-drop",
        "-m",
        "--memory",
        "--pull",
        "--security-opt",
        "--tmpfs",
        "--add-host",
        "--cpus",
        "-h",
        "--hostname",
        "--gpus",
        "--ulimit",
        "--device",
    ],
)];

impl Options {
    /// Reads the options, and returns the other words with them: all after `--`, and after the first that is no option,
    /// where the runner does not look for options `everywhere`.
    pub(super) fn read(
        source: Source,
        words: &[OsString],
        everywhere: bool,
    ) -> (Self, Vec<OsString>) {
        let mut options = Self::default();
        let mut plain = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let text = word.to_str().unwrap_or_default();
            if text == "--" {
                break;
            }
            if !text.starts_with('-') {
                plain.push(word.clone());
                if everywhere {
                    continue;
                }
                break;
            }
            let (name, value) = text
                .split_once('=')
                .map_or((text, None), |(name, value)| (name, Some(value)));
            let Some(role) = role(source, name) else {
                continue;
            };
            let value = value.or_else(|| words.next()?.to_str());
            options.take(role, name, value.unwrap_or_default());
        }
        plain.extend(words.cloned());
        (options, plain)
    }

    fn take(&mut self, role: Role, name: &str, value: &str) {
        match role {
            Role::Package if self.package.is_none() => self.package = Some(value.to_owned()),
            Role::Package => self.with.push(value.to_owned()),
            Role::With => self
                .with
                .extend(value.split(',').map(|name| name.trim().to_owned())),
            Role::Python => self.python = Some(value.to_owned()),
            Role::Index => self.indexes.push((name.to_owned(), value.to_owned())),
            Role::Other => {}
            Role::Strange => self.strange = Some(name.to_owned()),
        }
    }
}

fn role(source: Source, name: &str) -> Option<Role> {
    let table = match source {
        Source::Npm => NPM,
        Source::Pypi => PYPI,
        Source::Docker => DOCKER,
    };
    let row = table.iter().find(|(_, names)| names.contains(&name))?;
    Some(row.0)
}
