//! Which servers clients' settings let be used.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use clients::{Config, Entry, Inventory, Rule, State};
use common::{THREE, claude, entry, find, on, read};
use std::path::Path;

/// The servers that are on, with these settings of a machine beside the project's.
fn managed(place: &str, managed: &str, settings: &str) -> Inventory {
    let files = vec![
        read("claude-code", "project:.mcp.json", THREE),
        read("claude-code", "project:.claude/settings.json", settings),
        read("claude-code", place, managed),
    ];
    Inventory::of(files, None)
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
    // Where one is allowed by its URL, a URL is allowed by nothing else; the same with commands.
    for (list, want) in [
        (
            r#"{"serverName": "b"}, {"serverUrl": "https://*"}"#,
            vec!["b", "c"],
        ),
        (
            r#"{"serverName": "c"}, {"serverUrl": "https://d.org"}"#,
            vec![],
        ),
        (
            r#"{"serverName": "c"}, {"serverCommand": ["a"]}"#,
            vec!["a b", "c"],
        ),
        (
            r#"{"serverName": "b"}, {"serverCommand": ["b", "-x"]}"#,
            vec![],
        ),
        // What cannot be understood is left out, and the list stands.
        (
            r#"{"serverName": "b", "serverUrl": "*"}, {"serverPath": "x"}"#,
            vec![],
        ),
    ] {
        assert_eq!(
            on(&format!(r#"{{"allowedMcpServers": [{list}]}}"#)),
            want,
            "{list}"
        );
    }
    for (list, want) in [
        (r#"{"serverUrl": "https://*.org/*"}"#, vec!["a b", "b"]),
        (r#"{"serverCommand": ["b"]}"#, vec!["a b", "c"]),
        (r#"{"serverCommand": ["b", "x"]}"#, vec!["a b", "b", "c"]),
        (r#"{"serverName": "a_b"}"#, vec!["a b", "b", "c"]),
    ] {
        assert_eq!(
            on(&format!(r#"{{"deniedMcpServers": [{list}]}}"#)),
            want,
            "{list}"
        );
    }
    // The client takes this from the user's own file alone: a project's settings hide no server from us by it.
    assert_eq!(on(r#"{"disabledMcpServers": ["b"]}"#).len(), 3);
    // Of a project's servers it compares the names as permissions write them.
    assert_eq!(on(r#"{"disabledMcpjsonServers": ["a_b"]}"#), ["b", "c"]);
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
fn what_should_be_a_list_and_is_none_is_told() {
    let (client, place) = find("claude-code", "/settings.json");
    let text = "{\"permissions\": {\"deny\": \"mcp__b\"},\n\"allowedMcpServers\": \"b\", \"deniedMcpServers\": {}}";
    let settings = Config::read(client, place, Path::new("settings.json"), text.as_bytes());
    let told: Vec<_> = settings
        .problems
        .iter()
        .map(|problem| (problem.line, problem.what.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (1, "`permissions.deny` is a text"),
            (2, "`deniedMcpServers` is an object"),
            (2, "`allowedMcpServers` is a text"),
        ]
    );
    // The client lets nothing through where the list of those that may be used is none.
    let all = Inventory::of(
        vec![read("claude-code", "project:.mcp.json", THREE), settings],
        None,
    );
    assert_eq!(on(&all), Vec::<&str>::new());
}

#[test]
fn lists_of_several_files_are_one_unless_the_machine_keeps_it() {
    let place = "/etc/claude-code/managed-settings.json";
    let mine = r#"{"allowedMcpServers": [{"serverName": "c"}]}"#;
    let all = managed(
        place,
        r#"{"allowedMcpServers": [{"serverName": "b"}]}"#,
        mine,
    );
    assert_eq!(on(&all), ["b", "c"]);
    let kept =
        r#"{"allowedMcpServers": [{"serverName": "b"}], "allowManagedMcpServersOnly": true}"#;
    assert_eq!(on(&managed(place, kept, mine)), ["b"]);
    // Whoever denies may do so.
    let denied = r#"{"deniedMcpServers": [{"serverName": "b"}]}"#;
    assert_eq!(on(&managed(place, kept, denied)), Vec::<&str>::new());
    // Permissions of a project keep nothing away where the machine's alone count.
    let deny = r#"{"permissions": {"deny": ["mcp__b__x"]}}"#;
    let all = managed(place, "{}", deny);
    assert!(!entry(&all, "b").tools.leaves("x"));
    let all = managed(place, r#"{"allowManagedPermissionRulesOnly": true}"#, deny);
    assert!(entry(&all, "b").tools.leaves("x"));
}

#[test]
fn servers_of_the_machine_leave_no_other() {
    let place = "/etc/claude-code/managed-mcp.json";
    let own = r#"{"mcpServers": {"m": {"type": "stdio", "command": "m"}}}"#;
    let all = managed(place, own, "{}");
    assert_eq!(on(&all), ["m"]);
    assert!(
        matches!(&entry(&all, "b").state, State::Skipped(why) if why.contains("managed-mcp.json")),
        "{:?}",
        entry(&all, "b").state
    );
    let skipped = all
        .findings
        .iter()
        .filter(|one| one.rule == Rule::SkippedByClient);
    assert_eq!(skipped.count(), 3);
    // With none in it, none is used; what holds no servers at all is no such file.
    assert_eq!(
        on(&managed(place, r#"{"mcpServers": {}}"#, "{}")),
        Vec::<&str>::new()
    );
    let files = |text: &str| {
        let config = |id: &str, end: &str, text: &str| {
            let (client, place) = find(id, end);
            Config::read(client, place, Path::new(end), text.as_bytes())
        };
        Inventory::of(
            vec![
                config("claude-code", "project:.mcp.json", THREE),
                config("claude-code", place, text),
            ],
            None,
        )
    };
    for broken in [
        "{",
        "{}",
        r#"{"servers": {}}"#,
        r#"{"mcpServers": 3}"#,
        "// x\n{\"mcpServers\": {}}",
    ] {
        assert_eq!(on(&files(broken)).len(), 3, "{broken}");
    }
    // Another client's servers are its own.
    let other = Inventory::of(
        vec![
            read("cursor", "~/.cursor/mcp.json", own),
            read("claude-code", place, own),
        ],
        None,
    );
    assert_eq!(on(&other).len(), 2);
}

#[test]
fn what_hangs_on_a_variable_is_looked_at() {
    let servers = r#"{"mcpServers": {"b": {"type": "stdio", "command": "b", "args": ["${X}"]}}}"#;
    let on = |settings: &str| {
        let files = vec![
            read("claude-code", "project:.mcp.json", servers),
            read("claude-code", "/settings.json", settings),
        ];
        entry(&Inventory::of(files, None), "b").is_on()
    };
    assert!(on(
        r#"{"deniedMcpServers": [{"serverCommand": ["b", "y"]}]}"#
    ));
    assert!(on(
        r#"{"allowedMcpServers": [{"serverCommand": ["b", "y"]}]}"#
    ));
    assert!(!on(
        r#"{"deniedMcpServers": [{"serverCommand": ["b", "${X}"]}]}"#
    ));
    assert!(!on(
        r#"{"allowedMcpServers": [{"serverCommand": ["c", "y"]}]}"#
    ));
}

#[test]
fn servers_that_codex_requires() {
    let servers = "[mcp_servers.a]\ncommand = 'npx'\nargs = ['-y', 'p@1']\n[mcp_servers.b]\nurl = 'https://h.org/mcp'\n";
    let on = |requirements: &str| -> Vec<String> {
        let files = vec![
            read("codex", "/config.toml", servers),
            read("codex", "/requirements.toml", requirements),
        ];
        let all = Inventory::of(files, None);
        on(&all).into_iter().map(str::to_owned).collect()
    };
    // As the product does it.
    for (requirements, want) in [
        ("", vec!["a", "b"]),
        ("[mcp_servers]", vec![]),
        ("[mcp_servers.a.identity]\ncommand = 'npx'", vec!["a"]),
        ("[mcp_servers.a.identity]\ncommand = 'npx -y p@1'", vec![]),
        ("[mcp_servers.x.identity]\ncommand = 'npx'", vec![]),
        (
            "[mcp_servers.b.identity]\nurl = 'https://h.org/mcp'",
            vec!["b"],
        ),
        ("[mcp_servers.b.identity]\nurl = 'https://h.org/*'", vec![]),
        (
            "[mcp_servers.b.identity]\nurl = {match = 'prefix', value = 'https://h.org/'}",
            vec!["b"],
        ),
        (
            "[mcp_servers.b.identity]\nurl = {match = 'exact', value = 'https://h.org/'}",
            vec![],
        ),
        (
            "[mcp_servers.b.identity]\nurl = {match = 'regex', expression = 'https://.*'}",
            vec!["b"],
        ),
    ] {
        assert_eq!(on(requirements), want, "{requirements}");
    }
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
fn settings_know_what_a_plugin_brings_by_the_plugins_name() {
    let with = |settings: &str| {
        let (client, place) = find("claude-code", "/plugins/cache/**/.mcp.json");
        let file = Path::new("/h/.claude/plugins/cache/acme/tools/1.0.0/.mcp.json");
        let text = r#"{"b": {"type": "stdio", "command": "b"}}"#;
        let files = vec![
            Config::read(client, place, file, text.as_bytes()),
            read("claude-code", "/settings.json", settings),
        ];
        entry(&Inventory::of(files, None), "b").clone()
    };
    let deny = |rule: &str| with(&format!(r#"{{"permissions": {{"deny": ["{rule}"]}}}}"#));
    assert!(deny("mcp__b__x").tools.leaves("x"));
    assert!(!deny("mcp__plugin_tools_b__x").tools.leaves("x"));
    let off = |name: &str| {
        with(&format!(
            r#"{{"deniedMcpServers": [{{"serverName": "{name}"}}]}}"#
        ))
    };
    assert!(off("b").is_on() && !off("plugin:tools:b").is_on());
}

#[test]
fn servers_that_gemini_is_told_to_use() {
    let settings = r#"{"mcp": {"allowed": ["a", "b"], "excluded": ["b"]},
        "mcpServers": {"a": {"command": "a"}, "b": {"command": "b"}, "c": {"command": "c"}}}"#;
    let all = Inventory::of(
        vec![read("gemini-cli", "~/.gemini/settings.json", settings)],
        None,
    );
    assert_eq!(on(&all), ["a"]);
    // What every list holds is used; where they have nothing in common, everything is.
    let with = |project: &str| {
        let files = vec![
            read("gemini-cli", "~/.gemini/settings.json", settings),
            read("gemini-cli", "project:.gemini/settings.json", project),
        ];
        Inventory::of(files, None)
    };
    assert_eq!(on(&with(r#"{"mcp": {"allowed": ["A ", "c"]}}"#)), ["a"]);
    assert_eq!(on(&with(r#"{"mcp": {"allowed": ["c"]}}"#)), ["a", "c"]);
    assert_eq!(on(&with(r#"{"mcp": {"allowed": []}}"#)), ["a", "c"]);
    // What the nearest list names runs unasked.
    let all = with(r#"{"mcp": {"allowed": ["a"]}}"#);
    assert!(matches!(
        entry(&all, "a").approval,
        clients::Approval::All(_)
    ));
    let all = with(r#"{"mcp": {"allowed": ["c"]}}"#);
    assert_eq!(entry(&all, "a").approval, clients::Approval::Asks);
}
