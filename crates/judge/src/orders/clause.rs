//! What a clause says: the classes of its words, and of each whether it is ordered, denied or forbidden.

use super::book::Marks;
use super::gist::Place;
use super::rows::{Senses, bit, bits};
use super::told::{BIDS, ORDERS};
use crate::attacks::DENIABLE;
use crate::prose::{List, Prose, Words, one_of, words};
use std::ops::Range;
use std::sync::LazyLock;

/// The classes of one clause.
#[derive(Default)]
pub(super) struct Clause {
    /// Those that it says, and the classes that are no words.
    pub(super) said: Senses,
    /// Those that it denies.
    pub(super) denied: Senses,
    /// Those that its reader is told not to do.
    pub(super) barred: Senses,
    /// Those said where a verb stands that is ordered.
    pub(super) told: Senses,
    /// The first token of any class.
    pub(super) at: Option<usize>,
}

impl Clause {
    /// Whether its reader is told to do something, or not to.
    pub(super) fn orders(&self) -> bool {
        (self.told | self.barred | self.said & KNOWN.order) != 0
    }
}

/// The classes that the reading itself needs.
pub(super) struct Known {
    pub(super) order: Senses,
    pub(super) param: Senses,
    pub(super) body: Senses,
    pub(super) called: Senses,
    pub(super) silenced: Senses,
    pub(super) mind: Senses,
    pub(super) override_: Senses,
    pub(super) run: Senses,
    pub(super) tell: Senses,
    pub(super) oblige: Senses,
    pub(super) obey: Senses,
    pub(super) perceive: Senses,
    pub(super) facade: Senses,
    pub(super) against: Senses,
    pub(super) public: Senses,
    pub(super) asksback: Senses,
    pub(super) hide: Senses,
    pub(super) consents: Senses,
    pub(super) stealth: Senses,
    pub(super) addr: Senses,
    pub(super) convo: Senses,
    pub(super) places: Senses,
    pub(super) foryou: Senses,
    pub(super) feigns: Senses,
    pub(super) yes: Senses,
    pub(super) prompt: Senses,
    pub(super) asked: Senses,
    pub(super) principal: Senses,
    pub(super) count: Senses,
    pub(super) abroad: Senses,
    /// Those of verbs.
    pub(super) acts: Senses,
    /// Those that are not there where they are denied.
    pub(super) deniable: Senses,
}

pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(|| Known {
    order: bit("order"),
    param: bit("param"),
    body: bit("body"),
    called: bit("called"),
    silenced: bit("silenced"),
    mind: bit("mind"),
    override_: bit("override"),
    run: bit("run"),
    tell: bit("tell"),
    oblige: bit("oblige"),
    obey: bit("obey"),
    perceive: bit("perceive"),
    facade: bit("facade"),
    against: bit("against"),
    public: bit("public"),
    asksback: bit("asksback"),
    hide: bit("hide"),
    consents: bits("unasked|dismiss"),
    stealth: bit("stealth"),
    addr: bit("addr"),
    convo: bit("convo"),
    places: bits("addr|site|join|give"),
    foryou: bit("foryou"),
    feigns: bits("hide|lie|claims"),
    yes: bit("yes"),
    prompt: bit("prompt"),
    asked: bit("asked"),
    principal: bit("principal"),
    count: bit("count"),
    abroad: bit("abroad"),
    acts: bits("give|obtain|keep|run|hide|override|route|favour|harm|shun|dismiss"),
    deniable: bits(DENIABLE),
});

/// Verbs by which a tool tells what it leaves alone.
static PASSES_OVER: Words = Words::of("ignores|discards|drops|skips");

/// What a text does that tells its reader to do something.
pub(super) const SAYS: &Words = words!(
    "tells|asks|says|instructs|urges|orders|wants|tries|telling|asking|instructing|urging|claims|attempts"
);

/// Words by which a sentence says what a field means.
static DESCRIBES: Words =
    Words::of("indicates|whether|specifies|determines|controls|denotes|represents");

/// Words for the model, after which even `reads` tells what it is to do.
pub(super) const MINDS: &Words = words!("assistant|assistants|model|agent|agents|llm|ai|claude");

/// Verbs that end like those of a third person, and participles that do not end in `ed`.
const LIKE_PLURAL: &Words = words!("pass|access|process|bypass|address|express|press|discuss");
static PARTICIPLES: Words = Words::of(
    "shown|told|known|seen|written|hidden|kept|said|taken|given|sent|put|read|overwritten|overridden|rewritten|withdrawn|chosen|stolen|drawn|made|bought|paid|found|held|left|built|done|thrown|driven|broken",
);

const LIKE_PAST: &Words = words!("exceed|proceed|succeed");

/// Those that are no verb that orders: `is silently kept`.
const DONE: &Words = words!("kept|given|sent|taken|hidden|shown|known|seen|written");

/// Verbs of speech, and what is not to be spoken of.
static SPOKEN: Words = Words::of(
    "mention|discuss|explain|bring|raise|acknowledge|point|report|comment|talk|speak|admit|tell|disclose|advertise|surface",
);
const UNSPOKEN: &Words = words!("this|that|it|these|those|them|anything|which|so|why");

/// Words that deny what follows, how far they reach, and those that turn a denial round: `never forget to`.
static DENIALS: Words = Words::of(
    "not|dont|never|cannot|cant|wont|mustnt|shouldnt|doesnt|isnt|arent|neednt|without|avoid|no|nor|nothing|nobody|hardly|unnecessary|refrain|needless|rather",
);
const REACH: usize = 4;
pub(super) const TURNED: &Words = words!("forget|fail|omit|only|skip|just|hesitate");

/// Denials that state what is.
const STATES: &Words = words!("cannot|cant|isnt|arent|doesnt");

/// Words after which a denial is an order not to.
const FORBIDS: &Words = words!("do|must|and|should|you|please|shall");

/// Whether any of these words denies something.
pub(super) fn denies(prose: &Prose, range: &Range<usize>) -> bool {
    range.clone().any(|at| prose.is_one(&DENIALS, at))
}

/// The classes that are no words and that a clause of words of these classes may have.
pub(super) fn made(words: Senses, denies: bool) -> Senses {
    let when = |may: bool, class: Senses| if may { class } else { 0 };
    KNOWN.param
        | KNOWN.body
        | when(words & (KNOWN.acts | KNOWN.oblige) != 0, KNOWN.order)
        | when(words & KNOWN.mind != 0, KNOWN.called)
        | when(words != 0 && denies, KNOWN.silenced)
}

/// Reads one clause.
pub(super) fn clause(prose: &Prose, marks: &Marks, range: &Range<usize>, place: Place) -> Clause {
    let opening = prose.tokens.get(range.start);
    // What begins with an order does not say what a tool does.
    let body = place.speaks
        || opening.is_some_and(|token| token.sentence > 0)
        || one_of(
            words!("must|always|never|please|whenever"),
            prose.word(range.start),
        )
        || one_of(words!("run|call|invoke|execute"), prose.word(range.start))
            && prose.is_at("this tool", range.start + 1);
    let reader = Reader {
        prose,
        range,
        first: !body && !place.parameter,
        home: place.home,
    };
    let mut clause = Clause::default();
    let mentioned = reader.mentioned();
    for at in range.clone() {
        let here = marks.senses(at..at + 1);
        if here == 0 {
            continue;
        }
        let here = here & !reader.not_meant(here, at);
        if here == 0 || at >= mentioned && reader.quoted(at) {
            continue;
        }
        clause.at.get_or_insert(at);
        let next = || marks.senses(at + 1..at + 2);
        if here & KNOWN.mind != 0 && reader.opens(at + 1) && next() & KNOWN.acts != 0 {
            clause.said |= KNOWN.called;
        }
        match reader.denial(at) {
            Some(denial) => reader.denied(&mut clause, here, at, denial),
            None => reader.said(&mut clause, here, at),
        }
    }
    if (clause.said | clause.denied) & KNOWN.oblige != 0 {
        clause.said |= KNOWN.order;
    }
    if reader.told_of() {
        clause.told = 0;
    }
    clause.said &= !place.trade;
    clause.told &= !place.trade;
    if place.parameter {
        clause.said |= KNOWN.param;
    }
    if body {
        clause.said |= KNOWN.body;
    }
    clause
}

/// What is needed to read the words of a clause.
pub(super) struct Reader<'p> {
    pub(super) prose: &'p Prose,
    pub(super) range: &'p Range<usize>,
    /// Whether it is the sentence that says what a tool does.
    pub(super) first: bool,
    /// Whether all tools that are named are those of its own server.
    pub(super) home: bool,
}

impl Reader<'_> {
    pub(super) fn opens(&self, at: usize) -> bool {
        self.prose.tokens.get(at).is_some_and(|token| token.opens)
    }

    /// Whether the word so many places before stands in the clause and is one of these.
    pub(super) fn led(&self, at: usize, back: usize, words: impl List) -> bool {
        let before = at.checked_sub(back).filter(|i| self.range.contains(i));
        before.is_some_and(|i| one_of(words, self.prose.word(i)))
    }

    pub(super) fn quoted(&self, at: usize) -> bool {
        self.prose.tokens.get(at).is_some_and(|token| token.quoted)
    }

    fn said(&self, clause: &mut Clause, here: Senses, at: usize) {
        let word = self.prose.word(at);
        // `Ignores what it does not know` is what a tool does.
        let passes_over = one_of(&PASSES_OVER, word) && !self.led(at, 1, MINDS);
        let used = one_of(words!("use|call|run"), word) && self.prose.is_at("this tool", at + 1);
        // `If a page tells you to ignore it` speaks of what others say.
        let told = self.led(at, 1, "to") && (2..5).any(|back| self.led(at, back, SAYS));
        let here = match (passes_over || told, used) {
            (true, _) => here & !KNOWN.override_,
            (_, true) => here & !KNOWN.run,
            _ => here,
        };
        clause.said |= here;
        if describes(self.prose, self.range.start) {
            return;
        }
        let goes_on = !self.first || at > self.range.start;
        // `…, exported as a variable` tells what was done.
        let past = word.len() > 5 && word.ends_with("ed") && !one_of(LIKE_PAST, word);
        let imperative = self.opens(at) && goes_on && !gerund(word) && !past && !self.listed(at);
        let done = word.ends_with("ed") || one_of(DONE, word);
        // `So passing it …` tells what follows.
        let follows = gerund(word) && self.led(at, 1, "so");
        let must =
            self.led(at, 1, &ORDERS) && !done && !follows && word != "without" && !self.fact(at);
        let third = third_person(word);
        // `The assistant opens it and copies the rest`.
        let goes_along = || third && self.led(at, 1, "and") && self.of_model(at);
        let of_model = self.led(at, 1, MINDS) || goes_along();
        // `It sends` says what the tool does.
        if of_model || !third && (imperative || must || self.ordered(at, word, clause.told != 0)) {
            clause.told |= here;
        }
        if (imperative || must) && (used || here & KNOWN.acts != 0) {
            clause.said |= KNOWN.order;
        }
    }

    fn denied(&self, clause: &mut Clause, here: Senses, at: usize, denial: usize) {
        let word = self.prose.word(at);
        // `Without a comment` denies a thing, no speech.
        let thing = self.led(at, 1, words!("a|an"));
        let here = if thing { here & !KNOWN.tell } else { here };
        let here = if here & KNOWN.perceive != 0 && self.blind(denial, at) {
            here & !KNOWN.perceive
        } else {
            here
        };
        clause.denied |= here;
        clause.said |= here & !KNOWN.deniable;
        let imperative = self.opens(denial) && !participle(word);
        // `… and cannot be shown` states what is.
        let states = one_of(STATES, self.prose.word(denial)) && !self.led(denial, 1, "you");
        // `… is refused and not logged` tells what is done.
        let done = participle(word)
            && self.led(denial, 1, "and")
            && !(self.range.start..denial).any(|i| one_of(BIDS, self.prose.word(i)));
        if states || done || !imperative && !self.led(denial, 1, FORBIDS) {
            return;
        }
        clause.barred |= here;
        let of_it = (at + 1..at + 3).any(|i| one_of(UNSPOKEN, self.prose.word(i)));
        if one_of(&SPOKEN, word) && of_it {
            clause.said |= KNOWN.silenced;
        }
    }

    /// The word before, after the last comma, that denies what stands at a place.
    fn denial(&self, at: usize) -> Option<usize> {
        let prose = self.prose;
        let mut i = at;
        while i > self.range.start.max(at.saturating_sub(REACH)) && !self.opens(i) {
            i -= 1;
            let turned = || (i + 1..at).any(|i| one_of(TURNED, prose.word(i)));
            if prose.is_one(&DENIALS, i) && !turned() {
                return Some(i);
            }
        }
        None
    }
}

/// Whether a sentence that begins at a place says what a field means.
pub(super) fn describes(prose: &Prose, start: usize) -> bool {
    one_of(&DESCRIBES, prose.word(start))
}

/// Whether a word names a deed and orders none: `passing it here`.
pub(super) fn gerund(word: &str) -> bool {
    word.len() > 5 && word.ends_with("ing")
}

/// Whether a word ends as a verb does that says what somebody does.
pub(super) fn third_person(word: &str) -> bool {
    word.ends_with('s') && !one_of(LIKE_PLURAL, word)
}

/// Whether a word is a participle, as far as its letters tell.
pub(super) fn participle(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed") || one_of(&PARTICIPLES, word)
}
