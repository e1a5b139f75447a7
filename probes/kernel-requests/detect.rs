use crate::{Answer, Finding, Severity, View, conduct::listed};
use evidence::FrameId;
use evidence::conduct::{Act, Sight};

/// What runtimes and common libraries try by themselves, and go on without.
const COMMON: [&str; 10] = [
    "io_uring",
    "clone3",
    "keyctl",
    "add_key",
    "request_key",
    "membarrier",
    "memfd_secret",
    "socket AF_ALG",
    "socket AF_PACKET",
    "rseq",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let refused: Vec<(&str, FrameId)> = view
        .deeds()
        .filter_map(|(deed, frame)| match &deed.act {
            Act::Refused { call } => Some((call.as_str(), frame)),
            _ => None,
        })
        .collect();
    let (common, special): (Vec<_>, Vec<_>) = refused
        .into_iter()
        .partition(|(call, _)| COMMON.iter().any(|known| call.starts_with(known)));
    let mut findings = Vec::new();
    findings.extend(told(&special, Severity::Warning, "/kernel", |calls| {
        format!("It asked the kernel for {calls}, which no server needs; it was refused.")
    }));
    findings.extend(told(&common, Severity::Info, "/kernel/common", |calls| {
        format!("It was refused {calls}, and went on: runtimes try that by themselves.")
    }));
    findings.extend(disagreements(view));
    view.conduct(
        &[Sight::Programs],
        findings,
        "It asked the kernel for nothing special.",
    )
}

fn told(
    calls: &[(&str, FrameId)],
    severity: Severity,
    pointer: &str,
    says: impl FnOnce(&str) -> String,
) -> Option<Finding> {
    let message = says(&listed(calls.iter().map(|(call, _)| *call)));
    let frames = calls.iter().map(|(_, frame)| *frame);
    (!calls.is_empty()).then(|| {
        Finding::on_server(severity, message)
            .inside(pointer)
            .at(frames)
    })
}

/// What one way of watching saw for certain, and another was told otherwise.
fn disagreements(view: &View<'_>) -> Option<Finding> {
    let all: Vec<(&str, FrameId)> = view
        .deeds()
        .filter_map(|(deed, frame)| match &deed.act {
            Act::Disagree { says } => Some((says.as_str(), frame)),
            _ => None,
        })
        .collect();
    told(&all, Severity::Warning, "/kernel/disagree", |says| {
        format!("What its calls named is not what happened: {says}.")
    })
}
