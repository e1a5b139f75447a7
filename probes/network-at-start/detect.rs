use crate::conduct::{Peer, loopback, peers};
use crate::{Answer, Finding, Severity, View};
use evidence::conduct::{Act, Rung, Sight};

/// Peers that one finding names.
const NAMED: usize = 8;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let (passed, others): (Vec<Peer>, Vec<Peer>) = peers(view.deeds())
        .into_iter()
        .partition(|peer| peer.passed);
    let mut findings = Vec::new();
    findings.extend(told(
        &others,
        Severity::Warning,
        "With no tool called it",
        "In the sandbox nothing of it left the machine.",
    ));
    findings.extend(
        told(
            &passed,
            Severity::Info,
            "As it was let with `--allow-host` it",
            "That did leave the machine.",
        )
        .map(|finding| finding.inside("/network/allowed")),
    );
    findings.extend(listens(view));
    view.conduct(
        &[Sight::Names, Sight::Addresses],
        findings,
        "It started and listed without contacting anybody.",
    )
}

/// One finding for all peers: those that something was sent to first.
fn told(peers: &[Peer], severity: Severity, before: &str, after: &str) -> Option<Finding> {
    let mut sorted: Vec<&Peer> = peers.iter().collect();
    sorted.sort_by_key(|peer| (peer.sent.is_empty(), !peer.contacted));
    let shown: Vec<String> = sorted.iter().take(NAMED).map(|peer| peer.says()).collect();
    let more = match peers.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let message = format!("{before} {}{more}. {after}", shown.join("; "));
    let frames = sorted.iter().flat_map(|peer| peer.frames.iter().copied());
    (!peers.is_empty()).then(|| {
        Finding::on_server(severity, message)
            .inside("/network")
            .at(frames)
    })
}

/// What it waits on. A server on standard streams needs no port, least of all one that other machines reach.
fn listens(view: &View<'_>) -> Option<Finding> {
    let ports: Vec<_> = view
        .deeds()
        .filter_map(|(deed, frame)| match &deed.act {
            // Libraries take any port of the machine's own to see whether they may.
            Act::Listen { on } if on.ends_with(":0") && loopback(on) => None,
            Act::Listen { on } if on.contains(':') => Some((on.as_str(), frame)),
            _ => None,
        })
        .collect();
    let open = ports.iter().any(|(on, _)| !loopback(on));
    let (severity, whom) = if open {
        (Severity::Warning, "other machines may reach it")
    } else {
        (Severity::Info, "only this machine reaches it")
    };
    let ports_named = crate::conduct::listed(ports.iter().map(|(on, _)| *on));
    // Without a network of its own it would wait on the machine's ports.
    let refused = view.fences().any(|(fence, _)| fence.rung == Rung::Landlock);
    let message = if refused {
        format!(
            "It asked to wait for connections on {ports_named}, which it may not here; where it may, {whom}."
        )
    } else {
        format!("It waits for connections on {ports_named}: {whom}.")
    };
    let frames = ports.iter().map(|(_, frame)| *frame);
    (!ports.is_empty()).then(|| {
        Finding::on_server(severity, message)
            .inside("/network/listens")
            .at(frames)
    })
}
