//! Lists of words and phrases, written between bars: data that a person can read, and what makes it quick to go by.

use super::{Prose, hash, mixed, taken};

/// Phrases made ready to be looked for: in what a text may have no other is tried.
pub(crate) struct Phrases(Vec<(u32, &'static str)>);

impl Phrases {
    /// Of a list between bars. A phrase may be several with a plus between them.
    pub(crate) fn of(list: &'static str) -> Self {
        let phrases = pieces(list, b'|').filter(|phrase| !phrase.is_empty());
        let first = |phrase: &str| hash(phrase.split([' ', '+']).next().unwrap_or_default());
        Self(phrases.map(|phrase| (first(phrase), phrase)).collect())
    }

    /// The phrases whose first word may stand in a text, in the order of the list.
    pub(crate) fn within<'p>(&'p self, text: &'p Prose) -> impl Iterator<Item = &'static str> + 'p {
        let may = self.0.iter().filter(|(hash, _)| text.may_have(*hash));
        may.map(|(_, phrase)| *phrase)
    }

    /// Where the first of the phrases that the first words of a text affirm stands.
    pub(crate) fn affirmed(&self, text: &Prose, reach: usize) -> Option<usize> {
        self.within(text)
            .find_map(|phrase| text.affirms(phrase, reach))
    }
}

/// A list of words between bars, made ready by the compiler: most words that are none of them are known by their hash.
pub(crate) struct Words {
    list: &'static str,
    bits: [u64; Self::BITS],
}

impl Words {
    /// Words of bits: a word of another text is taken for one of twenty once in twenty-five times.
    const BITS: usize = 8;

    /// Of a list between bars.
    pub(crate) const fn of(list: &'static str) -> Self {
        let mut bits = [0; Self::BITS];
        let (mut rest, mut state) = (list.as_bytes(), 0);
        loop {
            match rest {
                [byte, after @ ..] if *byte != b'|' => {
                    state = taken(state, *byte);
                    rest = after;
                }
                ended => {
                    let (at, bit) = Self::bit(mixed(state));
                    bits[at] |= bit;
                    let [_, after @ ..] = ended else { break };
                    (rest, state) = (after, 0);
                }
            }
        }
        Self { list, bits }
    }

    /// Whether a word of this hash is one of them.
    pub(super) fn hold(&self, word: &str, hash: u32) -> bool {
        let (at, bit) = Self::bit(hash);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0) && one_of(self.list, word)
    }

    /// The bit that stands for a hash.
    const fn bit(hash: u32) -> (usize, u64) {
        (hash as usize % Self::BITS, 1 << (hash >> 26))
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

/// The hash of the first word of a phrase, or of a list of phrases between bars; and its length.
pub(super) fn hash_first(list: &[u8]) -> (u32, usize) {
    let (mut state, mut length) = (0, 0);
    for byte in list.iter().take_while(|byte| !matches!(byte, b' ' | b'|')) {
        state = taken(state, *byte);
        length += 1;
    }
    (mixed(state), length)
}

/// Whether a list of words between bars holds a word.
pub(crate) fn one_of(list: &str, word: &str) -> bool {
    const BYTES: usize = size_of::<u64>();
    let (list, word) = (list.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else {
        return false;
    };
    let is_at = |at: usize| {
        let end = at + word.len();
        list.get(at..end) == Some(word) && matches!(list.get(end), None | Some(b'|'))
    };
    // The commonest question of all, so it is put to eight bytes at a time: which of them is the word's first letter behind a bar?
    let mut behind_bar = HIGH & 0xff;
    let (chunks, rest) = list.as_chunks::<BYTES>();
    let mut last = [0; BYTES];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    for (i, chunk) in chunks.iter().chain([&last]).enumerate() {
        let bytes = u64::from_le_bytes(*chunk);
        let bars = equal(bytes, b'|');
        let mut begins = equal(bytes, *first) & (bars << 8 | behind_bar);
        behind_bar = bars >> (u64::BITS - 8);
        while begins != 0 {
            if is_at(i * BYTES + begins.trailing_zeros() as usize / 8) {
                return true;
            }
            begins &= begins - 1;
        }
    }
    false
}

/// The highest bit of each byte.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The highest bit of each byte that is this one.
const fn equal(bytes: u64, byte: u8) -> u64 {
    let differ = bytes ^ u64::from_le_bytes([byte; 8]);
    !(((differ & !HIGH) + !HIGH) | differ) & HIGH
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
                        assert_eq!(one_of(&list, word), is, "{word:?} {list:?}");
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
                let holds = ready.hold(word, hash(word));
                assert_eq!(holds, one_of(list, word), "{word:?} {list:?}");
            }
        }
    }
}
