//! Questions for names (RFC 1035), and answers that are made up.

use super::printable;
use std::net::IpAddr;

/// The kind of question that asks for an IPv4 address.
pub(crate) const A: u16 = 1;
/// The kind of question that asks for an IPv6 address.
pub(crate) const AAAA: u16 = 28;
const HEADER: usize = 12;
/// How long an answer may be remembered, in seconds.
const TTL: u32 = 5;

/// The one question of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The name, escaped, without the last dot; `.` for the root.
    pub(crate) name: String,
    /// What is asked for.
    pub(crate) kind: u16,
    /// Whether the message holds nothing else in which something could be carried out.
    pub(crate) plain: bool,
    end: usize,
}

/// The question that a message asks; none where it is no question, or is broken.
pub(crate) fn question(message: &[u8]) -> Option<Question> {
    let header = message.first_chunk::<HEADER>()?;
    let (response_and_opcode, questions) = (header[2] & 0xf8, &header[4..6]);
    if response_and_opcode != 0 || questions != [0, 1] {
        return None;
    }
    let (name, end) = name(message)?;
    let rest = message.get(end..)?;
    let (&[k0, k1, _, class], rest) = rest.split_first_chunk::<4>()?;
    // The one extension that says nothing: a root name, kind 41, no options.
    let empty_options = matches!(rest, &[0, 0, 41, _, _, _, _, _, _, 0, 0]);
    Some(Question {
        name,
        kind: u16::from_be_bytes([k0, k1]),
        plain: class == 1 && (rest.is_empty() || empty_options),
        end: end + 4,
    })
}

/// The name after the header, and where it ends. A question holds no pointers.
fn name(message: &[u8]) -> Option<(String, usize)> {
    let mut name = String::new();
    let mut at = HEADER;
    loop {
        let length = usize::from(*message.get(at)?);
        at += 1;
        if length == 0 {
            let root = name.is_empty();
            return Some((if root { ".".to_owned() } else { name }, at));
        }
        if length > 63 || at + length > HEADER + 255 {
            return None;
        }
        if !name.is_empty() {
            name.push('.');
        }
        let label = message.get(at..at + length)?;
        name.push_str(&printable(label, label.len() + 1).replace('.', "\\."));
        at += length;
    }
}

/// The answer to a question: this address, or that there is none of the kind.
pub(crate) fn answer(message: &[u8], question: &Question, address: Option<IpAddr>) -> Vec<u8> {
    let mut out = message.get(..question.end).unwrap_or_default().to_vec();
    if let Some(header) = out.first_chunk_mut::<HEADER>() {
        header[2] = 0x80 | (header[2] & 1);
        header[3] = 0x80;
        header[6..].fill(0);
        header[7] = u8::from(address.is_some());
    }
    let mut record = |kind: u16, bytes: &[u8]| {
        out.extend([0xc0, HEADER as u8]);
        out.extend(kind.to_be_bytes());
        out.extend(1u16.to_be_bytes());
        out.extend(TTL.to_be_bytes());
        out.extend((bytes.len() as u16).to_be_bytes());
        out.extend(bytes);
    };
    match address {
        Some(IpAddr::V4(address)) => record(A, &address.octets()),
        Some(IpAddr::V6(address)) => record(AAAA, &address.octets()),
        None => {}
    }
    out
}

/// The first whole message of a TCP stream to a name server, and how long it is with its length.
pub(crate) fn framed(stream: &[u8]) -> Option<(&[u8], usize)> {
    let (length, rest) = stream.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    Some((rest.get(..length)?, length + 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn ask(name: &str, kind: u16) -> Vec<u8> {
        let mut out = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        for label in name.split('.') {
            out.push(label.len() as u8);
            out.extend(label.as_bytes());
        }
        out.push(0);
        out.extend(kind.to_be_bytes());
        out.extend([0, 1]);
        out
    }

    #[test]
    fn a_question_is_read_and_answered() {
        let message = ask("api.example.org", A);
        let asked = question(&message).unwrap();
        assert_eq!(
            (asked.name.as_str(), asked.kind, asked.plain),
            ("api.example.org", A, true)
        );
        let answer = answer(&message, &asked, Some([198, 18, 0, 1].into()));
        assert_eq!(answer[..8], [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1]);
        assert!(answer.ends_with(&[0, 4, 198, 18, 0, 1]));
        assert_eq!(question(&answer), None);
    }

    #[test]
    fn what_could_carry_something_out_is_not_plain() {
        let mut message = ask("x", A);
        message.extend([0, 0, 41, 4, 0xd0, 0, 0, 0, 0, 0, 0]);
        assert!(question(&message).unwrap().plain);
        message.push(7);
        assert!(!question(&message).unwrap().plain);
    }

    #[test]
    fn names_are_escaped() {
        let mut message = vec![0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        message.extend(*b"\x05a.\x1b\xff\"\x00\x00\x01\x00\x01");
        assert_eq!(question(&message).unwrap().name, r#"a\.\x1b\xff\""#);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(bytes in prop::collection::vec(any::<u8>(), 0..600), start in any::<bool>()) {
            let mut message = if start { vec![0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] } else { vec![] };
            message.extend(bytes);
            if let Some(asked) = question(&message) {
                prop_assert!(asked.name.len() <= 255 * 4);
                prop_assert!(answer(&message, &asked, None).len() <= message.len());
            }
            if let Some((inner, length)) = framed(&message) {
                prop_assert_eq!(inner.len() + 2, length);
            }
        }
    }
}
