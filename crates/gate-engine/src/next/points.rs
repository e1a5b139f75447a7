//! The points that are missing to a threshold, bought dimension by dimension for the fewest needs.

use super::ask::{Asker, Bundle, fewest};
use super::{better, score, with};
use crate::evaluate::evaluate;
use crate::ladder::{RUNGS, Step};
use crate::{Dimension, Gate, Meets, Need, NeedKind, Score, rubric};

/// The points that a gate asks for.
pub(super) fn threshold(target: Gate, thresholds: &[u8; 4]) -> u8 {
    thresholds
        .iter()
        .take(target as usize)
        .copied()
        .max()
        .unwrap_or(0)
}

/// The fewest needs, and no more than `most`, that raise the total by so many points; `None` where nothing does.
pub(super) fn buy(asker: &Asker<'_, '_>, missing: u8, most: usize) -> Option<Vec<Need>> {
    let offers: Vec<Vec<Offer>> = Dimension::ALL
        .iter()
        .map(|dimension| offers(asker, *dimension))
        .collect();
    let mut market = Market {
        taken: Vec::new(),
        most,
        best: None,
    };
    market.choose(&offers, missing);
    market.best
}

/// One way to raise a dimension.
struct Offer {
    gain: u8,
    needs: Bundle,
}

/// The search through every combination, one offer a dimension.
struct Market<'o> {
    taken: Vec<&'o Need>,
    most: usize,
    best: Option<Vec<Need>>,
}

impl<'o> Market<'o> {
    fn choose(&mut self, offers: &'o [Vec<Offer>], missing: u8) {
        if missing == 0 {
            return self.keep();
        }
        let Some((first, rest)) = offers.split_first() else {
            return;
        };
        match fewest_dimensions(offers, missing) {
            // One need may serve two dimensions, so one fewer may do.
            Some(more) if self.taken.len() + more.saturating_sub(1) <= self.most => {}
            _ => return,
        }
        for offer in first {
            let before = self.taken.len();
            for need in &offer.needs {
                if !self.taken.contains(&need) {
                    self.taken.push(need);
                }
            }
            if self.taken.len() <= self.most {
                self.choose(rest, missing.saturating_sub(offer.gain));
            }
            self.taken.truncate(before);
        }
        self.choose(rest, missing);
    }

    /// Keeps what was taken if nothing better is known.
    fn keep(&mut self) {
        let mut list: Vec<Need> = self.taken.iter().copied().cloned().collect();
        list.sort();
        if self.best.as_ref().is_none_or(|best| better(&list, best)) {
            self.most = list.len();
            self.best = Some(list);
        }
    }
}

/// In how many dimensions at least something must be bought; `None` where all together are not enough.
fn fewest_dimensions(offers: &[Vec<Offer>], missing: u8) -> Option<usize> {
    let best = |offers: &Vec<Offer>| offers.iter().map(|offer| offer.gain).max();
    let mut gains: [u8; 6] = [0; 6];
    for (slot, gain) in gains.iter_mut().zip(offers.iter().filter_map(best)) {
        *slot = gain;
    }
    gains.sort_by(|a, b| b.cmp(a));
    let mut sum = 0;
    gains
        .iter()
        .position(|gain| {
            sum += gain;
            sum >= missing
        })
        .map(|index| index + 1)
}

/// For each higher score of a dimension the fewest needs that give it.
fn offers(asker: &Asker<'_, '_>, dimension: Dimension) -> Vec<Offer> {
    let now = asker.evaluation.ladders[dimension].score;
    let mut offers = Vec::new();
    // The highest first: it tends to need the fewest needs in all.
    for rung in RUNGS.into_iter().rev().filter(|rung| *rung > now) {
        let climbed = climb_on(asker, dimension, rung);
        if let Some(needs) = fewest(climbed, scored(asker, dimension, rung)) {
            offers.push(Offer {
                gain: rung.points() - now.points(),
                needs,
            });
        }
    }
    offers
}

/// The criteria of a dimension up to a rung.
fn steps<'e>(
    asker: &Asker<'e, '_>,
    dimension: Dimension,
    rung: Score,
) -> impl Iterator<Item = &'e Step> {
    asker.evaluation.ladders[dimension]
        .criteria
        .iter()
        .filter(move |step| step.criterion.rung <= rung)
}

/// A reviewer's own score, where none so high stands yet, and what lifts the caps in its way.
fn scored(asker: &Asker<'_, '_>, dimension: Dimension, rung: Score) -> Option<Bundle> {
    let mut needs = Bundle::new();
    let scores = asker.evaluation.standing.scored(dimension);
    if scores.backed.is_none() || scores.lowest() < Some(rung) {
        needs.insert(asker.speak.then(|| score(dimension, rung))?);
    }
    for step in steps(asker, dimension, rung) {
        needs.extend(asker.lift(step)?);
    }
    Some(needs)
}

/// A climb that takes into account what its own observations answer.
fn climb_on(asker: &Asker<'_, '_>, dimension: Dimension, rung: Score) -> Option<Bundle> {
    let needs = climb(asker, dimension, rung)?;
    let answering = needs.iter().filter(|need| asker.answers_facets(need));
    let answering: Bundle = answering.cloned().collect();
    if answering.is_empty() || answering.len() == needs.len() {
        return Some(needs);
    }
    let case = with(asker.evaluation.case, &answering, asker.policy);
    let asker = Asker {
        evaluation: &evaluate(&case, asker.policy),
        ..*asker
    };
    climb(&asker, dimension, rung).map(|rest| rest.into_iter().chain(answering).collect())
}

/// Every criterion up to a rung, and a person's word where the rung asks for one.
fn climb(asker: &Asker<'_, '_>, dimension: Dimension, rung: Score) -> Option<Bundle> {
    let lowest = asker.evaluation.standing.scored(dimension).lowest();
    if lowest.is_some_and(|lowest| lowest < rung) {
        return None;
    }
    let mut needs = Bundle::new();
    for step in steps(asker, dimension, rung) {
        needs.extend(asker.meet(step)?);
    }
    let asked = RUNGS
        .into_iter()
        .any(|below| below <= rung && rubric().asks_for_a_person(dimension, below));
    let person = asker.evaluation.ladders[dimension].person;
    if asked && !person && !needs.iter().any(|need| speaks(need, dimension)) {
        needs.insert(word(asker, dimension)?);
    }
    Some(needs)
}

/// Whether a need is a person's word that a ladder hears.
fn speaks(need: &Need, dimension: Dimension) -> bool {
    let mut heard = rubric()
        .ladder(dimension)
        .filter(|criterion| criterion.meets != Meets::Observed);
    heard.any(|criterion| match need.kind {
        NeedKind::Facet => criterion.facets.iter().any(|facet| facet.id() == need.id),
        NeedKind::Criterion => criterion.id == need.id,
        _ => false,
    })
}

/// The first word in canonical order that a ladder would hear.
fn word(asker: &Asker<'_, '_>, dimension: Dimension) -> Option<Need> {
    asker.words(dimension).into_iter().next()
}
