//! The six ladders: which criteria are met, and the score that follows.

use crate::seen::{Checks, FacetView};
use crate::standing::Standing;
use crate::{
    Criterion, Dimension, Facet, FacetEvidence, Meets, Met, Outcome, PerDimension, ReviewerScore,
    Score, Stated, rubric,
};

/// How one dimension stands.
#[derive(Debug, Default)]
pub(crate) struct Ladder {
    pub(crate) criteria: Vec<Step>,
    /// Whether a person states anything that this ladder hears.
    pub(crate) person: bool,
    /// The score that the ladder gives.
    pub(crate) climbed: Score,
    /// What the observations allow at most.
    pub(crate) cap: Score,
    /// The score after a reviewer's own.
    pub(crate) score: Score,
    /// Whether a reviewer's score without backing would have raised it.
    pub(crate) unbacked: bool,
}

/// How one criterion stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) criterion: &'static Criterion,
    pub(crate) met: Met,
    pub(crate) why: StepWhy,
}

/// Why a criterion stands as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepWhy {
    /// All of its checks pass (or do not apply, where that will do).
    Checks,
    /// This check decides it.
    Check(&'static str),
    /// Nobody looked with this check.
    NotLooked(&'static str),
    /// Its facets are evidenced.
    Facets,
    /// It is attested itself.
    Attested,
    /// A person answers this facet with `no`.
    FacetNo(Facet),
    /// A person answers the criterion itself with `no`.
    No,
    /// This facet is not evidenced.
    FacetMissing(Facet),
    /// Nobody attests it.
    Unattested,
}

/// Everything that a criterion is judged by.
#[derive(Clone, Copy)]
pub(crate) struct Evidence<'e, 'a> {
    pub(crate) checks: &'e Checks<'a>,
    pub(crate) facets: &'e [FacetView<'a>],
    pub(crate) standing: &'e Standing<'a>,
}

impl<'a> Evidence<'_, 'a> {
    pub(crate) fn facet(&self, facet: Facet) -> Option<&FacetView<'a>> {
        self.facets.get(facet as usize)
    }

    /// Whether a person's answer evidences this facet for this criterion.
    pub(crate) fn attests(&self, criterion: &Criterion, facet: Facet) -> bool {
        self.facet(facet)
            .is_some_and(|view| view.attested(criterion.not_applicable_meets))
    }

    /// Whether a facet is evidenced for this criterion, by observation or by a person.
    pub(crate) fn evidences(&self, criterion: &Criterion, facet: Facet) -> bool {
        self.attests(criterion, facet)
            || self
                .facet(facet)
                .is_some_and(|view| view.evidence == FacetEvidence::Observed)
    }

    /// Whether a person attests the criterion itself.
    pub(crate) fn attested_itself(&self, criterion: &Criterion) -> bool {
        let answers = self.standing.about_criterion(criterion);
        answers.evidences(criterion.not_applicable_meets).is_some()
    }

    /// Whether a check is good enough for this criterion.
    pub(crate) fn passes(&self, criterion: &Criterion, check: &str) -> bool {
        match self.checks.outcome(check) {
            Some(Outcome::Pass) => true,
            Some(Outcome::NotApplicable) => criterion.not_applicable_meets,
            _ => false,
        }
    }

    /// Who says `no` to the criterion or to a facet of it.
    fn denied(&self, criterion: &Criterion) -> Option<StepWhy> {
        if self.standing.about_criterion(criterion).no.is_some() {
            return Some(StepWhy::No);
        }
        let no = |facet: &&Facet| {
            self.facet(**facet)
                .is_some_and(|view| view.answers.no.is_some())
        };
        criterion
            .facets
            .iter()
            .find(no)
            .map(|facet| StepWhy::FacetNo(*facet))
    }

    fn step(&self, criterion: &'static Criterion) -> Step {
        let (met, why) = self.judge(criterion);
        Step {
            criterion,
            met,
            why,
        }
    }

    /// The order matters: what an observation fails or leaves open caps, whatever people say;
    /// a person's `no` comes next; only then what is met or missing.
    fn judge(&self, criterion: &'static Criterion) -> (Met, StepWhy) {
        let ended = |wanted: &[Outcome]| {
            let ended = |check: &&&str| {
                self.checks
                    .outcome(check)
                    .is_some_and(|outcome| wanted.contains(&outcome))
            };
            criterion.checks.iter().find(ended).copied()
        };
        if let Some(check) = ended(&[Outcome::Fail]) {
            return (Met::Failed, StepWhy::Check(check));
        }
        let denied = self.denied(criterion);
        let people = self
            .attested_itself(criterion)
            .then_some(StepWhy::Attested)
            .or_else(|| {
                let all = !criterion.facets.is_empty()
                    && criterion
                        .facets
                        .iter()
                        .all(|facet| self.attests(criterion, *facet));
                all.then_some(StepWhy::Facets)
            });
        let stands_in =
            people.filter(|_| denied.is_none() && criterion.meets == Meets::ObservedOrAttested);
        if let Some(check) = ended(&[Outcome::Inconclusive, Outcome::Error]) {
            return match stands_in {
                Some(why) => (Met::Yes, why),
                None => (Met::Inconclusive, StepWhy::Check(check)),
            };
        }
        if let Some(why) = denied {
            return (Met::Missing, why);
        }
        let open = criterion
            .checks
            .iter()
            .find(|check| !self.passes(criterion, check))
            .map(|check| match self.checks.outcome(check) {
                None => StepWhy::NotLooked(check),
                Some(_) => StepWhy::Check(check),
            });
        let evidenced = || {
            if criterion.facets.is_empty() {
                return people.ok_or(StepWhy::Unattested);
            }
            let missing = criterion
                .facets
                .iter()
                .find(|facet| !self.evidences(criterion, **facet));
            match (people, missing) {
                (Some(why), _) => Ok(why),
                (None, Some(facet)) => Err(StepWhy::FacetMissing(*facet)),
                (None, None) => Ok(StepWhy::Facets),
            }
        };
        let judged = match (criterion.meets, open) {
            (Meets::Observed | Meets::ObservedOrAttested, None) => Ok(StepWhy::Checks),
            (Meets::Observed | Meets::Both, Some(why)) => Err(why),
            (Meets::ObservedOrAttested, Some(why)) => stands_in.ok_or(why),
            (Meets::Attested, _) | (Meets::Both, None) => evidenced(),
        };
        match judged {
            Ok(why) => (Met::Yes, why),
            Err(why) => (Met::Missing, why),
        }
    }

    /// Whether a person states anything that a ladder hears.
    fn person(&self, dimension: Dimension) -> bool {
        rubric()
            .ladder(dimension)
            .filter(|criterion| criterion.meets != Meets::Observed)
            .any(|criterion| {
                self.attested_itself(criterion)
                    || criterion
                        .facets
                        .iter()
                        .any(|facet| self.attests(criterion, *facet))
            })
    }

    fn ladder(&self, dimension: Dimension) -> Ladder {
        let criteria: Vec<Step> = rubric()
            .ladder(dimension)
            .map(|criterion| self.step(criterion))
            .collect();
        let person = self.person(dimension);
        let climbs = |rung: &Score| {
            (person || !rubric().asks_for_a_person(dimension, *rung))
                && criteria
                    .iter()
                    .all(|step| step.criterion.rung != *rung || step.met == Met::Yes)
        };
        let climbed = RUNGS
            .into_iter()
            .take_while(climbs)
            .last()
            .unwrap_or(Score::Zero);
        let capping = criteria
            .iter()
            .filter(|step| matches!(step.met, Met::Failed | Met::Inconclusive))
            .map(|step| step.criterion.rung.points())
            .min();
        let cap = capping
            .and_then(|rung| Score::from_points(rung.saturating_sub(1)))
            .unwrap_or(Score::Three);
        let scores = self.standing.scored(dimension);
        let backed = scores
            .backed
            .map_or(climbed, |stated| stated.what.score.min(cap));
        let score = scores
            .unbacked
            .map_or(backed, |stated| stated.what.score.min(backed));
        let raises = |stated: &Stated<ReviewerScore>| stated.what.score.min(cap) > climbed;
        let unbacked = scores.backed.is_none()
            && self.standing.void.is_empty()
            && scores
                .unbacked
                .is_some_and(|stated| stated.backing.is_none() && raises(stated));
        Ladder {
            criteria,
            person,
            climbed,
            cap,
            score,
            unbacked,
        }
    }

    /// The six ladders.
    pub(crate) fn ladders(&self) -> PerDimension<Ladder> {
        PerDimension::from_fn(|dimension| self.ladder(dimension))
    }
}

/// The rungs from the ground up.
pub(crate) const RUNGS: [Score; 3] = [Score::One, Score::Two, Score::Three];
