//! Claude Code: permissions, and its managed settings. Deny goes before ask, and ask before allow.

use super::write::{json, list};
use super::{Exported, LATER, ToolPolicy, Unwritable, of, renamed};
use crate::permission;

/// What the shape was held against.
pub(super) const SOURCE: &str = "Claude Code 2.1.197, its code";

const ORDER: &str = "Deny goes before ask, and ask before allow; what is in no list is asked for.";
const ALONE: &str = "Servers that `allowedMcpServers` does not name are switched off: name every one that may be used.";
const LABEL: &str = "`serverName` is a label that anybody can give another server: where that matters, name this one by `serverCommand` or `serverUrl`.";

pub(super) fn settings(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    Ok(Exported {
        place: "~/.claude/settings.json, or .claude/settings.json of the project",
        text: format!("{{\n{}\n}}\n", permissions(policy, "")?),
        notes: vec![ORDER, LATER],
    })
}

/// Users widen neither list: `allowManagedMcpServersOnly` keeps theirs out, deny of any source wins, and nobody skips what is asked.
pub(super) fn managed(policy: &ToolPolicy) -> Result<Exported, Unwritable> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !policy.server.chars().all(plain) {
        return Err(Unwritable {
            what: format!(
                "“{}” cannot stand in `allowedMcpServers`: the client would leave it out and use no server",
                policy.server.escape_debug()
            ),
            remedy: "configure the server under a name of letters, digits, - and _",
        });
    }
    let bypass = "    \"disableBypassPermissionsMode\": \"disable\",\n";
    Ok(Exported {
        place: "managed-settings.json: /etc/claude-code, /Library/Application Support/ClaudeCode or C:\\Program Files\\ClaudeCode",
        text: format!(
            "{{\n  \"allowManagedMcpServersOnly\": true,\n  \"allowedMcpServers\": [{{ \"serverName\": {} }}],\n{}\n}}\n",
            json(&policy.server),
            permissions(policy, bypass)?
        ),
        notes: vec![ORDER, ALONE, LABEL, LATER],
    })
}

/// The permissions. A rule is held against names in which every odd character is `_`: one spelt as the tool is would fit nothing,
/// in silence, and two tools may become one.
fn permissions(policy: &ToolPolicy, first: &str) -> Result<String, Unwritable> {
    let server = permission::plain(&policy.server);
    let lists = renamed(policy, |tool| {
        permission::full(&server, &permission::plain(tool))
    })?;
    let written = ["allow", "ask", "deny"].iter().zip(&lists);
    let written: Vec<String> = written
        .map(|(name, tools)| format!("    \"{name}\": {}", list(of(tools), json)))
        .collect();
    Ok(format!(
        "  \"permissions\": {{\n{first}{}\n  }}",
        written.join(",\n")
    ))
}
