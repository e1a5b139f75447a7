use crate::web::{self, Seen};
use crate::{Answer, Finding, Frames, Outcome, Severity, View};

/// The code of 2026-07-28 for a header that differs from the body.
const MISMATCH: i64 = -32020;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let older = http.put("bogus-version-header");
    let newer: Vec<Seen<'_>> = ["no-version-header", "other-version-header"]
        .into_iter()
        .flat_map(|id| http.put(id))
        .collect();
    if older.is_empty() && newer.is_empty() {
        if http.let_in(evidence::Caller::Anonymous).is_empty() && http.locked_out().is_some() {
            return Ok(Outcome::inconclusive(
                "Whoever shows no credential is refused before the header counts.",
                "Probe it signed in (`--bearer-env`).",
            ));
        }
        http.asked("other-version-header")?;
    }
    let findings: Vec<Finding> = older
        .iter()
        .filter_map(unknown)
        .chain(
            newer
                .iter()
                .filter_map(|seen| different(seen, http.legacy())),
        )
        .collect();
    let frames: Frames = [web::frames(&older), web::frames(&newer)].concat();
    let says = "It refuses a header that names no revision, or another than the body.";
    Ok(web::settled(says, frames, findings))
}

fn unknown(seen: &Seen<'_>) -> Option<Finding> {
    let says = match seen.came.status {
        400 | 401 => return None,
        _ if seen.served() => {
            "It serves a request whose `MCP-Protocol-Version` is a word that names no revision."
                .to_owned()
        }
        _ => format!(
            "It answers an `MCP-Protocol-Version` that names no revision with {}, not with 400.",
            seen.told()
        ),
    };
    Some(seen.finding(Severity::Warning, "version", says))
}

fn different(seen: &Seen<'_>, legacy: bool) -> Option<Finding> {
    let what = if seen.is_about("no-version-header") {
        "that lacks `MCP-Protocol-Version`"
    } else {
        "whose `MCP-Protocol-Version` is not that of its body"
    };
    let says = match (seen.came.status, seen.code()) {
        (400, Some(MISMATCH)) | (401, _) => return None,
        // By its header it is a request of an older revision: whoever speaks those too may refuse it as one.
        (400, _) if legacy => return None,
        _ if seen.served() => format!("It serves a request {what}."),
        _ => format!(
            "It answers a request {what} with {}, not with 400 and {MISMATCH}.",
            seen.told()
        ),
    };
    Some(seen.finding(Severity::Warning, "version", says))
}
