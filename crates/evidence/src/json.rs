//! Reading JSON that may be hostile: bounded in depth, duplicate keys seen, what is nearly JSON mended and named.

mod mend;
mod value;

pub(crate) use mend::mend;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// A value read from one piece of a message.
#[derive(Debug)]
pub(crate) struct Read {
    /// The value. Of a key that stands twice, the last counts.
    pub(crate) value: Value,
    /// JSON pointers of keys that stand twice in one object.
    pub(crate) duplicates: Vec<String>,
    /// Bytes of memory that it takes, roughly.
    pub(crate) weight: usize,
    /// What had to be mended before it was JSON: the text after it, and what it was.
    pub(crate) mended: Option<(String, &'static str)>,
}

/// Why a piece of a message could not be read into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is nested this deep.
    TooDeep(usize),
    /// It is this long, in bytes, and holds too much to be read at once.
    TooLarge(usize),
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
            Self::TooLarge(bytes) => write!(
                f,
                "its {bytes} bytes take more memory than the {} MiB that one value may",
                crate::limits::VALUE_BYTES >> 20
            ),
            Self::NotJson(why) => write!(f, "it is not JSON: {why}"),
        }
    }
}

/// Reads a piece of a message that itself stands `base` levels deep. Depth is checked before any value is built.
pub(crate) fn read(text: &str, base: usize) -> Result<Read, Unreadable> {
    let mut nesting = Nesting::default();
    nesting.feed(text);
    let deep = nesting.max + base;
    if deep > crate::limits::DEPTH {
        return Err(Unreadable::TooDeep(deep));
    }
    if nesting.weight > crate::limits::VALUE_BYTES {
        return Err(Unreadable::TooLarge(text.len()));
    }
    let weight = nesting.weight;
    let error = match value::parse(text) {
        Ok((value, duplicates)) => {
            return Ok(Read {
                value,
                weight,
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
            weight,
            duplicates,
            mended: Some((text, what)),
        }),
        Err(error) => Err(Unreadable::NotJson(error.to_string())),
    }
}

/// Bytes of memory that one object, one array, and each member or element after the first take as values, roughly: what
/// serde_json's maps and vectors set aside, with what the allocator adds.
const OBJECT: usize = 480;
const ARRAY: usize = 300;
const ANOTHER: usize = 160;

/// Follows the nesting of JSON text piece by piece; strings are passed over.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Nesting {
    /// Bytes of memory that the text would take as values, roughly and rather more than less.
    pub(crate) weight: usize,
    /// How deep the text read so far ends.
    pub(crate) now: usize,
    /// The deepest so far.
    pub(crate) max: usize,
    string: bool,
    escape: bool,
}

impl Nesting {
    pub(crate) fn feed(&mut self, text: &str) {
        self.weight += text.len();
        for byte in text.bytes() {
            match byte {
                _ if self.escape => self.escape = false,
                b'\\' if self.string => self.escape = true,
                b'"' => self.string = !self.string,
                _ if self.string => {}
                b'{' | b'[' => {
                    self.now += 1;
                    self.max = self.max.max(self.now);
                    self.weight += if byte == b'{' { OBJECT } else { ARRAY };
                }
                b',' => self.weight += ANOTHER,
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

/// Hands out the members of an object, unread, in order; a key that stands twice comes twice. False where it is no object,
/// or ends before it is closed: what stood before that was handed out.
pub(crate) fn each_member<'t>(
    text: &'t str,
    mut each: impl FnMut(Cow<'t, str>, &'t RawValue),
) -> bool {
    serde_json::Deserializer::from_str(text)
        .deserialize_map(Members(&mut each))
        .is_ok()
}

/// Hands out the elements of an array, unread, each with its place. False where it is no array, or ends before it is
/// closed: what stood before that was handed out.
pub(crate) fn each_element<'t>(text: &'t str, mut each: impl FnMut(usize, &'t RawValue)) -> bool {
    serde_json::Deserializer::from_str(text)
        .deserialize_seq(Elements(&mut each))
        .is_ok()
}

struct Members<'m, F>(&'m mut F);

impl<'de, F: FnMut(Cow<'de, str>, &'de RawValue)> Visitor<'de> for Members<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((Key(key), value)) = map.next_entry()? {
            (self.0)(key, value);
        }
        Ok(())
    }
}

/// Hands out the elements of the array at `path` of an object that may be cut off: those before the cut. False where no
/// such array begins.
pub(crate) fn each_kept<'t>(
    text: &'t str,
    path: &[&str],
    mut each: impl FnMut(usize, &'t RawValue),
) -> bool {
    let mut found = false;
    let walk = Walk {
        path,
        found: &mut found,
        each: &mut each,
    };
    // The error is the cut itself; what was read before it was handed out.
    let _ = walk.deserialize(&mut serde_json::Deserializer::from_str(text));
    found
}

/// Whether an object that may be cut off has begun this member.
pub(crate) fn begins(text: &str, member: &str) -> bool {
    struct Begins<'m>(&'m str, bool);
    impl<'de> Visitor<'de> for &mut Begins<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(Key(key)) = map.next_key()? {
                self.1 |= key == self.0;
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }
    let mut begins = Begins(member, false);
    // The error is the cut itself.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(&mut begins);
    begins.1
}

/// Goes down a path of members and hands out the array at its end.
struct Walk<'w, F> {
    path: &'w [&'w str],
    found: &'w mut bool,
    each: &'w mut F,
}

impl<'de, F: FnMut(usize, &'de RawValue)> DeserializeSeed<'de> for Walk<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
            *self.found = true;
            json.deserialize_seq(Elements(self.each))
        } else {
            json.deserialize_map(self)
        }
    }
}

impl<'de, F: FnMut(usize, &'de RawValue)> Visitor<'de> for Walk<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((next, path)) = self.path.split_first() else {
            return Ok(());
        };
        while let Some(Key(key)) = map.next_key()? {
            if key == *next {
                map.next_value_seed(Walk {
                    path,
                    found: &mut *self.found,
                    each: &mut *self.each,
                })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// A key that borrows from the text where it holds no escape.
#[derive(serde::Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

struct Elements<'e, F>(&'e mut F);

impl<'de, F: FnMut(usize, &'de RawValue)> Visitor<'de> for Elements<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(element) = seq.next_element()? {
            (self.0)(index, element);
            index += 1;
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
            Self::TooLarge(_) => crate::FaultKind::TooLong,
            Self::NotJson(_) => crate::FaultKind::NotJson,
        }
    }
}
