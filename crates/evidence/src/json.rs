//! Reading JSON that may be hostile: bounded in depth, duplicate keys seen, what is nearly JSON mended and named.

mod mend;
mod value;

pub(crate) use mend::mend;

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// A value read from one piece of a message.
#[derive(Debug)]
pub(crate) struct Read {
    /// The value. Of a key that stands twice, the last counts.
    pub(crate) value: Value,
    /// JSON pointers of keys that stand twice in one object.
    pub(crate) duplicates: Vec<String>,
    /// What had to be mended before it was JSON.
    pub(crate) mended: Option<&'static str>,
}

/// Why a piece of a message could not be read into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is nested this deep.
    TooDeep(usize),
    /// It is no JSON.
    NotJson(String),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooDeep(depth) => write!(
                f,
                "it is nested {depth} deep, which is more than {}",
                crate::limits::DEPTH
            ),
            Self::NotJson(why) => write!(f, "it is not JSON: {why}"),
        }
    }
}

/// Reads a piece of a message that itself stands `base` levels deep. Depth is checked before any value is built.
pub(crate) fn read(text: &str, base: usize) -> Result<Read, Unreadable> {
    let deep = depth(text) + base;
    if deep > crate::limits::DEPTH {
        return Err(Unreadable::TooDeep(deep));
    }
    let error = match value::parse(text) {
        Ok((value, duplicates)) => {
            return Ok(Read {
                value,
                duplicates,
                mended: None,
            });
        }
        Err(error) => error,
    };
    let Some((text, what)) = mend(text) else {
        return Err(Unreadable::NotJson(error.to_string()));
    };
    match value::parse(&text) {
        Ok((value, duplicates)) => Ok(Read {
            value,
            duplicates,
            mended: Some(what),
        }),
        Err(error) => Err(Unreadable::NotJson(error.to_string())),
    }
}

/// Follows the nesting of JSON text piece by piece; strings are passed over.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Nesting {
    /// How deep the text read so far ends.
    pub(crate) now: usize,
    /// The deepest so far.
    pub(crate) max: usize,
    string: bool,
    escape: bool,
}

impl Nesting {
    pub(crate) fn feed(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                _ if self.escape => self.escape = false,
                b'\\' if self.string => self.escape = true,
                b'"' => self.string = !self.string,
                _ if self.string => {}
                b'{' | b'[' => {
                    self.now += 1;
                    self.max = self.max.max(self.now);
                }
                b'}' | b']' => self.now = self.now.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Whether an object, array or string is still open.
    pub(crate) const fn open(self) -> bool {
        self.now > 0 || self.string
    }
}

/// The greatest nesting of a JSON text.
pub(crate) fn depth(text: &str) -> usize {
    let mut nesting = Nesting::default();
    nesting.feed(text);
    nesting.max
}

/// Hands out the JSON values that stand one after another in a text, unread; then says where the rest begins that is none.
pub(crate) fn values<'t>(text: &'t str, mut each: impl FnMut(&'t RawValue)) -> Option<Rest> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let mut at = 0;
    loop {
        match stream.next()? {
            Ok(value) => {
                each(value);
                at = stream.byte_offset();
            }
            Err(error) => {
                return Some(Rest {
                    at,
                    unfinished: error.is_eof(),
                });
            }
        }
    }
}

/// What follows the last JSON value of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rest {
    /// The byte where it begins.
    pub(crate) at: usize,
    /// Whether it is the beginning of a value that does not end here.
    pub(crate) unfinished: bool,
}

/// The members of an object, unread, in order; a key that stands twice is there twice. `None` where it is no object.
pub(crate) fn members(text: &str) -> Option<Vec<(String, &RawValue)>> {
    let mut members = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    json.deserialize_map(Members(&mut members)).ok()?;
    Some(members)
}

/// The members of an object that may be cut off: those before the cut.
pub(crate) fn first_members(text: &str) -> Vec<(String, &RawValue)> {
    let mut members = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    // The error is the cut itself; what was read before it stays.
    let _ = json.deserialize_map(Members(&mut members));
    members
}

/// The elements of an array, unread. `None` where it is no array.
pub(crate) fn elements(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}

struct Members<'m, 'de>(&'m mut Vec<(String, &'de RawValue)>);

impl<'de> Visitor<'de> for Members<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(entry) = map.next_entry()? {
            self.0.push(entry);
        }
        Ok(())
    }
}

/// What a JSON text is, for people: `null`, `a string` …
pub(crate) fn kind_of(text: &str) -> &'static str {
    match text.trim_start().bytes().next() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(_) => "a number",
        None => "nothing",
    }
}

/// One step of a JSON pointer (RFC 6901), escaped.
pub(crate) fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

impl Unreadable {
    /// The fault that this is.
    pub(crate) const fn kind(&self) -> crate::FaultKind {
        match self {
            Self::TooDeep(_) => crate::FaultKind::TooDeep,
            Self::NotJson(_) => crate::FaultKind::NotJson,
        }
    }
}
