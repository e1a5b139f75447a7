//! The whole computation, without a word of explanation: fast enough to be asked "what if" many times.

use crate::conditions::{ConditionView, Judge};
use crate::critical::{self, CriticalView, Reach};
use crate::ladder::{Evidence, Ladder};
use crate::seen::{Checks, FacetView};
use crate::standing::Standing;
use crate::surface::Surface;
use crate::{Case, CriticalFailure, CriticalState, Gate, PerDimension, Policy, Sensitive};

/// Everything that was computed about a case.
pub(crate) struct Evaluation<'a> {
    pub(crate) case: &'a Case,
    pub(crate) standing: Standing<'a>,
    pub(crate) surface: Surface<'a>,
    pub(crate) checks: Checks<'a>,
    pub(crate) facets: Vec<FacetView<'a>>,
    pub(crate) reach: Reach<'a>,
    pub(crate) critical: Vec<CriticalView<'a>>,
    pub(crate) ladders: PerDimension<Ladder>,
    pub(crate) total: u8,
    pub(crate) band: Gate,
    pub(crate) conditions: Vec<ConditionView>,
    pub(crate) caps: Vec<CapView>,
    /// The highest gate at or below the band whose own conditions hold.
    pub(crate) earned: Gate,
    pub(crate) gate: Gate,
}

/// What holds the gate down, beside conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CapView {
    Critical(CriticalFailure, CriticalState),
    Sensitive(Sensitive),
    NoRecord,
    Void,
    Assigned(Gate),
}

impl CapView {
    /// The highest gate that it leaves.
    pub(crate) fn gate(self) -> Gate {
        match self {
            Self::Critical(_, CriticalState::Confirmed) => Gate::Block,
            Self::Assigned(gate) => gate,
            _ => Gate::Prototype,
        }
    }
}

/// Evaluates.
pub(crate) fn evaluate<'a>(case: &'a Case, policy: &Policy) -> Evaluation<'a> {
    let live = case.live.is_some();
    let standing = Standing::of(case, policy);
    let surface = Surface::of(case, &standing);
    let mut checks = Checks::of(case, &standing);
    let reach = Reach::of(case, policy, &surface, &standing);
    reach.compute(&surface, live, &mut checks);
    let facets = FacetView::all(&checks, &standing);
    let critical = CriticalView::all(&checks, &facets, &reach, &standing);
    critical::compute(&critical, live, &mut checks);
    let ladders = Evidence {
        checks: &checks,
        facets: &facets,
        standing: &standing,
    }
    .ladders();
    let judge = Judge {
        case,
        checks: &checks,
        facets: &facets,
        standing: &standing,
        surface: &surface,
    };
    let conditions = judge.conditions(policy);
    let total = ladders
        .iter()
        .map(|(_, ladder)| ladder.score.points())
        .sum();
    let band = band(total, policy);
    let caps = caps(case, &standing, &reach, &critical);
    let earned = highest(band, &conditions);
    let ceiling = caps.iter().map(|cap| cap.gate()).fold(band, Gate::min);
    let gate = highest(ceiling, &conditions);
    Evaluation {
        case,
        standing,
        surface,
        checks,
        facets,
        reach,
        critical,
        ladders,
        total,
        band,
        conditions,
        caps,
        earned,
        gate,
    }
}

/// The gate that a total gives. A threshold that lies below an earlier one waits for the earlier one.
pub(crate) fn band(total: u8, policy: &Policy) -> Gate {
    let reached = policy
        .thresholds
        .iter()
        .take_while(|threshold| total >= **threshold)
        .count();
    Gate::ALL.get(reached).copied().unwrap_or(Gate::Block)
}

/// The highest gate at or below the ceiling whose own conditions hold.
fn highest(ceiling: Gate, conditions: &[ConditionView]) -> Gate {
    let holds = |gate: &&Gate| {
        conditions
            .iter()
            .all(|condition| condition.holds || !condition.what.of(**gate))
    };
    Gate::ALL
        .iter()
        .rev()
        .filter(|gate| **gate <= ceiling)
        .find(holds)
        .copied()
        .unwrap_or(Gate::Block)
}

/// Every cap that applies, strictest first.
fn caps(
    case: &Case,
    standing: &Standing<'_>,
    reach: &Reach<'_>,
    critical: &[CriticalView<'_>],
) -> Vec<CapView> {
    let mut caps: Vec<CapView> = critical
        .iter()
        .filter(|view| view.state != CriticalState::Cleared)
        .map(|view| CapView::Critical(view.id, view.state))
        .collect();
    caps.extend(
        reach
            .unaccepted
            .iter()
            .map(|class| CapView::Sensitive(*class)),
    );
    if !standing.present {
        caps.push(CapView::NoRecord);
    }
    if !standing.void.is_empty() {
        caps.push(CapView::Void);
    }
    let assigned = case
        .record
        .as_ref()
        .and_then(|record| record.assigned.as_ref());
    caps.extend(
        assigned
            .filter(|(gate, _)| *gate < Gate::Production)
            .map(|(gate, _)| CapView::Assigned(*gate)),
    );
    caps.sort_by_key(|cap| cap.gate());
    caps
}
