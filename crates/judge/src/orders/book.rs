//! The rules made ready to be read by: a word knows the groups that may begin with it, and one pass marks a whole text.

use super::gist::Senses;
use super::tokens::{Here, KINDS, TokenKind};
use crate::attacks::{SENSES, classes, rules};
use crate::prose::{Prose, hash, pieces};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

/// One phrase, and the groups that it belongs to.
struct Phrase {
    text: &'static str,
    words: usize,
    groups: Groups,
}

/// Some groups: those of rules by their numbers, and those that are classes of words as bits.
#[derive(Default)]
struct Groups {
    ruled: Vec<u16>,
    /// The rules that one of those groups is the rarest of: see [`Book::watch`].
    watched: Vec<u16>,
    senses: Senses,
}

impl Groups {
    fn of(group: Group) -> Self {
        let mut groups = Self::default();
        groups.add(group);
        groups
    }

    fn add(&mut self, group: Group) {
        match group {
            Group::Rule(number) => self.ruled.push(number),
            Group::Sense(bit) => self.senses |= bit,
        }
    }
}

/// One group: a part of rules by its number, or a class of words by its bit.
#[derive(Clone, Copy)]
enum Group {
    Rule(u16),
    Sense(Senses),
}

/// Spreads what is a hash already.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, hash: u32) {
        self.0 = (self.0 ^ u64::from(hash)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What two words in a row are found by.
const fn both(first: u32, second: u32) -> u32 {
    (first.rotate_left(7) ^ second).wrapping_mul(0x9e37_79b1)
}

/// Bits that say which hashes may be there.
const BEGINS: usize = 1 << 16;

type Quick = BuildHasherDefault<Spread>;

/// The rules made ready: every part of one is a group with a number, and a word, or two in a row, know the phrases that begin with them.
pub(super) struct Book {
    /// By the hash of a phrase of one word, or of the first two words of a longer one.
    phrases: HashMap<u32, Vec<Phrase>, Quick>,
    /// A bit for the end of each hash that is there: most words begin no phrase, nor do most two.
    begins: Vec<u64>,
    /// Groups that hold a kind of token.
    kinds: Vec<(&'static TokenKind, Groups)>,
    /// The rules that begin with a group.
    openers: Vec<Vec<usize>>,
    /// The groups of each rule.
    pub(super) groups: Vec<Vec<u16>>,
}

pub(super) static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let classes: HashMap<&str, &'static str> = classes().collect();
    let mut numbers: HashMap<&'static str, u16> = HashMap::new();
    let mut book = Book {
        phrases: HashMap::with_capacity_and_hasher(8192, Quick::default()),
        begins: vec![0; BEGINS / 64],
        kinds: Vec::new(),
        openers: Vec::new(),
        groups: Vec::new(),
    };
    for (i, (_, words)) in SENSES.iter().enumerate() {
        pieces(words, b'|').for_each(|phrase| book.enter(phrase, Group::Sense(1 << i)));
    }
    for (i, rule) in rules().enumerate() {
        let mut groups = Vec::with_capacity(rule.parts.len());
        for part in rule.parts {
            let next = u16::try_from(book.openers.len()).unwrap_or(u16::MAX);
            let number = *numbers.entry(part).or_insert(next);
            if number == next {
                book.openers.push(Vec::new());
                let group = Group::Rule(number);
                for phrase in pieces(part, b'|') {
                    match phrase.strip_prefix('@') {
                        Some(name) => pieces(classes.get(name).unwrap_or(&""), b'|')
                            .for_each(|phrase| book.enter(phrase, group)),
                        None => book.enter(phrase, group),
                    }
                }
            }
            groups.push(number);
        }
        if let Some(rules) = groups
            .first()
            .and_then(|first| book.openers.get_mut(usize::from(*first)))
        {
            rules.push(i);
        }
        book.groups.push(groups);
    }
    // The longest is tried first.
    for phrases in book.phrases.values_mut() {
        phrases.sort_by_key(|phrase| Reverse(phrase.words));
    }
    book.watch();
    book
});

impl Book {
    fn enter(&mut self, text: &'static str, group: Group) {
        if text.starts_with('$') && !text.contains(' ') {
            if let Some((_, groups)) = self.kinds.iter_mut().find(|(kind, _)| kind.name == text) {
                groups.add(group);
            } else if let Some(kind) = KINDS.iter().find(|kind| kind.name == text) {
                self.kinds.push((kind, Groups::of(group)));
            }
            return;
        }
        let mut words = pieces(text, b' ').map(hash);
        let first = words.next().unwrap_or_default();
        let key = words.next().map_or(first, |second| both(first, second));
        set(&mut self.begins, key as usize % BEGINS);
        let phrases = self.phrases.entry(key).or_default();
        match phrases.iter_mut().find(|phrase| phrase.text == text) {
            Some(phrase) => phrase.groups.add(group),
            None => phrases.push(Phrase {
                text,
                words: pieces(text, b' ').count(),
                groups: Groups::of(group),
            }),
        }
    }

    /// Lets the phrases of its rarest group know each rule: where none of them stands the rule cannot hold, and most stand in few texts.
    ///
    /// A word that many groups hold is a common one; a phrase of several words, or what is held by one group, is not.
    fn watch(&mut self) {
        let mut common = vec![0; self.openers.len()];
        let phrases = self.phrases.values().flatten();
        let listed = phrases.map(|phrase| (phrase.words == 1, &phrase.groups));
        let kinds = self.kinds.iter().map(|(_, groups)| (true, groups));
        for (single, groups) in listed.chain(kinds) {
            let held = if single { groups.ruled.len() } else { 1 };
            for group in &groups.ruled {
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
        let phrases = self.phrases.values_mut().flatten();
        let listed = phrases.map(|phrase| &mut phrase.groups);
        for groups in listed.chain(self.kinds.iter_mut().map(|(_, groups)| groups)) {
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
            live: Vec::new(),
            opens: Vec::new(),
        };
        for (at, hash) in prose.hashes.iter().enumerate() {
            // The longer phrases first.
            if let Some(next) = prose.hashes.get(at + 1) {
                self.hits(both(*hash, *next), prose, at, &mut marks.hits);
            }
            self.hits(*hash, prose, at, &mut marks.hits);
            if let Some(here) = Here::odd(prose, at) {
                let kinds = self.kinds.iter().filter(|(kind, _)| here.is(kind));
                marks.hits.extend(kinds.map(|(_, groups)| (groups, at + 1)));
            }
            marks.ends.push(marks.hits.len());
        }
        if marks
            .hits
            .iter()
            .any(|(groups, _)| !groups.watched.is_empty())
        {
            self.enliven(&mut marks);
        }
        marks
    }

    /// Finds the rules of which all groups stand somewhere.
    fn enliven(&self, marks: &mut Marks) {
        let mut present = vec![0; self.openers.len().div_ceil(64)];
        for (groups, _) in &marks.hits {
            for group in &groups.ruled {
                set(&mut present, usize::from(*group));
            }
        }
        let stands = |group: &u16| is_set(&present, usize::from(*group));
        for rule in marks.hits.iter().flat_map(|(groups, _)| &groups.watched) {
            let rule = usize::from(*rule);
            let Some([first, rest @ ..]) = self.groups.get(rule).map(Vec::as_slice) else {
                continue;
            };
            if stands(first) && rest.iter().all(stands) {
                marks.live.resize(self.groups.len().div_ceil(64), 0);
                marks.opens.resize(self.openers.len().div_ceil(64), 0);
                set(&mut marks.live, rule);
                set(&mut marks.opens, usize::from(*first));
            }
        }
    }

    /// Adds the phrases of a hash that stand at a token.
    fn hits(&'static self, hash: u32, prose: &Prose, at: usize, hits: &mut Vec<Hit>) {
        if !is_set(&self.begins, hash as usize % BEGINS) {
            return;
        }
        for phrase in self.phrases.get(&hash).into_iter().flatten() {
            if prose.is_at(phrase.text, at) {
                hits.push((&phrase.groups, at + phrase.words));
            }
        }
    }

    /// The rules that may begin at a token.
    pub(super) fn rules_at(&self, marks: &Marks, token: usize) -> impl Iterator<Item = usize> {
        let groups = marks.at(token).map(|(group, _)| usize::from(group));
        let opens = groups.filter(|group| is_set(&marks.opens, *group));
        let rules = opens.filter_map(|group| self.openers.get(group)).flatten();
        rules.copied().filter(|rule| is_set(&marks.live, *rule))
    }
}

/// Sets a bit.
fn set(bits: &mut [u64], at: usize) {
    if let Some(bits) = bits.get_mut(at / 64) {
        *bits |= 1 << (at % 64);
    }
}

/// Whether a bit is set.
fn is_set(bits: &[u64], at: usize) -> bool {
    bits.get(at / 64)
        .is_some_and(|bits| bits & (1 << (at % 64)) != 0)
}

/// The groups of a phrase that stands, and the token after its end.
type Hit = (&'static Groups, usize);

/// Which groups begin where.
pub(super) struct Marks {
    hits: Vec<Hit>,
    /// For each token, where its hits end.
    ends: Vec<usize>,
    /// A bit for each rule of which all groups stand somewhere: no other need be looked at. Empty where there is none, as in most texts.
    live: Vec<u64>,
    /// A bit for each group with which one of those rules begins.
    opens: Vec<u64>,
}

impl Marks {
    /// Whether any rule may hold.
    pub(super) fn any(&self) -> bool {
        !self.live.is_empty()
    }

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
