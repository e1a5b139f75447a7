//! Copilot CLI: the `tools` of a server's entry, and the managed settings of an enterprise.

use super::entries::among_servers;
use super::write::{json, list};
use super::{Exported, LATER, NO_ASKING, ToolPolicy, Unwritable, of};
use std::collections::BTreeSet;

pub(super) fn entry(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let members = [format!("\"tools\": {}", list(policy.given(), json))];
    Ok(Exported {
        place: "~/.copilot/mcp-config.json; beside the server's own members",
        text: among_servers(policy, &members),
        notes: vec![NO_ASKING],
    })
}

/// Its rules are `Mcp(server/tool)`. An empty list is left out: one that is there has a say in everything else that may run unasked.
pub(super) fn managed(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    if !policy.server.chars().all(plain) {
        return Err(Unwritable {
            what: format!(
                "“{}” cannot stand in `allowedMcpServers`, or not before the / of a rule",
                policy.server.escape_debug()
            ),
            remedy: "configure the server under a name of letters, digits, -, _ and .",
        });
    }
    let tools = [&policy.allow, &policy.ask, &policy.deny];
    if let Some(tool) = tools.into_iter().flatten().find(|tool| tool.contains('/')) {
        return Err(Unwritable {
            what: format!(
                "“{}” could be taken for a server and a tool",
                tool.escape_debug()
            ),
            remedy: super::ANOTHER_WAY,
        });
    }
    let rules = |name: &str, tools: &BTreeSet<String>| {
        let rules: Vec<String> = of(tools)
            .map(|tool| format!("Mcp({}/{tool})", policy.server))
            .collect();
        let rules = list(rules.iter().map(String::as_str), json);
        (!tools.is_empty()).then(|| format!(",\n    \"{name}\": {rules}"))
    };
    let lists = [
        rules("allow", &policy.allow),
        rules("ask", &policy.ask),
        rules("deny", &policy.deny),
    ];
    let lists: String = lists.into_iter().flatten().collect();
    Ok(Exported {
        place: "managed-settings.json: /etc/github-copilot on Linux, else by device management, or from the enterprise's policy on GitHub",
        text: format!(
            "{{\n  \"allowManagedMcpServersOnly\": true,\n  \"allowedMcpServers\": [{{ \"serverName\": {} }}],\n  \"permissions\": {{\n    \"disableBypassPermissionsMode\": \"disable\"{lists}\n  }}\n}}\n",
            json(&policy.server)
        ),
        notes: vec![
            "Servers that `allowedMcpServers` does not name are switched off, GitHub's own apart: name every one that may be used.",
            "`serverName` is a label that anybody can give another server: where that matters, name this one by `serverCommand` or `serverUrl`.",
            LATER,
        ],
    })
}
