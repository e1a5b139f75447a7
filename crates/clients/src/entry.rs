//! One configured server, and the file that it stands in, as plain data.

use crate::{Client, Dialect, Launch, Scope, Secret, ServerRule, Template, ToolFilter, Variable};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// One file of a client's configuration, as read.
#[derive(Debug, Clone)]
pub struct Config {
    /// Whose it is.
    pub client: &'static Client,
    /// For whom it holds.
    pub scope: Scope,
    /// Where it lies.
    pub file: Arc<Path>,
    /// The servers in it, in its order.
    pub entries: Vec<Entry>,
    /// What it says about servers that stand anywhere.
    pub rules: Vec<ServerRule>,
    /// Whether its client uses no other server than those in it.
    pub exclusive: bool,
    /// What could not be read, in the order of the lines. What stands beside it counts all the same.
    pub problems: Vec<Problem>,
    /// Whether others than its owner may write to it.
    pub writable_by_others: bool,
}

/// Something in a configuration that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1; 1 where the whole file is meant.
    pub line: u32,
    /// The server, where it is one server's.
    pub server: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What was expected in its place.
    pub expected: String,
}

/// One configured server.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The client that would connect to it.
    pub client: &'static Client,
    /// For whom it is configured.
    pub scope: Scope,
    /// The project that it is for, where the file is not the project's own: Claude Code keeps some in the user's file.
    pub project: Option<PathBuf>,
    /// The file that it stands in.
    pub file: Arc<Path>,
    /// The line of its name, from 1.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// How it is started or reached.
    pub transport: Transport,
    /// Whether the client would connect to it.
    pub state: State,
    /// Which of its tools the client lets through.
    pub tools: ToolFilter,
    /// What the client runs without asking.
    pub approval: Approval,
    /// How long the client waits for it to start, where that is said.
    pub start_timeout: Option<Duration>,
    /// How long the client waits for an answer, where that is said.
    pub timeout: Option<Duration>,
    /// Odd things about it that do not keep it from being read, each with its line: both `command` and `url` …
    pub remarks: Vec<(u32, String)>,
    /// Credentials that stand in it as they are.
    pub exposed: Vec<Exposed>,
}

/// A credential that stands in a file as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// The line, from 1.
    pub line: u32,
    /// Where in the entry: `env TOKEN`, `args`.
    pub at: String,
    /// What kind: `GitHub token` …
    pub kind: &'static str,
}

/// How a server is started or reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// A command, over its standard input and output.
    Stdio(Stdio),
    /// A URL.
    Http(Http),
    /// Something that only the client can start: an extension that it brings along, an entry of its catalogue. In the
    /// client's word.
    Other(String),
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stdio {
    /// The program.
    pub command: Template,
    /// Its arguments.
    pub args: Vec<Template>,
    /// Variables for it.
    pub env: Vec<Setting>,
    /// Where it is started.
    pub cwd: Option<Template>,
    /// A file with more variables for it.
    pub env_file: Option<Template>,
}

/// A URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http {
    /// Where it is.
    pub url: Template,
    /// Which transport the client would speak.
    pub kind: HttpKind,
    /// Headers that are sent with every request.
    pub headers: Vec<Setting>,
}

/// Which transport over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HttpKind {
    /// Streamable HTTP.
    Streamable,
    /// HTTP+SSE of 2024-11-05.
    Sse,
    /// A web socket.
    WebSocket,
    /// The client finds out by trying.
    Unstated,
}

/// A variable or a header that a server is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// The line that it stands on, from 1.
    pub line: u32,
    /// Its value.
    pub given: Given,
}

/// The value of a variable or a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A plain literal: it is passed to the server.
    Literal(Secret),
    /// A literal that looks like a credential, with its kind. It is passed only when its name is named.
    Credential(&'static str, Secret),
    /// It refers to variables, which are passed only when they are named.
    Needs(Template),
}

/// Whether a client would connect to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It would.
    On,
    /// Somebody switched it off; how.
    Off(String),
    /// Another entry with its name takes its place, in this project at least; which.
    Shadowed(String),
    /// It is for another project.
    Elsewhere,
    /// It would pass over the entry, which is perhaps not what was meant; why.
    Skipped(String),
}

/// What a client runs without asking anybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Approval {
    /// It asks, or nothing is said.
    #[default]
    Asks,
    /// These tools run unasked; with the place that says so.
    Tools(At, BTreeSet<String>),
    /// Every tool runs unasked; with the place that says so.
    All(At),
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The file.
    pub file: Arc<Path>,
    /// The line, from 1.
    pub line: u32,
}

/// A URL without login, query and fragment.
pub(crate) fn bare_url(text: &str) -> String {
    let text = text.split(['?', '#']).next().unwrap_or(text);
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

impl Http {
    /// The URL without login, query and fragment: what is left holds no credential that is recognised.
    #[must_use]
    pub fn bare(&self) -> String {
        let mut bare = bare_url(&self.url.plain());
        let whole = [bare.clone()];
        for found in secrets::in_command(&whole) {
            bare = bare.replace(found.value, "«hidden»");
        }
        if !crate::template::holds_credential(&bare) {
            bare
        } else {
            self.url.shown()
        }
    }
}

/// As words are shown, variables stand in braces.
const PLAIN: Dialect = Dialect {
    dollar: false,
    percent: false,
};

impl Stdio {
    /// The command, word by word, for people: variables by name, and no credential as far as one is recognised.
    #[must_use]
    pub fn shown(&self) -> Vec<String> {
        let mut before = String::new();
        let words = std::iter::once(&self.command).chain(&self.args);
        words
            .map(|word| {
                let shown = word.shown();
                let hidden = crate::read::in_word(&before, &shown, PLAIN).is_some();
                before.clone_from(&shown);
                if hidden {
                    "«hidden»".to_owned()
                } else {
                    shown
                }
            })
            .collect()
    }
}

impl Entry {
    /// The variables that it refers to anywhere, each once, in their order.
    #[must_use]
    pub fn needs(&self) -> Vec<&Variable> {
        let (templates, settings): (Vec<&Template>, &[Setting]) = match &self.transport {
            Transport::Stdio(stdio) => {
                let all = std::iter::once(&stdio.command).chain(&stdio.args);
                (
                    all.chain(&stdio.cwd).chain(&stdio.env_file).collect(),
                    &stdio.env,
                )
            }
            Transport::Http(http) => (vec![&http.url], &http.headers),
            Transport::Other(_) => (vec![], &[]),
        };
        let given = settings.iter().filter_map(|setting| match &setting.given {
            Given::Needs(template) => Some(template),
            Given::Literal(_) | Given::Credential(..) => None,
        });
        let mut needs: Vec<&Variable> = Vec::new();
        for variable in templates
            .into_iter()
            .chain(given)
            .flat_map(Template::variables)
        {
            if !needs.contains(&variable) {
                needs.push(variable);
            }
        }
        needs
    }

    /// What it starts or reaches, in a few words that hold no credential: the package, the program with its script, the URL
    /// without login and query.
    #[must_use]
    pub fn brief(&self) -> String {
        match &self.transport {
            Transport::Stdio(stdio) => Launch::of(stdio).brief(stdio),
            Transport::Http(http) => http.bare(),
            Transport::Other(what) => what.clone(),
        }
    }

    /// What it starts or reaches, as one text that is alike for alike servers: the package whatever its version, else the
    /// command or the URL. None for what only the client can start, and where a
    /// credential hides what is started.
    #[must_use]
    pub fn identity(&self) -> Option<String> {
        match &self.transport {
            Transport::Stdio(stdio) => {
                let command = stdio.shown();
                Some(match Launch::of(stdio).package {
                    // What follows the package can make it another server.
                    Some(package) => {
                        let at = command.iter().position(|word| *word == package.asked);
                        let rest = at.and_then(|at| command.get(at + 1..)).unwrap_or_default();
                        format!(
                            "{} {} {}",
                            package.source.id(),
                            package.name,
                            rest.join(" ")
                        )
                    }
                    // What is hidden may be anything.
                    None if command.first().is_some_and(|word| word == "«hidden»") => {
                        return None;
                    }
                    None => command.join(" "),
                })
            }
            Transport::Http(http) if http.url.is_shown_whole() => Some(http.url.shown()),
            Transport::Http(http) => Some(http.bare()),
            Transport::Other(_) => None,
        }
    }

    /// The name by which its client's settings know it. What a plugin brings has the plugin's name before its own: as far as the
    /// folder tells, which holds the plugin's versions. Source: Claude Code 2.1.197, its code.
    pub(crate) fn called(&self) -> Cow<'_, str> {
        let plugin = match self.scope {
            Scope::Plugin => self.file.ancestors().nth(2).and_then(Path::file_name),
            _ => return Cow::Borrowed(&self.name),
        };
        let plugin = plugin.unwrap_or_default().to_string_lossy();
        Cow::Owned(format!("plugin:{plugin}:{}", self.name))
    }

    /// Whether the client would connect to it.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.state == State::On
    }
}
