//! One pass over a text that says what is worth a closer look: most texts have nothing of it.

use crate::markup::MARKED;
use crate::prose::{Prose, pieces};
use crate::scan::Scan;
use crate::{text, tongues, veil};
use std::sync::LazyLock;

/// What may stand in a text, a bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glance(u8);

impl Glance {
    /// A piece of an order that stands in several texts.
    pub(crate) const PIECE: Self = Self(1);
    /// A word of another language.
    pub(crate) const FOREIGN: Self = Self(1 << 1);
    /// A mark: see [`crate::markup`].
    pub(crate) const MARK: Self = Self(1 << 2);
    /// The name of an encoding, or what stands in one: see [`crate::veil`].
    pub(crate) const VEIL: Self = Self(1 << 3);

    /// What a text has.
    pub(crate) fn at(text: &str) -> Self {
        let (scan, glances) = &*SCAN;
        let mut all = 0;
        scan.numbers(text, |number| {
            all |= glances.get(number).map_or(0, |glance| glance.0);
        });
        Self(all)
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// All that is looked for, and what each piece of text stands for.
static SCAN: LazyLock<(Scan, Vec<Glance>)> = LazyLock::new(|| {
    let marks = MARKED.iter().copied().flatten().copied();
    let cores = text::CORE.iter().map(|core| (*core, Glance::PIECE));
    let all = cores
        .chain(pieces(tongues::LATIN, b'|').map(|word| (word, Glance::FOREIGN)))
        .chain(marks.map(|mark| (mark, Glance::MARK)))
        .chain(veil::named().map(|name| (name, Glance::VEIL)));
    let (patterns, glances): (Vec<_>, _) = all.unzip();
    (Scan::of(patterns), glances)
});

/// A text that was glanced at, and may be cut already.
pub(crate) struct Seen<'t> {
    pub(crate) text: &'t str,
    pub(crate) cut: Option<&'t Prose>,
    pub(crate) glance: Glance,
}

impl<'t> Seen<'t> {
    /// A text that nobody has looked at.
    pub(crate) fn of(text: &'t str) -> Self {
        Self {
            text,
            cut: None,
            glance: Glance::at(text),
        }
    }
}
