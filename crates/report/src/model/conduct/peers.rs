//! Whom it spoke to, each once: looked up, contacted, sent to.

use super::did::Kind;
use super::size;
use evidence::FrameId;
use evidence::conduct::Deed;
use probes::Peer;
use std::collections::BTreeSet;

/// Every peer by how far that went, and where it shows.
pub(super) fn peers(deeds: &[(&Deed, FrameId)]) -> Vec<(Kind, String, BTreeSet<FrameId>)> {
    let peers = probes::peers(deeds.iter().copied());
    let told = peers.into_iter().map(|peer| {
        let kind = match (peer.sent.is_empty(), peer.contacted) {
            (false, _) => Kind::Sent,
            (true, true) => Kind::Contacted,
            (true, false) => Kind::LookedUp,
        };
        (kind, said(&peer), peer.frames)
    });
    told.collect()
}

/// `a.example (443/tcp, TLS, 517 bytes)`.
fn said(peer: &Peer) -> String {
    let ports = peer.ports.iter().filter(|(port, _)| *port > 0);
    let ports = ports.map(|(port, transport)| format!("{port}/{transport}"));
    let to = format!(" to {}", peer.name);
    let sent = peer
        .sent
        .iter()
        .map(|what| what.strip_suffix(&to).unwrap_or(what).to_owned());
    let size = (!peer.sent.is_empty()).then(|| size(peer.bytes));
    let passed = peer.passed.then(|| "let through".to_owned());
    let all: Vec<String> = ports
        .chain(sent.filter(|what| what != "bytes"))
        .chain(size)
        .chain(passed)
        .collect();
    if all.is_empty() {
        peer.name.clone()
    } else {
        format!("{} ({})", peer.name, all.join(", "))
    }
}
