use crate::web::{self, Http};
use crate::{Answer, Finding, Frames, Outcome, Severity, View, say};
use evidence::{Caller, FrameId};
use std::collections::BTreeMap;

/// Scopes that give everything at once.
const EVERYTHING: [&str; 10] = [
    "*",
    "all",
    "full",
    "full_access",
    "full-access",
    "fullaccess",
    "admin",
    "root",
    "superuser",
    "everything",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let scopes = advertised(&http);
    if scopes.is_empty() {
        if !http.let_in(Caller::Anonymous).is_empty() {
            return Ok(Outcome::not_applicable(
                "It lets callers in without a credential.",
            ));
        }
        return Ok(Outcome::inconclusive(
            "It advertises no scopes.",
            "Advertise them (`scopes_supported`); or attest `scopes.read_write_separation`.",
        ));
    }
    let findings: Vec<Finding> = scopes
        .iter()
        .filter_map(|(scope, frame)| told(scope, *frame))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let frames: Frames = scopes.values().copied().collect();
    let names = say::names(scopes.keys().map(String::as_str));
    let has = |parts: &[&str]| {
        scopes
            .keys()
            .any(|scope| words(scope).any(|word| parts.contains(&word.as_str())))
    };
    let reads = has(&["read", "readonly", "view", "list", "get"]);
    let writes = has(&[
        "write",
        "readwrite",
        "edit",
        "create",
        "update",
        "delete",
        "manage",
        "modify",
    ]);
    if reads && writes {
        return Ok(Outcome::pass(format!(
            "Reading and writing are scopes of their own: {names}."
        ))
        .at(frames));
    }
    Ok(Outcome::inconclusive(
        format!(
            "Whether reading can be allowed without writing does not show in its scopes: {names}."
        ),
        "Separate them; or say what each allows, and attest `scopes.read_write_separation`.",
    ))
}

fn told(scope: &str, frame: FrameId) -> Option<Finding> {
    let lower = scope.to_lowercase();
    let last = lower
        .rsplit([':', '/', '.'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let says = if lower == "offline_access" {
        "It asks for a token for when nobody is there (“offline_access”), which is the client's to ask for.".to_owned()
    } else if EVERYTHING.contains(&lower.as_str())
        || last == "*"
        || EVERYTHING.contains(&last.as_str())
    {
        format!(
            "One scope of its gives everything at once: {}.",
            say::quote(scope)
        )
    } else {
        return None;
    };
    Some(
        Finding::on_server(Severity::Warning, says)
            .inside(format!("/http/scope/{scope}"))
            .at([frame]),
    )
}

fn words(scope: &str) -> impl Iterator<Item = String> {
    let lower = scope.to_lowercase();
    let words: Vec<String> = lower
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// Scopes of the resource's metadata and of its challenges. Those of an authorization server may be for others too.
fn advertised(http: &Http<'_>) -> BTreeMap<String, FrameId> {
    let mut scopes = BTreeMap::new();
    for document in http.resource_documents() {
        for scope in document.texts("scopes_supported") {
            scopes
                .entry(scope.to_owned())
                .or_insert(document.seen.came.frame);
        }
    }
    for (seen, challenge) in http.challenges() {
        for scope in challenge
            .param("scope")
            .unwrap_or_default()
            .split_whitespace()
        {
            scopes.entry(scope.to_owned()).or_insert(seen.came.frame);
        }
    }
    scopes
}
