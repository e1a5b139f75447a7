use crate::conduct::{Ran, ran};
use crate::{Answer, Finding, Severity, View, say};
use evidence::conduct::Sight;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let all = ran(view.facts, view.deeds());
    let findings = [
        (
            Ran::Fetched,
            Severity::Warning,
            "/programs/fetched",
            "what it wrote itself, or what lies where anybody writes",
        ),
        (
            Ran::Transfer,
            Severity::Warning,
            "/programs/transfer",
            "what fetches or sends",
        ),
        (Ran::Shell, Severity::Warning, "/programs/shell", "a shell"),
        (Ran::Program, Severity::Info, "/programs", "other programs"),
    ];
    let findings = findings
        .into_iter()
        .filter_map(|(what, severity, pointer, says)| {
            let these: Vec<_> = all.iter().filter(|(ran, ..)| *ran == what).collect();
            let lines = say::names(these.iter().map(|(_, line, _)| line.as_str()));
            let message = format!("With no tool called it ran {says}: {lines}.");
            let frames = these.iter().map(|(.., frame)| *frame);
            (!these.is_empty()).then(|| {
                Finding::on_server(severity, message)
                    .inside(pointer)
                    .at(frames)
            })
        });
    view.conduct(
        &[Sight::Programs],
        findings.collect(),
        "It ran no shell, and nothing that was fetched.",
    )
}
