//! The first words of TLS: whether it is a `ClientHello`, and whom it is for (RFC 8446, RFC 6066).

use super::printable;

/// The type of a record that holds a handshake, and that of a `ClientHello` in it.
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_NAME: u16 = 0;

/// An alert that ends the handshake: fatal, `handshake_failure`.
pub(crate) const FAILURE: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];

/// Whether a stream begins as TLS does.
pub(crate) fn is_hello(stream: &[u8]) -> bool {
    matches!(stream, [HANDSHAKE, 3, _, _, _, CLIENT_HELLO, ..])
}

/// Whether the first record is there as a whole.
pub(crate) fn is_whole(stream: &[u8]) -> bool {
    let length = |stream: &[u8]| Some(u16::from_be_bytes([*stream.get(3)?, *stream.get(4)?]));
    length(stream).is_some_and(|length| stream.len() >= 5 + usize::from(length))
}

/// The server's name in a `ClientHello`, escaped; none where it names none, or is broken.
pub(crate) fn server_name(stream: &[u8]) -> Option<String> {
    if !is_hello(stream) {
        return None;
    }
    // Record (5), handshake (4), version (2), random (32).
    let mut rest = Reader(stream.get(5 + 4 + 2 + 32..)?);
    rest.short()?;
    rest.long()?;
    rest.short()?;
    let mut extensions = Reader(rest.rest_of_long()?);
    loop {
        let kind = extensions.number()?;
        let body = extensions.long()?;
        if kind == SERVER_NAME {
            let mut names = Reader(Reader(body).rest_of_long()?);
            names.take(1)?;
            return Some(printable(names.long()?, 253));
        }
    }
}

/// Reads fields one after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    fn number(&mut self) -> Option<u16> {
        let bytes = self.take(2)?;
        Some(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    /// A field behind a length of one byte.
    fn short(&mut self) -> Option<&'a [u8]> {
        let length = self.take(1)?[0];
        self.take(usize::from(length))
    }

    /// A field behind a length of two bytes.
    fn long(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(usize::from(length))
    }

    /// The same, or what is there of it.
    fn rest_of_long(mut self) -> Option<&'a [u8]> {
        let length = usize::from(self.number()?);
        Some(self.0.get(..length).unwrap_or(self.0))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A `ClientHello` for this name.
    pub(crate) fn hello(name: &str) -> Vec<u8> {
        let long = |bytes: &[u8]| [&(bytes.len() as u16).to_be_bytes()[..], bytes].concat();
        let entry = [&[0][..], &long(name.as_bytes())].concat();
        let extensions = [
            &[0, 43][..],
            &long(&[2, 3, 4]),
            &[0, 0],
            &long(&long(&entry)),
        ]
        .concat();
        let body = [
            &[3, 3][..],
            &[7; 32],
            &[0],
            &long(&[19, 1]),
            &[1, 0],
            &long(&extensions),
        ]
        .concat();
        let handshake = [&[1, 0][..], &long(&body)].concat();
        [&[22, 3, 1][..], &long(&handshake)].concat()
    }

    #[test]
    fn the_name_is_found() {
        let hello = hello("api.example.org");
        assert!(is_hello(&hello) && is_whole(&hello));
        assert!(!is_whole(&hello[..hello.len() - 1]));
        assert_eq!(server_name(&hello).as_deref(), Some("api.example.org"));
        assert_eq!(server_name(b"GET / HTTP/1.1"), None);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(), tail in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut bytes = hello("api.example.org");
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(cut.index(bytes.len() + 1));
            bytes.extend(tail);
            let _ = (is_hello(&bytes), is_whole(&bytes));
            prop_assert!(server_name(&bytes).is_none_or(|name| name.is_ascii() && name.len() < 1100));
        }
    }
}
