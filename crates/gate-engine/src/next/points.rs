//! The points that are missing to a threshold, bought dimension by dimension for the fewest needs.

use super::ask::{Asker, Bundle, fewest};
use super::{better, score};
use crate::ladder::{Ladder, RUNGS};
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

/// The fewest needs that raise the total by so many points; `None` where nothing does.
pub(super) fn buy(asker: &Asker<'_, '_>, missing: u8) -> Option<Vec<Need>> {
    let offers = Dimension::ALL
        .iter()
        .map(|dimension| offers(asker, *dimension))
        .collect::<Vec<_>>();
    let mut best = None;
    choose(&offers, missing, &mut Bundle::new(), &mut best);
    best
}

/// One way to raise a dimension.
struct Offer {
    gain: u8,
    needs: Bundle,
}

/// Tries every combination, one offer a dimension, and keeps the best.
fn choose(offers: &[Vec<Offer>], missing: u8, taken: &mut Bundle, best: &mut Option<Vec<Need>>) {
    if best.as_ref().is_some_and(|best| taken.len() > best.len()) {
        return;
    }
    if missing == 0 {
        let list: Vec<Need> = taken.iter().cloned().collect();
        if best.as_ref().is_none_or(|best| better(&list, best)) {
            *best = Some(list);
        }
        return;
    }
    let Some((first, rest)) = offers.split_first() else {
        return;
    };
    for offer in first {
        let fresh: Vec<&Need> = offer.needs.difference(taken).collect::<Vec<_>>();
        let fresh: Vec<Need> = fresh.into_iter().cloned().collect();
        taken.extend(fresh.iter().cloned());
        choose(rest, missing.saturating_sub(offer.gain), taken, best);
        taken.retain(|need| !fresh.contains(need));
    }
    choose(rest, missing, taken, best);
}

/// For each higher score of a dimension the fewest needs that give it.
fn offers(asker: &Asker<'_, '_>, dimension: Dimension) -> Vec<Offer> {
    let ladder = &asker.evaluation.ladders[dimension];
    let mut offers = Vec::new();
    for rung in RUNGS.into_iter().filter(|rung| *rung > ladder.score) {
        let climb = climb(asker, dimension, ladder, rung);
        if let Some(needs) = fewest(climb, scored(asker, dimension, ladder, rung)) {
            offers.push(Offer {
                gain: rung.points() - ladder.score.points(),
                needs,
            });
        }
    }
    offers
}

/// A reviewer's own score, and what lifts the caps in its way.
fn scored(
    asker: &Asker<'_, '_>,
    dimension: Dimension,
    ladder: &Ladder,
    rung: Score,
) -> Option<Bundle> {
    if !asker.speak {
        return None;
    }
    let steps = ladder
        .criteria
        .iter()
        .filter(|step| step.criterion.rung <= rung);
    let mut needs = Bundle::from([score(dimension, rung)]);
    for lifted in steps.map(|step| asker.lift(step)) {
        needs.extend(lifted?);
    }
    Some(needs)
}

/// Every criterion up to a rung, and a person's word where the rung asks for one.
fn climb(
    asker: &Asker<'_, '_>,
    dimension: Dimension,
    ladder: &Ladder,
    rung: Score,
) -> Option<Bundle> {
    let lowest = asker.evaluation.standing.scored(dimension).lowest();
    if lowest.is_some_and(|lowest| lowest < rung) {
        return None;
    }
    let mut needs = Bundle::new();
    for step in ladder
        .criteria
        .iter()
        .filter(|step| step.criterion.rung <= rung)
    {
        needs.extend(asker.meet(step)?);
    }
    let asked = RUNGS
        .into_iter()
        .any(|below| below <= rung && rubric().asks_for_a_person(dimension, below));
    if asked && !ladder.person && !needs.iter().any(|need| speaks(need, dimension)) {
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
