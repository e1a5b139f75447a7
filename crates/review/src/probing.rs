//! Runs the probes. One that breaks is an outcome of its own and stops no other.

use evidence::Facts;
use judge::Judged;
use probes::{Outcome, Probe, View};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) fn run(
    catalogue: &'static [Probe],
    facts: &Facts,
    judged: &Judged,
) -> Vec<(&'static Probe, Outcome)> {
    let view = View { facts, judged };
    let mut outcomes: Vec<_> = catalogue
        .iter()
        .map(|probe| (probe, ask(probe, &view)))
        .collect();
    outcomes.sort_by_key(|(probe, _)| probe.definition.id);
    outcomes
}

fn ask(probe: &Probe, view: &View<'_>) -> Outcome {
    // A probe only reads, so nothing is left half-changed by a panic.
    catch_unwind(AssertUnwindSafe(|| (probe.detect)(view))).unwrap_or_else(|_| Outcome::Error {
        because: "the probe itself broke: a bug of this program, not of the server".to_owned(),
    })
}
