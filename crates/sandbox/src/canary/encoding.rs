//! How a value may be written down again.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::fmt::Write as _;

/// From this length on a value is looked for by its halves: a half is still unmistakable, and one of them stays whole
/// where a line break falls into the value, as in base64 text of 76 columns.
const HALVED: usize = 32;

/// How a value was written down where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// As it is, in upper or lower case.
    Plain,
    /// Two hexadecimal digits a byte.
    Hex,
    /// Base64 or its form for URLs, at any of three offsets.
    Base64,
    /// From its end to its beginning.
    Reversed,
    /// Every byte as `%61`.
    Url,
    /// Every byte as `\u0061`.
    Json,
}

impl Encoding {
    /// All, in the order of their names here.
    pub const ALL: [Self; 6] = [
        Self::Plain,
        Self::Hex,
        Self::Base64,
        Self::Reversed,
        Self::Url,
        Self::Json,
    ];

    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Hex => "hex",
            Self::Base64 => "base64",
            Self::Reversed => "reversed",
            Self::Url => "url",
            Self::Json => "json",
        }
    }

    /// What to look for to find this value, or a half of it, in this encoding. Letters are compared without case.
    pub(super) fn patterns(self, value: &str) -> Vec<String> {
        let mut patterns: Vec<String> = halves(value.as_bytes())
            .into_iter()
            .flat_map(|part| self.written(part))
            .collect();
        patterns.sort();
        patterns.dedup();
        patterns
    }

    /// Every way to write a whole value down but as it is, letter by letter.
    #[must_use]
    pub fn disguises(value: &str) -> Vec<String> {
        let others = Self::ALL.into_iter().filter(|one| *one != Self::Plain);
        let lower = others.flat_map(|one| one.written(value.as_bytes()));
        let mut all: Vec<String> = lower.collect();
        let upper = |digits: &String| digits.to_ascii_uppercase();
        all.extend(Self::Hex.written(value.as_bytes()).iter().map(upper));
        all.extend(Self::Url.written(value.as_bytes()).iter().map(upper));
        all.sort();
        all.dedup();
        all
    }

    fn written(self, part: &[u8]) -> Vec<String> {
        match self {
            Self::Plain => vec![String::from_utf8_lossy(part).into_owned()],
            Self::Hex => vec![each(part, |out, byte| write!(out, "{byte:02x}"))],
            Self::Base64 => (0..3).flat_map(|offset| base64(part, offset)).collect(),
            Self::Reversed => {
                let reversed: Vec<u8> = part.iter().rev().copied().collect();
                vec![String::from_utf8_lossy(&reversed).into_owned()]
            }
            Self::Url => vec![each(part, |out, byte| write!(out, "%{byte:02x}"))],
            Self::Json => vec![each(part, |out, byte| write!(out, "\\u{byte:04x}"))],
        }
    }
}

/// The value, or its two halves.
fn halves(value: &[u8]) -> Vec<&[u8]> {
    if value.len() < HALVED {
        return vec![value];
    }
    let (first, second) = value.split_at(value.len() / 2);
    vec![first, second]
}

fn each(part: &[u8], put: impl Fn(&mut String, u8) -> std::fmt::Result) -> String {
    let mut out = String::new();
    for byte in part {
        // Writing to a string cannot fail.
        let _ = put(&mut out, *byte);
    }
    out
}

/// The digits that stand for nothing but this part, where `offset` bytes stand before it in its group of three.
fn base64(part: &[u8], offset: usize) -> [String; 2] {
    let mut bytes = vec![0; offset];
    bytes.extend_from_slice(part);
    let bits = bytes.len() * 8;
    // A digit holds six bits. Those that share bits with a neighbour are left out.
    let digits = (offset * 8).div_ceil(6)..bits / 6;
    [
        STANDARD_NO_PAD.encode(&bytes),
        URL_SAFE_NO_PAD.encode(&bytes),
    ]
    .map(|text| text.get(digits.clone()).unwrap_or_default().to_owned())
}
