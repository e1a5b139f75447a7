use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Body, FrameId, Reply};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let errors = errors(view);
    let mut findings: Vec<Finding> = errors
        .iter()
        .filter_map(|(frame, (asked, error))| leak(*frame, asked, error))
        .collect();
    findings.extend(pages(view));
    findings.extend(view.judged.secrets.iter().filter_map(|secret| {
        let frame = secret.frame?;
        let (asked, _) = errors.get(&frame)?;
        let message = format!(
            "An error holds what looks like a credential ({}): {}.",
            secret.kind, secret.shown
        );
        Some(
            Finding::on_server(Severity::Error, message)
                .inside(format!("/errors/{asked}"))
                .at([frame]),
        )
    }));
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    view.connected()?;
    if errors.is_empty() {
        return Err(look::gap(
            "It answered nothing with an error, so none could be read.",
        ));
    }
    let dumps = errors
        .iter()
        .filter_map(|(frame, (asked, error))| dump(*frame, asked, error));
    let count = say::count(errors.len(), "error");
    Ok(
        Outcome::pass(format!("{count} read: no trace, path of code or secret."))
            .at(errors.keys().copied())
            .with(dumps),
    )
}

/// Every error object that it answered with, by frame, with what it answers.
fn errors<'a>(view: &View<'a>) -> BTreeMap<FrameId, (&'a str, &'a Value)> {
    let sessions = &view.facts.sessions;
    let questions = sessions.iter().flat_map(|session| &session.questions);
    let questions = questions.flat_map(|(id, question)| {
        question
            .replies
            .iter()
            .map(move |reply| (id.as_str(), reply))
    });
    let exchanges = sessions.iter().flat_map(|session| &session.exchanges);
    let exchanges =
        exchanges.filter_map(|exchange| Some((exchange.method.as_str(), exchange.reply.as_ref()?)));
    let error = |(asked, reply): (&'a str, &'a Reply)| match &reply.body {
        Body::Error { raw, .. } => Some((reply.frame, (asked, raw.as_ref()))),
        Body::Result(_) | Body::Unreadable(_) => None,
    };
    exchanges.chain(questions).filter_map(error).collect()
}

/// The texts of an error: its message and every string in its data.
fn texts(error: &Value) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut rest = vec![error];
    while let Some(value) = rest.pop() {
        match value {
            Value::String(text) => texts.push(text.as_str()),
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => rest.extend(members.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    texts
}

/// Pages that stand in place of an error, over HTTP.
fn pages(view: &View<'_>) -> Vec<Finding> {
    let seen = view.http().into_iter().flat_map(|http| http.of_endpoint());
    let failed = seen.filter(|seen| seen.came.status >= 400 && seen.error().is_none());
    let found = failed.filter_map(|seen| {
        let text = seen
            .came
            .body
            .replace("<br", "\n<br")
            .replace("&nbsp;", " ");
        let (what, line) = leaks(&text)?;
        let says = format!("An error page holds {what}: {}.", say::quote(line));
        Some(seen.finding(Severity::Warning, "error", says))
    });
    found.collect()
}

/// A line that leaks something, and what that is.
fn leaks(text: &str) -> Option<(&'static str, &str)> {
    let line = |found: fn(&str) -> bool| text.lines().find(|line| found(line));
    line(is_trace)
        .map(|line| ("a stack trace", line))
        .or_else(|| line(is_code_path).map(|line| ("a path of code", line)))
}

fn leak(frame: FrameId, asked: &str, error: &Value) -> Option<Finding> {
    let (what, line) = texts(error).into_iter().find_map(leaks)?;
    let message = format!("An error holds {what}: {}.", say::quote(line));
    Some(
        Finding::on_server(Severity::Warning, message)
            .inside(format!("/errors/{asked}"))
            .at([frame]),
    )
}

/// A line of a stack trace, as common runtimes print them.
fn is_trace(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("Traceback (most recent call last)")
        || (line.starts_with("File \"") && line.contains("\", line "))
        || (line.starts_with("at ")
            && line.ends_with(')')
            && line.contains('(')
            && line.contains(':'))
        || (line.starts_with("goroutine ") && line.ends_with("]:"))
        || (line.starts_with("thread '") && line.contains("panicked at"))
}

/// A line that shows where code lies on the machine.
fn is_code_path(line: &str) -> bool {
    const CODE: [&str; 8] = [
        "/node_modules/",
        "/site-packages/",
        "/dist-packages/",
        "\\node_modules\\",
        "\\site-packages\\",
        "/.cargo/registry/",
        "/go/pkg/mod/",
        "file:///",
    ];
    const FILES: [&str; 8] = [".py", ".js", ".mjs", ".cjs", ".ts", ".go", ".rs", ".java"];
    let word_is_code = |word: &str| {
        let path = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
        let stem = path.split(':').next().unwrap_or(path);
        path.starts_with('/')
            && path.matches('/').count() >= 2
            && FILES.iter().any(|ending| stem.ends_with(ending))
    };
    CODE.iter().any(|part| line.contains(part)) || line.split_whitespace().any(word_is_code)
}

/// A validator's dump in place of a sentence: common, and no leak.
fn dump(frame: FrameId, asked: &str, error: &Value) -> Option<Finding> {
    let message = error.get("message")?.as_str()?;
    let is_dump = message.trim_start().starts_with(['[', '{']) || message.lines().count() > 3;
    is_dump.then(|| {
        let says = format!(
            "An error is a dump in place of a sentence: {}.",
            say::quote(message)
        );
        Finding::on_server(Severity::Info, says)
            .inside(format!("/errors/{asked}"))
            .at([frame])
    })
}
