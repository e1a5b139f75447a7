//! Package runners from an empty cache, and again with no network at all. They need the registries: in CI, or where
//! `GATECHECK_REGISTRIES` is set.

use crate::support::{Document, lacking, probe_command, skipped};
use std::path::Path;
use tempfile::TempDir;

#[test]
fn npx_installs_once_and_then_needs_no_network() {
    twice(
        "npx",
        &["npx", "-y", "@modelcontextprotocol/server-memory@2026.8.31"],
        9,
    );
}

#[test]
fn uvx_installs_once_and_then_needs_no_network() {
    twice("uvx", &["uvx", "mcp-server-time==2026.10.19"], 2);
}

fn twice(runner: &str, command: &[&str], tools: usize) {
    let asked = ["CI", "GATECHECK_REGISTRIES"].map(std::env::var_os);
    if asked.iter().all(Option::is_none) {
        return skipped("neither CI nor GATECHECK_REGISTRIES is set, so no registry is asked");
    }
    if !on_path(runner) && !lacking(&format!("no {runner} on PATH")) {
        return;
    }
    let cache = TempDir::new().unwrap();
    let first = run(command, cache.path(), &[]);
    installed(&first, runner, tools).is("/sandbox/install/cached", false);
    let contacts = first.at("/sandbox/install/did").to_string();
    assert!(
        contacts.contains("\"contact\""),
        "the install is on record: {contacts}"
    );
    // In a network namespace of its own, where there is no network but a loopback that is down.
    let again = run(
        command,
        cache.path(),
        &["unshare", "--user", "--map-root-user", "--net"],
    );
    installed(&again, runner, tools).is("/sandbox/install/cached", true);
}

fn run(command: &[&str], cache: &Path, by: &[&str]) -> Document {
    let mut probe = probe_command(command)
        .args(&[
            "--quick",
            "--reach",
            "listing",
            "--cache",
            cache.to_str().unwrap(),
        ])
        .fenced()
        .by(by);
    // The proxy through which this machine reaches the registries, where it has one, and where they are.
    for (name, value) in std::env::vars() {
        let lower = name.to_lowercase();
        if lower.ends_with("_proxy")
            || lower.starts_with("npm_config_")
            || lower.starts_with("uv_")
            || lower.starts_with("pip_")
            || lower == "home"
            || lower == "ssl_cert_file"
        {
            probe = probe.env(&name, &value);
        }
    }
    probe.exit(0)
}

fn installed<'d>(found: &'d Document, runner: &str, tools: usize) -> &'d Document {
    assert_eq!(found.at("/tools").as_array().unwrap().len(), tools);
    found
        .is("/sandbox/network", "sink")
        .is("/sandbox/install/runner", runner)
        .is("/sandbox/install/failed", serde_json::Value::Null)
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
