//! Lists of words, written between bars: data that a person can read, and what makes it quick to go by.

use super::bits::{Bits, word_at};
use super::hash;

/// A list of words between bars, made ready by the compiler: most words that are none of them are known by their hash, and most that are
/// one are found at once.
pub(crate) struct Words {
    list: &'static str,
    /// A word of another text is taken for one of twenty once in twenty-five times.
    bits: Bits<8>,
    /// Where the first word of which the hash begins with these bits stands.
    starts: [u16; 64],
    /// The beginnings that several words have; and other bits of their hashes, which keep most other words from being looked for among them.
    shared: u64,
    others: Bits<16>,
}

/// A list of words between bars, made ready where it is asked for.
macro_rules! words {
    ($list:literal) => {{
        static LIST: crate::prose::Words = crate::prose::Words::of($list);
        &LIST
    }};
}

pub(crate) use words;

impl Words {
    const NOWHERE: u16 = u16::MAX;

    /// Of a list between bars.
    pub(crate) const fn of(list: &'static str) -> Self {
        let mut words = Self {
            list,
            bits: Bits::NONE,
            starts: [Self::NOWHERE; 64],
            shared: 0,
            others: Bits::NONE,
        };
        assert!(list.len() < Self::NOWHERE as usize);
        let mut start = 0;
        while start <= list.len() {
            let (hash, end) = word_at(list, start);
            words = words.with(hash, start);
            start = end + 1;
        }
        words
    }

    /// With a word of this hash that stands there.
    const fn with(mut self, hash: u32, start: usize) -> Self {
        let begins = (hash >> 26) as usize;
        self.bits = self.bits.with(hash);
        self.others = self.others.with(Self::other(hash));
        if self.starts[begins] == Self::NOWHERE {
            self.starts[begins] = start as u16;
        } else {
            self.shared |= 1 << begins;
        }
        self
    }

    /// A hash with other bits in front.
    const fn other(hash: u32) -> u32 {
        hash.rotate_left(13)
    }

    /// As it is written.
    pub(crate) const fn list(&self) -> &'static str {
        self.list
    }

    /// Whether a word that may be one of them is.
    #[inline(never)]
    fn has(&self, word: &str, hash: u32) -> bool {
        let begins = hash >> 26;
        let start = self.starts.get(begins as usize).copied();
        let list = self.list.get(start.map_or(0, usize::from)..);
        let list = list.unwrap_or_default();
        let first = list.strip_prefix(word).filter(|_| !word.is_empty());
        let shared = || self.shared >> begins & 1 != 0 && self.others.may_hold(Self::other(hash));
        first.is_some_and(|rest| rest.is_empty() || rest.starts_with('|'))
            || shared() && listed(list, word)
    }
}

/// The pieces of a list of short words: for those `str::split`, which is made for long texts, takes longer than they do.
pub(crate) fn pieces(list: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(list);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some(at) = text.bytes().position(|byte| byte == separator) else {
            return Some(text);
        };
        rest = text.get(at + 1..);
        text.get(..at)
    })
}

/// A list of words between bars: as it is written, or made ready where it is asked for often.
pub(crate) trait List: Copy {
    /// Whether a word of this hash is one of them.
    fn holds_hashed(self, word: &str, hash: u32) -> bool;

    /// Whether a word is one of them.
    fn holds(self, word: &str) -> bool;
}

/// One word by itself.
impl List for &str {
    fn holds_hashed(self, word: &str, _: u32) -> bool {
        self.holds(word)
    }

    fn holds(self, word: &str) -> bool {
        debug_assert!(!self.contains('|'), "a list is to be made ready: {self}");
        self == word
    }
}

impl List for &Words {
    fn holds_hashed(self, word: &str, hash: u32) -> bool {
        self.bits.may_hold(hash) && self.has(word, hash)
    }

    fn holds(self, word: &str) -> bool {
        self.holds_hashed(word, hash(word))
    }
}

/// Whether a list of words holds a word.
pub(crate) fn one_of(list: impl List, word: &str) -> bool {
    list.holds(word)
}

/// Whether a list of words between bars that is asked for too seldom to be made ready holds a word.
pub(crate) fn listed(list: &str, word: &str) -> bool {
    const BYTES: usize = 16;
    let (list, word) = (list.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else {
        return false;
    };
    let is_at = |at: usize| {
        let end = at + word.len();
        list.get(at..end) == Some(word) && matches!(list.get(end), None | Some(b'|'))
    };
    if is_at(0) {
        return true;
    }
    // The commonest question of all, so it is put to many bytes at a time, which the compiler does where there is no way out between
    // them: do the word's first two letters stand behind a bar? A word of one letter has a bar behind it.
    let second = word.get(1).unwrap_or(&b'|');
    let (bars, _) = list.as_chunks::<BYTES>();
    let (letters, _) = list.get(1..).unwrap_or_default().as_chunks::<BYTES>();
    let (seconds, _) = list.get(2..).unwrap_or_default().as_chunks::<BYTES>();
    let mut at = 1;
    for ((bars, letters), seconds) in bars.iter().zip(letters).zip(seconds) {
        let three = bars.iter().zip(letters).zip(seconds);
        let begins = three
            .map(|((bar, letter), then)| (*bar == b'|') & (letter == first) & (then == second));
        let any = begins.fold(false, |any, begins| any | begins);
        if any && (at..at + BYTES).any(|at| list.get(at - 1) == Some(&b'|') && is_at(at)) {
            return true;
        }
        at += BYTES;
    }
    (at..list.len()).any(|at| list.get(at - 1) == Some(&b'|') && is_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_of_a_list_where_it_is_one_of_its_pieces() {
        let words = [
            "",
            "a",
            "ab",
            "abcdefgh",
            "b",
            "bc",
            "abcdefghi",
            "é",
            "a b",
        ];
        for one in words {
            for two in words {
                for three in words {
                    let list = format!("{one}|{two}|{three}");
                    for word in words {
                        let is = !word.is_empty() && list.split('|').any(|piece| piece == word);
                        assert_eq!(listed(&list, word), is, "{word:?} {list:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn words_made_ready_hold_what_their_list_holds() {
        for list in ["", "a", "not|dont|never", "a||ab", "first_word|é|x2"] {
            let ready = Words::of(list);
            for word in pieces("a|ab|b|not|never|nev|dont|first_word|first|é|x2|x|", b'|') {
                let holds = (&ready).holds(word);
                assert_eq!(holds, listed(list, word), "{word:?} {list:?}");
            }
        }
    }
}
