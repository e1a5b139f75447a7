use crate::web::{self, Document};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::Caller;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let documents: Vec<Document<'_>> = http
        .server_documents()
        .into_iter()
        .filter(|one| one.says.is_object())
        .collect();
    if documents.is_empty() {
        if !http.let_in(Caller::Anonymous).is_empty() {
            return Ok(Outcome::not_applicable(
                "It lets callers in without a credential.",
            ));
        }
        return Ok(Outcome::inconclusive(
            "No metadata of an authorization server was seen.",
            "Publish it where RFC 8414 says.",
        ));
    }
    let findings = documents.iter().filter_map(wrong).collect();
    let frames = documents
        .iter()
        .flat_map(|document| document.seen.frames())
        .collect();
    Ok(web::settled(
        "Its authorization servers have PKCE with S256.",
        frames,
        findings,
    ))
}

fn wrong(document: &Document<'_>) -> Option<Finding> {
    let methods = document.texts("code_challenge_methods_supported");
    let says = if methods.contains(&"S256") {
        return None;
    } else if methods.is_empty() {
        "An authorization server does not say that it has PKCE (`code_challenge_methods_supported`), so clients must refuse it.".to_owned()
    } else {
        format!(
            "An authorization server has no PKCE with S256, only {}: clients must refuse it.",
            say::names(methods)
        )
    };
    Some(document.seen.finding(Severity::Error, "pkce", says))
}
