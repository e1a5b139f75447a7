//! Hostile text made showable: the one place where it is decided which characters a reader may be shown as they are.

pub(crate) use evidence::hidden;
use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar as _;

/// Combining marks that may stand on one character. Real scripts need no more; a tower of them paints over other lines.
const MARKS: usize = 3;

/// The text on one line, with every hidden character shown as `U+202E` and runs of white space as one space.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut space, mut marks) = (false, 0);
    for c in text.chars() {
        if c.is_whitespace() && !matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        {
            if !space {
                out.push(' ');
            }
            (space, marks) = (true, 0);
            continue;
        }
        space = false;
        marks = if c.width() == Some(0) { marks + 1 } else { 0 };
        if hidden(c) || marks > MARKS {
            number(&mut out, c);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The first `most` characters of the text, made visible; what is left out is counted.
pub(crate) fn capped(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return visible(text).into_owned();
    };
    let (head, rest) = text.split_at(end);
    format!("{}… (cut, {} more)", visible(head), rest.chars().count())
}

/// The first `most` characters of the text as they are; what is left out is counted. For JSON, which escapes by itself.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => {
            let (head, rest) = text.split_at(end);
            Cow::Owned(format!("{head}… (cut, {} more)", rest.chars().count()))
        }
    }
}

fn number(out: &mut String, c: char) {
    let _infallible = write!(out, "U+{:04X}", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_by_number() {
        assert_eq!(
            visible("a\u{202e}b\u{200b}c\u{1b}[31m"),
            "aU+202EbU+200BcU+001B[31m"
        );
        assert_eq!(visible("tag\u{e0041}\u{fe0f}"), "tagU+E0041U+FE0F");
        assert_eq!(visible("one\n\n\ttwo  three"), "one two three");
        assert_eq!(visible("naïve 日本語"), "naïve 日本語");
    }

    #[test]
    fn a_tower_of_marks_is_taken_down() {
        let text = format!("a{}", "\u{301}".repeat(6));
        assert_eq!(visible(&text), "a\u{301}\u{301}\u{301}U+0301U+0301U+0301");
    }

    #[test]
    fn cuts_are_counted() {
        assert_eq!(capped("äbcdef", 2), "äb… (cut, 4 more)");
        assert_eq!(capped("ab", 2), "ab");
        assert_eq!(cut("äbcdef", 2), "äb… (cut, 4 more)");
    }

    #[test]
    fn showing_twice_changes_nothing() {
        for text in ["a\u{202e}b", "x\r\ny", "e\u{301}\u{301}\u{301}\u{301}"] {
            let once = visible(text).into_owned();
            assert_eq!(visible(&once), once);
        }
    }
}
