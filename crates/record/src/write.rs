//! Values as TOML writes them. Text of a server may stand in it, so nothing invisible is written as it is.

use crate::problem::hidden;
use std::fmt::Write as _;

/// Columns of a line of comment.
const WIDTH: usize = 118;

/// A basic string. What is a control character, or would not be seen by who reads the file, is written as an escape.
pub(crate) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if hidden(c) && (c as u32) < 0x1_0000 => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c if hidden(c) => {
                let _ = write!(out, "\\U{:08X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A list of strings in one line.
pub(crate) fn strings<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let texts: Vec<String> = texts
        .into_iter()
        .map(|text| string(text.as_ref()))
        .collect();
    format!("[{}]", texts.join(", "))
}

/// The heading of a part.
pub(crate) fn rule(out: &mut String, title: &str) {
    let head = format!("# ── {title} ");
    let line = WIDTH.saturating_sub(head.chars().count());
    let _ = writeln!(out, "\n{head}{}", "─".repeat(line));
}

/// A comment, broken into lines between words.
pub(crate) fn comment(out: &mut String, text: &str) {
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.len() > 1 && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{line}");
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(
            string("a\u{200b}b\"\\\u{e0041}\n"),
            r#""a\u200Bb\"\\\U000E0041\n""#
        );
    }

    proptest! {
        #[test]
        fn is_read_back(texts in proptest::collection::vec(any::<String>(), 0..4)) {
            let text = format!("a = {}", strings(&texts));
            let table: toml::Table = toml::from_str(&text).unwrap();
            let read: Vec<String> = table["a"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect();
            prop_assert_eq!(read, texts);
        }
    }
}
