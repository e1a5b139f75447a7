//! Policies, read back as their client would: what is written lets through what it should, and nothing else.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and makes the files that it reads"
)]

use clients::found::named;
use clients::{
    Approval, CLIENTS, Client, ENFORCERS, Enforcer, Entry, Inventory, ToolPolicy, why_not,
};
use std::collections::BTreeSet;
use std::fs;

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn policy() -> ToolPolicy {
    ToolPolicy {
        server: "triage".to_owned(),
        allow: set(&["list_issues", "get issue"]),
        ask: set(&["add_label"]),
        deny: set(&["drop.db", "list_issues2"]),
    }
}

/// Whether each tool is let through; `later` is one that nobody knew of.
const THROUGH: &[(&str, bool)] = &[
    ("list_issues", true),
    ("get issue", true),
    ("add_label", true),
    ("drop.db", false),
    ("list_issues2", false),
];

fn text(id: &str) -> String {
    Enforcer::from_id(id)
        .unwrap()
        .write(&policy())
        .unwrap()
        .text
}

/// The entry of a server, as these files of a project make it.
fn entry(files: &[(&str, String)]) -> Entry {
    let folder = tempfile::tempdir().unwrap();
    let configs = files.iter().map(|(name, text)| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let config = named(&path, None).unwrap();
        assert_eq!(config.problems, [], "{text}");
        config
    });
    let found = Inventory::of(configs.collect(), Some(folder.path()));
    let mut entries = found.entries().filter(|entry| entry.name == "triage");
    entries
        .next()
        .unwrap_or_else(|| panic!("{files:?}"))
        .clone()
}

/// What is written lets through what it should; whether it lets through what comes later, and what runs unasked.
#[track_caller]
fn reads_back(id: &str, files: &[(&str, String)], later: bool, unasked: Option<&[&str]>) {
    let entry = entry(files);
    for (tool, through) in THROUGH {
        assert_eq!(entry.tools.leaves(tool), *through, "{id}: {tool} {files:?}");
    }
    assert_eq!(entry.tools.leaves("later"), later, "{id}");
    assert!(entry.is_on(), "{id}: {:?}", entry.state);
    let found = match &entry.approval {
        Approval::Tools(_, tools) => Some(tools.clone()),
        Approval::Asks => None,
        Approval::All(_) => panic!("{id}: everything runs unasked"),
    };
    assert_eq!(found, unasked.map(set), "{id}");
}

const SERVER: &str = r#"{"mcpServers": {"triage": {"type": "stdio", "command": "x"}, "other": {"type": "stdio", "command": "y"}}}"#;

fn with_command(id: &str) -> String {
    text(id).replacen("\"triage\": {", "\"triage\": { \"command\": \"x\",", 1)
}

#[test]
fn codex() {
    let text = text("codex").replacen("]\n", "]\ncommand = \"x\"\n", 1);
    reads_back(
        "codex",
        &[(".codex/config.toml", text)],
        false,
        Some(&["get issue", "list_issues"]),
    );
}

#[test]
fn claude_code() {
    // Odd characters are underscores to it: what runs unasked is told by its names.
    let unasked: &[&str] = &["get_issue", "list_issues"];
    let files = [
        (".mcp.json", SERVER.to_owned()),
        (".claude/settings.json", text("claude-code")),
    ];
    reads_back("claude-code", &files, true, Some(unasked));
    let managed = "etc/claude-code/managed-settings.json";
    let files = [
        (".mcp.json", SERVER.to_owned()),
        (managed, text("claude-code-managed")),
    ];
    reads_back("claude-code-managed", &files, true, Some(unasked));
}

#[test]
fn managed_settings_switch_every_other_server_off() {
    for (id, path, servers) in [
        (
            "claude-code-managed",
            "etc/claude-code/managed-settings.json",
            ".mcp.json",
        ),
        (
            "copilot-managed",
            "etc/github-copilot/managed-settings.json",
            ".copilot/mcp-config.json",
        ),
    ] {
        // Who may change a project's settings cannot widen the list.
        let wider = r#"{"allowedMcpServers": [{"serverName": "other"}]}"#;
        let files = [
            (
                servers,
                SERVER.replace("triage", "mine").replace("other", "triage"),
            ),
            (".claude/settings.json", wider.replace("other", "mine")),
            (path, text(id)),
        ];
        assert!(entry(&files).is_on(), "{id}");
        let files = [
            (servers, SERVER.to_owned()),
            (".claude/settings.json", wider.to_owned()),
            (path, text(id).replace("triage", "another")),
        ];
        assert!(!entry(&files).is_on(), "{id}");
    }
}

#[test]
fn copilot() {
    let place = ".copilot/mcp-config.json";
    reads_back(
        "copilot-cli",
        &[(place, with_command("copilot-cli"))],
        false,
        None,
    );
    let files = [
        (place, SERVER.to_owned()),
        (
            "etc/github-copilot/managed-settings.json",
            text("copilot-managed"),
        ),
    ];
    reads_back(
        "copilot-managed",
        &files,
        true,
        Some(&["get issue", "list_issues"]),
    );
}

#[test]
fn gemini_cli_and_kiro() {
    reads_back(
        "gemini-cli",
        &[(".gemini/settings.json", with_command("gemini-cli"))],
        false,
        None,
    );
    let files = [(".kiro/settings/mcp.json", with_command("kiro"))];
    reads_back("kiro", &files, true, Some(&["get issue", "list_issues"]));
}

#[test]
fn opencode() {
    let server = r#"{"mcp": {"triage": {"type": "local", "command": ["x"]}},"#;
    let own = |text: &str| text.replacen('{', server, 1);
    reads_back(
        "opencode",
        &[("opencode.json", own(&text("opencode")))],
        false,
        None,
    );
    // What an agent lets through by itself comes after.
    let agent = r#"{"agent": {"build": {"permission": {"triage_drop*": "ask"}}}, "#;
    let with = own(&text("opencode").replacen('{', agent, 1));
    assert!(entry(&[("opencode.json", with)]).tools.leaves("drop.db"));
}

#[test]
fn amp() {
    let text = with_command("amp");
    reads_back("amp", &[(".amp/settings.json", text)], false, None);
    // An empty list would let everything through.
    let nothing = r#"{"amp.mcpServers": {"triage": {"command": "x", "includeTools": []}}}"#;
    assert!(
        entry(&[(".amp/settings.json", nothing.to_owned())])
            .tools
            .is_open()
    );
    let policy = ToolPolicy {
        server: "x".to_owned(),
        deny: set(&["a"]),
        ..ToolPolicy::default()
    };
    assert!(Enforcer::from_id("amp").unwrap().write(&policy).is_err());
}

#[test]
fn docker() {
    let registry = "registry:\n  triage:\n    ref: \"\"\n".to_owned();
    let files = [
        (".docker/mcp/registry.yaml", registry),
        (".docker/mcp/tools.yaml", text("docker")),
    ];
    reads_back("docker", &files, false, None);
}

/// The names between quotes in the statements of an effect.
fn actions<'t>(text: &'t str, effect: &str) -> Vec<&'t str> {
    let statements = text
        .split(";\n")
        .filter(|one| one.trim_start().starts_with(effect));
    let lines = statements.flat_map(str::lines);
    lines
        .filter_map(|line| line.trim().strip_prefix("AgentCore::Action::\"triage___"))
        .map(|rest| rest.trim_end_matches(',').strip_suffix('"').unwrap())
        .collect()
}

#[test]
fn cedar() {
    let text = text("cedar");
    let (permitted, forbidden) = (actions(&text, "permit("), actions(&text, "forbid("));
    for (tool, through) in THROUGH {
        let cedar = permitted.contains(tool) && !forbidden.contains(tool);
        assert_eq!(cedar, *through, "{tool} in {text}");
        assert_eq!(forbidden.contains(tool), !through, "{tool}");
    }
    // Every statement is about one gateway, and none permits an action that it does not name.
    let statements: Vec<&str> = text.split_terminator(";\n").collect();
    assert_eq!(statements.len(), 2, "{text}");
    for statement in statements {
        assert!(statement.contains("\n  action in [\n"), "{statement}");
        assert!(
            statement.ends_with("resource == AgentCore::Gateway::\"GATEWAY_ARN\"\n)"),
            "{statement}"
        );
    }
}

#[test]
fn agentgateway() {
    let text = text("agentgateway");
    let rules: Vec<&str> = text
        .lines()
        .filter_map(|line| {
            line.strip_prefix("      - 'mcp.tool.name == \"")?
                .strip_suffix("\"'")
        })
        .collect();
    assert_eq!(rules, ["add_label", "get issue", "list_issues"]);
    assert_eq!(text.lines().count(), 3 + rules.len(), "{text}");
}

#[test]
fn a_name_that_would_be_a_pattern_is_refused() {
    for name in ["get_*", "a(b)", "a\u{200b}b", " a", "", "a\nb", "a\"b"] {
        let mut policy = policy();
        policy.deny.insert(name.to_owned());
        for enforcer in ENFORCERS {
            assert!(enforcer.write(&policy).is_err(), "{name:?} {}", enforcer.id);
        }
        policy = ToolPolicy {
            server: name.to_owned(),
            ..self::policy()
        };
        for enforcer in ENFORCERS {
            assert!(enforcer.write(&policy).is_err(), "{name:?} {}", enforcer.id);
        }
    }
}

#[test]
fn names_that_become_one_are_refused() {
    let mut policy = policy();
    policy.deny.insert("list.issues".to_owned());
    for id in ["claude-code", "claude-code-managed", "opencode"] {
        let why = Enforcer::from_id(id).unwrap().write(&policy).unwrap_err();
        assert!(
            why.what.contains("triage_") && why.what.contains("list.issues"),
            "{why:?}"
        );
    }
    // In one list there is nothing to mistake.
    policy.deny.remove("list.issues");
    policy.allow.insert("list.issues".to_owned());
    assert!(
        Enforcer::from_id("claude-code")
            .unwrap()
            .write(&policy)
            .is_ok()
    );
    // Others take names as they are.
    assert!(Enforcer::from_id("codex").unwrap().write(&policy).is_ok());
}

#[test]
fn a_server_that_a_list_could_not_name_is_refused() {
    for (id, server) in [
        ("claude-code-managed", "a b"),
        ("copilot-managed", "a/b"),
        ("copilot-managed", "a b"),
    ] {
        let policy = ToolPolicy {
            server: server.to_owned(),
            ..policy()
        };
        let why = Enforcer::from_id(id).unwrap().write(&policy).unwrap_err();
        assert!(why.remedy.contains("configure the server"), "{why:?}");
    }
}

#[test]
fn where_nothing_is_given_nothing_is_let_through() {
    let policy = ToolPolicy {
        server: "x".to_owned(),
        deny: set(&["a"]),
        ..ToolPolicy::default()
    };
    let text = |id: &str| Enforcer::from_id(id).unwrap().write(&policy).unwrap().text;
    assert!(text("codex").contains("enabled_tools = []"));
    assert!(text("docker").contains("x: []"));
    assert!(text("agentgateway").contains("\"false\""));
    assert!(text("gemini-cli").contains("\"includeTools\": []"));
    assert!(text("copilot-cli").contains("\"tools\": []"));
    assert!(!text("cedar").contains("permit") && text("cedar").contains("forbid"));
    assert!(!text("copilot-managed").contains("\"allow\":"));
}

#[test]
fn every_client_either_enforces_or_says_why_not() {
    let enforcing: BTreeSet<&str> = CLIENTS
        .iter()
        .flat_map(|client| Enforcer::of(client).map(|one| one.id))
        .chain(Enforcer::gateways().map(|one| one.id))
        .collect();
    let all: BTreeSet<&str> = ENFORCERS.iter().map(|one| one.id).collect();
    assert_eq!(enforcing, all);
    assert!(ENFORCERS.is_sorted_by_key(|one| one.id));
    let vscode = Client::from_id("vscode").unwrap();
    assert_eq!(Enforcer::of(vscode).count(), 0);
    assert!(why_not(vscode).contains("chat.mcp.access"));
}
