//! Whether an engine that tries again can need exponential time for an expression.
//!
//! It can where the same text can be read in two ways within one repetition without an end: then each more of it doubles the
//! ways to try. Each repetition that stands in no other is read as an automaton whose states are its letters (Glushkov's).
//! All of its states reach each other, so that two ways are found as soon as one step exists twice, or two steps over the
//! same letter lead apart and come together again. What is not known (assertions, references, properties of letters) is taken
//! to meet nothing, so that no honest pattern is blamed. Source: Weber and Seidl 1991, criterion EDA.

use super::grammar::{Node, Set};

/// States of one automaton.
const STATES: usize = 128;

/// Steps of all automata together.
const STEPS: usize = 4_000_000;

/// States as bits.
type States = u128;

/// What is left to spend.
#[derive(Debug)]
pub(super) struct Work(usize);

impl Default for Work {
    fn default() -> Self {
        Self(STEPS)
    }
}

/// Whether it can; `None` where it is larger than is looked at.
pub(super) fn ambiguous(node: &Node, work: &mut Work) -> Option<bool> {
    match node {
        Node::Set(_) | Node::Assertion(None) => Some(false),
        Node::Assertion(Some(inner)) => ambiguous(inner, work),
        Node::All(nodes) | Node::Any(nodes) => any(nodes, work),
        Node::Repeat(inner, _, None) if !asserts(inner) => {
            let mut automaton = Automaton::default();
            let ends = automaton.add(inner)?;
            automaton.join(ends.last, ends.first);
            automaton.two_ways(work)
        }
        Node::Repeat(inner, _, _) => ambiguous(inner, work),
    }
}

fn any(nodes: &[Node], work: &mut Work) -> Option<bool> {
    let mut all_known = true;
    for node in nodes {
        match ambiguous(node, work) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(false)
}

fn asserts(node: &Node) -> bool {
    match node {
        Node::Set(_) => false,
        Node::Assertion(_) => true,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(asserts),
        Node::Repeat(inner, _, _) => asserts(inner),
    }
}

/// The states in which a part can begin and end, and whether it can take nothing.
#[derive(Clone, Copy)]
struct Ends {
    first: States,
    last: States,
    empty: bool,
}

const NOTHING: Ends = Ends {
    first: 0,
    last: 0,
    empty: true,
};

#[derive(Default)]
struct Automaton<'a> {
    letters: Vec<&'a Set>,
    follows: Vec<States>,
    /// Whether some step exists twice.
    twice: bool,
}

impl<'a> Automaton<'a> {
    /// Adds a part; `None` where there is no room.
    fn add(&mut self, node: &'a Node) -> Option<Ends> {
        match node {
            Node::Set(set) => {
                if self.letters.len() >= STATES {
                    return None;
                }
                let state = 1 << self.letters.len();
                self.letters.push(set);
                self.follows.push(0);
                Some(Ends {
                    first: state,
                    last: state,
                    empty: false,
                })
            }
            Node::Assertion(_) => Some(NOTHING),
            Node::All(nodes) => {
                let mut whole = NOTHING;
                for node in nodes {
                    let part = self.add(node)?;
                    whole = self.then(whole, part);
                }
                Some(whole)
            }
            Node::Any(nodes) => {
                let mut whole = Ends {
                    empty: false,
                    ..NOTHING
                };
                for node in nodes {
                    let part = self.add(node)?;
                    whole.first |= part.first;
                    whole.last |= part.last;
                    whole.empty |= part.empty;
                }
                Some(whole)
            }
            Node::Repeat(inner, least, most) => self.repeat(inner, *least, *most),
        }
    }

    /// As many copies as must be, then a loop, or as many as may be.
    fn repeat(&mut self, inner: &'a Node, least: u32, most: Option<u32>) -> Option<Ends> {
        let Some(most) = most else {
            let mut whole = NOTHING;
            for _ in 1..least {
                let Some(part) = self.copy(inner)? else {
                    return Some(NOTHING);
                };
                whole = self.then(whole, part);
            }
            let mut part = self.add(inner)?;
            self.join(part.last, part.first);
            part.empty |= least == 0;
            return Some(self.then(whole, part));
        };
        let mut parts = Vec::new();
        for _ in 0..most {
            let Some(part) = self.copy(inner)? else {
                return Some(NOTHING);
            };
            parts.push(part);
        }
        let must = usize::try_from(least).unwrap_or(usize::MAX);
        let mut whole = NOTHING;
        // Copies that may be left out stand in each other, so that each number of them is read in one way.
        for (at, part) in parts.into_iter().enumerate().rev() {
            whole = self.then(part, whole);
            whole.empty |= at >= must;
        }
        Some(whole)
    }

    /// One copy of many; none of a part that adds no state, which would be copied for ever.
    fn copy(&mut self, inner: &'a Node) -> Option<Option<Ends>> {
        let before = self.letters.len();
        let ends = self.add(inner)?;
        Some((self.letters.len() > before).then_some(ends))
    }

    fn then(&mut self, one: Ends, two: Ends) -> Ends {
        self.join(one.last, two.first);
        Ends {
            first: one.first | if one.empty { two.first } else { 0 },
            last: two.last | if two.empty { one.last } else { 0 },
            empty: one.empty && two.empty,
        }
    }

    /// Steps from each of these states to each of those.
    fn join(&mut self, from: States, to: States) {
        for (state, follows) in self.follows.iter_mut().enumerate() {
            if from >> state & 1 == 1 {
                self.twice |= *follows & to != 0;
                *follows |= to;
            }
        }
    }

    /// Whether the same text leads from one state to one state in two ways.
    fn two_ways(&self, work: &mut Work) -> Option<bool> {
        if self.twice {
            return Some(true);
        }
        let meets = self.meets(work)?;
        let follows = |state: usize| self.follows.get(state).copied().unwrap_or(0);
        let mut seen: Vec<States> = vec![0; self.letters.len()];
        let mut todo: Vec<(usize, usize)> = Vec::new();
        // Two different states that the same letter leads to: from one state at first, then from two.
        let mut apart = |from: States, or: States, todo: &mut Vec<(usize, usize)>| {
            for one in bits(from) {
                work.0 = work.0.checked_sub(1)?;
                let others = meets.get(one).copied().unwrap_or(0) & or;
                let seen = seen.get_mut(one)?;
                let new = others & !(1 << one) & !*seen;
                *seen |= new;
                todo.extend(bits(new).map(|two| (one, two)));
            }
            Some(())
        };
        for state in 0..self.letters.len() {
            apart(follows(state), follows(state), &mut todo)?;
        }
        while let Some((one, two)) = todo.pop() {
            let (from, or) = (follows(one), follows(two));
            // Both may step to the same state.
            let together = bits(from & or).any(|state| {
                meets
                    .get(state)
                    .is_some_and(|meets| meets >> state & 1 == 1)
            });
            if together {
                return Some(true);
            }
            apart(from, or, &mut todo)?;
        }
        Some(false)
    }

    /// For each state, those whose letters it shares.
    fn meets(&self, work: &mut Work) -> Option<Vec<States>> {
        let mut meets: Vec<States> = vec![0; self.letters.len()];
        for (one, letters) in self.letters.iter().enumerate() {
            for (two, others) in self.letters.iter().enumerate().take(one + 1) {
                work.0 = work.0.checked_sub(1 + letters.ranges() + others.ranges())?;
                if letters.meets(others) {
                    if let Some(meets) = meets.get_mut(one) {
                        *meets |= 1 << two;
                    }
                    if let Some(meets) = meets.get_mut(two) {
                        *meets |= 1 << one;
                    }
                }
            }
        }
        Some(meets)
    }
}

/// The states in a set, in order.
fn bits(mut states: States) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = usize::try_from(states.trailing_zeros()).ok()?;
        (states != 0).then(|| {
            states &= states - 1;
            next
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::patterns::grammar::read;

    fn judge(pattern: &str) -> Option<bool> {
        ambiguous(&read(pattern).expect(pattern), &mut Work::default())
    }

    #[test]
    fn what_repeats_what_repeats_itself_is_found() {
        for bad in [
            "^(a+)+$",
            "(a*)*",
            "(.*)*",
            "(a|a)*",
            "(a|ab|b)*",
            "(\\w+\\s?)*",
            "([a-zA-Z]+)*",
            "^(([a-z])+.)+[A-Z]([a-z])+$",
            "(?:a{1,3})+",
            "(a?b?)*",
            "((a+)b?)+",
            "(x+x+)+y",
            "(?=(a+)+$)a",
            "(a+){2,}",
            "(\\d+|[0-9a-f])+",
            "^(?:.*,)*$",
            "(\\p{L}+)*",
            "^(a+)*(?!b)$",
            "([^a]|[^b])+",
        ] {
            assert_eq!(judge(bad), Some(true), "{bad}");
        }
    }

    #[test]
    fn what_can_be_read_in_one_way_is_honest() {
        for good in [
            "",
            "a+",
            "^[a-z]+(-[a-z]+)*$",
            "(ab|cd)*",
            "(a|b)*",
            "^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$",
            "^(\\d{4})*$",
            "(a+b)*",
            "([^,]*,)*",
            "(\\s*\\d)*",
            "^(?!\\s*$).+",
            "(a*)b(a*)",
            "^([+-]?\\d+,)*[+-]?\\d+$",
            "(a+)?",
            "(?:\\b\\w+\\b\\W*)*",
            "^#([0-9a-f]{3}){1,2}$",
            "(a?)*",
            "(\\p{L}|\\d)*",
            "(\"[^\"]*\"|[^\",]+)(,(\"[^\"]*\"|[^\",]+))*",
        ] {
            assert_eq!(judge(good), Some(false), "{good}");
        }
    }

    #[test]
    fn what_is_too_large_is_not_known() {
        assert_eq!(judge("([ab]{100}[ac]{100})*"), None);
        assert_eq!(judge("(){4000000000}"), Some(false));
        assert_eq!(judge("((){4000000000}|a)*"), Some(false));
        assert_eq!(judge("(a{4000000000})*"), None);
        let long = format!("({}x)*", ".?".repeat(120));
        assert_eq!(judge(&long), Some(true));
    }
}
