//! Deeds put together by what they are. What every program does is left out.

use super::{NAME, size};
use crate::escape::capped;
use evidence::conduct::{Act, Change, Deed, Place, Touch};
use evidence::{Facts, FrameId, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Things of one kind that it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Did {
    pub(crate) kind: Kind,
    /// Each thing once, in the server's words and not yet escaped.
    pub(crate) things: BTreeSet<String>,
    /// Where it shows.
    pub(crate) frames: Vec<FrameId>,
}

/// Kinds of things that it did, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Leaked,
    Sent,
    Contacted,
    LookedUp,
    TouchedSecrets,
    Refused,
    Disagrees,
    Sockets,
    Ran,
    Changed,
    AskedToChange,
    OpenedOutside,
    Left,
    Limits,
    Listens,
}

impl Kind {
    /// What it did, before a list of what.
    pub(crate) const fn verb(self) -> &'static str {
        match self {
            Self::Leaked => "let planted secrets out",
            Self::Sent => "sent",
            Self::Contacted => "contacted",
            Self::LookedUp => "looked up",
            Self::TouchedSecrets => "touched planted secrets",
            Self::Refused => "was refused",
            Self::Disagrees => "was seen otherwise than its calls say",
            Self::Sockets => "used sockets of the machine",
            Self::Ran => "ran",
            Self::Changed => "changed",
            Self::AskedToChange => "asked to change",
            Self::OpenedOutside => "opened outside its own files",
            Self::Left => "left running",
            Self::Limits => "hit limits",
            Self::Listens => "waits for connections on",
        }
    }

    /// Whether a reader must not miss it.
    pub(crate) const fn grave(self) -> bool {
        matches!(
            self,
            Self::Leaked
                | Self::Sent
                | Self::Contacted
                | Self::TouchedSecrets
                | Self::Disagrees
                | Self::Left
                | Self::Limits
        )
    }
}

impl Did {
    /// What was done: the first so many things, and how many more.
    pub(crate) fn says(&self, most: usize) -> String {
        let shown: Vec<String> = self
            .things
            .iter()
            .take(most)
            .map(|thing| capped(thing, NAME))
            .collect();
        let more = match self.things.len().saturating_sub(most) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{}{more}", shown.join(", "))
    }
}

/// Deeds by their kind, each thing once.
pub(super) fn grouped<'a>(
    own: &BTreeSet<&str>,
    deeds: impl Iterator<Item = (&'a Deed, FrameId)>,
) -> Vec<Did> {
    let mut groups: BTreeMap<Kind, Did> = BTreeMap::new();
    for (deed, frame) in deeds {
        let Some((kind, thing)) = told(&deed.act, own).filter(|_| !deed.is_start_of_script())
        else {
            continue;
        };
        let did = groups.entry(kind).or_insert_with(|| Did {
            kind,
            things: BTreeSet::new(),
            frames: Vec::new(),
        });
        did.things.insert(thing);
        did.frames.push(frame);
    }
    // What did change was asked to.
    let changed: BTreeSet<String> = groups
        .get(&Kind::Changed)
        .iter()
        .flat_map(|did| &did.things)
        .filter_map(|thing| thing.rsplit_once(" (").map(|(path, _)| path.to_owned()))
        .collect();
    if let Some(asked) = groups.get_mut(&Kind::AskedToChange) {
        asked
            .things
            .retain(|thing| !changed.contains(thing.trim_end_matches(" (delete)")));
    }
    groups.retain(|_, did| !did.things.is_empty());
    groups.into_values().collect()
}

/// The names of the command itself, whose start is no news.
pub(super) fn own_names(facts: &Facts) -> BTreeSet<&str> {
    let command: &[String] = match &facts.header.target {
        Target::Stdio { command } => command,
        Target::Http { .. } => &[],
    };
    let started = facts
        .sessions
        .iter()
        .filter_map(|session| session.program.as_ref())
        .map(|program| program.path.as_str());
    let first = command.first().map(String::as_str);
    first.into_iter().chain(started).map(base).collect()
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What an act is called; none where every program does it.
fn told(act: &Act, own: &BTreeSet<&str>) -> Option<(Kind, String)> {
    let quiet = |place: Place| matches!(place, Place::Temporary | Place::Kernel);
    Some(match act {
        Act::Read {
            path,
            place: Place::Elsewhere,
            found: true,
        } => (Kind::OpenedOutside, path.clone()),
        Act::Write { path, place } if !quiet(*place) => (Kind::AskedToChange, path.clone()),
        Act::Delete { path, place } if !quiet(*place) => {
            (Kind::AskedToChange, format!("{path} (delete)"))
        }
        Act::Changed {
            path, place, how, ..
        } if !quiet(*place) => {
            let how = match how {
                Change::Created => "new",
                Change::Modified => "different",
                Change::Deleted => "gone",
            };
            (Kind::Changed, format!("{path} ({how})"))
        }
        Act::Run {
            path,
            arguments,
            found: true,
        } if !own.contains(base(path)) => {
            let line = format!("{} {arguments}", base(path));
            (Kind::Ran, line.trim_end().to_owned())
        }
        Act::Resolve { name, .. } => (Kind::LookedUp, name.clone()),
        Act::Contact { address, .. }
            if address
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.to_canonical().is_loopback()) =>
        {
            return None;
        }
        Act::Contact {
            address,
            port,
            transport,
            name,
            passed,
        } => {
            let whom = name.as_ref().unwrap_or(address);
            let let_through = if *passed { ", let through" } else { "" };
            (
                Kind::Contacted,
                format!("{whom} ({port}/{transport}{let_through})"),
            )
        }
        Act::Send { to, what, bytes } => (Kind::Sent, format!("{what} ({}) to {to}", size(*bytes))),
        Act::Listen { on } => (Kind::Listens, on.clone()),
        Act::Socket { path } => (Kind::Sockets, path.clone()),
        Act::Canary { id, how } => match how {
            Touch::Opened => (Kind::TouchedSecrets, format!("{id} (opened)")),
            Touch::Read => (Kind::TouchedSecrets, format!("{id} (read)")),
            Touch::Changed => (Kind::TouchedSecrets, format!("{id} (changed)")),
            Touch::Echoed { stream, .. } => (Kind::Leaked, format!("{id} to {stream}")),
            Touch::Sent { to, .. } => (Kind::Leaked, format!("{id} to {to}")),
            Touch::Stored { path, .. } => (Kind::Leaked, format!("{id} into {path}")),
            Touch::Passed { program, .. } => (Kind::Leaked, format!("{id} to {program}")),
        },
        Act::Refused { call } => (Kind::Refused, call.clone()),
        Act::Left { command } => (Kind::Left, command.clone()),
        Act::Limit { what, ended } => {
            let ended = if *ended { " (ended)" } else { "" };
            (Kind::Limits, format!("{what}{ended}"))
        }
        Act::Disagree { says } => (Kind::Disagrees, says.clone()),
        Act::Read { .. }
        | Act::Write { .. }
        | Act::Delete { .. }
        | Act::Changed { .. }
        | Act::Run { .. }
        | Act::Detach => return None,
    })
}
