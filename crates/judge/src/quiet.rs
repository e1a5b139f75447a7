//! Texts in which nothing was found, so that they are not read again: many texts of a server stand in several of its tools.

use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Bytes of the longest text that is kept, and how many are.
const LONGEST: usize = 512;
const MOST: usize = 8192;

/// Whether a text is a short word, as most are: nothing can hide in it.
pub(crate) fn is_bare(text: &str) -> bool {
    const SHORTEST: usize = 12;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$');
    text.len() < SHORTEST && text.bytes().all(plain)
}

/// What is known of a text, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Known(u8);

impl Known {
    /// It holds no credential.
    pub(crate) const NO_SECRET: Self = Self(1);
    /// It orders nothing where something is said of a parameter, …
    pub(crate) const QUIET_PARAMETER: Self = Self(1 << 1);
    /// … where something else is said, …
    pub(crate) const QUIET: Self = Self(1 << 2);
    /// … and where nothing is described.
    pub(crate) const QUIET_SPOKEN: Self = Self(1 << 3);
    /// It may be a piece of an order.
    pub(crate) const PIECE: Self = Self(1 << 4);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Adds this where it holds.
    pub(crate) fn add(&mut self, other: Self, holds: bool) {
        self.0 |= if holds { other.0 } else { 0 };
    }
}

/// What is known of the texts of one server, so that they are not read again. Only what does not hang on where a text stands may be.
#[derive(Default)]
pub(crate) struct Quiet(HashMap<String, Known, RandomState>);

impl Quiet {
    /// What is known of a text.
    pub(crate) fn of(&self, text: &str) -> Known {
        let kept = (text.len() <= LONGEST).then(|| self.0.get(text));
        kept.flatten().copied().unwrap_or_default()
    }

    /// Keeps what is known of a text.
    pub(crate) fn keep(&mut self, text: &str, known: Known) {
        if text.len() > LONGEST {
            return;
        }
        if let Some(old) = self.0.get_mut(text) {
            *old = known;
        } else if self.0.len() < MOST {
            self.0.insert(text.to_owned(), known);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_text_is_kept() {
        let mut quiet = Quiet::default();
        let mut known = quiet.of("a");
        assert_eq!(known, Known::default());
        known.add(Known::QUIET, true);
        known.add(Known::PIECE, false);
        quiet.keep("a", known);
        assert!(quiet.of("a").has(Known::QUIET) && !quiet.of("a").has(Known::PIECE));
        assert_eq!(quiet.of("b"), Known::default());
    }

    #[test]
    fn a_long_text_is_read_each_time() {
        let (mut quiet, long) = (Quiet::default(), "a".repeat(LONGEST + 1));
        quiet.keep(&long, Known::QUIET);
        assert_eq!(quiet.of(&long), Known::default());
    }
}
