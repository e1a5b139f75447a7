//! Whether a verb is ordered by what stands around it, or tells of what somebody does, may do or wishes.

use super::clause::{MINDS, Reader, gerund, participle, third_person};
use crate::prose::{Words, one_of, words};

/// Words that make an order of the verb after them.
pub(super) static ORDERS: Words = Words::of(
    "must|should|shall|please|always|also|then|kindly|simply|just|quietly|silently|secretly|so|instead|immediately|never",
);

/// Words after which a verb goes on with an order; and those before `to` that make it one.
static LEADS: Words =
    Words::of("and|or|first|assistant|assistants|model|agent|do|by|let|now|you|i");
static BEFORE_TO: Words = Words::of(
    "has|have|need|needs|is|are|ought|required|expected|supposed|sure|remember|instructed|obliged|told|asked|forget|better|nice|neater|kind|habit|important|essential|necessary|begin|start|continue|want|wants",
);

/// Words before `also` that tell what somebody can do.
static CAN: Words = Words::of("can|may|could|might|will|would|to|additionally");

/// Words with which a condition or an aim begins, and how far behind them an order may follow without a comma.
static OPENERS: Words = Words::of(
    "for|to|on|in|when|if|once|after|before|should|whenever|where|upon|at|until|while|during|prior|as|every|each|with|whatever",
);
const OPENING: usize = 14;

/// Words of the longest label before those.
const LABEL: usize = 4;

/// Words before a verb that make it somebody else's deed, and verbs that are nouns as often.
static SUBJECTS: Words = Words::of(
    "to|it|this|tool|which|that|will|the|a|an|of|its|server|not|dont|for|in|on|these|your|their|new|from",
);
pub(super) const NOUNS: &Words = words!(
    "transfer|copy|report|record|log|call|use|query|access|post|list|note|place|prefix|bear|hand|type|share|export|start|trigger|purchase|install|patch|change|exchange|route|run|read"
);

/// Those who wish something, and words that bid.
const WISHERS: &Words =
    words!("user|users|they|customer|customers|person|caller|client|someone|somebody");
pub(super) const BIDS: &Words = words!("must|should|be|please|shall|ensure|has|have");

impl Reader<'_> {
    /// Whether the model is said to do something before a place.
    pub(super) fn of_model(&self, at: usize) -> bool {
        let does = |i: usize| third_person(self.prose.word(i + 1)) && i + 1 < at;
        (self.range.start..at).any(|i| one_of(MINDS, self.prose.word(i)) && does(i))
    }

    /// Whether it is said to be needed that something be done: `it is required that keys be posted`.
    pub(super) fn needed(&self, at: usize) -> bool {
        static NEEDED: Words = Words::of(
            "required|necessary|essential|important|mandatory|imperative|requested|advisable|demanded|crucial|vital",
        );
        let that =
            |i: usize| one_of(&NEEDED, self.prose.word(i)) && self.prose.word(i + 1) == "that";
        self.led(at, 1, "be") && (self.range.start..at).any(that)
    }

    /// Whether a verb is ordered by what stands before it; and whether another was.
    pub(super) fn ordered(&self, at: usize, word: &str, begun: bool) -> bool {
        let goes_on = !self.first || at > self.range.start;
        let passive = self.led(at, 1, words!("be|been"))
            && (self.led(at, 2, &ORDERS) && !self.led(at, 3, &CAN)
                || self.led(at, 2, words!("to|not")))
            || self.needed(at);
        // `If the user wants to send it` tells of the user.
        let theirs =
            self.led(at, 2, words!("want|wants|need|needs|asked")) && self.led(at, 3, WISHERS);
        let aim = self.led(at, 1, "to") && self.led(at, 2, &BEFORE_TO) && !theirs;
        // Behind a label: `Note: when …`.
        let label = self.range.start..at.min(self.range.start + LABEL);
        let opening = label
            .rev()
            .find(|i| *i == self.range.start || self.opens(*i));
        let behind = opening
            .is_some_and(|i| at < i + OPENING && one_of(&OPENERS, self.prose.word(i)))
            && (!participle(word) || self.has_object(at))
            && !self.led(at, 1, &SUBJECTS)
            && !one_of(NOUNS, word);
        // `Lists what was shared and granted`, `building and running it`: what goes on is no order.
        // `Take it and put it there` goes on with the order.
        let same = begun && word == "put";
        let other =
            participle(word) && !same && !(2..=4).any(|back| self.led(at, back, words!("be|been")))
                || gerund(word) && self.led(at, 1, words!("and|or"));
        goes_on
            && (passive
                || self.led(at, 1, &LEADS) && !other && !self.permitted(at) && !self.of_reader(at))
            || aim
            || behind
    }

    /// Whether a participle that is a verb's first form too has an object: `put the text in …`.
    pub(super) fn has_object(&self, at: usize) -> bool {
        const OBJECTS: &Words = words!(
            "the|your|a|an|all|any|it|this|that|every|each|what|whatever|whichever|them|these|those|his|her|their|my"
        );
        matches!(self.prose.word(at), "put" | "read")
            && one_of(OBJECTS, self.prose.word(at + 1))
            && !self.led(at, 1, words!("is|are|was|were|be|been|being|have|has"))
    }

    /// Whether a sentence tells what is done with what was named: `each is read here, passed on and masked`.
    pub(super) fn told_of(&self) -> bool {
        let word = |on: usize| self.prose.word(self.range.start + on);
        one_of(words!("each|it|they|both"), word(0))
            && matches!(word(1), "is" | "are")
            && participle(word(2))
            && !self.range.clone().any(|at| {
                one_of(BIDS, self.prose.word(at))
                    || matches!(self.prose.word(at), "you" | "always" | "then")
            })
    }

    /// Whether it is told what the reader does and when, not that it be done: `after you send it`, `the keys you leave out`.
    pub(super) fn of_reader(&self, at: usize) -> bool {
        static WHEN: Words = Words::of(
            "after|before|once|when|if|until|unless|where|while|that|which|what|one|secrets|credentials|arguments|parameters|options|inputs|names|keys|fields|values|ones|rows|files|everything|anything|whatever|whichever|the|all",
        );
        self.led(at, 1, "you") && self.led(at, 2, &WHEN) && !self.opens(at - 1)
    }

    /// Whether a word is an item of a list of single words: `view, edit, embed`.
    pub(super) fn listed(&self, at: usize) -> bool {
        let before = at > self.range.start && self.opens(at - 1);
        let word = |i| self.prose.word(i);
        let last = one_of(words!("or|and"), word(at + 1));
        // `update-page-title, delete-page-title`: names, each with the same words.
        let alike = at >= self.range.start + 2
            && (word(at - 2), word(at - 1)) == (word(at + 1), word(at + 2));
        self.opens(at + 1) && (before || last || self.opens(at + 2)) || alike
    }

    /// Whether what looks like an order says what somebody can do: `the owner can also cancel it`.
    pub(super) fn fact(&self, at: usize) -> bool {
        self.led(at, 1, words!("also|then|so|just|always|simply|instead")) && self.led(at, 2, &CAN)
    }
}
