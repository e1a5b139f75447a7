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
    #![proptest_config(ProptestConfig::with_cases(128))]

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
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

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
