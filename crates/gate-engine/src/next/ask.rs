//! What must be supplied for one thing: a facet, a check, a critical failure.

use super::{better, need};
use crate::critical::NO_BROAD_TOOL;
use crate::evaluate::Evaluation;
use crate::surface::{Limit, Shown};
use crate::what_if::TOOLS_LISTED;
use crate::{
    CriticalFailure, CriticalState, Facet, Gate, Meets, Need, NeedKind, Outcome, Policy, rubric,
};
use std::collections::BTreeSet;

/// A set of needs that go together.
pub(crate) type Bundle = BTreeSet<Need>;

/// Asks what must be supplied, on top of one evaluated case.
#[derive(Clone, Copy)]
pub(crate) struct Asker<'e, 'a> {
    pub(crate) evaluation: &'e Evaluation<'a>,
    pub(crate) policy: &'e Policy,
    /// Whether people's statements would count: not without a record that stands.
    pub(crate) speak: bool,
    /// Whether `tools.broad_tools` is attested where breadth is in doubt; otherwise it is looked at.
    pub(crate) attest_broad: bool,
}

impl<'a> Asker<'_, 'a> {
    pub(super) fn live(&self) -> bool {
        self.evaluation.case.live.is_some()
    }

    /// Attesting a facet: in vain where an observation fails it.
    pub(super) fn facet(&self, facet: Facet) -> Option<Need> {
        let fails = |check: &str| check != NO_BROAD_TOOL;
        let failing = self
            .evaluation
            .facets
            .get(facet as usize)
            .and_then(|view| view.failing);
        (self.speak && !failing.is_some_and(fails)).then(|| need(NeedKind::Facet, facet.id()))
    }

    pub(super) fn said(&self, kind: NeedKind, id: &str) -> Option<Need> {
        self.speak.then(|| need(kind, id))
    }

    /// A better run: it can show what nobody saw, not undo what was seen.
    pub(super) fn observe(&self, check: &str) -> Option<Need> {
        let live = self.evaluation.case.live.as_ref()?;
        let open = match self.evaluation.checks.outcome(check) {
            None | Some(Outcome::Inconclusive | Outcome::Error) => true,
            // A listing without a digest leaves nothing to pin a record to.
            Some(Outcome::Pass | Outcome::NotApplicable) => {
                check == TOOLS_LISTED && (!live.listing_complete || live.pin.is_none())
            }
            Some(Outcome::Fail) => false,
        };
        open.then(|| need(NeedKind::Observe, check))
    }

    /// Whether a need is to observe what answers facets too.
    pub(super) fn answers_facets(&self, need: &Need) -> bool {
        let checks = &self.evaluation.checks.seen;
        let seen = (need.kind == NeedKind::Observe).then(|| checks.get(need.id.as_str()));
        seen.flatten().is_some_and(|seen| !seen.facets.is_empty())
    }

    /// The whole listing, where it is not known to be whole.
    pub(super) fn listing(&self) -> Option<Need> {
        (self.live() && !self.evaluation.surface.complete)
            .then(|| need(NeedKind::Observe, TOOLS_LISTED))
    }

    /// Checks that only a better run can mend, because no attestation can.
    pub(crate) fn observable(&self) -> BTreeSet<&'static str> {
        let ladders = rubric()
            .criteria
            .iter()
            .filter(|criterion| matches!(criterion.meets, Meets::Observed | Meets::Both))
            .flat_map(|criterion| criterion.checks);
        let critical = rubric()
            .critical
            .iter()
            .filter(|rule| {
                rule.attested_by
                    .iter()
                    .all(|facet| self.facet(*facet).is_none())
            })
            .flat_map(|rule| rule.confirmed_by.iter().chain(rule.cleared_by));
        ladders
            .chain(critical)
            .copied()
            .filter(|check| !crate::rubric::is_computed(check) && self.observe(check).is_some())
            .collect()
    }

    /// Limits on one broad tool: a bound, or where nobody may speak its exclusion.
    pub(super) fn limit(&self, shown: &Shown<'_>) -> Need {
        let kind = if self.speak {
            NeedKind::Bound
        } else {
            NeedKind::Exclude
        };
        need(kind, shown.name)
    }

    pub(super) fn unbounded(&self) -> impl Iterator<Item = &Shown<'a>> {
        self.evaluation
            .surface
            .tools
            .iter()
            .filter(|shown| shown.unbounded())
    }

    /// A reviewer's word on every class that is reached.
    pub(super) fn accept_all(&self) -> Option<Bundle> {
        let classes = self.evaluation.reach.unaccepted.iter();
        classes
            .map(|class| self.said(NeedKind::Sensitive, class.id()))
            .collect()
    }

    /// Clears a critical failure that is not computed from breadth: by attestation, or by looking again.
    pub(super) fn clear(&self, id: CriticalFailure) -> Option<Bundle> {
        let view = self.evaluation.critical.iter().find(|view| view.id == id)?;
        if view.state == CriticalState::Confirmed {
            return None;
        }
        let rule = rubric().rule(id)?;
        let attested = rule.attested_by.iter().find_map(|facet| self.facet(*facet));
        let undocumented = id == CriticalFailure::UndocumentedSensitiveData;
        let listed = self
            .listing()
            .filter(|_| undocumented && self.evaluation.reach.nothing_reached());
        // Whatever asks for this asks for the whole listing too.
        let cleared = listed.or(attested).map(|need| Bundle::from([need]));
        cleared.or_else(|| self.clear_by_looking(id))
    }

    pub(super) fn clear_by_looking(&self, id: CriticalFailure) -> Option<Bundle> {
        let rule = rubric().rule(id)?;
        if self.evaluation.standing.confirmed.contains_key(&id) || rule.cleared_by.is_empty() {
            return None;
        }
        let outcome = |check: &str| self.evaluation.checks.outcome(check);
        let clear = rule
            .cleared_by
            .iter()
            .filter(|check| outcome(check) != Some(Outcome::Pass));
        let confirm = rule.confirmed_by.iter().filter(|check| {
            matches!(
                outcome(check),
                Some(Outcome::Fail | Outcome::Inconclusive | Outcome::Error)
            )
        });
        clear
            .chain(confirm)
            .map(|check| self.observe(check))
            .collect()
    }

    /// Bounds what must be bounded for `unbounded_writes` to let a gate through.
    pub(super) fn bound_all(&self, target: Gate, attest: bool) -> Option<Bundle> {
        if self
            .evaluation
            .standing
            .confirmed
            .contains_key(&CriticalFailure::UnboundedWrites)
        {
            return None;
        }
        let mut bundle = Bundle::new();
        let required = self.breadth_required(target);
        let matters = required || target >= Gate::ReadOnly;
        let facet = attest || (!self.live() && matters);
        for shown in self.unbounded() {
            let without = shown.bound == Limit::None;
            let asked = match (matters, facet, attest) {
                (false, ..) => without && shown.mutates(),
                (_, true, true) => without,
                (_, true, false) => without || shown.mutates() || required,
                (_, false, _) => shown.mutates() || required,
            };
            if asked {
                bundle.insert(self.limit(shown));
            }
        }
        if matters && facet {
            bundle.insert(self.facet(Facet::ToolsBroadTools)?);
        } else if matters {
            bundle.extend(self.listing());
        }
        Some(bundle)
    }
}

/// The smaller of two bundles, and of two as small the first in canonical order.
pub(super) fn fewest(a: Option<Bundle>, b: Option<Bundle>) -> Option<Bundle> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let list = |bundle: &Bundle| bundle.iter().cloned().collect::<Vec<_>>();
            Some(if better(&list(&b), &list(&a)) { b } else { a })
        }
        (a, b) => a.or(b),
    }
}

impl Asker<'_, '_> {
    /// What a person could say that a ladder hears, in canonical order.
    pub(super) fn words(&self, dimension: crate::Dimension) -> Bundle {
        let heard = rubric()
            .ladder(dimension)
            .filter(|criterion| criterion.meets != Meets::Observed);
        heard
            .flat_map(|criterion| {
                let facets = criterion
                    .facets
                    .iter()
                    .filter_map(|facet| self.facet(*facet));
                facets.chain(self.said(NeedKind::Criterion, criterion.id))
            })
            .collect()
    }
}
