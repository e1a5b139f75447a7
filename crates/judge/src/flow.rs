//! Toxic flows: whoever can write what an agent reads can have it fetch what is private and send it out, where the tools for all three
//! are at hand. No tool of a flow need do wrong, and they may belong to different servers.
//!
//! An agent carries anything from any tool to any other, so that there is a flow exactly where each of the three [`Leg`]s has a tool, and
//! the cheapest way to end it is to take away the smallest leg.

use crate::JudgedTool;
use gate_engine::Effect;
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(crate) mod legs;

/// What a tool adds to a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leg {
    /// It returns what is not everybody's: a sensitive class, local files, rows of a database, credentials.
    Private,
    /// It returns what strangers may have written: pages, mails, issues, messages.
    Untrusted,
    /// What it is given leaves: messages, uploads, addresses that the caller makes up.
    Out,
}

impl Leg {
    /// Every leg, in the order in which a flow passes them.
    pub const ALL: [Self; 3] = [Self::Private, Self::Untrusted, Self::Out];

    /// The words a person reads.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Private => "private data",
            Self::Untrusted => "untrusted content",
            Self::Out => "a way out",
        }
    }

    /// The claim that a tool has this leg, as it stands in [`JudgedTool::because`].
    #[must_use]
    pub const fn claim(self) -> &'static str {
        match self {
            Self::Private => "flow: private data",
            Self::Untrusted => "flow: untrusted content",
            Self::Out => "flow: a way out",
        }
    }
}

/// A tool with the server that it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'j> {
    /// The name by which the server is configured.
    pub server: &'j str,
    /// The tool.
    pub tool: &'j JudgedTool,
}

impl Placed<'_> {
    /// What it is told apart by: two definitions of one name are excluded together.
    fn key(&self) -> (&str, String) {
        (self.server, self.tool.item.label())
    }

    fn has(&self, leg: Leg) -> bool {
        self.tool.legs.contains(&leg)
    }

    /// Whether one tool is a flow by itself: a shell, a browser.
    fn alone(&self) -> bool {
        Leg::ALL.into_iter().all(|leg| self.has(leg))
    }

    /// The least useful first: what is broad, what changes most, what adds most to flows; then in the order of names.
    fn usefulness(&self) -> impl Ord + use<> {
        let change = match self.tool.effect {
            Effect::Read => 0_u8,
            Effect::Write => 1,
            Effect::Unknown => 2,
            Effect::Destructive => 3,
        };
        (
            Reverse((self.tool.broad, change, self.tool.legs.len())),
            self.server.to_owned(),
            self.tool.item.label(),
        )
    }
}

/// A way for private data to get out at a stranger's word.
#[derive(Debug, Clone)]
pub struct ToxicFlow<'j> {
    /// Tools that are a flow by themselves, in the order given.
    pub alone: Vec<Placed<'j>>,
    /// A path through tools of which none is a flow by itself: where private data is read, where a stranger's text comes in, and where it
    /// leaves. One tool may be two of them. `None` where there is no such path.
    pub path: Option<[Placed<'j>; 3]>,
    /// The smallest set of tools without which no flow is left, the least useful first.
    pub cut: Vec<Placed<'j>>,
}

/// The toxic flow through these tools, which an agent gets together; `None` where there is none. The same whatever the order of servers,
/// but for the path, which takes the first tools that it can.
#[must_use]
pub fn toxic_flow<'j>(tools: &[Placed<'j>]) -> Option<ToxicFlow<'j>> {
    let alone: Vec<Placed<'j>> = distinct(tools.iter().copied().filter(Placed::alone));
    let first = |leg| {
        let others = tools.iter().filter(|tool| !tool.alone());
        others.copied().find(|tool| tool.has(leg))
    };
    let path = match Leg::ALL.map(first) {
        [Some(source), Some(content), Some(sink)] => Some([source, content, sink]),
        _ => None,
    };
    // Without the way out, what is left can still be read; so that goes first where legs are of one size.
    let legs = [Leg::Out, Leg::Untrusted, Leg::Private];
    let legs = legs.map(|leg| distinct(tools.iter().copied().filter(|tool| tool.has(leg))));
    let mut cut = legs.into_iter().min_by_key(Vec::len)?;
    if cut.is_empty() {
        return None;
    }
    cut.sort_by_cached_key(Placed::usefulness);
    Some(ToxicFlow { alone, path, cut })
}

/// Each tool once.
fn distinct<'j>(tools: impl Iterator<Item = Placed<'j>>) -> Vec<Placed<'j>> {
    let mut known = BTreeMap::new();
    let mut kept: Vec<Placed<'j>> = Vec::new();
    for tool in tools {
        let (server, name) = tool.key();
        if known.insert((server.to_owned(), name), ()).is_none() {
            kept.push(tool);
        }
    }
    kept
}
