use crate::{Answer, Finding, Outcome, Severity, Subject, SubjectKind, View, say};
use evidence::Kind;
use judge::Sign;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let signs = &view.judged.signs;
    if signs.iter().any(|sign| sign.certain) {
        return Ok(Outcome::Fail {
            findings: signs.iter().map(finding).collect(),
        });
    }
    if !signs.is_empty() {
        let because = format!(
            "{} in its texts that a person should read.",
            say::count(signs.len(), "passage")
        );
        let remedy = "Read the passages; where they are honest, attest `tools.descriptions`.";
        return Ok(Outcome::inconclusive(because, remedy).with(signs.iter().map(finding)));
    }
    let (handshakes, mut frames) = (view.connected()?.len(), view.tools_whole()?);
    frames.extend(view.resources_whole()?);
    frames.extend(view.whole(Kind::Prompt)?);
    let texts = say::count(view.facts.inventory.all().count(), "definition");
    Ok(Outcome::pass(format!(
        "Every text of {texts} and {} was read, and nothing odd was found.",
        say::count(handshakes, "handshake")
    ))
    .at(frames))
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
