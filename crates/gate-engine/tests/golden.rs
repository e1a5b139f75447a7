//! The source's worked example and the calibration.

mod common;

use common::*;
use gate_engine::*;

#[test]
fn the_worked_example_is_writes_with_approval_at_14() {
    let decision = decide(&worked_example(), &Policy::default());
    assert_eq!(
        (decision.total, decision.band, decision.gate),
        (14, Gate::WritesWithApproval, Gate::WritesWithApproval),
        "{decision:#?}"
    );
    let scores: Vec<u8> = decision
        .scores
        .iter()
        .map(|(_, scored)| scored.score.points())
        .collect();
    assert_eq!(scores, [3, 2, 2, 3, 2, 2]);
    assert!(
        decision
            .known_limits
            .iter()
            .any(|limit| limit.starts_with("no autonomous comments"))
    );
    assert_eq!(decision.required_approvers.len(), 1);
    assert_eq!(
        decision.required_approvers[0].approver.as_deref(),
        Some("Bob")
    );
}

#[test]
fn observation_alone_gives_6_to_8_and_prototype_only() {
    let decision = decide(&local_server(), &Policy::default());
    assert!((6..=8).contains(&decision.total), "{}", decision.total);
    assert_eq!(decision.gate, Gate::Prototype);
    let scores: Vec<u8> = decision
        .scores
        .iter()
        .map(|(_, scored)| scored.score.points())
        .collect();
    assert_eq!(scores, [2, 1, 2, 1, 1, 1]);
    let coverage = decision.coverage();
    assert_eq!(
        coverage.observed + coverage.attested + coverage.contradicted + coverage.missing,
        50
    );
}

#[test]
fn by_observation_alone_only_two_dimensions_reach_2_and_none_3() {
    let mut case = local_server();
    for observation in &mut case.live.as_mut().expect("live").observations {
        observation.outcome = Outcome::Pass;
        observation.facets = Facet::ALL.to_vec();
    }
    let decision = decide(&case, &Policy::default());
    let scores: Vec<u8> = decision
        .scores
        .iter()
        .map(|(_, scored)| scored.score.points())
        .collect();
    assert_eq!(scores, [2, 1, 2, 1, 1, 1]);
}
