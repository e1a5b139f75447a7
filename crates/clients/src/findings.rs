//! The static rules: what is wrong with a configuration that needs no start to be seen.

mod addresses;

use crate::inventory::{Shadow, at};
use crate::{
    Approval, Config, Entry, Finding, Given, Launch, Rule, Says, State, Template, Transport,
};
use std::collections::BTreeMap;

/// Every finding, worst first, then by file and line.
pub(crate) fn all(configs: &[Config], shadows: &[Shadow]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for config in configs {
        file(config, &mut found);
        for entry in &config.entries {
            found.extend(of_entry(entry));
        }
    }
    found.extend(
        shadows
            .iter()
            .filter_map(|shadow| shadowed(configs, *shadow)),
    );
    found.extend(duplicates(configs));
    let rank = |finding: &Finding| Rule::ALL.iter().position(|rule| *rule == finding.rule);
    found.sort_by(|a, b| {
        (rank(a), &a.file, a.line, &a.server, &a.message).cmp(&(
            rank(b),
            &b.file,
            b.line,
            &b.server,
            &b.message,
        ))
    });
    // One file may be read by two clients.
    found.dedup();
    found
}

fn finding(
    entry: &Entry,
    rule: Rule,
    line: u32,
    message: String,
    remedy: impl Into<String>,
) -> Finding {
    Finding {
        rule,
        file: entry.file.clone(),
        line,
        server: Some(entry.name.clone()),
        message,
        remedy: remedy.into(),
    }
}

/// What is wrong with a file as a whole.
fn file(config: &Config, found: &mut Vec<Finding>) {
    let of = |rule, line, server: Option<String>, message: String, remedy: String| Finding {
        rule,
        file: config.file.clone(),
        line,
        server,
        message,
        remedy,
    };
    for problem in &config.problems {
        let message = format!(
            "{}; expected {}.",
            sentence(&problem.what).trim_end_matches('.'),
            problem.expected
        );
        let remedy = Rule::Malformed.advice().to_owned();
        found.push(of(
            Rule::Malformed,
            problem.line,
            problem.server.clone(),
            message,
            remedy,
        ));
    }
    if config.writable_by_others && !config.entries.is_empty() {
        let message = "Any user of this machine may change what is started here.".to_owned();
        let remedy = Rule::WritableByOthers.advice().to_owned();
        found.push(of(Rule::WritableByOthers, 1, None, message, remedy));
    }
    for rule in &config.rules {
        let (about, message, remedy) = match &rule.says {
            Says::Trusts(setting) => (
                Rule::AutoApproval,
                format!("`{setting}`: a project's servers are connected to, whatever they are."),
                format!("take `{setting}` out"),
            ),
            Says::Idle(why) => (
                Rule::SkippedByClient,
                format!("This permission covers nothing: {why}."),
                "write mcp__SERVER__TOOL with the names that the client shows".to_owned(),
            ),
            _ => continue,
        };
        found.push(of(about, rule.line, None, message, remedy));
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// What is wrong with one entry. One that is switched off still exposes what stands in it.
fn of_entry(entry: &Entry) -> Vec<Finding> {
    let mut found = Vec::new();
    for exposed in &entry.exposed {
        found.push(finding(
            entry,
            Rule::SecretLiteral,
            exposed.line,
            format!(
                "{} in `{}`.",
                sentence(exposed.kind).trim_end_matches('.'),
                exposed.at
            ),
            Rule::SecretLiteral.advice(),
        ));
    }
    // Nothing of it runs.
    if matches!(entry.state, State::Off(_)) {
        return found;
    }
    if let State::Skipped(why) = &entry.state {
        let message = format!("{}: {why}.", entry.client.name);
        found.push(finding(
            entry,
            Rule::SkippedByClient,
            entry.line,
            message,
            remedy(why),
        ));
    }
    for (line, what) in &entry.remarks {
        let message = sentence(what);
        found.push(finding(
            entry,
            Rule::SkippedByClient,
            *line,
            message,
            "mend it, or take it out",
        ));
    }
    found.extend(approved(entry));
    match &entry.transport {
        Transport::Stdio(stdio) => found.extend(launched(entry, &Launch::of(stdio))),
        Transport::Http(http) => found.extend(addresses::plain(&http.url).map(|host| {
            let message = format!("What goes to {host}, credentials too, can be read on the way.");
            finding(
                entry,
                Rule::PlainHttp,
                entry.line,
                message,
                Rule::PlainHttp.advice(),
            )
        })),
        Transport::Other(_) => {}
    }
    found
}

fn remedy(why: &str) -> &'static str {
    if why.contains("without a `type`") {
        "say it: \"type\": \"http\""
    } else if why.contains("stands under") {
        "move it under the name that the client reads"
    } else if why.contains("uses no server but") {
        "add it to that file, or take it out here"
    } else if why.contains("plain JSON") {
        "mend the line that is no JSON"
    } else {
        "give it a type that fits: stdio with a command, http with a URL"
    }
}

fn approved(entry: &Entry) -> Option<Finding> {
    let (at, message) = match &entry.approval {
        Approval::Asks => return None,
        Approval::All(at) => (at, "Every tool, those that are added later too.".to_owned()),
        Approval::Tools(at, tools) => {
            let named: Vec<&str> = tools.iter().map(String::as_str).take(5).collect();
            let more = tools.len().saturating_sub(named.len());
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            (at, format!("{}{more}.", named.join(", ")))
        }
    };
    Some(Finding {
        rule: Rule::AutoApproval,
        file: at.file.clone(),
        line: at.line,
        server: Some(entry.name.clone()),
        message,
        remedy: Rule::AutoApproval.advice().to_owned(),
    })
}

fn launched(entry: &Entry, launch: &Launch) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(package) = launch
        .package
        .as_ref()
        .filter(|package| package.version.is_none())
    {
        let (message, remedy) = match package.source {
            sandbox::Source::Docker => (
                format!(
                    "`{}` is no digest: what stands behind a tag can change.",
                    package.asked
                ),
                format!("pin it: {}@sha256:…", package.name),
            ),
            sandbox::Source::Npm => (
                format!(
                    "`{}` runs whatever `{}` is that day.",
                    package.runner, package.asked
                ),
                format!("pin it: {}@VERSION", package.name),
            ),
            sandbox::Source::Pypi => (
                format!(
                    "`{}` runs whatever `{}` is that day.",
                    package.runner, package.asked
                ),
                if package.name.contains("://") {
                    "pin it: …@ and the commit".to_owned()
                } else {
                    format!("pin it: {}==VERSION", package.name)
                },
            ),
        };
        found.push(finding(
            entry,
            Rule::UnpinnedPackage,
            entry.line,
            message,
            remedy,
        ));
    }
    if let Some(shell) = &launch.shell {
        let message =
            format!("`{shell}` reads a line of shell: what it starts is not plain from the entry.");
        found.push(finding(
            entry,
            Rule::ShellWrapper,
            entry.line,
            message,
            Rule::ShellWrapper.advice(),
        ));
    }
    found
}

fn shadowed(configs: &[Config], shadow: Shadow) -> Option<Finding> {
    let (under, over) = (at(configs, shadow.under)?, at(configs, shadow.over)?);
    let same = if under.transport == over.transport {
        "the same"
    } else {
        "another server"
    };
    let place = if under.file == over.file {
        format!("Line {}", over.line)
    } else {
        format!(
            "{}:{}, of {} scope,",
            over.file.display(),
            over.line,
            over.scope.id()
        )
    };
    let message = format!("{place} takes the place of this one: {same}.");
    Some(finding(
        under,
        Rule::ShadowedName,
        under.line,
        message,
        Rule::ShadowedName.advice(),
    ))
}

/// Servers that one client would connect to twice, under two names.
fn duplicates(configs: &[Config]) -> Vec<Finding> {
    let mut known = BTreeMap::<_, &Entry>::new();
    let mut found = Vec::new();
    for entry in configs
        .iter()
        .flat_map(|config| &config.entries)
        .filter(|entry| entry.is_on())
    {
        let Some(identity) = entry.identity() else {
            continue;
        };
        let key = (entry.client.id, identity, besides(entry));
        match known.get(&key) {
            Some(first) if first.name != entry.name => {
                let message = format!(
                    "{} connects to the same server as “{}” too, {}:{}.",
                    entry.client.name,
                    first.name,
                    first.file.display(),
                    first.line
                );
                found.push(finding(
                    entry,
                    Rule::DuplicateServer,
                    entry.line,
                    message,
                    Rule::DuplicateServer.advice(),
                ));
            }
            Some(_) => {}
            None => {
                known.insert(key, entry);
            }
        }
    }
    found
}

/// What makes another server of the same command: where it is started, and the plain values that it is given.
fn besides(entry: &Entry) -> (Option<String>, BTreeMap<&str, &str>) {
    let Transport::Stdio(stdio) = &entry.transport else {
        return (None, BTreeMap::new());
    };
    let plain = stdio.env.iter().filter_map(|setting| match &setting.given {
        Given::Literal(value) => Some((setting.name.as_str(), value.expose())),
        Given::Credential(..) | Given::Needs(_) => None,
    });
    (stdio.cwd.as_ref().map(Template::shown), plain.collect())
}
