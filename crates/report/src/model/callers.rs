//! What each caller over HTTP was shown, side by side, and what the connection rests on.

use evidence::{Caller, Facts, Grant, Kind, Observed, Target, Tls};
use std::collections::BTreeSet;

/// The names of the tools that a caller was shown; none where it was not let in.
pub(crate) fn tools_of(facts: &Facts, caller: Caller) -> Option<BTreeSet<&str>> {
    let mut shown = None;
    for session in &facts.sessions {
        let is = session.web.as_ref().is_some_and(|web| web.caller == caller);
        if !is || !matches!(session.handshake, Observed::Seen { .. }) {
            continue;
        }
        let items = session.listings.iter().flat_map(|listing| &listing.items);
        let tools = items.filter(|item| item.kind == Kind::Tool);
        let names = tools.filter_map(|item| item.name.as_deref());
        shown.get_or_insert_with(BTreeSet::new).extend(names);
    }
    shown
}

/// Both callers in one line: `anonymous: refused (HTTP 401); signed in: 3 tools`. None where nobody was a caller.
pub(crate) fn callers_line(facts: &Facts) -> Option<String> {
    let all = [
        (Caller::Anonymous, "anonymous"),
        (Caller::SignedIn, "signed in"),
    ];
    let told = all.into_iter().filter_map(|(caller, name)| {
        let webs = facts.sessions.iter().filter_map(|s| s.web.as_ref());
        let mut webs = webs.filter(|web| web.caller == caller).peekable();
        webs.peek()?;
        let says = match tools_of(facts, caller) {
            Some(tools) => super::count(tools.len(), "tool"),
            None => {
                let mut answers = webs.flat_map(|web| &web.exchanges).filter_map(|exchange| {
                    let plain = exchange.question.is_none();
                    exchange.response.as_ref().filter(|_| plain)
                });
                match answers.next() {
                    Some(first) => format!("refused (HTTP {})", first.status),
                    None => "no answer".to_owned(),
                }
            }
        };
        Some(format!("{name}: {says}"))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Where the credentials come from, in one line. None where they were given as they are.
pub(crate) fn login_line(facts: &Facts) -> Option<String> {
    let (login, frame) = facts.login.as_ref()?;
    let how = match login.grant {
        Grant::Kept => "kept from an earlier login".to_owned(),
        Grant::Renewed => format!("an earlier login renewed by POST {}", login.token_endpoint),
        Grant::ClientCredentials => format!("client credentials by POST {}", login.token_endpoint),
    };
    let scopes = match login.scopes.as_slice() {
        [] => "scopes not said".to_owned(),
        scopes => format!("scopes {}", scopes.join(" ")),
    };
    let ends = login
        .expires
        .as_deref()
        .map_or_else(|| "no end said".to_owned(), |at| format!("until {at}"));
    Some(format!("{how}; {scopes}; {ends}  [{frame}]"))
}

/// What keeps the connection from others, in one line. None where it is no connection over HTTP.
pub(crate) fn tls_line(facts: &Facts) -> Option<(bool, String)> {
    let Target::Http { url } = &facts.header.target else {
        return None;
    };
    if url.starts_with("http:") {
        return Some((false, "none: plain http".to_owned()));
    }
    let webs = facts.sessions.iter().filter_map(|s| s.web.as_ref());
    let mut shown = webs.flat_map(|web| &web.tls);
    let (tls, _) = shown.find(|(tls, _)| url.contains(&tls.host))?;
    Some((tls.refused.is_none(), says(tls)))
}

fn says(tls: &Tls) -> String {
    let until = tls.not_after.get(..10).unwrap_or(&tls.not_after);
    let version = tls.version.as_deref().unwrap_or("TLS").replace('_', ".");
    let version = version.replace("TLSv", "TLS ");
    let trust = match (&tls.refused, tls.insecure) {
        (None, _) => "",
        (Some(_), true) => ", not trusted and waved through (--insecure)",
        (Some(_), false) => ", not trusted",
    };
    format!(
        "{version}, certificate of {} until {until}{trust}",
        tls.issuer
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::build::Tape;
    use evidence::{Event, Http, HttpPart, Side, Transport, Variant};
    use serde_json::json;

    fn connect(tape: Tape, session: u32, caller: Caller) -> Tape {
        let (variant, transport) = (Variant::Declared, Transport::Streamable);
        tape.event(
            session,
            Event::Connect {
                variant,
                caller,
                transport,
            },
        )
    }

    fn refused(tape: Tape, session: u32) -> Tape {
        let exchange = 0;
        let asked = HttpPart::Request {
            method: "POST".to_owned(),
            url: "https://notes.example/mcp".to_owned(),
            headers: Vec::new(),
        };
        let came = HttpPart::Response {
            status: 401,
            version: "HTTP/1.1".to_owned(),
            peer: None,
            headers: Vec::new(),
        };
        let hello = br#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#;
        let asked = Http {
            exchange,
            part: asked,
        };
        let came = Http {
            exchange,
            part: came,
        };
        tape.http(Side::Client, session, asked, hello)
            .http(Side::Server, session, came, b"")
    }

    fn signed_in(tape: Tape, session: u32) -> Tape {
        let tools = [json!({"name": "get_note", "inputSchema": {"type": "object"}})];
        let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "notes", "version": "1"}});
        connect(tape, session, Caller::SignedIn)
            .handshake(session, Variant::Declared, &hello)
            .list(session, Variant::Declared, Kind::Tool, &tools)
    }

    #[test]
    fn callers_stand_side_by_side() {
        let url = "https://notes.example/mcp".to_owned();
        let tape = Tape::new(Target::Http { url });
        let tape = refused(connect(tape, 0, Caller::Anonymous), 0);
        let facts = Facts::read(&signed_in(tape, 1).transcript());
        assert_eq!(
            callers_line(&facts).as_deref(),
            Some("anonymous: refused (HTTP 401); signed in: 1 tool")
        );
        assert_eq!(tools_of(&facts, Caller::Anonymous), None);
        assert_eq!(tls_line(&facts), None, "no certificate was seen");
    }

    #[test]
    fn where_a_token_comes_from_is_told() {
        let login = evidence::Login {
            grant: Grant::ClientCredentials,
            issuer: "https://as.example".to_owned(),
            token_endpoint: "https://as.example/token".to_owned(),
            scopes: vec!["notes:read".to_owned()],
            expires: Some("2026-11-25T12:00:00Z".to_owned()),
        };
        let url = "https://notes.example/mcp".to_owned();
        let tape = Tape::new(Target::Http { url }).event(0, Event::Login(login));
        let facts = Facts::read(&tape.transcript());
        assert_eq!(
            login_line(&facts).as_deref(),
            Some(
                "client credentials by POST https://as.example/token; scopes notes:read; until 2026-11-25T12:00:00Z  [frame:0]"
            )
        );
        assert!(facts.sessions.is_empty(), "it is no connection");
    }

    #[test]
    fn what_is_not_encrypted_is_told() {
        let url = "http://notes.example/mcp".to_owned();
        let facts = Facts::read(&Tape::new(Target::Http { url }).transcript());
        assert_eq!(
            tls_line(&facts),
            Some((false, "none: plain http".to_owned()))
        );
        let local = Facts::read(&Tape::stdio().transcript());
        assert_eq!((tls_line(&local), callers_line(&local)), (None, None));
    }
}
