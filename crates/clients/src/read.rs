//! From a file's bytes to what is configured in it.

mod entry;
mod exposed;
mod rules;
mod settings;
mod transport;

pub(crate) use exposed::in_word;
pub(crate) use rules::ANYTHING;

use crate::client::Holds;
use crate::tree::{self, Broken, Comments, Key, Node, Syntax, Value};
use crate::{Client, Config, Entry, Place, Problem, Scope, ServerRule, State, Transport};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most bytes of a file that a user or a machine owns. Claude Code keeps much else in its own.
const MOST_BYTES: usize = 16 << 20;
/// The most bytes of a file that came with a project or a plugin.
const MOST_BYTES_FOREIGN: usize = 1 << 20;
/// The most servers of one file.
const MOST_ENTRIES: usize = 1000;
/// The most problems of one file that are told one by one.
const MOST_PROBLEMS: usize = 100;

/// Names under which some client or other keeps its servers.
const TOPS: &[&str] = &["mcpServers", "servers", "context_servers", "mcp_servers"];

impl Config {
    /// Reads a file that lies at a place of a client's. It never fails: what cannot be read is among the problems.
    #[must_use]
    pub fn read(client: &'static Client, place: &'static Place, file: &Path, bytes: &[u8]) -> Self {
        let mut reader = Reader::new(client, place.scope, file);
        match reader.document(place.scope, bytes) {
            Ok(root) => reader.take(&root, place.holds),
            Err(broken) => reader.broken(broken),
        }
        reader.finish()
    }

    /// A file that could not even be opened, or a place that could not be searched.
    #[must_use]
    pub fn unread(client: &'static Client, scope: Scope, file: &Path, problem: Problem) -> Self {
        let mut reader = Reader::new(client, scope, file);
        reader.problems.push(problem);
        reader.finish()
    }

    /// The most bytes of a file of this scope that are read.
    #[must_use]
    pub const fn most_bytes(scope: Scope) -> usize {
        match scope {
            Scope::Project | Scope::Plugin => MOST_BYTES_FOREIGN,
            Scope::User | Scope::Local | Scope::Managed => MOST_BYTES,
        }
    }
}

/// What was read of one file so far.
struct Reader {
    client: &'static Client,
    scope: Scope,
    file: Arc<Path>,
    /// Why the client itself would read nothing of the file.
    refused: Option<String>,
    entries: Vec<Entry>,
    rules: Vec<ServerRule>,
    exclusive: bool,
    problems: Vec<Problem>,
    /// Entries and problems that are not told one by one.
    more: usize,
}

impl Reader {
    fn new(client: &'static Client, scope: Scope, file: &Path) -> Self {
        Self {
            client,
            scope,
            file: file.into(),
            refused: None,
            entries: Vec::new(),
            rules: Vec::new(),
            exclusive: false,
            problems: Vec::new(),
            more: 0,
        }
    }

    fn finish(mut self) -> Config {
        if self.more > 0 {
            let what = format!("{} more are not shown", self.more);
            self.problems.push(Problem {
                line: 1,
                server: None,
                what,
                expected: format!(
                    "at most {MOST_ENTRIES} servers and {} rules in a file",
                    rules::MOST_RULES
                ),
            });
        }
        self.problems.sort_by_key(|problem| problem.line);
        Config {
            client: self.client,
            scope: self.scope,
            file: self.file,
            entries: self.entries,
            rules: self.rules,
            exclusive: self.exclusive && self.refused.is_none(),
            problems: self.problems,
            writable_by_others: false,
        }
    }

    /// Parses the file. Where the client takes no comments and there are some, it is read all the same, but that is a
    /// problem: the client reads nothing.
    fn document(&mut self, scope: Scope, bytes: &[u8]) -> Result<Node, Broken> {
        let whole = |what: String, expected| Broken {
            line: 1,
            what,
            expected,
        };
        if bytes.len() > Config::most_bytes(scope) {
            let what = format!("it is larger than {} bytes", Config::most_bytes(scope));
            return Err(whole(what, "a smaller file"));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let lines = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            Broken {
                line: u32::try_from(lines).unwrap_or(u32::MAX),
                what: "this is not text".to_owned(),
                expected: "UTF-8",
            }
        })?;
        let syntax = self.client.syntax(&self.file);
        let parsed = tree::parse(text, syntax);
        if syntax == Syntax::Json(Comments::Forbidden)
            && let Err(strict) = parsed
        {
            let Ok(root) = tree::parse(text, Syntax::Json(Comments::Allowed)) else {
                return Err(strict);
            };
            self.refused = Some(format!(
                "line {} is no plain JSON, and the file is refused",
                strict.line
            ));
            self.broken(strict);
            return Ok(root);
        }
        parsed
    }

    fn broken(&mut self, broken: Broken) {
        self.problem(broken.line, None, broken.what, broken.expected);
    }

    fn problem(
        &mut self,
        line: u32,
        server: Option<&str>,
        what: impl Into<String>,
        expected: impl Into<String>,
    ) {
        if self.problems.len() >= MOST_PROBLEMS {
            self.more += 1;
            return;
        }
        self.problems.push(Problem {
            line,
            server: server.map(str::to_owned),
            what: what.into(),
            expected: expected.into(),
        });
    }

    fn take(&mut self, root: &Node, holds: Holds) {
        if matches!(root.value, Value::Null) {
            return;
        }
        if root.map().is_none() {
            let what = format!("the file holds {}", root.kind());
            return self.problem(root.line, None, what, "an object of settings");
        }
        match holds {
            Holds::Servers(path) => self.servers_under(root, path, true),
            Holds::Among(path) => self.servers_under(root, path, false),
            Holds::Bare => self.servers(root.get("mcpServers").unwrap_or(root), None),
            Holds::ClaudeUser => self.claude_user(root),
            Holds::ClaudeSettings => self.claude_settings(root),
            Holds::Exclusive => {
                self.exclusive = root
                    .get("mcpServers")
                    .is_some_and(|servers| servers.map().is_some());
                self.servers_under(root, &["mcpServers"], true);
            }
            Holds::Opencode => {
                self.servers_under(root, &["mcp"], false);
                self.opencode_permissions(root);
            }
            Holds::CopilotSettings => self.copilot_settings(root),
            Holds::CopilotManaged => self.copilot_managed(root),
            Holds::CodexRequirements => self.codex_requirements(root),
            Holds::Gemini => {
                self.servers_under(root, &["mcpServers"], false);
                self.gemini_rules(root);
            }
            Holds::DockerRegistry => self.docker_registry(root),
            Holds::DockerTools => self.docker_tools(root),
        }
    }

    /// Servers under a path of names. In a file that is for nothing else they may stand under another client's name: then
    /// they are read, and the client passes over them.
    fn servers_under(&mut self, root: &Node, path: &[&str], only: bool) {
        let own = path.first().copied().unwrap_or_default();
        if let Some(node) = root.at(path) {
            self.servers(node, None);
        } else if only && !TOPS.iter().any(|top| root.get(top).is_some()) {
            let empty = root.map().is_some_and(<[_]>::is_empty);
            if !empty {
                let what = format!("there is no `{own}`");
                self.problem(
                    root.line,
                    None,
                    what,
                    format!("servers by name under `{own}`"),
                );
            }
        }
        for top in TOPS.iter().filter(|top| only && **top != own) {
            if let Some(node) = root.get(top) {
                let why = format!("it stands under `{top}`, and only `{own}` is read");
                let before = self.refused.replace(why);
                self.servers(node, None);
                self.refused = before;
            }
        }
    }

    /// Servers by name, or a list of servers that say their names.
    fn servers(&mut self, node: &Node, project: Option<&Path>) {
        match &node.value {
            Value::Map(map) => {
                for (key, node) in map {
                    self.server(&key.name, key.line, node, project);
                }
            }
            Value::List(list) => {
                for node in list {
                    match node.get("name").and_then(Node::text) {
                        Some(name) => self.server(name, node.line, node, project),
                        None => self.problem(
                            node.line,
                            None,
                            "a server has no name",
                            "`name`, and a command or a URL",
                        ),
                    }
                }
            }
            Value::Null => {}
            _ => {
                let what = format!("the servers are {}", node.kind());
                self.problem(node.line, None, what, "servers by name");
            }
        }
    }

    fn server(&mut self, name: &str, line: u32, node: &Node, project: Option<&Path>) {
        if self.entries.len() >= MOST_ENTRIES {
            self.more += 1;
            return;
        }
        match entry::entry(self, name, line, node) {
            Ok(mut entry) => {
                entry.project = project.map(PathBuf::from);
                if let (Some(why), State::On) = (&self.refused, &entry.state) {
                    entry.state = State::Skipped(why.clone());
                }
                self.entries.push(entry);
            }
            Err((line, what, expected)) => self.problem(line, Some(name), what, expected),
        }
    }

    /// `~/.claude.json`: the user's servers, and the user's own for each project.
    fn claude_user(&mut self, root: &Node) {
        self.servers_under(root, &["mcpServers"], false);
        let projects = root.get("projects").and_then(Node::map);
        for (Key { name: path, .. }, settings) in projects.unwrap_or_default() {
            let before = std::mem::replace(&mut self.scope, Scope::Local);
            if let Some(node) = settings.get("mcpServers") {
                self.servers(node, Some(Path::new(path)));
            }
            self.scope = before;
            self.claude_switches(settings, Some(Path::new(path)));
        }
    }

    /// Names of Docker's catalogue: what each is stands elsewhere.
    fn docker_registry(&mut self, root: &Node) {
        let registry = root.get("registry").and_then(Node::map);
        for (key, _) in registry.unwrap_or_default().iter().take(MOST_ENTRIES) {
            let transport = Transport::Other("Docker's catalogue".to_owned());
            self.entries
                .push(entry::bare(self, &key.name, key.line, transport));
        }
    }
}
