//! Acceptances: they annotate findings and change nothing else.

use gate_engine::Because;
use jiff::civil::Date;
use probes::{Finding, Outcome, Probe};
use record::Accept;

/// The findings that are accepted on this day, as probe, subject and acceptance; and a note for each acceptance without effect.
pub(crate) fn accepted(
    accepts: &[Accept],
    probes: &[(&'static Probe, Outcome)],
    now: Date,
) -> (Vec<(String, String, Accept)>, Vec<Because>) {
    let (mut accepted, mut notes) = (Vec::new(), Vec::new());
    for accept in accepts {
        let probe = probes
            .iter()
            .find(|(probe, _)| probe.definition.id == accept.probe);
        let found = probe.is_some_and(|(_, outcome)| {
            findings(outcome)
                .iter()
                .any(|finding| finding.subject.name == accept.subject)
        });
        let without_effect = if probe.is_none() {
            Some("no probe has this id")
        } else if !found {
            Some("there is no such finding: it can go")
        } else if accept.until < now {
            Some("it has expired: the finding is back")
        } else {
            None
        };
        match without_effect {
            Some(why) => notes.push(note(accept, why)),
            None => accepted.push((accept.probe.clone(), accept.subject.clone(), accept.clone())),
        }
    }
    accepted.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    (accepted, notes)
}

fn note(accept: &Accept, why: &str) -> Because {
    Because {
        text: format!(
            "the acceptance of “{}” on “{}” by “{}” until {}: {why}",
            accept.probe, accept.subject, accept.by, accept.until
        ),
        evidence: vec![format!("record:{}", accept.line)],
    }
}

fn findings(outcome: &Outcome) -> &[Finding] {
    match outcome {
        Outcome::Pass { findings, .. }
        | Outcome::Fail { findings }
        | Outcome::Inconclusive { findings, .. } => findings,
        Outcome::NotApplicable { .. } | Outcome::Error { .. } => &[],
    }
}
