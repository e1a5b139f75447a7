//! Combinations of classes made ready: which may hold by the classes that stand, and which do.

use super::book::Marks;
use super::clause::{Clause, denies, made};
use crate::attacks::{GISTS, Gist, SENSES, SUPPORT};
use crate::prose::{Prose, ones, pieces, set};
use std::ops::Range;
use std::sync::LazyLock;

/// A set of classes, a bit for each.
pub(crate) type Senses = u128;

/// Reasons that are about what some tools handle by trade.
const HANDLED: [&str; 4] = [
    "an order to hand over secrets",
    "an order to hand over the conversation",
    "data sent to an address of its own",
    "concealment from the user",
];

/// The classes that are no words: see [`Gist::parts`].
pub(super) const MADE: [&str; 5] = ["order", "param", "body", "called", "silenced"];

/// The bit of a class; none for a name that is no class.
pub(super) fn bit(name: &str) -> Senses {
    let named = SENSES.iter().map(|(name, _)| *name).chain(MADE);
    let at = named.into_iter().position(|other| other == name);
    debug_assert!(at.is_some(), "no class {name}");
    at.map_or(0, |at| 1 << at)
}

/// The bits of classes between bars.
pub(super) fn bits(names: &str) -> Senses {
    pieces(names, b'|').map(bit).fold(0, |all, bit| all | bit)
}

/// What stands somewhere: the classes that may, and whether any word denies.
pub(super) struct Stand {
    pub(super) classes: Senses,
    denies: bool,
}

impl Stand {
    /// Among these tokens, and what was said before them.
    pub(super) fn of(prose: &Prose, marks: &Marks, range: &Range<usize>, before: Senses) -> Self {
        let (words, denies) = (marks.senses(range.clone()), denies(prose, range));
        Self {
            classes: words | before | made(words, denies),
            denies,
        }
    }
}

/// What one part of a combination asks for.
#[derive(Clone, Copy, Default)]
struct Part {
    said: Senses,
    told: Senses,
    denied: Senses,
    barred: Senses,
    absent: Senses,
}

impl Part {
    fn of(text: &str) -> Self {
        let mut part = Self::default();
        for name in pieces(text, b'|') {
            let (set, name) = match name.split_at_checked(1) {
                Some(("-", name)) => (&mut part.denied, name),
                Some(("^", name)) => (&mut part.barred, name),
                Some(("!", name)) => (&mut part.told, name),
                Some(("~", name)) => (&mut part.absent, name),
                _ => (&mut part.said, name),
            };
            *set |= bit(name);
        }
        part
    }

    /// The classes of which one stands wherever it holds.
    fn asks(&self) -> Senses {
        if self.absent != 0 {
            return Senses::MAX;
        }
        self.said | self.told | self.denied | self.barred
    }

    /// Whether it may hold where no other classes stand.
    fn may_hold(&self, stand: &Stand) -> bool {
        let denied = if stand.denies {
            self.denied | self.barred
        } else {
            0
        };
        self.absent != 0 || (self.said | self.told | denied) & stand.classes != 0
    }

    fn holds(&self, clause: &Clause) -> bool {
        if self.absent != 0 {
            return (clause.said | clause.denied) & self.absent == 0;
        }
        clause.said & self.said != 0
            || clause.told & self.told != 0
            || clause.barred & self.barred != 0
            || clause.denied & self.denied != 0
    }
}

/// One combination made ready.
pub(super) struct Row {
    pub(super) gist: &'static Gist,
    parts: Vec<Part>,
    pub(super) supports: bool,
    /// Whether it speaks of what may be handed over.
    pub(super) handles: bool,
}

impl Row {
    /// Whether it may hold where no other classes stand.
    pub(super) fn may_hold(&self, stand: &Stand) -> bool {
        self.parts.iter().all(|part| part.may_hold(stand))
    }

    /// Whether it does.
    pub(super) fn holds(&self, clause: &Clause) -> bool {
        self.parts.iter().all(|part| part.holds(clause))
    }
}

/// Every combination.
pub(super) static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = |gists: &'static [Gist], supports| {
        gists.iter().map(move |gist| Row {
            gist,
            parts: gist.parts.iter().map(|part| Part::of(part)).collect(),
            supports,
            handles: HANDLED.contains(&gist.what),
        })
    };
    rows(GISTS, false).chain(rows(SUPPORT, true)).collect()
});

/// A bit for each combination.
type Rows = [u64; (GISTS.len() + SUPPORT.len()).div_ceil(64)];

/// For each class the combinations whose part that asks for the fewest classes asks for it: most are passed over by that alone.
static ASKING: LazyLock<Vec<Rows>> = LazyLock::new(|| {
    let mut asking = vec![Rows::default(); Senses::BITS as usize];
    for (i, row) in ROWS.iter().enumerate() {
        let asks = row.parts.iter().map(Part::asks);
        let fewest = asks.min_by_key(|asks| asks.count_ones());
        for class in ones(fewest.unwrap_or(Senses::MAX)) {
            asking
                .get_mut(class)
                .into_iter()
                .for_each(|rows| set(rows, i));
        }
    }
    asking
});

/// The combinations of which a class that stands is asked for.
pub(super) fn asking(classes: Senses) -> impl Iterator<Item = &'static Row> {
    let rows = ones(classes).filter_map(|class| ASKING.get(class));
    let mut all = Rows::default();
    for rows in rows {
        all.iter_mut()
            .zip(rows)
            .for_each(|(all, rows)| *all |= rows);
    }
    let each = (0..).step_by(64).zip(all);
    let each = each.flat_map(|(first, bits)| ones(bits.into()).map(move |bit| first + bit));
    each.filter_map(|row| ROWS.get(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_classes() {
        let parts = ROWS.iter().flat_map(|row| row.gist.parts);
        for name in parts.flat_map(|part| pieces(part, b'|')) {
            assert_ne!(
                bit(name.trim_start_matches(['!', '-', '^', '~'])),
                0,
                "{name}"
            );
        }
        assert!(SENSES.len() + MADE.len() <= Senses::BITS as usize);
    }
}
