//! The project's own scripts: each says what it holds, parses, and is served without a panic.
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

/// Every server of every file, with its name.
fn servers() -> Vec<(String, Script)> {
    let mut all = Vec::new();
    for (file, text) in fixtures() {
        let cases = Script::cases(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        if cases.is_empty() {
            all.push((file.clone(), Script::parse(&text)));
        }
        for case in cases {
            let script = Script::parse_case(&text, &case);
            all.push((format!("{file}/{case}"), script));
        }
    }
    let read = |(name, script): (String, Result<Script, _>)| {
        let script = script.unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, script)
    };
    all.into_iter().map(read).collect()
}

#[test]
fn each_file_says_what_it_holds() {
    for (name, text) in fixtures() {
        assert!(
            text.starts_with("# "),
            "{name}: say in a comment what it is"
        );
    }
}

#[test]
fn each_is_a_script_that_can_be_served() {
    let asked = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":1,"method":"tools/list"}
"#;
    let mut served = 0;
    for (name, script) in servers() {
        let mut steps = [&script.start, &script.end].into_iter().flatten();
        let rules = script.rules.iter().flat_map(|rule| &rule.steps);
        if steps.any(takes_long) || rules.clone().any(takes_long) {
            continue;
        }
        serve(&script, asked.as_bytes(), std::io::sink(), std::io::sink());
        served += 1;
        assert!(!name.is_empty());
    }
    assert!(served > 200, "{served}");
}

/// What a test without a process of its own does not wait for, or must not start.
fn takes_long(step: &Step) -> bool {
    matches!(
        step,
        Step::Hang
            | Step::Spawn(_)
            | Step::SpawnSharing(_)
            | Step::WaitMs(_)
            | Step::Trickle { .. }
            | Step::Repeat { .. }
    )
}
