//! What a client's other settings say about its servers.

use super::{Reader, settings};
use crate::tree::{Node, Value};
use crate::{Says, ServerRule};
use std::path::Path;

/// The most rules of one file.
const MOST_RULES: usize = 10_000;

impl Reader {
    fn rule(&mut self, line: u32, server: Option<&str>, says: Says) {
        if self.rules.len() >= MOST_RULES {
            self.more += 1;
            return;
        }
        self.rules.push(ServerRule {
            line,
            server: server.map(str::to_owned),
            project: None,
            says,
        });
    }

    /// Claude Code's settings: permissions, and which servers may be used.
    pub(super) fn claude_settings(&mut self, root: &Node) {
        self.claude_switches(root, None);
        for (list, unasked) in [("deny", false), ("allow", true)] {
            for node in list_of(root.at(&["permissions", list])) {
                let Some((server, tool)) = node.text().and_then(permission) else {
                    continue;
                };
                let says = if unasked {
                    Says::Unasked(tool)
                } else {
                    Says::Never(tool)
                };
                self.rule(node.line, Some(&server), says);
            }
        }
        for node in list_of(root.get("deniedMcpServers")) {
            if let Some(name) = node.get("serverName").and_then(Node::text) {
                self.rule(node.line, Some(name), Says::Off("deniedMcpServers"));
            }
        }
        if let Some(allowed) = root.get("allowedMcpServers") {
            let names = list_of(Some(allowed))
                .iter()
                .map(|node| node.get("serverName")?.text());
            // One that is allowed by its command or URL may be any name's.
            if let Some(names) = names.collect::<Option<Vec<_>>>() {
                let names = names.into_iter().map(str::to_owned).collect();
                self.rule(allowed.line, None, Says::Only("allowedMcpServers", names));
            }
        }
    }

    /// Which servers of a project's `.mcp.json` are connected to, and whether anybody is asked.
    pub(super) fn claude_switches(&mut self, root: &Node, project: Option<&Path>) {
        let from = self.rules.len();
        for node in list_of(root.get("disabledMcpjsonServers")) {
            if let Some(name) = node.text() {
                self.rule(node.line, Some(name), Says::Off("disabledMcpjsonServers"));
            }
        }
        for node in list_of(root.get("disabledMcpServers")) {
            if let Some(name) = node.text() {
                self.rule(node.line, Some(name), Says::Off("disabledMcpServers"));
            }
        }
        if let Some(node) = root.get("enableAllProjectMcpServers")
            && matches!(node.value, Value::Bool(true))
        {
            self.rule(node.line, None, Says::Trusts("enableAllProjectMcpServers"));
        }
        for rule in self.rules.iter_mut().skip(from) {
            rule.project = project.map(Path::to_owned);
        }
    }

    /// Gemini CLI: `mcp.allowed` and `mcp.excluded`.
    pub(super) fn gemini_rules(&mut self, root: &Node) {
        for node in list_of(root.at(&["mcp", "excluded"])) {
            if let Some(name) = node.text() {
                self.rule(node.line, Some(name), Says::Off("mcp.excluded"));
            }
        }
        if let Some(allowed) = root.at(&["mcp", "allowed"]) {
            let names = settings::texts(allowed).into_iter().collect();
            self.rule(allowed.line, None, Says::Only("mcp.allowed", names));
        }
    }

    /// Docker's gateway: the tools of each server.
    pub(super) fn docker_tools(&mut self, root: &Node) {
        for (key, tools) in root.map().unwrap_or_default() {
            if matches!(tools.value, Value::List(_)) {
                let tools = settings::texts(tools).into_iter().collect();
                self.rule(key.line, Some(&key.name), Says::Tools(tools));
            }
        }
    }
}

fn list_of(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.value) {
        Some(Value::List(list)) => list,
        _ => &[],
    }
}

/// Server and tool of `mcp__server__tool`; `*` where every tool is meant. One with parentheses is passed over by the client,
/// and so is one that names no server.
fn permission(rule: &str) -> Option<(String, String)> {
    let rest = rule.strip_prefix("mcp__")?;
    let (server, tool) = rest.split_once("__").unwrap_or((rest, "*"));
    let fits = !server.is_empty() && !server.contains('*') && !rest.contains(['(', ')']);
    fits.then(|| (server.to_owned(), tool.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_as_the_client_reads_them() {
        for (rule, want) in [
            ("mcp__git", Some(("git", "*"))),
            ("mcp__git__*", Some(("git", "*"))),
            ("mcp__git__get_log", Some(("git", "get_log"))),
            ("mcp__git__get_*", Some(("git", "get_*"))),
            ("mcp__*", None),
            ("mcp__git__x(y)", None),
            ("Bash(ls)", None),
        ] {
            let want =
                want.map(|(server, tool): (&str, &str)| (server.to_owned(), tool.to_owned()));
            assert_eq!(permission(rule), want, "{rule}");
        }
    }
}
