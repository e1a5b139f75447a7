use crate::look::members;
use crate::{Answer, Finding, Frames, Outcome, Severity, View, say, watch};
use evidence::{Exchange, FrameId, Session};
use serde_json::Value;

const VERSION: &str = "/_meta/io.modelcontextprotocol~1protocolVersion";
const CAPABILITIES: &str = "/_meta/io.modelcontextprotocol~1clientCapabilities";

/// What may ask for input before it answers.
const ASKING: [&str; 3] = ["tools/call", "prompts/get", "resources/read"];

/// What answers at once.
const ANSWERING: [&str; 6] = [
    "server/discover",
    "tools/list",
    "resources/list",
    "resources/templates/list",
    "prompts/list",
    "completion/complete",
];

/// The extension that defines the type `task`.
const TASKS: &str = "io.modelcontextprotocol/tasks";

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let modern = view.modern()?;
    let mut findings = Vec::new();
    let (mut seen, mut nameless) = (0_usize, Frames::new());
    for (session, handshake, _) in &modern {
        let extensions: Vec<&str> = members(handshake.capabilities.get("extensions"))
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let asked = watch::results(session).filter(|(exchange, ..)| !is_odd(session, exchange));
        for (exchange, frame, result) in asked {
            seen += 1;
            findings.extend(judge(&exchange.method, frame, result, &extensions));
            if !names_server(result) {
                nameless.push(frame);
            }
        }
    }
    if !nameless.is_empty() {
        let message = format!(
            "{} of {} do not name the server in `_meta`.",
            nameless.len(),
            say::count(seen, "result")
        );
        let finding = Finding::on_server(Severity::Info, message);
        findings.push(finding.inside("/results/serverInfo").at(nameless));
    }
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
    let says = format!("{}, each of a known type.", say::count(seen, "result"));
    Ok(Outcome::pass(says).at(frames).with(findings))
}

/// Whether a request is one of the questions that are not as the revision has them: the answer may be of another.
fn is_odd(session: &Session, exchange: &Exchange) -> bool {
    let version = exchange.params.pointer(VERSION).and_then(Value::as_str);
    let whole = version == Some("2026-07-28") && exchange.params.pointer(CAPABILITIES).is_some();
    let mut questions = session.questions.values();
    !whole && questions.any(|question| question.frames.contains(&exchange.frame))
}

fn names_server(result: &Value) -> bool {
    let meta = result.get("_meta");
    meta.is_some_and(|meta| meta.get("io.modelcontextprotocol/serverInfo").is_some())
}

fn judge(method: &str, frame: FrameId, result: &Value, extensions: &[&str]) -> Option<Finding> {
    // A result that is no object is the question of shapes and of the listings; one of a method that the revision does not
    // have, that of unknown-method.
    let result = result.as_object()?;
    let asking = ASKING.contains(&method);
    if !asking && !ANSWERING.contains(&method) {
        return None;
    }
    let (severity, message) = match result.get("resultType").map(Value::as_str) {
        None => (
            Severity::Warning,
            format!("The result of {} has no `resultType`.", say::quote(method)),
        ),
        Some(Some("complete")) => return None,
        Some(Some("input_required")) if asking => return None,
        Some(Some("input_required")) => (
            Severity::Warning,
            format!("The result of {} asks for input.", say::quote(method)),
        ),
        Some(Some("task")) if asking && extensions.contains(&TASKS) => return None,
        Some(Some(other)) => {
            // An extension that is not known here may define a type of its own.
            let theirs = extensions.iter().any(|extension| *extension != TASKS);
            let severity = if theirs {
                Severity::Info
            } else {
                Severity::Warning
            };
            let message = format!(
                "The result of {} is of the type {}, which it cannot be.",
                say::quote(method),
                say::quote(other)
            );
            (severity, message)
        }
        Some(None) => (
            Severity::Warning,
            format!(
                "The `resultType` of the result of {} is no string.",
                say::quote(method)
            ),
        ),
    };
    let finding = Finding::on_server(severity, message);
    Some(finding.inside(format!("/results/{method}")).at([frame]))
}
