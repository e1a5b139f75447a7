//! Clients whose policy stands in the server's own entry.

use super::write::{json, list, toml};
use super::{Exported, LATER, NO_ASKING, ToolPolicy, Unwritable, of};

/// Lists are exact, and an empty `enabled_tools` lets nothing through. Modes are `auto`, `prompt`, `writes` and `approve`; the
/// first, which it takes where nothing is said, goes by the server's own annotations.
pub(super) fn codex(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
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
    Ok(Exported {
        place: "~/.codex/config.toml, or .codex/config.toml of a trusted project; beside the server's `command` or `url`",
        text,
        notes: vec![],
    })
}

/// `excludeTools` goes before `includeTools`; both are exact, and an empty `includeTools` lets nothing through.
pub(super) fn gemini_cli(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let members = [
        format!("\"includeTools\": {}", list(policy.given(), json)),
        format!("\"excludeTools\": {}", list(of(&policy.deny), json)),
        "\"trust\": false".to_owned(),
    ];
    Ok(Exported {
        place: "~/.gemini/settings.json, or .gemini/settings.json of the project; beside the server's own members",
        text: among_servers(policy, &members),
        notes: vec![
            "With `trust` off it asks for every tool, those that may run unasked too.",
            "A server that `mcp.allowed` names runs unasked, whatever `trust` says: leave this one out there.",
        ],
    })
}

/// `includeTools` takes patterns, of which a plain name is one; an empty list lets everything through.
pub(super) fn amp(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    if policy.given().is_empty() {
        return Err(Unwritable {
            what:
                "no tool may be given to the agent, and an empty list lets every one through there"
                    .to_owned(),
            remedy: "take the server out of the configuration",
        });
    }
    let members = [format!("\"includeTools\": {}", list(policy.given(), json))];
    Ok(Exported {
        place: "~/.config/amp/settings.json, or .amp/settings.json of the project; beside the server's own members",
        text: among(policy, "amp.mcpServers", &members),
        notes: vec![NO_ASKING],
    })
}

pub(super) fn kiro(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let members = [
        format!("\"disabledTools\": {}", list(of(&policy.deny), json)),
        format!("\"autoApprove\": {}", list(of(&policy.allow), json)),
    ];
    Ok(Exported {
        place: "~/.kiro/settings/mcp.json, or .kiro/settings/mcp.json of the project; beside the server's own members",
        text: among_servers(policy, &members),
        notes: vec![LATER],
    })
}

/// The entry of a server under `mcpServers`, with these members beside its own.
pub(super) fn among_servers(policy: &ToolPolicy, members: &[String]) -> String {
    among(policy, "mcpServers", members)
}

fn among(policy: &ToolPolicy, servers: &str, members: &[String]) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|member| format!("      {member}"))
        .collect();
    format!(
        "{{\n  {}: {{\n    {}: {{\n{}\n    }}\n  }}\n}}\n",
        json(servers),
        json(&policy.server),
        members.join(",\n")
    )
}
