//! Looks for many short patterns in one pass, capitals and small letters alike, with next to nothing to make ready.

use std::ops::{ControlFlow, Range};

/// Patterns of two bytes and more.
pub(crate) struct Scan {
    /// The number of each and its text, in the order of the keys of three bytes that it may begin with.
    patterns: Vec<(usize, &'static str)>,
    /// A bit for each of those keys, and how many come before each word of bits.
    begins: Box<[u64; KEYS / 64]>,
    ranks: Box<[u16; KEYS / 64]>,
    /// Where the patterns of each of those keys start, and a bit for each that the byte behind the three may be.
    starts: Vec<u16>,
    fourths: Vec<u32>,
}

/// Bits of a byte that go into a key: capitals and small letters have the same. And those of three bytes.
const BITS: usize = 5;
const KEYS: usize = 1 << (3 * BITS);

impl Scan {
    /// Makes patterns ready; each is known by its number.
    pub(crate) fn of(patterns: impl IntoIterator<Item = &'static str>) -> Self {
        let mut keyed: Vec<(usize, (usize, &'static str))> = Vec::new();
        for (number, pattern) in patterns.into_iter().enumerate() {
            let &[first, second, ref rest @ ..] = pattern.as_bytes() else {
                continue;
            };
            // Behind two bytes any may stand.
            let any = 0..1 << BITS;
            let thirds = rest.first().map_or(any, |third| *third..*third + 1);
            for third in thirds {
                let key = [first, second, third].into_iter().fold(0, then);
                keyed.push((key, (number, pattern)));
            }
        }
        keyed.sort_by_key(|(key, _)| *key);
        let mut scan = Self {
            patterns: keyed.iter().map(|(_, pattern)| *pattern).collect(),
            begins: Box::new([0; KEYS / 64]),
            ranks: Box::new([0; KEYS / 64]),
            starts: Vec::new(),
            fourths: Vec::new(),
        };
        let mut start = 0;
        for same in keyed.chunk_by(|(one, _), (other, _)| one == other) {
            let key = same.first().map_or(0, |(key, _)| *key);
            if let Some(bits) = scan.begins.get_mut(key / 64) {
                *bits |= 1 << (key % 64);
            }
            scan.starts.push(start);
            start += short(same.len());
            let fourths = same
                .iter()
                .map(|(_, (_, pattern))| pattern.as_bytes().get(3));
            let fourths = fourths.map(|fourth| fourth.map_or(u32::MAX, |byte| folded(*byte)));
            scan.fourths
                .push(fourths.fold(0, |all, fourth| all | fourth));
        }
        scan.starts.push(start);
        let mut before = 0;
        for (rank, bits) in scan.ranks.iter_mut().zip(scan.begins.iter()) {
            *rank = before;
            before += short(bits.count_ones() as usize);
        }
        scan
    }

    /// Every place where a pattern stands, in order: its number and its bytes.
    pub(crate) fn find<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let begins = self.begins(text);
        begins.flat_map(|(at, key)| self.at(text, at, key))
    }

    /// Whether any pattern stands anywhere. Quicker than to look for the first, where there is none.
    pub(crate) fn stands(&self, text: &str) -> bool {
        let walk = self.walk(text, |_| ControlFlow::Break(()));
        walk.is_break()
    }

    /// Calls `see` with the number of each pattern that stands, as often as it does.
    pub(crate) fn numbers(&self, text: &str, mut see: impl FnMut(usize)) {
        let _ = self.walk(text, |number| {
            see(number);
            ControlFlow::Continue(())
        });
    }

    /// The same, until it says that it has seen enough.
    fn walk(&self, text: &str, mut see: impl FnMut(usize) -> ControlFlow<()>) -> ControlFlow<()> {
        let bytes = text.as_bytes();
        let (first, thirds) = bytes.split_at(bytes.len().min(2));
        let mut key = first.iter().fold(0, |key, byte| then(key, *byte));
        for (at, third) in thirds.iter().enumerate() {
            key = then(key, *third);
            if self.may_begin(key) {
                self.see_at(text, at, key, &mut see)?;
            }
        }
        // The last two bytes have none behind them.
        for at in thirds.len()..bytes.len() {
            key = then(key, 0);
            if self.may_begin(key) {
                self.see_at(text, at, key, &mut see)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Calls `see` for the patterns that stand at a byte with this key: seldom enough to be kept out of the way.
    #[inline(never)]
    fn see_at(
        &self,
        text: &str,
        at: usize,
        key: usize,
        see: &mut impl FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.at(text, at, key)
            .try_for_each(|(number, _)| see(number))
    }

    /// Whether a pattern begins with this key.
    fn may_begin(&self, key: usize) -> bool {
        let bits = self.begins.get(key / 64).copied().unwrap_or_default();
        bits >> (key % 64) & 1 != 0
    }

    /// The places where a pattern may begin, each with its key.
    fn begins(&self, text: &str) -> impl Iterator<Item = (usize, usize)> {
        let bytes = text.as_bytes();
        let first = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let mut key = then(then(0, first(0)), first(1));
        // The last two bytes have none behind them.
        let thirds = bytes.iter().skip(2).chain(&[0, 0]);
        thirds
            .take(bytes.len())
            .enumerate()
            .filter_map(move |(at, third)| {
                key = then(key, *third);
                self.may_begin(key).then_some((at, key))
            })
    }

    /// The patterns that stand at a byte with this key.
    fn at<'a>(
        &'a self,
        text: &'a str,
        at: usize,
        key: usize,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let fourth = text.as_bytes().get(at + 3).copied();
        let same = self.of_key(key, fourth.unwrap_or_default());
        let same = self.patterns.get(same).unwrap_or_default();
        same.iter().filter_map(move |(number, pattern)| {
            let here = at..at + pattern.len();
            let bytes = text.as_bytes().get(here.clone())?;
            let stands = bytes.eq_ignore_ascii_case(pattern.as_bytes());
            stands.then_some((*number, here))
        })
    }

    /// Where the patterns of a key are among all, of which one may stand before a byte.
    fn of_key(&self, key: usize, fourth: u8) -> Range<usize> {
        let (Some(bits), Some(before)) = (self.begins.get(key / 64), self.ranks.get(key / 64))
        else {
            return 0..0;
        };
        let bit = 1 << (key % 64);
        let rank = usize::from(*before) + (bits & (bit - 1)).count_ones() as usize;
        let fourths = self.fourths.get(rank).copied().unwrap_or_default();
        match self.starts.get(rank..rank + 2) {
            Some([start, end]) if bits & bit != 0 && fourths & folded(fourth) != 0 => {
                usize::from(*start)..usize::from(*end)
            }
            _ => 0..0,
        }
    }
}

/// The bit of a byte, the same for capitals and small letters.
fn folded(byte: u8) -> u32 {
    1 << (byte % (1 << BITS))
}

/// A number of patterns: all of one scan are fewer than [`u16::MAX`].
fn short(count: usize) -> u16 {
    debug_assert!(u16::try_from(count).is_ok());
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The key of three bytes, the last of which is this.
fn then(key: usize, byte: u8) -> usize {
    ((key << BITS) | (usize::from(byte) % (1 << BITS))) % KEYS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_found_wherever_they_stand() {
        let scan = Scan::of(["ab", "abc", "é<", "q>"]);
        let found = |text: &str| {
            scan.find(text)
                .map(|(number, at)| (number, at.start))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("xABc ab"), [(0, 1), (1, 1), (0, 5)]);
        assert_eq!(found("aé<"), [(2, 1)]);
        assert_eq!(found("q> Q>q>"), [(3, 0), (3, 3), (3, 5)]);
        assert_eq!(found(""), []);
        assert!(scan.stands("x AB") && !scan.stands("a b") && !scan.stands(""));
    }
}
