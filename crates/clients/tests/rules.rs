//! What clients' settings say about servers, and which of two entries with one name counts.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use clients::{Approval, CLIENTS, Config, Entry, Inventory, Rule, State};
use std::path::Path;

/// A file at the place of a client whose path ends so.
fn read(id: &str, end: &str, text: &str) -> Config {
    let mut all = CLIENTS
        .iter()
        .flat_map(|client| client.places.iter().map(move |place| (client, place)));
    let (client, place) = all
        .find(|(client, place)| client.id == id && place.path.ends_with(end))
        .unwrap();
    let config = Config::read(client, place, Path::new(end), text.as_bytes());
    assert_eq!(config.problems, [], "{text}");
    config
}

fn entry<'a>(inventory: &'a Inventory, name: &str) -> &'a Entry {
    inventory
        .entries()
        .find(|entry| entry.name == name)
        .unwrap()
}

const THREE: &str = r#"{"mcpServers": {
    "a b": {"type": "stdio", "command": "a"},
    "b": {"type": "stdio", "command": "b"},
    "c": {"type": "http", "url": "https://c.org/"}}}"#;

fn claude(settings: &str, project: Option<&str>) -> Inventory {
    let files = vec![
        read("claude-code", "project:.mcp.json", THREE),
        read("claude-code", "/settings.json", settings),
    ];
    Inventory::of(files, project.map(Path::new))
}

#[test]
fn permissions_of_claude_code() {
    let all = claude(
        r#"{"permissions": {"allow": ["mcp__b", "mcp__c__get_*", "mcp__*"], "deny": ["mcp__a_b__drop", "mcp__c", "mcp__b__x(y)"]}}"#,
        None,
    );
    let a = entry(&all, "a b");
    assert!(!a.tools.leaves("drop") && a.tools.leaves("list"));
    let b = entry(&all, "b");
    assert!(matches!(b.approval, Approval::All(_)) && b.tools.is_open());
    let c = entry(&all, "c");
    assert!(!c.tools.leaves("get_x") && matches!(c.approval, Approval::Tools(..)));
    let unasked: Vec<_> = all
        .findings
        .iter()
        .filter(|finding| finding.rule == Rule::AutoApproval)
        .collect();
    assert_eq!(unasked.len(), 2, "{unasked:?}");
    assert!(
        unasked
            .iter()
            .all(|finding| finding.file.ends_with("settings.json"))
    );
}

#[test]
fn servers_that_claude_code_is_told_not_to_use() {
    let on = |settings: &str| -> Vec<String> {
        let all = claude(settings, None);
        all.entries()
            .filter(|entry| entry.is_on())
            .map(|entry| entry.name.clone())
            .collect()
    };
    assert_eq!(on("{}").len(), 3);
    assert_eq!(on(r#"{"disabledMcpjsonServers": ["b"]}"#), ["a b", "c"]);
    assert_eq!(
        on(r#"{"deniedMcpServers": [{"serverName": "c"}]}"#),
        ["a b", "b"]
    );
    assert_eq!(on(r#"{"allowedMcpServers": [{"serverName": "c"}]}"#), ["c"]);
    assert_eq!(on(r#"{"allowedMcpServers": []}"#), Vec::<String>::new());
    // What is allowed by its URL may bear any name.
    assert_eq!(
        on(r#"{"allowedMcpServers": [{"serverName": "c"}, {"serverUrl": "https://*"}]}"#).len(),
        3
    );
}

#[test]
fn what_is_said_for_one_project_holds_there_alone() {
    let user = r#"{"projects": {"/shop": {"disabledMcpjsonServers": ["b"], "mcpServers": {"c": {"type": "stdio", "command": "mine"}}}}}"#;
    let all = |project: &str| {
        let files = vec![
            read("claude-code", ".claude.json", user),
            read("claude-code", "project:.mcp.json", THREE),
        ];
        let all = Inventory::of(files, Some(Path::new(project)));
        let states: Vec<_> = all
            .entries()
            .map(|entry| (entry.name.clone(), entry.state.clone()))
            .collect();
        states
    };
    let shop = all("/shop");
    assert_eq!(shop[0], ("c".to_owned(), State::On));
    assert!(
        matches!(&shop[2].1, State::Off(why) if why.contains("disabledMcpjsonServers")),
        "{shop:?}"
    );
    assert!(matches!(shop[3].1, State::Shadowed(_)), "{shop:?}");
    let blog = all("/blog");
    assert_eq!(blog[0], ("c".to_owned(), State::Elsewhere));
    assert!(
        blog[1..].iter().all(|(_, state)| *state == State::On),
        "{blog:?}"
    );
}

#[test]
fn what_plugins_bring_has_names_of_its_own() {
    let files = vec![
        read(
            "claude-code",
            "/plugins/cache/**/.mcp.json",
            r#"{"b": {"type": "stdio", "command": "b"}}"#,
        ),
        read("claude-code", "project:.mcp.json", THREE),
    ];
    let all = Inventory::of(files, None);
    assert!(all.entries().all(Entry::is_on));
}

#[test]
fn servers_that_gemini_is_told_to_use() {
    let settings = r#"{"mcp": {"allowed": ["a", "b"], "excluded": ["b"]},
        "mcpServers": {"a": {"command": "a"}, "b": {"command": "b"}, "c": {"command": "c"}}}"#;
    let all = Inventory::of(
        vec![read("gemini-cli", "~/.gemini/settings.json", settings)],
        None,
    );
    let on: Vec<_> = all
        .entries()
        .filter(|entry| entry.is_on())
        .map(|entry| &entry.name)
        .collect();
    assert_eq!(on, ["a"]);
}

#[test]
fn variables_of_a_dialect_are_no_credentials() {
    let settings = r#"{"mcpServers": {"a": {"command": "a", "env": {"API_TOKEN": "%API_TOKEN%", "DB_PASSWORD": "pa$word99x"}}}}"#;
    let all = Inventory::of(
        vec![read("gemini-cli", "~/.gemini/settings.json", settings)],
        None,
    );
    assert_eq!(all.findings, []);
    let all = Inventory::of(vec![read("cursor", "~/.cursor/mcp.json", settings)], None);
    // Cursor knows neither.
    assert_eq!(all.findings.len(), 2, "{:?}", all.findings);
}

#[test]
fn a_command_is_shown_without_its_credentials() {
    let settings = r#"{"mcpServers": {"a": {"command": "run", "args": ["--token", "Qz9vB4nX7cV2", "--key=Qz9vaB3cD4eF", "-e", "API_KEY=Qz9v7e1d0c44", "--header", "Authorization: Bearer Qz9vkk33mm", "postgres://u:Qz9vpass1@h/d", "${TOKEN}", "plain"]}}}"#;
    let config = read("cursor", "~/.cursor/mcp.json", settings);
    let clients::Transport::Stdio(stdio) = &config.entries[0].transport else {
        panic!("no command")
    };
    let shown = stdio.shown().join(" ");
    assert!(!shown.contains("Qz9v"), "{shown}");
    assert!(
        shown.ends_with("${TOKEN} plain") && shown.starts_with("run --token "),
        "{shown}"
    );
    assert_eq!(
        config.entries[0].exposed.len(),
        5,
        "{:?}",
        config.entries[0].exposed
    );
}
