//! What must be supplied for one criterion, and for the checks that it names.

use super::ask::{Asker, Bundle, fewest};
use crate::conditions::NARROW;
use crate::critical::{NO_BROAD_TOOL, SENSITIVE_ACCEPTED, check_of};
use crate::ladder::{Evidence, Step};
use crate::{Criterion, CriticalFailure, CriticalState, Gate, Meets, Met, NeedKind, Outcome};

impl<'a> Asker<'_, 'a> {
    fn evidence(&self) -> Evidence<'_, 'a> {
        let evaluation = self.evaluation;
        Evidence {
            checks: &evaluation.checks,
            facets: &evaluation.facets,
            standing: &evaluation.standing,
        }
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
                bundle.extend(fewest(self.mend_computed(open), self.stand_in(criterion))?);
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
        if matches!(step.met, Met::Yes | Met::Missing) {
            return Some(Bundle::new());
        }
        let capping = |check: &&&str| {
            let outcome = self.evaluation.checks.outcome(check);
            matches!(
                outcome,
                Some(Outcome::Fail | Outcome::Inconclusive | Outcome::Error)
            )
        };
        let capping = step.criterion.checks.iter().filter(capping);
        match step.criterion.meets {
            Meets::ObservedOrAttested => fewest(self.mend_computed(capping), self.meet(step)),
            _ => self.all(capping.map(|check| self.mend(check))),
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
                // Only the `no` must go: the criterion may be attested itself.
                bundle.insert(self.said(NeedKind::Facet, facet.id())?);
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

    /// People's evidence in place of a check: it counts while no check fails.
    fn stand_in(&self, criterion: &Criterion) -> Option<Bundle> {
        let failing = |check: &&&str| self.evaluation.checks.outcome(check) == Some(Outcome::Fail);
        let failing = criterion.checks.iter().filter(failing);
        let doubted = self.all(failing.map(|check| match *check {
            // Without the whole listing it ends open, which is no failure.
            SENSITIVE_ACCEPTED => self.accept_all(),
            check => self.mend(check),
        }));
        let attested = self.attest(criterion, true)?;
        Some(doubted?.into_iter().chain(attested).collect())
    }

    fn mend_all(&self, criterion: &Criterion) -> Option<Bundle> {
        let evidence = self.evidence();
        let open = criterion
            .checks
            .iter()
            .filter(|check| !evidence.passes(criterion, check));
        self.all(open.map(|check| self.mend(check)))
    }

    /// Mends checks where people's evidence would do too: then nobody is asked to look again.
    fn mend_computed<'c>(&self, checks: impl Iterator<Item = &'c &'c str>) -> Option<Bundle> {
        let mend = |check: &&str| {
            crate::rubric::is_computed(check)
                .then(|| self.mend(check))
                .flatten()
        };
        self.all(checks.map(mend))
    }

    fn all(&self, bundles: impl Iterator<Item = Option<Bundle>>) -> Option<Bundle> {
        bundles
            .collect::<Option<Vec<_>>>()
            .map(|bundles| bundles.into_iter().flatten().collect())
    }

    /// What makes one check pass.
    fn mend(&self, check: &str) -> Option<Bundle> {
        if !crate::rubric::is_computed(check) {
            return self.observe(check).map(|need| Bundle::from([need]));
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
            let accepted = self.accept_all();
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
            CriticalFailure::UnboundedWrites => self.bound_all(Gate::ReadOnly, self.attest_broad),
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
}
