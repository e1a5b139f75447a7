//! Law 6: the listed needs reach the next gate, none of them can be left out, and no shorter list would do.

mod common;
#[path = "common/generate.rs"]
mod generate;

use common::*;
use gate_engine::what_if::{gate, needs, supply};
use gate_engine::*;
use proptest::prelude::*;

fn plain(needs: &[Need]) -> Vec<(NeedKind, String)> {
    needs
        .iter()
        .map(|need| (need.kind, need.id.clone()))
        .collect()
}

fn with(case: &Case, needs: &[Need], policy: &Policy) -> Gate {
    let mut case = case.clone();
    supply(&mut case, needs, policy);
    gate(&case, policy)
}

/// The gate above the decided one.
fn above(decided: Gate) -> Option<Gate> {
    Gate::ALL.iter().copied().find(|gate| *gate > decided)
}

proptest! {
    #[test]
    fn the_listed_needs_are_enough_and_each_is_needed(bytes in generate::cases()) {
        let case = generate::case(&bytes);
        let policy = Policy::default();
        let decision = decide(&case, &policy);
        match &decision.next_gate {
            NextGate::Needs { gate: reached, needs } => {
                let next = above(decision.gate).expect("a gate above");
                prop_assert_eq!(with(&case, needs, &policy), *reached);
                prop_assert!(*reached >= next);
                prop_assert!(needs.is_sorted());
                for index in 0..needs.len() {
                    let mut fewer = needs.clone();
                    let left_out = fewer.remove(index);
                    prop_assert!(with(&case, &fewer, &policy) < next, "not needed: {:?}", left_out);
                }
            }
            NextGate::OutOfReach { gate, .. } => {
                prop_assert_eq!(*gate, above(decision.gate));
                // Not even everything at once is enough.
                if let Some(next) = gate {
                    prop_assert!(with(&case, &needs(&case, &policy), &policy) < *next, "{:#?}", decision);
                }
            }
        }
    }

    #[test]
    fn each_way_reaches_its_gate(bytes in generate::cases()) {
        let case = generate::case(&bytes);
        let policy = Policy::default();
        let decided = gate(&case, &policy);
        let ways = ways(&case, &policy);
        let higher: Vec<Gate> = Gate::ALL.iter().copied().filter(|gate| *gate > decided).collect();
        prop_assert_eq!(ways.iter().map(|(gate, _)| *gate).collect::<Vec<_>>(), higher);
        for (aimed, way) in ways {
            if let NextGate::Needs { gate: reached, needs } = way {
                prop_assert_eq!(with(&case, &needs, &policy), reached);
                prop_assert!(reached >= aimed);
            }
        }
    }

    #[test]
    fn no_other_list_is_shorter_or_comes_first(bytes in generate::cases()) {
        let case = generate::case(&bytes);
        let policy = Policy::default();
        let decision = decide(&case, &policy);
        let NextGate::Needs { needs: found, .. } = &decision.next_gate else { return Ok(()) };
        let next = above(decision.gate).expect("a gate above");
        if let Some(best) = brute_force(&case, &policy, next, found.len()) {
            prop_assert_eq!(plain(found), plain(&best), "{:?}", decision.gate);
        }
    }
}

/// The shortest list, by trying all; `None` where that would take too long.
fn brute_force(case: &Case, policy: &Policy, next: Gate, known: usize) -> Option<Vec<Need>> {
    let all = needs(case, policy);
    let without = |left_out: &Need| {
        all.iter()
            .filter(|need| *need != left_out)
            .cloned()
            .collect::<Vec<_>>()
    };
    let (mut forced, mut free) = (Vec::new(), Vec::new());
    for need in &all {
        if need.kind != NeedKind::Score && with(case, &without(need), policy) < next {
            forced.push(need.clone());
        } else if need.kind != NeedKind::Score || need.at_least == Some(Score::Three) {
            free.push(need.clone());
        }
    }
    let most = known.checked_sub(forced.len())?;
    if most > 2 {
        return None;
    }
    for size in 0..=most {
        if let Some(found) = subsets(case, policy, next, &forced, &free, size) {
            return Some(found);
        }
    }
    Some(forced)
}

/// The first list of this many free needs, in canonical order, that reaches the gate.
fn subsets(
    case: &Case,
    policy: &Policy,
    next: Gate,
    taken: &[Need],
    free: &[Need],
    size: usize,
) -> Option<Vec<Need>> {
    if size == 0 {
        return (with(case, taken, policy) >= next).then(|| {
            let mut list = taken.to_vec();
            list.sort();
            list
        });
    }
    let found = free.iter().enumerate().filter_map(|(index, need)| {
        let mut taken = taken.to_vec();
        taken.push(need.clone());
        subsets(case, policy, next, &taken, &free[index + 1..], size - 1)
    });
    found.min_by_key(|list| plain(list))
}

/// A server approved for production, before something is done to it.
fn perfect() -> Case {
    generate::case(&[])
}

fn see(case: &mut Case, check: &str, outcome: Outcome) {
    let observations = &mut case.live.as_mut().expect("live").observations;
    let mut observations = observations.iter_mut();
    let seen = observations.find(|seen| seen.check == check);
    seen.expect("the check").outcome = outcome;
}

fn reach_credentials(case: &mut Case) {
    let reach = (Sensitive::Credentials, because("a resource"));
    case.live
        .as_mut()
        .expect("live")
        .resources_reach
        .push(reach);
}

/// Nobody answers this facet any more.
fn forget(case: &mut Case, facet: Facet) {
    let record = case.record.as_mut().expect("a record");
    let question = Question::Facet(facet);
    record
        .attestations
        .retain(|stated| stated.what.question != question);
}

fn deny(case: &mut Case, facet: Facet) {
    let record = case.record.as_mut().expect("a record");
    for stated in &mut record.attestations {
        if stated.what.question == Question::Facet(facet) {
            stated.what.answer = Answer::No;
        }
    }
}

fn hide_tools(case: &mut Case) {
    case.live.as_mut().expect("live").listing_complete = false;
}

/// What lifts the case from this gate to the next.
fn needed(case: &Case, policy: &Policy, from: Gate) -> Vec<(NeedKind, String)> {
    let decision = decide(case, policy);
    assert_eq!(decision.gate, from, "{} points", decision.total);
    match &decision.next_gate {
        NextGate::Needs { needs, .. } => plain(needs),
        out => panic!("{out:?}"),
    }
}

/// What lifts the case to Prototype where that takes so many points.
fn to_prototype(case: &Case, points: u8) -> Vec<(NeedKind, String)> {
    let policy = Policy {
        thresholds: [points, 18, 18, 18],
        ..Policy::default()
    };
    needed(case, &policy, Gate::Block)
}

fn only(kind: NeedKind, id: &str) -> Vec<(NeedKind, String)> {
    vec![(kind, id.to_owned())]
}

/// Lifting a cap is enough where a reviewer's score stands above it.
#[test]
fn a_score_that_stands_is_not_asked_for_again() {
    let mut case = perfect();
    reach_credentials(&mut case);
    see(&mut case, "unknown-method", Outcome::Error);
    forget(&mut case, Facet::DataTouchedSystems);
    let record = case.record.as_mut().expect("a record");
    let what = ReviewerScore {
        dimension: Dimension::SensitiveDataControl,
        score: Score::Three,
        because: "so".to_owned(),
    };
    record.scores.push(stated("score", what));
    let accept = only(NeedKind::Sensitive, "credentials");
    assert_eq!(to_prototype(&case, 15), accept);
}

/// A class that is accepted is open, not failed, while tools may hide: what a person attests then stands in.
#[test]
fn an_attestation_stands_in_once_nothing_fails() {
    let mut case = perfect();
    reach_credentials(&mut case);
    hide_tools(&mut case);
    let accept = only(NeedKind::Sensitive, "credentials");
    assert_eq!(to_prototype(&case, 16), accept);
}

/// One look both passes a check and answers the facet that a higher rung asks for.
#[test]
fn what_is_observed_answers_facets_too() {
    let mut case = perfect();
    see(&mut case, "data-classes", Outcome::Error);
    see(&mut case, "unknown-method", Outcome::Error);
    forget(&mut case, Facet::DataTouchedDataClasses);
    let look = only(NeedKind::Observe, "data-classes");
    assert_eq!(to_prototype(&case, 15), look);
}

/// A `no` to a facet that no observation could answer can be taken back, where the criterion is attested itself.
#[test]
fn a_no_is_taken_back_where_nobody_could_tell() {
    let mut case = perfect();
    see(&mut case, "authentication-clear", Outcome::Inconclusive);
    see(&mut case, "unknown-method", Outcome::Error);
    deny(&mut case, Facet::AuthenticationTokenType);
    let what = Attestation {
        question: Question::Criterion("permission_model.token-type".to_owned()),
        answer: Answer::Yes,
        says: "so".to_owned(),
    };
    let record = case.record.as_mut().expect("a record");
    record.attestations.push(stated("criterion", what));
    let yes = only(NeedKind::Facet, "authentication.token_type");
    assert_eq!(to_prototype(&case, 15), yes);
}

/// Where tools may hide, a word on breadth is worth one point, the whole listing three.
#[test]
fn breadth_is_attested_or_looked_at() {
    let mut case = perfect();
    hide_tools(&mut case);
    forget(&mut case, Facet::ToolsBroadTools);
    see(&mut case, "unknown-method", Outcome::Error);
    let attest = only(NeedKind::Facet, "tools.broad_tools");
    assert_eq!(to_prototype(&case, 13), attest);
    let list = only(NeedKind::Observe, "tools-listed");
    assert_eq!(to_prototype(&case, 14), list);
}

/// And no higher gate is there to show the way.
#[test]
fn a_policy_may_ask_for_breadth_at_prototype() {
    let mut case = perfect();
    hide_tools(&mut case);
    forget(&mut case, Facet::ToolsBroadTools);
    see(&mut case, "unknown-method", Outcome::Fail);
    let policy = Policy {
        thresholds: [6, 18, 18, 18],
        required_facets: vec![(Gate::Prototype, Facet::ToolsBroadTools)],
        ..Policy::default()
    };
    let attest = only(NeedKind::Facet, "tools.broad_tools");
    assert_eq!(needed(&case, &policy, Gate::Block), attest);
}

/// The whole listing, which is asked for anyway, also shows that no sensitive class is reached.
#[test]
fn a_listing_that_is_asked_for_rules_out_undocumented_data() {
    let mut case = perfect();
    hide_tools(&mut case);
    forget(&mut case, Facet::AuditLogsObjectIds);
    deny(&mut case, Facet::DataTouchedDataClasses);
    let policy = Policy {
        thresholds: [6, 16, 17, 18],
        ..Policy::default()
    };
    let needs = needed(&case, &policy, Gate::Prototype);
    let logs = (NeedKind::Facet, "audit_logs.object_ids".to_owned());
    let list = (NeedKind::Observe, "tools-listed".to_owned());
    assert_eq!(needs, [logs, list]);
}

/// Listing again shows the digest that was missing, and with it that everything was listed.
#[test]
fn a_listing_without_a_digest_is_listed_again() {
    let mut case = perfect();
    case.live.as_mut().expect("live").pin = None;
    see(&mut case, "tools-listed", Outcome::NotApplicable);
    see(&mut case, "unknown-method", Outcome::Error);
    let list = only(NeedKind::Observe, "tools-listed");
    assert_eq!(to_prototype(&case, 6), list);
}

#[test]
fn an_unfenced_shell_is_lifted_by_excluding_it() {
    let mut case = local_server();
    let shell = Tool {
        broad: true,
        ..tool("run_command", Effect::Destructive)
    };
    case.live.as_mut().expect("live").tools.push(shell);
    let decision = decide(&case, &Policy::default());
    assert_eq!(decision.gate, Gate::Block);
    let NextGate::Needs {
        gate: Gate::Prototype,
        needs,
    } = &decision.next_gate
    else {
        panic!("{:?}", decision.next_gate)
    };
    let [need] = needs.as_slice() else {
        panic!("{needs:?}")
    };
    assert_eq!(
        (need.kind, need.id.as_str()),
        (NeedKind::Exclude, "run_command")
    );
    assert!(need.says.contains("evidence a bound"), "{}", need.says);
}

/// A hostile listing: the search stays bounded, and the list is still enough.
#[test]
fn two_thousand_shells() {
    let mut case = local_server();
    let live = case.live.as_mut().expect("live");
    let shell = |number: usize| Tool {
        broad: true,
        sensitive: Sensitive::ALL
            .iter()
            .copied()
            .skip(number % 9)
            .take(1)
            .collect(),
        ..tool(&format!("run_{number}"), Effect::Destructive)
    };
    live.tools.extend((0..2_000).map(shell));
    let decision = decide(&case, &Policy::default());
    let NextGate::Needs {
        gate: Gate::Prototype,
        needs,
    } = &decision.next_gate
    else {
        panic!("it can be lifted")
    };
    // A bound on each and a record to state them in would be one more.
    assert_eq!(needs.len(), 2_000);
}
