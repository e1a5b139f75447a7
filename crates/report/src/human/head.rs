//! The first lines: the gate, what was probed, and what stopped it from starting.

use super::gate_tone;
use crate::escape::capped;
use crate::model::{
    callers_line, count, handshakes, incomplete, login_line, permits, proxy, server_name, some,
    target_line, tls_line, versions,
};
use crate::page::{Page, Run, Tone, dim, plain, strong};
use crate::record::dated_after;
use crate::start::start_help;
use evidence::Facts;
use review::{Exit, Review};

/// Columns of the labels.
const LABEL: usize = 8;

/// Whether there is anything to score: a server that answered, or a record by itself.
pub(super) fn answered(review: &Review) -> bool {
    review
        .seen
        .as_ref()
        .is_none_or(|seen| handshakes(&seen.facts).next().is_some())
}

pub(super) fn head(page: &mut Page, review: &Review) {
    let decision = &review.decision;
    page.title(
        &[
            Run(gate_tone(decision.gate), decision.gate.title().to_owned()),
            strong(format!("   {}/18", decision.total)),
        ],
        permits(decision.gate),
    );
    page.gap();
    match &review.seen {
        Some(seen) => seen_lines(page, &seen.facts),
        None => record_lines(page, review),
    }
    page.labelled(2, LABEL, &dim("judged"), &[plain(judged(review))]);
    if let Some(gate) = review.input.require {
        let reached = decision.gate >= gate;
        let says = if reached { "reached" } else { "not reached" };
        let tone = if reached { Tone::Good } else { Tone::Bad };
        page.labelled(
            2,
            LABEL,
            &dim("required"),
            &[
                plain(format!("{}: ", gate.title())),
                Run(tone, says.to_owned()),
            ],
        );
    }
    if review.exits.contains(&Exit::Incomplete) && answered(review) {
        let why = review.seen.as_ref().map(incomplete).unwrap_or_default();
        let more = if why.len() > 1 {
            format!(" (and {} more)", why.len() - 1)
        } else {
            String::new()
        };
        let why = why.first().map_or_else(String::new, |first| {
            format!(": {}{more}", capped(first, 300))
        });
        page.labelled(
            2,
            LABEL,
            &dim("verdict"),
            &[Run(Tone::Warn, "incomplete".to_owned()), plain(why)],
        );
    }
    if let Some(text) = dated_after(review) {
        page.labelled(2, LABEL, &dim("record"), &[Run(Tone::Warn, text)]);
    }
    for text in &decision.assumes {
        page.labelled(2, LABEL, &dim("assumes"), &[plain(capped(text, 300))]);
    }
}

fn seen_lines(page: &mut Page, facts: &Facts) {
    let mut server = Vec::new();
    if let Some((name, version)) = server_name(facts) {
        server.push(strong(capped(name, 80)));
        if let Some(version) = version {
            server.push(plain(format!(" {}", capped(version, 40))));
        }
        let spoken: Vec<String> = versions(facts)
            .iter()
            .take(6)
            .map(|version| capped(version, 20))
            .collect();
        if !spoken.is_empty() {
            server.push(plain(format!(", speaks {}", spoken.join(", "))));
        }
    } else {
        server.push(plain("gave no name"));
    }
    page.labelled(2, LABEL, &dim("server"), &server);
    page.labelled(
        2,
        LABEL,
        &dim("target"),
        &[plain(capped(&target_line(&facts.header.target), 300))],
    );
    page.labelled(2, LABEL, &dim("lists"), &[plain(listed(facts))]);
    if let Some(callers) = callers_line(facts) {
        page.labelled(2, LABEL, &dim("callers"), &[plain(callers)]);
    }
    if let Some(login) = login_line(facts) {
        page.labelled(2, LABEL, &dim("login"), &[plain(capped(&login, 400))]);
    }
    if let Some((fine, tls)) = tls_line(facts) {
        let tone = if fine { Tone::Plain } else { Tone::Warn };
        page.labelled(2, LABEL, &dim("tls"), &[Run(tone, capped(&tls, 200))]);
    }
    if let Some(proxy) = proxy(facts) {
        let says = format!("{}, which the environment names", capped(proxy, 200));
        page.labelled(2, LABEL, &dim("proxy"), &[plain(says)]);
    }
}

fn listed(facts: &Facts) -> String {
    let inventory = &facts.inventory;
    let counts = [
        (inventory.tools.len(), "tool"),
        (inventory.resources.len(), "resource"),
        (inventory.templates.len(), "resource template"),
        (inventory.prompts.len(), "prompt"),
    ];
    let some: Vec<String> = counts
        .iter()
        .filter(|(n, what)| *n > 0 || *what == "tool")
        .map(|(n, what)| count(*n, what))
        .collect();
    format!(
        "{}; seen over {}",
        some.join(", "),
        count(facts.sessions.len(), "connection")
    )
}

fn record_lines(page: &mut Page, review: &Review) {
    let server = review.input.record.iter().flat_map(|record| &record.server);
    let text: Vec<String> = server
        .map(|(key, value)| {
            if key == "name" {
                value.clone()
            } else {
                format!("{key} {value}")
            }
        })
        .collect();
    let text = if text.is_empty() {
        "unnamed".to_owned()
    } else {
        capped(&text.join(", "), 300)
    };
    page.labelled(2, LABEL, &dim("server"), &[plain(text)]);
    page.labelled(
        2,
        LABEL,
        &dim("target"),
        &[plain("none: a review record judged by itself")],
    );
}

fn judged(review: &Review) -> String {
    let coverage = review.decision.coverage();
    let counts = [
        (coverage.observed, "observed"),
        (coverage.attested, "attested"),
        (coverage.contradicted, "contradicted"),
        (coverage.missing, "missing"),
    ];
    let some: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    format!(
        "{}; of 50 facets of evidence {}",
        review.input.now,
        some.join(", ")
    )
}

/// What a server that never answered said last, and what that may mean.
pub(super) fn start(page: &mut Page, review: &Review) {
    let Some(help) = review
        .seen
        .as_ref()
        .and_then(|seen| start_help(&seen.facts))
    else {
        return;
    };
    page.heading(help.title, "");
    page.para(2, 4, &[plain(capped(&help.what, 300))]);
    for (cause, frames) in &help.causes {
        let frames: Vec<String> = frames.iter().map(ToString::to_string).collect();
        let mut runs = vec![strong("cause: "), plain(capped(&cause.says(), 400))];
        if !frames.is_empty() {
            runs.push(dim(format!("  [{}]", some(&frames, 3))));
        }
        page.para(2, 4, &runs);
    }
    if help.causes.is_empty() {
        page.para(
            2,
            4,
            &[strong("cause: "), plain("not plain from what it said")],
        );
    }
    if !help.attempt.is_empty() {
        page.para(2, 4, &[strong("try:")]);
        page.command(4, &help.attempt);
    }
    if !help.last.is_empty() {
        page.para(2, 4, &[plain("What it said last:")]);
    }
    for (frame, line) in &help.last {
        page.labelled(4, 10, &dim(frame.to_string()), &[plain(capped(line, 300))]);
    }
}
