//! What a text says of its tool, told from what it denies and from what it only gives as an example.

use crate::prose::{Prose, Ready, Words, one_of, phrases, words};

/// Words that deny what follows, and how far they reach.
static DENIALS: Words = Words::of(
    "not|no|never|without|cannot|cant|dont|doesnt|wont|isnt|arent|nor|neither|avoid|unlike|instead|rather|before|unless|non|refuse|refuses|refused|declines",
);
const DENIES: usize = 5;
/// Phrases after which an example stands, and how far they reach.
const EXAMPLES: Ready = phrases!("e g|eg|for example|for instance|such as|example|examples");
const EXAMPLE: usize = 4;

impl Prose {
    /// Where a phrase is said of the tool itself: not where it is denied, made an example of or told as what others do.
    pub(crate) fn affirms(&self, phrase: &str, end: usize) -> Option<usize> {
        let mut from = 0;
        while let Some(at) = self.find(phrase, from, end) {
            if !self.set_aside(at) {
                return Some(at);
            }
            from = at + 1;
        }
        None
    }

    /// Whether the few words before a place in its sentence deny what follows, or make it an example.
    pub(crate) fn set_aside(&self, at: usize) -> bool {
        let start = self.sentence_of(at).start.max(at.saturating_sub(DENIES));
        // `Not only` denies nothing.
        let denies = |i: &usize| {
            self.is_one(&DENIALS, *i) && !one_of(words!("only|just|merely"), self.word(i + 1))
        };
        let denied = (start..at).any(|i| denies(&i));
        // `e.g.` ends a sentence by its full stop: what follows it is looked for across that.
        let example = (at.saturating_sub(EXAMPLE)..at).any(|i| self.any_at(EXAMPLES, i));
        denied || example
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denials_and_examples_are_set_aside() {
        for (text, want) in [
            ("It overwrites the file", true),
            ("It never overwrites a file", false),
            ("Does not create, and overwrites nothing", false),
            ("Not only lists but overwrites", true),
            ("Refuses to overwrite, or overwrites", false),
            ("Not for beginners. It overwrites the file", true),
            ("For example, it overwrites the file", false),
            ("Harmful acts (e.g. one that overwrites)", false),
            ("Never touches notes. Later it overwrites the file", true),
            ("It never overwrites notes; it overwrites files", true),
        ] {
            let prose = Prose::of(text);
            assert_eq!(
                prose.affirms("overwrites", prose.tokens.len()).is_some(),
                want,
                "{text}"
            );
        }
    }
}
