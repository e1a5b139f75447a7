//! What one way of noticing saw for certain, and the system calls did not tell.
//!
//! A process may change the name of a file between the moment in which the supervisor reads it and the one in which the
//! kernel does. That is seen by this: the watch on a canary, the packets and the disk cannot be deceived.

use super::{Act, Deed, EACH, Ledger, Touch, Via, deed};
use crate::supervise::places::below;
use evidence::conduct::Place;

/// Opening files.
pub(super) const OPENS: &str = "opens";
/// Changing files.
pub(super) const WRITES: &str = "writes";
/// Contacting addresses.
pub(super) const CONTACTS: &str = "contacts";

/// Which account of the calls is incomplete where this deed was not kept.
pub(super) fn channel(deed: &Deed) -> &'static str {
    match (&deed.act, deed.via) {
        (Act::Read { .. } | Act::Canary { .. }, _) => OPENS,
        (Act::Write { .. } | Act::Delete { .. } | Act::Listen { .. }, _) => WRITES,
        (Act::Contact { .. }, _) => CONTACTS,
        _ => "other",
    }
}

/// All that disagrees. What was not kept is not missed.
pub(super) fn find(ledger: &Ledger) -> Vec<Deed> {
    let all = &ledger.deeds;
    let mut found = Vec::new();
    for seen in all {
        let says = match (&seen.act, seen.via) {
            (
                Act::Canary {
                    id,
                    how: Touch::Opened,
                },
                Via::Watch,
            ) if !ledger.full.contains(OPENS) && seen.count > named_canary(all, id) => {
                format!(
                    "the canary {id} was opened more often than the system calls that were seen name it"
                )
            }
            (
                Act::Contact {
                    address,
                    port,
                    transport,
                    ..
                },
                Via::Packet,
            ) if transport == "tcp"
                && !ledger.full.contains(CONTACTS)
                && !connected(all, address, *port) =>
            {
                format!(
                    "a connection to {address} port {port} was begun, and no system call that was seen asks for it"
                )
            }
            (Act::Changed { path, place, .. }, Via::Diff)
                if *place != Place::Kernel
                    && !ledger.full.contains(WRITES)
                    && !asked(ledger, path) =>
            {
                format!("{path} is different, and no system call that was seen names it")
            }
            _ => continue,
        };
        let mut odd = deed(Act::Disagree { says }, seen.via, None);
        odd.at_ms = seen.at_ms;
        found.push(odd);
    }
    found.sort_by(|a, b| a.act.cmp(&b.act));
    found.dedup_by(|a, b| a.act == b.act);
    found.truncate(usize::try_from(EACH).unwrap_or(usize::MAX));
    found
}

/// How often calls named a canary. The watch counts no more than there were: what it cannot pass on at once it joins.
fn named_canary(all: &[Deed], which: &str) -> u64 {
    let opened = |how: &Touch| matches!(how, Touch::Opened | Touch::Changed);
    all.iter()
        .filter(|deed| {
            deed.via == Via::Call
                && matches!(&deed.act, Act::Canary { id, how } if id == which && opened(how))
        })
        .map(|deed| deed.count)
        .sum()
}

fn connected(all: &[Deed], to: &str, at: u16) -> bool {
    all.iter().any(|deed| {
        deed.via == Via::Call && matches!(&deed.act, Act::Contact { address, port, .. } if address == to && *port == at)
    })
}

fn asked(ledger: &Ledger, changed: &str) -> bool {
    ledger.named.iter().any(|path| below(changed, path))
        || ledger.deeds.iter().any(|deed| {
            deed.via == Via::Call
                && match &deed.act {
                    Act::Write { path, .. } | Act::Delete { path, .. } => path == changed,
                    Act::Listen { on } => on == changed,
                    _ => false,
                }
        })
}
