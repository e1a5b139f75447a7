//! Exit codes.

use crate::Seen;
use evidence::{Event, Facts, Observed, Session, Variant};
use gate_engine::{Decision, Gate};
use probes::Outcome;
use record::Problem;

/// Exit codes, the same for every format. If several apply: the first of 2, 4, 3, 5, 6, 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Exit {
    /// A verdict was reached, and the required gate too.
    Reached = 0,
    /// The gate is below the required one.
    BelowRequired = 1,
    /// Usage or configuration.
    Usage = 2,
    /// Authentication needed.
    Authentication = 3,
    /// Would not start, unreachable, or a deadline.
    NotReached = 4,
    /// The inventory, or a listing probe that applies, ended inconclusive or in error.
    Incomplete = 5,
    /// Differs from the lock.
    Differs = 6,
    /// A bug of ours.
    Bug = 70,
}

impl Exit {
    /// The number that the process exits with.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// All that apply, in the order in which they go before one another; `Reached` alone where none does.
pub(crate) fn exits(
    seen: Option<&Seen>,
    decision: &Decision,
    problems: &[Problem],
    require: Option<Gate>,
) -> Vec<Exit> {
    let applies = [
        (Exit::Usage, !problems.is_empty()),
        (
            Exit::NotReached,
            seen.is_some_and(|seen| not_reached(&seen.facts)),
        ),
        (
            Exit::Authentication,
            seen.is_some_and(|seen| locked_out(&seen.facts)),
        ),
        (Exit::Incomplete, seen.is_some_and(incomplete)),
        (
            Exit::BelowRequired,
            require.is_some_and(|gate| decision.gate < gate),
        ),
    ];
    let exits: Vec<Exit> = applies
        .into_iter()
        .filter(|(_, applies)| *applies)
        .map(|(exit, _)| exit)
        .collect();
    if exits.is_empty() {
        vec![Exit::Reached]
    } else {
        exits
    }
}

/// Whether the server was not reached as it should have been: never, or not before a deadline, or not to the end.
pub(crate) fn not_reached(facts: &Facts) -> bool {
    facts.interrupted
        || (!facts.sessions.iter().any(greeted) && !locked_out(facts))
        || facts.sessions.iter().any(failed)
}

/// Whether there was no handshake for want of credentials: the server asks for some, or nobody gave us any.
fn locked_out(facts: &Facts) -> bool {
    let refused = facts
        .not_signed_in
        .as_ref()
        .is_some_and(|(why, _)| why.refused);
    !facts.sessions.iter().any(greeted)
        && (refused
            || facts
                .sessions
                .iter()
                .any(|session| session.locked_out().is_some()))
}

/// Whether the handshake succeeded.
pub(crate) fn greeted(session: &Session) -> bool {
    matches!(session.handshake, Observed::Seen { .. })
}

/// Whether a connection failed for a reason that is no answer. Silence to `server/discover` alone is an older server's habit.
fn failed(session: &Session) -> bool {
    // What becomes of a connection for odd questions says nothing about reaching the server.
    if session.variant == Variant::Questions {
        return false;
    }
    // An answer that comes after the deadline for it is no start.
    let no_start = |method: Option<&str>| {
        session.variant != Variant::Discover && (!greeted(session) || method == Some("initialize"))
    };
    let deadline = |event: &Event| match event {
        Event::Deadline { what, method, .. } => {
            what == "run" || what == "start" && no_start(method.as_deref())
        }
        _ => false,
    };
    session.end.spawn_failed.is_some() || session.limits.iter().any(|(event, _)| deadline(event))
}

fn incomplete(seen: &Seen) -> bool {
    let unseen = seen
        .facts
        .inventory
        .complete
        .values()
        .any(|end| matches!(end, Observed::Missing(_)));
    unseen
        || seen.probes.iter().any(|(probe, outcome)| {
            probe.definition.listing
                && matches!(
                    outcome,
                    Outcome::Inconclusive { .. } | Outcome::Error { .. }
                )
        })
}
