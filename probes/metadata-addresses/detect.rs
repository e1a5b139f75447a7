use crate::web::{self, Document, Http, Zone};
use crate::{Answer, Finding, Frames, Outcome, Severity, View, say};
use evidence::{Caller, FrameId};
use std::collections::BTreeMap;
use url::Url;

/// Members of the documents that are addresses. Of those that are no addresses at all others tell.
const MEMBERS: [&str; 7] = [
    "authorization_servers",
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
    let named = addresses(&http);
    if named.is_empty() {
        if !http.let_in(Caller::Anonymous).is_empty() {
            return Ok(Outcome::not_applicable(
                "It sends nobody anywhere to sign in.",
            ));
        }
        view.connected()?;
        return Ok(Outcome::not_applicable(
            "It names no address where to sign in.",
        ));
    }
    let home = web::target(http.url).map_or(Zone::Name, |(_, zone)| zone);
    let mut findings: BTreeMap<String, Finding> = BTreeMap::new();
    for (frame, place, text) in &named {
        if let Some(finding) = told(*frame, place, text, home) {
            findings.entry(text.clone()).or_insert(finding);
        }
    }
    let withheld = http
        .webs()
        .flat_map(|(_, web)| &web.withheld)
        .filter(|(_, why, _)| why.starts_with("it leads to"));
    for (url, why, frame) in withheld {
        let says = format!("It sends the client to {}: {why}.", say::quote(url));
        let finding = Finding::on_server(Severity::Error, says)
            .inside("/http/address/withheld")
            .at([*frame]);
        findings.entry(url.clone()).or_insert(finding);
    }
    let frames: Frames = named.iter().map(|(frame, ..)| *frame).collect();
    let says = "Nothing that it says about signing in leads a client inside its own network.";
    Ok(web::settled(says, frames, findings.into_values().collect()))
}

fn told(frame: FrameId, place: &str, text: &str, home: Zone) -> Option<Finding> {
    let url = Url::parse(text).ok()?;
    // A script as an endpoint is told with the metadata.
    if place.ends_with("_endpoint") && !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let why = web::misleads(&url, home)?;
    let says = format!(
        "Its `{place}` sends the client to {}, {why}.",
        say::quote(text)
    );
    Some(
        Finding::on_server(Severity::Error, says)
            .inside(format!("/http/address/{place}"))
            .at([frame]),
    )
}

/// Every address that a client would go to in order to sign in: where it stands, in what, and itself.
fn addresses(http: &Http<'_>) -> Vec<(FrameId, String, String)> {
    let mut all = Vec::new();
    for (seen, challenge) in http.challenges() {
        if let Some(url) = challenge.param("resource_metadata") {
            all.push((
                seen.came.frame,
                "resource_metadata".to_owned(),
                url.to_owned(),
            ));
        }
    }
    for seen in http.seen().filter(web::Seen::is_metadata) {
        if let Some(to) = seen.came.header("location").filter(|_| !seen.success()) {
            all.push((seen.came.frame, "Location".to_owned(), to.to_owned()));
        }
    }
    for document in http
        .resource_documents()
        .iter()
        .chain(&http.server_documents())
    {
        all.extend(in_document(document));
    }
    all
}

fn in_document(document: &Document<'_>) -> Vec<(FrameId, String, String)> {
    let of = |name: &&str| {
        let mut texts = document.texts(name);
        texts.extend(document.text(name));
        let place = (*name).to_owned();
        let frame = document.seen.came.frame;
        texts
            .into_iter()
            .map(move |text| (frame, place.clone(), text.to_owned()))
            .collect::<Vec<_>>()
    };
    MEMBERS.iter().flat_map(of).collect()
}
