//! What a rule can say.

use crate::revision::Revision;

/// A row of a table: something that the revisions from `since` to `until` have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<T: 'static> {
    /// The first revision that has it; `None`: it was there from the beginning.
    pub(super) since: Option<&'static str>,
    /// The last revision that has it; `None`: it is still there.
    pub(super) until: Option<&'static str>,
    /// What they have.
    pub(super) what: T,
}

impl<T: Copy> Row<T> {
    pub(super) const fn always(what: T) -> Self {
        Self {
            since: None,
            until: None,
            what,
        }
    }

    pub(super) const fn since(mut self, revision: &'static str) -> Self {
        self.since = Some(revision);
        self
    }

    pub(super) const fn until(mut self, revision: &'static str) -> Self {
        self.until = Some(revision);
        self
    }

    pub(super) const fn only(self, revision: &'static str) -> Self {
        self.since(revision).until(revision)
    }

    pub(super) fn holds(&self, revision: &Revision) -> bool {
        self.since.is_none_or(|since| since <= revision.id)
            && self.until.is_none_or(|until| revision.id <= until)
    }
}

/// The members of an object. Others are legal: no revision closes an object.
pub(super) type Members = &'static [Row<Member>];

/// One member of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// One of the shapes that an object may have, and the word that says which.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub(super) tag: &'static str,
    pub(super) shape: Shape,
}

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Anything at all.
    Any,
    /// `null`.
    Null,
    /// A string.
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A number from the first to the second.
    Between(i64, i64),
    /// A number without a fraction.
    Whole,
    /// A number without a fraction, and not below this.
    From(i64),
    /// A string or a number without a fraction: what requests and progress are known by.
    Id,
    /// An array of things that are alike.
    List(&'static Shape),
    /// The same, of so many at most.
    Short(&'static Shape, usize),
    /// An object with these members.
    Object(Members),
    /// An object whose members are all alike.
    Map(&'static Shape),
    /// An object that is all of these.
    All(&'static [Shape]),
    /// An object that says in one member which of the cases it is; one that says something else is `other`.
    Tagged {
        by: &'static str,
        cases: &'static [Row<Case>],
        other: Option<&'static Shape>,
    },
    /// Any of these.
    Either(&'static [Row<Shape>]),
}

impl Shape {
    /// An object of which nothing more is asked.
    pub(super) const OBJECT: Self = Self::Object(&[]);
}

/// A member that may be there.
pub(super) const fn may(name: &'static str, shape: Shape) -> Row<Member> {
    Row::always(Member {
        name,
        shape,
        required: false,
    })
}

/// A member that must be there.
pub(super) const fn must(name: &'static str, shape: Shape) -> Row<Member> {
    Row::always(Member {
        name,
        shape,
        required: true,
    })
}

/// A case of a tagged object.
pub(super) const fn case(tag: &'static str, shape: Shape) -> Row<Case> {
    Row::always(Case { tag, shape })
}

/// One of several shapes.
pub(super) const fn or(shape: Shape) -> Row<Shape> {
    Row::always(shape)
}
