//! Where the space is finite it is walked through: all scores, all states of the critical failures, and all
//! combinations of the conditions that can be switched one by one.

mod common;

use common::*;
use gate_engine::what_if::gate;
use gate_engine::*;

/// Six scores for every number below 4096.
fn scores(number: usize) -> [u8; 6] {
    std::array::from_fn(|index| u8::try_from(number >> (2 * index) & 3).expect("two bits"))
}

fn band(total: u8) -> Gate {
    match total {
        0..=5 => Gate::Block,
        6..=9 => Gate::Prototype,
        10..=13 => Gate::ReadOnly,
        14..=16 => Gate::WritesWithApproval,
        _ => Gate::Production,
    }
}

/// A record that people scored, with every facet attested and everything else in place.
fn scored(points: [u8; 6]) -> Case {
    let mut case = worked_example();
    let record = case.record.as_mut().expect("a record");
    record.attestations = Facet::ALL
        .iter()
        .map(|facet| attest(facet.id(), *facet))
        .collect();
    record.sources = SourceKind::ALL
        .iter()
        .map(|kind| (*kind, "a link".to_owned()))
        .collect();
    record.confirmation = Some(stated("confirmation", "none remains".to_owned()));
    record.next_review = Some(NextReview {
        owner: "Ann".to_owned(),
        on: jiff::civil::date(2027, 1, 1),
    });
    record.assigned = None;
    for (stated, points) in record.scores.iter_mut().zip(points) {
        stated.what.score = Score::from_points(points).expect("0 to 3");
    }
    case
}

#[test]
fn all_4096_scores_give_their_band_less_what_conditions_hold_back() {
    let mut case = scored([0; 6]);
    for number in 0..4096 {
        let points = scores(number);
        let record = case.record.as_mut().expect("a record");
        for (stated, points) in record.scores.iter_mut().zip(points) {
            stated.what.score = Score::from_points(points).expect("0 to 3");
        }
        let band = band(points.iter().sum());
        // The surface writes, so Read-only is not to be had.
        let expected = if band == Gate::ReadOnly {
            Gate::Prototype
        } else {
            band
        };
        assert_eq!(gate(&case, &Policy::default()), expected, "{points:?}");
    }
}

#[test]
fn all_729_states_of_the_critical_failures() {
    for number in 0..729usize {
        let mut case = scored([3; 6]);
        let record = case.record.as_mut().expect("a record");
        let mut worst = CriticalState::Cleared;
        for (index, id) in CriticalFailure::ALL.iter().enumerate() {
            let state = [
                CriticalState::Confirmed,
                CriticalState::Unknown,
                CriticalState::Cleared,
            ][number / 3usize.pow(u32::try_from(index).expect("small")) % 3];
            worst = worst.min(state);
            let rule = rubric().rule(*id).expect("every failure has a rule");
            match state {
                CriticalState::Confirmed => record
                    .critical
                    .push(stated(id.id(), (*id, "seen".to_owned()))),
                CriticalState::Cleared => {}
                CriticalState::Unknown => record.attestations.retain(|stated| {
                    !rule
                        .attested_by
                        .iter()
                        .any(|facet| stated.what.question == Question::Facet(*facet))
                }),
            }
        }
        let expected = match worst {
            CriticalState::Confirmed => Gate::Block,
            CriticalState::Unknown => Gate::Prototype,
            CriticalState::Cleared => Gate::Production,
        };
        assert_eq!(gate(&case, &Policy::default()), expected, "{number}");
    }
}

/// Ten switches, each of which breaks one condition.
fn breaks(case: &mut Case, switch: u32) {
    let record = case.record.as_mut().expect("a record");
    let mut drop_facets = |facets: &[Facet]| {
        let dropped = |stated: &Stated<Attestation>| {
            facets
                .iter()
                .any(|facet| stated.what.question == Question::Facet(*facet))
        };
        record.attestations.retain(|stated| !dropped(stated));
    };
    match switch {
        0 => drop_facets(&[Facet::AuditLogsTimestamp]),
        1 => drop_facets(&[Facet::PromptsSamplingLimited]),
        2 => drop_facets(&[Facet::WriteActionsPreviewOrDryRun]),
        3 => drop_facets(&[Facet::WriteActionsRollback]),
        4 => drop_facets(&[Facet::MaintainerOwner]),
        5 => record.approvers.clear(),
        6 => record
            .sources
            .retain(|(kind, _)| *kind != SourceKind::Changelog),
        7 => record.confirmation = None,
        8 => record.next_review = None,
        // Not broken but mended: nothing writes any more.
        _ => case
            .exclude
            .extend(["add_label".to_owned(), "comment_on_issue".to_owned()]),
    }
}

#[test]
fn all_1024_combinations_of_conditions_at_every_band() {
    let totals = [
        [0; 6],
        [1; 6],
        [2, 2, 2, 2, 1, 1],
        [3, 3, 2, 2, 2, 2],
        [3; 6],
    ];
    for (points, bits) in totals
        .iter()
        .flat_map(|points| (0..1024u32).map(move |bits| (*points, bits)))
    {
        let mut case = scored(points);
        (0..10)
            .filter(|switch| bits >> switch & 1 == 1)
            .for_each(|switch| breaks(&mut case, switch));
        let broken = |switches: &[u32]| switches.iter().any(|switch| bits >> switch & 1 == 1);
        let reads = broken(&[9]);
        let holds = |gate: &&Gate| match gate {
            Gate::Block | Gate::Prototype => true,
            Gate::ReadOnly => !broken(&[0, 1]) && reads,
            // Nobody needs to approve what is excluded.
            Gate::WritesWithApproval => !broken(&[0, 1, 2, 3]) && (reads || !broken(&[5])),
            Gate::Production => !broken(&[0, 1, 2, 3, 4, 6, 7, 8]) && (reads || !broken(&[5])),
        };
        let band = band(points.iter().sum());
        let expected = Gate::ALL
            .iter()
            .rev()
            .filter(|gate| **gate <= band)
            .find(holds);
        assert_eq!(
            Some(&gate(&case, &Policy::default())),
            expected,
            "{points:?} {bits:b}"
        );
    }
}
