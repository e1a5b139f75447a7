//! What would raise the gate, and how to do it.

use crate::escape::capped;
use crate::model::{count, quoted};
use crate::page::{Page, dim, plain, strong};
use gate_engine::{Need, NeedKind, NextGate};
use review::Review;

/// Needs of one kind that are shown in full without `-v`.
const EACH: usize = 3;

pub(super) fn next(page: &mut Page, review: &Review, full: bool) {
    match &review.decision.next_gate {
        NextGate::Needs { gate, needs } => {
            let rest = if needs.len() == 1 {
                String::new()
            } else {
                format!("all {} of these", needs.len())
            };
            page.heading(&format!("To reach {}", gate.title()), &rest);
            list(page, needs, full);
        }
        NextGate::OutOfReach {
            gate: Some(gate),
            because,
        } => {
            page.heading(&format!("{} is out of reach", gate.title()), "");
            page.para(2, 4, &[plain(capped(because, 400))]);
        }
        NextGate::OutOfReach { gate: None, .. } => {}
    }
}

fn list(page: &mut Page, needs: &[Need], full: bool) {
    let of = |kind: NeedKind| needs.iter().filter(move |need| need.kind == kind);
    let excluded: Vec<String> = of(NeedKind::Exclude)
        .map(|need| format!("--exclude {}", quoted(&need.id)))
        .collect();
    if !excluded.is_empty() {
        let runs = [
            strong(excluded.join(" ")),
            plain(format!(
                "  (keep {} from the agent)",
                if excluded.len() == 1 { "it" } else { "them" }
            )),
        ];
        page.labelled(2, 9, &dim("run with"), &runs);
    }
    let mut in_record = false;
    for kind in KINDS {
        let some: Vec<&Need> = of(kind).collect();
        in_record |= !some.is_empty() && kind != NeedKind::Observe;
        if some.len() > EACH && !full {
            let ids: Vec<String> = some.iter().map(|need| capped(&need.id, 80)).collect();
            page.labelled(
                2,
                9,
                &dim(verb(kind)),
                &[plain(format!(
                    "{}: {}",
                    count(some.len(), plural(kind)),
                    ids.join(", ")
                ))],
            );
        } else {
            for need in some {
                page.labelled(
                    2,
                    9,
                    &dim(verb(kind)),
                    &[
                        strong(capped(&need.id, 80)),
                        plain(format!(": {}", capped(&need.says, 300))),
                    ],
                );
            }
        }
    }
    if in_record {
        page.para(2, 4, &[dim("Statements go into a review record, each with evidence, a person and a date: --record FILE")]);
    }
}

/// The kinds in the order in which a reader would act on them.
const KINDS: [NeedKind; 11] = [
    NeedKind::Observe,
    NeedKind::Pin,
    NeedKind::Bound,
    NeedKind::Sensitive,
    NeedKind::Score,
    NeedKind::Criterion,
    NeedKind::Facet,
    NeedKind::Approver,
    NeedKind::Source,
    NeedKind::Confirmation,
    NeedKind::NextReview,
];

const fn verb(kind: NeedKind) -> &'static str {
    match kind {
        NeedKind::Exclude => "exclude",
        NeedKind::Observe => "observe",
        NeedKind::Pin => "record",
        NeedKind::Bound => "bound",
        NeedKind::Sensitive => "accept",
        NeedKind::Score => "score",
        NeedKind::Criterion | NeedKind::Facet => "attest",
        NeedKind::Approver => "approver",
        NeedKind::Source => "link",
        NeedKind::Confirmation => "confirm",
        NeedKind::NextReview => "review",
    }
}

const fn plural(kind: NeedKind) -> &'static str {
    match kind {
        NeedKind::Exclude | NeedKind::Bound | NeedKind::Approver => "tool",
        NeedKind::Observe => "check",
        NeedKind::Pin => "pin",
        NeedKind::Sensitive => "class",
        NeedKind::Score => "dimension",
        NeedKind::Criterion => "criterion",
        NeedKind::Facet => "facet",
        NeedKind::Source => "source",
        NeedKind::Confirmation => "confirmation",
        NeedKind::NextReview => "review",
    }
}
