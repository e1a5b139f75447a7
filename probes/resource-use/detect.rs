use crate::{Answer, Finding, Severity, View, say};
use evidence::conduct::{Act, Limits, Sight, Usage};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let mut findings = Vec::new();
    for (deed, frame) in view.deeds() {
        let Act::Limit { what, ended } = &deed.act else {
            continue;
        };
        let limit = view
            .fences()
            .next()
            .and_then(|(fence, _)| named(&fence.limits, what));
        let limit = limit.map_or_else(String::new, |limit| format!(" ({limit})"));
        let after = if *ended {
            ", and was ended"
        } else {
            ", and went on"
        };
        let message = match what.as_str() {
            "deeds" => {
                "It did more than is written down one by one; the rest was counted.".to_owned()
            }
            what => format!("It hit the limit on {}{limit}{after}.", say::quote(what)),
        };
        findings.push(
            Finding::on_server(Severity::Warning, message)
                .inside(format!("/limits/{what}"))
                .at([frame]),
        );
    }
    let says = used(view).map_or_else(
        || "It hit no limit; how much it used was not measured.".to_owned(),
        |used| format!("It hit no limit, and used at most {used}."),
    );
    view.conduct(&[Sight::Resources, Sight::Limits], findings, &says)
}

/// A limit as it is told.
fn named(limits: &Limits, what: &str) -> Option<String> {
    match what {
        "memory" => Some(say::bytes(limits.memory)),
        "disk" => Some(say::bytes(limits.disk)),
        "processes" => Some(limits.processes.to_string()),
        "cpu" => Some(format!("{} s", limits.cpu_s)),
        _ => None,
    }
}

/// The most of all starts.
fn used(view: &View<'_>) -> Option<String> {
    let usages: Vec<Usage> = view
        .facts
        .sessions
        .iter()
        .filter_map(|session| session.usage.map(|(usage, _)| usage))
        .collect();
    let most = |of: fn(&Usage) -> Option<u64>| usages.iter().filter_map(of).max();
    let parts = [
        most(|usage| usage.peak_memory).map(|n| format!("{} of memory", say::bytes(n))),
        most(|usage| usage.peak_processes)
            .map(|n| say::count(usize::try_from(n).unwrap_or(usize::MAX), "process")),
        most(|usage| Some(usage.user_ms?.saturating_add(usage.system_ms.unwrap_or(0))))
            .map(|ms| format!("{} of processor time", say::span(ms))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
