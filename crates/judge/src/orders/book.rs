//! The rules made ready to be read by: a word knows the groups that may begin with it, and one pass marks a whole text.

use super::index::Index;
use super::rows::Senses;
use super::tokens::{Here, KINDS, TokenKind};
use super::turns::{TURNS, Turn};
use crate::attacks::{SENSES, classes, rules};
use crate::prose::{Bits, Prose, begins, both, is_set, pieces, set};
use foldhash::fast::RandomState;
use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Some groups: those of rules by their numbers, and those that are classes of words as bits.
struct Groups {
    ruled: Vec<u16>,
    /// Which of those may be among them.
    may: Asked,
    /// The rules that one of those groups is the rarest of: see [`Book::watch`].
    watched: Vec<u16>,
    senses: Senses,
}

/// Some groups of rules by bits: a sentence has about eighty of them.
type Asked = Bits<4>;

/// Bits for these groups.
fn asked(groups: &[u16]) -> Asked {
    let hashes = groups
        .iter()
        .map(|group| u32::from(*group).wrapping_mul(0x9e37_79b1));
    hashes.fold(Asked::NONE, Asked::with)
}

/// One group: a part of rules by its number, or a class of words by the place of its bit.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Group {
    Rule(u16),
    Sense(u8),
}

/// The rules made ready: every part of one is a group with a number, and a word, or two in a row, know the phrases that begin with them.
pub(super) struct Book {
    index: Index,
    /// The groups of phrases and kinds, by their numbers: many phrases have the same.
    held: Vec<Groups>,
    /// The kinds of tokens that rules speak of, and the groups of each.
    kinds: Vec<(&'static TokenKind, u16)>,
    /// The rules that begin with a group.
    openers: Vec<Vec<usize>>,
    /// The groups of each rule, and bits for them.
    pub(super) groups: Vec<Vec<u16>>,
    asked: Vec<Asked>,
}

/// Phrases that there is room for at once: there are about as many.
const PHRASES: usize = 1 << 14;

pub(super) static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let mut written = Written {
        phrases: Vec::with_capacity(PHRASES),
        ..Written::default()
    };
    for (i, (_, words)) in (0..).zip(SENSES) {
        pieces(words, b'|').for_each(|phrase| written.enter(phrase, Group::Sense(i)));
    }
    let classes: HashMap<&str, &'static str> = classes().collect();
    let mut numbers: HashMap<&'static str, u16, RandomState> = HashMap::default();
    let mut groups: Vec<Vec<u16>> = Vec::new();
    let mut openers: Vec<Vec<usize>> = Vec::new();
    for (i, rule) in rules().enumerate() {
        let mut of_rule = Vec::with_capacity(rule.parts.len());
        for part in rule.parts {
            let next = u16::try_from(openers.len()).unwrap_or(u16::MAX);
            let number = *numbers.entry(part).or_insert(next);
            if number == next {
                openers.push(Vec::new());
                let group = Group::Rule(number);
                for phrase in pieces(part, b'|') {
                    match phrase.strip_prefix('@') {
                        Some(name) => pieces(classes.get(name).unwrap_or(&""), b'|')
                            .for_each(|phrase| written.enter(phrase, group)),
                        None => written.enter(phrase, group),
                    }
                }
            }
            of_rule.push(number);
        }
        let first = of_rule.first().copied().unwrap_or_default();
        if let Some(rules) = openers.get_mut(usize::from(first)) {
            rules.push(i);
        }
        groups.push(of_rule);
    }
    let mut held = Held::default();
    let mut book = Book {
        kinds: written.kinds(&mut held),
        index: Index::of(written.phrases, &mut held),
        held: held.groups(),
        openers,
        asked: groups.iter().map(|groups| asked(groups)).collect(),
        groups,
    };
    book.watch();
    book
});

/// All that rules and classes speak of, each with a group that it belongs to.
#[derive(Default)]
struct Written {
    phrases: Vec<Entry>,
    kinds: Vec<(&'static TokenKind, Vec<Group>)>,
}

/// A phrase with a group that it belongs to; it may only open a turn of phrase.
pub(super) struct Entry {
    /// What it is found by, and how many words it has.
    pub(super) begins: (u32, u16),
    pub(super) text: &'static str,
    pub(super) turn: Option<&'static Turn>,
    pub(super) group: Group,
}

impl Written {
    fn enter(&mut self, text: &'static str, group: Group) {
        let entry = |text, turn| Entry {
            begins: begins(text),
            text,
            turn,
            group,
        };
        if !text.starts_with('$') || text.contains(' ') {
            self.phrases.push(entry(text, None));
        } else if let Some(turn) = TURNS.iter().find(|turn| turn.name == text) {
            let opens = turn
                .opens
                .iter()
                .flat_map(|words| pieces(words.list(), b'|'));
            self.phrases
                .extend(opens.map(|word| entry(word, Some(turn))));
        } else if let Some((_, groups)) = self.kinds.iter_mut().find(|(kind, _)| kind.name == text)
        {
            groups.push(group);
        } else if let Some(kind) = KINDS.iter().find(|kind| kind.name == text) {
            self.kinds.push((kind, vec![group]));
        }
    }

    fn kinds(&mut self, held: &mut Held) -> Vec<(&'static TokenKind, u16)> {
        let kinds = std::mem::take(&mut self.kinds).into_iter();
        kinds
            .map(|(kind, groups)| (kind, held.number(groups)))
            .collect()
    }
}

/// Gives each set of groups a number.
#[derive(Default)]
pub(super) struct Held {
    sets: HashMap<Vec<Group>, u16, RandomState>,
    /// The set that is looked for: most were there before.
    wanted: Vec<Group>,
}

impl Held {
    /// The number of these groups.
    pub(super) fn number(&mut self, groups: impl IntoIterator<Item = Group>) -> u16 {
        self.wanted.clear();
        self.wanted.extend(groups);
        if let Some(number) = self.sets.get(&self.wanted) {
            return *number;
        }
        let next = u16::try_from(self.sets.len()).unwrap_or(u16::MAX);
        self.sets.insert(self.wanted.clone(), next);
        next
    }

    fn groups(self) -> Vec<Groups> {
        let mut all: Vec<_> = self.sets.into_iter().collect();
        all.sort_unstable_by_key(|(_, number)| *number);
        all.iter().map(|(groups, _)| Groups::of(groups)).collect()
    }
}

impl Groups {
    fn of(groups: &[Group]) -> Self {
        let (mut senses, mut ruled) = (0, Vec::new());
        for group in groups {
            match group {
                Group::Rule(number) => ruled.push(*number),
                Group::Sense(place) => senses |= 1 << place,
            }
        }
        Self {
            may: asked(&ruled),
            ruled,
            watched: Vec::new(),
            senses,
        }
    }
}

impl Book {
    /// Lets each set of groups know the rules of which it holds the rarest: where none of them stands the rule cannot hold, and most
    /// stand in few texts.
    ///
    /// A word that many groups hold is a common one; a phrase of several words, or what is held by one group, is not.
    fn watch(&mut self) {
        let mut common = vec![0; self.openers.len()];
        let phrases = self.index.phrases.iter();
        let listed = phrases.map(|phrase| (phrase.words == 1, phrase.groups));
        let kinds = self.kinds.iter().map(|(_, groups)| (true, *groups));
        for (single, groups) in listed.chain(kinds) {
            let ruled = self.held.get(usize::from(groups)).map(|held| &held.ruled);
            let held = ruled.filter(|_| single).map_or(1, Vec::len);
            for group in ruled.into_iter().flatten() {
                if let Some(common) = common.get_mut(usize::from(*group)) {
                    *common += held;
                }
            }
        }
        let mut watched = vec![Vec::new(); self.openers.len()];
        for (rule, groups) in (0..).zip(&self.groups) {
            let commonness = |group: &&u16| common.get(usize::from(**group));
            let rarest = groups.iter().min_by_key(commonness);
            if let Some(rules) = rarest.and_then(|group| watched.get_mut(usize::from(*group))) {
                rules.push(rule);
            }
        }
        for groups in &mut self.held {
            let rules = groups.ruled.iter();
            let rules = rules.filter_map(|group| watched.get(usize::from(*group)));
            groups.watched = rules.flatten().copied().collect();
        }
    }

    /// The groups that begin at each token of a text.
    pub(super) fn mark(&'static self, prose: &Prose) -> Marks {
        let mut marks = Marks {
            hits: Vec::with_capacity(prose.tokens.len()),
            ends: Vec::with_capacity(prose.tokens.len()),
        };
        for (at, hash) in prose.hashes.iter().enumerate() {
            // The longer phrases first.
            if let Some(next) = prose.hashes.get(at + 1) {
                self.hits(both(*hash, *next), prose, at, &mut marks.hits);
            }
            self.hits(*hash, prose, at, &mut marks.hits);
            if let Some(here) = Here::odd(prose, at) {
                let kinds = self.kinds.iter().filter(|(kind, _)| here.is(kind));
                let groups = kinds.filter_map(|(_, groups)| self.held.get(usize::from(*groups)));
                marks.hits.extend(groups.map(|groups| (groups, at + 1)));
            }
            marks.ends.push(marks.hits.len());
        }
        marks
    }

    /// The rules of which all groups stand in a sentence, a bit each: no other need be looked at there. None where there are none.
    pub(super) fn live(&self, marks: &Marks, sentence: &Range<usize>) -> Option<Vec<u64>> {
        let hits = marks.hits(sentence.clone());
        let there = hits
            .iter()
            .fold(Asked::NONE, |all, (groups, _)| all.with_all(&groups.may));
        // A bit for each group that stands: most sentences have too few for any rule.
        let present = LazyCell::new(|| {
            let mut present = vec![0; self.openers.len().div_ceil(64)];
            for group in hits.iter().flat_map(|(groups, _)| &groups.ruled) {
                set(&mut present, usize::from(*group));
            }
            present
        });
        let stands = |group: &u16| is_set(&present, usize::from(*group));
        let mut live: Option<Vec<u64>> = None;
        for rule in hits.iter().flat_map(|(groups, _)| &groups.watched) {
            let rule = usize::from(*rule);
            let may = self
                .asked
                .get(rule)
                .is_some_and(|asked| there.may_hold_all(asked));
            if may
                && !live.as_ref().is_some_and(|live| is_set(live, rule))
                && self
                    .groups
                    .get(rule)
                    .is_some_and(|groups| groups.iter().all(stands))
            {
                let none = || vec![0; self.groups.len().div_ceil(64)];
                set(live.get_or_insert_with(none), rule);
            }
        }
        live
    }

    /// Adds the phrases of a hash that stand at a token.
    #[inline]
    fn hits(&'static self, hash: u32, prose: &Prose, at: usize, hits: &mut Vec<Hit>) {
        if self.index.may_have(hash) {
            self.hits_there(hash, prose, at, hits);
        }
    }

    /// The same where there may be any.
    fn hits_there(&'static self, hash: u32, prose: &Prose, at: usize, hits: &mut Vec<Hit>) {
        for phrase in self.index.of_hash(hash) {
            if prose.is_at(phrase.text, at)
                && phrase.turn.is_none_or(|turn| (turn.is)(prose, at))
                && let Some(groups) = self.held.get(usize::from(phrase.groups))
            {
                hits.push((groups, at + usize::from(phrase.words)));
            }
        }
    }

    /// The rules among some that may begin at a token.
    pub(super) fn rules_at(
        &self,
        live: &[u64],
        marks: &Marks,
        token: usize,
    ) -> impl Iterator<Item = usize> {
        let groups = marks.at(token);
        let rules = groups.filter_map(|(group, _)| self.openers.get(usize::from(group)));
        let rules = rules.flatten().copied();
        rules.filter(|rule| is_set(live, *rule))
    }
}

/// The groups of a phrase that stands, and the token after its end.
type Hit = (&'static Groups, usize);

/// Which groups begin where.
pub(super) struct Marks {
    hits: Vec<Hit>,
    /// For each token, where its hits end.
    ends: Vec<usize>,
}

impl Marks {
    /// The classes of words that begin at any of these tokens.
    pub(super) fn senses(&self, tokens: Range<usize>) -> Senses {
        let hits = self.hits(tokens).iter();
        hits.fold(0, |all, (groups, _)| all | groups.senses)
    }

    /// The groups of rules that begin at a token; of one group the longest phrase first.
    pub(super) fn at(&self, token: usize) -> impl Iterator<Item = (u16, usize)> {
        let hits = self.hits(token..token + 1).iter();
        hits.flat_map(|(groups, end)| groups.ruled.iter().map(|group| (*group, *end)))
    }

    fn hits(&self, tokens: Range<usize>) -> &[Hit] {
        let before = |token: usize| {
            let last = token.checked_sub(1);
            last.map_or(0, |last| {
                self.ends.get(last).copied().unwrap_or(self.hits.len())
            })
        };
        let (from, to) = (before(tokens.start), before(tokens.end));
        self.hits.get(from..to).unwrap_or_default()
    }
}
