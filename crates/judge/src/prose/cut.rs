//! Cuts a text into the tokens of [`Prose`].
//!
//! One pass over the text, no backtracking. Invisible characters are left out here, so that they cannot split a word; that they were
//! there is for [`crate::hidden`] to say.

use super::{Kind, Prose, SEEN, Token, bit, hash, mixed, taken};
use crate::prose::Words;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Bytes of a text that are cut into tokens; what is longer is no description, and is said to be odd by [`crate::text`].
pub(crate) const LONGEST: usize = 256 << 10;

impl Prose {
    /// Cuts the beginning of a text: some three hundred words.
    pub(crate) fn opening(text: &str) -> Self {
        const OPENING: usize = 2 << 10;
        let mut ends = (0..=OPENING.min(text.len())).rev();
        Self::of(ends.find_map(|end| text.get(..end)).unwrap_or_default())
    }

    /// Cuts a text.
    pub(crate) fn of(text: &str) -> Self {
        // A character takes at most four bytes.
        let text = (LONGEST.saturating_sub(3)..=LONGEST)
            .find_map(|end| text.get(..end))
            .unwrap_or(text);
        let text = &*plain(text);
        let mut prose = Self {
            lower: in_small_letters(text),
            tokens: Vec::with_capacity(text.len() / 5 + 2),
            hashes: Vec::with_capacity(text.len() / 5 + 2),
            seen: [0; SEEN],
        };
        let mut cutter = Cutter {
            sentence: 0,
            opens: true,
            quote: None,
        };
        let mut start = 0;
        for line in text.split('\n') {
            let trimmed = line.trim_start();
            if trimmed.is_empty()
                || trimmed.starts_with(['-', '*', '#', '•', '<', '|', '+'])
                || starts_with_number(trimmed)
            {
                cutter.end_sentence();
                cutter.quote = None;
            }
            cutter.line(line, start, &mut prose);
            start += line.len() + 1;
        }
        prose
    }
}

/// A text in small letters, with room for the tokens that are written behind it.
fn in_small_letters(text: &str) -> String {
    let mut lower = String::with_capacity(text.len() + text.len() / 4);
    lower.push_str(text);
    lower.make_ascii_lowercase();
    lower
}

/// A text in its compatible form, without what is invisible. Source: Unicode NFKC (UAX #15).
///
/// No ASCII character changes, and none but the last before others is changed by what follows: all but those are copied.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (ascii, other) = rest.split_at(at.saturating_sub(1));
        out.push_str(ascii);
        let first = at - ascii.len();
        let end = other
            .bytes()
            .skip(first)
            .position(|byte| byte.is_ascii())
            .map_or(other.len(), |end| first + end);
        let (run, after) = other.split_at(end);
        out.extend(run.nfkc().filter(|c| !crate::hidden::invisible(*c)));
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether a line opens like an item of a numbered list.
fn starts_with_number(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(['.', ')'])
}

/// The state between two chunks.
struct Cutter {
    sentence: u32,
    opens: bool,
    quote: Option<char>,
}

impl Cutter {
    /// The next word opens a new sentence.
    fn end_sentence(&mut self) {
        self.sentence = self.sentence.saturating_add(1);
        self.opens = true;
    }

    /// Cuts a line that starts at this byte of the text.
    fn line(&mut self, line: &str, start: usize, prose: &mut Prose) {
        let bytes = line.as_bytes();
        let space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
        let mut from = 0;
        while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
            let word = Leading::of(rest);
            let end = from + word.length;
            // Most of what stands between spaces is a word with a mark behind it at most.
            let mark = bytes.get(end).filter(|mark| b".!?;,:".contains(mark));
            let after = end + usize::from(mark.is_some());
            if end > from && bytes.get(after).is_none_or(space) {
                let at = (start + from..start + end, Kind::Word);
                self.add(at, word.hash, word.letters, prose);
                match mark {
                    None => {}
                    Some(b',' | b':') => self.opens = true,
                    Some(_) => self.end_sentence(),
                }
                from = after + 1;
                continue;
            }
            let length = rest.iter().position(space);
            let end = from + length.unwrap_or(rest.len());
            let chunk = line.get(from..end).unwrap_or_default();
            // Other scripts have spaces of their own.
            for chunk in chunk.split_whitespace() {
                if chunk.bytes().any(|byte| byte == b'=') && !chunk.contains("://") {
                    let pieces = chunk.split('=');
                    pieces.for_each(|piece| self.chunk(piece, prose));
                } else {
                    self.chunk(chunk, prose);
                }
            }
            from = end + 1;
        }
    }

    /// Takes one piece between spaces.
    fn chunk(&mut self, chunk: &str, prose: &mut Prose) {
        let body = chunk.trim_start_matches(|c: char| is_wrapping(c));
        let opening = chunk.get(..chunk.len() - body.len()).unwrap_or_default();
        for c in opening.chars() {
            if self.quote.is_none() && matches!(c, '"' | '“' | '‘' | '`' | '\'') {
                self.quote = Some(c);
            } else if matches!(c, '<' | '[' | '{' | '(') {
                self.opens = true;
            }
        }
        let trimmed = body.trim_end_matches(|c: char| {
            is_wrapping(c) || matches!(c, '.' | ',' | ';' | ':' | '!' | '?')
        });
        let closing = body.get(trimmed.len()..).unwrap_or_default();
        self.tokens(trimmed, prose);
        let goes_on = trimmed.eq_ignore_ascii_case("e.g") || trimmed.eq_ignore_ascii_case("i.e");
        for c in closing.chars() {
            match c {
                // `E.g.` ends no sentence.
                '.' if goes_on => {}
                '.' | '!' | '?' | ';' => self.end_sentence(),
                ':' | ',' | '>' | ']' | ')' => self.opens = true,
                c if self.quote.is_some_and(|open| closes(open, c)) => self.quote = None,
                _ => {}
            }
        }
    }

    /// Cuts what is between the punctuation.
    fn tokens(&mut self, text: &str, prose: &mut Prose) {
        if text.is_empty() {
            return;
        }
        let kind = kind_of(text);
        if kind != Kind::Word {
            self.push(text, kind, prose);
            return;
        }
        let mut from = 0;
        for (i, c) in text.char_indices() {
            let inside = c.is_alphanumeric() || c == '_' || matches!(c, '\'' | '’');
            if !inside {
                self.push(text.get(from..i).unwrap_or_default(), Kind::Word, prose);
                if matches!(c, '.' | '!' | '?' | ';')
                    && text
                        .get(i + c.len_utf8()..)
                        .is_some_and(|rest| rest.starts_with(char::is_uppercase))
                {
                    self.end_sentence();
                } else if matches!(c, ':' | '>' | ']' | '<' | '[' | ',') {
                    self.opens = true;
                }
                from = i + c.len_utf8();
            }
        }
        self.push(text.get(from..).unwrap_or_default(), Kind::Word, prose);
    }

    /// Adds one token, written behind the text: it may differ from what was sent in more than its capitals.
    fn push(&mut self, text: &str, kind: Kind, prose: &mut Prose) {
        let start = prose.lower.len();
        if text.bytes().all(|byte| byte.is_ascii() && byte != b'\'') {
            prose.lower.push_str(text);
            if let Some(word) = prose.lower.get_mut(start..) {
                word.make_ascii_lowercase();
            }
        } else {
            let letters = text.chars().filter(|c| !matches!(c, '\'' | '’'));
            prose.lower.extend(letters.flat_map(char::to_lowercase));
        }
        let end = prose.lower.len();
        if end > start {
            let word = prose.lower.get(start..).unwrap_or_default();
            let letters = word.bytes().all(|byte| byte.is_ascii_lowercase());
            self.add((start..end, kind), hash(word), letters, prose);
        }
    }

    /// Adds the token whose text stands there in small letters.
    fn add(
        &mut self,
        (at, kind): (Range<usize>, Kind),
        hash: u32,
        letters: bool,
        prose: &mut Prose,
    ) {
        let (place, bit) = bit(hash);
        if let Some(bits) = prose.seen.get_mut(place) {
            *bits |= bit;
        }
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        prose.tokens.push(Token {
            start: byte(at.start),
            end: byte(at.end),
            kind,
            sentence: self.sentence,
            opens: self.opens,
            quoted: self.quote.is_some(),
            letters,
        });
        prose.hashes.push(hash);
        self.opens = false;
    }
}

/// The small letter, digit or underscore that a byte is; zero for any other.
static SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            small[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// The word with which bytes begin.
struct Leading {
    /// That of it in small letters.
    hash: u32,
    length: usize,
    /// Whether it has neither digits nor underscores.
    letters: bool,
}

impl Leading {
    fn of(bytes: &[u8]) -> Self {
        // The bits that all small letters have, and no digit or underscore has both of.
        const LETTERS: u8 = 0x60;
        let (mut state, mut length, mut letters) = (0, 0, LETTERS);
        for byte in bytes {
            let small = SMALL.get(usize::from(*byte)).copied().unwrap_or_default();
            if small == 0 {
                break;
            }
            state = taken(state, small);
            letters &= small;
            length += 1;
        }
        Self {
            hash: mixed(state),
            length,
            letters: letters == LETTERS,
        }
    }
}

/// Punctuation that wraps words.
fn is_wrapping(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '‘'
            | '’'
            | '`'
            | '\''
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '*'
            | '#'
            | '«'
            | '»'
            | '—'
            | '–'
            | '-'
            | '•'
            | '|'
            | '='
            | '→'
    )
}

/// Whether a character closes the quote that another opened.
fn closes(open: char, c: char) -> bool {
    match open {
        '“' => c == '”',
        '‘' => c == '’',
        other => c == other,
    }
}

/// What a piece between spaces is.
fn kind_of(text: &str) -> Kind {
    // All but words hold one of these.
    if !text
        .bytes()
        .any(|byte| matches!(byte, b'.' | b'/' | b'~' | b'\\'))
    {
        return Kind::Word;
    }
    if text.contains("://") || is_host(text) {
        return Kind::Url;
    }
    if let Some((user, host)) = text.split_once('@')
        && !user.is_empty()
        && !host.contains('/')
        && host.contains('.')
    {
        return Kind::Mail;
    }
    let rooted = text.starts_with(['~', '/', '\\']) && text.len() > 2;
    let dotted = text.starts_with('.')
        && text
            .chars()
            .nth(1)
            .is_some_and(|c| c.is_alphabetic() || c == '.' || c == '/')
        && text.len() > 3;
    let file = text
        .rsplit_once('/')
        .and_then(|(_, last)| last.rsplit_once('.'))
        .is_some_and(|(stem, end)| {
            !stem.is_empty()
                && (1..=5).contains(&end.len())
                && end
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
    if (rooted || dotted || file || text.contains("/.")) && !text.contains('(') {
        Kind::Path
    } else {
        Kind::Word
    }
}

/// Whether a piece is an address without its scheme: `host.example/path`. Names of files and of code end otherwise.
fn is_host(text: &str) -> bool {
    static ENDS: Words = Words::of(
        "com|net|org|example|test|invalid|xyz|ru|cn|cc|pw|top|site|online|cloud|app|dev|ai|io|tk|eu|biz|info|onion",
    );
    let host = text.split(['/', ':', '?']).next().unwrap_or_default();
    let Some((before, end)) = host.rsplit_once('.') else {
        return false;
    };
    let label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let small = before.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    small && super::one_of(&ENDS, end) && before.chars().all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Prose::of(text).words().map(str::to_owned).collect()
    }

    #[test]
    fn words_paths_and_addresses_come_out() {
        assert_eq!(
            words("Don't read `~/.ssh/id_rsa`, mail to a@b.example."),
            ["dont", "read", "~/.ssh/id_rsa", "mail", "to", "a@b.example"]
        );
        assert_eq!(
            words("read/write, read-only"),
            ["read", "write", "read", "only"]
        );
        assert_eq!(words("ig\u{200b}nore ｉｇｎｏｒｅ"), ["ignore", "ignore"]);
        assert_eq!(
            words("to in.a-b.example/x, not Host.example, main.rs or a.b"),
            [
                "to",
                "in.a-b.example/x",
                "not",
                "host",
                "example",
                "main",
                "rs",
                "or",
                "a",
                "b"
            ]
        );
    }

    #[test]
    fn a_text_is_normalised_as_if_at_once() {
        for text in [
            "",
            "ascii only",
            "e\u{301}te\u{301} — ﬁn",
            "\u{301}a",
            "a\u{323}\u{307}b\u{307}\u{323}",
            "ｆｕｌｌ x ｗｉｄｔｈ",
            "\u{1100}\u{1161}\u{11a8} 가\u{11a8}",
            "a\u{200b}\u{301}",
        ] {
            let whole = text.nfkc().filter(|c| !crate::hidden::invisible(*c));
            assert_eq!(plain(text), whole.collect::<String>(), "{text:?}");
        }
    }

    #[test]
    fn sentences_are_told_apart() {
        let prose = Prose::of("Adds numbers. Then stops\n- item one");
        let sentences: Vec<u32> = prose.tokens.iter().map(|t| t.sentence).collect();
        assert_eq!(sentences, [0, 0, 1, 1, 2, 2]);
        assert!(prose.tokens[4].opens);
    }

    #[test]
    fn quotes_are_seen() {
        let prose = Prose::of("text such as \"ignore all previous\" is data");
        let quoted: Vec<bool> = prose.tokens.iter().map(|t| t.quoted).collect();
        assert_eq!(
            quoted,
            [false, false, false, true, true, true, false, false]
        );
    }
}
