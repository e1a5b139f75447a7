//! What was seen of the server.

use evidence::{Body, Facts, Handshake, Item, Kind, Observed, Target, Variant};
use probes::Outcome;
use review::Seen;
use serde_json::Value;
use std::collections::BTreeSet;

/// What stands between the verdict and a complete one: lists not seen whole, listing probes that could not tell.
pub(crate) fn incomplete(seen: &Seen) -> Vec<String> {
    let lists = seen
        .facts
        .inventory
        .complete
        .iter()
        .filter_map(|(kind, end)| match end {
            Observed::Missing(gap) => Some(format!(
                "the list of {} was not seen whole: {}",
                plural(*kind),
                gap.why
            )),
            Observed::Seen { .. } | Observed::NotOffered => None,
        });
    let probes = seen
        .probes
        .iter()
        .filter(|(probe, _)| probe.definition.listing)
        .filter_map(|(probe, outcome)| match outcome {
            Outcome::Inconclusive { because, .. } | Outcome::Error { because } => {
                Some(format!("{}: {because}", probe.definition.id))
            }
            _ => None,
        });
    let lists: Vec<String> = lists.collect();
    if lists.is_empty() {
        probes.collect()
    } else {
        lists
    }
}

const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Tool => "tools",
        Kind::Resource => "resources",
        Kind::Template => "resource templates",
        Kind::Prompt => "prompts",
    }
}

/// One of a kind, as it is counted.
pub(crate) const fn singular(kind: Kind) -> &'static str {
    match kind {
        Kind::Tool => "tool",
        Kind::Resource => "resource",
        Kind::Template => "resource template",
        Kind::Prompt => "prompt",
    }
}

/// What was probed, in one line: the command or the URL.
pub(crate) fn target_line(target: &Target) -> String {
    match target {
        Target::Stdio { command } => command
            .iter()
            .map(|arg| quoted(arg))
            .collect::<Vec<_>>()
            .join(" "),
        Target::Http { url } => url.clone(),
    }
}

/// An argument as a POSIX shell would take it.
#[must_use]
pub fn quoted(arg: &str) -> String {
    let simple = |c: char| c.is_alphanumeric() || "-_./:@=+,%".contains(c);
    if !arg.is_empty() && arg.chars().all(simple) {
        return arg.to_owned();
    }
    format!("'{}'", arg.replace('\'', r"'\''"))
}

/// Every handshake that succeeded, in the order of connections.
pub(crate) fn handshakes(facts: &Facts) -> impl Iterator<Item = &Handshake> {
    facts
        .sessions
        .iter()
        .filter_map(|session| match &session.handshake {
            Observed::Seen { value, .. } => Some(value),
            Observed::NotOffered | Observed::Missing(_) => None,
        })
}

/// How the server calls itself: name and version, where they are strings.
pub(crate) fn server_name(facts: &Facts) -> Option<(&str, Option<&str>)> {
    handshakes(facts).find_map(|handshake| {
        let info = handshake.server_info.as_ref()?;
        Some((
            info.get("name")?.as_str()?,
            info.get("version").and_then(Value::as_str),
        ))
    })
}

/// The eras in which it answered: `initialize`, `discover`.
pub(crate) fn eras(facts: &Facts) -> Vec<&'static str> {
    let answered = |method: &str| {
        let mut exchanges = facts.sessions.iter().flat_map(|session| &session.exchanges);
        exchanges.any(|asked| {
            asked.method == method
                && matches!(
                    asked.reply.as_ref().map(|reply| &reply.body),
                    Some(Body::Result(_))
                )
        })
    };
    [
        ("initialize", "initialize"),
        ("server/discover", "discover"),
    ]
    .into_iter()
    .filter(|(method, _)| answered(method))
    .map(|(_, era)| era)
    .collect()
}

/// Every revision spoken or claimed, sorted.
pub(crate) fn versions(facts: &Facts) -> Vec<&str> {
    let all: BTreeSet<&str> = handshakes(facts)
        .flat_map(|handshake| handshake.versions.iter().chain(&handshake.version))
        .map(String::as_str)
        .collect();
    all.into_iter().collect()
}

/// The variants with which a connection succeeded, where anything was to be listed on it.
pub(crate) fn variants(facts: &Facts) -> BTreeSet<Variant> {
    facts
        .sessions
        .iter()
        .filter(|session| matches!(session.handshake, Observed::Seen { .. }))
        .map(|session| session.variant)
        .filter(|variant| *variant != Variant::Questions)
        .collect()
}

/// A string member of a listed item.
pub(crate) fn member(item: &Item, name: &str) -> Option<String> {
    item.raw.string(name)
}
