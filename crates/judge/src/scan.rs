//! Looks for many short patterns in one pass, capitals and small letters alike, with next to nothing to make ready.

use std::ops::Range;

/// Patterns of two bytes and more, by their first.
pub(crate) struct Scan {
    by_first: Vec<Vec<(usize, &'static str)>>,
    /// A bit for each two bytes that a pattern begins with, in capitals and small letters.
    pairs: Vec<u64>,
}

impl Scan {
    /// Makes patterns ready; each is known by its number.
    pub(crate) fn of(patterns: impl IntoIterator<Item = &'static str>) -> Self {
        let mut scan = Self {
            by_first: vec![Vec::new(); 256],
            pairs: vec![0; 1024],
        };
        for (number, pattern) in patterns.into_iter().enumerate() {
            let mut bytes = pattern.bytes().map(|byte| byte.to_ascii_lowercase());
            let (Some(first), Some(second)) = (bytes.next(), bytes.next()) else {
                continue;
            };
            if let Some(list) = scan.by_first.get_mut(usize::from(first)) {
                list.push((number, pattern));
            }
            for first in [first, first.to_ascii_uppercase()] {
                for second in [second, second.to_ascii_uppercase()] {
                    let (at, bit) = pair(first, second);
                    if let Some(bits) = scan.pairs.get_mut(at) {
                        *bits |= bit;
                    }
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
        let begins = text.as_bytes().windows(2).enumerate();
        let begins = begins.filter(|(_, two)| self.may_begin(two));
        begins.flat_map(|(at, _)| self.at(text, at))
    }

    /// Whether any pattern stands anywhere. Quicker than to look for the first, where there is none.
    pub(crate) fn stands(&self, text: &str) -> bool {
        let mut begins = text.as_bytes().windows(2).enumerate();
        begins.any(|(at, two)| self.may_begin(two) && self.at(text, at).next().is_some())
    }

    /// Whether a pattern begins with these two bytes.
    fn may_begin(&self, two: &[u8]) -> bool {
        let &[first, second] = two else { return false };
        let (word, bit) = pair(first, second);
        self.pairs.get(word).is_some_and(|bits| bits & bit != 0)
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

/// The place of two bytes in the table of bits.
fn pair(first: u8, second: u8) -> (usize, u64) {
    (
        usize::from(first) * 4 + usize::from(second) / 64,
        1 << (second % 64),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_found_wherever_they_stand() {
        let scan = Scan::of(["ab", "abc", "é<"]);
        let found = |text: &str| {
            scan.find(text)
                .map(|(number, at)| (number, at.start))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("xABc ab"), [(0, 1), (1, 1), (0, 5)]);
        assert_eq!(found("aé<"), [(2, 1)]);
        assert_eq!(found(""), []);
        assert!(scan.stands("x AB") && !scan.stands("a b") && !scan.stands(""));
    }
}
