//! What clients' settings say about the tools of servers.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use clients::{Approval, Inventory, Rule};
use common::{claude, entry, on, read};

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
fn a_permission_that_covers_nothing_is_told() {
    let all = claude(
        r#"{"permissions": {"deny": ["mcp__b__drop.db", "mcp__b__x(y)", "mcp__*"], "allow": ["mcp__*", "Bash(ls)"]}}"#,
        None,
    );
    let idle = all
        .findings
        .iter()
        .filter(|one| one.rule == Rule::SkippedByClient);
    assert_eq!(idle.count(), 3, "{:?}", all.findings);
}

#[test]
fn one_command_in_two_places_or_with_other_values_is_two_servers() {
    let twice = |first: &str, second: &str| {
        let start = r#""command": "python3", "args": ["srv.py"]"#;
        let text =
            format!(r#"{{"mcpServers": {{"a": {{{start}{first}}}, "b": {{{start}{second}}}}}}}"#);
        let all = Inventory::of(vec![read("claude-code", "project:.mcp.json", &text)], None);
        let mut found = all.findings.iter();
        found.any(|one| one.rule == Rule::DuplicateServer)
    };
    let (a, b) = (r#", "cwd": "a""#, r#", "cwd": "b""#);
    assert!(twice("", "") && twice(a, a));
    assert!(!twice(a, b) && !twice("", a));
    let (a, b) = (r#", "env": {"MODE": "a"}"#, r#", "env": {"MODE": "b"}"#);
    assert!(twice(a, a) && !twice(a, b));
}

/// Where a client does not heed it, whoever writes a project's file could hide a server from us by it.
#[test]
fn an_entry_is_off_only_by_what_its_client_heeds() {
    let entry = r#"{"mcpServers": {"a": {"command": "a", "disabled": true, "enabled": false}}}"#;
    for (client, place, is_on) in [
        ("claude-code", "project:.mcp.json", true),
        ("copilot-cli", "project:.mcp.json", true),
        ("cursor", "project:.cursor/mcp.json", true),
        ("gemini-cli", "project:.gemini/settings.json", true),
        ("kiro", "project:.kiro/settings/mcp.json", false),
        ("roo", "project:.roo/mcp.json", false),
    ] {
        let all = Inventory::of(vec![read(client, place, entry)], None);
        assert_eq!(on(&all).len(), usize::from(is_on), "{client}");
        let told = all
            .findings
            .iter()
            .filter(|one| one.rule == Rule::SkippedByClient);
        assert_eq!(told.count(), if is_on { 2 } else { 0 }, "{client}");
    }
    let codex = "[mcp_servers.a]\ncommand = 'a'\ndisabled = true\n[mcp_servers.b]\ncommand = 'b'\nenabled = false\n";
    let all = Inventory::of(
        vec![read("codex", "project:.codex/config.toml", codex)],
        None,
    );
    assert_eq!(on(&all), ["a"]);
}

#[test]
fn a_type_that_does_not_fit_hides_an_entry_only_where_the_client_heeds_it() {
    for (client, place, is_on) in [
        ("claude-code", "project:.mcp.json", false),
        ("copilot-cli", "project:.mcp.json", false),
        ("gemini-cli", "project:.gemini/settings.json", true),
        ("cursor", "project:.cursor/mcp.json", true),
    ] {
        for odd in [
            r#""type": "pigeon", "command": "a""#,
            r#""type": "http", "command": "a""#,
            r#""type": "stdio", "url": "https://h.org""#,
        ] {
            let text = format!(r#"{{"mcpServers": {{"a": {{{odd}}}}}}}"#);
            let all = Inventory::of(vec![read(client, place, &text)], None);
            assert_eq!(on(&all).len(), usize::from(is_on), "{client} {odd}");
            let told = all
                .findings
                .iter()
                .filter(|one| one.rule == Rule::SkippedByClient);
            assert_eq!(told.count(), 1, "{client} {odd}");
        }
    }
}

#[test]
fn ask_goes_before_allow() {
    let all = claude(
        r#"{"permissions": {"allow": ["mcp__b__x", "mcp__c__x"], "ask": ["mcp__b", "mcp__c__y"]}}"#,
        None,
    );
    assert_eq!(entry(&all, "b").approval, Approval::Asks);
    assert!(matches!(entry(&all, "c").approval, Approval::Tools(..)));
}

#[test]
fn a_rule_for_a_tool_by_its_own_name_covers_nothing() {
    let all = claude(
        r#"{"permissions": {"deny": ["mcp__b__drop.db", "mcp__c__drop_db"]}}"#,
        None,
    );
    assert!(entry(&all, "b").tools.leaves("drop.db"));
    assert!(!entry(&all, "c").tools.leaves("drop.db"));
    let all = claude(r#"{"permissions": {"deny": ["mcp__*"]}}"#, None);
    assert!(all.entries().all(|entry| !entry.tools.leaves("x")));
}

#[test]
fn lists_that_keep_tools_away_are_taken_at_their_word() {
    let settings = r#"{"mcpServers": {"a": {"command": "a", "excludeTools": ["get_*", "*"]}}}"#;
    let all = Inventory::of(
        vec![read("gemini-cli", "~/.gemini/settings.json", settings)],
        None,
    );
    assert!(entry(&all, "a").tools.leaves("get_x"));
}

#[test]
fn the_last_permission_of_opencode_counts() {
    let servers = r#"{"mcp": {"a b": {"type": "local", "command": ["a"]}}, "permission": {"*": "ask", "a_b_x": "allow", "a_b_*": "deny", "a_b_y": "ask"}}"#;
    let of = |more: &str| {
        let files = vec![
            read("opencode", "config:opencode/opencode.json", servers),
            read("opencode", "project:opencode.json", more),
        ];
        Inventory::of(files, None)
    };
    let leaves = |more: &str, tool: &str| entry(&of(more), "a b").tools.leaves(tool);
    assert!(!leaves("{}", "x") && !leaves("{}", "z") && leaves("{}", "y"));
    // A rule of a nearer file has its value, and the place of the first.
    assert!(!leaves(r#"{"permission": {"a_b_x": "allow"}}"#, "x"));
    assert!(leaves(r#"{"permission": {"a_b_*": "ask"}}"#, "z"));
    assert!(leaves(r#"{"permission": {"a_b_z": "ask"}}"#, "z"));
    // A text is for everything; by what a tool is called with, it is only partly kept away.
    assert!(leaves(
        r#"{"permission": {"a_b_z": {"*": "deny", "x": "allow"}}}"#,
        "z"
    ));
    assert!(!leaves(
        r#"{"permission": {"a_b_y": {"x": "allow", "*": "deny"}}}"#,
        "y"
    ));
    // What only the client can evaluate is taken to let through.
    assert!(leaves(r#"{"permission": {"a_b_?": "allow"}}"#, "z"));
    assert!(leaves(r#"{"agent": {"a": {"permission": "allow"}}}"#, "z"));
    assert!(!leaves(r#"{"agent": {"a": {"permission": "deny"}}}"#, "z"));
}

#[test]
fn what_copilot_is_told_of_servers_and_tools() {
    let servers = r#"{"mcpServers": {"a": {"command": "a"}, "b": {"command": "b"}}}"#;
    let of = |place: &str, settings: &str| {
        let files = vec![
            read("copilot-cli", "/mcp-config.json", servers),
            read("copilot-cli", place, settings),
        ];
        Inventory::of(files, None)
    };
    let own = of(
        "|.copilot}/settings.json",
        r#"{"disabledMcpServers": ["a"]}"#,
    );
    assert_eq!(on(&own), ["b"]);
    let place = "/managed-settings.json";
    let all = of(
        place,
        r#"{"deniedMcpServers": [{"serverCommand": ["a"]}], "permissions": {"deny": ["Mcp(b/x)", "Mcp(b/y*)", "Bash(ls)"], "allow": ["Mcp(b/z)"]}}"#,
    );
    assert_eq!(on(&all), ["b"]);
    let b = entry(&all, "b");
    assert!(!b.tools.leaves("x") && b.tools.leaves("y1") && b.tools.leaves("z"));
    assert!(matches!(b.approval, Approval::Tools(..)));
    let all = of(place, r#"{"permissions": {"deny": ["Mcp(b)"]}}"#);
    assert!(entry(&all, "b").tools.is_closed() && !entry(&all, "a").tools.is_closed());
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
