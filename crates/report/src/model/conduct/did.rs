//! Deeds put together by what they are. What every program does is left out.

use super::NAME;
use super::names::Names;
use super::peers::peers;
use crate::escape::capped;
use evidence::FrameId;
use evidence::conduct::{Act, Change, Deed, Place, Touch};
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
            Self::Sent => "sent to",
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
            Self::Listens => "wants connections on",
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
    names: &Names<'_>,
    deeds: impl Iterator<Item = (&'a Deed, FrameId)>,
) -> Vec<Did> {
    let deeds: Vec<(&Deed, FrameId)> = deeds.collect();
    let mut groups = Groups::default();
    for (kind, thing, frames) in peers(&deeds) {
        groups.put(kind, thing, frames);
    }
    let changed = Changed::of(&deeds);
    for (deed, frame) in &deeds {
        if deed.is_start_of_script() || changed.says_all(&deed.act) {
            continue;
        }
        if let Some((kind, thing)) = told(&deed.act, names) {
            groups.put(kind, thing, [*frame]);
        }
    }
    groups.settled()
}

#[derive(Default)]
struct Groups(BTreeMap<Kind, Did>);

impl Groups {
    fn put(&mut self, kind: Kind, thing: String, frames: impl IntoIterator<Item = FrameId>) {
        let did = self.0.entry(kind).or_insert_with(|| Did {
            kind,
            things: BTreeSet::new(),
            frames: Vec::new(),
        });
        did.things.insert(thing);
        did.frames.extend(frames);
    }

    fn settled(mut self) -> Vec<Did> {
        if let Some(touched) = self.0.get_mut(&Kind::TouchedSecrets) {
            // What was read was opened.
            let read = |opened: &str| format!("{opened} (read)");
            let known = touched.things.clone();
            touched.things.retain(|thing| {
                let opened = thing.strip_suffix(" (opened)");
                opened.is_none_or(|opened| !known.contains(&read(opened)))
            });
        }
        self.0.into_values().collect()
    }
}

/// What is different afterwards, and says more than that it was asked for.
struct Changed<'a> {
    /// What is new, different or gone.
    paths: BTreeSet<&'a str>,
    /// What it deleted.
    deleted: BTreeSet<&'a str>,
}

impl<'a> Changed<'a> {
    fn of(deeds: &[(&'a Deed, FrameId)]) -> Self {
        let acts = || deeds.iter().map(|(deed, _)| &deed.act);
        Self {
            paths: acts()
                .filter_map(|act| match act {
                    Act::Changed { path, .. } => Some(path.as_str()),
                    _ => None,
                })
                .collect(),
            deleted: acts()
                .filter_map(|act| match act {
                    Act::Delete { path, .. } => Some(path.as_str()),
                    _ => None,
                })
                .collect(),
        }
    }

    /// Whether others say all that an act says: what did change was asked to, a directory is new because of what is in
    /// it, and what it wrote in its HOME and deleted again is as good as never written.
    fn says_all(&self, act: &Act) -> bool {
        match act {
            Act::Write { path, place } | Act::Delete { path, place } => {
                self.paths.contains(path.as_str())
                    || *place == Place::Home && self.deleted.contains(path.as_str())
            }
            Act::Changed {
                path,
                how: Change::Created,
                ..
            } => {
                let inside = format!("{path}/");
                let mut next = self.paths.range(inside.as_str()..);
                next.next().is_some_and(|next| next.starts_with(&inside))
            }
            _ => false,
        }
    }
}

/// What an act is called; none where every program does it, or where [`peers`] tells it.
fn told(act: &Act, names: &Names<'_>) -> Option<(Kind, String)> {
    let quiet = |place: Place| matches!(place, Place::Temporary | Place::Kernel);
    Some(match act {
        Act::Read {
            path,
            place: Place::Elsewhere,
            found: true,
        } => (Kind::OpenedOutside, path.clone()),
        Act::Write { path, place } if !quiet(*place) => (Kind::AskedToChange, names.path(path)),
        Act::Delete { path, place } if !quiet(*place) => (
            Kind::AskedToChange,
            format!("{} (delete)", names.path(path)),
        ),
        Act::Changed {
            path, place, how, ..
        } if !quiet(*place) => {
            let how = match how {
                Change::Created => "new",
                Change::Modified => "different",
                Change::Deleted => "gone",
            };
            (Kind::Changed, format!("{} ({how})", names.path(path)))
        }
        Act::Run {
            path,
            arguments,
            found: true,
        } if !names.is_command(path) => (Kind::Ran, names.line(path, arguments)),
        // Libraries take any port of the machine's own to see whether they may.
        Act::Listen { on } if on.ends_with(":0") && probes::loopback(on) => return None,
        Act::Listen { on } => (Kind::Listens, on.clone()),
        Act::Socket { path } => (Kind::Sockets, path.clone()),
        Act::Canary { id, how } => canary(names.canary(id), how),
        Act::Refused { call } => (Kind::Refused, call.clone()),
        Act::Left { command } => (Kind::Left, command.clone()),
        Act::Limit { what, ended } => {
            let ended = if *ended { " (ended)" } else { "" };
            (Kind::Limits, format!("{what}{ended}"))
        }
        Act::Disagree { says } => (Kind::Disagrees, says.clone()),
        _ => return None,
    })
}

fn canary(place: &str, how: &Touch) -> (Kind, String) {
    match how {
        Touch::Opened => (Kind::TouchedSecrets, format!("{place} (opened)")),
        Touch::Read => (Kind::TouchedSecrets, format!("{place} (read)")),
        Touch::Changed => (Kind::TouchedSecrets, format!("{place} (changed)")),
        Touch::Echoed { stream, .. } => (Kind::Leaked, format!("{place} to {stream}")),
        Touch::Sent { to, .. } => (Kind::Leaked, format!("{place} to {to}")),
        Touch::Stored { path, .. } => (Kind::Leaked, format!("{place} into {path}")),
        Touch::Passed { program, .. } => (Kind::Leaked, format!("{place} to {program}")),
    }
}
