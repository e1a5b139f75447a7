//! Texts in which nothing was found, so that they are not read again: most texts of a server stand in several of its tools.

use foldhash::fast::RandomState;
use std::collections::HashSet;

/// Bytes of the longest text that is kept, and how many are.
const LONGEST: usize = 512;
const MOST: usize = 8192;

/// Whether a text is a short word, as most are: nothing can hide in it.
pub(crate) fn is_bare(text: &str) -> bool {
    const SHORTEST: usize = 12;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$');
    text.len() < SHORTEST && text.bytes().all(plain)
}

/// The texts of one server that were read and are quiet.
#[derive(Default)]
pub(crate) struct Quiet(HashSet<String, RandomState>);

/// The same for texts that are read by where they stand: what is said of parameters, of other things, and what is no description.
#[derive(Default)]
pub(crate) struct QuietPlaces {
    pub(crate) parameters: Quiet,
    pub(crate) others: Quiet,
    pub(crate) spoken: Quiet,
}

impl Quiet {
    /// What `read` finds in a text; nothing, and without a look, where it found nothing in the same text before. So it may
    /// find in a text only what does not hang on where the text stands.
    pub(crate) fn or_read<T>(&mut self, text: &str, read: impl FnOnce() -> Vec<T>) -> Vec<T> {
        if text.len() <= LONGEST && self.0.contains(text) {
            return Vec::new();
        }
        let found = read();
        if found.is_empty() && text.len() <= LONGEST && self.0.len() < MOST {
            self.0.insert(text.to_owned());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_quiet_text_is_read_once() {
        let mut quiet = Quiet::default();
        assert!(quiet.or_read("a", Vec::<u8>::new).is_empty());
        assert!(quiet.or_read("a", || vec![1]).is_empty());
        for _ in 0..2 {
            assert_eq!(quiet.or_read("b", || vec![1]), [1]);
        }
    }

    #[test]
    fn a_long_text_is_read_each_time() {
        let (mut quiet, long) = (Quiet::default(), "a".repeat(LONGEST + 1));
        assert!(quiet.or_read(&long, Vec::<u8>::new).is_empty());
        assert_eq!(quiet.or_read(&long, || vec![1]), [1]);
    }
}
