//! Any text as a review record and as a policy: it is read whole, or everything that is wrong is told with its line.

use super::review;
use gate_engine::Policy;
use record::{Problem, read_policy, read_record};

/// Reads the text as both; a record that can be read is decided upon and shown.
pub fn law(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    told(&text, |text| {
        read_policy(text).map(|policy| tighter(&policy))
    });
    told(&text, |text| read_record(text).map(drop));
    if let Ok(record) = read_record(&text) {
        let _ = review::shown(review::of(None, Some(record)));
    }
}

/// Each problem has a line of the file, says what is wrong and what to do, and moves with its line.
fn told(text: &str, read: impl Fn(&str) -> Result<(), Vec<Problem>>) {
    let Err(problems) = read(text) else { return };
    assert!(
        !problems.is_empty() && problems.len() <= 101,
        "{} problems",
        problems.len()
    );
    assert!(
        problems.is_sorted_by_key(|problem| problem.line),
        "in order of lines"
    );
    let last = text.split('\n').count();
    for problem in &problems {
        assert!(
            (1..=last).contains(&problem.line),
            "{problem:?} is in the file"
        );
        for part in [&problem.field, &problem.what, &problem.remedy] {
            assert!(
                !part.is_empty() && !part.contains(review::hidden),
                "{problem:?} can be shown"
            );
        }
    }
    if !text.starts_with('\u{feff}') {
        let moved =
            read(&format!("# One line more.\n{text}")).expect_err("a comment mends nothing");
        // What is wrong with the whole file stays in its first line.
        let moved = placed(moved, |line| line.max(2));
        assert_eq!(
            moved,
            placed(problems, |line| line + 1),
            "a comment moves problems by a line"
        );
    }
}

fn placed(mut problems: Vec<Problem>, line: impl Fn(usize) -> usize) -> Vec<Problem> {
    for problem in &mut problems {
        problem.line = line(problem.line);
    }
    problems.sort();
    problems
}

/// A policy only tightens.
fn tighter(policy: &Policy) {
    let built_in = Policy::default();
    assert!(policy.review_interval_days <= built_in.review_interval_days);
    let pairs = policy.thresholds.iter().zip(built_in.thresholds);
    assert!(
        pairs.into_iter().all(|(set, built_in)| *set >= built_in),
        "{:?}",
        policy.thresholds
    );
}
