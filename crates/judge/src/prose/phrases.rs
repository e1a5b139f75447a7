//! Lists of phrases, written between bars: data that a person can read, and what makes it quick to go by. Those of words: [`super::words`].

use super::bits::Bits;
use super::{Prose, Words, hash, mixed, pieces, taken};

/// Phrases that a text may say: between bars as they are written, or made ready where they are asked for often.
pub(crate) trait Said: Copy {
    /// Whether any of them stands anywhere in a text that has words.
    fn is_in(self, text: &Prose) -> bool;
}

impl Said for &Words {
    fn is_in(self, text: &Prose) -> bool {
        self.list().is_in(text)
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
        let spaced = |phrase: &str| phrase.trim() != phrase || phrase.contains("  ");
        debug_assert!(!all.iter().any(|(_, phrase)| spaced(phrase)), "{all:?}");
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LISTS: [&str; 4] = ["a|b c", "b|c a b|b c", "", "c+a|a b"];

    proptest! {
        #[test]
        fn phrases_stand_where_a_slow_look_finds_them(text in "([abc] ){0,12}", reach in 0..14_usize) {
            let text = Prose::of(&text);
            let found = Phrases::of_each(LISTS).standing(&text, reach);
            let found: Vec<_> = found.iter().map(|one| (one.list, one.phrase, one.at)).collect();
            let each = LISTS.iter().enumerate().flat_map(|(list, phrases)| {
                let phrases = phrases.split('|').filter(|phrase| !phrase.is_empty());
                phrases.map(move |phrase| (list, phrase))
            });
            let slow: Vec<_> = each
                .flat_map(|(list, phrase)| {
                    let places = 0..text.tokens.len().min(reach);
                    let stands = places.filter(|at| text.is_at(first(phrase), *at));
                    stands.map(move |at| (list, phrase, at)).collect::<Vec<_>>()
                })
                .collect();
            prop_assert_eq!(found, slow);
        }
    }

    #[test]
    fn the_first_that_is_affirmed_counts_for_each_list() {
        let phrases = Phrases::of_each(["sends mail|mail", "deletes"]);
        let text = Prose::of("Never deletes. Sends mail, and mail goes out.");
        assert_eq!(phrases.each_affirmed(&text, 20), [(0, 2)]);
        assert_eq!(phrases.affirmed(&text, 20), Some(2));
        assert_eq!(phrases.affirmed(&text, 2), None);
    }
}
