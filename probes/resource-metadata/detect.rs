use crate::web::{self, Document, Http, Seen, Zone};
use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use evidence::{Caller, Ending};
use url::Url;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let documents = http.resource_documents();
    let Some(document) = documents.first() else {
        return missing(view, &http);
    };
    if document.says.is_null() {
        return Ok(unread(document));
    }
    let mut findings: Vec<Finding> = Vec::new();
    findings.extend(other_resource(document, http.url));
    findings.extend(servers(document, http.url));
    let frames = document.seen.frames().to_vec();
    let says = "The metadata of the resource names this server, and who issues tokens for it.";
    Ok(web::settled(says, frames, findings))
}

/// No document came.
fn missing(view: &View<'_>, http: &Http<'_>) -> Answer {
    let withheld = http.webs().find_map(|(_, web)| web.withheld.first());
    let asked = http.put("resource-metadata");
    let capped = http.exchanges().find(|(_, exchange)| {
        let long = exchange
            .ended
            .as_ref()
            .is_some_and(|end| end.how == Ending::Capped);
        exchange.question.as_deref() == Some("resource-metadata") && long
    });
    if let Some((_, exchange)) = capped {
        let words = exchange
            .ended
            .as_ref()
            .and_then(|end| end.error.clone())
            .unwrap_or_default();
        let says = format!(
            "The metadata of the resource is longer than anybody reads: {}.",
            say::sentence(&words)
        );
        return Ok(Outcome::fail(
            Finding::on_server(Severity::Warning, says)
                .inside("/http/resource")
                .at([exchange.frame]),
        ));
    }
    if let Some(why) = led_astray(http) {
        return Ok(Outcome::inconclusive(
            why,
            "Mend the challenge, and probe again.",
        ));
    }
    if is_of_first_design(view, http) {
        let because = "It speaks 2025-03-26 alone, which did not have metadata of the resource.";
        return Ok(Outcome::not_applicable(because));
    }
    if let Some(last) = asked.last() {
        let says = format!(
            "It asks for a token, and the metadata that would say where to get one is not there: status {}.",
            last.came.status
        );
        return Ok(Outcome::fail(last.finding(
            Severity::Warning,
            "resource",
            says,
        )));
    }
    if let Some((url, why, _)) = withheld {
        let because = format!(
            "The metadata at {} was not fetched: {why}.",
            say::quote(url)
        );
        return Ok(Outcome::inconclusive(
            because,
            "Point the challenge at a public address.",
        ));
    }
    if !http.let_in(Caller::Anonymous).is_empty() {
        return Ok(Outcome::not_applicable(
            "It lets callers in without a credential.",
        ));
    }
    view.connected()?;
    Err(look::gap("The metadata of the resource was not looked up."))
}

/// Why it is no wonder that the document was not found; another probe names it.
fn led_astray(http: &Http<'_>) -> Option<&'static str> {
    let broken = http.locked_out().is_some_and(|seen| {
        let challenge = seen.came.header("www-authenticate").unwrap_or_default();
        challenge.matches('"').count() % 2 == 1
    });
    let elsewhere = http
        .put("resource-metadata")
        .iter()
        .any(|seen| (300..400).contains(&seen.came.status));
    match (broken, elsewhere) {
        (true, _) => Some("Its challenge is broken, so where its metadata is was only guessed."),
        (_, true) => Some("Its metadata redirects, which was not followed."),
        _ => None,
    }
}

/// The revision of 2025-03-26 had the metadata of an authorization server alone, on its own origin.
fn is_of_first_design(view: &View<'_>, http: &Http<'_>) -> bool {
    let connected = view.connected().unwrap_or_default();
    let first = |version: &str| version == "2025-03-26";
    let spoken = connected
        .iter()
        .filter_map(|(_, handshake, _)| handshake.version.as_deref());
    let all: Vec<&str> = spoken.collect();
    !all.is_empty() && all.into_iter().all(first) && !http.server_documents().is_empty()
}

fn unread(document: &Document<'_>) -> Outcome {
    if document.is_long() && document.seen.came.body.trim_start().starts_with('{') {
        let says = format!(
            "The metadata of the resource is longer than anybody reads: {}.",
            say::bytes(document.seen.came.size)
        );
        return Outcome::fail(document.seen.finding(Severity::Warning, "resource", says));
    }
    let kind = document
        .seen
        .came
        .header("content-type")
        .unwrap_or("no type");
    let says = format!(
        "The metadata of the resource is no JSON ({}).",
        say::quote(kind)
    );
    Outcome::fail(document.seen.finding(Severity::Warning, "resource", says))
}

/// Tokens are issued for what the document names.
fn other_resource(document: &Document<'_>, target: &str) -> Option<Finding> {
    let Some(named) = document.text("resource") else {
        let says = "The metadata of the resource lacks `resource`.";
        return Some(
            document
                .seen
                .finding(Severity::Warning, "resource/name", says),
        );
    };
    let (is, wanted) = (Url::parse(named).ok(), Url::parse(target).ok()?);
    let plain = |url: &Url| url.path().trim_end_matches('/').to_owned();
    let (severity, says) = match is {
        Some(is)
            if is.origin() == wanted.origin()
                && plain(&is) == plain(&wanted)
                && is.fragment().is_none() =>
        {
            return None;
        }
        Some(is) if is.origin() == wanted.origin() => (
            Severity::Warning,
            format!(
                "The metadata names the resource {}, not this server on it.",
                say::quote(named)
            ),
        ),
        _ => (
            Severity::Error,
            format!(
                "The metadata is that of another resource: {}. Tokens for that one would be taken here.",
                say::quote(named)
            ),
        ),
    };
    Some(document.seen.finding(severity, "resource/name", says))
}

fn servers(document: &Document<'_>, target: &str) -> Vec<Finding> {
    let servers = document.texts("authorization_servers");
    if servers.is_empty() {
        let says = "The metadata names no `authorization_servers`.";
        return vec![
            document
                .seen
                .finding(Severity::Warning, "resource/servers", says),
        ];
    }
    let home = web::target(target).map_or(Zone::Name, |(_, zone)| zone);
    let plain = servers.into_iter().filter(|server| !is_safe(server, home));
    let told = |server: &str| told(&document.seen, server);
    plain.map(told).collect()
}

/// TLS, or on the machine itself where the server is there too.
fn is_safe(server: &str, home: Zone) -> bool {
    Url::parse(server).is_ok_and(|url| {
        let here = home == Zone::Loopback && web::zone(&url) == Some(Zone::Loopback);
        url.scheme() == "https" || (url.scheme() == "http" && here)
    })
}

fn told(seen: &Seen<'_>, server: &str) -> Finding {
    let says = format!(
        "It names an authorization server that is not reached by https: {}.",
        say::quote(server)
    );
    seen.finding(Severity::Error, "resource/servers", says)
}
