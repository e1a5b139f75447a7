use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View};
use serde_json::Value;

/// The code of 2026-07-28 for a header that differs from the body.
const MISMATCH: i64 = -32020;

/// Questions with a header that is missing or differs, and what that is.
const WRONG: [(&str, &str); 4] = [
    ("no-method-header", "that lacks `Mcp-Method`"),
    (
        "other-method-header",
        "whose `Mcp-Method` is not that of its body",
    ),
    (
        "other-name-header",
        "whose `Mcp-Name` is not that of its body",
    ),
    (
        "bad-name-header",
        "whose `Mcp-Name` says that it is base64 and is none",
    ),
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let wrong = WRONG.into_iter().flat_map(|(id, what)| {
        let put = http.put(id).into_iter();
        put.map(move |seen| (seen, what))
    });
    let wrong: Vec<(Seen<'_>, &str)> = wrong.collect();
    if wrong.is_empty() {
        view.connected()?;
        if !http.modern() {
            return Ok(Outcome::not_applicable(
                "It does not speak the revision that has these headers.",
            ));
        }
        http.asked("other-method-header")?;
    }
    let mut findings: Vec<Finding> = wrong
        .iter()
        .filter_map(|(seen, what)| told(seen, what))
        .collect();
    let loud = http.put("upper-case-headers");
    let refused = loud
        .iter()
        .filter(|seen| !seen.served() && seen.came.status != 401);
    findings.extend(refused.map(|seen| {
        let says = format!("It answers a request whose header names have capitals with {}: the case of a name must not count.", seen.told());
        seen.finding(Severity::Warning, "case", says)
    }));
    let frames = wrong.iter().flat_map(|(seen, _)| seen.frames()).collect();
    let says = "It refuses a request whose headers differ from its body.";
    Ok(web::settled(says, frames, findings))
}

fn told(seen: &Seen<'_>, what: &str) -> Option<Finding> {
    let status = seen.came.status;
    let says = match (status, seen.code()) {
        (401, _) => return None,
        (400, Some(MISMATCH)) if seen.is_about("no-method-header") || has_id(seen) => return None,
        (400, Some(MISMATCH)) => format!("It refuses a request {what} without the request's id."),
        _ if seen.served() => format!("It serves a request {what}."),
        _ => format!(
            "It answers a request {what} with {}, not with 400 and {MISMATCH}.",
            seen.told()
        ),
    };
    Some(seen.finding(Severity::Warning, "mirrored", says))
}

fn has_id(seen: &Seen<'_>) -> bool {
    let body: Value = serde_json::from_str(&seen.came.body).unwrap_or_default();
    // An answer on a stream was paired by its id.
    body.is_null() || body.get("id").is_some_and(|id| !id.is_null())
}
