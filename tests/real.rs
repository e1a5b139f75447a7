//! Real published servers, pinned; `.ci/run` installs them.

use crate::support::{Document, installed, names, probe_command};
use serde_json::json;
use std::process::Command;

/// Probes a server from npm with these arguments.
fn npm(server: &str, args: &[&str]) -> Option<Document> {
    let program =
        installed("GATECHECK_NPM")?.join(format!("@modelcontextprotocol/{server}/dist/index.js"));
    let command = [&["node", program.to_str().unwrap()], args].concat();
    Some(probe_command(&command).exit(0))
}

/// Probes a server from PyPI with these arguments.
fn pypi(server: &str, args: &[&str]) -> Option<Document> {
    let program = installed("GATECHECK_VENV")?.join("bin").join(server);
    let command = [&[program.to_str().unwrap()], args].concat();
    Some(probe_command(&command).exit(0))
}

#[test]
fn everything_shows_17_tools_and_13_of_them_to_every_client() {
    let Some(found) = npm("server-everything", &["stdio"]) else {
        return;
    };
    let tools = found.at("/tools").as_array().unwrap();
    assert_eq!(tools.len(), 17, "{:?}", names(found.at("/tools")));
    let to_bare = tools.iter().filter(|tool| {
        tool["visible_to"]
            .as_array()
            .unwrap()
            .contains(&json!("bare"))
    });
    assert_eq!(to_bare.count(), 13);
}

#[test]
fn memory_is_a_good_citizen() {
    let Some(found) = npm("server-memory", &[]) else {
        return;
    };
    found.good_citizen();
    assert_eq!(found.at("/tools").as_array().unwrap().len(), 9);
}

#[test]
fn filesystem_is_listed_whole() {
    let folder = tempfile::TempDir::new().unwrap();
    let Some(found) = npm("server-filesystem", &[folder.path().to_str().unwrap()]) else {
        return;
    };
    assert_eq!(found.at("/tools").as_array().unwrap().len(), 14);
}

#[test]
fn time_is_a_good_citizen_in_both_eras() {
    let Some(found) = pypi("mcp-server-time", &[]) else {
        return;
    };
    found
        .lists(&["get_current_time", "convert_time"])
        .good_citizen();
    let versions = found.at("/protocol/versions").to_string();
    assert!(
        versions.contains("2025-11-25") && versions.contains("2026-07-28"),
        "{versions}"
    );
}

#[test]
fn git_is_listed_whole() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap();
    assert!(
        Command::new("git")
            .args(["init", "--quiet", path])
            .status()
            .unwrap()
            .success()
    );
    let Some(found) = pypi("mcp-server-git", &["--repository", path]) else {
        return;
    };
    assert!(names(found.at("/tools")).contains(&"git_commit".to_owned()));
}
