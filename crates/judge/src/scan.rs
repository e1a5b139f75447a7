//! Looks for many short patterns in one pass, capitals and small letters alike, with next to nothing to make ready.

use std::ops::Range;

/// Patterns of two bytes and more, by their first.
pub(crate) struct Scan {
    by_first: Vec<Vec<(usize, &'static str)>>,
    /// A bit for each key of three bytes that a pattern begins with: few that begin none have one.
    begins: Vec<u64>,
}

/// Bits of a byte that go into a key: capitals and small letters have the same. And those of three bytes.
const BITS: usize = 5;
const KEYS: usize = 1 << (3 * BITS);

impl Scan {
    /// Makes patterns ready; each is known by its number.
    pub(crate) fn of(patterns: impl IntoIterator<Item = &'static str>) -> Self {
        let mut scan = Self {
            by_first: vec![Vec::new(); 256],
            begins: vec![0; KEYS / 64],
        };
        for (number, pattern) in patterns.into_iter().enumerate() {
            let &[first, second, ref rest @ ..] = pattern.as_bytes() else {
                continue;
            };
            let first = first.to_ascii_lowercase();
            if let Some(list) = scan.by_first.get_mut(usize::from(first)) {
                list.push((number, pattern));
            }
            // Behind two bytes any may stand.
            let thirds = rest.first().map_or(0..=u8::MAX, |third| *third..=*third);
            for third in thirds {
                let key = [first, second, third].into_iter().fold(0, then);
                if let Some(bits) = scan.begins.get_mut(key / 64) {
                    *bits |= 1 << (key % 64);
                }
            }
        }
        scan
    }

    /// Every place where a pattern stands, in order: its number and its bytes.
    pub(crate) fn find<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        self.begins(text).flat_map(|at| self.at(text, at))
    }

    /// Whether any pattern stands anywhere. Quicker than to look for the first, where there is none.
    pub(crate) fn stands(&self, text: &str) -> bool {
        self.begins(text)
            .any(|at| self.at(text, at).next().is_some())
    }

    /// The places where a pattern may begin.
    fn begins(&self, text: &str) -> impl Iterator<Item = usize> {
        // The last two bytes have none behind them.
        let mut key = 0;
        let keys = text.bytes().chain([0, 0]).map(move |byte| {
            key = then(key, byte);
            key
        });
        let begin = |key: usize| {
            let bits = self.begins.get(key / 64);
            bits.is_some_and(|bits| bits & (1 << (key % 64)) != 0)
        };
        let places = keys.skip(2).enumerate();
        places.filter(move |(_, key)| begin(*key)).map(|(at, _)| at)
    }

    /// The patterns that stand at a byte.
    fn at<'a>(
        &'a self,
        text: &'a str,
        at: usize,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let first = rest.first().map(u8::to_ascii_lowercase);
        let list = first.and_then(|first| self.by_first.get(usize::from(first)));
        list.into_iter()
            .flatten()
            .filter_map(move |(number, pattern)| {
                let here = rest.get(..pattern.len())?;
                here.eq_ignore_ascii_case(pattern.as_bytes())
                    .then_some((*number, at..at + pattern.len()))
            })
    }
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
