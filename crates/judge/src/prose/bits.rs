//! Bits that say which words, or what else has a hash, may be among some: most that are none of them are known so.

use super::{mixed, taken};

/// Words of bits.
#[derive(Clone, Copy)]
pub(crate) struct Bits<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Bits<WORDS> {
    pub(crate) const NONE: Self = Self([0; WORDS]);

    /// With a word of this hash.
    pub(crate) const fn with(mut self, hash: u32) -> Self {
        self.0[hash as usize % WORDS] |= 1 << (hash >> 26);
        self
    }

    /// With all of others.
    #[inline]
    pub(crate) fn with_all(mut self, others: &Self) -> Self {
        for (bits, others) in self.0.iter_mut().zip(&others.0) {
            *bits |= others;
        }
        self
    }

    /// Whether all of others may be among them; false means that one is not.
    #[inline]
    pub(crate) fn may_hold_all(&self, others: &Self) -> bool {
        let missing = self.0.iter().zip(&others.0);
        missing.fold(0, |missing, (bits, others)| missing | others & !bits) == 0
    }

    /// Of all words of lists between bars.
    pub(crate) const fn of<const COUNT: usize>(lists: [&str; COUNT]) -> Self {
        let (mut bits, mut i) = (Self::NONE, 0);
        while i < COUNT {
            let mut start = 0;
            while start <= lists[i].len() {
                let (hash, end) = word_at(lists[i], start);
                bits = bits.with(hash);
                start = end + 1;
            }
            i += 1;
        }
        bits
    }

    /// Whether a word of this hash may be one of them; false means that it is not.
    #[inline]
    pub(crate) fn may_hold(&self, hash: u32) -> bool {
        let bits = self.0.get(hash as usize % WORDS);
        bits.is_some_and(|bits| bits >> (hash >> 26) & 1 != 0)
    }
}

/// Sets a bit.
pub(crate) fn set(bits: &mut [u64], at: usize) {
    if let Some(bits) = bits.get_mut(at / 64) {
        *bits |= 1 << (at % 64);
    }
}

/// Whether a bit is set.
pub(crate) fn is_set(bits: &[u64], at: usize) -> bool {
    bits.get(at / 64)
        .is_some_and(|bits| bits & (1 << (at % 64)) != 0)
}

/// The places of the bits that are set.
pub(crate) fn ones(mut bits: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = bits.trailing_zeros();
        bits &= bits.checked_sub(1)?;
        Some(bit as usize)
    })
}

/// The hash of the word that starts at a byte of a list between bars, and where it ends.
pub(super) const fn word_at(list: &str, start: usize) -> (u32, usize) {
    let (list, mut at, mut state) = (list.as_bytes(), start, 0);
    while at < list.len() && list[at] != b'|' {
        state = taken(state, list[at]);
        at += 1;
    }
    (mixed(state), at)
}
