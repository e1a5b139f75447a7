//! Phrases by the words they begin with, so that one pass over a text finds all that stand in it.

use super::book::{Entry, Held};
use super::turns::Turn;
use crate::prose::{is_set, set};
use std::cmp::Reverse;

/// One phrase, and the number of the groups that it belongs to.
pub(super) struct Phrase {
    hash: u32,
    pub(super) groups: u16,
    pub(super) words: u16,
    pub(super) text: &'static str,
    /// The turn of phrase that it must open.
    pub(super) turn: Option<&'static Turn>,
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
    begins: Box<[u64; BEGINS / 64]>,
}

impl Index {
    /// Makes phrases ready, each with one of its groups.
    pub(super) fn of(written: Vec<Entry>, held: &mut Held) -> Self {
        let order = in_order(&written);
        let mut index = Self {
            phrases: Vec::with_capacity(written.len()),
            starts: Vec::new(),
            begins: Box::new([0; BEGINS / 64]),
        };
        let same = |one: &&Entry, other: &&Entry| rank(one) == rank(other);
        for same in order.chunk_by(same) {
            let groups = held.number(same.iter().map(|entry| entry.group));
            for entry in same.iter().take(1) {
                let (hash, words) = entry.begins;
                set(&mut *index.begins, hash as usize % BEGINS);
                index.phrases.push(Phrase {
                    hash,
                    groups,
                    words,
                    text: entry.text,
                    turn: entry.turn,
                });
            }
        }
        index.starts = starts(index.phrases.iter().map(|phrase| phrase.hash));
        index
    }

    /// Whether there may be phrases of a hash; false means that there are none.
    #[inline]
    pub(super) fn may_have(&self, hash: u32) -> bool {
        is_set(&*self.begins, hash as usize % BEGINS)
    }

    /// The phrases of a hash, the longest first.
    pub(super) fn of_hash(&'static self, hash: u32) -> impl Iterator<Item = &'static Phrase> {
        let bits = first_bits(hash);
        let range = match self.starts.get(bits..bits + 2) {
            Some([from, to]) => *from as usize..*to as usize,
            _ => 0..0,
        };
        let alike = self.phrases.get(range).unwrap_or_default().iter();
        alike.filter(move |phrase| phrase.hash == hash)
    }
}

/// What phrases are ordered by, and are the same by.
fn rank(entry: &Entry) -> (u32, Reverse<u16>, &'static str, Option<&'static str>) {
    let turn = entry.turn.map(|turn| turn.name);
    let (hash, words) = entry.begins;
    (hash, Reverse(words), entry.text, turn)
}

/// Phrases in the order of their hashes, the longest of one hash first: put where their first bits say, so that next to nothing is left
/// to be sorted.
fn in_order(all: &[Entry]) -> Vec<&Entry> {
    let starts = starts(all.iter().map(|entry| entry.begins.0));
    let (mut next, mut order) = (starts.clone(), Vec::new());
    if let Some(first) = all.first() {
        order.resize(all.len(), first);
    }
    for entry in all {
        if let Some(next) = next.get_mut(first_bits(entry.begins.0)) {
            if let Some(place) = order.get_mut(*next as usize) {
                *place = entry;
            }
            *next += 1;
        }
    }
    for range in starts.windows(2) {
        if let [from, to] = range
            && let Some(alike @ [_, _, ..]) = order.get_mut(*from as usize..*to as usize)
        {
            alike.sort_by_key(|entry| rank(entry));
        }
    }
    order
}

/// Where those of some hashes in their order start of which the first bits are each number, and where the last end.
fn starts(hashes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0; (1 << BITS) + 1];
    for hash in hashes {
        if let Some(after) = starts.get_mut(first_bits(hash) + 1) {
            *after += 1;
        }
    }
    let mut before = 0;
    for start in &mut starts {
        before += *start;
        *start = before;
    }
    starts
}

fn first_bits(hash: u32) -> usize {
    (hash >> (u32::BITS - BITS)) as usize
}
