//! Rows in a text that are long enough to hide something. A row as long as is asked for has nothing of what ends one wherever one looks,
//! so of most words no more than the end is looked at.

use std::ops::Range;

/// Characters of the shortest run that is decoded, and of the longest.
const SHORTEST: usize = 24;
const LONGEST: usize = 16 << 10;

/// Long runs of letters and digits, and of what else stands in encodings.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let ends =
        |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'+' | b'/' | b'_');
    let last = move |bytes: &[u8]| bytes.iter().rposition(ends);
    let first = move |bytes: &[u8]| bytes.iter().position(ends);
    without(text, SHORTEST, last, first).filter(|run| run.len() <= LONGEST)
}

/// What stands between words of more than one letter.
#[derive(Default)]
pub(super) struct Apart {
    /// The most letters by themselves and bytes of other scripts that stand in a row.
    pub(super) letters: usize,
    /// The most bytes in a row that are no letters or digits.
    pub(super) between: usize,
}

impl Apart {
    /// In rows as long as this at least.
    pub(super) fn of(text: &str, shortest: usize) -> Self {
        let together = |two: &[u8]| two.iter().all(u8::is_ascii_alphanumeric);
        let last = move |bytes: &[u8]| bytes.windows(2).rposition(together);
        let first = move |bytes: &[u8]| bytes.windows(2).position(together);
        let mut most = Self::default();
        for row in without(text, shortest, last, first) {
            // But for the first row the last letter of a word is the first byte.
            let row = text.as_bytes().get(row).unwrap_or_default();
            let letters = row
                .iter()
                .filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
            let between = row.split(u8::is_ascii_alphanumeric).map(<[u8]>::len);
            most.letters = most.letters.max(letters.count());
            most.between = most.between.max(between.max().unwrap_or_default());
        }
        most
    }
}

/// The longest rows of a text in which nothing ends one, as long as this at least: `last` and `first` find what does among some bytes.
fn without(
    text: &str,
    shortest: usize,
    last: impl Fn(&[u8]) -> Option<usize>,
    first: impl Fn(&[u8]) -> Option<usize>,
) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        loop {
            if let Some(at) = last(bytes.get(start..start + shortest)?) {
                start += at + 1;
                continue;
            }
            let rest = bytes.get(start..)?;
            let row = start..start + first(rest).unwrap_or(rest.len());
            start = row.end + 1;
            return Some(row);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_long_run_is_found(text in "[ab1 ,é+]{0,200}") {
            let ends = |c: char| !c.is_ascii_alphanumeric() && c != '+';
            let long = text.split(ends).filter(|run| run.len() >= SHORTEST);
            let found = runs(&text).filter_map(|run| text.get(run));
            prop_assert!(long.eq(found), "{text:?}");
        }

        #[test]
        fn letters_apart_are_counted(words in proptest::collection::vec("[a1]{1,3}|[é.]", 0..60), between in "[ .]{1,3}") {
            let text = words.join(&between);
            let counts = |word: &str| if word.is_ascii() { word.bytes().filter(u8::is_ascii_alphanumeric).count() } else { word.len() };
            let rows = words.split(|word| word.len() > 1 && word.is_ascii());
            let most = rows.map(|row| row.iter().map(|word| counts(word)).sum::<usize>()).max().unwrap_or_default();
            let found = Apart::of(&text, 13).letters;
            // One letter of a word may be counted too, and rows that are too short are not.
            prop_assert!(found <= most + 1 && (most < 7 || found >= most), "{text:?}: {found} {most}");
        }
    }
}
