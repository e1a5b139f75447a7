use crate::look::{self, Eras};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Body, Question};
use serde_json::Value;

/// The revision that was asked for.
const NEVER: &str = "1999-01-01";

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { legacy, .. } = view.eras()?;
    if !legacy {
        return Ok(Outcome::not_applicable(
            "It takes no `initialize`, so it negotiates no revision.",
        ));
    }
    let asked = view.asked("odd-version")?;
    let findings: Vec<Finding> = asked.iter().filter_map(|question| told(question)).collect();
    if findings.iter().any(|one| one.severity > Severity::Info) {
        return Ok(Outcome::Fail { findings });
    }
    if asked.iter().all(|question| question.replies.is_empty()) {
        let remedy = "Probe again with more time (`--timeout`).";
        return Ok(Outcome::inconclusive(
            "A revision that never was got no answer in time.",
            remedy,
        ));
    }
    Ok(
        Outcome::pass("Asked for a revision that never was, it does not claim to speak it.")
            .at(look::frames_of(&asked))
            .with(findings),
    )
}

fn told(question: &Question) -> Option<Finding> {
    let reply = question.replies.first()?;
    let (severity, message) = match &reply.body {
        Body::Result(result) => {
            let version = result.get("protocolVersion").and_then(Value::as_str);
            if version != Some(NEVER) {
                return None;
            }
            let message = format!("It claims to speak {}, which never was.", say::quote(NEVER));
            (Severity::Warning, message)
        }
        Body::Error { .. } | Body::Unreadable(_) => (
            Severity::Info,
            format!(
                "Asked for a revision that never was, it answers {}, in place of one that it speaks.",
                look::reply_says(reply)
            ),
        ),
    };
    Some(look::about(severity, message, question))
}
