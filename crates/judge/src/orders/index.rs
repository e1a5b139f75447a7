//! Phrases by the words they begin with, so that one pass over a text finds all that stand in it.

use super::book::{Group, Held};
use crate::prose::{hash, pieces};
use std::cmp::Reverse;

/// One phrase, and the number of the groups that it belongs to.
pub(super) struct Phrase {
    hash: u32,
    pub(super) groups: u16,
    pub(super) words: u16,
    pub(super) text: &'static str,
}

/// Bits of a hash by which phrases are told apart at once.
const BITS: u32 = 14;

/// Bits that say which hashes may be there.
const BEGINS: usize = 1 << 16;

/// Many phrases.
pub(super) struct Index {
    /// In the order of their hashes, that of a phrase of one word, or of the first two words of a longer one; of one hash the longest
    /// first.
    pub(super) phrases: Vec<Phrase>,
    /// Where those of which the hash begins with some bits start.
    starts: Vec<u32>,
    /// A bit for the end of each hash that is there: most words begin no phrase, nor do most two.
    begins: Vec<u64>,
}

impl Index {
    /// Makes phrases ready, each with one of its groups.
    pub(super) fn of(written: Vec<(&'static str, Group)>, held: &mut Held) -> Self {
        let key = |text| {
            let mut words = pieces(text, b' ').map(hash);
            let first = words.next().unwrap_or_default();
            words.next().map_or((first, 1), |second| {
                let words = 2 + u16::try_from(words.count()).unwrap_or(u16::MAX - 2);
                (both(first, second), words)
            })
        };
        let keyed = written
            .into_iter()
            .map(|(text, group)| (key(text), text, group));
        let mut all: Vec<_> = keyed.collect();
        all.sort_by_key(|((hash, words), text, _)| (*hash, Reverse(*words), *text));
        let mut index = Self {
            phrases: Vec::with_capacity(all.len()),
            starts: vec![0; (1 << BITS) + 1],
            begins: vec![0; BEGINS / 64],
        };
        for same in all.chunk_by(|(_, one, _), (_, other, _)| one == other) {
            let groups = held.number(same.iter().map(|(.., group)| *group));
            for ((hash, words), text, _) in same.iter().take(1) {
                set(&mut index.begins, *hash as usize % BEGINS);
                index.phrases.push(Phrase {
                    hash: *hash,
                    groups,
                    words: *words,
                    text,
                });
            }
        }
        for phrase in &index.phrases {
            if let Some(after) = index.starts.get_mut(first_bits(phrase.hash) + 1) {
                *after += 1;
            }
        }
        let mut before = 0;
        for start in &mut index.starts {
            before += *start;
            *start = before;
        }
        index
    }

    /// The phrases of a hash, the longest first.
    pub(super) fn of_hash(&'static self, hash: u32) -> impl Iterator<Item = &'static Phrase> {
        let there = is_set(&self.begins, hash as usize % BEGINS);
        let bits = first_bits(hash);
        let range = match self.starts.get(bits..bits + 2) {
            Some([from, to]) if there => *from as usize..*to as usize,
            _ => 0..0,
        };
        let alike = self.phrases.get(range).unwrap_or_default().iter();
        alike.filter(move |phrase| phrase.hash == hash)
    }
}

fn first_bits(hash: u32) -> usize {
    (hash >> (u32::BITS - BITS)) as usize
}

/// What two words in a row are found by.
pub(super) const fn both(first: u32, second: u32) -> u32 {
    (first.rotate_left(7) ^ second).wrapping_mul(0x9e37_79b1)
}

/// Sets a bit.
pub(super) fn set(bits: &mut [u64], at: usize) {
    if let Some(bits) = bits.get_mut(at / 64) {
        *bits |= 1 << (at % 64);
    }
}

/// Whether a bit is set.
pub(super) fn is_set(bits: &[u64], at: usize) -> bool {
    bits.get(at / 64)
        .is_some_and(|bits| bits & (1 << (at % 64)) != 0)
}
