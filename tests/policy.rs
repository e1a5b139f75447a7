//! Policies: what a gate means in a client's own words, and whether its configuration holds that.

use crate::support::project::{Project, demo, row, says};
use crate::support::{Out, gatecheck};
use serde_json::{Value, json};
use std::fs;

/// A record of the demo server that keeps one of its tools away, with the run that it was begun from.
struct Recorded {
    project: Project,
    record: String,
    run: String,
}

impl Recorded {
    fn new() -> Self {
        let project = Project::new();
        fs::create_dir_all(project.path("records")).unwrap();
        let (run, record) = (
            project.path("demo.jsonl"),
            project.path("records/triage.toml"),
        );
        gatecheck(&["probe", "demo", "-q", "--transcript", &run]).exit(0);
        gatecheck(&["record", "new", &run, "-o", &record, "--by", "Ada"]).exit(0);
        gatecheck(&["record", "add", "exclusion", &record, "--tool", "add_label"]).exit(0);
        Self {
            project,
            record,
            run,
        }
    }

    fn policy(&self, client: &str, code: i32) -> Out {
        gatecheck(&[
            "policy",
            &self.record,
            &self.run,
            "--for",
            client,
            "--server",
            "triage",
        ])
        .exit(code)
    }

    fn policy_json(&self, client: &str) -> Value {
        serde_json::from_str(&self.policy(client, 0).stdout).unwrap()
    }

    /// What the check says that a client lets through of what the record keeps away.
    fn let_through(&self, client: &str) -> Value {
        let records = self.project.path("records");
        let found = self
            .project
            .json(&["--client", client, "--records", &records], 0);
        row(&found, "triage")["let_through"].clone()
    }

    /// The check believes the exclusion with the client's configuration, and not with the server's entry alone.
    fn holds(&self, client: &str, file: &str, with: &str, without: &str) {
        self.project.write(file, without);
        assert_eq!(self.let_through(client), json!(["add_label"]), "{client}");
        self.project.write(file, with);
        assert_eq!(self.let_through(client), json!([]), "{client}: {with}");
        fs::remove_file(self.project.path(file)).unwrap();
    }
}

#[test]
fn a_policy_says_what_the_gate_means_to_a_client() {
    let recorded = Recorded::new();
    let found = recorded.policy_json("claude-code");
    assert_eq!(
        found["permissions"]["deny"],
        json!(["mcp__triage__add_label"])
    );
    assert_eq!(
        found["permissions"]["allow"],
        json!([]),
        "Prototype only lets nothing run unasked"
    );
    assert_eq!(found["permissions"]["ask"].as_array().unwrap().len(), 3);
    let codex = recorded.policy("codex", 0);
    says(
        &codex,
        &[
            "disabled_tools = [\"add_label\"]",
            "default_tools_approval_mode = \"prompt\"",
        ],
    );
    assert!(codex.stderr.contains("Codex 0.169.0"), "{}", codex.shown());
    let managed = recorded.policy_json("copilot-managed");
    assert_eq!(
        managed["permissions"]["deny"],
        json!(["Mcp(triage/add_label)"])
    );
    says(
        &recorded.policy("cedar", 0),
        &[
            "permit(\n",
            "forbid(\n  principal,\n  action in [\n    AgentCore::Action::\"triage___add_label\"\n",
        ],
    );
    let docker = recorded.policy("docker", 0);
    assert!(
        docker.stderr.contains("was not held against the product"),
        "{}",
        docker.shown()
    );
}

#[test]
fn a_client_that_cannot_enforce_a_policy_says_so_and_names_what_can() {
    let recorded = Recorded::new();
    for (client, wanted) in [
        (
            "vscode",
            "VS Code cannot enforce a policy: its settings know servers",
        ),
        (
            "cursor",
            "Cursor cannot enforce a policy: no setting of it is known",
        ),
    ] {
        let out = recorded.policy(client, 2);
        assert!(out.stderr.contains(wanted), "{}", out.shown());
        assert!(
            out.stderr.contains("--for agentgateway, cedar, docker"),
            "{}",
            out.shown()
        );
        assert_eq!(out.stdout, "");
    }
    let out = recorded.policy("docker-mcp", 2);
    assert!(out.stderr.contains("--for docker\n"), "{}", out.shown());
    let out = recorded.policy("notepad", 2);
    assert!(out.stderr.contains("gemini-cli"), "{}", out.shown());
}

#[test]
fn the_check_believes_an_exclusion_only_where_the_client_holds_it() {
    let recorded = Recorded::new();
    let bare = json!({"mcpServers": {"triage": demo()}}).to_string();
    for (client, file) in [
        ("gemini-cli", ".gemini/settings.json"),
        ("kiro", ".kiro/settings/mcp.json"),
        ("copilot-cli", ".github/mcp.json"),
    ] {
        let mut with = recorded.policy_json(client);
        let server = with["mcpServers"]["triage"].as_object_mut().unwrap();
        server.extend(demo().as_object().unwrap().clone());
        recorded.holds(client, file, &with.to_string(), &bare);
    }
    let mut with = recorded.policy_json("amp");
    let server = with["amp.mcpServers"]["triage"].as_object_mut().unwrap();
    server.extend(demo().as_object().unwrap().clone());
    let without = json!({"amp.mcpServers": {"triage": demo()}}).to_string();
    recorded.holds("amp", ".amp/settings.json", &with.to_string(), &without);
    let mut command = vec![demo()["command"].clone()];
    command.extend(demo()["args"].as_array().unwrap().clone());
    let without = json!({"mcp": {"triage": {"type": "local", "command": command}}}).to_string();
    // The order of permissions is what they mean.
    let with =
        recorded
            .policy("opencode", 0)
            .stdout
            .replacen('{', &without.replacen("}}}", "}},", 1), 1);
    recorded.holds("opencode", "opencode.json", &with, &without);
    let words = demo()["args"].to_string();
    let entry = format!("command = {}\nargs = {words}\n", demo()["command"]);
    let with = recorded
        .policy("codex", 0)
        .stdout
        .replacen("]\n", &format!("]\n{entry}"), 1);
    let without = format!("[mcp_servers.triage]\n{entry}");
    recorded.holds("codex", ".codex/config.toml", &with, &without);
    // Claude Code keeps servers and permissions apart, and reads permissions of the user too.
    recorded.project.write(".mcp.json", &bare);
    let permissions = recorded.policy("claude-code", 0).stdout;
    for file in [
        ".claude/settings.json",
        ".claude/settings.local.json",
        "home/.claude/settings.json",
    ] {
        recorded.holds("claude-code", file, &permissions, "{}");
    }
}

#[test]
fn an_exclusion_that_one_of_two_clients_holds_is_none() {
    let recorded = Recorded::new();
    let project = &recorded.project;
    project.write(
        ".mcp.json",
        &json!({"mcpServers": {"triage": demo()}}).to_string(),
    );
    project.write(
        ".claude/settings.json",
        &recorded.policy("claude-code", 0).stdout,
    );
    let records = project.path("records");
    let out = project.check(&["--records", &records]).exit(0);
    let text = out.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("keeps add_label from the agent, Copilot CLI does not"),
        "{}",
        out.shown()
    );
    // One that would not connect has no say.
    project.write(
        "home/.copilot/settings.json",
        r#"{"disabledMcpServers": ["triage"]}"#,
    );
    let found = project.json(&["--records", &records], 0);
    assert_eq!(row(&found, "triage")["let_through"], json!([]), "{found:#}");
}

#[test]
fn what_the_users_settings_say_of_a_projects_servers_counts() {
    let project = Project::new();
    project.write(
        ".mcp.json",
        &json!({"mcpServers": {"triage": demo(), "other": {"command": "no-such-program"}}})
            .to_string(),
    );
    project.write(
        "home/.claude/settings.json",
        r#"{"deniedMcpServers": [{"serverCommand": ["no-such-program"]}]}"#,
    );
    project.write("home/.claude.json", "{ broken");
    let found = project.json(&["--client", "claude-code"], 0);
    assert_eq!(row(&found, "other")["state"], "off", "{found:#}");
    assert_eq!(found["servers"].as_array().unwrap().len(), 2);
}

#[test]
fn an_entry_that_another_takes_the_place_of_says_which() {
    let project = Project::new();
    let server = json!({"mcpServers": {"triage": demo()}}).to_string();
    project.write(".cursor/mcp.json", &server);
    project.write("home/.cursor/mcp.json", &server);
    let found = project.json(&["--all", "--client", "cursor"], 0);
    let rows = found["servers"].as_array().unwrap();
    let off = rows.iter().find(|row| row["state"] == "off").unwrap();
    let why = off["why"][0].as_str().unwrap();
    assert!(why.contains("takes its place"), "{found:#}");
}
