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
            "the live server",
            "only the review record was judged",
            "probe the server with this record: `mcp-gatecheck probe --record FILE -- COMMAND`",
        )];
    };
    let mut gaps = run(&seen.facts);
    // Of a server that never answered, one line says it all.
    if let Some(why) = never_answered(&seen.facts) {
        gaps.push(gap("the server: it gave no answer to judge", why, START));
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

fn gap(what: impl Into<String>, why: impl Into<String>, remedy: impl Into<String>) -> NotMeasured {
    NotMeasured {
        what: what.into(),
        why: why.into(),
        remedy: remedy.into(),
    }
}

/// A run that ended early, or in which we failed.
fn run(facts: &Facts) -> Vec<NotMeasured> {
    let mut gaps = Vec::new();
    if facts.interrupted {
        gaps.push(gap(
            "the rest of the run",
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
            "what a failure of this program hid",
            format!("{first}{more}"),
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
            format!("the whole list of {}", kinds.join(", ")),
            missing.why.clone(),
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
        let (why, remedy) = match outcome {
            Outcome::Inconclusive {
                because,
                remedy,
                findings,
            } if findings.is_empty() => (because.clone(), remedy.clone()),
            Outcome::Error { because } => (because.clone(), AGAIN.to_owned()),
            _ => continue,
        };
        match groups
            .iter_mut()
            .find(|(gap, _)| gap.why == why && gap.remedy == remedy)
        {
            Some((_, titles)) => titles.push(probe.definition.title),
            None => groups.push((gap("", why, remedy), vec![probe.definition.title])),
        }
    }
    groups
        .into_iter()
        .map(|(gap, titles)| NotMeasured {
            what: joined(&titles),
            ..gap
        })
        .collect()
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
            "what the tools return and change",
            "no tool was called",
            "call them in a sandbox of your own and attest what they did",
        ));
    }
    if let Target::Stdio { .. } = seen.facts.header.target {
        gaps.push(gap(
            "files, network and secrets that it touches",
            "it ran without a sandbox that watches it",
            "watch it in a sandbox of your own, link that as a source and attest what it showed",
        ));
        gaps.push(gap(
            "sign-in, TLS and sessions over HTTP",
            "it was spoken to over its standard streams, where they do not apply",
            "probe its URL too if agents reach it over HTTP",
        ));
    }
    gaps
}
