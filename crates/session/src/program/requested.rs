//! The package that the command itself asks a runner for: `npx -y NAME@VERSION`.

use std::ffi::OsStr;
use std::path::Path;

/// Kind, name, and the exact version where one is given.
type Requested = (String, String, Option<String>);

/// How a runner is told what to run.
struct Runner {
    kind: &'static str,
    /// Options that take a value, and so hide the word after them.
    valued: &'static [&'static str],
    /// The option whose value names the package.
    package: &'static [&'static str],
}

const NPM: Runner = Runner {
    kind: "npm",
    valued: &["-c", "--call", "-w", "--workspace"],
    package: &["-p", "--package"],
};
const PYPI: Runner = Runner {
    kind: "pypi",
    valued: &[
        "--with",
        "--python",
        "-p",
        "--index-url",
        "--extra-index-url",
        "--index",
        "--pip-args",
        "-w",
        "--with-editable",
    ],
    package: &["--from", "--spec"],
};
const DOCKER: Runner = Runner {
    kind: "docker",
    valued: &[
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
    package: &[],
};

pub(super) fn by(name: &OsStr, arguments: &[&OsStr]) -> Option<Requested> {
    let name = Path::new(name).file_name()?.to_str()?;
    let words: Vec<&str> = arguments
        .iter()
        .map(|a| a.to_str().unwrap_or_default())
        .collect();
    let (runner, rest) = match (name, words.as_slice()) {
        ("npx" | "bunx" | "pnpx", rest) => (NPM, rest),
        ("npm", ["exec" | "x", rest @ ..])
        | ("pnpm", ["dlx", rest @ ..])
        | ("yarn", ["dlx", rest @ ..])
        | ("bun", ["x", rest @ ..]) => (NPM, rest),
        ("uvx", rest) | ("uv", ["tool", "run", rest @ ..]) | ("pipx", ["run", rest @ ..]) => {
            (PYPI, rest)
        }
        ("docker" | "podman", ["run", rest @ ..] | ["container", "run", rest @ ..]) => {
            (DOCKER, rest)
        }
        _ => return None,
    };
    let reference = runner.reference(rest)?;
    let (name, version) = split(runner.kind, reference);
    Some((runner.kind.into(), name.into(), version.map(Into::into)))
}

impl Runner {
    fn reference<'a>(&self, words: &[&'a str]) -> Option<&'a str> {
        let mut words = words.iter().copied();
        let mut first = None;
        while let Some(word) = words.next() {
            let (option, value) = word
                .split_once('=')
                .map_or((word, None), |(o, v)| (o, Some(v)));
            if self.package.contains(&option) {
                return value.or_else(|| words.next());
            }
            if !word.starts_with('-') {
                first = Some(word);
                break;
            }
            if word == "--" {
                first = words.next();
                break;
            }
            if value.is_none() && self.valued.contains(&option) {
                words.next();
            }
        }
        first
    }
}

/// Name and exact version of a reference. A range or a tag is no exact version.
fn split<'a>(kind: &str, reference: &'a str) -> (&'a str, Option<&'a str>) {
    match kind {
        "npm" => {
            // The first `@` belongs to the scope.
            let at = reference
                .char_indices()
                .skip(1)
                .find(|(_, c)| *c == '@')
                .map(|(at, _)| at);
            let (name, version) = at
                .and_then(|at| reference.split_at_checked(at))
                .unwrap_or((reference, ""));
            (
                name,
                Some(version.trim_start_matches('@')).filter(|v| exact(v)),
            )
        }
        "docker" => match reference.split_once('@') {
            // Only a digest pins an image: a tag can be moved.
            Some((name, digest)) => (untagged(name), Some(digest)),
            None => (untagged(reference), None),
        },
        _ => {
            let end = reference
                .find(['=', '<', '>', '~', '!', '@', ' ', ';'])
                .unwrap_or(reference.len());
            let (name, version) = reference.split_at_checked(end).unwrap_or((reference, ""));
            let name = name.split('[').next().unwrap_or(name);
            let version = version
                .strip_prefix("==")
                .or_else(|| version.strip_prefix('@'));
            (name, version.map(str::trim).filter(|v| exact(v)))
        }
    }
}

fn untagged(image: &str) -> &str {
    // A colon before the last slash is a port.
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => image,
    }
}

fn exact(version: &str) -> bool {
    version.starts_with(|c: char| c.is_ascii_digit())
        && version.matches('.').count() >= 1
        && !version.contains(['*', '^', '~', '<', '>', ' ', ',', '|'])
        && !version
            .split('.')
            .any(|part| part.eq_ignore_ascii_case("x"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(command: &str) -> String {
        let words: Vec<&OsStr> = command.split(' ').map(OsStr::new).collect();
        by(words[0], &words[1..]).map_or("none".into(), |(k, n, v)| {
            format!("{k} {n} {}", v.unwrap_or("-".into()))
        })
    }

    #[test]
    fn references_are_read_as_the_runners_read_them() {
        for (command, expected) in [
            (
                "npx -y @scope/server@1.2.3 --flag",
                "npm @scope/server 1.2.3",
            ),
            ("npx @scope/server", "npm @scope/server -"),
            ("npx server@latest", "npm server -"),
            ("npx server@^1.2.3", "npm server -"),
            ("npx server@1", "npm server -"),
            ("/usr/bin/npx -p server@1.0.0 other", "npm server 1.0.0"),
            ("npx --package=server@1.0.0 -- other", "npm server 1.0.0"),
            ("npm exec -- server@1.0.0", "npm server 1.0.0"),
            ("pnpm dlx server@2.0.0", "npm server 2.0.0"),
            ("pnpm install", "none"),
            ("bunx server", "npm server -"),
            (
                "uvx mcp-server-git==2025.1.14",
                "pypi mcp-server-git 2025.1.14",
            ),
            (
                "uvx mcp-server-git@2025.1.14",
                "pypi mcp-server-git 2025.1.14",
            ),
            ("uvx mcp-server-git@latest", "pypi mcp-server-git -"),
            ("uvx --from mcp[cli]==1.2.0 mcp", "pypi mcp 1.2.0"),
            ("uvx --python 3.12 server>=1.0", "pypi server -"),
            ("uv tool run server==1.0", "pypi server 1.0"),
            ("uv run server.py", "none"),
            ("pipx run --spec x==1.0 y", "pypi x 1.0"),
            (
                "docker run -i --rm -e TOKEN ghcr.io/x/y:1.0",
                "docker ghcr.io/x/y -",
            ),
            (
                "docker run -i host:5000/y@sha256:ab",
                "docker host:5000/y sha256:ab",
            ),
            ("docker ps", "none"),
            ("npx", "none"),
            ("python3 server.py", "none"),
        ] {
            assert_eq!(of(command), expected, "{command}");
        }
    }
}
