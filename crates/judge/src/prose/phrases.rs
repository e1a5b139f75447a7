//! Lists of words and phrases, written between bars: data that a person can read, and what makes it quick to go by.

use super::bits::{Bits, word_at};
use super::{Prose, hash, mixed, taken};

/// Phrases that a text may say: between bars as they are written, or made ready where they are asked for often.
pub(crate) trait Said: Copy {
    /// Whether any of them stands anywhere in a text that has words.
    fn is_in(self, text: &Prose) -> bool;
}

impl Said for &Words {
    fn is_in(self, text: &Prose) -> bool {
        self.list.is_in(text)
    }
}

/// Phrases made ready by the compiler, each with the hash of its first word.
pub(crate) type Ready = &'static [(u32, &'static str)];

impl Said for Ready {
    fn is_in(self, text: &Prose) -> bool {
        let stands =
            |(hash, phrase): &(u32, &str)| text.may_have(*hash) && text.stands(*hash, phrase);
        self.iter().any(stands)
    }
}

impl Said for &str {
    fn is_in(self, text: &Prose) -> bool {
        pieces(self, b'|').any(|phrase| text.stands(hash_first(phrase.as_bytes()), phrase))
    }
}

/// Phrases between bars, made ready where they are asked for.
macro_rules! phrases {
    ($list:literal) => {{
        const COUNT: usize = crate::prose::count($list);
        const READY: [(u32, &str); COUNT] = crate::prose::ready($list);
        &READY as crate::prose::Ready
    }};
}

pub(crate) use phrases;

/// How many phrases are in a list between bars.
pub(crate) const fn count(list: &str) -> usize {
    let (mut rest, mut count) = (list.as_bytes(), 1);
    while let [byte, after @ ..] = rest {
        if *byte == b'|' {
            count += 1;
        }
        rest = after;
    }
    count
}

/// The phrases of a list between bars, as many as it has, each with the hash of its first word.
pub(crate) const fn ready<const COUNT: usize>(list: &'static str) -> [(u32, &'static str); COUNT] {
    let mut all = [(0, ""); COUNT];
    let (mut rest, mut at) = (list, 0);
    while at < COUNT {
        let mut end = 0;
        while end < rest.len() && rest.as_bytes()[end] != b'|' {
            end += 1;
        }
        let (phrase, after) = rest.split_at(end);
        all[at] = (hash_first(phrase.as_bytes()), phrase);
        rest = if after.is_empty() {
            after
        } else {
            after.split_at(1).1
        };
        at += 1;
    }
    all
}

/// Phrases of one list or of several, made ready to be looked for together: one look at each word of a text.
pub(crate) struct Phrases {
    /// In the order of the lists, each with the number of its own.
    all: Vec<(usize, &'static str)>,
    /// The hashes that they begin with in order, each with the place of its phrase.
    places: Vec<(u32, u16)>,
    /// Where those start that begin with each byte, and where the last end.
    starts: Vec<u16>,
    /// Bits that say which of them may be there.
    bits: Bits<64>,
    /// Whether any has more words than one.
    long: bool,
}

/// A phrase that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    /// The number of its list.
    pub(crate) list: usize,
    /// Its place among all.
    place: u16,
    /// Where it begins.
    pub(crate) at: usize,
    pub(crate) phrase: &'static str,
}

impl Phrases {
    /// Of a list between bars. A phrase may be several with a plus between them, of which the first is looked for.
    pub(crate) fn of(list: &'static str) -> Self {
        Self::of_each([list])
    }

    /// Of several lists, each known by its number.
    pub(crate) fn of_each(lists: impl IntoIterator<Item = &'static str>) -> Self {
        let lists = lists.into_iter().enumerate();
        let each =
            lists.flat_map(|(list, text)| pieces(text, b'|').map(move |phrase| (list, phrase)));
        let all: Vec<_> = each.filter(|(_, phrase)| !phrase.is_empty()).collect();
        let hashes = all.iter().map(|(_, phrase)| begins(first(phrase)).0);
        let mut places: Vec<_> = hashes.zip(0..).collect();
        places.sort_unstable();
        let starts = (0..=256_u64).map(|byte| {
            let before = places.partition_point(|(hash, _)| u64::from(*hash) < byte << 24);
            u16::try_from(before).unwrap_or(u16::MAX)
        });
        let bits = places
            .iter()
            .fold(Bits::NONE, |bits, (hash, _)| bits.with(*hash));
        Self {
            starts: starts.collect(),
            long: all.iter().any(|(_, phrase)| phrase.contains(' ')),
            bits,
            places,
            all,
        }
    }

    /// Those that begin among the first words of a text, in the order of the lists.
    pub(crate) fn standing(&self, text: &Prose, reach: usize) -> Vec<Standing> {
        let mut found = Vec::new();
        let hashes = text.hashes.get(..reach).unwrap_or(&text.hashes);
        for (at, hash) in hashes.iter().enumerate() {
            if self.bits.may_hold(*hash) {
                found.extend(self.stand_at(text, at, *hash));
            }
        }
        if self.long {
            let next = text.hashes.iter().skip(1);
            for (at, (hash, next)) in hashes.iter().zip(next).enumerate() {
                let hash = both(*hash, *next);
                if self.bits.may_hold(hash) {
                    found.extend(self.stand_at(text, at, hash));
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// Those of a hash that stand at a token.
    fn stand_at(&self, text: &Prose, at: usize, hash: u32) -> impl Iterator<Item = Standing> {
        let same = self.of_byte(hash >> 24).iter();
        let same = same.filter(move |(other, _)| *other == hash);
        same.filter_map(move |(_, place)| {
            let (list, phrase) = *self.all.get(usize::from(*place))?;
            let standing = Standing {
                list,
                place: *place,
                at,
                phrase,
            };
            text.is_at(first(phrase), at).then_some(standing)
        })
    }

    /// Those whose hash begins with a byte.
    fn of_byte(&self, byte: u32) -> &[(u32, u16)] {
        let range = match self.starts.get(byte as usize..byte as usize + 2) {
            Some([start, end]) => usize::from(*start)..usize::from(*end),
            _ => 0..0,
        };
        self.places.get(range).unwrap_or_default()
    }

    /// The first that `find` finds of each list that it finds any of, with the list's number.
    pub(crate) fn first_of_each<T>(
        &self,
        text: &Prose,
        reach: usize,
        find: impl Fn(Standing) -> Option<T>,
    ) -> Vec<(usize, T)> {
        let mut found: Vec<(usize, T)> = Vec::new();
        for standing in self.standing(text, reach) {
            if found.last().is_none_or(|(list, _)| *list != standing.list) {
                found.extend(find(standing).map(|new| (standing.list, new)));
            }
        }
        found
    }

    /// Where the first of those that the first words of a text affirm stands.
    pub(crate) fn affirmed(&self, text: &Prose, reach: usize) -> Option<usize> {
        let standing = self.standing(text, reach).into_iter();
        standing
            .map(|standing| standing.at)
            .find(|at| !text.set_aside(*at))
    }

    /// The same of each list, with its number.
    pub(crate) fn each_affirmed(&self, text: &Prose, reach: usize) -> Vec<(usize, usize)> {
        self.first_of_each(text, reach, |Standing { at, .. }| {
            (!text.set_aside(at)).then_some(at)
        })
    }
}

/// What a phrase is found by: the hash of its one word, or that of its first two; and how many words it has.
pub(crate) fn begins(phrase: &str) -> (u32, u16) {
    let mut words = pieces(phrase, b' ');
    let first = hash(words.next().unwrap_or_default());
    words.next().map_or((first, 1), |second| {
        let words = 2 + u16::try_from(words.count()).unwrap_or(u16::MAX - 2);
        (both(first, hash(second)), words)
    })
}

/// What two words in a row are found by.
pub(crate) const fn both(first: u32, second: u32) -> u32 {
    (first.rotate_left(7) ^ second).wrapping_mul(0x9e37_79b1)
}

/// The first of several phrases with a plus between them.
fn first(phrase: &str) -> &str {
    phrase.split('+').next().unwrap_or_default()
}

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

/// The hash of the first word of a phrase.
pub(crate) const fn hash_first(phrase: &[u8]) -> u32 {
    let (mut state, mut rest) = (0, phrase);
    while let [byte, after @ ..] = rest {
        if *byte == b' ' {
            break;
        }
        state = taken(state, *byte);
        rest = after;
    }
    mixed(state)
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
