//! A configured server, made ready to be probed: its command or URL filled in, and the variables that it may have.
//!
//! Plain literals of its configuration are passed on. A credential, or a variable of ours, is passed only where its name is
//! given with `--env NAME` or stands in an `--env-file`.

use crate::args::Start;
use crate::args::check::Which;
use crate::failure::Failure;
use crate::start::Server;
use crate::{environment, inventory, remote};
use clients::{
    Client, Config, Entry, Given, Http, Inventory, Kind, Says, Scope, Secret, Setting, State,
    Stdio, Template, Transport, Variable,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A server that is ready to be probed.
pub(crate) struct Job {
    pub(crate) server: Server,
    pub(crate) env: Vec<(String, String)>,
    /// Variables that it refers to and is not given.
    pub(crate) lacks: BTreeSet<String>,
    /// What its entry says and we do not do, in words.
    pub(crate) unfollowed: Vec<&'static str>,
}

/// The configurations that are meant: those named, else the project's, with `--all` the user's too.
pub(crate) fn inventory(config: &[PathBuf], which: &Which) -> Result<Inventory, Failure> {
    let around = inventory::surroundings(None, which.project.as_deref())?;
    let client = which.client.as_deref().map(client).transpose()?;
    let configs = if config.is_empty() {
        let meant = |config: &Config| which.all || config.scope == Scope::Project;
        let whose = |config: &Config| client.is_none_or(|client| client == config.client);
        let mut all = around.read();
        all.retain(whose);
        for config in all.iter_mut().filter(|config| !meant(config)) {
            only_rules(config);
        }
        all.retain(|config| meant(config) || !config.rules.is_empty() || config.exclusive);
        all
    } else {
        let read = |path: &PathBuf| clients::found::named(path, client).ok_or_else(|| absent(path));
        config.iter().map(read).collect::<Result<_, _>>()?
    };
    Ok(Inventory::of(configs, around.project.as_deref()))
}

/// Leaves of a file that is not looked at what it says about the servers of those that are. That nobody is asked before a
/// project's servers are connected to is a finding about that file.
fn only_rules(config: &mut Config) {
    config.entries.clear();
    config.problems.clear();
    config
        .rules
        .retain(|rule| !matches!(rule.says, Says::Trusts(_)));
}

fn client(id: &str) -> Result<&'static Client, Failure> {
    Client::from_id(id).ok_or_else(|| {
        Failure::new(
            format!("no client is called “{}”", id.escape_debug()),
            "mcp-gatecheck list clients shows those that are known",
        )
    })
}

fn absent(path: &Path) -> Failure {
    Failure::new(
        format!("there is no configuration at {}", path.display()),
        "name a client's configuration; mcp-gatecheck list clients shows where they lie",
    )
}

/// The server of this name in the project's configurations, else in the user's.
pub(crate) fn one(name: &str) -> Result<Entry, Failure> {
    let which = Which {
        client: None,
        all: true,
        server: Vec::new(),
        project: None,
    };
    let found = inventory(&[], &which)?;
    let near = |entry: &&Entry| match entry.scope {
        Scope::Project => 0,
        _ => 1,
    };
    let of_name = found.entries().filter(|entry| entry.name == name);
    if let Some(entry) = of_name
        .filter(|entry| entry.state == State::On)
        .min_by_key(near)
    {
        return Ok(entry.clone());
    }
    let known: BTreeSet<&str> = found.entries().map(|entry| entry.name.as_str()).collect();
    let known: Vec<&str> = known.into_iter().take(20).collect();
    Err(Failure::new(
        format!(
            "no client here is configured with a server “{}”",
            name.escape_debug()
        ),
        match known.is_empty() {
            true => "none is configured at all; see mcp-gatecheck inventory".to_owned(),
            false => format!("there is: {}", report::shown(&known.join(", "))),
        },
    ))
}

/// What may be passed on, by name.
struct Named(BTreeMap<String, Option<String>>);

impl Named {
    fn of(start: &Start) -> Result<Self, Failure> {
        let mut named = BTreeMap::new();
        for given in &start.env {
            let (name, value) = match given.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (given.as_str(), std::env::var(given).ok()),
            };
            named.insert(name.to_owned(), value);
        }
        for (name, value) in environment::file_variables(start)? {
            named.insert(name, Some(value));
        }
        Ok(Self(named))
    }

    /// The value of a variable in a configuration: only what was named, and what the client itself would fill in.
    fn value(&self, variable: &Variable) -> Option<Secret> {
        match variable.kind {
            Kind::Client => own(&variable.name).map(Secret::new),
            Kind::Environment | Kind::Input => self.0.get(&variable.name)?.clone().map(Secret::new),
        }
    }

    fn fill(&self, template: &Template) -> Result<String, BTreeSet<String>> {
        let filled = template.fill(|variable| self.value(variable));
        filled
            .map(|text| text.expose().to_owned())
            .map_err(|missing| missing.into_iter().map(|variable| variable.name).collect())
    }

    /// The value of a variable or header; `None` where it is not passed on.
    fn setting(&self, setting: &Setting, lacks: &mut BTreeSet<String>) -> Option<String> {
        match &setting.given {
            Given::Literal(text) => Some(text.expose().to_owned()),
            Given::Credential(_, text) => match self.0.get(&setting.name) {
                Some(Some(given)) => Some(given.clone()),
                Some(None) => Some(text.expose().to_owned()),
                None => {
                    lacks.insert(setting.name.clone());
                    None
                }
            },
            Given::Needs(template) => match self.0.get(&setting.name) {
                Some(Some(given)) => Some(given.clone()),
                _ => self
                    .fill(template)
                    .map_err(|missing| lacks.extend(missing))
                    .ok(),
            },
        }
    }
}

/// What a client fills in by itself.
fn own(name: &str) -> Option<String> {
    let folder = if name.contains("workspace") || name.contains("project") {
        std::env::current_dir().ok()?
    } else if name.contains("ome") {
        std::env::home_dir()?
    } else {
        return None;
    };
    Some(folder.display().to_string())
}

/// Makes a configured server ready.
pub(crate) fn job(entry: &Entry, start: &Start) -> Result<Job, Failure> {
    let named = Named::of(start)?;
    match &entry.transport {
        Transport::Stdio(stdio) => command(entry, stdio, &named),
        Transport::Http(http) => url(entry, http, &named),
        Transport::Other(what) => Err(Failure::new(
            format!(
                "{}: only its client can start it ({})",
                entry.name,
                report::shown(what)
            ),
            "probe what the client starts by its own command",
        )),
    }
}

fn command(entry: &Entry, stdio: &Stdio, named: &Named) -> Result<Job, Failure> {
    let mut lacks = BTreeSet::new();
    let mut env = Vec::new();
    for setting in &stdio.env {
        let value = named.setting(setting, &mut lacks);
        env.extend(value.map(|value| (setting.name.clone(), value)));
    }
    let mut command: Vec<OsString> = Vec::new();
    for word in std::iter::once(&stdio.command).chain(&stdio.args) {
        let filled = named
            .fill(word)
            .map_err(|missing| unfilled(entry, &missing))?;
        // What was filled in is redacted with the variables: it stands among them.
        for variable in word.variables().filter(|one| one.kind != Kind::Client) {
            let given = named.value(variable).map(|value| value.expose().to_owned());
            let known = env.iter().any(|(name, _)| *name == variable.name);
            env.extend(
                given
                    .filter(|_| !known)
                    .map(|value| (variable.name.clone(), value)),
            );
        }
        command.push(filled.into());
    }
    let unfollowed = [
        (
            &stdio.cwd,
            "started here, not in the directory that its entry names",
        ),
        (
            &stdio.env_file,
            "its own file of variables is not read: name it with --env-file",
        ),
    ];
    let unfollowed = unfollowed.into_iter().filter(|(named, _)| named.is_some());
    Ok(Job {
        server: Server::Command(command),
        env,
        lacks,
        unfollowed: unfollowed.map(|(_, says)| says).collect(),
    })
}

fn url(entry: &Entry, http: &Http, named: &Named) -> Result<Job, Failure> {
    let mut lacks = BTreeSet::new();
    let url = named
        .fill(&http.url)
        .map_err(|missing| unfilled(entry, &missing))?;
    let mut endpoint = remote::bare(&url, None)?;
    for header in &http.headers {
        let Some(value) = named.setting(header, &mut lacks) else {
            continue;
        };
        let added = match header.given {
            Given::Literal(_) => endpoint.header(&header.name, &value),
            Given::Credential(..) | Given::Needs(_) => {
                endpoint.credential(&header.name, &value, &header.name)
            }
        };
        added.map_err(|why| {
            Failure::new(format!("{}: header {}: {why}", entry.name, header.name), "")
        })?;
    }
    Ok(Job {
        server: Server::Http(Box::new(endpoint)),
        env: Vec::new(),
        lacks,
        unfollowed: Vec::new(),
    })
}

fn unfilled(entry: &Entry, missing: &BTreeSet<String>) -> Failure {
    let names: Vec<&str> = missing.iter().map(String::as_str).collect();
    let flags: Vec<String> = names.iter().map(|name| format!("--env {name}")).collect();
    Failure::new(
        format!(
            "{}: its command or URL needs {}",
            report::shown(&entry.name),
            report::shown(&names.join(", "))
        ),
        format!("pass it on: {}", report::shown(&flags.join(" "))),
    )
}
