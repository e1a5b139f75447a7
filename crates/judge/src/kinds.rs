//! What a rule of [`table`] is made of, and which of its lists a word is in. Lists are words or phrases between bars.

use crate::Capability;
use crate::prose::pieces;
use crate::setting::Setting;
use std::collections::HashMap;
use std::sync::LazyLock;

mod table;

pub(crate) use table::RULES;

/// A kind of deed.
pub(crate) struct Rule {
    /// What it is.
    pub(crate) capability: Capability,
    /// Whether only changing tools have it.
    pub(crate) changes: bool,
    /// Verbs to which it is limited; empty: any.
    pub(crate) verbs: &'static str,
    /// Verbs that say it all, whatever the object.
    pub(crate) telling: &'static str,
    /// Objects that are of this kind everywhere.
    pub(crate) objects: &'static str,
    /// Two words that are such an object together.
    pub(crate) pairs: &'static str,
    /// Objects that are of this kind unless the server, or the description, is about one of `not_in`.
    pub(crate) loose: &'static str,
    /// Settings in which the loose objects are something else.
    pub(crate) not_in: &'static [Setting],
    /// The setting in which the words of `maybe` are of this kind too.
    pub(crate) within: Option<Setting>,
    /// Objects that are of this kind only within the setting.
    pub(crate) maybe: &'static str,
    /// Verbs that say it all within the setting.
    pub(crate) maybe_telling: &'static str,
    /// Whether a verb without an object is of this kind within the setting.
    pub(crate) bare: bool,
    /// Whether every change within the setting is of this kind.
    pub(crate) always: bool,
    /// Words of an object that make it something else.
    pub(crate) unless: &'static str,
    /// Phrases of the description's first words that say it.
    pub(crate) says: &'static str,
    /// Phrases that say it unless the server is known to be about something else.
    pub(crate) maybe_says: &'static str,
}

/// A row of which nothing is said.
const NOTHING: Rule = Rule {
    capability: Capability::MessageSend,
    changes: true,
    verbs: "",
    telling: "",
    objects: "",
    pairs: "",
    loose: "",
    not_in: &[],
    within: None,
    maybe: "",
    maybe_telling: "",
    bare: false,
    always: false,
    unless: "",
    says: "",
    maybe_says: "",
};

/// A list of words of a rule.
#[derive(Clone, Copy)]
pub(crate) enum List {
    Verbs,
    Telling,
    Objects,
    Loose,
    Maybe,
    MaybeTelling,
    Unless,
    /// The second word of a pair.
    Second,
}

impl List {
    const ALL: [Self; 8] = [
        Self::Verbs,
        Self::Telling,
        Self::Objects,
        Self::Loose,
        Self::Maybe,
        Self::MaybeTelling,
        Self::Unless,
        Self::Second,
    ];

    fn of(self, rule: &Rule) -> &'static str {
        match self {
            Self::Verbs => rule.verbs,
            Self::Telling => rule.telling,
            Self::Objects => rule.objects,
            Self::Loose => rule.loose,
            Self::Maybe => rule.maybe,
            Self::MaybeTelling => rule.maybe_telling,
            Self::Unless => rule.unless,
            Self::Second => rule.pairs,
        }
    }
}

/// The lists that a word is in: a bit for each rule in each kind of list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lists([u64; List::ALL.len()]);

const _: () = assert!(RULES.len() <= u64::BITS as usize, "a bit for each rule");

impl Lists {
    /// The lists that a word is in.
    pub(crate) fn of(word: &str) -> Self {
        WORDS.get(word).copied().unwrap_or_default()
    }

    /// The lists that any of some words is in.
    pub(crate) fn of_any<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        words.into_iter().fold(Self::default(), |mut all, word| {
            let one = Self::of(word);
            all.0
                .iter_mut()
                .zip(one.0)
                .for_each(|(all, one)| *all |= one);
            all
        })
    }

    /// Whether a list of the rule with this number is among them.
    pub(crate) fn has(self, rule: usize, list: List) -> bool {
        self.0
            .get(list as usize)
            .is_some_and(|bits| bits >> rule & 1 == 1)
    }
}

/// Every word of the table with its lists, so that one look-up answers for all rules.
static WORDS: LazyLock<HashMap<&'static str, Lists>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Lists> = HashMap::new();
    for (number, rule) in RULES.iter().enumerate() {
        for list in List::ALL {
            for entry in pieces(list.of(rule), b'|').filter(|entry| !entry.is_empty()) {
                let word = entry.rsplit(' ').next().unwrap_or(entry);
                if let Some(bits) = words.entry(word).or_default().0.get_mut(list as usize) {
                    *bits |= 1 << number;
                }
            }
        }
    }
    words
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_says_what_the_table_says() {
        for (number, rule) in RULES.iter().enumerate() {
            for list in List::ALL {
                for entry in pieces(list.of(rule), b'|').filter(|entry| !entry.is_empty()) {
                    let word = entry.rsplit(' ').next().unwrap_or(entry);
                    assert!(Lists::of(word).has(number, list), "{word}");
                    assert!(entry.is_ascii() && entry == entry.to_lowercase(), "{entry}");
                }
            }
        }
        assert_eq!(Lists::of("banana"), Lists::default());
    }
}
