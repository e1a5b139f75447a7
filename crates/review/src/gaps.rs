//! What was not measured: the dead ends that a reader of the verdict must know.

use crate::{NotMeasured, Seen};
use evidence::{Facts, Kind, Observed, Target};
use probes::{Outcome, Probe};

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
    gaps.extend(listings(&seen.facts));
    gaps.extend(open_questions(&seen.probes));
    gaps.extend(beyond(seen));
    gaps
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
            "probe again; if it stays, report it with the transcript",
        ));
    }
    gaps
}

fn listings(facts: &Facts) -> Vec<NotMeasured> {
    let missing = facts
        .inventory
        .complete
        .iter()
        .filter_map(|(kind, end)| match end {
            Observed::Missing(gap) => Some((*kind, gap)),
            Observed::Seen { .. } | Observed::NotOffered => None,
        });
    missing
        .map(|(kind, missing)| {
            let remedy = if missing.ours {
                "probe again"
            } else {
                "mend the server's listing, then probe again"
            };
            gap(
                format!("the whole list of {}", plural(kind)),
                missing.why.clone(),
                remedy,
            )
        })
        .collect()
}

const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Tool => "tools",
        Kind::Resource => "resources",
        Kind::Template => "resource templates",
        Kind::Prompt => "prompts",
    }
}

/// The probes that could not tell, those with one reason together.
fn open_questions(probes: &[(&'static Probe, Outcome)]) -> Vec<NotMeasured> {
    let mut groups: Vec<(NotMeasured, Vec<&str>)> = Vec::new();
    for (probe, outcome) in probes {
        let (why, remedy) = match outcome {
            Outcome::Inconclusive {
                because, remedy, ..
            } => (because.clone(), remedy.clone()),
            Outcome::Error { because } => {
                (because.clone(), "report it with the transcript".to_owned())
            }
            Outcome::Pass { .. } | Outcome::Fail { .. } | Outcome::NotApplicable { .. } => continue,
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

/// What this way of probing does not reach.
fn beyond(seen: &Seen) -> Vec<NotMeasured> {
    let mut gaps = Vec::new();
    let called = seen.facts.sessions.iter().any(|session| {
        session
            .exchanges
            .iter()
            .any(|exchange| exchange.method == "tools/call")
    });
    if !called && !seen.judged.tools.is_empty() {
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
