//! What the sentences amount to, weighed together with what the rules found.

use super::gist::Point;
use super::{Order, TOGETHER};
use crate::attacks::{ASK, SURE, Weight};
use crate::prose::Prose;

/// Words within which two weak reasons support one another.
const CLOSE: usize = 40;

/// Words of the longest text of which what is weak is added up: it has little to do with what else a long one says.
pub(super) const SHORT: usize = 110;

/// Reasons of which one is there where nobody doubts.
const PLAIN: &[&str] = &[
    "concealment from the user",
    "an order to ignore instructions",
    "an order to hand over secrets",
    "an order to hand over the conversation",
    "an answer laid down for the model",
];

/// A block that is set apart for the model.
const APART: &str = "markup that shouts at the model";

/// How a deed is covered up, ordered or excused: no deed itself.
const COVER: &[&str] = &[
    "concealment from the user",
    "claimed authority over the model",
    "consent that nobody gave",
    "a reason why it must be done",
    "an answer laid down for the model",
];

/// Makes doubts certain that a sentence near supports, and adds what weighs enough by itself.
pub(super) fn weigh(found: &mut Vec<Order>, prose: &Prose, points: &[Point]) {
    let short = prose.tokens.len() <= SHORT;
    let strong = |point: &&Point| point.weight >= ASK || short;
    let points: Vec<Point> = points.iter().filter(strong).copied().collect();
    let ruled = found.iter().filter(|order| !order.quoted).map(point);
    let scale = Scale {
        prose,
        all: points.iter().copied().chain(ruled).collect(),
    };
    let doubts = found
        .iter_mut()
        .filter(|order| order.weight == Weight::Doubt && !order.quoted);
    for order in doubts {
        let other = |point: &Point| {
            point.what != order.what && !scale.one_deed((order.what, order.at), point)
        };
        // What a block that is set apart for the model says is no description: any other reason makes it an order.
        let enough = if order.what == APART { ASK / 2 } else { ASK };
        // A rule reads how words follow one another, a combination what they mean: that both say the same is a second reason.
        let agreed = |point: &Point| {
            point.what == order.what
                && point.weight >= ASK
                && point.sum > 0
                && point.at.abs_diff(order.at) <= CLOSE
        };
        // Things are left unsaid for honest reasons too.
        let worded = order.rule.is_some() && order.what != super::CONCEAL;
        let both = short && worded && points.iter().any(agreed);
        if both || scale.near(order.at, other) >= enough {
            order.weight = Weight::Sure;
        }
    }
    let own = points.iter().filter(|point| !point.supports);
    let Some(most) = own.max_by_key(|point| point.weight) else {
        return;
    };
    // What the rules found is asked about already.
    let alone = Scale {
        prose,
        all: points.clone(),
    };
    if alone.near(most.at, |_| true) < ASK {
        return;
    }
    let total = scale.near(most.at, |_| true);
    // In a long text one combination may be there by chance: another says the same, or something else near it.
    let agreed = || {
        points
            .iter()
            .any(|point| point.weight >= ASK && point.sum > SURE)
    };
    let enough = if short || agreed() { SURE } else { SURE + 1 };
    let plain =
        |point: &Point| point.weight >= SURE || point.weight >= ASK && PLAIN.contains(&point.what);
    let weight = if total >= enough && scale.all.iter().any(plain) {
        Weight::Sure
    } else {
        Weight::Doubt
    };
    match found.iter_mut().find(|order| order.what == most.what) {
        Some(old) => old.weight = old.weight.max(weight),
        None => found.push(Order {
            what: most.what,
            weight,
            text: prose.around(most.at),
            at: most.at,
            rule: None,
            quoted: false,
        }),
    }
}

/// What a rule found, as a reason to weigh.
fn point(order: &Order) -> Point {
    let weight = match order.weight {
        Weight::Hint => ASK / 2,
        Weight::Doubt => ASK,
        Weight::Sure => SURE,
    };
    Point {
        what: order.what,
        weight,
        at: order.at,
        supports: false,
        sum: 0,
    }
}

/// All reasons of a text.
struct Scale<'p> {
    prose: &'p Prose,
    all: Vec<Point>,
}

impl Scale<'_> {
    /// The weight of the reasons near a place, of one reason the most that any says.
    fn near(&self, at: usize, counts: impl Fn(&Point) -> bool) -> u32 {
        let reach = |point: &Point| {
            if point.weight < ASK { CLOSE } else { TOGETHER }
        };
        let mut kept: Vec<Point> = Vec::new();
        let near = |point: &&Point| point.at.abs_diff(at) <= reach(point) && counts(point);
        for point in self.all.iter().filter(near) {
            let same = |old: &&mut Point| {
                old.what == point.what || self.one_deed((old.what, old.at), point)
            };
            match kept.iter_mut().find(same) {
                Some(old) => old.weight = old.weight.max(point.weight),
                None => kept.push(*point),
            }
        }
        kept.iter().map(|point| point.weight).sum()
    }

    /// Whether two reasons are what one sentence does, by two names.
    fn one_deed(&self, (what, at): (&str, usize), other: &Point) -> bool {
        let sentence = |at: usize| self.prose.tokens.get(at).map(|token| token.sentence);
        !COVER.contains(&what) && !COVER.contains(&other.what) && sentence(at) == sentence(other.at)
    }
}
