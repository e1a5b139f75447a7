//! How the system gets from a command's first word to what really runs: `PATH`, links, and interpreters of scripts.

use super::plain;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Links and interpreters that are followed, one after another.
const HOPS: usize = 16;
/// Bytes of a script's first line that the kernel reads.
const FIRST_LINE: u64 = 256;

/// All files on the way from a program's name to what runs: each link, what it leads to, and the interpreter.
pub(super) fn chain(name: &OsStr, path: Option<&OsStr>, cwd: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut next = find(name, path, cwd);
    while let Some(file) = next.take()
        && files.len() < HOPS
    {
        next = match file.read_link() {
            Ok(target) => file
                .parent()
                .map(|directory| plain(&directory.join(target))),
            Err(_) => interpreter(&file).and_then(|word| find(&word, path, cwd)),
        };
        // A directory on the way may be a link as well.
        let real = file.canonicalize().ok().filter(|real| *real != file);
        files.push(file);
        files.extend(real);
    }
    files
}

/// The file that a program's name means, as a path from the root.
pub(crate) fn find(name: &OsStr, path: Option<&OsStr>, cwd: &Path) -> Option<PathBuf> {
    let runs = |file: &PathBuf| {
        let meta = file.metadata();
        meta.is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
    };
    if name.as_bytes().contains(&b'/') {
        return Some(plain(&cwd.join(name))).filter(|file| file.is_file());
    }
    std::env::split_paths(path?)
        .map(|directory| plain(&cwd.join(directory).join(name)))
        .find(runs)
}

/// The interpreter of a script, where this machine has both.
#[cfg(target_os = "linux")]
pub(crate) fn interpreter_of(name: &OsStr, path: Option<&OsStr>, cwd: &Path) -> Option<PathBuf> {
    let word = interpreter(&find(name, path, cwd)?)?;
    find(&word, path, cwd)
}

/// The interpreter that a script names: `#!/usr/bin/env -S node --flag` names `node`.
fn interpreter(file: &Path) -> Option<OsString> {
    let mut bytes = Vec::new();
    File::open(file)
        .ok()?
        .take(FIRST_LINE)
        .read_to_end(&mut bytes)
        .ok()?;
    let line = bytes.strip_prefix(b"#!")?;
    let line = line.split(|byte| *byte == b'\n').next()?;
    let mut words = line
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty());
    let first = OsStr::from_bytes(words.next()?);
    if Path::new(first).file_name() != Some(OsStr::new("env")) {
        return Some(first.to_owned());
    }
    words
        .find(|word| !word.starts_with(b"-") && !word.contains(&b'='))
        .map(|word| OsStr::from_bytes(word).to_owned())
}

/// The name without the folder, and without a version: `python3.11` is `python`.
pub(super) fn bare(program: &OsStr) -> String {
    let name = Path::new(program).file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
        .to_owned()
}

/// Whether the program runs files that its arguments name.
pub(super) fn interprets(program: &OsStr) -> bool {
    const INTERPRETERS: &[&str] = &[
        "bash", "bun", "deno", "dotnet", "fastmcp", "java", "mcp", "node", "nodejs", "nodemon",
        "perl", "php", "poetry", "pypy", "python", "ruby", "sh", "ts-node", "tsx", "uv", "uvicorn",
        "zsh",
    ];
    INTERPRETERS.contains(&bare(program).as_str())
}

/// Whether a file is code by its name.
pub(super) fn is_code(path: &Path) -> bool {
    const CODE: &[&str] = &[
        "cjs", "cts", "dll", "jar", "js", "mjs", "mts", "php", "pl", "py", "pyz", "rb", "sh", "ts",
        "tsx",
    ];
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|extension| CODE.contains(&extension))
}

/// Whether the command runs what lies in the directory that it is started in, without naming it.
pub(super) fn starts_in(program: &OsStr, arguments: &[OsString]) -> bool {
    let word = |at: usize| arguments.get(at).and_then(|word| word.to_str());
    match bare(program).as_str() {
        "python" | "pypy" => arguments.iter().any(|word| word == "-m"),
        "npm" | "pnpm" | "yarn" | "npx" | "make" | "just" | "task" | "gradle" | "mvn"
        | "poetry" | "pdm" | "hatch" | "pipenv" | "rye" | "bundle" => true,
        "deno" | "go" | "cargo" | "uv" | "bun" | "dotnet" => {
            matches!(word(0), Some("run" | "task" | "start"))
        }
        _ => false,
    }
}
