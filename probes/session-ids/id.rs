//! What is known of a session id: the recorder writes `«session:36 bytes of 0-9 a-f signs:0123456789ab»` in its place.

use crate::web::Seen;

/// Characters of each class that an id may be made of. Signs separate more often than they tell apart.
const CLASSES: [(&str, f64); 4] = [("0-9", 10.0), ("a-f", 6.0), ("g-z", 20.0), ("A-Z", 26.0)];

/// What is known of a session id.
#[derive(Debug)]
pub(super) struct Id {
    /// Its bytes; of one that is `cut`, those that were written down.
    pub(super) length: usize,
    /// Whether it is longer than is written down.
    pub(super) cut: bool,
    /// Whether it is visible ASCII.
    pub(super) visible: bool,
    /// Whether it only counts on from another.
    pub(super) counted: bool,
    /// The bits that it can hold at most.
    pub(super) bits: f64,
    /// What it is told from others by.
    pub(super) known_by: String,
}

/// How far apart two counted ids of one run may be.
const STEP: u64 = 100;

impl Id {
    pub(super) fn of(seen: &Seen<'_>) -> Option<Self> {
        let value = seen.came.header("mcp-session-id")?;
        let Some((length, classes, digest)) = described(value) else {
            return Some(Self::plain(value));
        };
        let holds = |class: &str| classes.split(' ').any(|word| word == class);
        let letters: f64 = CLASSES
            .iter()
            .filter(|(class, _)| holds(class))
            .map(|(_, n)| n)
            .sum();
        Some(Self {
            length,
            cut: false,
            visible: !holds("others"),
            counted: digest.ends_with(":counted"),
            bits: bits(length, letters),
            known_by: digest.to_owned(),
        })
    }

    /// The id in the address that the transport before names as its endpoint.
    pub(super) fn of_endpoint(seen: &Seen<'_>) -> Option<Self> {
        let mut events = seen.came.events.iter();
        let event = events.find(|event| event.kind.as_deref() == Some("endpoint"))?;
        let (_, query) = event.data.as_deref()?.split_once('?')?;
        let mut pairs = query
            .trim()
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(name, _)| matches!(*name, "sessionId" | "session_id"))?;
        Some(Self::plain(value))
    }

    /// An id that stands as it was sent: the recorder only leaves what is no text.
    fn plain(value: &str) -> Self {
        let whole = value.strip_suffix('…');
        let cut = whole.is_some();
        let value = whole.unwrap_or(value);
        Self {
            length: value.len(),
            cut,
            visible: value.bytes().all(|byte| byte.is_ascii_graphic()),
            counted: false,
            bits: bits(value.len(), letters(value)),
            known_by: value.to_owned(),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an id is no longer than a header"
)]
fn bits(length: usize, letters: f64) -> f64 {
    length as f64 * letters.max(1.0).log2()
}

/// Of how many letters an id is made, by the classes of those in it.
fn letters(value: &str) -> f64 {
    let has = |class: fn(&u8) -> bool| value.bytes().any(|byte| class(&byte));
    let classes = [
        (has(u8::is_ascii_digit), 10.0),
        (has(|byte| matches!(byte, b'a'..=b'f')), 6.0),
        (has(|byte| matches!(byte, b'g'..=b'z')), 20.0),
        (has(u8::is_ascii_uppercase), 26.0),
    ];
    let there = classes.iter().filter(|(there, _)| *there);
    there.map(|(_, n)| n).sum()
}

/// Whether two ids differ by a small number at their end alone.
pub(super) fn counts_on(one: &str, other: &str) -> bool {
    let cut = |id: &str| {
        let stem = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let number = id.get(stem..).and_then(|digits| digits.parse::<u64>().ok());
        number.map(|number| (id.get(..stem).unwrap_or_default().to_owned(), number))
    };
    match (cut(one), cut(other)) {
        (Some((stem, a)), Some((same, b))) => stem == same && a != b && a.abs_diff(b) <= STEP,
        _ => false,
    }
}

/// Length, classes and digest of a description.
fn described(value: &str) -> Option<(usize, &str, &str)> {
    let inside = value.strip_prefix("«session:")?.strip_suffix('»')?;
    let (length, rest) = inside.split_once(" bytes of ")?;
    let (classes, digest) = rest.split_once(':')?;
    Some((length.parse().ok()?, classes, digest))
}
