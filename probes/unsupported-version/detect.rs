use crate::look::{self, Eras};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Body, Exchange, Question, Reply};
use serde_json::Value;

/// The error for it.
const UNSUPPORTED: i64 = -32022;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { modern, .. } = view.eras()?;
    if !modern {
        return Ok(Outcome::not_applicable(
            "It negotiates its revision in the handshake.",
        ));
    }
    let asked = view.asked("other-version")?;
    if let Some(outcome) = look::not_survived(&asked, "a revision that it does not speak") {
        return Ok(outcome);
    }
    let mut findings: Vec<Finding> = asked
        .iter()
        .filter_map(|question| wrong(question))
        .collect();
    let exchanges = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| &session.exchanges);
    findings.extend(exchanges.filter_map(mute));
    if findings.iter().any(|one| one.severity > Severity::Info) {
        return Ok(Outcome::Fail { findings });
    }
    Ok(
        Outcome::pass(
            "It refuses a revision that it does not speak, and names those that it does.",
        )
        .at(look::frames_of(&asked))
        .with(findings),
    )
}

fn wrong(question: &Question) -> Option<Finding> {
    let message = match question.replies.first().map(|reply| &reply.body) {
        Some(Body::Result(_)) => "It serves a request in a revision that never was.".to_owned(),
        Some(Body::Error { code, .. }) if *code != Some(UNSUPPORTED) => {
            let code = code.map_or("without a code".to_owned(), |code| code.to_string());
            format!("It refuses a revision that never was with error {code}, not {UNSUPPORTED}.")
        }
        Some(Body::Error { raw, .. }) if !names_versions(raw) => {
            "It refuses a revision that never was, and does not name those that it speaks."
                .to_owned()
        }
        Some(Body::Error { .. } | Body::Unreadable(_)) | None => return None,
    };
    Some(look::about(Severity::Warning, message, question))
}

fn names_versions(error: &Value) -> bool {
    let supported = error.pointer("/data/supported").and_then(Value::as_array);
    supported.is_some_and(|versions| !versions.is_empty())
}

/// A refusal of `initialize` that leaves a client of the other era in the dark.
fn mute(exchange: &Exchange) -> Option<Finding> {
    let Some(Reply {
        frame,
        body: Body::Error { message, raw, .. },
    }) = &exchange.reply
    else {
        return None;
    };
    let said = message
        .as_deref()
        .is_some_and(|message| message.contains("2026-"));
    if exchange.method != "initialize" || names_versions(raw) || said {
        return None;
    }
    let message = "It refuses `initialize` without a word on the revisions that it speaks.";
    Some(
        Finding::on_server(Severity::Info, message)
            .inside("/initialize")
            .at([*frame]),
    )
}
