//! Prose as rules read it: words in lower case, with their sentence, and the pieces that are no words; and what can be asked of it.
//! [`cut`] makes it of a text.

use std::ops::Range;

mod bits;
mod cut;
mod phrases;
mod words;

pub(crate) use bits::{Bits, is_set, ones, set};
pub(crate) use cut::LONGEST;
pub(crate) use phrases::{
    Phrases, Ready, Said, Standing, begins, both, count, hash_first, phrases, ready,
};
pub(crate) use words::{List, Words, listed, one_of, pieces, words};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word, or an identifier with underscores.
    Word,
    /// A file path: `~/.ssh/id_rsa`, `/etc/passwd`, `.env`.
    Path,
    /// A mail address.
    Mail,
    /// A URL.
    Url,
}

/// One token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Where its text stands in [`Prose::lower`], which is a few times as long as [`LONGEST`] at most.
    start: u32,
    end: u32,
    /// What it is.
    pub(crate) kind: Kind,
    /// The number of its sentence.
    pub(crate) sentence: u32,
    /// Whether it opens a clause: the start of a sentence or list item, or after a comma or colon.
    pub(crate) opens: bool,
    /// Whether it stands in quotes or backticks.
    pub(crate) quoted: bool,
    /// Whether it has nothing but letters from `a` to `z`.
    pub(crate) letters: bool,
}

/// Words of bits that say which words of a text are there.
const SEEN: usize = 32;

/// A text cut into tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prose {
    lower: String,
    /// The tokens in order.
    pub(crate) tokens: Vec<Token>,
    /// The hash of each: most words that differ, differ in it. By themselves, since many are looked through for one.
    pub(crate) hashes: Vec<u32>,
    /// A bit for each word that is there, so that most phrases that are not are known at once.
    seen: [u64; SEEN],
}

impl Prose {
    /// The text of a token; empty beyond the end.
    pub(crate) fn word(&self, i: usize) -> &str {
        self.tokens
            .get(i)
            .and_then(|token| self.lower.get(token.start as usize..token.end as usize))
            .unwrap_or_default()
    }

    /// Whether the word at a place is one of these.
    pub(crate) fn is_one(&self, words: &Words, at: usize) -> bool {
        let hash = self.hashes.get(at);
        hash.is_some_and(|hash| words.holds_hashed(self.word(at), *hash))
    }

    /// Whether no word has letters beyond ASCII.
    pub(crate) fn is_ascii(&self) -> bool {
        self.lower.is_ascii()
    }

    /// The text of all tokens in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.tokens.len()).map(|i| self.word(i))
    }

    /// Where a phrase of one or more words begins, at or after `from`, in one sentence.
    pub(crate) fn find(&self, phrase: &str, from: usize, end: usize) -> Option<usize> {
        self.find_hashed((hash_first(phrase.as_bytes()), phrase), from, end)
    }

    /// The same, where the hash of the phrase's first word is known.
    pub(crate) fn find_hashed(
        &self,
        (hash, phrase): (u32, &str),
        from: usize,
        end: usize,
    ) -> Option<usize> {
        if !self.may_have(hash) {
            return None;
        }
        let end = end.min(self.hashes.len());
        let mut places = places(self.hashes.get(from..end).unwrap_or_default(), hash);
        places.find_map(|i| self.is_at(phrase, from + i).then_some(from + i))
    }

    /// Whether a word of this hash may be there; false means that it is not.
    fn may_have(&self, hash: u32) -> bool {
        let (at, bit) = bit(hash);
        self.seen.get(at).is_some_and(|bits| bits & bit != 0)
    }

    /// Whether a phrase stands at this place.
    pub(crate) fn is_at(&self, phrase: &str, at: usize) -> bool {
        let mut rest = phrase;
        for at in at..self.tokens.len() {
            let Some(after) = rest.strip_prefix(self.word(at)) else {
                return false;
            };
            if after.is_empty() {
                return true;
            }
            let Some(next) = after.strip_prefix(' ') else {
                return false;
            };
            rest = next;
        }
        false
    }

    /// Whether any of the phrases stands at this place.
    pub(crate) fn any_at(&self, phrases: Ready, at: usize) -> bool {
        let word = self.hashes.get(at);
        let mut same = phrases.iter().filter(|(hash, _)| Some(hash) == word);
        same.any(|(_, phrase)| self.is_at(phrase, at))
    }

    /// Whether any of the phrases stands anywhere.
    pub(crate) fn says(&self, phrases: impl Said) -> bool {
        !self.tokens.is_empty() && phrases.is_in(self)
    }

    /// Whether a phrase stands anywhere, by the hash of its first word too.
    fn stands(&self, hash: u32, phrase: &str) -> bool {
        self.find_hashed((hash, phrase), 0, self.tokens.len())
            .is_some()
    }

    /// Whether any of the first words is one of these.
    pub(crate) fn opens_with(&self, words: impl List, reach: usize) -> bool {
        let mut first = self.hashes.iter().take(reach).enumerate();
        first.any(|(at, hash)| words.holds_hashed(self.word(at), *hash))
    }

    /// The range of tokens of the sentence that holds this one.
    pub(crate) fn sentence_of(&self, at: usize) -> Range<usize> {
        let Some(token) = self.tokens.get(at) else {
            return 0..0;
        };
        let start = self
            .tokens
            .partition_point(|other| other.sentence < token.sentence);
        let end = self
            .tokens
            .partition_point(|other| other.sentence <= token.sentence);
        start..end
    }

    /// A few words around a place, for people.
    pub(crate) fn around(&self, at: usize) -> String {
        let range = self.sentence_of(at);
        let from = range.start.max(at.saturating_sub(12));
        let words: Vec<&str> = (from..range.end.min(at + 24))
            .map(|i| self.word(i))
            .collect();
        words.join(" ")
    }
}

/// Where a hash stands among others: put to many at a time, which the compiler does where there is no way out between them.
fn places(hashes: &[u32], hash: u32) -> impl Iterator<Item = usize> {
    const MANY: usize = 16;
    let among = move |chunk: &[u32]| {
        let equal = chunk.iter().map(|other| *other == hash);
        equal.fold(false, |any, equal| any | equal)
    };
    let chunks = (0..).step_by(MANY).zip(hashes.chunks(MANY));
    let chunks = chunks.filter(move |(_, chunk)| among(chunk));
    let each = chunks.flat_map(|(from, chunk)| (from..).zip(chunk));
    each.filter_map(move |(at, other)| (*other == hash).then_some(at))
}

/// The hash of a word.
pub(crate) fn hash(word: &str) -> u32 {
    mixed(word.bytes().fold(0, taken))
}

/// The state of a hash after one more byte: quick, since nothing but time is lost where two words have the same.
const fn taken(state: u64, byte: u8) -> u64 {
    (state.rotate_left(7) ^ byte as u64).wrapping_add(state << 1)
}

/// The hash for a state, every bit of it in each of its own.
const fn mixed(state: u64) -> u32 {
    (state.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// The bit that stands for a hash.
const fn bit(hash: u32) -> (usize, u64) {
    (hash as usize % SEEN, 1 << ((hash / SEEN as u32) % 64))
}
