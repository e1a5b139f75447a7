//! The package that a program belongs to, where a manifest beside it says so.

use super::text;
use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Kind, name, version.
type Package = (String, String, String);

/// How far up a manifest is looked for.
const LEVELS: usize = 16;
/// Installed packages that are looked through.
const INSTALLED: usize = 5_000;

/// `found` is the file before links were followed (a virtual environment is where its link is), `file` after.
pub(super) fn of(
    found: &Path,
    file: &Path,
    arguments: &[&OsStr],
    given: &[PathBuf],
) -> Option<Package> {
    let name = file.file_name()?.to_str()?;
    if name == "node" || name == "bun" || name == "deno" {
        return given.first().and_then(|script| npm(script));
    }
    if name.starts_with("python") {
        return match arguments {
            [flag, module, ..] if *flag == "-m" => pypi(found, &Wanted::Module(module.to_str()?)),
            _ => None,
        };
    }
    let script = found.file_name()?.to_str()?;
    if let Some(interpreter) = python(file) {
        return pypi(&interpreter, &Wanted::Script(script));
    }
    npm(file)
}

/// The nearest `package.json` upwards that names a version.
fn npm(script: &Path) -> Option<Package> {
    script.ancestors().skip(1).take(LEVELS).find_map(|dir| {
        let manifest: Value = serde_json::from_str(&text(&dir.join("package.json"))?).ok()?;
        let member = |name: &str| manifest.get(name)?.as_str().map(str::to_owned);
        Some(("npm".into(), member("name")?, member("version")?))
    })
}

/// The interpreter that a script names in its first line, where that is Python. Installers of long paths write the real
/// line second: `'''exec' /path/python "$0" "$@"`.
fn python(script: &Path) -> Option<PathBuf> {
    let head = text(script)?;
    let mut lines = head.lines();
    let first = lines.next()?.strip_prefix("#!")?.trim();
    let path = if first == "/bin/sh" {
        lines
            .next()?
            .strip_prefix("'''exec' ")?
            .trim_start()
            .trim_start_matches('"')
            .split(['"', ' '])
            .next()?
    } else {
        first.split(' ').next()?
    };
    let path = Path::new(path);
    path.file_name()?
        .to_str()?
        .starts_with("python")
        .then(|| path.to_owned())
}

enum Wanted<'a> {
    Script(&'a str),
    Module(&'a str),
}

/// The distribution in the interpreter's `site-packages` that installed the script or holds the module.
fn pypi(interpreter: &Path, wanted: &Wanted<'_>) -> Option<Package> {
    let lib = interpreter.parent()?.parent()?.join("lib");
    let versions = lib.read_dir().ok()?.filter_map(Result::ok);
    let sites = versions
        .filter(|v| {
            v.file_name()
                .to_str()
                .is_some_and(|n| n.starts_with("python3"))
        })
        .flat_map(|v| ["site-packages", "dist-packages"].map(|s| v.path().join(s)));
    let mut infos: Vec<PathBuf> = sites
        .filter_map(|site| site.read_dir().ok())
        .flat_map(|entries| entries.filter_map(Result::ok))
        .take(INSTALLED)
        .map(|e| e.path())
        .filter(|p| p.extension() == Some(OsStr::new("dist-info")))
        .collect();
    infos.sort();
    let info = infos.into_iter().find(|info| owns(info, wanted))?;
    let metadata = text(&info.join("METADATA"))?;
    let field = |name: &str| {
        let head = metadata.lines().take_while(|l| !l.is_empty());
        head.filter_map(|l| l.split_once(": "))
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.trim().to_owned())
    };
    Some(("pypi".into(), field("Name")?, field("Version")?))
}

fn owns(info: &Path, wanted: &Wanted<'_>) -> bool {
    match wanted {
        Wanted::Script(script) => text(&info.join("entry_points.txt")).is_some_and(|points| {
            points
                .lines()
                .filter_map(|l| l.split_once('='))
                .any(|(name, _)| name.trim() == *script)
        }),
        Wanted::Module(module) => {
            let top = module.split('.').next().unwrap_or(module);
            text(&info.join("RECORD")).is_some_and(|r| {
                r.lines().any(|l| {
                    l.starts_with(&format!("{top}/")) || l.starts_with(&format!("{top}.py,"))
                })
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_console_script_leads_to_its_distribution() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        let info = root.join("lib/python3.12/site-packages/my_server-1.4.dist-info");
        fs::create_dir_all(&info).unwrap();
        fs::create_dir_all(root.join("bin")).unwrap();
        fs::write(
            info.join("entry_points.txt"),
            "[console_scripts]\nmy-server = my_server:main\n",
        )
        .unwrap();
        fs::write(info.join("RECORD"), "my_server/__init__.py,,\n").unwrap();
        fs::write(
            info.join("METADATA"),
            "Metadata-Version: 2.1\nName: my-server\nVersion: 1.4\n\nName: no\n",
        )
        .unwrap();
        let script = root.join("bin/my-server");
        let python = root.join("bin/python3");
        let expected = Some(("pypi".to_owned(), "my-server".to_owned(), "1.4".to_owned()));
        for head in [
            format!("#!{}\n", python.display()),
            format!(
                "#!/bin/sh\n'''exec' \"{}\" \"$0\" \"$@\"\n' '''\n",
                python.display()
            ),
        ] {
            fs::write(&script, head).unwrap();
            assert_eq!(of(&script, &script, &[], &[]), expected);
        }
        let module = [OsStr::new("-m"), OsStr::new("my_server.cli")];
        assert_eq!(of(&python, &python, &module, &[]), expected);
        assert_eq!(
            of(
                &python,
                &python,
                &[OsStr::new("-m"), OsStr::new("other")],
                &[]
            ),
            None
        );
    }

    #[test]
    fn a_script_of_node_leads_to_the_nearest_manifest_with_a_version() {
        let dir = tempfile::tempdir().unwrap();
        let dist = dir.path().join("server/dist");
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join("package.json"), r#"{"type":"module"}"#).unwrap();
        fs::write(
            dir.path().join("server/package.json"),
            r#"{"name":"@a/server","version":"2.0.1"}"#,
        )
        .unwrap();
        let script = dist.join("index.js");
        fs::write(&script, "#!/usr/bin/env node\n").unwrap();
        let expected = Some(("npm".to_owned(), "@a/server".to_owned(), "2.0.1".to_owned()));
        let node = Path::new("/usr/bin/node");
        assert_eq!(of(node, node, &[], std::slice::from_ref(&script)), expected);
        assert_eq!(of(&script, &script, &[], &[]), expected);
    }
}
