//! The ledger: each deed once, with how often and when first; and what two ways of noticing do not agree on.

use super::text;
use crate::canary::Search;
use crate::net::describe::describe;
use evidence::conduct::{Act, Conduct, Confidence, Deed, Place, Touch, Usage, Via};
use std::collections::{BTreeSet, HashMap};
use std::mem::{Discriminant, discriminant};
use std::path::Path;

mod disagree;
mod searched;
mod shown;

/// How many different deeds are kept of each [`Share`]: 2,000 together.
const EACH: u64 = 117;

/// What has a share of the ledger of its own, so that no noise of one hides another: each of the 16 kinds of acts, and to
/// read what was opened on request, which a server may do all day.
type Share = (Discriminant<Act>, bool);

/// Everything that was noticed.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// What it used.
    pub(crate) usage: Usage,
    /// Whether system calls are seen. Where they are not, nothing can disagree with them.
    pub(crate) sees_calls: bool,
    search: Search,
    home: String,
    deeds: Vec<Deed>,
    known: HashMap<(Act, Via, Option<String>), usize>,
    shares: HashMap<Share, u64>,
    /// When the first deed was not kept, and how many were not.
    beyond: Option<(u64, u64)>,
    full: BTreeSet<&'static str>,
    /// Paths that calls name and no deed tells: what was moved or linked to them brings along what lies below.
    named: BTreeSet<String>,
}

impl Ledger {
    /// An empty one, which looks for these canaries. This HOME is written `~`.
    pub(crate) fn new(search: Search, home: &Path) -> Self {
        Self {
            search,
            home: home.to_string_lossy().into_owned(),
            ..Self::default()
        }
    }

    /// Everything, sorted.
    pub(crate) fn finish(self) -> Conduct {
        Conduct {
            usage: self.usage,
            deeds: self.settle(),
        }
    }

    /// Writes a deed down, or counts it where it is known. Its own count is added.
    pub(crate) fn deed(&mut self, mut deed: Deed) {
        self.resolved(&deed);
        shown::hide(&mut deed.act, &self.search);
        let key = (deed.act.clone(), deed.via, deed.program.clone());
        if let Some(known) = self.known.get(&key).and_then(|at| self.deeds.get_mut(*at)) {
            known.count = known.count.saturating_add(deed.count);
            known.at_ms = known.at_ms.min(deed.at_ms);
            known.confidence = known.confidence.max(deed.confidence);
            return;
        }
        let kept = self.shares.entry(share(&deed.act)).or_default();
        if *kept >= EACH {
            let (_, beyond) = self.beyond.get_or_insert((deed.at_ms, 0));
            *beyond = beyond.saturating_add(deed.count);
            self.full.insert(disagree::channel(&deed));
            return;
        }
        *kept += 1;
        self.known.insert(key, self.deeds.len());
        self.deeds.push(deed);
    }

    /// Writes down the first bytes that something sent, and the canaries in them: see [`crate::protocol::Tale::Data`].
    pub(crate) fn data(&mut self, to: &str, bytes: &[u8], at_ms: u64) {
        let to = text::clean(to.as_bytes());
        let mut acts = vec![Act::Send {
            to: to.clone(),
            what: text::clean(describe(bytes).as_bytes()),
            bytes: bytes.len() as u64,
        }];
        for hit in self.search.find(bytes) {
            let how = Touch::Sent {
                to: to.clone(),
                encoding: hit.encoding.id().to_owned(),
            };
            acts.push(Act::Canary { id: hit.id, how });
        }
        for act in acts {
            self.deed(Deed {
                at_ms,
                ..deed(act, Via::Sink, None)
            });
        }
    }

    /// A name that is asked for is sent, and may hold a canary: in labels of 63 characters at most.
    fn resolved(&mut self, deed: &Deed) {
        let Act::Resolve { name, asked } = &deed.act else {
            return;
        };
        let mut stream = self.search.stream();
        let mut hits = stream.feed(name.as_bytes());
        hits.extend(stream.feed(name.replace('.', "").as_bytes()));
        let to = match asked {
            Some(server) => format!("the name server {server}"),
            None => "the name server".to_owned(),
        };
        for hit in hits {
            let how = Touch::Sent {
                to: to.clone(),
                encoding: hit.encoding.id().to_owned(),
            };
            let act = Act::Canary { id: hit.id, how };
            self.deed(Deed {
                act,
                ..deed.clone()
            });
        }
    }

    /// Counts a file whose opening says nothing.
    pub(crate) fn quiet(&mut self) {
        self.usage.opened = self.usage.opened.saturating_add(1);
    }

    /// Remembers a path that a call names: the new one of something that is moved or linked, or a canary's.
    pub(crate) fn named(&mut self, path: String) {
        if (self.named.len() as u64) < EACH {
            self.named.insert(path);
        } else {
            self.full.insert(disagree::WRITES);
        }
    }

    /// All deeds, sorted by time and then by what they are, with what the ways of noticing do not agree on.
    fn settle(mut self) -> Vec<Deed> {
        searched::forget(&mut self.deeds);
        if self.sees_calls {
            for deed in disagree::find(&self) {
                self.deed(deed);
            }
        }
        if let Some((at_ms, count)) = self.beyond {
            let what = "deeds".to_owned();
            self.deeds.push(Deed {
                act: Act::Limit { what, ended: false },
                via: Via::Process,
                confidence: Confidence::Certain,
                count,
                at_ms,
                program: None,
            });
        }
        let mut deeds = self.deeds;
        for deed in &mut deeds {
            shown::at_home(deed, &self.home);
        }
        deeds.sort_by(|a, b| {
            let key = |deed: &Deed| (deed.via, deed.program.clone());
            let act = || a.act.cmp(&b.act);
            a.at_ms
                .cmp(&b.at_ms)
                .then_with(act)
                .then_with(|| key(a).cmp(&key(b)))
        });
        deeds
    }
}

fn share(act: &Act) -> Share {
    let opened = matches!(
        act,
        Act::Read {
            place: Place::Opened,
            ..
        }
    );
    (discriminant(act), opened)
}

/// A deed without a time, noticed once.
pub(crate) fn deed(act: Act, via: Via, program: Option<String>) -> Deed {
    let confidence = match via {
        Via::Call if !matches!(act, Act::Refused { .. } | Act::Detach) => Confidence::Named,
        _ => Confidence::Certain,
    };
    Deed {
        act,
        via,
        confidence,
        count: 1,
        at_ms: 0,
        program,
    }
}

#[cfg(test)]
mod tests;
