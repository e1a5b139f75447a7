use crate::web::{self, Document, Http, Zone};
use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Caller, Ending};
use url::Url;

/// Members that are addresses a client or a browser is sent to.
const ENDPOINTS: [&str; 6] = [
    "authorization_endpoint",
    "token_endpoint",
    "registration_endpoint",
    "revocation_endpoint",
    "introspection_endpoint",
    "jwks_uri",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let documents = http.server_documents();
    if documents.is_empty() {
        return missing(view, &http);
    }
    let issuers: Vec<String> = http
        .resource_documents()
        .iter()
        .flat_map(|document| {
            document
                .texts("authorization_servers")
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    let home = web::target(http.url).map_or(Zone::Name, |(_, zone)| zone);
    let mut findings = Vec::new();
    for document in &documents {
        if document.says.is_null() {
            let says =
                "The metadata of an authorization server is no JSON, or longer than anybody reads.";
            findings.push(document.seen.finding(Severity::Warning, "server", says));
            continue;
        }
        findings.extend(other_issuer(document, &issuers));
        findings.extend(
            ENDPOINTS
                .iter()
                .filter_map(|name| unsafe_endpoint(document, name, home)),
        );
        findings.extend(optional(document));
    }
    let frames = documents
        .iter()
        .flat_map(|document| document.seen.frames())
        .collect();
    let says = "The metadata of its authorization servers is theirs, and its addresses are reached by https.";
    Ok(web::settled(says, frames, findings))
}

fn missing(view: &View<'_>, http: &Http<'_>) -> Answer {
    let silent = http.exchanges().find_map(|(_, exchange)| {
        let about = exchange.question.as_deref() == Some("server-metadata");
        let end = exchange.ended.as_ref().filter(|end| {
            let unanswered = exchange.response.is_none();
            about && unanswered && matches!(end.how, Ending::Silent | Ending::Left)
        });
        end.map(|end| {
            (
                exchange,
                end.error
                    .clone()
                    .unwrap_or_else(|| "nothing came in time".to_owned()),
            )
        })
    });
    if let Some((exchange, words)) = silent {
        let says = format!(
            "An authorization server does not answer: {}.",
            say::sentence(&words)
        );
        return Ok(Outcome::fail(
            Finding::on_server(Severity::Warning, says)
                .inside("/http/server")
                .at([exchange.frame]),
        ));
    }
    let asked = http.put("server-metadata");
    // Where no authorization server is named, that is what is wrong; its own origin is only a guess.
    let named = http
        .resource_documents()
        .iter()
        .any(|document| !document.texts("authorization_servers").is_empty());
    if let Some(last) = asked.last().filter(|_| named) {
        let says = format!(
            "An authorization server has no metadata: status {}.",
            last.came.status
        );
        return Ok(Outcome::fail(last.finding(
            Severity::Warning,
            "server",
            says,
        )));
    }
    if !http.let_in(Caller::Anonymous).is_empty() {
        return Ok(Outcome::not_applicable(
            "It lets callers in without a credential.",
        ));
    }
    if http.locked_out().is_none() {
        view.connected()?;
    }
    Err(look::gap(
        "No metadata of an authorization server was seen.",
    ))
}

/// Letter by letter: a client that normalises can be led to another.
fn other_issuer(document: &Document<'_>, issuers: &[String]) -> Option<Finding> {
    let Some(issuer) = document.text("issuer") else {
        let says = "The metadata of an authorization server lacks its `issuer`.";
        return Some(
            document
                .seen
                .finding(Severity::Warning, "server/issuer", says),
        );
    };
    (!issuers.is_empty() && !issuers.iter().any(|known| known == issuer)).then(|| {
        let says = format!(
            "The metadata of an authorization server names another issuer ({}) than the one that was asked.",
            say::quote(issuer)
        );
        document.seen.finding(Severity::Error, "server/issuer", says)
    })
}

fn unsafe_endpoint(document: &Document<'_>, name: &str, home: Zone) -> Option<Finding> {
    let value = document.text(name)?;
    let fine = Url::parse(value).is_ok_and(|url| {
        let here = home == Zone::Loopback && web::zone(&url) == Some(Zone::Loopback);
        url.scheme() == "https" || (url.scheme() == "http" && here)
    });
    (!fine).then(|| {
        let says = format!(
            "Its `{name}` is not reached by https: {}.",
            say::quote(value)
        );
        document
            .seen
            .finding(Severity::Error, &format!("server/{name}"), says)
    })
}

/// What it should have, and may do without.
fn optional(document: &Document<'_>) -> Vec<Finding> {
    let yes = |name: &str| {
        document
            .says
            .get(name)
            .is_some_and(|value| value.as_bool() == Some(true))
    };
    let mut findings = Vec::new();
    if !yes("authorization_response_iss_parameter_supported") {
        let says = "An authorization server does not name itself in its answers (`authorization_response_iss_parameter_supported`), so clients can be led to mix servers up.";
        findings.push(document.seen.finding(Severity::Info, "server/iss", says));
    }
    if !yes("client_id_metadata_document_supported")
        && document.text("registration_endpoint").is_none()
    {
        let says = "Clients have to be registered with an authorization server by hand.";
        findings.push(
            document
                .seen
                .finding(Severity::Info, "server/registration", says),
        );
    }
    findings
}
