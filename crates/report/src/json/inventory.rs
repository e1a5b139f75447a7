//! `mcp-gatecheck/inventory/1`: what clients are configured to start or to reach. No value of a variable or header is in it.

use super::parts::text;
use clients::{
    Approval, Config, Denied, Entry, Given, HttpKind, Inventory, Kind, Launch, Setting, State,
    ToolFilter, Transport,
};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Serialize)]
pub(super) struct Document {
    schema: &'static str,
    tool_version: String,
    files: Vec<File>,
    servers: Vec<Server>,
    /// Servers that several clients are configured with: indexes into `servers`.
    shared: Vec<Vec<usize>>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct File {
    client: &'static str,
    scope: &'static str,
    path: String,
    servers: usize,
    problems: usize,
    writable_by_others: bool,
}

#[derive(Serialize)]
struct Server {
    client: &'static str,
    scope: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<String>,
    name: String,
    file: String,
    line: u32,
    kind: &'static str,
    /// What it starts or reaches, in a few words.
    target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<Package>,
    last_gate: LastGate,
    /// `on`, `off`, `skipped` by the client, `shadowed` by another entry, or `elsewhere`: for another project.
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
    variables: Vec<Variable>,
    headers: Vec<Variable>,
    /// What must be given before it can be started.
    needs: Vec<Need>,
    tools: Tools,
    unasked: Unasked,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_timeout_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout_ms: Option<u64>,
}

/// What a lock says: `known`, `other_command`, `never_checked` or `lock_unread`.
#[derive(Serialize)]
struct LastGate {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
}

#[derive(Serialize)]
struct Package {
    source: &'static str,
    name: String,
    /// Null where it is not pinned.
    version: Option<String>,
}

#[derive(Serialize)]
struct Variable {
    name: String,
    /// `literal`, `credential` or `variable`.
    given: &'static str,
}

#[derive(Serialize)]
struct Need {
    name: String,
    from: &'static str,
    has_default: bool,
}

#[derive(Serialize)]
struct Tools {
    /// Null where all are let through.
    only: Option<Vec<String>>,
    never: Vec<String>,
}

#[derive(Serialize)]
struct Unasked {
    all: bool,
    tools: Vec<String>,
}

#[derive(Serialize)]
struct Finding {
    rule: &'static str,
    severity: &'static str,
    file: String,
    line: u32,
    server: Option<String>,
    message: String,
    remedy: String,
}

impl Document {
    pub(super) fn of(
        inventory: &Inventory,
        last: &[crate::LastGate<'_>],
        tool_version: &str,
    ) -> Self {
        let entries: Vec<&Entry> = inventory.entries().collect();
        let places: BTreeMap<*const Entry, usize> = entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (std::ptr::from_ref(*entry), at))
            .collect();
        let index = |entry: &&Entry| places.get(&std::ptr::from_ref(*entry)).copied();
        Self {
            schema: "mcp-gatecheck/inventory/1",
            tool_version: tool_version.to_owned(),
            files: inventory.configs.iter().map(file).collect(),
            servers: entries
                .iter()
                .enumerate()
                .map(|(at, entry)| server(entry, last.get(at).copied().unwrap_or_default()))
                .collect(),
            shared: inventory
                .shared()
                .iter()
                .map(|group| group.iter().filter_map(index).collect())
                .collect(),
            findings: inventory.findings.iter().map(finding).collect(),
        }
    }
}

fn path(path: &Path) -> String {
    text(&path.display().to_string())
}

fn file(config: &Config) -> File {
    File {
        client: config.client.id,
        scope: config.scope.id(),
        path: path(&config.file),
        servers: config.entries.len(),
        problems: config.problems.len(),
        writable_by_others: config.writable_by_others,
    }
}

fn server(entry: &Entry, last: crate::LastGate<'_>) -> Server {
    let (kind, package, protocol, variables, headers) = match &entry.transport {
        Transport::Stdio(stdio) => {
            let package = Launch::of(stdio).package;
            ("stdio", package, None, settings(&stdio.env), vec![])
        }
        Transport::Http(http) => {
            let headers = settings(&http.headers);
            ("http", None, Some(protocol(http.kind)), vec![], headers)
        }
        Transport::Other(_) => ("other", None, None, vec![], vec![]),
    };
    let (state, because) = match &entry.state {
        State::On => ("on", None),
        State::Off(why) => ("off", Some(text(why))),
        State::Skipped(why) => ("skipped", Some(text(why))),
        State::Shadowed(why) => ("shadowed", Some(text(why))),
        State::Elsewhere => ("elsewhere", None),
    };
    let millis = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Server {
        client: entry.client.id,
        scope: entry.scope.id(),
        project: entry.project.as_deref().map(path),
        name: text(&entry.name),
        file: path(&entry.file),
        line: entry.line,
        kind,
        target: text(&entry.brief()),
        protocol,
        package: package.map(|package| Package {
            source: package.source.id(),
            name: text(&package.name),
            version: package.version.as_deref().map(text),
        }),
        last_gate: LastGate {
            state: last.id(),
            gate: last.locked().map(|locked| text(&locked.gate)),
            on: last.locked().map(|locked| text(&locked.on)),
        },
        state,
        because,
        variables,
        headers,
        needs: entry.needs().into_iter().map(need).collect(),
        tools: Tools {
            only: entry
                .tools
                .only
                .as_ref()
                .map(|only| only.iter().map(|name| text(name)).collect()),
            never: away(&entry.tools),
        },
        unasked: unasked(&entry.approval),
        start_timeout_ms: entry.start_timeout.map(millis),
        timeout_ms: entry.timeout.map(millis),
    }
}

/// What is kept away: tools by name, and rules as they stand in the client's settings.
fn away(tools: &ToolFilter) -> Vec<String> {
    let names = tools.never.iter().map(String::as_str);
    names
        .chain(tools.denied.iter().map(Denied::rule))
        .map(text)
        .collect()
}

fn settings(settings: &[Setting]) -> Vec<Variable> {
    let given = |given: &Given| match given {
        Given::Literal(_) => "literal",
        Given::Credential(..) => "credential",
        Given::Needs(_) => "variable",
    };
    settings
        .iter()
        .map(|setting| Variable {
            name: text(&setting.name),
            given: given(&setting.given),
        })
        .collect()
}

fn need(variable: &clients::Variable) -> Need {
    Need {
        name: text(&variable.name),
        from: match variable.kind {
            Kind::Environment => "environment",
            Kind::Input => "input",
            Kind::Client => "client",
        },
        has_default: variable.default.is_some(),
    }
}

const fn protocol(kind: HttpKind) -> &'static str {
    match kind {
        HttpKind::Streamable => "streamable-http",
        HttpKind::Sse => "sse",
        HttpKind::WebSocket => "websocket",
        HttpKind::Unstated => "unstated",
    }
}

fn unasked(approval: &Approval) -> Unasked {
    match approval {
        Approval::Asks => Unasked {
            all: false,
            tools: vec![],
        },
        Approval::Tools(_, tools) => Unasked {
            all: false,
            tools: tools.iter().map(|tool| text(tool)).collect(),
        },
        Approval::All(_) => Unasked {
            all: true,
            tools: vec![],
        },
    }
}

fn finding(finding: &clients::Finding) -> Finding {
    Finding {
        rule: finding.rule.id(),
        severity: finding.rule.severity().id(),
        file: path(&finding.file),
        line: finding.line,
        server: finding.server.as_deref().map(text),
        message: text(&finding.message),
        remedy: text(&finding.remedy),
    }
}
