//! What was not measured: the dead ends that a reader of the verdict must know.

use crate::{NotMeasured, Seen};
use evidence::conduct::{Lost, Rung};
use evidence::{Caller, Exchange, Facts, Gap, Kind, Observed, Target};
use probes::{Outcome, Probe};
use std::collections::BTreeSet;

/// What mends a server that does not answer.
const START: &str = "give it what it needs to start (`--env`, `--start-timeout`), then probe again";
/// The same over HTTP.
const REACH: &str =
    "see that its URL is right and that it can be reached from here, then probe again";
/// What lets us in.
const CREDENTIAL: &str = "probe it with a credential (`--login`, `--bearer-env`)";
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
        let what = "Anything: the server gave no answer to judge";
        let remedy = match seen.facts.header.target {
            Target::Stdio { .. } => START,
            Target::Http { .. } if locked(&seen.facts) => CREDENTIAL,
            Target::Http { .. } => REACH,
        };
        gaps.push(gap(what, &why, remedy));
        return gaps;
    }
    let listings = listings(&seen.facts);
    let unwatched = unwatched(&seen.facts);
    let questions = open_questions(&seen.probes);
    // A question that a missing list, or a missing sandbox, leaves open goes with that.
    let named = |open: &NotMeasured| {
        let mut known = listings.iter().chain(&unwatched);
        known.any(|known| known.why == open.why)
    };
    let more = questions.into_iter().filter(|open| !named(open));
    gaps.extend(listings.iter().cloned().chain(more));
    gaps.extend(uncalled(seen));
    gaps.extend(unwatched);
    gaps.extend(callers(&seen.facts));
    gaps.extend(beyond(&seen.facts));
    gaps
}

/// Why no connection got as far as a handshake.
fn never_answered(facts: &Facts) -> Option<String> {
    let failed = facts
        .install
        .as_ref()
        .and_then(|(install, _)| install.failed.as_ref());
    let mut why = failed.map(|_| "the package could not be installed".to_owned());
    if let Some((not, _)) = &facts.not_signed_in {
        why = Some(format!("nobody was signed in: {}", not.why));
    }
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
    let stop = if text.ends_with(['.', '!', '?', '…']) {
        ""
    } else {
        "."
    };
    capitalised(text) + stop
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
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

/// What only a call would show.
fn uncalled(seen: &Seen) -> Option<NotMeasured> {
    (!called(seen) && !seen.judged.tools.is_empty()).then(|| {
        gap(
            "What the tools return and change",
            "no tool was called",
            "call them in a sandbox of your own and attest what they did",
        )
    })
}

/// What no sandbox saw: all of it where a start had none, else each thing that the fence cannot see here.
fn unwatched(facts: &Facts) -> Vec<NotMeasured> {
    if !matches!(facts.header.target, Target::Stdio { .. }) {
        return vec![gap(
            "Files, network and secrets that it touches",
            "it runs elsewhere, where no sandbox sees it",
            "probe the program behind it by its command, in the sandbox; or attest what its operators show",
        )];
    }
    let everything = |why| {
        let remedy = "probe it in the sandbox (on Linux, without `--no-sandbox`); or watch it in one of your own, link that as a source and attest what it showed";
        vec![gap(
            "Files, network and secrets that it touches",
            why,
            remedy,
        )]
    };
    let mut lost: BTreeSet<&Lost> = BTreeSet::new();
    for session in &facts.sessions {
        match &session.fence {
            None => return everything("it ran without a sandbox that watches it"),
            Some((fence, _)) if fence.rung == Rung::None => {
                return everything("it ran without a sandbox (--no-sandbox)");
            }
            Some((fence, _)) => lost.extend(&fence.lost),
        }
    }
    let told = |lost: &Lost| {
        let part = if lost.whole { "" } else { ", in part" };
        let what = lost.sight.title();
        gap(
            capitalised(&format!("{what}{part}")),
            &lost.why,
            "probe it where the sandbox can see that, or attest what you saw elsewhere",
        )
    };
    lost.into_iter().map(told).collect()
}

/// Whether a caller without credentials was refused for the lack of them.
fn locked(facts: &Facts) -> bool {
    facts.not_signed_in.is_some() || facts.sessions.iter().any(|one| one.locked_out().is_some())
}

/// Callers over HTTP that nobody was.
fn callers(facts: &Facts) -> Vec<NotMeasured> {
    if !matches!(facts.header.target, Target::Http { .. }) {
        return Vec::new();
    }
    let signed_in = facts.sessions.iter().any(|session| {
        let caller = session.web.as_ref().map(|web| web.caller);
        caller == Some(Caller::SignedIn)
    });
    vec![if signed_in {
        gap(
            "Callers with other credentials, and tokens that were issued for somebody else",
            "it was only shown the credential that was given",
            "attest how tokens are scoped and checked, or probe it again with another one",
        )
    } else {
        gap(
            "What a caller who signed in is shown and may do",
            "no credential was given",
            CREDENTIAL,
        )
    }]
}

/// What this way of probing does not reach.
fn beyond(facts: &Facts) -> Option<NotMeasured> {
    matches!(facts.header.target, Target::Stdio { .. }).then(|| {
        gap(
            "Sign-in, TLS and sessions over HTTP",
            "it was spoken to over its standard streams, where they do not apply",
            "probe its URL too if agents reach it over HTTP",
        )
    })
}
