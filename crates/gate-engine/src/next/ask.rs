//! What must be supplied for one thing: a criterion, a critical failure, a condition.

use super::{better, need};
use crate::conditions::NARROW;
use crate::critical::{NO_BROAD_TOOL, SENSITIVE_ACCEPTED, check_of};
use crate::evaluate::Evaluation;
use crate::ladder::{Evidence, Step};
use crate::surface::{Limit, Shown};
use crate::what_if::TOOLS_LISTED;
use crate::{
    Criterion, CriticalFailure, CriticalState, Facet, Gate, Meets, Met, Need, NeedKind, Outcome,
    Policy, rubric,
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
}

impl<'a> Asker<'_, 'a> {
    fn evidence(&self) -> Evidence<'_, 'a> {
        let evaluation = self.evaluation;
        Evidence {
            checks: &evaluation.checks,
            facets: &evaluation.facets,
            standing: &evaluation.standing,
        }
    }

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
    fn observe(&self, check: &str) -> Option<Need> {
        let open = matches!(
            self.evaluation.checks.outcome(check),
            None | Some(Outcome::Inconclusive | Outcome::Error)
        );
        (self.live() && open).then(|| need(NeedKind::Observe, check))
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
        let mut open: BTreeSet<&str> = ladders
            .chain(critical)
            .copied()
            .filter(|check| !crate::rubric::is_computed(check) && self.observe(check).is_some())
            .collect();
        // A listing without a digest leaves nothing to pin a record to.
        if self
            .evaluation
            .case
            .live
            .as_ref()
            .is_some_and(|live| !live.listing_complete || live.pin.is_none())
        {
            open.insert(TOOLS_LISTED);
        }
        open
    }

    /// Limits on one broad tool: a bound, or where nobody may speak its exclusion.
    fn limit(&self, shown: &Shown<'_>) -> Need {
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

    /// What brings a criterion to `Met::Yes`; `None` where nothing can.
    pub(super) fn meet(&self, step: &Step) -> Option<Bundle> {
        let criterion = step.criterion;
        if step.met == Met::Yes {
            return Some(Bundle::new());
        }
        let mut bundle = self.undeny(criterion)?;
        let evidence = self.evidence();
        let open = criterion
            .checks
            .iter()
            .filter(|check| !evidence.passes(criterion, check));
        match criterion.meets {
            Meets::Attested => bundle.extend(self.attest(criterion, false)?),
            Meets::ObservedOrAttested => {
                let mut open = open.peekable();
                if open.peek().is_some() {
                    let computed = open.clone().all(|check| crate::rubric::is_computed(check));
                    let fails =
                        open.any(|check| evidence.checks.outcome(check) == Some(Outcome::Fail));
                    let mended = computed.then(|| self.mend_all(criterion)).flatten();
                    let attested = if fails {
                        None
                    } else {
                        self.attest(criterion, true)
                    };
                    bundle.extend(fewest(mended, attested)?);
                }
            }
            Meets::Observed => bundle.extend(self.mend_all(criterion)?),
            Meets::Both => {
                bundle.extend(self.mend_all(criterion)?);
                bundle.extend(self.attest(criterion, false)?);
            }
        }
        Some(bundle)
    }

    /// What lifts the cap that a criterion sets; `None` where nothing can.
    pub(super) fn lift(&self, step: &Step) -> Option<Bundle> {
        let criterion = step.criterion;
        match (step.met, criterion.meets) {
            (Met::Yes | Met::Missing, _) => Some(Bundle::new()),
            (_, Meets::ObservedOrAttested) => self.meet(step),
            _ => {
                let capping = |check: &&&str| {
                    let outcome = self.evaluation.checks.outcome(check);
                    matches!(
                        outcome,
                        Some(Outcome::Fail | Outcome::Inconclusive | Outcome::Error)
                    )
                };
                self.all(
                    criterion
                        .checks
                        .iter()
                        .filter(capping)
                        .map(|check| self.mend(check)),
                )
            }
        }
    }

    /// Turns every `no` about a criterion into a `yes`.
    fn undeny(&self, criterion: &Criterion) -> Option<Bundle> {
        let mut bundle = Bundle::new();
        if self
            .evaluation
            .standing
            .about_criterion(criterion)
            .no
            .is_some()
        {
            bundle.insert(self.said(NeedKind::Criterion, criterion.id)?);
        }
        for facet in criterion.facets {
            if self.evaluation.standing.about_facet(*facet).no.is_some() {
                bundle.insert(self.facet(*facet)?);
            }
        }
        Some(bundle)
    }

    /// People's evidence for a criterion: its facets or itself, whichever is less.
    fn attest(&self, criterion: &Criterion, people_alone: bool) -> Option<Bundle> {
        let evidence = self.evidence();
        if evidence.attested_itself(criterion) {
            return Some(Bundle::new());
        }
        let lacking = criterion.facets.iter().filter(|facet| match people_alone {
            true => !evidence.attests(criterion, **facet),
            false => !evidence.evidences(criterion, **facet),
        });
        let facets: Option<Bundle> = lacking.map(|facet| self.facet(*facet)).collect();
        let facets = facets.filter(|_| !criterion.facets.is_empty());
        let itself = self
            .said(NeedKind::Criterion, criterion.id)
            .map(|need| Bundle::from([need]));
        fewest(facets, itself)
    }

    fn mend_all(&self, criterion: &Criterion) -> Option<Bundle> {
        let evidence = self.evidence();
        let open = criterion
            .checks
            .iter()
            .filter(|check| !evidence.passes(criterion, check));
        self.all(open.map(|check| self.mend(check)))
    }

    fn all(&self, bundles: impl Iterator<Item = Option<Bundle>>) -> Option<Bundle> {
        bundles
            .collect::<Option<Vec<_>>>()
            .map(|bundles| bundles.into_iter().flatten().collect())
    }

    /// What makes one check pass.
    fn mend(&self, check: &str) -> Option<Bundle> {
        if !crate::rubric::is_computed(check) {
            let mut bundle = Bundle::from([self.observe(check)?]);
            if check == TOOLS_LISTED {
                bundle.extend(self.listing());
            }
            return Some(bundle);
        }
        if !self.live() && self.evaluation.checks.outcome(check).is_none() {
            return None;
        }
        if check == NO_BROAD_TOOL {
            return Some(
                self.unbounded()
                    .map(|shown| self.limit(shown))
                    .chain(self.listing())
                    .collect(),
            );
        }
        if check == SENSITIVE_ACCEPTED {
            let classes = self.evaluation.reach.unaccepted.iter();
            let accepted: Option<Bundle> = classes
                .map(|class| self.said(NeedKind::Sensitive, class.id()))
                .collect();
            return accepted.map(|accepted| accepted.into_iter().chain(self.listing()).collect());
        }
        let view = self
            .evaluation
            .critical
            .iter()
            .find(|view| check_of(view.id) == check)?;
        let state = view.state;
        match view.id {
            _ if state == CriticalState::Cleared => Some(Bundle::new()),
            CriticalFailure::UnboundedWrites => {
                let attested = self.bound_all(Gate::ReadOnly, true);
                fewest(self.bound_all(Gate::ReadOnly, false), attested)
            }
            CriticalFailure::BroadCredentials => {
                let facets = NARROW
                    .iter()
                    .map(|facet| self.facet(*facet).map(|need| Bundle::from([need])));
                facets
                    .fold(None, fewest)
                    .or_else(|| self.clear_by_looking(view.id))
            }
            id => self.clear(id),
        }
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
        let attested = attested.or(listed).map(|need| Bundle::from([need]));
        attested.or_else(|| self.clear_by_looking(id))
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
        let required = self.evaluation.conditions.iter().any(|view| {
            view.what.of(target)
                && !view.holds
                && view.what.facets().contains(&Facet::ToolsBroadTools)
        });
        let facet = attest || (!self.live() && target >= Gate::ReadOnly);
        for shown in self.unbounded() {
            let without = shown.bound == Limit::None;
            let asked = match (target, facet, attest) {
                (Gate::Block | Gate::Prototype, ..) => without && shown.mutates(),
                (_, true, true) => without,
                (_, true, false) => without || shown.mutates() || required,
                (_, false, _) => shown.mutates() || required,
            };
            if asked {
                bundle.insert(self.limit(shown));
            }
        }
        if target >= Gate::ReadOnly {
            if facet {
                bundle.insert(self.facet(Facet::ToolsBroadTools)?);
            }
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
