//! Packages of the Python package index, for `uvx` and `pipx run`: uv installs them where it is there, and pip else.

use super::index::{Index, ask, without_password};
use super::npm::short;
use super::step::Step;
use super::{Asked, Found, InstallError, Installer, Request, programs};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Makes an environment, and installs into it with its own pip.
const BY_PIP: &str = "\
import subprocess, sys, venv
venv.create(sys.argv[1], with_pip=True, symlinks=True)
sys.exit(subprocess.call([sys.argv[1] + '/bin/python', '-m', 'pip', 'install', *sys.argv[2:]]))
";

/// What is asked of the installer.
pub(super) struct Pypi {
    runner: String,
    /// The package, as the index knows it.
    package: String,
    all: Vec<String>,
    program: Option<OsString>,
    indexes: Vec<(String, String)>,
    uv: Option<PathBuf>,
    python: OsString,
    scripts: bool,
    home: PathBuf,
}

impl Pypi {
    pub(super) fn new(asked: &Asked, request: &Request<'_>) -> Result<Self, InstallError> {
        let find = |name: &str| programs::find(OsStr::new(name), request.path, request.directory);
        let runner = asked.runner.split(' ').next().unwrap_or_default();
        find(runner).ok_or_else(|| InstallError::Absent(runner.to_owned()))?;
        let uv = find("uv");
        let wanted = asked.python.as_deref();
        let python = interpreter(uv.as_deref(), wanted, &find).ok_or_else(|| {
            let which =
                wanted.map_or_else(|| "Python".to_owned(), |which| format!("Python {which}"));
            InstallError::Absent(format!("{which} (uv python install would fetch one)"))
        })?;
        let all = std::iter::once(&asked.package).chain(&asked.with);
        Ok(Self {
            runner: asked.runner.clone(),
            package: normal(asked.source.split(&asked.package).0),
            all: all.map(|package| requirement(package)).collect(),
            program: asked.program.clone(),
            indexes: asked
                .indexes
                .iter()
                .map(|(name, url)| (name.clone(), without_password(url)))
                .collect(),
            uv,
            python,
            scripts: request.scripts,
            home: request.home.to_owned(),
        })
    }

    fn environment(&self, tree: &Path) -> PathBuf {
        tree.join("tools").join(&self.package)
    }

    fn by_uv(&self, uv: &Path, tree: &Path) -> Step {
        let mut command: Vec<OsString> = vec![
            uv.into(),
            "tool".into(),
            "install".into(),
            "--python".into(),
            self.python.clone(),
        ];
        if !self.scripts {
            command.push("--no-build".into());
        }
        for (name, url) in &self.indexes {
            command.extend([name.into(), url.into()]);
        }
        let mut all = self.all.iter();
        let main = all.next();
        for beside in all {
            command.extend(["--with".into(), beside.into()]);
        }
        command.extend(["--".into()]);
        command.extend(main.map(OsString::from));
        let set = |name: &str, value: &str| (name.to_owned(), OsString::from(value));
        Step {
            command,
            env: vec![
                ("UV_TOOL_DIR".to_owned(), tree.join("tools").into()),
                ("UV_TOOL_BIN_DIR".to_owned(), tree.join("bin").into()),
                set("UV_LINK_MODE", "copy"),
                set("UV_COMPILE_BYTECODE", "1"),
                set("UV_PYTHON_DOWNLOADS", "never"),
                set("UV_NO_PROGRESS", "1"),
                set("NO_COLOR", "1"),
            ],
            index: Index::uv(&self.home, &self.indexes),
        }
    }

    fn by_pip(&self, tree: &Path) -> Step {
        let mut command: Vec<OsString> = vec![
            self.python.clone(),
            "-I".into(),
            "-c".into(),
            BY_PIP.into(),
            self.environment(tree).into(),
            "--no-input".into(),
            "--quiet".into(),
            "--no-cache-dir".into(),
            "--disable-pip-version-check".into(),
        ];
        if !self.scripts {
            command.push("--only-binary=:all:".into());
        }
        for (name, url) in &self.indexes {
            command.extend([name.into(), url.into()]);
        }
        command.push("--".into());
        command.extend(self.all.iter().map(OsString::from));
        Step {
            command,
            env: vec![("NO_COLOR".into(), "1".into())],
            index: Index::pip(&self.python, &self.indexes),
        }
    }

    /// The program that is run: the one that is named, or that with the package's name; pipx takes the only one as well.
    fn choose(&self, bin: &Path, info: Option<&Path>) -> Result<String, String> {
        let named = self.program.as_ref().map(|name| name.to_string_lossy());
        let name = named.as_deref().unwrap_or(&self.package);
        if bin.join(name).is_file() && !name.contains('/') {
            return Ok(name.to_owned());
        }
        let programs = info.map(scripts).unwrap_or_default();
        match programs.as_slice() {
            [only] if self.program.is_none() && self.runner.starts_with("pipx") => Ok(only.clone()),
            // The package's name may be spelled in another way than its program's.
            all => all
                .iter()
                .find(|program| self.program.is_none() && normal(program) == self.package)
                .cloned()
                .ok_or_else(|| {
                    let has = if all.is_empty() {
                        "no programs".to_owned()
                    } else {
                        all.join(", ")
                    };
                    format!("{} has no program {name}: it has {has}", self.package)
                }),
        }
    }
}

impl Installer for Pypi {
    fn identity(&self) -> Vec<String> {
        let mut identity = vec![
            "pypi".to_owned(),
            self.python.to_string_lossy().into_owned(),
        ];
        identity.extend(self.all.iter().cloned());
        identity.extend(
            self.indexes
                .iter()
                .map(|(name, url)| format!("{name}={url}")),
        );
        identity
    }

    fn runtime(&self) -> &OsStr {
        &self.python
    }

    fn step(&self, tree: &Path) -> Step {
        match &self.uv {
            Some(uv) => self.by_uv(uv, tree),
            None => self.by_pip(tree),
        }
    }

    fn found(&self, tree: &Path) -> Result<Found, String> {
        let environment = self.environment(tree);
        let bin = environment.join("bin");
        let info = info(&environment, &self.package);
        let name = self.choose(&bin, info.as_deref())?;
        let program = bin.join(&name);
        let real = program.canonicalize().map_err(|error| error.to_string())?;
        let inside = tree.canonicalize().is_ok_and(|tree| real.starts_with(tree));
        // Its `python` leads to the interpreter, which is the user's own.
        let python = || {
            Path::new(&self.python)
                .canonicalize()
                .is_ok_and(|own| own == real)
        };
        if !inside && !python() {
            return Err(format!("{name} leads out of what was installed"));
        }
        let version = info.as_deref().and_then(version);
        Ok(Found {
            program,
            bin,
            version,
            withheld: Vec::new(),
        })
    }
}

/// The interpreter itself, behind links and shims: the one that uv takes, or the first on `PATH`.
fn interpreter(
    uv: Option<&Path>,
    wanted: Option<&str>,
    find: &dyn Fn(&str) -> Option<PathBuf>,
) -> Option<OsString> {
    if let Some(uv) = uv {
        let mut arguments = vec!["python", "find", "--no-project"];
        arguments.extend(wanted);
        return ask(uv.as_os_str(), &arguments).and_then(|said| first_line(&said));
    }
    let name = match wanted {
        Some(version) if version.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("python{version}")
        }
        Some(name) => name.to_owned(),
        None => "python3".to_owned(),
    };
    let python = find(&name)?;
    let tell = "import os, sys; print(os.path.realpath(sys.executable))";
    ask(python.as_os_str(), &["-I", "-S", "-c", tell]).and_then(|said| first_line(&said))
}

fn first_line(said: &str) -> Option<OsString> {
    let line = said.lines().next()?.trim();
    Path::new(line).is_absolute().then(|| line.into())
}

/// A reference as both installers understand it: uvx writes versions as `NAME@VERSION`.
fn requirement(reference: &str) -> String {
    match reference.split_once('@') {
        Some((name, "latest")) => name.to_owned(),
        Some((name, version)) => format!("{name}=={version}"),
        None => reference.to_owned(),
    }
}

/// A name as the index compares it: small letters, and one `-` for each run of `-`, `_` and `.`.
fn normal(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

/// The directory with what is known of the package: `NAME-VERSION.dist-info`.
fn info(environment: &Path, package: &str) -> Option<PathBuf> {
    let versions = environment.join("lib").read_dir().ok()?;
    versions
        .filter_map(|version| version.ok()?.path().join("site-packages").read_dir().ok())
        .flat_map(|packages| packages.take(10_000))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            let stem = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
            let stem = stem
                .strip_suffix(".dist-info")
                .and_then(|stem| stem.split_once('-'));
            stem.is_some_and(|(name, _)| normal(name) == package)
        })
}

fn version(info: &Path) -> Option<String> {
    let stem = info.file_stem()?.to_str()?;
    Some(short(stem.split_once('-')?.1))
}

/// The programs of a package.
fn scripts(info: &Path) -> Vec<String> {
    let path = info.join("entry_points.txt");
    let small = path
        .metadata()
        .is_ok_and(|meta| meta.is_file() && meta.len() < 1 << 20);
    let text = small.then(|| std::fs::read_to_string(path).ok()).flatten();
    let text = text.unwrap_or_default();
    let mut lines = text.lines().map(str::trim);
    lines.by_ref().find(|line| *line == "[console_scripts]");
    lines
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| Some(short(line.split_once('=')?.0.trim())))
        .filter(|name| !name.contains('/') && !name.starts_with('.'))
        .take(100)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions_are_read_as_the_index_reads_them() {
        assert_eq!(normal("Mcp_Server.Time"), "mcp-server-time");
        assert_eq!(requirement("server@1.2"), "server==1.2");
        assert_eq!(requirement("server@latest"), "server");
        assert_eq!(requirement("server[cli]>=1,<2"), "server[cli]>=1,<2");
    }

    #[test]
    fn programs_are_read_from_what_was_installed() {
        let tree = tempfile::tempdir().unwrap();
        let info = tree.path().join("my_server-1.2.dist-info");
        std::fs::create_dir(&info).unwrap();
        std::fs::write(
            info.join("entry_points.txt"),
            "[x]\na = b\n[console_scripts]\nserve = m:main\n../evil = m:main\n\n[y]\nz = b\n",
        )
        .unwrap();
        assert_eq!(scripts(&info), ["serve"]);
        assert_eq!(version(&info).as_deref(), Some("1.2"));
    }
}
