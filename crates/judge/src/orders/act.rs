//! What a sentence does around the words of a rule: an order or what the tool does, denied or not, quoted, or about attacks.

use super::clause::{self, describes};
use super::gist::Place;
use super::kept::{bounded, for_some_work, of_another, of_content, openly, too_early};
use super::{CONCEAL, NEAR, PRAISE, meant};
use crate::attacks::{
    ABOUT, BEFORE_ORDER, CONDITION, FIELD, Mood, ORDER, OUTRIGHT, Rule, STUDY, Weight,
};
use crate::prose::{Prose, Words, one_of, words};
use std::ops::Range;

/// Words before a claim in which a condition of it stands.
const BEFORE: usize = 10;

/// Words from the beginning of a claim in which it may turn out to be a demand: `the user must have …`.
const AFTER: usize = 3;

/// Words in which one of those stands.
const AROUND: usize = 10;

/// Words before a quotation by which a text speaks of what others write.
static TOLD_OF: Words = Words::of(
    "contain|contains|containing|phrase|phrases|strings|payload|payloads|like|typical|typically|eg|g|such|steer|written|attacks|entries|honeypot|catalogue|injection|injections|jailbreak",
);

/// Whether a rule whose words stand at a place fires there; how much it says, and whether it is quoted.
pub(super) fn fires(
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
    let own_trade = || rule.what == PRAISE && for_some_work(prose, at, sentence.end);
    let doubtful =
        until() || own_trade() || act.about && at > sentence.start && !act.commanded || act.quoted;
    let most = if doubtful {
        Weight::Doubt
    } else {
        Weight::Sure
    };
    Some((rule.weight.min(most), act.quoted))
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
        one_of(&NOT, prose.word(i)) && !(i + 1..at).any(|i| one_of(clause::TURNED, prose.word(i)))
    })
}
