//! What the sandbox noticed, all the way to the gate: it rules exposed secrets in or out, and is no bound.

use crate::servers::{run, run_command, run_in, triage_tools};
use crate::{TRIAGE, critical, live, pinned, told};
use evidence::build::{deed, fence};
use evidence::conduct::{Act, Deed, Fence, Lost, Rung, Sight, Touch};
use evidence::{Facts, Transcript};
use gate_engine::{CriticalFailure, CriticalState, Facet, FacetEvidence, Gate};
use review::{Exit, Input, Review, review};

const EXPOSED: CriticalFailure = CriticalFailure::SecretExposure;

fn canary(how: Touch) -> Deed {
    deed(Act::Canary {
        id: "ssh-key".to_owned(),
        how,
    })
}

fn sent() -> Deed {
    canary(Touch::Sent {
        to: "a.example:443".to_owned(),
        encoding: "base64".to_owned(),
    })
}

fn fenced(fence: &Fence, deeds: &[Deed]) -> Transcript {
    run_in(&triage_tools(), Some((fence, deeds)))
}

fn judged(fence: &Fence, deeds: &[Deed]) -> Review {
    review(live(fenced(fence, deeds)))
}

fn facet(review: &Review, facet: Facet) -> FacetEvidence {
    let found = review
        .decision
        .facets
        .iter()
        .find(|state| state.facet == facet);
    found.unwrap().evidence
}

#[test]
fn canaries_that_stayed_rule_exposed_secrets_out() {
    let quiet = judged(&fence(Rung::Namespaces), &[]);
    let (state, because) = critical(&quiet.decision, EXPOSED);
    assert_eq!(state, CriticalState::Cleared, "{because}");
    assert!(because.contains("none came out"), "{because}");
    assert_eq!(
        facet(&quiet, Facet::AuthenticationRedaction),
        FacetEvidence::Observed
    );
    // What its tools touch is still for people to say.
    assert_eq!(
        facet(&quiet, Facet::DataTouchedSystems),
        FacetEvidence::Missing
    );
    assert!(quiet.exits == [Exit::Reached], "{}", told(&quiet));
    let gaps = &quiet.not_measured;
    assert!(
        gaps.iter().all(|gap| !gap.why.contains("sandbox")),
        "{gaps:?}"
    );
}

#[test]
fn one_that_came_out_blocks_whatever_people_attest() {
    let transcript = fenced(&fence(Rung::Namespaces), &[sent()]);
    let out = review(Input {
        record: Some(pinned(TRIAGE, &transcript)),
        ..live(transcript)
    });
    let (state, because) = critical(&out.decision, EXPOSED);
    assert_eq!(state, CriticalState::Confirmed);
    assert!(
        because.contains("sent it to “a.example:443” in Base64"),
        "{because}"
    );
    assert_eq!(out.decision.gate, Gate::Block);
    assert_eq!(
        facet(&out, Facet::AuthenticationRedaction),
        FacetEvidence::Contradicted
    );
}

#[test]
fn reading_one_is_a_warning_and_no_exposure() {
    let read = judged(&fence(Rung::Namespaces), &[canary(Touch::Read)]);
    assert_eq!(critical(&read.decision, EXPOSED).0, CriticalState::Cleared);
    let quiet = judged(&fence(Rung::Namespaces), &[]);
    assert_eq!(read.decision.gate, quiet.decision.gate);
}

#[test]
fn without_a_whole_sandbox_nothing_is_ruled_out() {
    let part = Fence {
        lost: vec![Lost {
            sight: Sight::Addresses,
            whole: false,
            why: "datagrams are not searched".to_owned(),
        }],
        ..fence(Rung::Landlock)
    };
    for (fence, why) in [
        (fence(Rung::None), "--no-sandbox"),
        (part, "datagrams are not searched"),
    ] {
        let review = judged(&fence, &[]);
        let (state, because) = critical(&review.decision, EXPOSED);
        assert_eq!(state, CriticalState::Unknown);
        assert!(because.contains(why), "{because}");
        assert!(review.decision.gate <= Gate::Prototype);
        assert!(
            review
                .not_measured
                .iter()
                .any(|gap| gap.why.to_lowercase().contains(why)),
            "{:?}",
            review.not_measured
        );
        // What the sandbox could not see makes no verdict incomplete: the lists were seen.
        assert_eq!(review.exits, [Exit::Reached], "{}", told(&review));
    }
}

/// The agent will not run in the prober's sandbox.
#[test]
fn the_sandbox_is_no_bound() {
    let run = run_in(&[run_command()], Some((&fence(Rung::Namespaces), &[])));
    let review = review(live(run));
    assert_eq!(review.decision.gate, Gate::Block);
    let (state, _) = critical(&review.decision, CriticalFailure::UnboundedWrites);
    assert_eq!(state, CriticalState::Confirmed);
}

/// Nobody does better for a sandbox that saw less: not without it, nor where the run was cut off before it had told all.
#[test]
fn seeing_less_is_never_better() {
    let leaks = fenced(&fence(Rung::Namespaces), &[sent()]);
    let quiet = judged(&fence(Rung::Namespaces), &[]).decision;
    let bare = review(live(run(&triage_tools()))).decision;
    assert!(bare.gate <= quiet.gate && bare.total <= quiet.total);
    for keep in (0..leaks.frames.len()).rev() {
        let mut cut = leaks.clone();
        cut.frames.truncate(keep);
        let facts = Facts::read(&cut);
        let decision = review(live(cut)).decision;
        assert_ne!(
            critical(&decision, EXPOSED).0,
            CriticalState::Cleared,
            "{keep} frames, {} connections",
            facts.sessions.len()
        );
    }
}
