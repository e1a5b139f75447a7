//! Where files lie on each system, by the home, the project, the machine and the variables.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and lays out files"
)]

use clients::found::Surroundings;
use clients::{Inventory, Os};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const ONE: &str = r#"{"mcpServers": {"one": {"type": "stdio", "command": "one"}}}"#;
const SERVERS: &str = r#"{"servers": {"one": {"command": "one"}}}"#;
const TOML: &str = "[mcp_servers.one]\ncommand = \"one\"\n";
const GOOSE: &str = "extensions:\n  one: {type: stdio, cmd: one}\n";
const BARE: &str = r#"{"one": {"command": "one"}}"#;
const ZED: &str = r#"{"context_servers": {"one": {"command": "one"}}}"#;
const MCP: &str = r#"{"mcp": {"one": {"type": "local", "command": ["one"]}}}"#;
const EXTENSION: &str =
    "Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json";

fn lay(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Clients and scopes whose server was found.
fn found(surroundings: &Surroundings) -> Vec<String> {
    let inventory = Inventory::of(surroundings.read(), surroundings.project.as_deref());
    for config in &inventory.configs {
        assert_eq!(config.problems, [], "{:?}", config.file);
    }
    inventory
        .entries()
        .map(|entry| format!("{} {}", entry.client.id, entry.scope.id()))
        .collect()
}

fn at(root: &Path, os: Os) -> Surroundings {
    Surroundings {
        systems: vec![os],
        home: root.join("home"),
        project: Some(root.join("project")),
        machine: Some(root.join("machine")),
        variables: BTreeMap::new(),
    }
}

#[test]
fn linux() {
    let root = tempfile::tempdir().unwrap();
    let extension = format!("home/.config/{EXTENSION}");
    lay(
        root.path(),
        &[
            ("home/.config/Claude/claude_desktop_config.json", ONE),
            (&extension, ONE),
            ("home/.codex/config.toml", TOML),
            ("home/.codex/work.config.toml", TOML),
            ("machine/etc/codex/config.toml", TOML),
            ("machine/etc/claude-code/managed-mcp.json", ONE),
            ("home/.config/goose/config.yaml", GOOSE),
            ("home/.config/opencode/opencode.json", MCP),
            ("home/.config/Code/User/mcp.json", SERVERS),
            ("home/.config/zed/settings.json", ZED),
            ("home/.claude/plugins/cache/a/b/c/.mcp.json", BARE),
            ("project/.agents/mcp.json", BARE),
            // Not where this system keeps them.
            (
                "home/Library/Application Support/Claude/claude_desktop_config.json",
                ONE,
            ),
            (
                "home/AppData/Roaming/Claude/claude_desktop_config.json",
                ONE,
            ),
            (
                "machine/Library/Application Support/ClaudeCode/managed-mcp.json",
                ONE,
            ),
        ],
    );
    assert_eq!(
        found(&at(root.path(), Os::Linux)),
        [
            "claude-code plugin",
            "claude-code managed",
            "claude-desktop user",
            "cline user",
            "codex user",
            "codex user",
            "codex managed",
            "goose user",
            "opencode user",
            "opencode project",
            "vscode user",
            "zed user",
        ]
    );
}

#[test]
fn mac() {
    let root = tempfile::tempdir().unwrap();
    let extension = format!("home/Library/Application Support/{EXTENSION}");
    lay(
        root.path(),
        &[
            (
                "home/Library/Application Support/Claude/claude_desktop_config.json",
                ONE,
            ),
            (&extension, ONE),
            (
                "machine/Library/Application Support/ClaudeCode/managed-mcp.json",
                ONE,
            ),
            (
                "machine/Library/Application Support/opencode/opencode.jsonc",
                MCP,
            ),
            (
                "home/Library/Application Support/Code/User/mcp.json",
                SERVERS,
            ),
            ("home/.config/goose/config.yaml", GOOSE),
            ("home/.config/Claude/claude_desktop_config.json", ONE),
        ],
    );
    assert_eq!(
        found(&at(root.path(), Os::Mac)),
        [
            "claude-code managed",
            "claude-desktop user",
            "cline user",
            "goose user",
            "opencode managed",
            "vscode user",
        ]
    );
}

#[test]
fn windows() {
    let root = tempfile::tempdir().unwrap();
    let extension = format!("home/AppData/Roaming/{EXTENSION}");
    let drive = if cfg!(windows) { return } else { "machine/C:" };
    let managed = format!("{drive}/Program Files/ClaudeCode/managed-mcp.json");
    let codex = format!("{drive}/ProgramData/OpenAI/Codex/config.toml");
    lay(
        root.path(),
        &[
            (
                "home/AppData/Roaming/Claude/claude_desktop_config.json",
                ONE,
            ),
            (&extension, ONE),
            (&managed, ONE),
            (&codex, TOML),
            ("home/AppData/Roaming/Block/goose/config/config.yaml", GOOSE),
            ("home/AppData/Roaming/Zed/settings.json", ZED),
            ("home/.cursor/mcp.json", ONE),
            ("machine/etc/codex/config.toml", TOML),
        ],
    );
    assert_eq!(
        found(&at(root.path(), Os::Windows)),
        [
            "claude-code managed",
            "claude-desktop user",
            "cline user",
            "codex managed",
            "cursor user",
            "goose user",
            "zed user",
        ]
    );
}

#[test]
fn variables_move_folders() {
    let root = tempfile::tempdir().unwrap();
    lay(
        root.path(),
        &[
            ("elsewhere/config.toml", TOML),
            ("claude/.claude.json", ONE),
            ("cline.json", ONE),
            ("xdg/opencode/opencode.json", MCP),
            ("home/.codex/config.toml", TOML),
            ("home/.claude.json", ONE),
        ],
    );
    let mut surroundings = at(root.path(), Os::Linux);
    for (name, value) in [
        ("CODEX_HOME", "elsewhere"),
        ("CLAUDE_CONFIG_DIR", "claude"),
        ("CLINE_MCP_SETTINGS_PATH", "cline.json"),
        ("XDG_CONFIG_HOME", "xdg"),
    ] {
        let value = root.path().join(value).display().to_string();
        surroundings.variables.insert(name.to_owned(), value);
    }
    let inventory = Inventory::of(surroundings.read(), None);
    let files: Vec<_> = inventory
        .configs
        .iter()
        .map(|config| {
            config
                .file
                .strip_prefix(root.path())
                .unwrap()
                .display()
                .to_string()
        })
        .collect();
    assert_eq!(
        files,
        [
            "claude/.claude.json",
            "cline.json",
            "elsewhere/config.toml",
            "xdg/opencode/opencode.json"
        ]
    );
}

#[test]
fn a_project_that_is_the_home_is_read_once() {
    let root = tempfile::tempdir().unwrap();
    lay(root.path(), &[(".cursor/mcp.json", ONE)]);
    let surroundings = Surroundings {
        systems: vec![Os::Linux],
        home: root.path().to_owned(),
        project: Some(root.path().to_owned()),
        machine: None,
        variables: BTreeMap::new(),
    };
    assert_eq!(found(&surroundings), ["cursor user"]);
}
