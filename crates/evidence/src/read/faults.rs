//! Collects faults, so that a flood of them stays small; and what else is bounded over all connections.

use super::definitions::Definitions;
use crate::{Fault, FaultKind, FrameId, Kind, Pointer, limits};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(super) struct Faults {
    kept: Vec<Fault>,
    /// How many were seen of each kind on each connection, apart for faults of single items; and where the first one
    /// stood that was not kept.
    counts: BTreeMap<(u32, FaultKind, bool), (usize, Option<Pointer>)>,
    /// What was wrong with what we sent.
    ours: Vec<(String, FrameId)>,
    /// Bytes of memory of the values that are kept.
    values: usize,
    /// Every different item.
    pub(super) definitions: Definitions,
}

/// As many failures of ours are named, each once.
const OURS: usize = 20;

impl Faults {
    /// Whether a value of this weight may be kept too.
    pub(super) fn keeps(&mut self, weight: usize) -> bool {
        self.values = self.values.saturating_add(weight);
        self.values <= limits::VALUES_BYTES
    }

    pub(super) fn push(&mut self, session: u32, kind: FaultKind, at: Pointer, says: String) {
        self.add(Fault {
            kind,
            session,
            at,
            says,
            subject: None,
            method: None,
        });
    }

    /// A fault of a message of this method.
    pub(super) fn message(
        &mut self,
        session: u32,
        kind: FaultKind,
        at: Pointer,
        says: String,
        method: &str,
    ) {
        self.add(Fault {
            kind,
            session,
            at,
            says,
            subject: None,
            method: Some(method.to_owned()),
        });
    }

    /// Something wrong with what we sent: never charged to the server.
    pub(super) fn ours(&mut self, frame: FrameId, says: String) {
        if self.ours.len() < OURS && self.ours.iter().all(|(known, _)| *known != says) {
            self.ours.push((says, frame));
        }
    }

    pub(super) fn item(
        &mut self,
        session: u32,
        kind: FaultKind,
        at: Pointer,
        says: String,
        subject: (Kind, String),
    ) {
        self.add(Fault {
            kind,
            session,
            at,
            says,
            subject: Some(subject),
            method: None,
        });
    }

    fn add(&mut self, fault: Fault) {
        let item = fault.subject.is_some();
        let (count, beyond) = self
            .counts
            .entry((fault.session, fault.kind, item))
            .or_default();
        *count += 1;
        if *count <= cap(item) {
            self.kept.push(fault);
        } else if beyond.is_none() {
            *beyond = Some(fault.at);
        }
    }

    /// The faults in the order of frames; each kind that went beyond its cap ends with a count of the rest. And what was
    /// wrong with what we sent.
    pub(super) fn finish(mut self) -> (Vec<Fault>, Vec<(String, FrameId)>) {
        for ((session, kind, item), (count, beyond)) in self.counts {
            if let Some(at) = beyond {
                let says = format!("{} more of this kind", count - cap(item));
                self.kept.push(Fault {
                    kind,
                    session,
                    at,
                    says,
                    subject: None,
                    method: None,
                });
            }
        }
        self.kept.sort_by_key(|fault| fault.at.frame);
        (self.kept, self.ours)
    }
}

const fn cap(item: bool) -> usize {
    if item {
        limits::ITEM_FAULTS
    } else {
        limits::FAULTS
    }
}
