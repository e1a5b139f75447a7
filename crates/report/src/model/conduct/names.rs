//! Short names for what everybody knows: the command, its own trees, the places of canaries.

use evidence::conduct::{Canary, Fence};
use evidence::{Facts, Target};
use std::collections::{BTreeMap, BTreeSet};

/// The longest path that is told whole, in bytes.
const LONG: usize = 40;

/// What a run's things are called.
pub(super) struct Names<'a> {
    /// The names of the command itself, whose start is no news.
    command: BTreeSet<&'a str>,
    /// The trees that hold the command's own files, the deepest first.
    own: Vec<&'a str>,
    /// Where each canary lies.
    canaries: BTreeMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(facts: &'a Facts) -> Self {
        let fences = || {
            let fences = facts.sessions.iter().filter_map(|one| one.fence.as_ref());
            fences.map(|(fence, _)| fence)
        };
        let own: BTreeSet<&str> = fences().flat_map(own).collect();
        let canaries = fences().flat_map(|fence| &fence.canaries);
        Self {
            command: command(facts),
            own: own.into_iter().rev().collect(),
            canaries: canaries
                .map(|Canary { id, place }| (id.as_str(), place.as_str()))
                .collect(),
        }
    }

    /// Whether a program is the command.
    pub(super) fn is_command(&self, program: &str) -> bool {
        self.command.contains(base(program))
    }

    /// A path; a long one of one of the command's own trees by the part below it.
    pub(super) fn path(&self, path: &str) -> String {
        match self.below(path) {
            Some(rest) if path.len() > LONG => format!("…/{rest}"),
            _ => path.to_owned(),
        }
    }

    /// A program with its arguments: of files of the command's own the last name.
    pub(super) fn line(&self, program: &str, arguments: &str) -> String {
        let words = arguments.split(' ').map(|word| match self.below(word) {
            Some(rest) if word.len() > LONG => format!("…/{}", base(rest)),
            _ => word.to_owned(),
        });
        let line: Vec<String> = [base(program).to_owned()]
            .into_iter()
            .chain(words)
            .collect();
        line.join(" ").trim_end().to_owned()
    }

    /// The place of a canary, or its id where that is not known.
    pub(super) fn canary(&self, id: &'a str) -> &'a str {
        self.canaries.get(id).copied().unwrap_or(id)
    }

    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut own = self.own.iter();
        let rest = own.find_map(|tree| path.strip_prefix(*tree)?.strip_prefix('/'))?;
        (!rest.is_empty()).then_some(rest)
    }
}

fn own(fence: &Fence) -> impl Iterator<Item = &str> {
    let own = fence.own.iter().map(|tree| tree.trim_end_matches('/'));
    own.filter(|tree| !tree.is_empty())
}

fn command(facts: &Facts) -> BTreeSet<&str> {
    let command: &[String] = match &facts.header.target {
        Target::Stdio { command } => command,
        Target::Http { .. } => &[],
    };
    let programs = facts.sessions.iter().filter_map(|one| one.program.as_ref());
    let started = programs.map(|program| program.path.as_str());
    let first = command.first().map(String::as_str);
    first.into_iter().chain(started).map(base).collect()
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
