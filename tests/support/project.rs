//! A project whose clients are configured with servers.

use super::{Out, Run, gatecheck, program};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// A project with configurations, and a home of its own in `home`.
pub(crate) struct Project(TempDir);

impl Project {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// A configuration with these servers, as Claude Code and others have it.
    pub(crate) fn servers(&self, servers: &Value) -> String {
        self.write(".mcp.json", &json!({ "mcpServers": servers }).to_string())
    }

    /// A server that is switched off, in a client that heeds that.
    pub(crate) fn switched_off(&self) {
        let off = json!({"mcpServers": {"off": {"command": "x", "disabled": true}}});
        self.write(".roo/mcp.json", &off.to_string());
    }

    pub(crate) fn check(&self, more: &[&str]) -> Run {
        self.run("check", more)
    }

    pub(crate) fn lock(&self, more: &[&str]) -> Run {
        let lock = self.path("mcp-gatecheck.lock");
        self.run("lock", &[&["--output", &lock], more].concat())
    }

    /// A command over the project's servers.
    fn run(&self, command: &str, more: &[&str]) -> Run {
        let project = self.path("");
        let fixed = [
            command,
            "--project",
            &project,
            "--no-sandbox",
            "--quick",
            "--reach",
            "listing",
        ];
        gatecheck(&[&fixed[..], more].concat()).env("HOME", &self.path("home"))
    }

    pub(crate) fn json(&self, more: &[&str], code: i32) -> Value {
        let out = self
            .check(&[&["--format", "json"], more].concat())
            .exit(code);
        serde_json::from_str(&out.stdout).unwrap_or_else(|error| panic!("{error}: {}", out.shown()))
    }
}

/// The bundled demo server.
pub(crate) fn demo() -> Value {
    json!({ "command": program(), "args": ["scripted", "--demo"] })
}

/// The bundled bad one.
pub(crate) fn bad() -> Value {
    json!({ "command": program(), "args": ["scripted", "--bad"] })
}

pub(crate) fn row<'v>(found: &'v Value, name: &str) -> &'v Value {
    let rows = found["servers"].as_array().unwrap();
    let row = rows.iter().find(|row| row["name"] == name);
    row.unwrap_or_else(|| panic!("no row {name}: {found:#}"))
}

pub(crate) fn says(out: &Out, wanted: &[&str]) {
    for text in wanted {
        assert!(out.stdout.contains(text), "{text}: {}", out.shown());
    }
}
