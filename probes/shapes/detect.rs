use crate::{Answer, Finding, Outcome, Severity, Subject, View, say};
use evidence::{Fault, FaultKind, Kind};

mod values;

/// Members of tools that other probes answer for.
const OF_TOOLS: [&str; 5] = [
    "name",
    "description",
    "inputSchema",
    "outputSchema",
    "annotations",
];

/// Members of handshakes and pages that other probes answer for.
const OF_PAGES: [&str; 8] = [
    "ttlMs",
    "cacheScope",
    "resultType",
    "protocolVersion",
    "capabilities",
    "serverInfo`",
    "serverInfo.name",
    "serverInfo.version",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let mut findings: Vec<Finding> = view
        .facts
        .faults
        .iter()
        .filter_map(|fault| Some(finding(severity(fault)?, fault)))
        .collect();
    findings.extend(view.resources().flat_map(values::odd));
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    let mut frames = view.whole(Kind::Tool)?;
    frames.extend(view.resources_whole()?);
    frames.extend(view.whole(Kind::Prompt)?);
    Ok(
        Outcome::pass(
            "Everything that it declares, lists and sends has the shape of its revision.",
        )
        .at(frames)
        .with(findings),
    )
}

/// How bad a wrong shape is; `None` for what other probes answer.
fn severity(fault: &Fault) -> Option<Severity> {
    match fault.kind {
        FaultKind::WrongShape if !others_answer(fault) => Some(Severity::Warning),
        // Many clients take null parameters for none.
        FaultKind::WrongMessage if fault.says.ends_with("`params` is null; expected an object") => {
            Some(Severity::Info)
        }
        FaultKind::WrongMessage if told_elsewhere(fault) || others_answer(fault) => None,
        FaultKind::WrongMessage => Some(Severity::Warning),
        // A client passes over what it does not know.
        FaultKind::UnknownMethod => Some(Severity::Info),
        _ => None,
    }
}

/// Whether logging or progress answers for what is wrong with a notification.
fn told_elsewhere(fault: &Fault) -> bool {
    let members: &[&str] = match fault.method.as_deref() {
        Some("notifications/message") => {
            &["`params.level`", "`params.data`", "`params` is missing"]
        }
        Some("notifications/progress") => &["`params.progress", "`params` is missing"],
        _ => &[],
    };
    members.iter().any(|member| fault.says.contains(member))
}

fn others_answer(fault: &Fault) -> bool {
    let about = |members: &[&str]| {
        members.iter().any(|member| {
            let quoted = fault.says.split_once('`');
            quoted.is_some_and(|(_, says)| says.starts_with(member))
        })
    };
    match &fault.subject {
        Some((Kind::Tool, _)) => about(&OF_TOOLS),
        Some((Kind::Resource | Kind::Template, _)) => about(&["uri"]),
        Some((Kind::Prompt, _)) => false,
        None => {
            let place = fault.at.pointer.as_str();
            let list = fault.method.as_deref().and_then(Kind::of_method).is_some();
            let no_page = place == "/result" && list && !fault.says.contains('`');
            no_page || place.starts_with("/result/capabilities") || about(&OF_PAGES)
        }
    }
}

fn finding(severity: Severity, fault: &Fault) -> Finding {
    let message = format!("{}.", say::sentence(&fault.says));
    let pointer = &fault.at.pointer;
    let finding = match (&fault.subject, &fault.method) {
        (Some((kind, name)), _) => Finding::new(Subject::named(*kind, name), severity, message),
        // One finding a method and place, so that it is called the same in every run.
        (None, Some(method)) => {
            Finding::on_server(severity, message).inside(format!("/{method}{pointer}"))
        }
        (None, None) => Finding::on_server(severity, message).inside(pointer.clone()),
    };
    finding.at([fault.at.frame])
}
