//! What `-v` adds: criteria, conditions, facets, approvals, probes, resources, prompts, connections.

use super::{rest, sentence};
use crate::escape::capped;
use crate::model::{
    condition_title, member, outcome_id, outcome_reason, set_aside as set_aside_notes, statement,
};
use crate::page::{Cell, Page, Run, Tone, dim, plain, strong};
use evidence::{Entry, Event, Observed};
use gate_engine::{CriticalState, FacetEvidence, Item, Met};
use probes::Outcome;
use review::{Review, Seen};

pub(super) fn detail(page: &mut Page, review: &Review) {
    criteria(page, review);
    critical(page, review);
    conditions(page, review);
    facets(page, review);
    approvals(page, review);
    set_aside(page, review);
    if let Some(seen) = &review.seen {
        listed(page, "Resources", &seen.facts.inventory.resources, "uri");
        listed(
            page,
            "Resource templates",
            &seen.facts.inventory.templates,
            "uriTemplate",
        );
        listed(
            page,
            "Prompts",
            &seen.facts.inventory.prompts,
            "description",
        );
        probes(page, seen);
        connections(page, seen);
    }
}

fn criteria(page: &mut Page, review: &Review) {
    for (dimension, scored) in review.decision.scores.iter() {
        page.heading(
            &format!("{} {}", dimension.title(), scored.score),
            &format!("observations allow {}", scored.cap),
        );
        if let Some(reviewer) = &scored.reviewer {
            page.para(2, 4, &sentence(reviewer));
        }
        for rung in &scored.rungs {
            for criterion in &rung.criteria {
                let (tone, word) = met(criterion.state);
                let mut runs = vec![plain(statement(criterion.id)), dim(" — ")];
                runs.extend(sentence(&criterion.because));
                page.labelled(2, 15, &Run(tone, format!("{} {word}", rung.score)), &runs);
            }
            if rung.lacks_human {
                page.labelled(
                    2,
                    15,
                    &dim(format!("{} missing", rung.score)),
                    &[plain("A statement by a person.")],
                );
            }
        }
    }
}

const fn met(state: Met) -> (Tone, &'static str) {
    match state {
        Met::Yes => (Tone::Good, "met"),
        Met::Failed => (Tone::Bad, "failed"),
        Met::Inconclusive => (Tone::Warn, "inconclusive"),
        Met::Missing => (Tone::Dim, "missing"),
    }
}

fn critical(page: &mut Page, review: &Review) {
    page.heading("Critical failures", "");
    for failure in &review.decision.critical {
        let (tone, word) = match failure.state {
            CriticalState::Confirmed => (Tone::Bad, "confirmed"),
            CriticalState::Unknown => (Tone::Warn, "unknown"),
            CriticalState::Cleared => (Tone::Good, "cleared"),
        };
        let mut runs = vec![strong(failure.id.title()), plain(": ")];
        runs.extend(sentence(&failure.because));
        page.labelled(2, 9, &Run(tone, word.to_owned()), &runs);
    }
}

fn conditions(page: &mut Page, review: &Review) {
    page.heading("Conditions of the gates", "");
    for condition in &review.decision.conditions {
        let label = if condition.holds {
            Run(Tone::Good, "holds".to_owned())
        } else {
            Run(Tone::Warn, "fails".to_owned())
        };
        let mut runs = vec![strong(condition_title(condition.id)), plain(": ")];
        runs.extend(sentence(&condition.because));
        page.labelled(2, 5, &label, &runs);
    }
}

fn facets(page: &mut Page, review: &Review) {
    page.heading("Evidence", "the 50 facets");
    for item in Item::ALL {
        let states: Vec<_> = review
            .decision
            .facets
            .iter()
            .filter(|state| state.facet.item() == *item)
            .collect();
        let evidenced = states
            .iter()
            .filter(|state| {
                matches!(
                    state.evidence,
                    FacetEvidence::Observed | FacetEvidence::Attested
                )
            })
            .count();
        page.para(
            2,
            4,
            &[
                strong(item.title()),
                dim(format!("  {evidenced} of {}", states.len())),
            ],
        );
        for state in states {
            let (tone, word) = facet_word(state.evidence);
            let mut runs = vec![plain(state.facet.question()), dim(" — ")];
            runs.extend(sentence(&state.because));
            page.labelled(4, 12, &Run(tone, word.to_owned()), &runs);
        }
    }
}

/// The outside word for how a facet is evidenced.
pub(crate) const fn facet_word(evidence: FacetEvidence) -> (Tone, &'static str) {
    match evidence {
        FacetEvidence::Observed => (Tone::Good, "observed"),
        FacetEvidence::Attested => (Tone::Good, "attested"),
        FacetEvidence::Contradicted => (Tone::Bad, "contradicted"),
        FacetEvidence::Missing => (Tone::Dim, "missing"),
    }
}

fn approvals(page: &mut Page, review: &Review) {
    let all = &review.decision.required_approvers;
    if all.is_empty() {
        return;
    }
    page.heading(
        "Approvals",
        "tools for which a named person must say yes, each time",
    );
    for needed in all {
        let categories: Vec<&str> = needed
            .categories
            .iter()
            .map(|category| category.title())
            .collect();
        let who = needed.approver.as_deref().map_or_else(
            || Run(Tone::Warn, "nobody is named".to_owned()),
            |who| plain(capped(who, 80)),
        );
        let what = if categories.is_empty() {
            "effect unknown".to_owned()
        } else {
            categories.join(", ")
        };
        page.para(
            2,
            4,
            &[
                strong(capped(&needed.tool, 80)),
                plain(format!(" ({what}): ")),
                who,
            ],
        );
        let card = &needed.card;
        for (label, text) in [
            ("input", &card.input_summary),
            ("changes", &card.objects),
            ("way back", &card.rollback),
            ("read back", &card.read_back),
        ] {
            if !text.is_empty() {
                page.labelled(4, 9, &dim(label), &[plain(capped(text, 300))]);
            }
        }
    }
}

fn set_aside(page: &mut Page, review: &Review) {
    let notes = set_aside_notes(review);
    if notes.is_empty() {
        return;
    }
    page.heading("Set aside", "");
    for note in notes {
        page.para(2, 4, &sentence(note));
    }
}

/// The most acceptances that a short page names.
const IN_VAIN: usize = 3;

/// Acceptances that accept nothing, or nothing any more: who wrote them should know without asking.
pub(super) fn accepted_in_vain(page: &mut Page, review: &Review) {
    if review.notes.is_empty() {
        return;
    }
    page.heading("Set aside", "");
    for note in review.notes.iter().take(IN_VAIN) {
        page.para(2, 4, &sentence(note));
    }
    rest(page, review.notes.len(), IN_VAIN, "acceptance");
}

fn listed(page: &mut Page, title: &str, entries: &[Entry], second: &str) {
    if entries.is_empty() {
        return;
    }
    page.heading(title, &entries.len().to_string());
    let rows: Vec<Vec<Cell>> = entries
        .iter()
        .map(|entry| {
            vec![
                vec![strong(capped(&entry.item.label(), 120))],
                vec![plain(capped(
                    &member(&entry.item, second).unwrap_or_default(),
                    200,
                ))],
            ]
        })
        .collect();
    page.table(2, &["", ""], &rows);
}

fn probes(page: &mut Page, seen: &Seen) {
    page.heading("Probes", &seen.probes.len().to_string());
    let rows: Vec<Vec<Cell>> = seen
        .probes
        .iter()
        .map(|(probe, outcome)| {
            let tone = match outcome {
                Outcome::Pass { .. } => Tone::Good,
                Outcome::Fail { .. } | Outcome::Error { .. } => Tone::Bad,
                Outcome::NotApplicable { .. } => Tone::Dim,
                Outcome::Inconclusive { .. } => Tone::Warn,
            };
            let word = outcome_id(outcome).replace('_', " ");
            vec![
                vec![plain(probe.definition.id)],
                vec![Run(tone, word)],
                vec![plain(capped(
                    outcome_reason(outcome).unwrap_or("see the findings"),
                    300,
                ))],
            ]
        })
        .collect();
    page.table(2, &["", "", ""], &rows);
}

fn connections(page: &mut Page, seen: &Seen) {
    let facts = &seen.facts;
    page.heading("Connections", "");
    for session in &facts.sessions {
        let spoke = match &session.handshake {
            Observed::Seen { value, .. } => format!(
                "spoke {}",
                capped(
                    value.version.as_deref().unwrap_or("an unnamed revision"),
                    40
                )
            ),
            Observed::NotOffered => "no handshake".to_owned(),
            Observed::Missing(gap) => format!("no handshake: {}", capped(&gap.why, 200)),
        };
        let mut text = vec![spoke];
        if let Some(us) = session.ready_us {
            text.push(format!("ready after {}", millis(us)));
        }
        text.extend(session.listings.iter().map(|listing| {
            format!(
                "{:?} list ({}): {} items",
                listing.kind,
                listing.why,
                listing.items.len()
            )
            .to_lowercase()
        }));
        if !session.end.signals.is_empty() {
            text.push(format!("ended by {}", session.end.signals.join(", ")));
        }
        if let Some((Event::Sdk { sdk, accepts, .. }, _)) = &session.sdk {
            text.push(format!(
                "{} {}",
                capped(sdk, 40),
                if *accepts {
                    "accepts it all"
                } else {
                    "refuses some of it"
                }
            ));
        }
        page.labelled(
            2,
            12,
            &dim(format!("{} {}", session.id, session.variant.id())),
            &[plain(text.join("; "))],
        );
    }
    let (frames, bytes) = facts.recorded;
    page.para(
        2,
        4,
        &[dim(format!(
            "{frames} frames, {bytes} bytes; sha256 {}",
            seen.facts.sha256
        ))],
    );
    if let Some(pin) = &facts.pin {
        page.para(
            2,
            4,
            &[dim(format!(
                "pin of the listed definitions: {}",
                capped(pin, 100)
            ))],
        );
    }
}

fn millis(us: u64) -> String {
    if us < 10_000 {
        format!("{}.{} ms", us / 1000, us % 1000 / 100)
    } else {
        probes::span(us / 1000)
    }
}
