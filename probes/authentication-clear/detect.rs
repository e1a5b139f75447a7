use crate::web::{self, Http, Seen, Zone};
use crate::{Answer, Finding, Outcome, Severity, View, look};
use evidence::Caller;

const ATTEST: &str =
    "Establish how callers are authenticated, and attest `authentication.token_type`.";

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        view.connected()?;
        let frames = view.tools_whole()?;
        let says = "A local process: it is called by whoever starts it, and it started and listed.";
        return Ok(Outcome::pass(says).at(frames));
    };
    let findings: Vec<Finding> = waved_through(&http)
        .into_iter()
        .chain(lists_anyway(&http))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    if let Some(seen) = http.locked_out() {
        return Ok(refuses(&http, &seen));
    }
    if !http.let_in(Caller::Anonymous).is_empty() {
        return Ok(match reached_by_pages(&http) {
            Some(finding) => Outcome::fail(finding),
            None => open(&http),
        });
    }
    if http.let_in(Caller::SignedIn).is_empty() {
        view.connected()?;
    }
    Err(look::gap(
        "How it authenticates its callers could not be seen",
    ))
}

/// With a certificate that is not trusted nobody knows who answered at all.
fn waved_through(http: &Http<'_>) -> Option<Finding> {
    let mut webs = http.webs();
    let (_, frame) = webs.find_map(|(_, web)| web.tls.iter().find(|(tls, _)| tls.insecure))?;
    let says = "Its certificate is not trusted, and was waved through (--insecure): who answered is not known. Give its authority to --ca instead.";
    Some(
        Finding::on_server(Severity::Error, says)
            .inside("/http/tls")
            .at([*frame]),
    )
}

/// A server that wants a token for the handshake, and lists without one.
fn lists_anyway(http: &Http<'_>) -> Option<Finding> {
    http.locked_out()?;
    let put = http.put("list-without-token");
    let mut put = put.iter();
    let served = put.find(|seen| seen.served() && !http.signed_in_by_session(seen))?;
    let says = "It wants a token for the handshake, and answers tools/list without one.";
    Some(served.finding(Severity::Error, "list", says))
}

fn refuses(http: &Http<'_>, seen: &Seen<'_>) -> Outcome {
    let documents = http.resource_documents();
    let named = documents
        .iter()
        .find(|document| !document.texts("authorization_servers").is_empty());
    match named {
        Some(document) => Outcome::pass(
            "It refuses anonymous callers, and its metadata says who issues tokens for it.",
        )
        .at(seen.frames())
        .at(document.seen.frames()),
        None => Outcome::inconclusive(
            "It refuses anonymous callers, and no metadata says how they may sign in.",
            ATTEST,
        ),
    }
}

/// Where it is not meant for everybody, its place is all that says who may call. A page in a browser at that place is anybody's: it
/// gets an answer where its origin is allowed one, or where a name of its own leads to the server.
fn reached_by_pages(http: &Http<'_>) -> Option<Finding> {
    let put = http.put("foreign-origin");
    let served = put.iter().find(|seen| seen.served())?;
    let origin = served.sent("origin").unwrap_or_default();
    let allowed = served.came.header("access-control-allow-origin");
    let reads = allowed.is_some_and(|allowed| ["*", origin].contains(&allowed.trim()));
    let rebinds = http.put("foreign-host").iter().any(Seen::served);
    let says = format!(
        "It asks nobody for a credential, and serves a request with `Origin: {origin}`: whatever web page is opened beside it may use it."
    );
    ((reads || rebinds) && !is_for_all(http)).then(|| served.finding(Severity::Error, "open", says))
}

/// Whether it can be reached from everywhere.
fn is_for_all(http: &Http<'_>) -> bool {
    web::target(http.url).is_some_and(|(_, zone)| matches!(zone, Zone::Name | Zone::Public))
}

fn open(http: &Http<'_>) -> Outcome {
    let severity = if is_for_all(http) {
        Severity::Warning
    } else {
        Severity::Info
    };
    let says =
        "It asks nobody for a credential: handshake and lists are served to whoever reaches it.";
    let finding = Finding::on_server(severity, says)
        .inside("/http/open")
        .at(http.let_in(Caller::Anonymous));
    let remedy = "Ask for one; or, where it is meant to be open, say who can reach it and attest `authentication.token_type`.";
    Outcome::inconclusive("It lets in callers without a credential.", remedy).with([finding])
}
