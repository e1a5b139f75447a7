//! The rules made ready to be read by: a word knows the groups that may begin with it, and one pass marks a whole text.

use super::tokens::{is_kind, is_odd};
use crate::attacks::{CLASSES, RULES};
use crate::prose::{Prose, pieces};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// One phrase, and the groups that it belongs to.
struct Phrase {
    text: &'static str,
    words: usize,
    groups: Vec<u16>,
}

/// FNV-1a: nobody chooses the keys but us, and words are short.
#[derive(Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Quick = BuildHasherDefault<Fnv>;

/// The rules made ready: every group has a number, and a word knows the phrases that begin with it.
pub(super) struct Book {
    /// By the first word of a phrase.
    phrases: HashMap<&'static str, Vec<Phrase>, Quick>,
    /// Groups that hold a kind of token.
    kinds: Vec<(&'static str, Vec<u16>)>,
    /// The rules that begin with a group.
    pub(super) openers: Vec<Vec<usize>>,
    /// The groups of each rule.
    pub(super) groups: Vec<Vec<u16>>,
}

pub(super) static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let classes: HashMap<&str, &'static str> = CLASSES.iter().copied().collect();
    let mut numbers: HashMap<&'static str, u16> = HashMap::new();
    let mut book = Book {
        phrases: HashMap::with_capacity_and_hasher(4096, Quick::default()),
        kinds: Vec::new(),
        openers: Vec::new(),
        groups: Vec::new(),
    };
    for (i, rule) in RULES.iter().enumerate() {
        let mut groups = Vec::with_capacity(rule.parts.len());
        for part in rule.parts {
            let next = u16::try_from(numbers.len()).unwrap_or(u16::MAX);
            let number = *numbers.entry(part).or_insert(next);
            if number == next {
                book.openers.push(Vec::new());
                for phrase in pieces(part, b'|') {
                    match phrase.strip_prefix('@') {
                        Some(name) => pieces(classes.get(name).unwrap_or(&""), b'|')
                            .for_each(|phrase| book.enter(phrase, number)),
                        None => book.enter(phrase, number),
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
    book
});

impl Book {
    fn enter(&mut self, text: &'static str, group: u16) {
        if text.starts_with('$') && !text.contains(' ') {
            match self.kinds.iter_mut().find(|(kind, _)| *kind == text) {
                Some((_, groups)) => groups.push(group),
                None => self.kinds.push((text, vec![group])),
            }
            return;
        }
        let first = pieces(text, b' ').next().unwrap_or(text);
        let phrases = self.phrases.entry(first).or_default();
        match phrases.iter_mut().find(|phrase| phrase.text == text) {
            Some(phrase) => phrase.groups.push(group),
            None => phrases.push(Phrase {
                text,
                words: pieces(text, b' ').count(),
                groups: vec![group],
            }),
        }
    }

    /// The groups that begin at each token of a text.
    pub(super) fn mark(&self, prose: &Prose) -> Marks {
        let mut marks = Marks::default();
        for at in 0..prose.tokens.len() {
            let word = prose.word(at);
            for phrase in self.phrases.get(word).into_iter().flatten() {
                if phrase.words == 1 || prose.is_at(phrase.text, at) {
                    let end = at + phrase.words;
                    marks
                        .hits
                        .extend(phrase.groups.iter().map(|group| (*group, end)));
                }
            }
            if is_odd(prose, at) {
                for (kind, groups) in &self.kinds {
                    if is_kind(prose, kind, at) {
                        marks
                            .hits
                            .extend(groups.iter().map(|group| (*group, at + 1)));
                    }
                }
            }
            marks.ends.push(marks.hits.len());
        }
        marks.present = vec![0; self.openers.len().div_ceil(64)];
        for &(group, _) in &marks.hits {
            if let Some(bits) = marks.present.get_mut(usize::from(group) / 64) {
                *bits |= 1 << (group % 64);
            }
        }
        marks
    }
}

/// Which groups begin where.
#[derive(Default)]
pub(super) struct Marks {
    /// Group and the token after its end.
    hits: Vec<(u16, usize)>,
    /// For each token, where its hits end.
    ends: Vec<usize>,
    /// A bit for each group that stands anywhere.
    present: Vec<u64>,
}

impl Marks {
    /// Whether all groups stand somewhere: where not, no place need be looked at.
    pub(super) fn has(&self, groups: &[u16]) -> bool {
        groups.iter().all(|group| {
            let bits = self.present.get(usize::from(*group) / 64);
            bits.is_some_and(|bits| bits & (1 << (group % 64)) != 0)
        })
    }

    /// The groups that begin at a token; of one group the longest phrase first.
    pub(super) fn at(&self, token: usize) -> &[(u16, usize)] {
        let from = token
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let to = self.ends.get(token).copied().unwrap_or(from);
        self.hits.get(from..to).unwrap_or_default()
    }
}
