//! The pre-connection check: a row for each configured server, and whether an agent may be connected to all of them.

mod json;
mod page;

pub(crate) use page::{cells, files};

use clients::{Entry, Finding, Inventory, Severity};
use gate_engine::Gate;
use judge::{Placed, ToxicFlow, toxic_flow};
use lock::{Changes, Touched};
use review::{Exit, Review};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// One configured server, and what became of it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its name.
    pub name: String,
    /// The clients that read the entry.
    pub clients: Vec<&'static str>,
    /// The file and the line that it stands in.
    pub at: Option<(Arc<Path>, u32)>,
    /// What became of it.
    pub outcome: Outcome,
    /// Variables that it refers to and was not given.
    pub lacks: BTreeSet<String>,
    /// What its entry says and the check does not do, in words.
    pub unfollowed: Option<String>,
    /// Where its review record would lie, where records count and it has none.
    pub record_wanted: Option<PathBuf>,
    /// Tools that the record excludes and that are let through all the same, each with the clients that do.
    pub let_through: BTreeMap<String, Vec<&'static str>>,
    /// How it stands against the lock, where it was held against one.
    pub against: Option<Against>,
    /// How long it took.
    pub took: Duration,
}

/// What became of a server.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It was probed and judged.
    Judged(Box<Review>),
    /// It could not be probed: what failed, and what to do. It never passes.
    Unprobed(String, String),
    /// Its client passes over the entry; why.
    Skipped(String),
    /// It is switched off; how.
    Off(String),
}

/// How a server stands against the lock.
#[derive(Debug, Clone)]
pub enum Against {
    /// It lists what the lock holds.
    Same,
    /// The lock does not hold it.
    NotLocked,
    /// It lists something else: what, and which statements of its record that touches. Where nothing is named, what the
    /// agent gets of it is another surface.
    Differs(Changes, Vec<Touched>),
}

/// Exit codes in the order in which they go before one another, each once; `Reached` alone where none applies.
pub(crate) fn in_order(all: &[Exit]) -> Vec<Exit> {
    let order = [
        Exit::Usage,
        Exit::NotReached,
        Exit::Authentication,
        Exit::Incomplete,
        Exit::Differs,
        Exit::BelowRequired,
    ];
    let exits: Vec<Exit> = order
        .into_iter()
        .filter(|exit| all.contains(exit))
        .collect();
    if exits.is_empty() {
        vec![Exit::Reached]
    } else {
        exits
    }
}

impl Checked {
    /// The row of an entry, as each client that reads its file has it; nothing became of it yet.
    #[must_use]
    pub fn of(group: &[Entry]) -> Self {
        let first = group.first();
        Self {
            name: first.map_or_else(String::new, |entry| entry.name.clone()),
            clients: group.iter().map(|entry| entry.client.name).collect(),
            at: first.map(|entry| (Arc::clone(&entry.file), entry.line)),
            outcome: Outcome::Unprobed("nobody probed it".to_owned(), String::new()),
            lacks: BTreeSet::new(),
            unfollowed: None,
            record_wanted: None,
            let_through: BTreeMap::new(),
            against: None,
            took: Duration::ZERO,
        }
    }

    /// The row of what broke on our side.
    #[must_use]
    pub fn broken() -> Self {
        Self {
            outcome: Outcome::Unprobed(
                "a probe of ours broke".to_owned(),
                "this is a bug: please report it".to_owned(),
            ),
            ..Self::of(&[])
        }
    }

    /// The exit codes that apply to it; none for what is not connected to.
    pub(crate) fn exits(&self) -> Vec<Exit> {
        let mut exits = match &self.outcome {
            Outcome::Judged(review) => review.exits.clone(),
            Outcome::Unprobed(..) => vec![Exit::NotReached],
            Outcome::Skipped(_) | Outcome::Off(_) => Vec::new(),
        };
        if matches!(
            self.against,
            Some(Against::NotLocked | Against::Differs(..))
        ) {
            exits.push(Exit::Differs);
        }
        exits
    }

    /// Whether both list the same and their clients get the same of it, as far as both were seen.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let seen = |row: &Self| {
            let review = row.review()?;
            let tools = review.decision.surface.iter();
            let tools: BTreeSet<String> = tools.map(|shown| shown.tool.name.clone()).collect();
            Some((review.seen.as_ref()?.facts.pin.clone()?, tools))
        };
        let (one, two) = (seen(self), seen(other));
        one.is_none() || two.is_none() || one == two
    }

    pub(crate) fn review(&self) -> Option<&Review> {
        match &self.outcome {
            Outcome::Judged(review) => Some(review),
            _ => None,
        }
    }
}

/// The whole check.
#[derive(Debug)]
pub struct CheckReport<'a> {
    rows: Vec<Checked>,
    findings: &'a [Finding],
    require: Gate,
    /// Whether a configuration could not be read whole, so that servers may be missing.
    unread: bool,
    /// Whether nothing was to be started: what the files themselves say is all there is.
    statics: bool,
}

impl<'a> CheckReport<'a> {
    /// Puts rows and findings together.
    #[must_use]
    pub fn of(rows: Vec<Checked>, found: &'a Inventory, require: Gate, statics: bool) -> Self {
        Self {
            rows,
            findings: &found.findings,
            require,
            unread: found
                .configs
                .iter()
                .any(|config| !config.problems.is_empty()),
            statics,
        }
    }

    /// The exit codes that apply, the one to exit with first; never empty. A configuration that could not be read whole is
    /// one of usage: what stands in it may be connected to.
    #[must_use]
    pub fn exits(&self) -> Vec<Exit> {
        let all = self.rows.iter().flat_map(Checked::exits);
        in_order(&all.chain(self.own_exits()).collect::<Vec<_>>())
    }

    /// Those that no server has caused.
    fn own_exits(&self) -> Vec<Exit> {
        let bad = self.statics
            && self
                .findings
                .iter()
                .any(|finding| finding.rule.severity() == Severity::Error);
        let below = bad.then_some(Exit::BelowRequired);
        below
            .into_iter()
            .chain(self.unread.then_some(Exit::Usage))
            .collect()
    }

    /// The tools that the agent gets, of every server.
    fn placed(&self) -> Vec<Placed<'_>> {
        let mut placed = Vec::new();
        for row in &self.rows {
            let Some((review, seen)) = row
                .review()
                .and_then(|review| Some((review, review.seen.as_ref()?)))
            else {
                continue;
            };
            let surface: BTreeSet<&str> = review
                .decision
                .surface
                .iter()
                .map(|shown| shown.tool.name.as_str())
                .collect();
            let tools = seen.judged.tools.iter();
            let shown = tools.filter(|tool| surface.contains(tool.item.label().as_str()));
            placed.extend(shown.map(|tool| Placed {
                server: &row.name,
                tool,
            }));
        }
        placed
    }

    /// The toxic flow that needs more than one server; what one server has alone is a finding about it.
    fn flow<'p>(placed: &[Placed<'p>]) -> Option<ToxicFlow<'p>> {
        let flow = toxic_flow(placed)?;
        let path = flow.path?;
        let servers: BTreeSet<&str> = path.iter().map(|tool| tool.server).collect();
        (servers.len() > 1).then_some(flow)
    }
}
