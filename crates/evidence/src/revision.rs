//! The published revisions of the protocol, as data.

/// How a connection of a revision begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Era {
    /// With `initialize`.
    Handshake,
    /// With nothing: each request says in its `_meta` what it speaks.
    Stateless,
}

/// One revision. What its messages hold, and which it has, stands in [`crate::shapes`].
#[derive(Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its date, which is its name. Later revisions sort behind earlier ones.
    pub id: &'static str,
    /// How its connections begin.
    pub era: Era,
    /// Whether several messages may come in one array.
    pub batches: bool,
}

/// Every revision, the oldest first.
pub const ALL: &[Revision] = &[
    revision("2024-11-05", Era::Handshake, false),
    revision("2025-03-26", Era::Handshake, true),
    revision("2025-06-18", Era::Handshake, false),
    revision("2025-11-25", Era::Handshake, false),
    revision("2026-07-28", Era::Stateless, false),
];

/// The newest revision that begins with `initialize`.
pub const HANDSHAKE: &Revision = newest(Era::Handshake);

/// The newest revision that begins with nothing.
pub const STATELESS: &Revision = newest(Era::Stateless);

const fn revision(id: &'static str, era: Era, batches: bool) -> Revision {
    Revision { id, era, batches }
}

const fn newest(era: Era) -> &'static Revision {
    let mut at = ALL.len() - 1;
    while ALL[at].era as u8 != era as u8 {
        at -= 1;
    }
    &ALL[at]
}

impl Revision {
    /// The revision of this name, where it was ever published.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|revision| revision.id == id)
    }

    /// The revision that a connection is held to. Where none is agreed on, or one that was never published, the newest with
    /// a handshake is as good a guess as any.
    #[must_use]
    pub fn spoken(id: Option<&str>) -> &'static Self {
        id.and_then(Self::named).unwrap_or(HANDSHAKE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_in_order_and_known_by_name() {
        assert!(ALL.is_sorted_by(|a, b| a.id < b.id));
        for revision in ALL {
            assert_eq!(Revision::named(revision.id), Some(revision));
        }
        assert_eq!(HANDSHAKE.era, Era::Handshake);
        assert_eq!(STATELESS.era, Era::Stateless);
        assert_eq!(Revision::spoken(Some("2099-01-01")), HANDSHAKE);
    }
}
