//! `cargo xtask generate [--check]`: writes the committed files that are made from data.
//!
//! Each module returns the files it makes; this one writes them, or says which are stale.

mod catalogue;
mod checks;
mod rubric;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// One generated file: where it goes, from the root of the workspace, and its whole content.
struct Output {
    path: &'static str,
    content: String,
}

/// Everything that is generated. A new kind of file is one more line here.
fn outputs(root: &Path) -> Result<Vec<Output>, String> {
    let mut outputs = Vec::new();
    outputs.extend(rubric::outputs(root)?);
    outputs.extend(catalogue::outputs(root)?);
    outputs.extend(checks::outputs(root)?);
    Ok(outputs)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["generate"] => generate(&root(), true),
        ["generate", "--check"] => {
            generate(&root(), false).and_then(|stale| match stale.as_slice() {
                [] => checks::finished(&root()).map(|()| stale),
                _ => Err(format!(
                    "stale: {}; run `cargo xtask generate`",
                    stale.join(", ")
                )),
            })
        }
        _ => Err("usage: cargo xtask generate [--check]".to_owned()),
    };
    match result {
        Ok(written) => {
            for path in written {
                println!("wrote {path}");
            }
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the paths of the stale files, having written them where `write` is set.
fn generate(root: &Path, write: bool) -> Result<Vec<&'static str>, String> {
    let mut stale = Vec::new();
    for Output { path, content } in outputs(root)? {
        let file = root.join(path);
        if std::fs::read_to_string(&file).is_ok_and(|old| old == content) {
            continue;
        }
        if write {
            if let Some(parent) = file.parent() {
                std::fs::create_dir_all(parent)
                    .map_err(|error| format!("{}: {error}", parent.display()))?;
            }
            std::fs::write(&file, content).map_err(|error| format!("{path}: {error}"))?;
        }
        stale.push(path);
    }
    Ok(stale)
}

/// The root of the workspace: two levels above this package.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Reads a file of the workspace.
fn read(root: &Path, path: &str) -> Result<String, String> {
    std::fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))
}

/// Formats Rust source the way `cargo fmt` does.
fn rustfmt(source: &str) -> Result<String, String> {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| {
            format!("rustfmt: {error}; install it with `rustup component add rustfmt`")
        })?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin
            .write_all(source.as_bytes())
            .map_err(|error| format!("rustfmt: {error}"))?;
    }
    let output = child
        .wait_with_output()
        .map_err(|error| format!("rustfmt: {error}"))?;
    if !output.status.success() {
        return Err("rustfmt refused the generated source".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| format!("rustfmt: {error}"))
}

#[cfg(test)]
mod tests {
    /// Rewrites what is stale and fails once, so that the second run passes.
    #[test]
    fn generated_files_are_fresh() {
        let written = super::generate(&super::root(), true).expect("the data is valid");
        assert!(
            written.is_empty(),
            "stale, now rewritten: {}; commit them",
            written.join(", ")
        );
    }
}
