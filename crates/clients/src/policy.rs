//! What makes a gate real: the settings by which a client or a gateway lets an agent have some tools, has it ask for others, and
//! keeps the rest away. Tools are named one by one, never by a pattern; what is not named is kept away where the client can do that.

mod write;

use std::collections::BTreeSet;
use write::{json, list, toml, yaml};

/// What an agent may do with the tools of one server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToolPolicy {
    /// The name by which the server is configured.
    pub server: String,
    /// Tools that run unasked.
    pub allow: BTreeSet<String>,
    /// Tools of which each call is approved by a person.
    pub ask: BTreeSet<String>,
    /// Tools that the agent never gets.
    pub deny: BTreeSet<String>,
}

/// A policy in a client's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Where it goes.
    pub place: &'static str,
    /// What goes there.
    pub text: String,
    /// What this client cannot do, or does otherwise than one would think.
    pub notes: Vec<&'static str>,
}

/// A client or a gateway that can be told which tools an agent gets.
#[derive(Debug, Clone, Copy)]
pub struct Enforcer {
    /// The spelling used outside.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    write: fn(&ToolPolicy) -> Exported,
}

/// Why a policy cannot be written for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritable {
    /// What stands in the way.
    pub what: String,
    /// What to do.
    pub remedy: &'static str,
}

/// What came later than the policy is on nobody's list.
const LATER: &str = "A tool that is added later is not decided: pair this with `check --locked`.";
/// Nothing between running and never.
const NO_ASKING: &str = "It cannot ask for single tools: those to be asked for are let through here, and the client asks as it is set to.";

/// Every client and gateway that can enforce a policy. Source: the documentation of each.
pub const ENFORCERS: &[Enforcer] = &[
    Enforcer {
        id: "agentgateway",
        name: "agentgateway",
        write: agentgateway,
    },
    Enforcer {
        id: "claude-code",
        name: "Claude Code",
        write: claude_code,
    },
    Enforcer {
        id: "claude-code-managed",
        name: "Claude Code, managed settings",
        write: claude_managed,
    },
    Enforcer {
        id: "codex",
        name: "Codex",
        write: codex,
    },
    Enforcer {
        id: "copilot-cli",
        name: "Copilot CLI",
        write: copilot_cli,
    },
    Enforcer {
        id: "docker",
        name: "Docker MCP gateway",
        write: docker,
    },
    Enforcer {
        id: "gemini-cli",
        name: "Gemini CLI",
        write: gemini_cli,
    },
    Enforcer {
        id: "kiro",
        name: "Kiro",
        write: kiro,
    },
];

impl Enforcer {
    /// The one with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<&'static Self> {
        ENFORCERS.iter().find(|one| one.id == id)
    }

    /// Writes a policy.
    ///
    /// # Errors
    /// Where a name would mean something else there than a name.
    pub fn write(&self, policy: &ToolPolicy) -> Result<Exported, Unwritable> {
        let tools = policy.allow.iter().chain(&policy.ask).chain(&policy.deny);
        if let Some(name) = tools.chain([&policy.server]).find(|name| !is_literal(name)) {
            return Err(Unwritable {
                what: format!(
                    "“{}” would be read as a pattern, or not as one name",
                    name.escape_debug()
                ),
                remedy: "keep that tool away by another gateway, or ask the server's makers for a plain name",
            });
        }
        Ok((self.write)(policy))
    }
}

/// Whether every client takes a name for what it is: the characters that the protocol recommends for tools.
fn is_literal(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./@: ".contains(c);
    !name.is_empty() && name.trim() == name && name.chars().all(plain)
}

impl ToolPolicy {
    /// The tools that the agent gets at all.
    fn given(&self) -> BTreeSet<&str> {
        self.allow
            .iter()
            .chain(&self.ask)
            .map(String::as_str)
            .collect()
    }
}

fn of(names: &BTreeSet<String>) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}

fn codex(policy: &ToolPolicy) -> Exported {
    let table = format!("mcp_servers.{}", toml(&policy.server));
    let mut text = format!(
        "[{table}]\nenabled_tools = {}\ndisabled_tools = {}\ndefault_tools_approval_mode = \"prompt\"\n",
        list(policy.given(), toml),
        list(of(&policy.deny), toml),
    );
    for tool in &policy.allow {
        text.push_str(&format!(
            "\n[{table}.tools.{}]\napproval_mode = \"approve\"\n",
            toml(tool)
        ));
    }
    Exported {
        place: "~/.codex/config.toml, or .codex/config.toml of a trusted project; beside the server's `command` or `url`",
        text,
        notes: vec![],
    }
}

/// Names of permissions: `mcp__server__tool`. A `*` in what is allowed would be passed over in silence, so none is written.
fn permissions<'p>(
    policy: &'p ToolPolicy,
    tools: &'p BTreeSet<String>,
) -> impl Iterator<Item = String> + 'p {
    tools
        .iter()
        .map(|tool| format!("mcp__{}__{tool}", policy.server))
}

fn claude_permissions(policy: &ToolPolicy) -> String {
    let lists = [
        ("allow", &policy.allow),
        ("ask", &policy.ask),
        ("deny", &policy.deny),
    ];
    let lists = lists.map(|(name, tools)| {
        let names: Vec<String> = permissions(policy, tools).collect();
        format!(
            "    \"{name}\": {}",
            list(names.iter().map(String::as_str), json)
        )
    });
    format!("  \"permissions\": {{\n{}\n  }}", lists.join(",\n"))
}

const CLAUDE: [&str; 2] = [
    "Deny goes before ask, and ask before allow; what is in no list is asked for.",
    LATER,
];

fn claude_code(policy: &ToolPolicy) -> Exported {
    Exported {
        place: "~/.claude/settings.json, or .claude/settings.json of the project",
        text: format!("{{\n{}\n}}\n", claude_permissions(policy)),
        notes: CLAUDE.to_vec(),
    }
}

fn claude_managed(policy: &ToolPolicy) -> Exported {
    let server = json(&policy.server);
    Exported {
        place: "managed-settings.json: /etc/claude-code, /Library/Application Support/ClaudeCode or C:\\Program Files\\ClaudeCode",
        text: format!(
            "{{\n  \"allowedMcpServers\": [{{ \"serverName\": {server} }}],\n{}\n}}\n",
            claude_permissions(policy)
        ),
        notes: CLAUDE.to_vec(),
    }
}

/// The entry of a server under `mcpServers`, with these members beside its own.
fn among_servers(policy: &ToolPolicy, members: &[String]) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|member| format!("      {member}"))
        .collect();
    format!(
        "{{\n  \"mcpServers\": {{\n    {}: {{\n{}\n    }}\n  }}\n}}\n",
        json(&policy.server),
        members.join(",\n")
    )
}

fn gemini_cli(policy: &ToolPolicy) -> Exported {
    let members = [
        format!("\"includeTools\": {}", list(policy.given(), json)),
        format!("\"excludeTools\": {}", list(of(&policy.deny), json)),
        "\"trust\": false".to_owned(),
    ];
    Exported {
        place: "~/.gemini/settings.json, or .gemini/settings.json of the project; beside the server's own members",
        text: among_servers(policy, &members),
        notes: vec!["With `trust` off it asks for every tool, those that may run unasked too."],
    }
}

fn kiro(policy: &ToolPolicy) -> Exported {
    let members = [
        format!("\"disabledTools\": {}", list(of(&policy.deny), json)),
        format!("\"autoApprove\": {}", list(of(&policy.allow), json)),
    ];
    Exported {
        place: "~/.kiro/settings/mcp.json, or .kiro/settings/mcp.json of the project; beside the server's own members",
        text: among_servers(policy, &members),
        notes: vec![LATER],
    }
}

fn copilot_cli(policy: &ToolPolicy) -> Exported {
    let members = [format!("\"tools\": {}", list(policy.given(), json))];
    Exported {
        place: "~/.copilot/mcp-config.json; beside the server's own members",
        text: among_servers(policy, &members),
        notes: vec![NO_ASKING],
    }
}

fn docker(policy: &ToolPolicy) -> Exported {
    let mut text = format!("{}:\n", yaml(&policy.server));
    for tool in policy.given() {
        text.push_str(&format!("  - {}\n", yaml(tool)));
    }
    if policy.given().is_empty() {
        text = format!("{}: []\n", yaml(&policy.server));
    }
    Exported {
        place: "~/.docker/mcp/tools.yaml; start the gateway with --verify-signatures, --block-secrets and, where it needs none, --block-network",
        text,
        notes: vec![NO_ASKING],
    }
}

fn agentgateway(policy: &ToolPolicy) -> Exported {
    let rule = |tool: &str| {
        format!(
            "      - {}\n",
            yaml(&format!("mcp.tool.name == {}", json(tool)))
        )
    };
    let rules: String = policy.given().into_iter().map(rule).collect();
    let rules = match rules.is_empty() {
        true => "      - \"false\"\n".to_owned(),
        false => rules,
    };
    Exported {
        place: "the policies of the route to the server, in agentgateway's configuration",
        text: format!("policies:\n  mcpAuthorization:\n    rules:\n{rules}"),
        notes: vec![NO_ASKING],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::found::named;
    use crate::{Approval, Inventory};

    fn policy() -> ToolPolicy {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        ToolPolicy {
            server: "triage".to_owned(),
            allow: set(&["list_issues", "get issue"]),
            ask: set(&["add_label"]),
            deny: set(&["drop.db"]),
        }
    }

    /// A file of a project by its path, made from what was written.
    type File<'f> = (&'f str, &'f dyn Fn(&str) -> String);

    /// What is written, read by our own reader beside the server's entry, lets through what it should.
    #[track_caller]
    #[expect(
        clippy::disallowed_methods,
        reason = "a test makes the files that it reads"
    )]
    fn round_trip(id: &str, files: &[File<'_>], unasked: bool) {
        let written = Enforcer::from_id(id).unwrap().write(&policy()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut configs = Vec::new();
        for (name, whole) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, whole(&written.text)).unwrap();
            configs.extend(named(&path, None));
        }
        let found = Inventory::of(configs, Some(folder.path()));
        let entry = found
            .entries()
            .find(|entry| entry.name == "triage")
            .unwrap_or_else(|| panic!("{id}: {}", written.text));
        for (tool, through) in [
            ("list_issues", true),
            ("get issue", true),
            ("add_label", true),
            ("drop.db", false),
        ] {
            assert_eq!(
                entry.tools.leaves(tool),
                through,
                "{id}: {tool} in {}",
                written.text
            );
        }
        let wanted = match &entry.approval {
            Approval::Tools(_, tools) => *tools == policy().allow,
            Approval::Asks => !unasked,
            Approval::All(_) => false,
        };
        assert!(wanted, "{id}: {:?}", entry.approval);
    }

    fn same(text: &str) -> String {
        text.to_owned()
    }

    fn with_command(text: &str) -> String {
        text.replacen("\"triage\": {", "\"triage\": { \"command\": \"x\",", 1)
    }

    #[test]
    fn what_is_written_is_read_back() {
        let server = |_: &str| "{\"mcpServers\": {\"triage\": {\"command\": \"x\"}}}".to_owned();
        round_trip(
            "codex",
            &[(".codex/config.toml", &|text| {
                format!("{text}\n[mcp_servers.triage.env]\n").replacen(
                    "]\n",
                    "]\ncommand = \"x\"\n",
                    1,
                )
            })],
            true,
        );
        round_trip(
            "claude-code",
            &[(".mcp.json", &server), (".claude/settings.json", &same)],
            true,
        );
        round_trip(
            "claude-code-managed",
            &[
                (".mcp.json", &server),
                ("etc/claude-code/managed-settings.json", &same),
            ],
            true,
        );
        round_trip(
            "gemini-cli",
            &[(".gemini/settings.json", &with_command)],
            false,
        );
        round_trip("kiro", &[(".kiro/settings/mcp.json", &with_command)], true);
        round_trip(
            "copilot-cli",
            &[(".copilot/mcp-config.json", &with_command)],
            false,
        );
    }

    #[test]
    fn a_name_that_would_be_a_pattern_is_refused() {
        for name in ["get_*", "a(b)", "a\u{200b}b", " a", "", "a\nb", "a\"b"] {
            let mut policy = policy();
            policy.deny.insert(name.to_owned());
            for enforcer in ENFORCERS {
                assert!(enforcer.write(&policy).is_err(), "{name:?} {}", enforcer.id);
            }
        }
    }

    #[test]
    fn where_nothing_is_given_nothing_is_let_through() {
        let policy = ToolPolicy {
            server: "x".to_owned(),
            deny: BTreeSet::from(["a".to_owned()]),
            ..ToolPolicy::default()
        };
        let text = |id: &str| Enforcer::from_id(id).unwrap().write(&policy).unwrap().text;
        assert!(text("codex").contains("enabled_tools = []"));
        assert!(text("docker").contains("x: []"));
        assert!(text("agentgateway").contains("\"false\""));
        assert!(text("gemini-cli").contains("\"includeTools\": []"));
    }
}
