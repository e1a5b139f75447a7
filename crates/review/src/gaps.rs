//! What was not measured: the dead ends that a reader of the verdict must know.

use crate::{NotMeasured, Seen};
use evidence::{Exchange, Facts, Gap, Kind, Observed, Target};
use probes::{Outcome, Probe};

/// What mends a server that does not answer.
const START: &str = "give it what it needs to start (`--env`, `--start-timeout`), then probe again";
/// What mends a failure of ours.
const AGAIN: &str = "probe again; if it stays, report it with the transcript";
/// Titles that one entry names before it counts.
const MOST_TITLES: usize = 6;

pub(crate) fn not_measured(seen: Option<&Seen>) -> Vec<NotMeasured> {
    let Some(seen) = seen else {
        return vec![gap(
            "The live server",
            "only the review record was judged",
            "probe the server with this record: `mcp-gatecheck probe --record FILE -- COMMAND`",
        )];
    };
    let mut gaps = run(&seen.facts);
    // Of a server that never answered, one line says it all.
    if let Some(why) = never_answered(&seen.facts) {
        gaps.push(gap(
            "Anything: the server gave no answer to judge",
            &why,
            START,
        ));
        return gaps;
    }
    let listings = listings(&seen.facts);
    let questions = open_questions(&seen.probes);
    // A question that a missing list leaves open goes with the list.
    let more = questions
        .into_iter()
        .filter(|open| listings.iter().all(|list| list.why != open.why));
    gaps.extend(listings.iter().cloned().chain(more));
    gaps.extend(beyond(seen));
    gaps
}

/// Why no connection got as far as a handshake.
fn never_answered(facts: &Facts) -> Option<String> {
    let mut why = None;
    for session in &facts.sessions {
        match &session.handshake {
            Observed::Seen { .. } => return None,
            Observed::Missing(missing) => why = why.or(Some(missing.why.clone())),
            Observed::NotOffered => {}
        }
    }
    Some(why.unwrap_or_else(|| "no connection to it was recorded".to_owned()))
}

fn gap(what: impl Into<String>, why: &str, remedy: &str) -> NotMeasured {
    NotMeasured {
        what: what.into(),
        why: sentence(why),
        remedy: sentence(remedy),
    }
}

/// A reason as a sentence of its own, whoever worded it.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    let stop = if text.ends_with(['.', '!', '?', '…']) {
        ""
    } else {
        "."
    };
    first.chain(characters).chain(stop.chars()).collect()
}

/// A run that ended early, or in which we failed.
fn run(facts: &Facts) -> Vec<NotMeasured> {
    let mut gaps = Vec::new();
    if facts.interrupted {
        gaps.push(gap(
            "The rest of the run",
            "it was interrupted",
            "probe again and let it end",
        ));
    }
    if let Some((first, _)) = facts.ours.first() {
        let more = match facts.ours.len() {
            1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        gaps.push(gap(
            "What a failure of this program hid",
            &format!("{first}{more}"),
            AGAIN,
        ));
    }
    gaps
}

/// The lists that were not seen to their end, those with one reason together.
fn listings(facts: &Facts) -> Vec<NotMeasured> {
    let mut groups: Vec<(&Gap, Vec<&str>)> = Vec::new();
    for (kind, end) in &facts.inventory.complete {
        let Observed::Missing(missing) = end else {
            continue;
        };
        match groups.iter_mut().find(|(gap, _)| gap.why == missing.why) {
            Some((_, kinds)) => kinds.push(plural(*kind)),
            None => groups.push((missing, vec![plural(*kind)])),
        }
    }
    let told = |(missing, kinds): (&Gap, Vec<&str>)| {
        let remedy = if missing.ours {
            "probe again"
        } else {
            "mend the server's listing, then probe again"
        };
        gap(
            format!("The whole list of {}", kinds.join(", ")),
            &missing.why,
            remedy,
        )
    };
    groups.into_iter().map(told).collect()
}

const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Tool => "tools",
        Kind::Resource => "resources",
        Kind::Template => "resource templates",
        Kind::Prompt => "prompts",
    }
}

/// The probes that could not look, those with one reason together. One with findings did look: what it saw is a finding,
/// and what people may attest instead stands in the way to the next gate.
fn open_questions(probes: &[(&'static Probe, Outcome)]) -> Vec<NotMeasured> {
    let mut groups: Vec<(NotMeasured, Vec<&str>)> = Vec::new();
    for (probe, outcome) in probes {
        let open = match outcome {
            Outcome::Inconclusive {
                because,
                remedy,
                findings,
            } if findings.is_empty() => gap("", because, remedy),
            Outcome::Error { because } => gap("", because, AGAIN),
            _ => continue,
        };
        let title = probe.definition.title;
        match groups.iter_mut().find(|(gap, _)| *gap == open) {
            Some((_, titles)) => titles.push(title),
            None => groups.push((open, vec![title])),
        }
    }
    let told = |(open, titles): (NotMeasured, Vec<&str>)| NotMeasured {
        what: joined(&titles),
        ..open
    };
    groups.into_iter().map(told).collect()
}

fn joined(titles: &[&str]) -> String {
    let shown = titles.get(..MOST_TITLES).unwrap_or(titles).join(" · ");
    match titles.len().saturating_sub(MOST_TITLES) {
        0 => shown,
        more => format!("{shown} · and {more} more"),
    }
}

/// Whether any listed tool was called. A question with a name of no tool is no call.
fn called(seen: &Seen) -> bool {
    let listed = |name: &str| {
        seen.judged
            .tools
            .iter()
            .any(|tool| tool.item.name.as_deref() == Some(name))
    };
    let is_call = |exchange: &Exchange| {
        let name = exchange.params.get("name").and_then(|name| name.as_str());
        exchange.method == "tools/call" && name.is_some_and(listed)
    };
    seen.facts
        .sessions
        .iter()
        .flat_map(|session| &session.exchanges)
        .any(is_call)
}

/// What this way of probing does not reach.
fn beyond(seen: &Seen) -> Vec<NotMeasured> {
    let mut gaps = Vec::new();
    if !called(seen) && !seen.judged.tools.is_empty() {
        gaps.push(gap(
            "What the tools return and change",
            "no tool was called",
            "call them in a sandbox of your own and attest what they did",
        ));
    }
    if let Target::Stdio { .. } = seen.facts.header.target {
        gaps.push(gap(
            "Files, network and secrets that it touches",
            "it ran without a sandbox that watches it",
            "watch it in a sandbox of your own, link that as a source and attest what it showed",
        ));
        gaps.push(gap(
            "Sign-in, TLS and sessions over HTTP",
            "it was spoken to over its standard streams, where they do not apply",
            "probe its URL too if agents reach it over HTTP",
        ));
    }
    gaps
}
