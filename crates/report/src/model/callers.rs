//! What each caller over HTTP was shown, side by side, and what the connection rests on.

use evidence::{Caller, Facts, Grant, Kind, Observed, Target, Tls, Web, Zone};
use std::collections::BTreeMap;

/// One caller, and what became of it.
pub(crate) struct Called {
    pub(crate) caller: Caller,
    /// Whether a handshake was taken.
    pub(crate) let_in: bool,
    /// The status of the first answer, where it was not let in and any came.
    pub(crate) status: Option<u16>,
    /// How many of each kind it was shown.
    pub(crate) shown: [(Kind, usize); 4],
}

/// Each caller over HTTP, as nobody first; empty where it is not spoken to over HTTP.
pub(crate) fn called(facts: &Facts) -> Vec<Called> {
    let all = [Caller::Anonymous, Caller::SignedIn].into_iter();
    all.filter_map(|caller| {
        let sessions = facts.sessions.iter().filter_map(|session| {
            let web = session.web.as_ref()?;
            (web.caller == caller).then_some((session, web))
        });
        let greeted = |(session, _): (&evidence::Session, _)| {
            matches!(session.handshake, Observed::Seen { .. })
        };
        let mut sessions = sessions.peekable();
        sessions.peek()?;
        let all: Vec<_> = sessions.collect();
        let let_in = all.iter().any(|one| greeted(*one));
        let mut plain = all.iter().flat_map(|(_, web)| &web.exchanges);
        let status = plain.find_map(|exchange| {
            let response = exchange.response.as_ref();
            let status = response.map(|response| response.status);
            status.filter(|_| exchange.question.is_none())
        });
        Some(Called {
            caller,
            let_in,
            status: status.filter(|_| !let_in),
            shown: Kind::ALL.map(|kind| (kind, shown(facts, caller, kind))),
        })
    })
    .collect()
}

fn shown(facts: &Facts, caller: Caller, kind: Kind) -> usize {
    let entries = facts.inventory.of(kind).iter();
    entries.filter(|e| e.callers.contains(&caller)).count()
}

/// Who was shown each definition of a kind, by its digest.
pub(crate) fn callers_of(facts: &Facts, kind: Kind) -> BTreeMap<&str, &[Caller]> {
    let entries = facts.inventory.of(kind).iter();
    entries
        .map(|entry| (entry.item.digest.as_str(), entry.callers.as_slice()))
        .collect()
}

/// Whether two callers were let in and shown different things of this kind.
pub(crate) fn callers_differ(facts: &Facts, kind: Kind) -> bool {
    let both = called(facts).iter().filter(|called| called.let_in).count() > 1;
    let mut entries = facts.inventory.of(kind).iter();
    both && entries.any(|entry| entry.callers.len() < 2)
}

pub(crate) const fn caller_id(caller: Caller) -> &'static str {
    match caller {
        Caller::Anonymous => "anonymous",
        Caller::SignedIn => "signed_in",
    }
}

const fn caller_title(caller: Caller) -> &'static str {
    match caller {
        Caller::Anonymous => "anonymous",
        Caller::SignedIn => "signed in",
    }
}

/// Who was shown it, in words.
pub(crate) fn audience_of(callers: &[Caller]) -> &'static str {
    match callers {
        [] => "nobody",
        [Caller::SignedIn] => "signed in only",
        [Caller::Anonymous] => "anonymous only",
        _ => "both",
    }
}

/// All callers in one line: `anonymous: refused (HTTP 401); signed in: 3 tools`. None where nobody was a caller.
pub(crate) fn callers_line(facts: &Facts) -> Option<String> {
    let all = called(facts);
    if let [only] = all.as_slice()
        && only.let_in
        && only.caller == Caller::Anonymous
    {
        return Some("anonymous: sees all of that, without signing in".to_owned());
    }
    let told: Vec<String> = all
        .iter()
        .map(|called| format!("{}: {}", caller_title(called.caller), outcome(called)))
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}

fn outcome(called: &Called) -> String {
    match (called.let_in, called.status) {
        (true, _) => {
            let some = called
                .shown
                .iter()
                .filter(|(kind, n)| *n > 0 || *kind == Kind::Tool);
            let some: Vec<String> = some
                .map(|(kind, n)| super::count(*n, super::singular(*kind)))
                .collect();
            some.join(", ")
        }
        (false, Some(status)) => format!("refused (HTTP {status})"),
        (false, None) => "no answer".to_owned(),
    }
}

/// The certificate of the server itself, as it was shown first.
pub(crate) fn certificate(facts: &Facts) -> Option<&Tls> {
    let Target::Http { url } = &facts.header.target else {
        return None;
    };
    let host = host(url);
    let mut shown = webs(facts).flat_map(|web| &web.tls).map(|(tls, _)| tls);
    shown.find(|tls| tls.host == host)
}

/// The proxy that requests went through.
pub(crate) fn proxy(facts: &Facts) -> Option<&str> {
    webs(facts).find_map(|web| web.proxy.as_deref())
}

fn webs(facts: &Facts) -> impl Iterator<Item = &Web> {
    facts.sessions.iter().filter_map(|s| s.web.as_ref())
}

/// The host in a URL, without brackets and port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
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

/// What keeps the connection from others, in one line, and whether it does. None where it is no connection over HTTP.
pub(crate) fn tls_line(facts: &Facts) -> Option<(bool, String)> {
    let Target::Http { url } = &facts.header.target else {
        return None;
    };
    if url.starts_with("http:") {
        let host = host(url);
        let here =
            host == "localhost" || host.parse().is_ok_and(|ip| Zone::of(ip) == Zone::Loopback);
        return Some(match here {
            true => (true, "none: plain http, within this machine".to_owned()),
            false => (false, "none: plain http".to_owned()),
        });
    }
    let tls = certificate(facts)?;
    Some((tls.refused.is_none(), says(tls)))
}

fn says(tls: &Tls) -> String {
    let version = tls.version.as_deref().map_or_else(String::new, |version| {
        format!("{}, ", version.replace('_', ".").replace("TLSv", "TLS "))
    });
    let trust = match (&tls.refused, tls.insecure) {
        (None, _) => "",
        (Some(_), true) => ", not trusted and waved through (--insecure)",
        (Some(_), false) => ", not trusted",
    };
    format!(
        "{version}certificate of {} until {}{trust}",
        tls.issuer,
        tls.last_day()
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
            partial: false,
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
        let tools = callers_of(&facts, Kind::Tool);
        assert_eq!(
            tools.into_values().collect::<Vec<_>>(),
            [[Caller::SignedIn]]
        );
        assert!(
            !callers_differ(&facts, Kind::Tool),
            "one of them was not let in"
        );
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

    #[test]
    fn what_only_one_caller_is_shown_is_told() {
        let url = "https://[::1]:8443/mcp".to_owned();
        assert_eq!(host(&url), "::1");
        let tape = connect(Tape::new(Target::Http { url }), 0, Caller::Anonymous);
        let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "notes", "version": "1"}});
        let tape = tape.handshake(0, Variant::Declared, &hello).list(
            0,
            Variant::Declared,
            Kind::Tool,
            &[json!({"name": "ping_me", "inputSchema": {"type": "object"}})],
        );
        let facts = Facts::read(&signed_in(tape, 1).transcript());
        assert!(callers_differ(&facts, Kind::Tool));
        let told = callers_of(&facts, Kind::Tool)
            .into_values()
            .map(audience_of);
        let mut told: Vec<&str> = told.collect();
        told.sort_unstable();
        assert_eq!(told, ["anonymous only", "signed in only"]);
        assert_eq!(
            callers_line(&facts).as_deref(),
            Some("anonymous: 1 tool; signed in: 1 tool")
        );
    }
}
