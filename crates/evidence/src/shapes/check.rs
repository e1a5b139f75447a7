//! Holds a value against a rule. Nothing is written down until something is wrong, so that what is right costs little.

use super::Wrong;
use super::rule::{Case, Member, Members, Row, Shape};
use crate::json;
use crate::revision::Revision;
use crate::wire::short;
use serde_json::{Map, Value};

/// As many faults of one thing are named.
const WRONGS: usize = 20;

/// A check that is going on.
pub(super) struct Check {
    revision: &'static Revision,
    wrong: Vec<Wrong>,
}

/// Where the check stands, from the inside out.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    inside: Option<&'p Self>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Member(&'p str),
    Index(usize),
}

impl<'p> Place<'p> {
    pub(super) const ROOT: Self = Self {
        inside: None,
        step: Step::Root,
    };

    pub(super) const fn member(&'p self, name: &'p str) -> Self {
        Self {
            inside: Some(self),
            step: Step::Member(name),
        }
    }

    const fn index(&'p self, index: usize) -> Self {
        Self {
            inside: Some(self),
            step: Step::Index(index),
        }
    }

    /// For programs: `/annotations/readOnlyHint`.
    fn pointer(&self) -> String {
        let mut pointer = self.inside.map(Self::pointer).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Member(name) => pointer += &format!("/{}", json::step(name)),
            Step::Index(index) => pointer += &format!("/{index}"),
        }
        pointer
    }

    /// For people: `annotations.readOnlyHint`.
    fn path(&self) -> String {
        let mut path = self.inside.map(Self::path).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Member(name) if path.is_empty() => path += &short(name),
            Step::Member(name) => path += &format!(".{}", short(name)),
            Step::Index(index) => path += &format!("[{index}]"),
        }
        path
    }

    /// The beginning of a sentence about it.
    fn subject(&self) -> String {
        let path = self.path();
        if path.is_empty() {
            "it".to_owned()
        } else {
            format!("`{path}`")
        }
    }
}

impl Check {
    pub(super) const fn new(revision: &'static Revision) -> Self {
        Self {
            revision,
            wrong: Vec::new(),
        }
    }

    /// What was wrong, in the tables' order.
    pub(super) fn finish(self) -> Vec<Wrong> {
        self.wrong
    }

    pub(super) fn value(&mut self, value: &Value, shape: &Shape, at: Place<'_>) {
        if self.wrong.len() >= WRONGS {
            return;
        }
        match (*shape, value) {
            (Shape::Object(members), Value::Object(object)) => self.members(object, members, at),
            (Shape::Map(shape), Value::Object(object)) => {
                for (name, value) in object {
                    self.value(value, shape, at.member(name));
                }
            }
            (Shape::All(shapes), Value::Object(_)) => {
                for shape in shapes {
                    self.value(value, shape, at);
                }
            }
            (Shape::Tagged { by, cases, other }, Value::Object(_)) => {
                self.tagged(value, by, cases, other, at);
            }
            (Shape::Short(_, most), Value::Array(array)) if array.len() > most => {
                let says = format!(
                    "{} has {} elements; expected {most} at most",
                    at.subject(),
                    array.len()
                );
                self.add(at, says);
            }
            (Shape::List(shape) | Shape::Short(shape, _), Value::Array(array)) => {
                for (index, value) in array.iter().enumerate() {
                    self.value(value, shape, at.index(index));
                }
            }
            (Shape::Either(shapes), _) => self.either(shapes, value, at),
            (leaf, value) if fits(leaf, value) => {}
            (shape, value) => self.unexpected(value, &expected(shape, self.revision), at),
        }
    }

    pub(super) fn members(&mut self, object: &Map<String, Value>, rules: Members, at: Place<'_>) {
        for rule in rules.iter().filter(|rule| rule.holds(self.revision)) {
            self.member(object.get(rule.what.name), &rule.what, at);
        }
    }

    pub(super) fn member(&mut self, value: Option<&Value>, rule: &Member, at: Place<'_>) {
        match value {
            Some(value) => self.value(value, &rule.shape, at.member(rule.name)),
            None if rule.required => {
                let says = format!("{} is missing", at.member(rule.name).subject());
                self.add(at, says);
            }
            None => {}
        }
    }

    fn tagged(
        &mut self,
        value: &Value,
        by: &str,
        cases: &[Row<Case>],
        other: Option<&Shape>,
        at: Place<'_>,
    ) {
        let held = || cases.iter().filter(|case| case.holds(self.revision));
        let found = value.get(by);
        let tag = found.and_then(Value::as_str);
        let case = held().find(|case| Some(case.what.tag) == tag);
        match (case.map(|case| &case.what.shape).or(other), found) {
            (Some(shape), _) => self.value(value, shape, at),
            (None, Some(found)) => {
                let tags: Vec<&str> = held().map(|case| case.what.tag).collect();
                self.unexpected(found, &words(&tags), at.member(by));
            }
            (None, None) => {
                let says = format!("{} is missing", at.member(by).subject());
                self.add(at, says);
            }
        }
    }

    /// Where none fits, the one that comes nearest says what is wrong: that of which the fewest members are missing here.
    fn either(&mut self, shapes: &'static [Row<Shape>], value: &Value, at: Place<'_>) {
        let mut nearest: Option<(usize, Vec<Wrong>)> = None;
        let here = |wrong: &[Wrong]| {
            let place = at.pointer();
            wrong.iter().filter(|wrong| wrong.pointer == place).count()
        };
        let held = || shapes.iter().filter(|shape| shape.holds(self.revision));
        for shape in held().filter(|shape| alike(shape.what, value)) {
            let mut check = Self::new(self.revision);
            check.value(value, &shape.what, at);
            let wrong = check.finish();
            if wrong.is_empty() {
                return;
            }
            let missing = here(&wrong);
            if nearest
                .as_ref()
                .is_none_or(|(least, known)| (missing, wrong.len()) < (*least, known.len()))
            {
                nearest = Some((missing, wrong));
            }
        }
        match nearest {
            Some((_, wrong)) => {
                let room = WRONGS - self.wrong.len().min(WRONGS);
                self.wrong.extend(wrong.into_iter().take(room));
            }
            None => {
                let expected = expected(Shape::Either(shapes), self.revision);
                self.unexpected(value, &expected, at);
            }
        }
    }

    fn unexpected(&mut self, value: &Value, expected: &str, at: Place<'_>) {
        let found = what(value, expected.starts_with('"'));
        let says = format!("{} is {found}; expected {expected}", at.subject());
        self.add(at, says);
    }

    fn add(&mut self, at: Place<'_>, says: String) {
        if self.wrong.len() < WRONGS {
            self.wrong.push(Wrong {
                pointer: at.pointer(),
                says,
            });
        }
    }
}

/// Whether a value is what a rule without parts asks for.
fn fits(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Null => value.is_null(),
        Shape::Text => value.is_string(),
        Shape::OneOf(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Shape::Flag => value.is_boolean(),
        Shape::Number => value.is_number(),
        Shape::Between(least, most) => value
            .as_f64()
            .is_some_and(|number| bound(least) <= number && number <= bound(most)),
        Shape::Whole => whole(value),
        Shape::From(least) => {
            whole(value) && value.as_f64().is_some_and(|number| bound(least) <= number)
        }
        Shape::Id => value.is_string() || whole(value),
        Shape::List(_)
        | Shape::Short(..)
        | Shape::Object(_)
        | Shape::Map(_)
        | Shape::All(_)
        | Shape::Tagged { .. }
        | Shape::Either(_) => false,
    }
}

/// A number beyond 64 bits that is whole is read as floating point.
fn whole(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// A number without a fraction, however it is written.
pub(super) fn integer(value: &Value) -> Option<i64> {
    let number = value.as_f64().filter(|_| whole(value))?;
    format!("{number:.0}").parse().ok()
}

#[expect(clippy::cast_precision_loss, reason = "the tables' bounds are small")]
const fn bound(bound: i64) -> f64 {
    bound as f64
}

/// Whether a value is of the JSON type that a rule asks for.
fn alike(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Any | Shape::Either(_) => true,
        Shape::Null => value.is_null(),
        Shape::Text | Shape::OneOf(_) => value.is_string(),
        Shape::Flag => value.is_boolean(),
        Shape::Number | Shape::Between(..) | Shape::Whole | Shape::From(_) => value.is_number(),
        Shape::Id => value.is_string() || value.is_number(),
        Shape::List(_) | Shape::Short(..) => value.is_array(),
        Shape::Object(_) | Shape::Map(_) | Shape::All(_) | Shape::Tagged { .. } => {
            value.is_object()
        }
    }
}

/// What a rule asks for, for people.
fn expected(shape: Shape, revision: &Revision) -> String {
    match shape {
        Shape::Any => "a value".to_owned(),
        Shape::Null => "null".to_owned(),
        Shape::Text => "a string".to_owned(),
        Shape::OneOf(all) => words(all),
        Shape::Flag => "true or false".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Between(least, most) => format!("a number from {least} to {most}"),
        Shape::Whole => "a whole number".to_owned(),
        Shape::From(least) => format!("a whole number of {least} or more"),
        Shape::Id => "a string or a whole number".to_owned(),
        Shape::List(_) | Shape::Short(..) => "an array".to_owned(),
        Shape::Object(_) | Shape::Map(_) | Shape::All(_) | Shape::Tagged { .. } => {
            "an object".to_owned()
        }
        Shape::Either(shapes) => shapes
            .iter()
            .filter(|shape| shape.holds(revision))
            .map(|shape| expected(shape.what, revision))
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

fn words(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("\"{word}\""))
        .collect::<Vec<_>>()
        .join(" or ")
}

/// What a value is, with numbers and booleans as they are; a string too, where a certain one is expected.
fn what(value: &Value, quoted: bool) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if quoted => format!("\"{}\"", short(text)),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
