//! What a command runs in the end: through wrappers and shells to the package behind it.

use crate::Stdio;
use crate::entry::bare_url;
use sandbox::Source;
use std::ffi::OsString;

/// A package that a command has fetched and run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The runner, as people call it: `npx`, `docker run`.
    pub runner: String,
    /// Where it comes from.
    pub source: Source,
    /// As it is written: `@scope/server@1.2.3`.
    pub asked: String,
    /// Its name alone.
    pub name: String,
    /// The exact version, digest or commit, where it is pinned.
    pub version: Option<String>,
}

/// What a command runs in the end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Launch {
    /// The shell that the command goes through, where it is given a line to read: `sh -c`.
    pub shell: Option<String>,
    /// The package behind it, where a runner fetches one.
    pub package: Option<Package>,
}

/// Shells, and the option after which a line to read follows.
const SHELLS: &[(&str, &[&str])] = &[
    ("sh", &["-c", "-lc", "-ic", "-ec"]),
    ("bash", &["-c", "-lc", "-ic", "-ec"]),
    ("dash", &["-c"]),
    ("zsh", &["-c", "-lc", "-ic"]),
    ("fish", &["-c"]),
    ("powershell", &["-c", "-command"]),
    ("pwsh", &["-c", "-command"]),
];

impl Launch {
    /// Looks through a command.
    #[must_use]
    pub fn of(stdio: &Stdio) -> Self {
        let words = stdio.shown();
        let words = unwrapped(&words);
        let Some((shell, line)) = shell(words) else {
            return Self {
                shell: None,
                package: package(words),
            };
        };
        let inner: Vec<String> = line
            .split(|c: char| c.is_whitespace() || matches!(c, ';' | '&' | '|'))
            .map(|word| word.trim_matches(['"', '\'']).to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        // The line may do something else first: `cd x && npx -y server`.
        let starts = (0..inner.len()).filter_map(|from| inner.get(from..));
        Self {
            shell: Some(shell),
            package: starts.filter_map(package).next(),
        }
    }
}

/// Programs that are told by what they are given to run.
const INTERPRETERS: &[&str] = &[
    "bash", "bun", "deno", "dotnet", "java", "node", "php", "python", "python3", "ruby", "sh",
    "tsx", "uv",
];

impl Launch {
    /// What is run, in a few words that hold no credential.
    #[must_use]
    pub fn brief(&self, stdio: &Stdio) -> String {
        if let Some(package) = &self.package {
            return format!("{} {}", package.runner, bare_url(&package.asked));
        }
        let words = stdio.shown();
        let words = unwrapped(&words);
        let Some((first, rest)) = words.split_first() else {
            return String::new();
        };
        if let Some(shell) = &self.shell {
            return format!("{shell} …");
        }
        let script = rest.iter().find(|word| !word.starts_with('-'));
        match script.filter(|_| INTERPRETERS.contains(&program(first).as_str())) {
            Some(script) => format!("{} {}", bare_url(first), bare_url(script)),
            None => bare_url(first),
        }
    }
}

/// The words without what only starts other words: `env A=b`, `cmd /c`, `nice`, `timeout 5`.
fn unwrapped(mut words: &[String]) -> &[String] {
    loop {
        let Some((first, rest)) = words.split_first() else {
            return words;
        };
        let skip = match (program(first).as_str(), rest) {
            ("env", _) => rest
                .iter()
                .take_while(|word| word.contains('=') || *word == "-i" || *word == "-S")
                .count(),
            ("cmd", [option, ..]) if option.eq_ignore_ascii_case("/c") => 1,
            ("nice" | "nohup" | "exec" | "sudo" | "corepack", [next, ..])
                if !next.starts_with('-') =>
            {
                0
            }
            ("timeout", [time, _, ..]) if !time.starts_with('-') => 1,
            _ => return words,
        };
        words = rest.get(skip..).unwrap_or_default();
    }
}

fn shell(words: &[String]) -> Option<(String, &str)> {
    let (first, rest) = words.split_first()?;
    let name = program(first);
    let (_, options) = SHELLS.iter().find(|(shell, _)| *shell == name)?;
    let at = rest
        .iter()
        .position(|word| options.contains(&word.to_ascii_lowercase().as_str()))?;
    let option = rest.get(at)?;
    Some((format!("{name} {option}"), rest.get(at + 1)?))
}

/// The name of a program: without its folder, and without what Windows puts at its end.
fn program(word: &str) -> String {
    let name = word
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(word)
        .to_ascii_lowercase();
    let ends = [".cmd", ".exe", ".bat", ".ps1"];
    let end = ends.iter().find_map(|end| name.strip_suffix(end));
    end.map_or_else(|| name.clone(), str::to_owned)
}

fn package(words: &[String]) -> Option<Package> {
    let (first, rest) = words.split_first()?;
    let mut command = vec![OsString::from(program(first))];
    command.extend(rest.iter().map(OsString::from));
    let asked = sandbox::asked(&command)?;
    // A path is this machine's own.
    let local = [".", "/", "~", "${"]
        .iter()
        .any(|start| asked.package.starts_with(start));
    if local || asked.package.starts_with("file:") {
        return None;
    }
    let (name, version) = asked.source.split(&asked.package);
    let version = version.or_else(|| commit(&asked.package));
    Some(Package {
        name: name.to_owned(),
        version: version.map(str::to_owned),
        runner: asked.runner,
        source: asked.source,
        asked: asked.package,
    })
}

/// The commit that a repository's address ends in.
fn commit(asked: &str) -> Option<&str> {
    let (_, end) = asked.rsplit_once(['@', '#'])?;
    (end.len() == 40 && end.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, Template};

    fn of(command: &[&str]) -> Launch {
        let plain = Dialect {
            dollar: false,
            percent: false,
        };
        let mut words = command.iter().map(|word| Template::parse(word, plain));
        Launch::of(&Stdio {
            command: words.next().unwrap(),
            args: words.collect(),
            ..Stdio::default()
        })
    }

    #[test]
    fn the_package_is_found_behind_what_wraps_it() {
        for (command, name, version) in [
            (
                &["npx", "-y", "@s/server@1.2.3"][..],
                "@s/server",
                Some("1.2.3"),
            ),
            (&["npx", "-y", "@s/server@latest"], "@s/server", None),
            (&["npx", "-y", "@s/server"], "@s/server", None),
            (&["npx", "-y", "@s/server@^1.2.0"], "@s/server", None),
            (
                &["C:\\nodejs\\npx.cmd", "-y", "server@1.0.0"],
                "server",
                Some("1.0.0"),
            ),
            (&["cmd", "/c", "npx", "-y", "server"], "server", None),
            (
                &["cmd.exe", "/C", "uvx", "server==1.0"],
                "server",
                Some("1.0"),
            ),
            (&["env", "A=b", "npx", "server"], "server", None),
            (
                &["sh", "-c", "cd /x && npx -y server@2.0.0"],
                "server",
                Some("2.0.0"),
            ),
            (
                &["uvx", "--from", "git+https://example.org/x", "x"],
                "git+https://example.org/x",
                None,
            ),
            (
                &["docker", "run", "-i", "--rm", "-e", "A", "ghcr.io/o/i:1.2"],
                "ghcr.io/o/i",
                None,
            ),
            (
                &["docker", "run", "-i", "i@sha256:abcd"],
                "i",
                Some("sha256:abcd"),
            ),
        ] {
            let package = of(command).package.unwrap_or_else(|| panic!("{command:?}"));
            assert_eq!(package.name, name, "{command:?}");
            assert_eq!(package.version.as_deref(), version, "{command:?}");
        }
        for command in [
            &["node", "server.js"][..],
            &["npx", "./server"],
            &["./run"],
            &["npx"],
        ] {
            assert_eq!(of(command).package, None, "{command:?}");
        }
        assert_eq!(of(&["bash", "-lc", "x"]).shell.as_deref(), Some("bash -lc"));
        assert_eq!(of(&["bash", "script.sh"]).shell, None);
    }
}
