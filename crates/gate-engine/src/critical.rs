//! The six critical failures and the checks that the engine computes from the surface.

use crate::seen::{Checks, FacetView};
use crate::standing::Standing;
use crate::surface::{Limit, Surface};
use crate::{
    Case, CriticalFailure, CriticalRule, CriticalState, Facet, Outcome, Policy, Sensitive, rubric,
};
use std::collections::{BTreeMap, BTreeSet};

/// How one critical failure stands, and the reason.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CriticalView<'a> {
    pub(crate) id: CriticalFailure,
    pub(crate) state: CriticalState,
    pub(crate) why: Why<'a>,
}

/// Why a critical failure stands as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why<'a> {
    /// A reviewer confirms it.
    Reviewer,
    /// This check fails, could not tell, or is the first that clears it.
    Check(&'a str),
    /// This facet is attested.
    Facet(Facet),
    /// The surface shows it, or shows that it is not so.
    Surface,
    /// Nothing was seen and nobody said anything.
    Nothing,
}

/// What the surface and the resources say by themselves.
#[derive(Debug)]
pub(crate) struct Reach<'a> {
    /// Sensitive classes that tools on the surface, resources or the policy bring in.
    pub(crate) classes: BTreeMap<Sensitive, Vec<&'a str>>,
    /// Those among them that no reviewer accepts.
    pub(crate) unaccepted: BTreeSet<Sensitive>,
    unbounded: CriticalState,
    undocumented: CriticalState,
}

/// The engine's own checks.
pub(crate) const NO_BROAD_TOOL: &str = "surface:no-broad-tool";
pub(crate) const SENSITIVE_ACCEPTED: &str = "surface:sensitive-accepted";

/// The check of a critical failure.
pub(crate) const fn check_of(id: CriticalFailure) -> &'static str {
    match id {
        CriticalFailure::AuthUnclear => "critical:auth_unclear",
        CriticalFailure::BroadCredentials => "critical:broad_credentials",
        CriticalFailure::UnboundedWrites => "critical:unbounded_writes",
        CriticalFailure::UndocumentedSensitiveData => "critical:undocumented_sensitive_data",
        CriticalFailure::DeceptiveDescriptor => "critical:deceptive_descriptor",
        CriticalFailure::SecretExposure => "critical:secret_exposure",
    }
}

impl<'a> Reach<'a> {
    pub(crate) fn of(
        case: &'a Case,
        policy: &Policy,
        surface: &Surface<'a>,
        standing: &Standing<'_>,
    ) -> Self {
        let mut classes: BTreeMap<Sensitive, Vec<&str>> = BTreeMap::new();
        for shown in &surface.tools {
            for class in &shown.sensitive {
                classes.entry(*class).or_default().push(shown.name);
            }
        }
        for (class, _) in case.live.iter().flat_map(|live| &live.resources_reach) {
            classes.entry(*class).or_default();
        }
        let reached = !classes.is_empty();
        for class in &policy.sensitive {
            classes.entry(*class).or_default();
        }
        let unaccepted = classes
            .keys()
            .copied()
            .filter(|class| !standing.accepted.contains_key(class))
            .collect();
        let whole = case.live.is_some() && surface.complete;
        Self {
            classes,
            unaccepted,
            unbounded: unbounded_writes(surface, whole),
            undocumented: if whole && !reached {
                CriticalState::Cleared
            } else {
                CriticalState::Unknown
            },
        }
    }

    /// Computes the checks of the surface. On a record alone they may fail, never pass: nothing was observed.
    pub(crate) fn compute(&self, surface: &Surface<'_>, live: bool, checks: &mut Checks<'_>) {
        let unbounded = || surface.tools.iter().filter(|shown| shown.unbounded());
        let broad = if unbounded().any(|shown| shown.bound == Limit::None) {
            Outcome::Fail
        } else if !surface.complete || unbounded().next().is_some() {
            Outcome::Inconclusive
        } else {
            Outcome::Pass
        };
        let sensitive = match (self.unaccepted.is_empty(), surface.complete) {
            (false, _) => Outcome::Fail,
            (true, false) => Outcome::Inconclusive,
            (true, true) => Outcome::Pass,
        };
        if live || broad == Outcome::Fail {
            checks.compute(NO_BROAD_TOOL, broad, vec![Facet::ToolsBroadTools]);
        }
        if live || sensitive == Outcome::Fail {
            checks.compute(SENSITIVE_ACCEPTED, sensitive, Vec::new());
        }
    }
}

/// Whether the surface can write without bound. An unknown effect counts as a write.
fn unbounded_writes(surface: &Surface<'_>, whole: bool) -> CriticalState {
    let mut writes = surface
        .tools
        .iter()
        .filter(|shown| shown.mutates() && shown.unbounded())
        .peekable();
    let only_stated = writes.peek().is_some();
    if writes.any(|shown| shown.bound == Limit::None) {
        CriticalState::Confirmed
    } else if whole && !only_stated {
        CriticalState::Cleared
    } else {
        CriticalState::Unknown
    }
}

impl<'a> CriticalView<'a> {
    /// The six, in canonical order.
    pub(crate) fn all(
        checks: &Checks<'a>,
        facets: &[FacetView<'_>],
        reach: &Reach<'_>,
        standing: &Standing<'_>,
    ) -> Vec<Self> {
        rubric()
            .critical
            .iter()
            .map(|rule| {
                let (state, why) = judge(rule, checks, facets, reach, standing);
                Self {
                    id: rule.id,
                    state,
                    why,
                }
            })
            .collect()
    }
}

/// Confirmed beats cleared; what a check fails is never cleared by attestation.
fn judge<'a>(
    rule: &'static CriticalRule,
    checks: &Checks<'_>,
    facets: &[FacetView<'_>],
    reach: &Reach<'_>,
    standing: &Standing<'_>,
) -> (CriticalState, Why<'a>) {
    use CriticalState::{Cleared, Confirmed, Unknown};
    let ended = |wanted: &[Outcome]| {
        let ended = |check: &&&str| {
            checks
                .outcome(check)
                .is_some_and(|outcome| wanted.contains(&outcome))
        };
        rule.confirmed_by.iter().find(ended).copied()
    };
    let attested = || {
        let yes = |facet: &&Facet| {
            facets
                .get(**facet as usize)
                .is_some_and(|view| view.attested(false))
        };
        rule.attested_by.iter().find(yes).copied()
    };
    let surface = match rule.id {
        CriticalFailure::UnboundedWrites => Some(reach.unbounded),
        CriticalFailure::UndocumentedSensitiveData => Some(reach.undocumented),
        _ => None,
    };
    if standing.confirmed.contains_key(&rule.id) {
        return (Confirmed, Why::Reviewer);
    }
    if let Some(check) = ended(&[Outcome::Fail]) {
        return (Confirmed, Why::Check(check));
    }
    if surface == Some(Confirmed) {
        return (Confirmed, Why::Surface);
    }
    if let Some(facet) = attested() {
        return (Cleared, Why::Facet(facet));
    }
    if let Some(check) = ended(&[Outcome::Inconclusive, Outcome::Error]) {
        return (Unknown, Why::Check(check));
    }
    if let Some(state) = surface {
        return (state, Why::Surface);
    }
    match rule.cleared_by {
        [check, ..]
            if rule
                .cleared_by
                .iter()
                .all(|check| checks.outcome(check) == Some(Outcome::Pass)) =>
        {
            (Cleared, Why::Check(check))
        }
        _ => (Unknown, Why::Nothing),
    }
}

/// Makes each critical failure a check of its own, so that ladders can name it.
pub(crate) fn compute(critical: &[CriticalView<'_>], live: bool, checks: &mut Checks<'_>) {
    for view in critical {
        let outcome = match view.state {
            CriticalState::Confirmed => Outcome::Fail,
            CriticalState::Unknown => Outcome::Inconclusive,
            CriticalState::Cleared => Outcome::Pass,
        };
        if live || outcome == Outcome::Fail {
            checks.compute(check_of(view.id), outcome, Vec::new());
        }
    }
}
