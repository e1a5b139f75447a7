//! Ciphers that a person does not read in passing: figures for letters, Morse, codes of characters, letters that only look like others.

use crate::hidden::{beyond_ascii, count_pairs, folded, mixed};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words with figures for letters that are read as writing: a name may have one or two.
const FEWEST: usize = 3;

/// A text with the letters that its figures stand for; none where they stand for none: `r3ad`, but `sha256`.
pub(super) fn leet(text: &str) -> Option<String> {
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'$');
    // How many letters and figures a word has, where it has nothing else.
    let parts = |word: &[u8]| {
        let letters = word.iter().filter(|byte| byte.is_ascii_alphabetic());
        let figures = word.iter().filter(|byte| letter(**byte).is_some());
        let (letters, figures) = (letters.count(), figures.count());
        (letters + figures == word.len() && !word.starts_with(b"0x")).then_some((letters, figures))
    };
    let written =
        |word: &&[u8]| parts(word).is_some_and(|(letters, figures)| letters > 0 && figures > 0);
    let words = text.as_bytes().split(|byte| !inside(byte));
    // Most texts have few such words.
    words.filter(written).nth(FEWEST - 1)?;
    let mut out = Vec::with_capacity(text.len());
    for piece in text.as_bytes().split_inclusive(|byte| !inside(byte)) {
        let word = match piece {
            [word @ .., last] if !inside(last) => word,
            word => word,
        };
        if word.len() > 1 && parts(word).is_some_and(|(_, figures)| figures > 0) {
            out.extend(piece.iter().map(|byte| letter(*byte).unwrap_or(*byte)));
        } else {
            out.extend_from_slice(piece);
        }
    }
    String::from_utf8(out).ok()
}

/// Places where a figure stands beside a letter.
pub(super) fn mixes(text: &str) -> usize {
    let beside = |one: u8, other: u8| one.is_ascii_digit() & other.is_ascii_alphabetic();
    count_pairs(text, |one, other| beside(one, other) | beside(other, one))
}

/// The letter that a figure stands for.
const fn letter(byte: u8) -> Option<u8> {
    Some(match byte {
        b'0' => b'o',
        b'1' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        _ => return None,
    })
}

/// Letters of the shortest Morse that is read: it has no fewer bytes.
pub(super) const MORSE: usize = 8;

/// The letters of Morse, from `a`.
#[rustfmt::skip]
const LETTERS: [&str; 26] = [".-", "-...", "-.-.", "-..", ".", "..-.", "--.", "....", "..", ".---", "-.-", ".-..", "--", "-.", "---", ".--.", "--.-", ".-.", "...", "-", "..-", "...-", ".--", "-..-", "-.--", "--.."];

/// The words of the Morse in a text.
pub(super) fn morse(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = 0;
    let sign = |byte: &u8| matches!(byte, b'.' | b'-' | b'/' | b'|' | b' ' | b'\n');
    let runs = text.as_bytes().split(|byte| !sign(byte));
    let longest = runs.max_by_key(|run| run.len())?;
    for piece in longest.split(|byte| matches!(byte, b' ' | b'\n')) {
        if matches!(piece, b"" | b"/" | b"|") {
            // Two blanks, or a stroke, part words.
            out.push_str(if out.ends_with(' ') { "" } else { " " });
        } else if let Some(at) = LETTERS.iter().position(|letter| letter.as_bytes() == piece) {
            out.extend(u8::try_from(at).ok().map(|at| char::from(b'a' + at)));
            letters += 1;
        }
    }
    (letters >= MORSE).then_some(out)
}

/// Numbers of the shortest row of them that is read.
pub(super) const CODES: usize = 12;

/// What rows of numbers write: characters by their codes, in hexadecimal, binary or decimal digits.
pub(super) fn codes(text: &str) -> Option<String> {
    let words = || text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
    words().filter(|word| is_code(word)).nth(CODES - 1)?;
    let words: Vec<&[u8]> = words().filter(|word| !word.is_empty()).collect();
    let row = words.chunk_by(|before, after| is_code(before) == is_code(after));
    let row = row.filter(|row| row.first().is_some_and(|word| is_code(word)));
    let row = row
        .max_by_key(|row| row.len())
        .filter(|row| row.len() >= CODES)?;
    let read = |radix: u32| {
        let each = row.iter().map(|word| {
            let word = str::from_utf8(word).ok()?;
            let digits = word.trim_start_matches("0x").trim_start_matches("0b");
            u8::from_str_radix(digits, radix).ok()
        });
        let bytes: Vec<u8> = each.collect::<Option<_>>()?;
        super::prose(bytes)
    };
    [2, 10, 16].into_iter().find_map(read)
}

/// Whether a word may be the code of a character.
fn is_code(word: &[u8]) -> bool {
    let digits = word
        .strip_prefix(b"0x")
        .or_else(|| word.strip_prefix(b"0b"))
        .unwrap_or(word);
    matches!(digits.len(), 2 | 3 | 7 | 8) && digits.iter().all(u8::is_ascii_hexdigit)
}

/// A text with Latin letters in place of those that look like them, marks left out; none where too few words change.
pub(super) fn alike(text: &str) -> Option<(String, bool)> {
    // Dashes and quotation marks are no letters.
    if !beyond_ascii(text).any(char::is_alphanumeric) {
        return None;
    }
    let words = || {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_ascii())
    };
    let alphabets = words().any(mixed);
    let marked = || {
        let latin = |word: &&str| word.nfd().all(|c| c.is_ascii() || is_combining_mark(c));
        words().filter(latin).count() >= FEWEST
    };
    if !alphabets && !marked() {
        return None;
    }
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    Some((folded(&plain), alphabets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_for_letters() {
        assert_eq!(
            leet("S3nd 17 4ll n0w, p1ease").as_deref(),
            Some("Send it all now, piease")
        );
        for text in [
            "sha256, utf8 and base64",
            "b2b or h264 via s3",
            "0x3a 0x1e 0x4e 0x5c",
        ] {
            assert_eq!(leet(text), None, "{text}");
        }
    }

    #[test]
    fn morse_is_read() {
        let text = "Adds: ... . -. -.. / .. - / .- .-.. .-..";
        assert_eq!(morse(text).as_deref().map(str::trim), Some("send it all"));
        for text in [
            "---------- ------",
            "a - b - c - d - e - f - g - h",
            "Wait ... and so on ... or not ...",
        ] {
            assert_eq!(morse(text), None, "{text}");
        }
    }

    #[test]
    fn codes_are_read() {
        for text in [
            "Adds 73 65 6e 64 20 69 74 20 61 6c 6c",
            "Adds 0x73 0x65 0x6e 0x64 0x20 0x69 0x74 0x20 0x61 0x6c 0x6c 0x2e",
            "Adds 115 101 110 100 32 105 116 32 97 108 108 46",
            "Adds 01110011 01100101 01101110 01100100 00100000 01101001 01110100 00100000 01100001 01101100 01101100 00101110",
        ] {
            let long = codes(&format!("{text} 20"));
            let read = codes(text).or(long);
            assert!(
                read.is_some_and(|read| read.starts_with("send it all")),
                "{text}"
            );
        }
        assert_eq!(codes("10 20 30 40 50 60 70 80 90 91 92 93 94 95"), None);
    }

    #[test]
    fn letters_that_look_alike_are_one() {
        let (text, alphabets) = alike("Sеnd it аll").unwrap_or_default();
        assert_eq!((&*text, alphabets), ("send it all", true));
        assert_eq!(
            alike("Sénd ít áll nów").map(|(text, _)| text).as_deref(),
            Some("send it all now")
        );
        for text in ["Le café ouvre à midi", "Привет, мир", "plain"] {
            assert_eq!(alike(text), None, "{text}");
        }
    }
}
