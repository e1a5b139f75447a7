//! The shapes of the protocol's messages in every revision, as tables: which methods each revision has and in which direction,
//! which members each message needs, and what those must be.
//!
//! Written from the JSON Schemas of the revisions, and held against them by a test. No revision closes an object, so members
//! that no table knows are legal. A new revision is a row in [`crate::revision::ALL`], and `since` and `until` on the rows of
//! these tables; the check itself knows no revision.
//!
//! ```
//! use evidence::{Kind, revision::Revision, shapes::{Part, check}};
//! use serde_json::json;
//!
//! let revision = Revision::spoken(Some("2025-06-18"));
//! let wrong = check(revision, Part::Item(Kind::Tool), &json!({"name": "a", "inputSchema": {}}));
//! assert_eq!(wrong[0].says, "`inputSchema.type` is missing");
//! assert_eq!(wrong[0].pointer, "/inputSchema");
//! ```

mod check;
mod common;
mod content;
mod elicit;
mod items;
mod methods;
mod params;
mod results;
mod rule;
#[cfg(test)]
mod tests;

use crate::revision::{self, Revision};
use crate::{Kind, Side};
use check::{Check, Place};
use rule::{Members, Shape, must};
use serde_json::{Map, Value};

/// What a value should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'m> {
    /// A whole request of this side, by its method.
    Request(Side, &'m str),
    /// A whole notification of this side, by its method.
    Notification(Side, &'m str),
    /// What this side's request of this method is answered with: the `result` alone.
    Result(Side, &'m str),
    /// The `error` alone.
    Error,
    /// A listed item.
    Item(Kind),
    /// A page of a list, its items and its cursor apart.
    Page,
}

/// Something wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// JSON pointer from the value's root. That of something missing is the pointer of the object that lacks it.
    pub pointer: String,
    /// One sentence, without its full stop; text of the value in it is shortened and not yet escaped.
    pub says: String,
}

/// What is wrong with a value, in the order of the tables; 20 things at most. Nothing where the revision has no such method.
#[must_use]
pub fn check(revision: &'static Revision, part: Part<'_>, value: &Value) -> Vec<Wrong> {
    let mut check = Check::new(revision);
    let mut is = |shape: &Shape| check.value(value, shape, Place::ROOT);
    match part {
        Part::Request(from, name) => {
            if let Some(method) = methods::find(revision, from, name) {
                is(&REQUEST);
                is(&Shape::Object(method.members));
            }
        }
        Part::Notification(from, name) => {
            if let Some(method) = methods::find(revision, from, name) {
                is(&NOTIFICATION);
                is(&Shape::Object(method.members));
            }
        }
        Part::Result(from, name) => {
            let method = methods::find(revision, from, name);
            if let Some(result) = method.and_then(|method| method.result) {
                is(result);
            }
        }
        Part::Error => {
            is(&results::ERROR);
            let code = value.get("code").and_then(check::integer);
            let coded = results::ERRORS
                .iter()
                .find(|row| Some(row.what.code) == code && row.holds(revision));
            if let Some(row) = coded {
                is(&row.what.shape);
            }
        }
        Part::Item(kind) => is(items::of(kind)),
        Part::Page => is(&results::CACHED),
    }
    check.finish()
}

/// The same for a page of which the members are at hand.
pub(crate) fn check_page(revision: &'static Revision, page: &Map<String, Value>) -> Vec<Wrong> {
    let mut check = Check::new(revision);
    for members in results::PAGE {
        check.members(page, members, Place::ROOT);
    }
    check.finish()
}

/// The same for a message of which the `params` alone are at hand.
pub(crate) fn check_params(
    revision: &'static Revision,
    from: Side,
    method: &str,
    params: Option<&Value>,
) -> Vec<Wrong> {
    let mut check = Check::new(revision);
    let members = methods::find(revision, from, method).map_or(NONE, |method| method.members);
    for rule in members.iter().filter(|rule| rule.holds(revision)) {
        check.member(params, &rule.what, Place::ROOT);
    }
    check.finish()
}

/// Whether a revision has a method in the messages of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has it, as a request.
    Request,
    /// It has it, as a notification.
    Notification,
    /// It has not, though the name is one of the protocol's own.
    Absent,
    /// The name is somebody else's: an extension's, or a vendor's.
    Foreign,
}

/// Whether a revision has a method in the messages of one side.
#[must_use]
pub fn standing(revision: &Revision, from: Side, method: &str) -> Standing {
    match methods::find(revision, from, method) {
        Some(found) if found.result.is_some() => Standing::Request,
        Some(_) => Standing::Notification,
        None if methods::foreign(method) => Standing::Foreign,
        None => Standing::Absent,
    }
}

/// The revision itself, or where it has no such method the newest that has.
pub(crate) fn nearest(revision: &'static Revision, from: Side, method: &str) -> &'static Revision {
    let newest = || {
        let mut all = revision::ALL.iter().rev();
        all.find(|revision| methods::find(revision, from, method).is_some())
    };
    match methods::find(revision, from, method) {
        Some(_) => revision,
        None => newest().unwrap_or(revision),
    }
}

/// The capability that the other side must have declared before it is sent a method. `None` where no revision has the method.
pub(crate) fn needs(from: Side, method: &str) -> Option<Option<&'static str>> {
    methods::METHODS
        .iter()
        .find(|row| row.what.name == method && row.what.from == from && row.what.result.is_some())
        .map(|row| row.what.needs)
}

const NONE: Members = &[];

const TWO: Shape = Shape::OneOf(&["2.0"]);

const REQUEST: Shape = Shape::Object(&[
    must("jsonrpc", TWO),
    must("id", Shape::Id),
    must("method", Shape::Text),
]);

const NOTIFICATION: Shape = Shape::Object(&[must("jsonrpc", TWO), must("method", Shape::Text)]);
