use crate::{Answer, Finding, Outcome, Severity, Subject, View, say};
use evidence::{Fault, FaultKind, Kind};

/// Members of tools that other probes answer for.
const OF_TOOLS: [&str; 5] = [
    "name",
    "description",
    "inputSchema",
    "outputSchema",
    "annotations",
];

/// Members of handshakes and pages that other probes answer for.
const OF_PAGES: [&str; 7] = [
    "ttlMs",
    "cacheScope",
    "protocolVersion",
    "capabilities",
    "serverInfo`",
    "serverInfo.name",
    "serverInfo.version",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let findings: Vec<Finding> = view
        .facts
        .faults
        .iter()
        .filter(|fault| is_ours(fault))
        .map(finding)
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let mut frames = view.whole(Kind::Tool)?;
    frames.extend(view.resources_whole()?);
    frames.extend(view.whole(Kind::Prompt)?);
    Ok(
        Outcome::pass("Everything that it declares and lists has the shape of its revision.")
            .at(frames),
    )
}

fn is_ours(fault: &Fault) -> bool {
    let about = |members: &[&str]| {
        members.iter().any(|member| {
            fault
                .says
                .strip_prefix('`')
                .is_some_and(|says| says.starts_with(member))
        })
    };
    let others = match &fault.subject {
        Some((Kind::Tool, _)) => about(&OF_TOOLS),
        Some((Kind::Resource | Kind::Template, _)) => about(&["uri"]),
        Some((Kind::Prompt, _)) => false,
        None => fault.at.pointer.starts_with("/result/capabilities") || about(&OF_PAGES),
    };
    fault.kind == FaultKind::WrongShape && !others
}

fn finding(fault: &Fault) -> Finding {
    let message = format!("{}.", say::sentence(&fault.says));
    let finding = match &fault.subject {
        Some((kind, name)) => Finding::new(Subject::named(*kind, name), Severity::Warning, message),
        None => Finding::on_server(Severity::Warning, message).inside(fault.at.pointer.clone()),
    };
    finding.at([fault.at.frame])
}
