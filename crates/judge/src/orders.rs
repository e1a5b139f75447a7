//! What a text tells the model to do that a description has no business telling it.
//!
//! A rule is a row of word groups that follow one another within one sentence. Rules are data: [`crate::attacks`]. Each sentence is read
//! for what it is: an order or what the tool does, denied or not, quoted, or about attacks. What a text speaks *about* is not what it
//! does. One sure reason, or two different ones near one another, leave no fair reader in doubt.

use crate::attacks::{ANYWHERE, Weight, numbered};
use crate::glance::Seen;
use crate::markup::{label, markup};
use crate::prose::{Prose, Ready, Words, one_of, phrases};
use act::fires;
use book::{BOOK, Marks};
use std::ops::Range;

mod act;
mod book;
mod clause;
mod fair;
mod gist;
mod index;
mod kept;
mod lairs;
mod meant;
mod named;
mod numbers;
mod rows;
mod slug;
mod tokens;
mod told;
mod turns;
mod unmeant;
mod unsaid;
mod weigh;

pub(crate) use gist::{Place, trade};
pub(crate) use meant::{looked_at, talk};
pub(crate) use named::acts;
pub(crate) use rows::Senses;

/// What an option may do too.
const SWITCHED: &str = "safeguards switched off";

const CONCEAL: &str = "concealment from the user";
const PRAISE: &str = "praise of itself over other tools";

/// Words to each side in which a sentence is read for what it is.
const NEAR: usize = 40;

/// Words within which two reasons support one another: a paragraph.
const TOGETHER: usize = 60;

/// One reason found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    /// What it is.
    pub(crate) what: &'static str,
    /// How much it says, what stands near it counted in.
    pub(crate) weight: Weight,
    /// The words it rests on.
    pub(crate) text: String,
    /// The token at which it begins.
    at: usize,
    /// The rule that says it; none where markup does.
    rule: Option<usize>,
    /// Whether it is quoted: it may be what the text speaks about, and supports nothing else.
    quoted: bool,
}

impl Order {
    /// Whether it leaves no fair reader in doubt.
    pub(crate) fn certain(&self) -> bool {
        self.weight == Weight::Sure
    }

    /// Whether the words of one rule say it, and nothing that was weighed together.
    pub(crate) fn worded(&self) -> bool {
        let rule = self.rule.and_then(numbered);
        rule.is_some_and(|rule| rule.weight == Weight::Sure)
    }

    /// Leaves it to a person.
    fn doubt(&mut self) {
        self.weight = self.weight.min(Weight::Doubt);
    }
}

/// Every reason in a text, each kind once, the supported ones made certain.
pub(crate) fn orders(text: &str, place: Place) -> Vec<Order> {
    orders_seen(&Seen::of(text), place)
}

/// The same of a text that was glanced at.
pub(crate) fn orders_seen(seen: &Seen<'_>, place: Place) -> Vec<Order> {
    let text = seen.text;
    // Too short for an order.
    if text.len() < 12 {
        return Vec::new();
    }
    if let Some(sentence) = slug::spelled(text) {
        return orders_in(&Prose::of(&sentence), seen, place);
    }
    // One identifier.
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Vec::new();
    }
    match seen.cut {
        Some(prose) => orders_in(prose, seen, place),
        None => orders_in(&Prose::of(text), seen, place),
    }
}

fn orders_in(prose: &Prose, seen: &Seen<'_>, place: Place) -> Vec<Order> {
    let mut found: Vec<Order> = Vec::new();
    // A value, not a sentence.
    if prose.tokens.len() < 3 {
        return found;
    }
    let marks = BOOK.mark(prose);
    worded(&mut found, prose, &marks, place);
    let points = gist::points(prose, &marks, place);
    // A label is style: it is looked for where it can support something.
    let supports = !found.is_empty() || !points.is_empty();
    let label = supports.then(|| label(seen.text)).flatten();
    for mark in markup(seen).into_iter().chain(label) {
        let (what, weight, text) = (mark.what, mark.weight, mark.text);
        // Where it stands in words; near enough.
        let at = mark.at / 6;
        add(
            &mut found,
            Order {
                what,
                weight,
                text,
                at,
                rule: None,
                quoted: false,
            },
        );
    }
    support(&mut found);
    weigh::weigh(&mut found, prose, &points);
    if !found.is_empty() && studies(prose) {
        found.iter_mut().for_each(Order::doubt);
    }
    found.retain(|order| order.weight > Weight::Hint);
    found
}

/// Adds what rules find, sentence by sentence.
fn worded(found: &mut Vec<Order>, prose: &Prose, marks: &Marks, place: Place) {
    let mut from = 0;
    while from < prose.tokens.len() {
        let sentence = prose.sentence_of(from);
        from = sentence.end.max(from + 1);
        let Some(live) = BOOK.live(marks, &sentence) else {
            continue;
        };
        for at in sentence.clone() {
            for i in BOOK.rules_at(&live, marks, at) {
                add_worded(found, prose, marks, (i, at, &sentence), place);
            }
        }
    }
}

/// Adds what a rule finds whose first group stands at a token.
fn add_worded(
    found: &mut Vec<Order>,
    prose: &Prose,
    marks: &Marks,
    (i, at, sentence): (usize, usize, &Range<usize>),
    place: Place,
) {
    let (Some(rule), Some(groups)) = (numbered(i), BOOK.groups.get(i)) else {
        return;
    };
    let known =
        |old: &Order| old.what == rule.what && (old.weight > rule.weight || old.rule == Some(i));
    if found.iter().any(known) || !stands(groups, rule.gap, marks, at, sentence) {
        return;
    }
    // `Force it, bypassing the checks` says what the option does.
    if place.parameter && rule.what == SWITCHED && prose.word(at).ends_with("ing") {
        return;
    }
    if let Some((weight, quoted)) = fires(rule, prose, at, sentence, place) {
        let order = Order {
            what: rule.what,
            weight,
            text: prose.around(at),
            at,
            rule: Some(i),
            quoted,
        };
        add(found, order);
    }
}

/// Whether a text studies attacks.
pub(crate) fn studies(prose: &Prose) -> bool {
    prose.says(STUDIED)
}

/// Whether one of the words stands among the first of a text.
pub(crate) fn speaks(text: &str, words: &Words) -> bool {
    Prose::of(text)
        .words()
        .take(400)
        .any(|word| one_of(words, word))
}

/// Keeps each kind once, the weightiest. Two rules that doubt different words for the same reason leave none.
fn add(found: &mut Vec<Order>, new: Order) {
    const APART: usize = 3;
    let Some(old) = found.iter_mut().find(|old| old.what == new.what) else {
        found.push(new);
        return;
    };
    let both = old.weight == Weight::Doubt && new.weight == Weight::Doubt;
    let distance = old.at.abs_diff(new.at);
    if both && !old.quoted && !new.quoted && (APART..=TOGETHER).contains(&distance) {
        old.weight = Weight::Sure;
    } else if new.weight > old.weight {
        *old = new;
    }
}

/// A doubt with another reason near it is none.
fn support(found: &mut [Order]) {
    let open = found.iter().filter(|order| !order.quoted);
    // Two rules that read the same words are one reason.
    let places: Vec<(&str, usize, bool)> = open
        .map(|order| (order.what, order.at, order.rule.is_some()))
        .collect();
    for order in found
        .iter_mut()
        .filter(|order| order.weight == Weight::Doubt)
    {
        let supports = |&(what, at, worded): &(&str, usize, bool)| {
            let same = worded && order.rule.is_some() && at == order.at;
            what != order.what && !same && at.abs_diff(order.at) <= TOGETHER
        };
        if places.iter().any(supports) {
            order.weight = Weight::Sure;
        }
    }
}

/// Whether the groups of a rule follow one another from a place on, all in one sentence; or stand near it in any order.
fn stands(groups: &[u16], gap: usize, marks: &Marks, at: usize, sentence: &Range<usize>) -> bool {
    let (start, end) = (sentence.start, sentence.end);
    if gap == ANYWHERE {
        // No order of words, but close by: a sentence may have no end.
        let near = start.max(at.saturating_sub(NEAR))..end.min(at + NEAR);
        let there = |group: &u16| {
            near.clone()
                .any(|i| marks.at(i).any(|(other, _)| other == *group))
        };
        return groups.iter().all(there);
    }
    let mut next = at;
    groups.iter().enumerate().all(|(k, group)| {
        let reach = next + if k == 0 { 1 } else { gap + 1 };
        let hit =
            (next..reach.min(end)).find_map(|i| marks.at(i).find(|(other, _)| other == group));
        next = hit.map_or(next, |(_, after)| after);
        hit.is_some()
    })
}

/// Words of a text that studies attacks: what it holds may be what it looks for, so a person decides.
const STUDIED: Ready = phrases!(
    "prompt injection|prompt injections|injection patterns|jailbreak patterns|known jailbreak|jailbreaks|red team|red teaming|tool poisoning|honeypot|prompt firewall|guardrail check|aimed at a model|steer a model|hidden text|scan result|written by attackers|injected instructions|attack patterns|known attacks|threat hunt|threat hunts|threat hunting|typical hunts|hunting query|credential dumping|lateral movement|indicators of compromise|is flagged|are flagged"
);

#[cfg(test)]
mod tests;
