//! Findings in the order in which people read them.

use super::subject_id;
use crate::escape::capped;
use probes::{Definition, Finding, Outcome, Subject};
use review::Review;

/// What a finding is about, in a word: the server as a whole has no name of its own.
pub(crate) fn subject_label(subject: &Subject) -> String {
    if subject.name.is_empty() {
        subject_id(subject.kind).to_owned()
    } else {
        capped(&subject.name, 80)
    }
}

/// A finding with the probe that made it and the acceptance that annotates it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) probe: &'static Definition,
    pub(crate) finding: &'a Finding,
    pub(crate) accepted: Option<&'a record::Accept>,
}

/// Every finding, worst first, then by probe and subject.
pub(crate) fn findings(review: &Review) -> Vec<Found<'_>> {
    let Some(seen) = &review.seen else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (probe, outcome) in &seen.probes {
        let (Outcome::Pass { findings, .. }
        | Outcome::Fail { findings }
        | Outcome::Inconclusive { findings, .. }) = outcome
        else {
            continue;
        };
        all.extend(findings.iter().map(|finding| {
            let accepted = seen.accepted.iter().find(|(id, subject, _)| {
                id == probe.definition.id && *subject == finding.subject.name
            });
            Found {
                probe: probe.definition,
                finding,
                accepted: accepted.map(|(.., accept)| accept),
            }
        }));
    }
    all.sort_by(|a, b| {
        (b.finding.severity, a.probe.id, &a.finding.subject).cmp(&(
            a.finding.severity,
            b.probe.id,
            &b.finding.subject,
        ))
    });
    all
}
