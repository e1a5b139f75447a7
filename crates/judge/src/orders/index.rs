//! Phrases by the words they begin with, so that one pass over a text finds all that stand in it.

use super::book::{Entry, Held};
use super::turns::Turn;
use crate::prose::{begins, is_set, pieces, set};
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
        let words = |text| u16::try_from(pieces(text, b' ').count()).unwrap_or(u16::MAX);
        let key = |text| (begins(text), words(text));
        let keyed = written.into_iter();
        let all: Vec<Keyed> = keyed.map(|entry| (key(entry.text), entry)).collect();
        let order = in_order(&all);
        let mut index = Self {
            phrases: Vec::with_capacity(all.len()),
            starts: Vec::new(),
            begins: Box::new([0; BEGINS / 64]),
        };
        let same = |one: &&Keyed, other: &&Keyed| rank(one) == rank(other);
        for same in order.chunk_by(same) {
            let groups = held.number(same.iter().map(|(_, entry)| entry.group));
            for ((hash, words), Entry { text, turn, .. }) in same.iter().take(1) {
                set(&mut *index.begins, *hash as usize % BEGINS);
                index.phrases.push(Phrase {
                    hash: *hash,
                    groups,
                    words: *words,
                    text,
                    turn: *turn,
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

/// A phrase with its hash and its number of words.
type Keyed = ((u32, u16), Entry);

/// What phrases are ordered by, and are the same by.
fn rank(((hash, words), entry): &Keyed) -> (u32, Reverse<u16>, &'static str, Option<&'static str>) {
    let turn = entry.turn.map(|turn| turn.name);
    (*hash, Reverse(*words), entry.text, turn)
}

/// Phrases in the order of their hashes, the longest of one hash first: put where their first bits say, so that next to nothing is left
/// to be sorted.
fn in_order(all: &[Keyed]) -> Vec<&Keyed> {
    let starts = starts(all.iter().map(|((hash, _), ..)| *hash));
    let (mut next, mut order) = (starts.clone(), Vec::new());
    if let Some(first) = all.first() {
        order.resize(all.len(), first);
    }
    for keyed in all {
        if let Some(next) = next.get_mut(first_bits(keyed.0.0)) {
            if let Some(place) = order.get_mut(*next as usize) {
                *place = keyed;
            }
            *next += 1;
        }
    }
    for range in starts.windows(2) {
        if let [from, to] = range
            && let Some(alike @ [_, _, ..]) = order.get_mut(*from as usize..*to as usize)
        {
            alike.sort_by_key(|keyed| rank(keyed));
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
