use crate::look::members;
use crate::secret::{asks_for_secret, names_secret};
use crate::{Answer, Finding, Outcome, Severity, View, say, watch};
use evidence::FrameId;
use serde_json::Value;

mod address;

/// Findings about one form that are kept.
const FINDINGS: usize = 20;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let mut findings = Vec::new();
    let mut seen = 0;
    for session in &view.facts.sessions {
        let modes = watch::declared(session).and_then(|declared| declared.get("elicitation"));
        for (method, params, frame) in watch::asked(session) {
            if method == "elicitation/create" {
                seen += 1;
                findings.extend(judge(params, modes, frame));
            }
        }
    }
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    let frames = view.watched()?;
    if seen == 0 {
        return Ok(Outcome::not_applicable(
            "It asked the user for nothing while it connected and listed.",
        ));
    }
    let says = format!(
        "{} of the user, none for a secret.",
        say::count(seen, "question")
    );
    Ok(Outcome::pass(says).at(frames).with(findings))
}

fn judge(params: &Value, modes: Option<&Value>, frame: FrameId) -> Vec<Finding> {
    let mode = params.get("mode").map_or(Some("form"), Value::as_str);
    let mut findings = match mode {
        Some("form") => form(params),
        Some("url") => url(params),
        _ => {
            let shown = say::quote(mode.unwrap_or("no string"));
            let says = format!("It asks the user in a mode that no revision defines: {shown}.");
            vec![finding(Severity::Warning, "mode", says)]
        }
    };
    // That nothing of the kind was declared is the question of server-requests.
    let undeclared = match (mode, modes.and_then(Value::as_object)) {
        (Some("url"), Some(modes)) => !modes.contains_key("url"),
        // Before there were modes, nothing in there meant a form.
        (Some("form"), Some(modes)) => !modes.is_empty() && !modes.contains_key("form"),
        _ => false,
    };
    if undeclared {
        let says = format!(
            "It asks the user in the mode {}, which the client did not declare.",
            say::quote(mode.unwrap_or_default())
        );
        findings.push(finding(Severity::Warning, "undeclared", says));
    }
    findings
        .into_iter()
        .map(|finding| finding.at([frame]))
        .collect()
}

fn finding(severity: Severity, place: &str, message: String) -> Finding {
    Finding::on_server(severity, message).inside(format!("/elicitation/{place}"))
}

fn form(params: &Value) -> Vec<Finding> {
    let message = params.get("message").and_then(Value::as_str).unwrap_or("");
    let fields = members(params.pointer("/requestedSchema/properties"));
    let named: Vec<Finding> = fields
        .iter()
        .filter(|(_, field)| takes_text(field))
        .filter(|(name, field)| {
            let title = field.get("title").and_then(Value::as_str);
            let hidden = field.get("format").and_then(Value::as_str) == Some("password");
            hidden || names_secret(name) || title.is_some_and(names_secret)
        })
        .map(|(name, _)| {
            let says = format!("Its form asks the user for a secret: {}.", say::quote(name));
            finding(Severity::Error, &format!("form/{name}"), says)
        })
        .take(FINDINGS)
        .collect();
    let worded = fields.iter().any(|(_, field)| {
        let text = field.get("description").and_then(Value::as_str);
        takes_text(field) && (asks_for_secret(message) || text.is_some_and(asks_for_secret))
    });
    if named.is_empty() && worded {
        let says = format!(
            "The words of its form ask the user for a secret: {}.",
            say::quote(message)
        );
        return vec![finding(Severity::Warning, "form", says)];
    }
    named
}

/// Whether a field of a form takes any text.
fn takes_text(field: &Value) -> bool {
    let text = field.get("type").is_none_or(|kind| kind == "string");
    let listed = ["enum", "oneOf", "const"];
    text && listed.iter().all(|keyword| field.get(keyword).is_none())
}

fn url(params: &Value) -> Vec<Finding> {
    let Some(url) = params.get("url").and_then(Value::as_str) else {
        let says = "It asks the user to open an address, and gives none.".to_owned();
        return vec![finding(Severity::Warning, "url", says)];
    };
    address::odd(url)
        .into_iter()
        .map(|(severity, what)| {
            let says = format!("It asks the user to open {}: {what}.", say::quote(url));
            finding(severity, "url", says)
        })
        .collect()
}
