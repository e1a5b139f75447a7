//! What must hold of the tables, whatever they say.

use super::rule::{Case, Member, Row, Shape};
use super::{items, methods, results};
use crate::revision::{ALL, Revision};
use crate::{Kind, Side};
use std::collections::BTreeSet;

/// Goes through a shape and everything in it.
struct Walk {
    wrong: Vec<String>,
}

impl Walk {
    fn row<T: Copy>(&mut self, row: &Row<T>, place: &str) {
        let known = |id: &str| Revision::named(id).is_some();
        let dated = row.since.is_none_or(known) && row.until.is_none_or(known);
        if !dated {
            self.wrong
                .push(format!("{place}: a revision that was never published"));
        }
        if !ALL.iter().any(|revision| row.holds(revision)) {
            self.wrong.push(format!("{place}: no revision has it"));
        }
        if row.since == ALL.first().map(|first| first.id)
            || row.until == ALL.last().map(|last| last.id)
        {
            self.wrong.push(format!(
                "{place}: what always was, and what still is, says nothing"
            ));
        }
    }

    /// No two rows of one revision have the same key.
    fn unique<'r, T: Copy>(
        &mut self,
        rows: &'r [Row<T>],
        key: impl Fn(&'r T) -> &'static str,
        place: &str,
    ) {
        for revision in ALL {
            let mut seen = BTreeSet::new();
            for row in rows.iter().filter(|row| row.holds(revision)) {
                if !seen.insert(key(&row.what)) {
                    let key = key(&row.what);
                    self.wrong
                        .push(format!("{place}: {key} stands twice in {}", revision.id));
                }
            }
        }
    }

    fn shape(&mut self, shape: &'static Shape, place: &str) {
        match *shape {
            Shape::Object(members) => {
                self.unique(members, |member: &Member| member.name, place);
                for row in members {
                    let place = format!("{place}.{}", row.what.name);
                    self.row(row, &place);
                    self.shape(&row.what.shape, &place);
                }
            }
            Shape::Tagged { cases, other, .. } => {
                self.unique(cases, |case: &Case| case.tag, place);
                for row in cases {
                    let place = format!("{place}={}", row.what.tag);
                    self.row(row, &place);
                    self.shape(&row.what.shape, &place);
                }
                if let Some(other) = other {
                    self.shape(other, place);
                }
            }
            Shape::All(shapes) => {
                for shape in shapes {
                    self.shape(shape, place);
                }
            }
            Shape::Either(shapes) => {
                for row in shapes {
                    self.row(row, place);
                    self.shape(&row.what, place);
                }
            }
            Shape::List(shape) | Shape::Short(shape, _) | Shape::Map(shape) => {
                self.shape(shape, place);
            }
            Shape::OneOf(words) => {
                let distinct: BTreeSet<_> = words.iter().collect();
                if words.is_empty() || distinct.len() != words.len() {
                    self.wrong.push(format!("{place}: words"));
                }
            }
            Shape::Between(least, most) => assert!(least < most, "{place}"),
            Shape::Any
            | Shape::Null
            | Shape::Text
            | Shape::Flag
            | Shape::Number
            | Shape::Whole
            | Shape::From(_)
            | Shape::Id => {}
        }
    }
}

#[test]
fn every_row_is_dated_right_and_stands_once() {
    let mut walk = Walk { wrong: Vec::new() };
    for from in [Side::Client, Side::Server] {
        let of: Vec<_> = methods::METHODS
            .iter()
            .filter(|row| row.what.from == from)
            .copied()
            .collect();
        walk.unique(
            Box::leak(of.into_boxed_slice()),
            |method| method.name,
            "methods",
        );
    }
    for row in methods::METHODS {
        walk.row(row, row.what.name);
        for member in row.what.members {
            walk.row(member, row.what.name);
            walk.shape(&member.what.shape, row.what.name);
        }
        if let Some(result) = row.what.result {
            walk.shape(result, row.what.name);
        }
        assert_eq!(
            row.what.result.is_none(),
            row.what.name.starts_with("notifications/"),
            "{}: what is asked is answered, what is told is not",
            row.what.name
        );
    }
    for row in results::ERRORS {
        walk.row(row, &row.what.code.to_string());
        walk.shape(&row.what.shape, "error");
    }
    walk.shape(&results::CACHED, "page");
    for kind in Kind::ALL {
        walk.shape(items::of(kind), kind.member());
    }
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
}

#[test]
fn vendors_and_extensions_may_have_methods_of_their_own() {
    for name in [
        "acme/foo",
        "com.example/foo",
        "notifications/acme/foo",
        "notifications/com.example.foo",
    ] {
        assert!(methods::foreign(name), "{name}");
    }
    for name in [
        "tools/foo",
        "foo",
        "notifications/foo",
        "notifications/tools/foo",
        "",
    ] {
        assert!(!methods::foreign(name), "{name}");
    }
}
