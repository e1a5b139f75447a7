//! What a client's other settings say about its servers.

use super::{Reader, settings};
use crate::tree::{Node, Value};
use crate::{Named, Own, Runs, Says, ServerRule, Template, UrlPattern, permission};
use std::path::Path;

/// The most rules of one file.
pub(super) const MOST_RULES: usize = 1_000;

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

    /// The members of a list; what stands there and is none is a problem.
    fn listed<'n>(&mut self, root: &'n Node, path: &[&str]) -> &'n [Node] {
        let Some(node) = root.at(path) else {
            return &[];
        };
        if !matches!(node.value, Value::List(_) | Value::Null) {
            let what = format!("`{}` is {}", path.join("."), node.kind());
            self.problem(node.line, None, what, "a list");
        }
        list_of(Some(node))
    }

    /// Claude Code's settings: permissions, and which servers may be used.
    pub(super) fn claude_settings(&mut self, root: &Node) {
        self.claude_switches(root, None);
        for list in ["deny", "ask", "allow"] {
            for node in self.listed(root, &["permissions", list]) {
                let Some(rule) = node.text() else { continue };
                let says = match permission::idle(rule, list == "allow") {
                    Some(why) => Says::Idle(why),
                    None if !permission::is_one(rule) => continue,
                    None if list == "deny" => Says::Denied(rule.into()),
                    None if list == "ask" => Says::Asks(rule.into()),
                    None => Says::Allowed(rule.into()),
                };
                self.rule(node.line, None, says);
            }
        }
        self.server_lists(root);
        if is_true(root.get("allowManagedPermissionRulesOnly")) {
            self.rule(root.line, None, Says::Managed(Own::Permissions));
        }
    }

    /// Copilot CLI's managed settings: permissions, and which servers may be used.
    pub(super) fn copilot_managed(&mut self, root: &Node) {
        for (list, unasked) in [("deny", false), ("allow", true)] {
            for node in self.listed(root, &["permissions", list]) {
                let inner = node
                    .text()
                    .and_then(|rule| rule.strip_prefix("Mcp(")?.strip_suffix(')'));
                let Some(inner) = inner else { continue };
                let (server, tool) = match inner.split_once('/') {
                    Some((server, tool)) => (server, Some(tool.to_owned())),
                    None => (inner, None),
                };
                let says = match (unasked, tool) {
                    (true, tool) => Says::Unasked(tool.unwrap_or_else(|| "*".to_owned())),
                    (false, Some(tool)) => Says::Never(tool),
                    (false, None) => Says::NeverAny(format!("Mcp({inner})").into()),
                };
                self.rule(node.line, Some(server), says);
            }
        }
        self.server_lists(root);
    }

    /// Copilot CLI's own settings: which servers are switched off.
    pub(super) fn copilot_settings(&mut self, root: &Node) {
        self.switched_off(root, "disabledMcpServers");
    }

    fn switched_off(&mut self, root: &Node, setting: &'static str) {
        for node in self.listed(root, &[setting]) {
            if let Some(name) = node.text() {
                self.rule(node.line, Some(name), Says::Off(setting));
            }
        }
    }

    /// Which servers may be used, and which may not, as Claude Code has it and Copilot CLI after it.
    fn server_lists(&mut self, root: &Node) {
        for node in self.listed(root, &["deniedMcpServers"]) {
            if let Some(named) = self.named(node) {
                self.rule(node.line, None, Says::Denies("deniedMcpServers", named));
            }
        }
        if let Some(allowed) = root.get("allowedMcpServers") {
            // One that cannot be understood is left out, and what is no list lets nothing through.
            let list = self.listed(root, &["allowedMcpServers"]).iter();
            let named = list.filter_map(|node| self.named(node));
            let named = named.take(MOST_RULES).collect();
            self.rule(allowed.line, None, Says::Only("allowedMcpServers", named));
        }
        if is_true(root.get("allowManagedMcpServersOnly")) {
            self.rule(root.line, None, Says::Managed(Own::Servers));
        }
    }

    /// A server by one of `serverName`, `serverCommand` and `serverUrl`.
    fn named(&self, node: &Node) -> Option<Named> {
        let template = |text: &str| Template::parse(text, self.client.habits.dialect);
        let member = |name| node.get(name);
        let runs = |runs| Named {
            name: None,
            runs: Some(runs),
        };
        match (
            member("serverName"),
            member("serverCommand"),
            member("serverUrl"),
        ) {
            (Some(name), None, None) => name.text().map(Named::by_name),
            (None, Some(command), None) => {
                let words = list_of(Some(command))
                    .iter()
                    .map(|word| word.text().map(template));
                let words = words.collect::<Option<Vec<_>>>()?;
                (!words.is_empty()).then(|| runs(Runs::Command(words)))
            }
            (None, None, Some(url)) => Some(runs(Runs::Url(UrlPattern::of(template(url.text()?))))),
            _ => None,
        }
    }

    /// Codex's requirements: the servers that may be used, each with its program or its URL.
    pub(super) fn codex_requirements(&mut self, root: &Node) {
        let Some(servers) = root.get("mcp_servers") else {
            return;
        };
        let servers_of = servers.map().unwrap_or_default().iter().take(MOST_RULES);
        let named = servers_of.map(|(key, server)| Named {
            name: Some(key.name.clone()),
            runs: Some(self.identity(server)),
        });
        let named = named.collect();
        self.rule(servers.line, None, Says::Only("mcp_servers", named));
    }

    /// A program whatever its arguments, a URL, or `match` with what it is held against.
    fn identity(&self, server: &Node) -> Runs {
        let template = |text: &str| Template::parse(text, self.client.habits.dialect);
        let text = |path: &[&str]| server.at(path).and_then(Node::text);
        if let Some(program) = text(&["identity", "command"]) {
            return Runs::Program(template(program));
        }
        if let Some(url) = text(&["identity", "url"]) {
            return Runs::At(template(url));
        }
        let value = text(&["identity", "url", "value"]).map(template);
        match (text(&["identity", "url", "match"]), value) {
            (Some("exact"), Some(url)) => Runs::At(url),
            (Some("prefix"), Some(url)) => Runs::Below(url),
            _ => Runs::Pattern,
        }
    }

    /// Which servers of a project's `.mcp.json` are connected to, and whether anybody is asked.
    pub(super) fn claude_switches(&mut self, root: &Node, project: Option<&Path>) {
        let from = self.rules.len();
        self.switched_off(root, "disabledMcpjsonServers");
        // Only what the client writes for a project in the user's own file; in settings it says nothing.
        if project.is_some() {
            self.switched_off(root, "disabledMcpServers");
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

    /// opencode: permissions. What an agent lets through by itself comes after them; what it denies holds for that agent alone.
    pub(super) fn opencode_permissions(&mut self, root: &Node) {
        let own = root.get("permission").map(permissions).unwrap_or_default();
        let agents = root.get("agent").and_then(Node::map).unwrap_or_default();
        let agents = agents
            .iter()
            .filter_map(|(_, agent)| agent.get("permission"));
        let agents = agents.flat_map(permissions).filter(|(_, denied)| !denied);
        let agents: Vec<String> = agents
            .map(|(pattern, _)| pattern)
            .take(MOST_RULES)
            .collect();
        if !own.is_empty() || !agents.is_empty() {
            self.rule(root.line, None, Says::Last(own, agents));
        }
    }

    /// Gemini CLI: `mcp.allowed` and `mcp.excluded`.
    pub(super) fn gemini_rules(&mut self, root: &Node) {
        for node in self.listed(root, &["mcp", "excluded"]) {
            if let Some(name) = node.text() {
                self.rule(node.line, Some(name), Says::Off("mcp.excluded"));
            }
        }
        if let Some(allowed) = root.at(&["mcp", "allowed"]) {
            let names = settings::texts(allowed);
            let named = names.iter().map(|name| Named::by_name(name)).collect();
            self.rule(allowed.line, None, Says::Only("mcp.allowed", named));
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

/// What stands for a pattern that only the client evaluates, where it lets through: it fits everything, and is never taken for
/// another.
pub(crate) const ANYTHING: &str = "**";

/// Patterns of the names of tools, and whether what fits is denied whatever it is called with.
fn permissions(node: &Node) -> Vec<(String, bool)> {
    if let Some(action) = node.text() {
        let denied = action == "deny";
        let pattern = if denied { "*" } else { ANYTHING };
        return vec![(pattern.to_owned(), denied)];
    }
    let members = node.map().unwrap_or_default().iter().take(MOST_RULES);
    let rules = members.map(|(key, actions)| {
        let denied = match actions.map() {
            // By what it is called with: only a denial of everything at the end hides it.
            Some(by_call) => by_call.last().is_some_and(|(pattern, action)| {
                pattern.name == "*" && action.text() == Some("deny")
            }),
            None => actions.text() == Some("deny"),
        };
        match !denied && key.name.contains(['?', '\\', ' ']) {
            true => (ANYTHING.to_owned(), false),
            false => (key.name.clone(), denied),
        }
    });
    rules.collect()
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| matches!(node.value, Value::Bool(true)))
}
