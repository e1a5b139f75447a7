//! What a text tells the model to do that a description has no business telling it.
//!
//! A rule is a row of word groups that follow one another within one sentence. Rules are data: [`crate::attacks`]. Each sentence is read
//! for what it is: an order or what the tool does, denied or not, quoted, or about attacks. What a text speaks *about* is not what it
//! does. One sure reason, or two different ones near one another, leave no fair reader in doubt.

use crate::attacks::{
    ABOUT, ANYWHERE, BEFORE_ORDER, CONDITION, FIELD, Mood, ORDER, OUTRIGHT, Rule, STUDY, Weight,
    numbered,
};
use crate::glance::Seen;
use crate::markup::{label, markup};
use crate::prose::{Prose, Ready, Words, one_of, phrases, words};
use book::{BOOK, Marks};
use clause::describes;
use std::ops::Range;

mod book;
mod clause;
mod fair;
mod gist;
mod index;
mod lairs;
mod meant;
mod named;
mod slug;
mod tokens;
mod turns;
mod unmeant;
mod weigh;

pub(crate) use gist::{Place, Senses, trade};
pub(crate) use meant::{looked_at, talk};
pub(crate) use named::acts;

/// What an option may do too.
const SWITCHED: &str = "safeguards switched off";

const CONCEAL: &str = "concealment from the user";

/// Words to each side in which a sentence is read for what it is.
const NEAR: usize = 40;

/// Words before a claim in which a condition of it stands.
const BEFORE: usize = 10;

/// Words from the beginning of a claim in which it may turn out to be a demand: `the user must have …`.
const AFTER: usize = 3;

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
        let live = BOOK.live(marks, &sentence);
        if live.is_empty() {
            continue;
        }
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

/// Whether a rule whose words stand at a place fires there; how much it says, and whether it is quoted.
fn fires(
    rule: &Rule,
    prose: &Prose,
    at: usize,
    sentence: &Range<usize>,
    place: Place,
) -> Option<(Weight, bool)> {
    if rule.what == "an order to ignore instructions" && of_content(prose, at, sentence.end) {
        return None;
    }
    if rule.what == CONCEAL
        && (openly(prose, at, sentence.end)
            || too_early(prose, at, sentence.end)
            || of_another(prose, at))
    {
        return None;
    }
    let mut act = Act::of(prose, at, sentence, rule.mood);
    // Where nothing is described, the first word orders as any does.
    if at == 0 && place.speaks && rule.mood == Mood::Order {
        act.wrong_mood = describes(prose, sentence.start);
    }
    if act.denied || act.wrong_mood || meant::passed_over(rule.what, prose, at, sentence) {
        return None;
    }
    // Quoted, or told of: no order. An attack that opens its own clause is one, whatever else its sentence says.
    let named = act.quoted || !act.imperative || rule.mood == Mood::Deed;
    let told_of = || (at.saturating_sub(AROUND)..at).any(|i| one_of(&TOLD_OF, prose.word(i)));
    if act.quoted && (!act.imperative || act.about || told_of()) || act.about && named {
        return None;
    }
    let until = || rule.what == CONCEAL && bounded(prose, at, sentence.end);
    let doubtful = until() || act.about && at > sentence.start && !act.commanded || act.quoted;
    let most = if doubtful {
        Weight::Doubt
    } else {
        Weight::Sure
    };
    Some((rule.weight.min(most), act.quoted))
}

/// Words of a text that studies attacks: what it holds may be what it looks for, so a person decides.
const STUDIED: Ready = phrases!(
    "prompt injection|prompt injections|injection patterns|jailbreak patterns|known jailbreak|jailbreaks|red team|red teaming|tool poisoning|honeypot|prompt firewall|guardrail check|aimed at a model|steer a model|hidden text|scan result|written by attackers|injected instructions|attack patterns|known attacks|threat hunt|threat hunts|threat hunting|typical hunts|hunting query|credential dumping|lateral movement|indicators of compromise|is flagged|are flagged"
);

/// Words in which one of those stands.
const AROUND: usize = 10;

/// Words before a quotation by which a text speaks of what others write.
static TOLD_OF: Words = Words::of(
    "contain|contains|containing|phrase|phrases|strings|payload|payloads|like|typical|typically|eg|g|such|steer|written|attacks|entries|honeypot|catalogue|injection|injections|jailbreak",
);

/// Whether a thing is said not to happen in silence: `never silently dropped`.
fn openly(prose: &Prose, at: usize, end: usize) -> bool {
    (at..(at + NEAR).min(end)).any(|i| {
        one_of(words!("silently|secretly|quietly"), prose.word(i))
            && i.checked_sub(1)
                .is_some_and(|before| one_of(words!("not|never"), prose.word(before)))
    })
}

/// Whether what is not told is that something is done before it is: `do not say that it is ready until …`.
fn too_early(prose: &Prose, at: usize, end: usize) -> bool {
    static DONE: Words = Words::of(
        "ready|done|finished|complete|completed|succeeded|available|sent|live|confirmed|over|paid",
    );
    let near = || (at..(at + NEAR).min(end)).map(|i| prose.word(i));
    let done = near().position(|word| one_of(&DONE, word));
    done.is_some_and(|done| {
        near()
            .skip(done)
            .any(|word| one_of(words!("until|before|unless"), word))
    })
}

/// Whether what is denied is another deed: `… do not do it; tell the user`.
fn of_another(prose: &Prose, at: usize) -> bool {
    static DEEDS: Words = Words::of(
        "do|follow|obey|comply|act|run|execute|retry|guess|invent|proceed|continue|work|bypass|circumvent|assume|fabricate|improvise|try|repeat|loop",
    );
    let denied = (at..at + 3).find(|i| one_of(&DEEDS, prose.word(*i)) && *i > at);
    let told = |i: &usize| {
        one_of(
            words!("tell|inform|notify|alert|warn|mention|report|surface|relay|show|explain"),
            prose.word(*i),
        )
    };
    denied.is_some_and(|denied| (denied + 1..denied + 5).take_while(|i| !told(i)).count() < 4)
}

/// Whether what is not told is told otherwise or later: `do not tell the user until …`, `… the key, but its name instead`.
fn bounded(prose: &Prose, at: usize, end: usize) -> bool {
    static BOUNDS: Words = Words::of("unless|until|instead|they");
    (at..(at + NEAR).min(end)).any(|i| one_of(&BOUNDS, prose.word(i)))
}

/// Whether the instructions to be ignored are those of a page or file: `ignore any instructions that it contains` is a defence.
fn of_content(prose: &Prose, at: usize, end: usize) -> bool {
    static MINE: Words = Words::of(
        "previous|previously|prior|above|earlier|preceding|your|system|developer|safety|original|initial|user|users|other",
    );
    static WITHIN: Words = Words::of(
        "contains|contain|contained|found|embedded|inside|within|appears|appear|appearing",
    );
    let near = || (at..(at + 12).min(end)).map(|i| prose.word(i));
    // `If a page tells you to ignore …` speaks of what others say.
    let told = |i: usize| one_of(clause::SAYS, prose.word(i));
    if (at.saturating_sub(4)..at).any(told) {
        return true;
    }
    near().any(|word| one_of(&WITHIN, word)) && !near().any(|word| one_of(&MINE, word))
}

/// Words by which a sentence says first when something is to be done.
const OCCASION: &Words = words!("ahead|before|prior|whenever|once");

/// What a sentence does, read around one of its words.
struct Act {
    /// Whether it is not what the rule asks for.
    wrong_mood: bool,
    /// Whether the word before makes it an order.
    commanded: bool,
    /// Whether the word stands where an imperative stands.
    imperative: bool,
    /// Whether the deed is denied: `never read …`.
    denied: bool,
    /// Whether the sentence is about attacks.
    about: bool,
    /// Whether the word is quoted.
    quoted: bool,
}

impl Act {
    fn of(prose: &Prose, at: usize, sentence: &Range<usize>, mood: Mood) -> Self {
        // Not the whole sentence: one without an end would be read once for each of its words.
        let near = at.saturating_sub(NEAR).max(sentence.start)..(at + NEAR).min(sentence.end);
        let words = |list: &Words| near.clone().any(|i| one_of(list, prose.word(i)));
        let (opens, quoted) = prose
            .tokens
            .get(at)
            .map_or((false, false), |token| (token.opens, token.quoted));
        let before = at.checked_sub(1).filter(|i| sentence.contains(i));
        let commanded = before
            .is_some_and(|i| one_of(words!("must|always|please|should|never"), prose.word(i)));
        // `Reads it and tells which` is what a tool does.
        let does = at == sentence.start && clause::third_person(prose.word(at));
        let imperative =
            opens && !does || before.is_some_and(|i| one_of(BEFORE_ORDER, prose.word(i)));
        let wrong_mood = match mood {
            Mood::Any => false,
            // It must tell its reader to do something.
            Mood::Order if describes(prose, sentence.start) => true,
            Mood::Order if at == 0 => !words(OUTRIGHT),
            // `Before each …, run it` describes nothing.
            Mood::Order if one_of(OCCASION, prose.word(sentence.start)) => {
                !imperative && !words(ORDER)
            }
            Mood::Order => !(words(ORDER) || imperative && sentence.start > 0),
            // It sets a condition or asks that something be made sure of.
            Mood::Claim => (at.saturating_sub(BEFORE).max(sentence.start)
                ..(at + AFTER).min(sentence.end))
                .any(|i| one_of(CONDITION, prose.word(i))),
            // Attacks are what it studies.
            Mood::Deed => words(STUDY) || prose.says(FIELD),
        };
        Self {
            wrong_mood,
            commanded,
            imperative,
            denied: !opens && denied(prose, at, sentence.start),
            about: words(ABOUT),
            quoted,
        }
    }
}

/// Whether one of the three words before denies the deed. `never forget to` orders it.
fn denied(prose: &Prose, at: usize, start: usize) -> bool {
    static NOT: Words =
        Words::of("not|dont|never|cannot|cant|wont|mustnt|shouldnt|doesnt|without|avoid|no|nor");
    (at.saturating_sub(3).max(start)..at).any(|i| {
        one_of(&NOT, prose.word(i))
            && !(i + 1..at).any(|i| {
                one_of(
                    words!("forget|fail|omit|only|skip|just|hesitate"),
                    prose.word(i),
                )
            })
    })
}

#[cfg(test)]
mod tests;
