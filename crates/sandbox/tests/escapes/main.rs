//! Attempts to escape: every case runs one act of the example `hostile` inside the fence, and asks what became of it inside,
//! what is different outside, and what was recorded. On both rungs; as an ordinary user, and as root where the tests
//! run as root.
//!
//! The feature that a rung needs may be absent from a machine: the tests then say "skipped: …" and pass.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod case;
mod control;
mod endings;
mod fence;
mod programs;
mod servers;
mod table;
mod world;

use case::Case;
use fence::{Ran, Rung};
use programs::Who;
use world::World;

#[test]
fn namespaces_hold_an_ordinary_user() {
    hold(Rung::Namespaces, Who::ordinary(1001));
}

#[test]
fn namespaces_hold_root() {
    hold(Rung::Namespaces, Who::Root);
}

#[test]
fn landlock_holds_an_ordinary_user() {
    hold(Rung::Landlock, Who::ordinary(1002));
}

#[test]
fn landlock_holds_root() {
    hold(Rung::Landlock, Who::Root);
}

/// Runs all cases and tells of all that went wrong at once.
fn hold(rung: Rung, who: Who) {
    if programs::skipped(rung, who) {
        return;
    }
    let only = std::env::var("CASE").unwrap_or_default();
    let mut world = World::new(who);
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in table::all().filter(|case| case.name().contains(&only)) {
        let ran = fence::run(rung, &world, case.act);
        let mut complaints = case.judge(rung, who, &ran);
        complaints.extend(world.changed());
        count += 1;
        if complaints.is_empty() {
            continue;
        }
        world = World::new(who);
        wrong.push(describe(case, &ran, &complaints));
    }
    assert!(count >= 40 || !only.is_empty(), "only {count} cases");
    println!("{count} cases, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn describe(case: &Case, ran: &Ran, complaints: &[String]) -> String {
    let said = match &ran.outcome {
        Some(outcome) => format!("{outcome:?}"),
        None => format!(
            "nothing ({})",
            ran.errors.lines().last().unwrap_or_default()
        ),
    };
    format!(
        "{}: {}\n    it said {said}",
        case.name(),
        complaints.join("\n    and ")
    )
}
