//! What is known of a session id: the recorder writes `«session:36 bytes of 0-9 a-f signs:0123456789ab»` in its place, and
//! after the digest what the id has in common with earlier ones: `:counted`, `:30 shared`.

use crate::web::Seen;

/// Characters of each class that an id may be made of. Signs separate more often than they tell apart.
const CLASSES: [(&str, f64); 4] = [("0-9", 10.0), ("a-f", 6.0), ("g-z", 20.0), ("A-Z", 26.0)];

/// What is known of a session id.
#[derive(Debug, PartialEq)]
pub(super) struct Id<'a> {
    /// Its bytes.
    pub(super) length: usize,
    /// Whether it is visible ASCII.
    pub(super) visible: bool,
    /// Whether it only counts on from another.
    pub(super) counted: bool,
    /// The bytes at its ends that are those of another.
    pub(super) shared: usize,
    /// The bits that the others of its bytes can hold at most.
    pub(super) bits: f64,
    /// What it is told from others by.
    pub(super) digest: &'a str,
}

impl<'a> Id<'a> {
    /// The id in the head of a response.
    pub(super) fn of(seen: &Seen<'a>) -> Option<Self> {
        Self::read(seen.came.header("mcp-session-id")?)
    }

    /// The id in the address that the transport before names as its endpoint.
    pub(super) fn of_endpoint(seen: &Seen<'a>) -> Option<Self> {
        let mut events = seen.came.events.iter();
        let event = events.find(|event| event.kind.as_deref() == Some("endpoint"))?;
        let data = event.data.as_deref()?;
        Self::read(data.get(data.find('«')?..)?)
    }

    /// Reads a description; what may follow it is passed over.
    fn read(text: &'a str) -> Option<Self> {
        let (inside, _) = text.strip_prefix("«session:")?.split_once('»')?;
        let (length, rest) = inside.split_once(" bytes of ")?;
        let length = length.parse().ok()?;
        let mut rest = rest.split(':');
        let (classes, digest) = (rest.next()?, rest.next()?);
        let (mut counted, mut shared) = (false, 0);
        for word in rest {
            counted |= word == "counted";
            if let Some(bytes) = word.strip_suffix(" shared") {
                shared = bytes.parse().ok()?;
            }
        }
        // Of one that counts on it is said that it does: how it is made is another matter.
        if counted {
            shared = 0;
        }
        let holds = |class: &str| classes.split(' ').any(|word| word == class);
        let there = CLASSES.iter().filter(|(class, _)| holds(class));
        let letters: f64 = there.map(|(_, n)| n).sum();
        Some(Self {
            length,
            visible: !holds("others"),
            counted,
            shared,
            bits: bits(length.saturating_sub(shared), letters),
            digest,
        })
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an id is no longer than a header"
)]
fn bits(length: usize, letters: f64) -> f64 {
    length as f64 * letters.max(1.0).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_read() {
        let id = Id::read("«session:36 bytes of 0-9 a-f signs:0123456789ab»&v=1").unwrap();
        assert_eq!((id.length, id.bits, id.digest), (36, 144.0, "0123456789ab"));
        let id = Id::read("«session:9 bytes of 0-9 a-f g-z signs:0123456789ab:counted:8 shared»");
        let id = id.unwrap();
        assert!(id.visible && id.counted && id.shared == 0 && id.bits > 40.0);
        let id = Id::read("«session:32 bytes of 0-9 a-f:0123456789ab:28 shared»").unwrap();
        assert!(!id.counted && id.shared == 28 && id.bits == 16.0);
        assert_eq!(Id::read("made-up"), None);
    }
}
