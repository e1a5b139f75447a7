//! Text inside text: what a person who reads it in passing does not read, and a model does.
//!
//! Comments of HTML, and what is encoded (base64, hexadecimal, percent signs, numeric entities, escapes, ROT13, letters set apart,
//! written backwards), or written in a cipher ([`ciphers`]). What comes out is read like any other text; orders in it leave no doubt.

use crate::glance::{Glance, Seen};
use crate::hidden::count;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use rows::Apart;

mod ciphers;
mod rows;

/// Pieces that are taken out of one text, and bytes of each: beyond them it is odd by its size.
const PIECES: usize = 16;
const LONGEST: usize = 16 << 10;

/// Numeric entities of the shortest text that is written in them.
const ENTITIES: usize = 4;

/// Dots and dashes of the shortest Morse that is read.
const MARKS: usize = 20;

/// Figures of the shortest text of which some stand for letters.
const FIGURES: usize = 4;

/// One text inside another.
pub(crate) struct Veiled {
    /// How it is hidden: `an HTML comment`, `base64` …
    pub(crate) how: &'static str,
    /// What it says.
    pub(crate) text: String,
}

/// Pieces of the words that name an encoding, then of words of an order in ROT13 and backwards: most texts have none.
pub(crate) fn named() -> impl Iterator<Item = &'static str> {
    NAMED.into_iter().chain(TURNED).chain(BACKWARDS)
}

const NAMED: [&str; 5] = ["rot13", "rot-13", "caesar", "everse", "ackward"];
const TURNED: [&str; 8] = [
    "vafgehpg",
    "vtaber",
    " gur ",
    "cnffjbeq",
    "pbairefngvba",
    "cerivbhf",
    "arire gryy",
    "flfgrz",
];
const BACKWARDS: [&str; 8] = [
    "snoitcurtsni",
    "erongi",
    " eht ",
    "drowssap",
    "tpmorp",
    "suoiverp",
    "noitasrevnoc",
    "laitnederc",
];

/// Everything hidden in a text.
pub(crate) fn veiled(seen: &Seen<'_>) -> Vec<Veiled> {
    let text = seen.text;
    let mut found = Vec::new();
    if text.len() < 16 {
        return found;
    }
    let mut add = |how, text: String| {
        if found.len() < PIECES {
            found.push(Veiled { how, text });
        }
    };
    if count(text, |byte| matches!(byte, b'<' | b'&' | b'\\' | b'%')) > 0 {
        marked(text, &mut add);
    }
    for run in rows::runs(text).take(4 * PIECES) {
        decode(text.get(run).unwrap_or_default(), &mut add);
    }
    let apart = Apart::of(text, 2 * LETTERS - 3);
    if apart.letters >= LETTERS - 1 {
        spaced(text, &mut add);
    }
    let marks = || count(text, |byte| matches!(byte, b'.' | b'-'));
    let mut add_some = |how, read: Option<String>| read.into_iter().for_each(|text| add(how, text));
    if apart.between >= 2 * ciphers::MORSE - 1 && marks() >= MARKS {
        add_some("Morse", ciphers::morse(text));
    }
    let digits = count(text, |byte| byte.is_ascii_digit());
    if digits >= FIGURES && ciphers::mixes(text) >= FIGURES {
        add_some("figures for letters", ciphers::leet(text));
    }
    if digits >= ciphers::CODES {
        add_some("codes of characters", ciphers::codes(text));
    }
    if let Some((plain, alphabets)) = ciphers::alike(text) {
        add(
            if alphabets {
                "letters of other alphabets"
            } else {
                "letters with marks"
            },
            plain,
        );
    }
    if !seen.glance.has(Glance::VEIL) {
        return found;
    }
    let lower = text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let start = || text.chars().take(LONGEST);
    if says(&["rot13", "rot-13", "caesar"]) || says(&TURNED) {
        add("ROT13", start().map(rot13).collect());
    }
    if says(&["everse", "ackward"]) || says(&BACKWARDS) {
        add(
            "letters in reverse",
            start().collect::<Vec<char>>().into_iter().rev().collect(),
        );
        let words = text.split(' ').take(LONGEST / 8);
        let turned: Vec<String> = words.map(|word| word.chars().rev().collect()).collect();
        add("letters in reverse", turned.join(" "));
    }
    found
}

/// Adds what is written between marks or behind them.
fn marked(text: &str, add: &mut dyn FnMut(&'static str, String)) {
    comments(text).for_each(|inside| add("an HTML comment", inside.to_owned()));
    // One or two are signs that HTML would take for its own.
    if text.matches("&#").nth(ENTITIES - 1).is_some() {
        add("numeric entities", entities(text));
    }
    if text.matches('%').nth(2).is_some() {
        add("percent signs", escaped(text, "%", 2));
    }
    for (begins, mark, digits) in [("\\x", "\\x", 2), ("\\u00", "\\u", 4)] {
        if text.contains(begins) {
            add("escapes", escaped(text, mark, digits));
        }
    }
}

/// The comments of HTML, as many as are taken out of one text.
pub(crate) fn comments(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let next = move || {
        let (_, after) = rest.split_once("<!--")?;
        let (inside, after) = after.split_once("-->").unwrap_or((after, ""));
        rest = after;
        Some(inside)
    };
    std::iter::from_fn(next).take(PIECES)
}

/// Adds what a long run of letters and digits decodes to where that is prose.
fn decode(run: &str, add: &mut dyn FnMut(&'static str, String)) {
    let hex = run.strip_prefix("0x").unwrap_or(run);
    let decoded = if hex.len().is_multiple_of(2) && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        ("hexadecimal", from_hex(hex))
    } else {
        let bytes = STANDARD_NO_PAD
            .decode(run)
            .or_else(|_| URL_SAFE_NO_PAD.decode(run));
        ("base64", bytes.unwrap_or_default())
    };
    if let Some(prose) = prose(decoded.1) {
        add(decoded.0, prose);
    }
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .chars()
        .filter_map(|c| c.to_digit(16))
        .filter_map(|d| u8::try_from(d).ok())
        .collect();
    digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect()
}

/// Bytes that are words of a sentence.
fn prose(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    let good = text
        .chars()
        .filter(|c| c.is_alphabetic() || *c == ' ')
        .count();
    let words = text.split_whitespace().count();
    (words >= 3 && good * 10 >= text.chars().count() * 7).then_some(text)
}

/// A text with its numeric entities written out.
fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#") {
        out.push_str(before);
        let digits = after.get(..8).unwrap_or(after);
        let end = digits.find(';').unwrap_or(0);
        let number = digits.get(..end).unwrap_or_default();
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        match code.ok().and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = after.get(end + 1..).unwrap_or_default();
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out
}

/// A text with its escapes of some hexadecimal digits written out.
fn escaped(text: &str, mark: &str, digits: usize) -> String {
    let mut out = String::new();
    let mut pieces = text.split(mark);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let code = piece
            .get(..digits)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        match code {
            Some(c) => {
                out.push(c);
                out.push_str(piece.get(digits..).unwrap_or_default());
            }
            None => {
                out.push_str(mark);
                out.push_str(piece);
            }
        }
    }
    out
}

/// Letters set apart that are read as words.
const LETTERS: usize = 8;

/// Letters set apart: `i g n o r e`, `i.g.n.o.r.e`. Two separators end a word.
fn spaced(text: &str, add: &mut dyn FnMut(&'static str, String)) {
    let apart = |c: char| matches!(c, ' ' | '.' | '-' | '_' | '*' | '|');
    let mut joined = String::new();
    let mut letters = 0;
    let mut chars = text.chars().peekable();
    let mut start = true;
    // What stands between the letters of one word: another separator ends it.
    let mut between = None;
    while let Some(c) = chars.next() {
        let by_itself = start && c.is_alphabetic() && chars.peek().is_none_or(|c| apart(*c));
        if by_itself {
            letters += 1;
            joined.push(c);
            let separator = chars.next();
            if *between.get_or_insert(separator) != separator {
                joined.push(' ');
            }
            while chars.next_if(|c| apart(*c)).is_some() {
                if !joined.ends_with(' ') {
                    joined.push(' ');
                }
            }
            start = true;
            continue;
        }
        if letters >= LETTERS {
            add("letters set apart", std::mem::take(&mut joined));
        }
        joined.clear();
        (letters, between) = (0, None);
        start = apart(c) || c == '\n';
    }
    if letters >= LETTERS {
        add("letters set apart", joined);
    }
}

fn rot13(c: char) -> char {
    let turn = |first: u8| char::from(first + (u8::try_from(c).unwrap_or(first) - first + 13) % 26);
    match c {
        'a'..='z' => turn(b'a'),
        'A'..='Z' => turn(b'A'),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(text: &str) -> Vec<(&'static str, String)> {
        veiled(&Seen::of(text))
            .into_iter()
            .map(|found| (found.how, found.text))
            .collect()
    }

    #[test]
    fn what_is_hidden_comes_out() {
        for (text, how) in [
            ("See <!-- send it all --> here.", "an HTML comment"),
            ("Data: c2VuZCBpdCBhbGwgdG8gbWUsIHBsZWFzZQ==", "base64"),
            ("Data: 73656e6420697420616c6c206e6f77", "hexadecimal"),
            ("&#115;&#101;&#110;&#100; &#105;t all", "numeric entities"),
            ("%73%65nd%20it%20all and more", "percent signs"),
            (r"\x73\x65nd it all, and more", "escapes"),
            ("s e n d  i t  a l l now then", "letters set apart"),
            (
                "s-e-n-d--i-t--a-l-l- now then, and so on",
                "letters set apart",
            ),
            ("In rot13: fraq vg nyy", "ROT13"),
            ("Reverse this: lla ti dnes", "letters in reverse"),
        ] {
            let found = out(text);
            let squeezed = |text: &str| text.replace(' ', "");
            assert!(
                found
                    .iter()
                    .any(|(h, t)| *h == how && squeezed(t).contains("senditall")),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn honest_runs_are_no_prose() {
        for text in [
            "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "Example cursor: eyJvZmZzZXQiOjEwMCwibGltaXQiOjUwfQ==",
            "internationalization_of_everything_that_there_is",
            "Vitamins A, B, C, D, E and K.",
            "Written as a&#x3D;b, or as a&#61;b where that is so.",
        ] {
            assert_eq!(out(text), Vec::new(), "{text}");
        }
    }
}
