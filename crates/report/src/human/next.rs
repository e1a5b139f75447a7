//! What would raise the gate, and how to do it.

use crate::escape::capped;
use crate::model::quoted;
use crate::page::{Page, dim, plain, strong};
use gate_engine::{Need, NeedKind, NextGate};
use review::Review;

/// Needs of one kind that are shown in full without `-v`.
const EACH: usize = 3;

pub(super) fn next(page: &mut Page, review: &Review, full: bool) {
    way(page, &review.decision.next_gate, full);
    let needs = match &review.decision.next_gate {
        NextGate::Needs { needs, .. } => needs.as_slice(),
        NextGate::OutOfReach { .. } => &[],
    };
    if needs
        .iter()
        .any(|need| !matches!(need.kind, NeedKind::Exclude | NeedKind::Observe))
    {
        let how = "A review record holds what people state, each with evidence, a person and a date: --record FILE";
        page.para(2, 4, &[dim(how)]);
    }
}

/// What reaches a gate, or why nothing does.
pub(crate) fn way(page: &mut Page, way: &NextGate, full: bool) {
    match way {
        NextGate::Needs { gate, needs } => {
            let rest = match needs.len() {
                1 => String::new(),
                2 => "both of these".to_owned(),
                n => format!("all {n} of these"),
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
    for kind in KINDS {
        let some: Vec<&Need> = needs.iter().filter(|need| need.kind == kind).collect();
        match kind {
            NeedKind::Exclude if !some.is_empty() => {
                let says = match some.as_slice() {
                    [one] => capped(&one.says, 300),
                    _ => "keep them from the agent".to_owned(),
                };
                page.para(2, 4, &[plain(format!("{says}: ")), strong(flags(&some))]);
            }
            NeedKind::Facet | NeedKind::Criterion if some.len() > EACH && !full => {
                let ids: Vec<String> = some.iter().map(|need| capped(&need.id, 80)).collect();
                let what = if kind == NeedKind::Facet {
                    "facets"
                } else {
                    "criteria"
                };
                let runs = [
                    plain(format!("attest {} {what}, with evidence: ", some.len())),
                    strong(ids.join(", ")),
                ];
                page.para(2, 4, &runs);
            }
            _ => {
                for need in &some {
                    page.para(2, 4, &[plain(capped(&need.says, 300))]);
                }
            }
        }
        if kind == NeedKind::Bound && !some.is_empty() {
            page.para(
                4,
                6,
                &[dim("or keep them from the agent: "), strong(flags(&some))],
            );
        }
    }
}

fn flags(needs: &[&Need]) -> String {
    needs
        .iter()
        .map(|need| format!("--exclude {}", quoted(&capped(&need.id, 200))))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The kinds in the order in which a reader would act on them.
const KINDS: [NeedKind; 12] = [
    NeedKind::Exclude,
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
