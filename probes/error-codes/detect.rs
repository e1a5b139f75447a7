use crate::{Answer, Finding, Outcome, Severity, View, say, watch};
use evidence::{Body, Reply, Session};
use std::collections::BTreeSet;

/// What the revision defines of its reserved range.
const DEFINED: [i64; 3] = [-32020, -32021, -32022];

/// What earlier revisions defined and this one withdrew.
const WITHDRAWN: [i64; 2] = [-32002, -32042];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let modern = view.modern()?;
    let errors: BTreeSet<(i64, evidence::FrameId)> = modern
        .iter()
        .flat_map(|(session, _, _)| replies(session))
        .filter_map(|reply| match &reply.body {
            Body::Error { code, .. } => Some(((*code)?, reply.frame)),
            Body::Result(_) | Body::Unreadable(_) => None,
        })
        .collect();
    let findings: Vec<Finding> = errors
        .iter()
        .filter_map(|(code, frame)| Some(judge(*code)?.at([*frame])))
        .collect();
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    if modern.is_empty() {
        return Ok(Outcome::not_applicable(watch::NOT_MODERN));
    }
    let frames = view.everything()?;
    if errors.is_empty() {
        return Ok(Outcome::not_applicable(
            "It answered nothing with an error.",
        ));
    }
    let codes: BTreeSet<i64> = errors.iter().map(|(code, _)| *code).collect();
    let codes: Vec<String> = codes.iter().map(i64::to_string).collect();
    let says = format!("{}: {}.", say::count(codes.len(), "code"), codes.join(", "));
    Ok(Outcome::pass(says).at(frames).with(findings))
}

/// Every reply that came, those to questions without an id too.
fn replies(session: &Session) -> impl Iterator<Item = &Reply> {
    let answers = session
        .exchanges
        .iter()
        .filter_map(|exchange| exchange.reply.as_ref());
    let questions = session
        .questions
        .values()
        .flat_map(|question| &question.replies);
    answers.chain(questions)
}

fn judge(code: i64) -> Option<Finding> {
    let (severity, says) = match code {
        code if DEFINED.contains(&code) => return None,
        code if WITHDRAWN.contains(&code) => (
            Severity::Warning,
            format!("It answers with {code}, which this revision withdrew."),
        ),
        -32099..=-32020 => (
            Severity::Warning,
            format!("It answers with {code}, which is reserved and not defined."),
        ),
        -32019..=-32000 => (
            Severity::Info,
            format!("It answers with {code}, of a range that is no longer to be used anew."),
        ),
        _ => return None,
    };
    Some(Finding::on_server(severity, says).inside(format!("/errors/{code}")))
}
