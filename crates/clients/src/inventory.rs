//! Every file of every client together: which entry counts where several name the same server.

mod rules;

use crate::{Config, Entry, Finding, Scope, State, findings};
use rules::Rules;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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
        let rules = Rules::of(&configs);
        for entry in configs.iter_mut().flat_map(|config| &mut config.entries) {
            if entry
                .project
                .as_deref()
                .is_some_and(|own| Some(own) != project)
            {
                entry.state = State::Elsewhere;
            }
            rules.apply(entry, project);
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
