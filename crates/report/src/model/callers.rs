//! What each caller over HTTP was shown, side by side, and what the connection rests on.

use evidence::{Caller, Facts, Kind, Observed, Target, Tls};
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
