use crate::{Answer, Finding, Outcome, Severity, Subject, SubjectKind, View, say};
use evidence::Kind;
use judge::{JudgedTool, Sign};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let mut findings: Vec<Finding> = view.judged.signs.iter().map(finding).collect();
    findings.extend(view.judged.tools.iter().filter_map(contradiction));
    if findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
    {
        return Ok(Outcome::Fail { findings });
    }
    if !findings.is_empty() {
        let because = format!(
            "{} in its texts that a person should read.",
            say::count(findings.len(), "passage")
        );
        let remedy = "Read the passages; where they are honest, attest `tools.descriptions`.";
        return Ok(Outcome::inconclusive(because, remedy).with(findings));
    }
    let mut frames = view.tools_whole()?;
    frames.extend(view.resources_whole()?);
    frames.extend(view.whole(Kind::Prompt)?);
    let (instructions, definitions) = (
        view.facts.inventory.instructions.len(),
        view.facts.inventory.all().count(),
    );
    let texts = say::count(instructions + definitions, "text");
    Ok(Outcome::pass(format!(
        "Instructions and definitions were read, {texts}: nothing odd was found."
    ))
    .at(frames))
}

/// An annotation that the tool's own text contradicts. Two hints that contradict each other deceive nobody who reads both.
fn contradiction(tool: &JudgedTool) -> Option<Finding> {
    let claim = tool
        .contradictions
        .iter()
        .find(|claim| claim.from != "/annotations")?;
    let message = format!(
        "{}: {}.",
        say::sentence(&claim.claim),
        say::quote(&claim.text)
    );
    Some(Finding::on(&tool.item, Severity::Error, message).inside("/annotations/readOnlyHint"))
}

fn finding(sign: &Sign) -> Finding {
    let (kind, name) = &sign.subject;
    let kind = match kind.as_str() {
        "tool" => SubjectKind::Tool,
        "resource" => SubjectKind::Resource,
        "template" => SubjectKind::Template,
        "prompt" => SubjectKind::Prompt,
        _ => SubjectKind::Server,
    };
    let name = if kind == SubjectKind::Server {
        String::new()
    } else {
        name.clone()
    };
    let (frame, pointer) = &sign.at;
    let severity = if sign.certain {
        Severity::Error
    } else {
        Severity::Warning
    };
    let message = format!("It holds {}: {}.", sign.what, say::quote(&sign.text));
    Finding::new(
        Subject {
            kind,
            name,
            pointer: None,
        },
        severity,
        message,
    )
    .inside(pointer.clone())
    .at([*frame])
}
