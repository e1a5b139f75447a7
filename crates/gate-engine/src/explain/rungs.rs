//! Scores in words.

use super::facets::attested;
use super::{Explain, because, names};
use crate::critical::{self, NO_BROAD_TOOL};
use crate::ladder::{RUNGS, Step, StepWhy};
use crate::{Because, CriterionState, Dimension, Met, Rung, Scored, rubric};

impl Explain<'_, '_> {
    /// A dimension's score with its rungs.
    pub(super) fn scored(&self, dimension: Dimension) -> Scored {
        let ladder = &self.evaluation.ladders[dimension];
        let rungs = RUNGS
            .into_iter()
            .map(|score| {
                let steps = ladder
                    .criteria
                    .iter()
                    .filter(|step| step.criterion.rung == score);
                let criteria: Vec<CriterionState> =
                    steps.map(|step| self.criterion(step)).collect();
                let lacks_human = rubric().asks_for_a_person(dimension, score) && !ladder.person;
                let met =
                    !lacks_human && criteria.iter().all(|criterion| criterion.state == Met::Yes);
                Rung {
                    score,
                    met,
                    criteria,
                    lacks_human,
                }
            })
            .collect();
        Scored {
            score: ladder.score,
            climbed: ladder.climbed,
            cap: ladder.cap,
            rungs,
            reviewer: self.reviewer(dimension),
        }
    }

    /// The reviewer's own score, where there is one.
    fn reviewer(&self, dimension: Dimension) -> Option<Because> {
        let scores = self.evaluation.standing.scored(dimension);
        let lowest = std::cmp::min_by_key(scores.backed, scores.unbacked, |stated| {
            stated.map_or(u8::MAX, |stated| stated.what.score.points())
        })?;
        let text = format!(
            "a person scores it {}: {}",
            lowest.what.score, lowest.what.because
        );
        Some(because(text, [lowest.id.as_str()]))
    }

    fn criterion(&self, step: &Step) -> CriterionState {
        CriterionState {
            id: step.criterion.id,
            state: step.met,
            because: self.step(step),
        }
    }

    fn step(&self, step: &Step) -> Because {
        let criterion = step.criterion;
        let answers = self.evaluation.standing.about_criterion(criterion);
        match step.why {
            StepWhy::Checks => self.all(criterion.checks.iter().map(|check| self.check(check))),
            StepWhy::Check(check) => self.check(check),
            StepWhy::NotLooked(check) => because(format!("nobody looked ({check})"), []),
            StepWhy::Facets => self.all(criterion.facets.iter().map(|facet| self.facet(*facet))),
            StepWhy::Attested => answers.evidences(true).map(attested).unwrap_or_default(),
            StepWhy::No => answers.no.map(attested).unwrap_or_default(),
            StepWhy::FacetNo(facet) | StepWhy::FacetMissing(facet) => {
                let mut why = self.facet(facet);
                why.text = format!("{facet}: {}", why.text);
                why
            }
            StepWhy::Unattested => because("nobody attests it", []),
        }
    }

    /// Several reasons as one.
    pub(super) fn all(&self, reasons: impl Iterator<Item = Because>) -> Because {
        let mut all = Because::default();
        for reason in reasons {
            if !all.text.is_empty() {
                all.text.push_str("; ");
            }
            all.text.push_str(&reason.text);
            all.evidence.extend(reason.evidence);
        }
        all
    }

    /// Why a check that the engine computes itself ended as it did.
    pub(super) fn computed(&self, check: &str) -> Because {
        let evaluation = self.evaluation;
        if let Some(view) = evaluation
            .critical
            .iter()
            .find(|view| critical::check_of(view.id) == check)
        {
            return self.critical(view);
        }
        if check != NO_BROAD_TOOL {
            return self.classes();
        }
        let unbounded: Vec<&str> = evaluation
            .surface
            .tools
            .iter()
            .filter(|shown| shown.unbounded())
            .map(|shown| shown.name)
            .collect();
        because(
            match (unbounded.is_empty(), evaluation.surface.complete) {
                (false, _) => format!("broad, with no bound evidenced: {}", names(&unbounded)),
                (true, false) => "the listing of tools is not known to be whole".to_owned(),
                (true, true) => "no broad tool is without a bound".to_owned(),
            },
            [],
        )
    }
}
