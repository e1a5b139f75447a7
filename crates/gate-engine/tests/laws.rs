//! The laws of the gate, on cases from nearly perfect to chaotic. Law 6 has a file of its own.

mod common;
#[path = "common/generate.rs"]
mod generate;

use common::*;
use gate_engine::what_if::gate;
use gate_engine::*;
use jiff::{Span, civil::date};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Every case with one thing less that could have raised the gate.
///
/// Not every removal is meant: a `no`, a score below what the ladder gives, an entry that makes a tool stricter, a
/// next review and a statement's age are facts that restrict, whatever else they do.
fn less(case: &Case, decision: &Decision) -> Vec<Case> {
    let mut all = Vec::new();
    let mut keep = |case: Case| all.push(case);
    if let Some(live) = &case.live {
        for (index, observation) in live.observations.iter().enumerate() {
            if matches!(observation.outcome, Outcome::Pass | Outcome::NotApplicable) {
                let mut case = case.clone();
                case.live.as_mut().expect("live").observations.remove(index);
                keep(case);
            }
        }
    }
    for tool in &case.exclude {
        let mut case = case.clone();
        case.exclude.remove(tool);
        keep(case);
    }
    let Some(record) = case
        .record
        .as_ref()
        .filter(|record| record.next_review.is_some())
    else {
        return all;
    };
    let mut without = |remove: &dyn Fn(&mut Record)| {
        let mut case = case.clone();
        remove(case.record.as_mut().expect("a record"));
        keep(case);
    };
    for (index, stated) in record.attestations.iter().enumerate() {
        if stated.what.answer != Answer::No {
            without(&|record| drop(record.attestations.remove(index)));
        }
    }
    for (index, stated) in record.scores.iter().enumerate() {
        if stated.what.score >= decision.scores[stated.what.dimension].climbed {
            without(&|record| drop(record.scores.remove(index)));
        }
    }
    for (index, stated) in record.tools.iter().enumerate() {
        let entry = &stated.what;
        let strict =
            entry.broad == Some(true) || !entry.approval.is_empty() || !entry.sensitive.is_empty();
        if case.live.is_some() && entry.effect == Some(Effect::Read) && !strict {
            without(&|record| drop(record.tools.remove(index)));
        }
    }
    (0..record.sensitive.len())
        .for_each(|index| without(&|record| drop(record.sensitive.remove(index))));
    (0..record.bounds.len()).for_each(|index| without(&|record| drop(record.bounds.remove(index))));
    (0..record.approvers.len())
        .for_each(|index| without(&|record| drop(record.approvers.remove(index))));
    (0..record.exclude.len())
        .for_each(|index| without(&|record| drop(record.exclude.remove(index))));
    (0..record.sources.len())
        .for_each(|index| without(&|record| drop(record.sources.remove(index))));
    without(&|record| record.confirmation = None);
    without(&|record| record.pin = None);
    all
}

/// Every case with one thing more that can only restrict.
fn worse(case: &Case, what: u8) -> Vec<Case> {
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut Case)| {
        let mut case = case.clone();
        change(&mut case);
        all.push(case);
    };
    let checks: Vec<&str> = rubric().checks().into_iter().collect();
    let check = checks[usize::from(what) % checks.len()];
    let facet = Facet::ALL[usize::from(what) % 50];
    let tool_name = generate::TOOLS[usize::from(what) % 4];
    if case.live.is_some() {
        for outcome in [Outcome::Fail, Outcome::Inconclusive, Outcome::Error] {
            with(&|case| {
                case.live
                    .as_mut()
                    .expect("live")
                    .observations
                    .push(observation(check, outcome, &[facet]))
            });
        }
        for effect in Effect::ALL {
            for name in [tool_name, "new"] {
                let added = Tool {
                    broad: what.is_multiple_of(2),
                    sensitive: Sensitive::ALL
                        .iter()
                        .copied()
                        .take(usize::from(what % 3))
                        .collect(),
                    approval: Approval::ALL
                        .iter()
                        .copied()
                        .take(usize::from(what % 5))
                        .collect(),
                    ..tool(name, *effect)
                };
                with(&|case| case.live.as_mut().expect("live").tools.push(added.clone()));
            }
        }
        with(&|case| case.live.as_mut().expect("live").listing_complete = false);
        with(&|case| case.live.as_mut().expect("live").pin = Some("drifted".to_owned()));
        with(&|case| {
            let reach = (Sensitive::ALL[usize::from(what) % 8], because("a resource"));
            case.live
                .as_mut()
                .expect("live")
                .resources_reach
                .push(reach);
        });
    }
    // Without statements dated in the future, time only lets things expire.
    let future = |case: &Case| format!("{:?}", case.record).contains("2027-01-01");
    if !future(case) {
        with(&|case| {
            case.now = case
                .now
                .saturating_add(Span::new().days(i64::from(what) * 3))
        });
    }
    if case.record.is_none() {
        return all;
    }
    let mut with = |change: &dyn Fn(&mut Record)| {
        with(&|case| change(case.record.as_mut().expect("a record")))
    };
    with(&|record| {
        let what = Attestation {
            question: Question::Facet(facet),
            answer: Answer::No,
            says: String::new(),
        };
        record.attestations.push(Stated {
            id: "new".to_owned(),
            what,
            backing: None,
        });
    });
    with(&|record| {
        let id = rubric().criteria[usize::from(what) % rubric().criteria.len()].id;
        let what = Attestation {
            question: Question::Criterion(id.to_owned()),
            answer: Answer::No,
            says: String::new(),
        };
        record.attestations.push(Stated {
            id: "new".to_owned(),
            what,
            backing: None,
        });
    });
    with(&|record| {
        let dimension = Dimension::ALL[usize::from(what) % 6];
        let what = ReviewerScore {
            dimension,
            score: Score::ALL[usize::from(what) % 4],
            because: String::new(),
        };
        record.scores.push(Stated {
            id: "new".to_owned(),
            what,
            backing: None,
        });
    });
    with(&|record| {
        let what = (CriticalFailure::ALL[usize::from(what) % 6], String::new());
        record.critical.push(Stated {
            id: "new".to_owned(),
            what,
            backing: None,
        });
    });
    with(&|record| {
        let gate = Gate::ALL[usize::from(what) % 5];
        if record.assigned.as_ref().is_none_or(|(old, _)| gate < *old) {
            record.assigned = Some((gate, String::new()));
        }
    });
    if !case.record.as_ref().is_some_and(|record| {
        record
            .tools
            .iter()
            .any(|stated| stated.what.name == tool_name)
    }) {
        with(&|record| {
            let what = StatedTool {
                name: tool_name.to_owned(),
                effect: Some(Effect::ALL[usize::from(what) % 4]),
                broad: Some(what.is_multiple_of(3)),
                approval: Approval::ALL
                    .iter()
                    .copied()
                    .take(usize::from(what % 4))
                    .collect(),
                sensitive: Sensitive::ALL
                    .iter()
                    .copied()
                    .take(usize::from(what % 5) / 2)
                    .collect(),
            };
            record.tools.push(Stated {
                id: "new".to_owned(),
                what,
                backing: None,
            });
        });
    }
    all
}

/// The built-in policy, tightened somewhere.
fn tightened(bytes: &[u8; 8]) -> Policy {
    let [a, b, c, d, e, f, g, h] = bytes.map(usize::from);
    let mut policy = Policy::default();
    for (threshold, more) in policy.thresholds.iter_mut().zip([a, b, c, d]) {
        *threshold += u8::try_from(more % 3).expect("small");
    }
    policy.required_facets = vec![(Gate::ALL[1 + e % 4], Facet::ALL[f % 50])];
    policy.review_interval_days -= u16::try_from(g % 180).expect("small");
    policy.sensitive = Sensitive::ALL
        .iter()
        .copied()
        .skip(h % 16)
        .take(1)
        .collect();
    policy
}

fn shuffle(case: &mut Case) {
    if let Some(live) = &mut case.live {
        live.tools.reverse();
        live.observations.reverse();
        live.resources_reach.reverse();
    }
    if let Some(record) = &mut case.record {
        record.attestations.reverse();
        record.scores.reverse();
        record.tools.reverse();
        record.critical.reverse();
        record.sensitive.reverse();
        record.bounds.reverse();
        record.approvers.reverse();
        record.exclude.reverse();
        record.sources.reverse();
        record.limits.reverse();
    }
}

proptest! {
    #[test]
    fn law_1_less_evidence_never_raises(bytes in generate::cases()) {
        let case = generate::case(&bytes);
        let policy = Policy::default();
        let decision = decide(&case, &policy);
        for less in less(&case, &decision) {
            prop_assert!(gate(&less, &policy) <= decision.gate);
        }
    }

    #[test]
    fn law_2_what_restricts_never_raises(bytes in generate::cases(), what in any::<u8>()) {
        let case = generate::case(&bytes);
        let policy = Policy::default();
        let before = gate(&case, &policy);
        for (index, worse) in worse(&case, what).iter().enumerate() {
            prop_assert!(gate(worse, &policy) <= before, "change {}", index);
        }
    }

    #[test]
    fn law_3_order_never_matters(bytes in generate::cases(), double in any::<bool>()) {
        let mut case = generate::case(&bytes);
        if double && let Some(live) = &mut case.live {
            live.observations.extend(generate::case(&bytes.iter().rev().copied().collect::<Vec<_>>()).live.into_iter().flat_map(|live| live.observations));
        }
        let decision = decide(&case, &Policy::default());
        shuffle(&mut case);
        prop_assert_eq!(decision, decide(&case, &Policy::default()));
    }

    #[test]
    fn laws_4_and_8_no_gate_above_its_band_nor_above_prototype_without_a_record(bytes in generate::cases()) {
        let case = generate::case(&bytes);
        let decision = decide(&case, &Policy::default());
        prop_assert!(decision.gate <= decision.band);
        prop_assert!(decision.caps.iter().all(|cap| decision.gate <= cap.gate));
        prop_assert!(case.record.is_some() || decision.gate <= Gate::Prototype);
        prop_assert!(decision.void.is_none() || decision.gate <= Gate::Prototype);
        let coverage = decision.coverage();
        prop_assert_eq!(coverage.observed + coverage.attested + coverage.contradicted + coverage.missing, 50);
    }

    #[test]
    fn law_5_a_confirmed_failure_is_block(bytes in generate::cases(), which in 0usize..6) {
        let mut case = generate::case(&bytes);
        let what = (CriticalFailure::ALL[which], "seen".to_owned());
        let confirmed = Stated { id: "new".to_owned(), what, backing: None };
        case.record.get_or_insert_default().critical.push(confirmed);
        prop_assert_eq!(decide(&case, &Policy::default()).gate, Gate::Block);
    }

    #[test]
    fn law_7_a_tightened_policy_never_raises(bytes in generate::cases(), policy in any::<[u8; 8]>()) {
        let case = generate::case(&bytes);
        let policy = tightened(&policy);
        prop_assert_eq!(policy.validate(), Ok(()));
        prop_assert!(gate(&case, &policy) <= gate(&case, &Policy::default()));
    }
}

#[test]
fn the_perfect_case_is_production_at_18() {
    let decision = decide(&generate::case(&[]), &Policy::default());
    assert_eq!(
        (decision.total, decision.gate),
        (18, Gate::Production),
        "{decision:#?}"
    );
    assert_eq!(
        decision.next_gate,
        NextGate::OutOfReach {
            gate: None,
            because: "this is the highest gate".to_owned()
        }
    );
}

#[test]
fn each_confirmed_failure_is_block_at_18() {
    for id in CriticalFailure::ALL {
        let mut case = generate::case(&[]);
        case.record
            .as_mut()
            .expect("a record")
            .critical
            .push(stated("new", (*id, "seen".to_owned())));
        assert_eq!(decide(&case, &Policy::default()).gate, Gate::Block, "{id}");
    }
}

#[test]
fn every_looser_policy_is_refused_by_name() {
    let built_in = Policy::default;
    let named = |policy: Policy, other: &Policy| {
        let looser = policy.tightens(other).expect_err("it is looser");
        looser.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        named(
            Policy {
                thresholds: [6, 9, 14, 17],
                ..built_in()
            },
            &built_in()
        ),
        ["the threshold of Read-only is 9; it may not be below 10"]
    );
    assert_eq!(
        named(
            Policy {
                review_interval_days: 365,
                ..built_in()
            },
            &built_in()
        ),
        ["a record would hold for 365 days; it may not hold for more than 180"]
    );
    let strict = Policy {
        required_facets: vec![(Gate::ReadOnly, Facet::MaintainerOwner)],
        sensitive: BTreeSet::from([Sensitive::HrData]),
        ..built_in()
    };
    assert_eq!(strict.validate(), Ok(()));
    assert_eq!(
        named(built_in(), &strict),
        [
            "Read-only no longer asks for maintainer.owner",
            "HR data would no longer need a reviewer's acceptance"
        ]
    );
}

#[test]
fn a_record_expires_and_drifts_into_void() {
    let void = |change: &dyn Fn(&mut Case)| {
        let mut case = generate::case(&[]);
        change(&mut case);
        let decision = decide(&case, &Policy::default());
        assert_eq!(decision.gate, Gate::Prototype);
        decision.void.expect("it is void").text
    };
    let unpinned = |case: &mut Case| case.record.as_mut().expect("a record").pin = None;
    assert!(void(&|case| case.now = date(2027, 3, 2)).contains("due on 2027-03-01"));
    assert!(
        void(&|case| case.live.as_mut().expect("live").pin = Some("new".to_owned()))
            .contains("other definitions")
    );
    assert!(void(&unpinned).contains("names no pin"));
    let aged = |case: &mut Case| {
        case.record.as_mut().expect("a record").next_review = None;
        case.now = date(2027, 6, 1);
    };
    assert!(void(&aged).contains("oldest statement is of 2026-11-20"));
}
