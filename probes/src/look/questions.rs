//! What became of a question, so that every probe reads it alike.

use crate::{Finding, Frames, Outcome, Severity, say};
use evidence::{Body, Question, Reply};
use serde_json::Value;

/// Whether a server still answered after a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lived {
    /// It answered.
    Yes,
    /// It did not.
    No,
    /// It was not asked.
    Unknown,
}

/// Whether the server still answered after a question. An answer to the question itself will do.
pub(crate) const fn lived(question: &Question) -> Lived {
    match question.alive_after {
        Some(true) => Lived::Yes,
        Some(false) => Lived::No,
        None if !question.replies.is_empty() => Lived::Yes,
        None => Lived::Unknown,
    }
}

/// The end of a question about survival, where it was not survived or that is not known.
pub(crate) fn not_survived(asked: &[&Question], what: &str) -> Option<Outcome> {
    let worst = asked
        .iter()
        .find(|q| lived(q) == Lived::No)
        .or_else(|| asked.iter().find(|q| lived(q) == Lived::Unknown))?;
    if lived(worst) == Lived::Unknown {
        let because = format!("Whether it survived {what} was not seen.");
        return Some(Outcome::inconclusive(
            because,
            "Probe again with more time (`--timeout`).",
        ));
    }
    let finding = Finding::on_server(Severity::Error, format!("It did not survive {what}."));
    Some(Outcome::fail(finding.at(worst.frames.iter().copied())))
}

/// The frames of questions.
pub(crate) fn frames_of(asked: &[&Question]) -> Frames {
    let frames = asked.iter().flat_map(|question| &question.frames);
    frames.copied().collect()
}

/// A finding about a question.
pub(crate) fn about(
    severity: Severity,
    message: impl Into<String>,
    question: &Question,
) -> Finding {
    Finding::on_server(severity, message).at(question.frames.iter().copied())
}

/// The results among the replies to a question.
pub(crate) fn results(question: &Question) -> impl Iterator<Item = &Value> {
    question
        .replies
        .iter()
        .filter_map(|reply| match &reply.body {
            Body::Result(result) => Some(result.as_ref()),
            Body::Error { .. } | Body::Unreadable(_) => None,
        })
}

/// The code of the error that came, where one with a code did.
pub(crate) fn error_code(question: &Question) -> Option<i64> {
    question.replies.iter().find_map(|reply| match &reply.body {
        Body::Error { code, .. } => *code,
        Body::Result(_) | Body::Unreadable(_) => None,
    })
}

/// An error code other than the ones that the specification names for this: legal, and worth knowing.
pub(crate) fn unusual_code(question: &Question, usual: &[i64]) -> Option<Finding> {
    let reply = question.replies.iter().find(|reply| match &reply.body {
        Body::Error { code, .. } => code.is_none_or(|code| !usual.contains(&code)),
        Body::Result(_) | Body::Unreadable(_) => false,
    })?;
    Some(
        Finding::on_server(Severity::Info, format!("It answers {}.", reply_says(reply)))
            .at([reply.frame]),
    )
}

/// What a reply says, in a few words.
pub(crate) fn reply_says(reply: &Reply) -> String {
    match &reply.body {
        Body::Result(_) => "with a result".to_owned(),
        Body::Error { code, message, .. } => {
            let code = code.map_or_else(|| "no code".to_owned(), |code| code.to_string());
            format!(
                "with error {code}: {}",
                say::quote(message.as_deref().unwrap_or(""))
            )
        }
        Body::Unreadable(why) => format!("with what cannot be read: {why}"),
    }
}
