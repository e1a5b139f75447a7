//! Real published servers list the same in the sandbox as outside, on every rung, for every user; and nothing is held against them.

use super::{briefly, everywhere, held};
use crate::support::{Document, Stage, installed, names};

/// What an honest server never does while it starts and lists.
const NEVER: [&str; 8] = [
    "canary", "contact", "resolve", "send", "refused", "left", "limit", "detach",
];

#[test]
fn everything_lists_the_same() {
    npm("server-everything", |_| vec!["stdio".to_owned()]);
}

#[test]
fn memory_lists_the_same() {
    npm("server-memory", |_| Vec::new());
}

#[test]
fn filesystem_lists_the_same() {
    npm("server-filesystem", |stage| {
        vec![text(&stage.folder("data"))]
    });
}

#[test]
fn git_lists_the_same() {
    pypi("mcp-server-git", |stage| {
        let place = stage.folder("repository");
        let mut git = stage.who.command("git".as_ref());
        git.args(["init", "--quiet"]).arg(&place);
        let made = git.env("HOME", stage.path("")).current_dir(&place).status();
        assert!(made.unwrap().success());
        vec!["--repository".to_owned(), text(&place)]
    });
}

#[test]
fn time_lists_the_same() {
    pypi("mcp-server-time", |_| Vec::new());
}

fn npm(server: &str, arguments: impl Fn(&Stage) -> Vec<String>) {
    let Some(folder) = installed("GATECHECK_NPM") else {
        return;
    };
    let program = folder.join(format!("@modelcontextprotocol/{server}/dist/index.js"));
    same("node", &["node".to_owned(), text(&program)], arguments);
}

fn pypi(server: &str, arguments: impl Fn(&Stage) -> Vec<String>) {
    let Some(folder) = installed("GATECHECK_VENV") else {
        return;
    };
    let python = text(&folder.join("bin/python"));
    let program = text(&folder.join("bin").join(server));
    same(&python, &[program], arguments);
}

fn same(runtime: &str, command: &[String], arguments: impl Fn(&Stage) -> Vec<String>) {
    everywhere(|stage, rung| {
        if !stage.runs(runtime) {
            return;
        }
        let command = [command, &arguments(stage)].concat();
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        let outside = briefly(stage, &command).exit(0);
        let inside = held(stage, rung, &command).exit(0);
        assert!(!names(outside.at("/tools")).is_empty());
        assert_eq!(
            names(inside.at("/tools")),
            names(outside.at("/tools")),
            "{:?} with {rung}",
            stage.who
        );
        held_well(&inside, rung);
    });
}

/// The document says how it was held, and that nothing of note was seen.
fn held_well(found: &Document, rung: &str) {
    found
        .is("/sandbox/backend", rung)
        .is("/sandbox/network", "sink")
        .is("/sandbox/starts", 1)
        .is("/sandbox/limits/processes", 256)
        .is("/sandbox/install", serde_json::Value::Null);
    let canaries = found.at("/sandbox/canaries").as_array().unwrap();
    assert!(canaries.len() > 10, "{canaries:?}");
    let lost = found.at("/sandbox/lost").as_array().unwrap();
    if rung == "landlock" {
        assert!(!lost.is_empty());
        found.says("without namespaces");
    }
    let used = found.at("/sandbox/used/peak_memory").as_u64().unwrap();
    assert!(used > 10 << 20, "{used} bytes");
    for act in NEVER {
        assert!(found.did(act).is_empty(), "{:?}", found.did(act));
    }
    found.no_error();
}

fn text(path: &std::path::Path) -> String {
    path.to_str().unwrap().to_owned()
}
