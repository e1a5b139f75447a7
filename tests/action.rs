//! What runs the check for others: the step of the GitHub action with a runner's environment, and the pre-commit hook.

use crate::support::{file, gatecheck, program};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A runner's folder, with a configuration in it.
struct Runner(TempDir);

impl Runner {
    fn new(servers: &Value) -> Self {
        let runner = Self(TempDir::new().unwrap());
        let text = json!({ "mcpServers": servers }).to_string();
        fs::write(runner.path("mcp.json"), text).unwrap();
        runner
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Runs the step as the action does, with these inputs.
    fn step(&self, config: &str, require: &str) -> Output {
        self.step_with(
            config,
            require,
            "false",
            "--no-sandbox --quick --reach listing",
        )
    }

    fn step_with(&self, config: &str, require: &str, locked: &str, args: &str) -> Output {
        Command::new("bash")
            .arg(file(".github/actions/gatecheck/check.sh"))
            .current_dir(self.0.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GATECHECK", program())
            .env("RUNNER_TEMP", self.0.path())
            .env("GITHUB_STEP_SUMMARY", self.path("summary"))
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("CONFIG", config)
            .env("REQUIRE", require)
            .env("LOCKED", locked)
            .env("ARGS", args)
            .output()
            .unwrap()
    }
}

#[cfg(unix)]
#[test]
fn the_step_shows_the_page_and_ends_as_the_check_does() {
    let runner = Runner::new(
        &json!({"::error::triage": {"command": program(), "args": ["scripted", "--demo"]}}),
    );
    let good = runner.step("\nmcp.json\n", "prototype");
    assert_eq!(good.status.code(), Some(0), "{good:?}");
    assert!(runner.read("summary").starts_with("    Go"), "{good:?}");
    let report = runner.read("mcp-gatecheck.json");
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["go"], true);
    assert!(runner.read("output").starts_with("report="));
    // Nothing that a server or a file says can be a command to the runner.
    let log = String::from_utf8(good.stdout).unwrap();
    let token = log
        .lines()
        .next()
        .unwrap()
        .strip_prefix("::stop-commands::");
    let end = format!("::{}::", token.unwrap());
    assert!(log.contains("::error::triage"), "{log}");
    assert_eq!(log.lines().last(), Some(end.as_str()), "{log}");

    let low = runner.step("mcp.json", "production");
    assert_eq!(low.status.code(), Some(1), "{low:?}");
}

#[cfg(unix)]
#[test]
fn every_line_of_the_options_counts_and_what_is_misspelt_fails() {
    let runner =
        Runner::new(&json!({"triage": {"command": program(), "args": ["scripted", "--demo"]}}));
    let lines = "--no-sandbox --quick\r\n--reach listing\n--server nobody\n";
    let out = runner.step_with("mcp.json\r\n", "prototype", "false", lines);
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    let error = String::from_utf8(out.stderr).unwrap();
    assert!(error.contains("no server is called “nobody”"), "{error}");
    let out = runner.step_with("mcp.json", "prototype", "yes", "");
    assert_eq!(out.status.code(), Some(2), "{out:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_looks_like_an_option_is_a_file_to_the_step() {
    let runner = Runner::new(&json!({}));
    let out = runner.step("--help", "prototype");
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    assert_eq!(runner.read("output"), "", "no report was written");
}

/// What the hook's file says of a key, folded as YAML folds it.
fn of_hook(key: &str) -> String {
    let hook = fs::read_to_string(file(".pre-commit-hooks.yaml")).unwrap();
    let (_, after) = hook.split_once(&format!("\n  {key}: ")).unwrap();
    let lines = after.lines().enumerate();
    let own = lines.take_while(|(i, line)| *i == 0 || line.starts_with("   "));
    own.map(|(_, line)| line.trim())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(unix)]
#[test]
fn the_hook_looks_through_configurations_and_locks_and_starts_nothing() {
    let marker = TempDir::new().unwrap();
    let started = marker.path().join("started");
    let runner =
        Runner::new(&json!({"a": {"command": "touch", "args": [started.display().to_string()]}}));
    let (config, lock) = (runner.path("mcp.json"), runner.path("mcp-gatecheck.lock"));
    fs::write(&lock, "{").unwrap();
    let hook = |files: &[&PathBuf]| {
        Command::new(file(&of_hook("entry")))
            .args(files)
            .env("GATECHECK", program())
            .output()
            .unwrap()
    };
    let out = hook(&[&config, &lock]);
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    let error = String::from_utf8(out.stderr).unwrap();
    assert!(error.contains("mcp-gatecheck.lock:1:"), "{error}");
    assert_eq!(hook(&[&config]).status.code(), Some(0));
    assert!(!started.exists(), "a server was started");
}

#[test]
fn the_hook_meets_every_file_that_a_project_may_hold() {
    let files = regex::Regex::new(&of_hook("files")).unwrap();
    let clients = gatecheck(&["list", "clients"]).exit(0).stdout;
    let known = clients
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("./"));
    let known: Vec<String> = known.map(|path| path.replace('*', "one")).collect();
    assert!(known.len() > 20, "{known:?}");
    for path in known
        .iter()
        .map(String::as_str)
        .chain(["mcp-gatecheck.lock", "app/.mcp.json"])
    {
        assert!(files.is_match(path), "{path}");
    }
    for path in [
        "package.json",
        "src/settings.json",
        "mcp.json.md",
        "docs/config.toml",
    ] {
        assert!(!files.is_match(path), "{path}");
    }
}
