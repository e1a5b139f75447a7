//! The project's own scripts: each parses, says what must be found, and is served without a panic.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use scripted::{Script, Step, serve};
use std::path::Path;

fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/servers");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| {
            (
                file.file_stem().unwrap().to_string_lossy().into_owned(),
                std::fs::read_to_string(file).unwrap(),
            )
        })
        .collect()
}

#[test]
fn each_says_what_must_be_found() {
    let all = fixtures();
    assert!(all.len() >= 40, "{}", all.len());
    for (name, text) in all {
        let comment: String = text
            .lines()
            .take_while(|line| line.starts_with('#'))
            .collect();
        assert!(
            comment.contains("Must be found: "),
            "{name}: say in the first comment what must be found"
        );
    }
}

#[test]
fn each_is_a_script_that_can_be_served() {
    for (name, text) in fixtures() {
        let mut script = Script::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let slow = |step: &Step| matches!(step, Step::Hang | Step::Spawn(_) | Step::WaitMs(_));
        script.start.retain(|step| !slow(step));
        script.end.retain(|step| !slow(step));
        let asked = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":1,"method":"tools/list"}
"#;
        let mut said = Vec::new();
        serve(&script, asked.as_bytes(), &mut said, std::io::sink());
        assert!(
            !said.is_empty() || ["dies-at-start", "never-answers"].contains(&name.as_str()),
            "{name} says nothing"
        );
    }
}
