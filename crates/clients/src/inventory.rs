//! Every file of every client together: which entry counts where several name the same server.

use crate::{Approval, Config, Entry, Finding, Says, Scope, ServerRule, State, findings};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is configured on a machine, for a home and a project.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Every file, in the order of the clients and their places.
    pub configs: Vec<Config>,
    /// What needs no start to be seen, worst first.
    pub findings: Vec<Finding>,
}

impl Inventory {
    /// Puts files together: what a client's settings say is applied to its entries, and where two entries of a client bear
    /// one name, the one whose scope is nearer counts.
    #[must_use]
    pub fn of(mut configs: Vec<Config>) -> Self {
        let rules: Vec<(&'static str, ServerRule)> = configs
            .iter()
            .flat_map(|config| {
                config
                    .rules
                    .iter()
                    .map(|rule| (config.client.id, rule.clone()))
            })
            .collect();
        for entry in configs.iter_mut().flat_map(|config| &mut config.entries) {
            let own: Vec<&ServerRule> = rules
                .iter()
                .filter(|(client, rule)| *client == entry.client.id && applies(rule, entry))
                .map(|(_, rule)| rule)
                .collect();
            for rule in own {
                apply(rule, entry);
            }
        }
        let shadows = shadow(&mut configs);
        let findings = findings::all(&configs, &shadows);
        Self { configs, findings }
    }

    /// Every entry.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.configs.iter().flat_map(|config| &config.entries)
    }

    /// Servers that more than one client is configured with, each with its entries.
    #[must_use]
    pub fn shared(&self) -> Vec<Vec<&Entry>> {
        let mut by_identity: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in self.entries() {
            if let Some(identity) = entry.identity() {
                by_identity.entry(identity).or_default().push(entry);
            }
        }
        let several = |entries: &Vec<&Entry>| {
            let clients: BTreeSet<_> = entries.iter().map(|entry| entry.client.id).collect();
            clients.len() > 1
        };
        by_identity.into_values().filter(several).collect()
    }
}

fn applies(rule: &ServerRule, entry: &Entry) -> bool {
    let named = rule.server.as_ref().is_none_or(|name| {
        // In the names of permissions every odd character is an underscore.
        *name == entry.name
            || matches!(rule.says, Says::Never(_) | Says::Unasked(_)) && *name == plain(&entry.name)
    });
    let here = rule.project.is_none() || entry.project.is_none() || rule.project == entry.project;
    let project_only = matches!(rule.says, Says::Off("disabledMcpjsonServers"));
    named && here && (!project_only || entry.scope == Scope::Project)
}

fn plain(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            c
        } else {
            '_'
        }
    };
    name.chars().map(plain).collect()
}

fn apply(rule: &ServerRule, entry: &mut Entry) {
    match &rule.says {
        Says::Off(setting) => off(entry, format!("`{setting}` names it, line {}", rule.line)),
        Says::Only(setting, names) if !names.contains(&entry.name) => {
            off(
                entry,
                format!("`{setting}` does not name it, line {}", rule.line),
            );
        }
        Says::Only(..) | Says::Trusts(_) => {}
        Says::Never(tool) => {
            entry.tools.never.insert(tool.clone());
        }
        Says::Tools(tools) => entry.tools.only = Some(tools.clone()),
        Says::Unasked(tool) => unasked(entry, rule.line, tool),
    }
}

fn off(entry: &mut Entry, why: String) {
    if entry.state == State::On {
        entry.state = State::Off(why);
    }
}

fn unasked(entry: &mut Entry, line: u32, tool: &str) {
    if tool == "*" {
        entry.approval = Approval::All(line);
    }
    match &mut entry.approval {
        Approval::All(_) => {}
        Approval::Tools(_, tools) => {
            tools.insert(tool.to_owned());
        }
        Approval::Asks => entry.approval = Approval::Tools(line, BTreeSet::from([tool.to_owned()])),
    }
}

/// An entry that another takes the place of: the file and the entry of each, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shadow {
    pub(crate) under: (usize, usize),
    pub(crate) over: (usize, usize),
}

/// Finds the entries that others of the same client and name take the place of, and switches them off.
fn shadow(configs: &mut [Config]) -> Vec<Shadow> {
    let all: Vec<(usize, usize)> = configs
        .iter()
        .enumerate()
        .flat_map(|(at, config)| (0..config.entries.len()).map(move |entry| (at, entry)))
        .collect();
    let mut by_name: BTreeMap<(&str, &str), Vec<(usize, usize)>> = BTreeMap::new();
    for place in &all {
        if let Some(entry) = at(configs, *place) {
            by_name
                .entry((entry.client.id, &entry.name))
                .or_default()
                .push(*place);
        }
    }
    let mut shadows = Vec::new();
    for places in by_name.values().filter(|places| places.len() > 1) {
        for under in places {
            let over = places
                .iter()
                .rev()
                .find(|over| *over != under && takes_over(configs, **over, *under));
            shadows.extend(over.map(|over| Shadow {
                under: *under,
                over: *over,
            }));
        }
    }
    for Shadow { under, over } in &shadows {
        let why = at(configs, *over).map(|over| {
            format!(
                "{} takes its place, line {}",
                over.file.display(),
                over.line
            )
        });
        let entry = configs
            .get_mut(under.0)
            .and_then(|config| config.entries.get_mut(under.1));
        if let (Some(entry), Some(why)) = (entry, why) {
            off(entry, why);
        }
    }
    shadows
}

pub(crate) fn at(configs: &[Config], (config, entry): (usize, usize)) -> Option<&Entry> {
    configs.get(config)?.entries.get(entry)
}

/// Whether one entry counts in place of another with its name: it is nearer, or stands later in the same file. Entries for two
/// different projects never meet, and two files of one scope may be those of two editors.
fn takes_over(configs: &[Config], over: (usize, usize), under: (usize, usize)) -> bool {
    let (Some(a), Some(b)) = (at(configs, over), at(configs, under)) else {
        return false;
    };
    let meet = a.project.is_none() || b.project.is_none() || a.project == b.project;
    // What is for one project only does not take the place of what is for all.
    let everywhere = a.project.is_none() || a.project == b.project;
    if !meet || !everywhere || !a.is_on() {
        return false;
    }
    a.scope > b.scope || over.0 == under.0 && a.scope == b.scope && over.1 > under.1
}
