//! What makes a gate real: the settings by which a client or a gateway lets an agent have some tools, has it ask for others, and
//! keeps the rest away. Tools are named one by one, and what is not named is kept away where the client can do that: a pattern
//! stands for nothing but that rest.

mod claude;
mod copilot;
mod entries;
mod gateways;
mod opencode;
mod write;

use crate::Client;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The product that the shape was held against, and how; none where no copy of it was at hand.
    pub read_by: Option<&'static str>,
    write: fn(&ToolPolicy) -> Result<Exported, Unwritable>,
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
/// Where a name cannot be written.
const ANOTHER_WAY: &str =
    "keep that tool away by another gateway, or ask the server's makers for a plain name";

/// Every client and gateway that can enforce a policy.
pub const ENFORCERS: &[Enforcer] = &[
    Enforcer {
        id: "agentgateway",
        name: "agentgateway",
        read_by: None,
        write: gateways::agentgateway,
    },
    Enforcer {
        id: "amp",
        name: "Amp",
        read_by: Some("Amp 0.0.1790142911, its code"),
        write: entries::amp,
    },
    Enforcer {
        id: "cedar",
        name: "AgentCore gateway, Cedar",
        read_by: Some("Cedar 4.12, tried; actions are named as in AWS's CDK 2.271"),
        write: gateways::cedar,
    },
    Enforcer {
        id: "claude-code",
        name: "Claude Code",
        read_by: Some(claude::SOURCE),
        write: claude::settings,
    },
    Enforcer {
        id: "claude-code-managed",
        name: "Claude Code, managed",
        read_by: Some(claude::SOURCE),
        write: claude::managed,
    },
    Enforcer {
        id: "codex",
        name: "Codex",
        read_by: Some("Codex 0.169.0, tried"),
        write: entries::codex,
    },
    Enforcer {
        id: "copilot-cli",
        name: "Copilot CLI",
        read_by: Some("Copilot CLI 1.0.102, tried"),
        write: copilot::entry,
    },
    Enforcer {
        id: "copilot-managed",
        name: "Copilot CLI, managed",
        read_by: Some("Copilot CLI 1.0.102, whose own validator takes it"),
        write: copilot::managed,
    },
    Enforcer {
        id: "docker",
        name: "Docker MCP gateway",
        read_by: None,
        write: gateways::docker,
    },
    Enforcer {
        id: "gemini-cli",
        name: "Gemini CLI",
        read_by: Some("Gemini CLI 0.61.0, its code"),
        write: entries::gemini_cli,
    },
    Enforcer {
        id: "kiro",
        name: "Kiro",
        read_by: None,
        write: entries::kiro,
    },
    Enforcer {
        id: "opencode",
        name: "opencode",
        read_by: Some("opencode 1.18.33, tried"),
        write: opencode::permissions,
    },
];

impl Enforcer {
    /// The one with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<&'static Self> {
        ENFORCERS.iter().find(|one| one.id == id)
    }

    /// Those that stand between any client and its servers.
    pub fn gateways() -> impl Iterator<Item = &'static Self> {
        ENFORCERS
            .iter()
            .filter(|one| matches!(one.id, "agentgateway" | "cedar" | "docker"))
    }

    /// Those of a client.
    pub fn of(client: &Client) -> impl Iterator<Item = &'static Self> {
        let gateway = client.id.strip_suffix("-mcp");
        let managed = format!("{}-managed", client.id.trim_end_matches("-cli"));
        ENFORCERS
            .iter()
            .filter(move |one| one.id == client.id || one.id == managed || Some(one.id) == gateway)
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
                remedy: ANOTHER_WAY,
            });
        }
        (self.write)(policy)
    }
}

/// What there is instead of a policy for a client that keeps no single tool away, as far as is known.
#[must_use]
pub fn why_not(client: &Client) -> &'static str {
    match client.id {
        // Source: the published code of VS Code, as packaged in monaco-vscode-api 37.6.1 and its chat service 36.2.7.
        "vscode" => {
            "its settings know servers (`chat.mcp.access`, `chat.mcp.allowedServers`) and whether it asks \
             (`chat.tools.eligibleForAutoApproval`), but hold no list of the tools of a server, and `sandbox` in \
             mcp.json fences a server's files and network, not its tools"
        }
        _ => "no setting of it is known that keeps single tools of a server away",
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

/// The tools that run unasked, those that are asked for, and those that are kept away, by the names that a client makes of them.
///
/// # Errors
/// Where tools of two lists become one.
fn renamed(
    policy: &ToolPolicy,
    name: impl Fn(&str) -> String,
) -> Result<[BTreeSet<String>; 3], Unwritable> {
    let mut known: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    let mut lists = [const { BTreeSet::new() }; 3];
    for (at, tools) in [&policy.allow, &policy.ask, &policy.deny]
        .into_iter()
        .enumerate()
    {
        for tool in tools {
            let name = name(tool);
            let before = known.insert(name.clone(), (at, tool));
            if let Some((_, other)) = before.filter(|(other, _)| *other != at) {
                return Err(Unwritable {
                    what: format!(
                        "“{}” and “{}” are to be treated differently, and are one name to it: {name}",
                        other.escape_debug(),
                        tool.escape_debug()
                    ),
                    remedy: ANOTHER_WAY,
                });
            }
            if let Some(list) = lists.get_mut(at) {
                list.insert(name);
            }
        }
    }
    Ok(lists)
}

fn of(names: &BTreeSet<String>) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}
