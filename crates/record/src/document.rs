//! A whole document: its size, its syntax, its depth and its schema.

use crate::problem::{Lines, Problem, Problems, shown};
use crate::table::Table;
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;

/// The most bytes that a file may have: far beyond what people write, and read in a moment.
const MOST_BYTES: usize = 1 << 20;
/// Brackets and dots that may be open at once. What people write has three.
const MOST_LEVELS: usize = 64;

/// Reads a document of a schema: `read` gets its root and adds what it finds wrong.
pub(crate) fn document<T>(
    text: &str,
    schema: &str,
    read: impl FnOnce(&Table<'_>, &mut Problems) -> T,
) -> Result<T, Vec<Problem>> {
    let mut problems = Problems::new(Lines::of(""));
    if text.len() > MOST_BYTES {
        problems.add(
            1,
            "file",
            format!(
                "{} bytes are more than the {MOST_BYTES} that are read",
                text.len()
            ),
            "shorten it",
        );
        return refused(problems);
    }
    problems.lines = Lines::of(text);
    if let Some(span) = too_deep(text) {
        problems.add(
            problems.lines.line(&span),
            "file",
            "is nested too deeply",
            "write it flat, as `record new` does",
        );
        return refused(problems);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = problems.lines.line(&error.span().unwrap_or_default());
        problems.add(
            line,
            "file",
            format!("this is not TOML: {}", error.message()),
            "mend the line; the rest is checked then",
        );
    }
    // A tree that was guessed around an error has faults that nobody wrote: the rest waits.
    if !errors.is_empty() {
        return refused(problems);
    }
    let root = Table::root(root.get_ref());
    if !schema_fits(&root, schema, &mut problems) {
        return refused(problems);
    }
    let value = read(&root, &mut problems);
    problems.into_result(value)
}

/// Ends early, with what is wrong.
fn refused<T>(problems: Problems) -> Result<T, Vec<Problem>> {
    Err(problems.into_result(()).err().unwrap_or_default())
}

/// Where brackets and dotted keys pile up. The parser bounds each by itself, and a tree of both is deeper than a stack.
fn too_deep(text: &str) -> Option<Range<usize>> {
    let (mut open, mut dots) = (0_usize, 0_usize);
    for token in toml_parser::Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                open = open.saturating_sub(1)
            }
            TokenKind::Dot => dots += 1,
            TokenKind::Newline if open == 0 => dots = 0,
            _ => {}
        }
        if open + dots > MOST_LEVELS {
            return Some(token.span().start()..token.span().end());
        }
    }
    None
}

/// Whether the rest is worth reading: another schema's document would be wrong in every line.
fn schema_fits(root: &Table<'_>, schema: &str, problems: &mut Problems) -> bool {
    let remedy = format!("write `schema = \"{schema}\"` in the first line");
    let Some(field) = root.get("schema") else {
        problems.add(1, "schema", "is missing", remedy);
        return true;
    };
    match field.value {
        DeValue::String(found) if found == schema => true,
        DeValue::String(found) => {
            problems.add(
                field.line(problems),
                "schema",
                format!("{} is not what is read here", shown(found)),
                remedy,
            );
            false
        }
        _ => field.text(problems).is_some(),
    }
}
