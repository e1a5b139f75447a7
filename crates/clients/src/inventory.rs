//! Every file of every client together: which entry counts where several name the same server.

use crate::{
    Approval, At, Client, Config, Entry, Finding, Says, Scope, ServerRule, State, findings,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

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
    /// one name, the one whose scope is nearer counts. What is for another project than this one is set apart.
    #[must_use]
    pub fn of(mut configs: Vec<Config>, project: Option<&Path>) -> Self {
        let rules: Vec<Ruled> = configs.iter().flat_map(Ruled::of).collect();
        for entry in configs.iter_mut().flat_map(|config| &mut config.entries) {
            if entry
                .project
                .as_deref()
                .is_some_and(|own| Some(own) != project)
            {
                entry.state = State::Elsewhere;
            }
            for ruled in rules
                .iter()
                .filter(|ruled| ruled.applies(entry, project))
                .collect::<Vec<_>>()
            {
                ruled.apply(entry);
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
            // Two clients may read the same file.
            let files: BTreeSet<_> = entries.iter().map(|entry| &entry.file).collect();
            clients.len() > 1 && files.len() > 1
        };
        by_identity.into_values().filter(several).collect()
    }
}

/// A rule, with whose it is and where it stands.
struct Ruled {
    client: &'static Client,
    file: Arc<Path>,
    rule: ServerRule,
}

impl Ruled {
    fn of(config: &Config) -> impl Iterator<Item = Self> {
        config.rules.iter().map(|rule| Self {
            client: config.client,
            file: config.file.clone(),
            rule: rule.clone(),
        })
    }

    fn applies(&self, entry: &Entry, project: Option<&Path>) -> bool {
        let rule = &self.rule;
        // In the names of permissions every odd character is an underscore.
        let permission = matches!(rule.says, Says::Never(_) | Says::Unasked(_));
        let named = rule
            .server
            .as_ref()
            .is_none_or(|name| *name == entry.name || permission && *name == plain(&entry.name));
        let here = rule.project.is_none() || rule.project.as_deref() == project;
        let of_project = matches!(rule.says, Says::Off("disabledMcpjsonServers"));
        self.client == entry.client
            && named
            && here
            && (!of_project || entry.scope == Scope::Project)
    }

    fn apply(&self, entry: &mut Entry) {
        let at = At {
            file: self.file.clone(),
            line: self.rule.line,
        };
        let place = format!("{}:{}", at.file.display(), at.line);
        match &self.rule.says {
            Says::Off(setting) => off(entry, format!("`{setting}` names it, {place}")),
            Says::Only(setting, names) if !names.contains(&entry.name) => {
                off(entry, format!("`{setting}` does not name it, {place}"));
            }
            Says::Only(..) | Says::Trusts(_) => {}
            Says::Never(tool) => {
                entry.tools.never.insert(tool.clone());
            }
            Says::Tools(tools) => entry.tools.only = Some(tools.clone()),
            Says::Unasked(tool) => unasked(entry, at, tool),
        }
    }
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

fn off(entry: &mut Entry, why: String) {
    if entry.state == State::On {
        entry.state = State::Off(why);
    }
}

fn unasked(entry: &mut Entry, at: At, tool: &str) {
    if tool == "*" {
        entry.approval = Approval::All(at);
        return;
    }
    match &mut entry.approval {
        Approval::All(_) => {}
        Approval::Tools(_, tools) => {
            tools.insert(tool.to_owned());
        }
        Approval::Asks => entry.approval = Approval::Tools(at, BTreeSet::from([tool.to_owned()])),
    }
}

/// An entry that another takes the place of: the file and the entry of each, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shadow {
    pub(crate) under: (usize, usize),
    pub(crate) over: (usize, usize),
}

/// Finds the entries that others of the same client and name take the place of, and says so in each. What plugins bring has
/// names of its own.
fn shadow(configs: &mut [Config]) -> Vec<Shadow> {
    let mut by_name: BTreeMap<(&str, &str), Vec<(usize, usize)>> = BTreeMap::new();
    for (file, config) in configs.iter().enumerate() {
        for (place, entry) in config
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.is_on() && entry.scope != Scope::Plugin)
        {
            let name = (entry.client.id, entry.name.as_str());
            by_name.entry(name).or_default().push((file, place));
        }
    }
    let mut shadows = Vec::new();
    for places in by_name.values().filter(|places| places.len() > 1) {
        for under in places {
            let mut others = places.iter().rev().filter(|over| *over != under);
            let over = others.find(|over| takes_over(configs, **over, *under));
            shadows.extend(over.map(|over| Shadow {
                under: *under,
                over: *over,
            }));
        }
    }
    for Shadow { under, over } in &shadows {
        let Some(over) = at(configs, *over) else {
            continue;
        };
        let why = format!("{}:{} takes its place", over.file.display(), over.line);
        let config = configs.get_mut(under.0);
        if let Some(entry) = config.and_then(|config| config.entries.get_mut(under.1)) {
            entry.state = State::Shadowed(why);
        }
    }
    shadows
}

pub(crate) fn at(configs: &[Config], (config, entry): (usize, usize)) -> Option<&Entry> {
    configs.get(config)?.entries.get(entry)
}

/// Whether one entry counts in place of another with its name: it is nearer, or stands later in the same file. Two files of
/// one scope may be those of two editors.
fn takes_over(configs: &[Config], over: (usize, usize), under: (usize, usize)) -> bool {
    let (Some(a), Some(b)) = (at(configs, over), at(configs, under)) else {
        return false;
    };
    a.scope > b.scope || over.0 == under.0 && a.scope == b.scope && over.1 > under.1
}
