use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View};
use std::collections::BTreeMap;

mod id;

use id::Id;

/// Bits below which an id can be guessed by trying, and below which it is shorter than it should be.
const GUESSABLE: f64 = 64.0;
const SHORT: f64 = 120.0;
/// Bytes beyond which clients and proxies may refuse it.
const LONG: usize = 1024;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let begun: Vec<Seen<'_>> = http.of_endpoint().filter(begins).collect();
    let mut ids: Vec<(Seen<'_>, Id<'_>)> = begun
        .iter()
        .filter_map(|seen| Some((*seen, Id::of(seen)?)))
        .collect();
    ids.extend(
        http.of_endpoint()
            .filter_map(|seen| Some((seen, Id::of_endpoint(&seen)?))),
    );
    if ids.is_empty() {
        view.connected()?;
        return Ok(Outcome::not_applicable("It hands out no session ids."));
    }
    let mut findings: Vec<Finding> = begun.iter().filter_map(several).collect();
    findings.extend(ids.iter().flat_map(|(seen, id)| wrong(seen, id)));
    findings.extend(same(&ids));
    let says = "Its session ids are visible ASCII, long, and each is another.";
    let frames = ids.iter().flat_map(|(seen, _)| seen.frames()).collect();
    Ok(web::settled(says, frames, findings))
}

/// The answer to a handshake, with an id. Where the client chose one, that is a question of its own.
fn begins(seen: &Seen<'_>) -> bool {
    seen.asked.message.as_deref() == Some("initialize")
        && seen.sent("mcp-session-id").is_none()
        && seen.came.header("mcp-session-id").is_some()
}

fn several(seen: &Seen<'_>) -> Option<Finding> {
    let headers = seen.came.headers.iter();
    let ids = headers
        .filter(|(name, _)| name.eq_ignore_ascii_case("mcp-session-id"))
        .count();
    (ids > 1).then(|| {
        let says = "It hands out two session ids at once or more: two readers may take two.";
        seen.finding(Severity::Error, "session/several", says)
    })
}

fn wrong(seen: &Seen<'_>, id: &Id<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !id.visible {
        let says = "A session id holds what is no visible ASCII.";
        findings.push(seen.finding(Severity::Warning, "session/charset", says));
    }
    if id.counted {
        let says = "Its session ids are counted: whoever has one knows the others.";
        findings.push(seen.finding(Severity::Error, "session/counted", says));
    }
    if id.length > LONG {
        let says = format!(
            "A session id is {} bytes long, which each request then carries.",
            id.length
        );
        findings.push(seen.finding(Severity::Warning, "session/long", says));
    }
    if id.bits < SHORT {
        let severity = if id.bits < GUESSABLE {
            Severity::Error
        } else {
            Severity::Warning
        };
        let says = match id.shared {
            0 => format!(
                "A session id of {} characters holds at most {:.0} bits.",
                id.length, id.bits
            ),
            shared => format!(
                "A session id of {} characters shares {shared} with another: the others hold at most {:.0} bits.",
                id.length, id.bits
            ),
        };
        findings.push(seen.finding(severity, "session/short", says));
    }
    findings
}

/// Two connections with one id.
fn same(ids: &[(Seen<'_>, Id<'_>)]) -> Option<Finding> {
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    ids.iter().find_map(|(seen, id)| {
        let before = known.insert(id.digest, seen.session.id)?;
        (before != seen.session.id).then(|| {
            let says = "Two of its sessions have the same id: whoever has one speaks in the other.";
            seen.finding(Severity::Error, "session/same", says)
        })
    })
}
