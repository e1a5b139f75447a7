use crate::look;
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Gap, Observed, Session, Variant};
use serde_json::Value;

/// The questions, what each asks for, and the codes that answer it well: of every revision, and of those with a handshake.
const ASKED: [(&str, &str, &[i64], &[i64]); 5] = [
    ("unknown-tool", "a tool", &[-32602], &[]),
    ("unknown-prompt", "a prompt", &[-32602], &[]),
    ("unknown-resource", "a resource", &[-32602], &[-32002]),
    ("unknown-completion", "a prompt to complete", &[-32602], &[]),
    ("unknown-task", "a task", &[-32602, -32021], &[]),
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let connected = view.connected()?;
    let frames: Vec<_> = ASKED
        .iter()
        .flat_map(|(id, ..)| look::frames_of(&view.put(id)))
        .collect();
    if frames.is_empty() {
        let why = "Nothing was asked for that does not exist: that takes `--reach protocol`.";
        return Err(Gap {
            ours: view.facts.interrupted,
            ..look::gap(why)
        });
    }
    for (id, what, ..) in ASKED {
        let asked = view.put(id);
        let survived = look::not_survived(
            &asked,
            &format!("being asked for {what} that does not exist"),
        );
        if let Some(outcome) = survived {
            return Ok(outcome);
        }
    }
    let findings: Vec<Finding> = connected
        .iter()
        .flat_map(|(session, ..)| ASKED.iter().filter_map(|row| told(session, row)))
        .collect();
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    Ok(Outcome::pass("It refuses what does not exist.")
        .at(frames)
        .with(findings))
}

fn told(
    session: &Session,
    (id, what, codes, legacy): &(&str, &str, &[i64], &[i64]),
) -> Option<Finding> {
    let question = session.questions.get(*id)?;
    let place = format!("/names/{id}");
    if let Some(result) = look::results(question).next() {
        let (severity, message) = served(what, result);
        return Some(look::about(severity, message, question).inside(place));
    }
    let modern =
        session.variant == Variant::Discover && matches!(session.handshake, Observed::Seen { .. });
    let usual: Vec<i64> = codes
        .iter()
        .chain(legacy.iter().filter(|_| !modern))
        .copied()
        .collect();
    Some(look::unusual_code(question, &usual)?.inside(place))
}

/// What a result for something that does not exist means. A tool may say in its result that it failed, and a completion may be empty.
fn served(what: &str, result: &Value) -> (Severity, String) {
    let failed = result.get("isError") == Some(&Value::Bool(true));
    let empty = |pointer: &str| {
        result
            .pointer(pointer)
            .and_then(Value::as_array)
            .is_some_and(Vec::is_empty)
    };
    if failed {
        return (
            Severity::Info,
            format!(
                "Asked for {what} that does not exist, it answers with a result that says it failed."
            ),
        );
    }
    if empty("/completion/values") {
        return (
            Severity::Info,
            format!("Asked for {what} that does not exist, it answers with an empty result."),
        );
    }
    (
        Severity::Warning,
        format!("It answers with a result when asked for {what} that does not exist."),
    )
}
