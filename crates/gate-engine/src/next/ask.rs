//! What must be supplied for one thing: a criterion, a critical failure, a condition.

use super::{better, need};
use crate::conditions::{Asked, NARROW, missing_sources};
use crate::critical::{NO_BROAD_TOOL, SENSITIVE_ACCEPTED, check_of};
use crate::evaluate::Evaluation;
use crate::ladder::{Evidence, Step};
use crate::surface::{Limit, Shown};
use crate::what_if::TOOLS_LISTED;
use crate::{
    Criterion, CriticalFailure, CriticalState, Effect, Facet, Gate, Meets, Met, Need, NeedKind,
    Outcome, Policy, rubric,
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

/// How choices that touch several things are made.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Choice {
    /// The facet, or the check, that shows narrow credentials.
    pub(super) scope: Scope,
    /// Whether `tools.broad_tools` is attested; otherwise every broad tool is bounded one by one.
    pub(super) attest_broad: bool,
}

/// What shows narrow credentials.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Scope {
    /// Nothing is asked for, or nothing can show it.
    #[default]
    None,
    Facet(Facet),
    Observe,
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

    fn live(&self) -> bool {
        self.evaluation.case.live.is_some()
    }

    /// Attesting a facet: in vain where an observation fails it.
    fn facet(&self, facet: Facet) -> Option<Need> {
        let fails = |check: &str| check != NO_BROAD_TOOL;
        let failing = self
            .evaluation
            .facets
            .get(facet as usize)
            .and_then(|view| view.failing);
        (self.speak && !failing.is_some_and(fails)).then(|| need(NeedKind::Facet, facet.id()))
    }

    fn said(&self, kind: NeedKind, id: &str) -> Option<Need> {
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
    fn listing(&self) -> Option<Need> {
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
        if self.listing().is_some() {
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

    fn unbounded(&self) -> impl Iterator<Item = &Shown<'a>> {
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
    fn clear(&self, id: CriticalFailure) -> Option<Bundle> {
        let view = self.evaluation.critical.iter().find(|view| view.id == id)?;
        if view.state == CriticalState::Confirmed {
            return None;
        }
        let rule = rubric().rule(id)?;
        let attested = rule.attested_by.iter().find_map(|facet| self.facet(*facet));
        attested
            .map(|need| Bundle::from([need]))
            .or_else(|| self.clear_by_looking(id))
    }

    fn clear_by_looking(&self, id: CriticalFailure) -> Option<Bundle> {
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
    fn bound_all(&self, target: Gate, attest: bool) -> Option<Bundle> {
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

    /// The choices worth trying for a gate.
    pub(super) fn choices(&self, target: Gate) -> Vec<Choice> {
        let evaluation = self.evaluation;
        let narrow = evaluation.conditions.iter().any(|view| {
            view.what == Asked::NarrowCredentials && view.what.of(target) && !view.holds
        });
        let broad = evaluation.critical.iter().any(|view| {
            view.id == CriticalFailure::BroadCredentials && view.state == CriticalState::Unknown
        });
        let mut scopes = Vec::new();
        if narrow || (broad && target >= Gate::ReadOnly) {
            scopes.extend(
                NARROW
                    .into_iter()
                    .filter(|facet| self.facet(*facet).is_some())
                    .map(Scope::Facet),
            );
            if scopes.is_empty() {
                scopes.push(Scope::Observe);
            }
        } else {
            scopes.push(Scope::None);
        }
        let attest: &[bool] = if target >= Gate::ReadOnly {
            &[true, false]
        } else {
            &[false]
        };
        scopes
            .into_iter()
            .flat_map(|scope| {
                attest.iter().map(move |attest_broad| Choice {
                    scope,
                    attest_broad: *attest_broad,
                })
            })
            .filter(|choice| !choice.attest_broad || self.attesting_helps(target))
            .collect()
    }

    /// Whether attesting `tools.broad_tools` could stand for something else.
    fn attesting_helps(&self, target: Gate) -> bool {
        let open = |view: &crate::conditions::ConditionView| {
            view.what.of(target)
                && !view.holds
                && view.what.facets().contains(&Facet::ToolsBroadTools)
        };
        let unknown = self.evaluation.critical.iter().any(|view| {
            view.id == CriticalFailure::UnboundedWrites && view.state != CriticalState::Cleared
        });
        unknown || self.evaluation.conditions.iter().any(open)
    }

    /// Everything that a gate asks for whatever else is done, once the choices are made; `None` where it cannot be had.
    pub(super) fn forced(&self, target: Gate, choice: Choice) -> Option<Bundle> {
        let mut bundle = match self.unbounded_open(target) {
            true => self.bound_all(target, choice.attest_broad)?,
            false => Bundle::new(),
        };
        for view in &self.evaluation.conditions {
            if !view.holds && view.what.of(target) {
                bundle.extend(self.condition(view.what, choice)?);
            }
        }
        for view in &self.evaluation.critical {
            let open = match target {
                Gate::Block | Gate::Prototype => view.state == CriticalState::Confirmed,
                _ => view.state != CriticalState::Cleared,
            };
            match view.id {
                _ if !open => {}
                CriticalFailure::UnboundedWrites => {}
                CriticalFailure::BroadCredentials if view.state == CriticalState::Unknown => {
                    bundle.extend(self.scope(choice.scope)?);
                }
                id => bundle.extend(self.clear(id)?),
            }
        }
        if target >= Gate::ReadOnly {
            for class in &self.evaluation.reach.unaccepted {
                bundle.insert(self.said(NeedKind::Sensitive, class.id())?);
            }
        }
        // A tool that would need two things is better excluded.
        for shown in &self.evaluation.surface.tools {
            let both = [NeedKind::Approver, NeedKind::Bound].map(|kind| need(kind, shown.name));
            if both.iter().all(|need| bundle.contains(need)) {
                bundle.retain(|need| !both.contains(need));
                bundle.insert(need(NeedKind::Exclude, shown.name));
            }
        }
        Some(bundle)
    }

    /// Whether bounds matter for a gate at all.
    fn unbounded_open(&self, target: Gate) -> bool {
        let state = self
            .evaluation
            .critical
            .iter()
            .find(|view| view.id == CriticalFailure::UnboundedWrites);
        match target {
            Gate::Block | Gate::Prototype => {
                state.is_some_and(|view| view.state == CriticalState::Confirmed)
            }
            _ => self.attesting_helps(target),
        }
    }

    fn scope(&self, scope: Scope) -> Option<Bundle> {
        match scope {
            Scope::None => None,
            Scope::Facet(facet) => self.facet(facet).map(|need| Bundle::from([need])),
            Scope::Observe => self.clear_by_looking(CriticalFailure::BroadCredentials),
        }
    }

    fn condition(&self, asked: Asked, choice: Choice) -> Option<Bundle> {
        let surface = &self.evaluation.surface;
        let known = self.live() || surface.any_named;
        match asked {
            Asked::NarrowCredentials => self.scope(choice.scope),
            Asked::NoMutation => {
                let writes = surface.tools.iter().filter(|shown| shown.mutates());
                let excluded = writes.map(|shown| need(NeedKind::Exclude, shown.name));
                known.then(|| excluded.chain(self.listing()).collect())
            }
            Asked::NamedApprovers => {
                let lacking = surface
                    .tools
                    .iter()
                    .filter(|shown| shown.needs_approver() && shown.approvers.is_none());
                let named = lacking.map(|shown| self.said(NeedKind::Approver, shown.name));
                let named: Option<Bundle> = named.collect();
                named
                    .filter(|_| known)
                    .map(|named| named.into_iter().chain(self.listing()).collect())
            }
            Asked::Sources => missing_sources(&self.evaluation.standing)
                .map(|kinds| {
                    let first = kinds.iter().map(|kind| kind.id()).min()?;
                    self.said(NeedKind::Source, first)
                })
                .collect(),
            Asked::Confirmation => self
                .said(NeedKind::Confirmation, "confirmation")
                .map(|need| Bundle::from([need])),
            Asked::NextReview => self
                .said(NeedKind::NextReview, "next_review")
                .map(|need| Bundle::from([need])),
            Asked::LogsAvailable
            | Asked::SamplingLimited
            | Asked::Preview
            | Asked::Rollback
            | Asked::AllFacets
            | Asked::Required(..) => {
                let lacking = asked.facets().into_iter().filter(|facet| {
                    // Breadth is a choice of its own.
                    *facet != Facet::ToolsBroadTools
                        && self
                            .evaluation
                            .facets
                            .get(*facet as usize)
                            .is_some_and(|view| !view.evidenced())
                });
                lacking.map(|facet| self.facet(facet)).collect()
            }
        }
    }

    /// Sets of tools whose exclusion, all of them together, could do more than a bound or an approver.
    pub(super) fn groups(&self, target: Gate) -> Vec<BTreeSet<String>> {
        let evaluation = self.evaluation;
        let mut groups = BTreeSet::new();
        let excluded = |tool: &&String| evaluation.standing.excluded.contains_key(tool.as_str());
        for observation in evaluation
            .case
            .live
            .iter()
            .flat_map(|live| &live.observations)
        {
            if crate::seen::rests_on_tools(observation) {
                groups.insert(
                    observation
                        .tools
                        .iter()
                        .filter(|tool| !excluded(tool))
                        .cloned()
                        .collect(),
                );
            }
        }
        let by_resource = |class: &crate::Sensitive| {
            let mut reach = evaluation
                .case
                .live
                .iter()
                .flat_map(|live| &live.resources_reach);
            reach.any(|(reached, _)| reached == class)
        };
        let mut all = BTreeSet::new();
        for (class, tools) in &evaluation.reach.classes {
            let tools: BTreeSet<String> = tools.iter().map(|tool| (*tool).to_owned()).collect();
            all.extend(tools.clone());
            if !by_resource(class) && !self.policy.sensitive.contains(class) {
                groups.insert(tools);
            }
        }
        groups.insert(all);
        if target >= Gate::WritesWithApproval {
            let read = self
                .unbounded()
                .filter(|shown| shown.effect == Effect::Read);
            let read = read.filter(|shown| shown.needs_approver() && shown.approvers.is_none());
            groups.extend(read.map(|shown| BTreeSet::from([shown.name.to_owned()])));
        }
        groups.remove(&BTreeSet::new());
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|group| group.len());
        groups
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
