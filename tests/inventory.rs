//! `inventory` over a home with the configurations of all clients, in the layouts of three systems.

use crate::support::{Document, file, gatecheck};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every credential of the fixtures begins so.
const SECRET: &str = "Qz9v";

fn inventory(more: &[&str]) -> String {
    let (home, project) = (file("fixtures/home"), file("fixtures/project"));
    let out = gatecheck(&["inventory", "--home", &home, "--project", &project])
        .args(more)
        .exit(0);
    assert!(!out.stderr.contains(SECRET), "{}", out.stderr);
    out.shown()
}

fn json() -> Document {
    Document::read(&inventory(&["--format", "json"]), "")
}

#[test]
fn every_client_of_the_fixtures_is_listed() {
    let found = json();
    let clients: BTreeSet<&str> = found
        .at("/files")
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["client"].as_str().unwrap())
        .collect();
    let known: BTreeSet<&str> = clients::CLIENTS.iter().map(|client| client.id).collect();
    assert_eq!(clients, known);
    let page = inventory(&[]);
    for client in clients::CLIENTS {
        let named = page.contains(client.name);
        // Two of them have no server that can be read.
        assert!(
            named || ["lm-studio", "tabnine"].contains(&client.id),
            "{client:?} in {page}"
        );
    }
}

#[test]
fn no_secret_is_printed() {
    for more in [
        &[][..],
        &["-v"],
        &["--format", "json"],
        &["--format", "json", "-vv"],
    ] {
        let text = inventory(more);
        assert!(!text.contains(SECRET), "{more:?}: {text}");
    }
}

#[test]
fn it_gives_the_same_bytes_each_time() {
    assert!(inventory(&["--format", "json"]) == inventory(&["--format", "json"]));
}

/// Rule, file, line and server of every trap of the fixtures, and of nothing else.
#[test]
fn every_trap_is_named_with_its_line() {
    let found = json();
    let findings = found.at("/findings").as_array().unwrap();
    let said: Vec<String> = findings
        .iter()
        .map(|finding| {
            let file = finding["file"].as_str().unwrap();
            let file = file.split_once("/fixtures/").map_or(file, |(_, file)| file);
            let server = finding["server"].as_str().unwrap_or("-");
            format!(
                "{} {file}:{} {server}",
                finding["rule"].as_str().unwrap(),
                finding["line"]
            )
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn the_page_for_people() {
    insta::assert_snapshot!(inventory(&[]));
}

fn server<'a>(found: &'a Document, client: &str, name: &str) -> &'a Value {
    let mut all = found.at("/servers").as_array().unwrap().iter();
    all.find(|server| server["client"] == client && server["name"] == name)
        .unwrap()
}

#[test]
fn what_each_client_means_is_understood() {
    let found = json();
    for (client, name, pointer, value) in [
        ("claude-code", "github", "/state", "\"shadowed\""),
        (
            "claude-code",
            "github",
            "/tools/never/0",
            "\"mcp__github__delete_repository\"",
        ),
        ("claude-code", "status", "/state", "\"skipped\""),
        ("claude-code", "paused", "/state", "\"off\""),
        ("claude-code", "tools", "/needs/0/from", "\"client\""),
        ("claude-desktop", "files", "/state", "\"skipped\""),
        ("claude-desktop", "sql", "/package/version", "\"0.4.1\""),
        ("cline", "deploy", "/timeout_ms", "60000"),
        ("cline", "deploy", "/protocol", "\"streamable-http\""),
        ("cline", "old", "/state", "\"off\""),
        ("codex", "sql", "/needs/0/name", "\"SQL_DSN\""),
        ("codex", "sql", "/tools/only/1", "\"list_tables\""),
        ("codex", "sql", "/start_timeout_ms", "20000"),
        ("codex", "tracker", "/headers/1/given", "\"variable\""),
        ("codex", "shell", "/unasked/all", "true"),
        (
            "continue",
            "sqlite",
            "/needs/0/name",
            "\"secrets.SQLITE_KEY\"",
        ),
        ("cursor", "github", "/package/source", "\"docker\""),
        ("cursor", "github", "/package/version", "null"),
        ("docker-mcp", "duckduckgo", "/tools/only/0", "\"search\""),
        ("gemini-cli", "search", "/protocol", "\"streamable-http\""),
        ("gemini-cli", "search", "/timeout_ms", "5000"),
        ("gemini-cli", "search", "/needs/0/name", "\"SEARCH_TOKEN\""),
        ("gemini-cli", "metrics", "/state", "\"off\""),
        ("gemini-cli", "mail", "/protocol", "\"sse\""),
        ("goose", "fetch", "/timeout_ms", "300000"),
        ("goose", "developer", "/kind", "\"other\""),
        ("kiro", "infra", "/tools/never/0", "\"destroy\""),
        ("kiro", "infra", "/variables/0/given", "\"literal\""),
        ("kiro", "infra", "/variables/1/given", "\"variable\""),
        (
            "copilot-cli",
            "issues",
            "/headers/0/given",
            "\"credential\"",
        ),
        ("opencode", "files", "/needs/0/name", "\"FILES_KEY\""),
        ("vscode", "tracker", "/needs/0/from", "\"input\""),
        ("vscode", "lost", "/state", "\"skipped\""),
        ("zed", "older", "/package/name", "\"acme-older\""),
        ("zed", "paused", "/state", "\"off\""),
    ] {
        let server = server(&found, client, name);
        let is = server
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{pointer} in {server:#}"));
        assert_eq!(is.to_string(), value, "{client} {name} {pointer}");
    }
}

#[test]
fn nothing_is_started_and_a_home_without_configurations_is_fine() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().to_str().unwrap();
    let page = gatecheck(&["inventory", "--home", place, "--project", place])
        .exit(0)
        .stdout;
    assert!(page.starts_with("0 servers"), "{page}");

    let mark = home.path().join("started");
    let text = serde_json::json!({"mcpServers": {"a": {"command": "touch", "args": [mark]}}});
    std::fs::create_dir(home.path().join(".cursor")).unwrap();
    std::fs::write(home.path().join(".cursor/mcp.json"), text.to_string()).unwrap();
    let page = gatecheck(&["inventory", "--home", place, "--project", place])
        .exit(0)
        .stdout;
    assert!(page.starts_with("1 server") && !mark.exists(), "{page}");

    let out = gatecheck(&["inventory", "--home", "/nowhere/at/all"]).exit(2);
    assert!(out.stderr.contains("/nowhere/at/all"), "{}", out.stderr);
    gatecheck(&["inventory", "--home", &file("README.md")]).exit(2);
}

#[test]
fn the_home_of_whoever_asks_is_looked_at() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".codex")).unwrap();
    let config = home.path().join("elsewhere");
    std::fs::create_dir(&config).unwrap();
    std::fs::write(
        config.join("config.toml"),
        "[mcp_servers.mine]\ncommand = \"mine\"\n",
    )
    .unwrap();
    let page = gatecheck(&["inventory", "--project", home.path().to_str().unwrap()])
        .env("HOME", home.path().to_str().unwrap())
        .env("CODEX_HOME", config.to_str().unwrap())
        .exit(0)
        .stdout;
    assert!(page.contains("mine"), "{page}");
}

#[test]
fn hostile_names_are_shown_by_number() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().to_str().unwrap();
    std::fs::create_dir(home.path().join(".cursor")).unwrap();
    let text = "{\"mcpServers\": {\"a\\u202eb\\u001b[2J\": {\"command\": \"npx\", \"args\": [\"-y\", \"x\\u200by\"]}}}";
    std::fs::write(home.path().join(".cursor/mcp.json"), text).unwrap();
    for format in ["human", "json"] {
        let args = [
            "inventory",
            "--home",
            place,
            "--project",
            place,
            "--format",
            format,
        ];
        let out = gatecheck(&args).exit(0).stdout;
        assert!(!out.contains(['\u{202e}', '\u{1b}', '\u{200b}']), "{out:?}");
    }
}

#[test]
fn list_clients_names_every_client_and_its_paths() {
    let page = gatecheck(&["list", "clients"]).exit(0).stdout;
    for client in clients::CLIENTS {
        assert!(page.contains(client.id), "{client:?}");
    }
    assert!(
        page.contains("~/.cursor/mcp.json") && page.contains("./.mcp.json"),
        "{page}"
    );
    for enforcer in clients::ENFORCERS {
        assert!(
            page.contains(&format!("\n{} ", enforcer.id)),
            "{enforcer:?}: {page}"
        );
    }
}
