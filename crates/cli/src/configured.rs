//! A configured server, made ready to be probed: its command or URL filled in, and the variables that it may have.
//!
//! Plain literals of its configuration are passed on. A credential, or a variable of ours, is passed only where its name is
//! given with `--env NAME` or stands in an `--env-file`; what a file of its own holds, only where that file is an `--env-file`.

mod named;

use crate::args::Start;
use crate::args::check::Which;
use crate::failure::Failure;
use crate::start::{Directory, Server, Target};
use crate::{inventory, remote};
use clients::found::Surroundings;
use clients::{
    Client, Config, Entry, Given, Http, Inventory, Says, Scope, State, Stdio, Template, Transport,
};
use named::Named;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A server that is ready to be probed.
pub(crate) struct Job {
    pub(crate) target: Target,
    /// Variables that it refers to and is not given.
    pub(crate) lacks: BTreeSet<String>,
    /// What its entry says and we do not do, in words.
    pub(crate) unfollowed: Option<String>,
}

/// The configurations that are meant: those named, else the project's and the machine's, which count in every project; with
/// `--all` the user's too.
pub(crate) fn inventory(config: &[PathBuf], which: &Which) -> Result<Inventory, Failure> {
    let surroundings = inventory::surroundings(None, which.project.as_deref())?;
    around(&surroundings, config, which)
}

/// The same, where these are the surroundings.
pub(crate) fn around(
    around: &Surroundings,
    config: &[PathBuf],
    which: &Which,
) -> Result<Inventory, Failure> {
    let client = which.client.as_deref().map(client).transpose()?;
    let configs = if config.is_empty() {
        let meant =
            |config: &Config| which.all || matches!(config.scope, Scope::Project | Scope::Managed);
        let whose = |config: &Config| client.is_none_or(|client| client == config.client);
        let mut all = around.read();
        all.retain(whose);
        for config in all.iter_mut().filter(|config| !meant(config)) {
            only_rules(config);
        }
        all.retain(|config| {
            let says = !config.rules.is_empty() || config.exclusive;
            let holds = !config.entries.is_empty() || !config.problems.is_empty();
            which.all || config.scope == Scope::Project || says || holds
        });
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

/// Makes a configured server ready. Clients start theirs in the project; where none is named, that is where we are.
pub(crate) fn job(entry: &Entry, start: &Start, project: Option<&Path>) -> Result<Job, Failure> {
    let here = project.map(Path::to_owned);
    let here = here.or_else(|| std::env::current_dir().ok());
    let named = Named::of(start, &here.unwrap_or_default())?;
    match &entry.transport {
        Transport::Stdio(stdio) => command(entry, stdio, &named, project),
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

fn command(
    entry: &Entry,
    stdio: &Stdio,
    named: &Named,
    project: Option<&Path>,
) -> Result<Job, Failure> {
    let mut lacks = BTreeSet::new();
    let (mut env, unfollowed) = own_file(stdio, named);
    for setting in &stdio.env {
        if let Some(value) = named.setting(setting, &mut lacks) {
            env.retain(|(name, _)| *name != setting.name);
            env.push((setting.name.clone(), value));
        }
    }
    let mut command: Vec<OsString> = Vec::new();
    for word in std::iter::once(&stdio.command).chain(&stdio.args) {
        let filled = named
            .fill(word)
            .map_err(|missing| unfilled(entry, &missing))?;
        command.push(filled.into());
    }
    // What was filled in is redacted with the variables: it stands among them.
    let words = std::iter::once(&stdio.command).chain(&stdio.args);
    for variable in words.chain(&stdio.cwd).flat_map(Template::variables) {
        let known = env.iter().any(|(name, _)| *name == variable.name);
        if !known && let Some(value) = named.given(variable) {
            env.push((variable.name.clone(), value));
        }
    }
    Ok(Job {
        target: Target {
            server: Server::Command(command),
            env,
            directory: directory(entry, stdio, named, project)?,
        },
        lacks,
        unfollowed,
    })
}

/// The variables in the file that an entry names, where the user names it too; else what to type.
fn own_file(stdio: &Stdio, named: &Named) -> (Vec<(String, String)>, Option<String>) {
    let Some(file) = &stdio.env_file else {
        return (Vec::new(), None);
    };
    let says = match named.path(file) {
        Ok(path) => match named.file(&path) {
            Some(held) => return (held.clone(), None),
            None if !path.exists() => {
                format!(
                    "its own file of variables is not there: {}",
                    report::shown(&path.display().to_string())
                )
            }
            None => format!(
                "its own file of variables is not read: --env-file {}",
                report::quoted(&path.display().to_string())
            ),
        },
        Err(missing) => {
            let missing: Vec<String> = missing.into_iter().collect();
            format!(
                "its own file of variables is not read: --env {}",
                report::shown(&missing.join(" --env "))
            )
        }
    };
    (Vec::new(), Some(says))
}

/// Where it is started: in the directory that its entry names, else in the project.
fn directory(
    entry: &Entry,
    stdio: &Stdio,
    named: &Named,
    project: Option<&Path>,
) -> Result<Option<Directory>, Failure> {
    let Some(asked) = &stdio.cwd else {
        return Ok(project.map(|project| Directory {
            path: project.to_owned(),
            named: false,
        }));
    };
    let path = named
        .path(asked)
        .map_err(|missing| unfilled(entry, &missing))?;
    let wrong = |what: &str| {
        let (name, path) = (&entry.name, path.display().to_string());
        Failure::new(
            format!(
                "{}: the directory that it is started in {what}: {}",
                report::shown(name),
                report::shown(&path)
            ),
            format!("mend its entry, {}:{}", entry.file.display(), entry.line),
        )
    };
    match path.canonicalize() {
        Err(_) => Err(wrong("is not there")),
        Ok(real) if !real.is_dir() => Err(wrong("is no directory")),
        Ok(real) => Ok(Some(Directory {
            path: real,
            named: true,
        })),
    }
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
        target: Target::here(Server::Http(Box::new(endpoint)), Vec::new()),
        lacks,
        unfollowed: None,
    })
}

fn unfilled(entry: &Entry, missing: &BTreeSet<String>) -> Failure {
    let names: Vec<&str> = missing.iter().map(String::as_str).collect();
    let flags: Vec<String> = names.iter().map(|name| format!("--env {name}")).collect();
    Failure::new(
        format!(
            "{}: what it starts or reaches needs {}",
            report::shown(&entry.name),
            report::shown(&names.join(", "))
        ),
        format!("pass it on: {}", report::shown(&flags.join(" "))),
    )
}
