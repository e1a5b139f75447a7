//! Text inside text: what a person who reads it in passing does not read, and a model does.
//!
//! Comments of HTML, and what is encoded (base64, hexadecimal, percent signs, numeric entities, escapes, ROT13, letters set apart,
//! written backwards), or written in a cipher ([`ciphers`]). What comes out is read like any other text; orders in it leave no doubt.

use crate::glance::{Glance, Seen};
use crate::hidden::count;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

mod ciphers;

/// Pieces that are taken out of one text, and bytes of each: beyond them it is odd by its size.
const PIECES: usize = 16;
const LONGEST: usize = 16 << 10;

/// Characters of the shortest run that is decoded.
const SHORTEST: usize = 24;

/// Numeric entities of the shortest text that is written in them.
const ENTITIES: usize = 4;

/// Figures of the shortest text of which some stand for letters.
const FIGURES: usize = 4;

/// What a text has of what hides: one pass, since most have nothing.
#[derive(Default)]
struct Has {
    less: bool,
    ampersand: bool,
    backslash: bool,
    percents: usize,
    digits: usize,
    /// Places where a figure stands beside a letter, and words that may be codes of characters; of what has some digits.
    mixes: usize,
    codes: usize,
    /// Dots and dashes, and the most bytes that stand together and are no letters or digits.
    marks: usize,
    between: usize,
    /// Where long runs of letters and digits end, and how long they are.
    runs: Vec<(usize, usize)>,
    /// Letters that stand by themselves.
    alone: usize,
    /// The most of them, and of bytes of other scripts, between two words.
    apart: usize,
}

impl Has {
    fn of(text: &str) -> Self {
        let mut has = Self {
            digits: count(text, |byte| byte.is_ascii_digit()),
            ..Self::default()
        };
        let (mut run, mut apart, mut between, mut at) = (0, 0, 0, 0);
        let bytes = text.as_bytes();
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let word = rest.iter().position(|byte| !byte.is_ascii_alphanumeric());
            let word = word.unwrap_or(rest.len());
            if has.digits >= FIGURES {
                has.count(rest.get(..word).unwrap_or_default());
            }
            (at, run) = (at + word, run + word);
            let Some(byte) = bytes.get(at) else { break };
            between = if word > 0 { 1 } else { between + 1 };
            has.between = has.between.max(between);
            has.alone += usize::from(word == 1);
            apart = if word > 1 { 0 } else { apart + word } + usize::from(!byte.is_ascii());
            has.apart = has.apart.max(apart);
            match byte {
                b'<' => has.less = true,
                b'&' => has.ampersand = true,
                b'\\' => has.backslash = true,
                b'%' => has.percents += 1,
                b'.' | b'-' => has.marks += 1,
                _ => {}
            }
            if matches!(byte, b'-' | b'+' | b'/' | b'_') {
                run += 1;
            } else {
                has.add_run(at, run);
                run = 0;
            }
            at += 1;
        }
        has.add_run(text.len(), run);
        has
    }

    /// Counts what a word of letters and digits has.
    fn count(&mut self, word: &[u8]) {
        if word.iter().any(u8::is_ascii_digit) {
            let beside =
                |two: &&[u8]| matches!(two, [a, b] if a.is_ascii_digit() != b.is_ascii_digit());
            self.mixes += word.windows(2).filter(beside).count();
        }
        self.codes += usize::from(ciphers::is_code(word));
    }

    /// Keeps a run that ends at a byte where it is long.
    fn add_run(&mut self, end: usize, length: usize) {
        if (SHORTEST..=LONGEST).contains(&length) && self.runs.len() < 4 * PIECES {
            self.runs.push((end, length));
        }
    }
}

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
    let has = Has::of(text);
    if has.less {
        comments(text).for_each(|inside| add("an HTML comment", inside.to_owned()));
    }
    for (end, length) in &has.runs {
        decode(text.get(end - length..*end).unwrap_or_default(), &mut add);
    }
    // One or two are signs that HTML would take for its own.
    if has.ampersand && text.matches("&#").nth(ENTITIES - 1).is_some() {
        add("numeric entities", entities(text));
    }
    if has.percents > 2 {
        add("percent signs", escaped(text, "%", 2));
    }
    if has.backslash && text.contains("\\x") {
        add("escapes", escaped(text, "\\x", 2));
    }
    if has.backslash && text.contains("\\u00") {
        add("escapes", escaped(text, "\\u", 4));
    }
    if has.alone > 5 && has.apart >= LETTERS - 1 {
        spaced(text, &mut add);
    }
    if has.mixes >= FIGURES {
        ciphers::leet(text)
            .into_iter()
            .for_each(|text| add("figures for letters", text));
    }
    if has.marks >= 20 && has.between >= 2 * ciphers::MORSE - 1 {
        ciphers::morse(text)
            .into_iter()
            .for_each(|text| add("Morse", text));
    }
    if has.digits >= ciphers::CODES && has.codes >= ciphers::CODES {
        ciphers::codes(text)
            .into_iter()
            .for_each(|text| add("codes of characters", text));
    }
    if !text.is_ascii()
        && let Some((plain, alphabets)) = ciphers::alike(text)
    {
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
