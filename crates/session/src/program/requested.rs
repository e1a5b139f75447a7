//! The package that the command itself asks a runner for: `npx -y NAME@VERSION`.

use std::ffi::OsString;

/// Kind, name, and the exact version where one is given.
type Requested = (String, String, Option<String>);

pub(super) fn by(command: &[OsString]) -> Option<Requested> {
    let asked = sandbox::asked(command)?;
    let (name, version) = asked.source.split(&asked.package);
    Some((
        asked.source.id().into(),
        name.into(),
        version.map(Into::into),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(command: &str) -> String {
        let words: Vec<OsString> = command.split(' ').map(OsString::from).collect();
        by(&words).map_or("none".into(), |(k, n, v)| {
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
