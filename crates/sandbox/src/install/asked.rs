//! What a command line asks a package runner for: `npx -y NAME@VERSION`.

mod options;

use super::Source;
use options::Options;
use std::ffi::OsString;
use std::path::Path;

/// What a package runner is asked to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The runner, as people call it: `npx`, `uv tool run`.
    pub runner: String,
    /// Where its packages come from.
    pub source: Source,
    /// The package that is run, as it is written: `NAME@VERSION`.
    pub package: String,
    /// The program of the package, where it is named by itself. Else the package decides.
    pub program: Option<OsString>,
    /// What the program is given.
    pub arguments: Vec<OsString>,
    /// Packages to be installed beside it.
    pub(super) with: Vec<String>,
    /// The interpreter to use.
    pub(super) python: Option<String>,
    /// Where packages are looked for, as options of the runner, each with its value.
    pub(super) indexes: Vec<(String, String)>,
    /// An option that changes what is run in a way that is not followed here.
    pub(super) strange: Option<String>,
}

/// What a package runner is asked to run; none where the command is no package runner, or names no package.
#[must_use]
pub fn asked(command: &[OsString]) -> Option<Asked> {
    let (source, verbs) = runner(command)?;
    let (name, words) = command.split_first()?;
    let name = Path::new(name).file_name()?.to_str()?;
    let word = |at: usize| words.get(at).and_then(|word| word.to_str()).unwrap_or("");
    let mut runner = vec![name];
    runner.extend((0..verbs).map(word));
    // npm itself reads options wherever they stand; all others end at the first word that is none.
    let (mut options, plain) = Options::read(source, words.get(verbs..)?, name == "npm");
    let mut plain = plain.into_iter();
    let first = plain.next();
    let (package, program) = match options.package.take() {
        Some(package) => (package, first),
        None => (first?.into_string().ok()?, None),
    };
    Some(Asked {
        runner: runner.join(" "),
        source,
        package,
        program,
        arguments: plain.collect(),
        with: options.with,
        python: options.python,
        indexes: options.indexes,
        strange: options.strange,
    })
}

/// Where the packages of a command come from, and how many words of it make the runner after the first; none where it is
/// no package runner.
pub(super) fn runner(command: &[OsString]) -> Option<(Source, usize)> {
    let (name, words) = command.split_first()?;
    let name = Path::new(name).file_name()?.to_str()?;
    let word = |at: usize| words.get(at).and_then(|word| word.to_str()).unwrap_or("");
    Some(match (name, word(0), word(1)) {
        ("npx" | "bunx" | "pnpx", ..) => (Source::Npm, 0),
        ("npm", "exec" | "x", _) | ("pnpm" | "yarn", "dlx", _) | ("bun", "x", _) => {
            (Source::Npm, 1)
        }
        ("uvx", ..) => (Source::Pypi, 0),
        ("uv", "tool", "run") => (Source::Pypi, 2),
        ("pipx", "run", _) => (Source::Pypi, 1),
        ("docker" | "podman", "run", _) => (Source::Docker, 1),
        ("docker" | "podman", "container", "run") => (Source::Docker, 2),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(command: &str) -> Asked {
        let words: Vec<OsString> = command.split(' ').map(OsString::from).collect();
        asked(&words).unwrap()
    }

    fn rest(asked: &Asked) -> String {
        asked
            .program
            .iter()
            .chain(&asked.arguments)
            .map(|word| word.to_string_lossy())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn what_follows_the_package_belongs_to_its_program() {
        for (command, runner, package, rest_is) in [
            (
                "npx -y @s/server@1.2.3 --flag -- x",
                "npx",
                "@s/server@1.2.3",
                "--flag -- x",
            ),
            (
                "npx -p server -p other program --flag",
                "npx",
                "server",
                "program --flag",
            ),
            (
                "npm exec server --yes -- --flag",
                "npm exec",
                "server",
                "--flag",
            ),
            (
                "npm x --package=server -- program a",
                "npm x",
                "server",
                "program a",
            ),
            ("pnpm dlx server a", "pnpm dlx", "server", "a"),
            ("bun x --bun server", "bun x", "server", ""),
            (
                "uvx --from mcp[cli]==1.2.0 mcp run",
                "uvx",
                "mcp[cli]==1.2.0",
                "mcp run",
            ),
            (
                "uvx --with a,b server --zone x",
                "uvx",
                "server",
                "--zone x",
            ),
            ("uv tool run server", "uv tool run", "server", ""),
            ("pipx run --spec x==1.0 y z", "pipx run", "x==1.0", "y z"),
            (
                "docker run -i --rm -e A=b image:1 serve",
                "docker run",
                "image:1",
                "serve",
            ),
        ] {
            let asked = of(command);
            assert_eq!(asked.runner, runner, "{command}");
            assert_eq!(asked.package, package, "{command}");
            assert_eq!(rest(&asked), rest_is, "{command}");
            assert_eq!(asked.strange, None, "{command}");
        }
        assert_eq!(of("npx -p a -p b c").with, ["b"]);
        assert_eq!(of("uvx --with a,b --with c server").with, ["a", "b", "c"]);
        assert_eq!(of("uvx -p 3.12 server").python.as_deref(), Some("3.12"));
        assert_eq!(
            of("uvx --index-url=https://example.org/simple server").indexes,
            [(
                "--index-url".to_owned(),
                "https://example.org/simple".to_owned()
            )]
        );
        assert_eq!(
            of("uvx --with-editable . server").strange.as_deref(),
            Some("--with-editable")
        );
    }
}
