//! What is wrong with a file, collected so that all of it is told at once.

use std::fmt::Write as _;
use std::ops::Range;

/// Problems beyond this many are only counted.
const MOST: usize = 100;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("line {line}: {field}: {what}; {remedy}")]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// The field: `attestation.evidence`.
    pub field: String,
    /// What is wrong. Text of the file stands between backticks, escaped and shortened.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Problem {
    /// The problem with the file that it is in: `record.toml:12: attestation.evidence: …; …`.
    #[must_use]
    pub fn render(&self, path: &str) -> String {
        let Self {
            line,
            field,
            what,
            remedy,
        } = self;
        format!("{path}:{line}: {field}: {what}; {remedy}")
    }
}

/// Where the lines of a text begin.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(
            std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
        )
    }

    /// The line, counted from 1, in which a span begins.
    pub(crate) fn line(&self, span: &Range<usize>) -> usize {
        self.0.partition_point(|start| *start <= span.start)
    }
}

/// The problems found so far, and the lines to place them in.
pub(crate) struct Problems {
    pub(crate) lines: Lines,
    list: Vec<Problem>,
    beyond: usize,
}

impl Problems {
    pub(crate) fn new(lines: Lines) -> Self {
        Self {
            lines,
            list: Vec::new(),
            beyond: 0,
        }
    }

    /// Whether more problems would only be counted: what costs time to word need not be worded.
    pub(crate) fn full(&self) -> bool {
        self.list.len() >= MOST
    }

    pub(crate) fn add(
        &mut self,
        line: usize,
        field: &str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if self.full() {
            self.beyond += 1;
            return;
        }
        self.list.push(Problem {
            line,
            field: field.to_owned(),
            what: what.into(),
            remedy: remedy.into(),
        });
    }

    /// All problems in order of lines; none is a success.
    pub(crate) fn into_result<T>(mut self, value: T) -> Result<T, Vec<Problem>> {
        self.list.sort();
        self.list.dedup();
        if let (Some(last), 1..) = (self.list.last().map(|problem| problem.line), self.beyond) {
            self.list.push(Problem {
                line: last,
                field: "file".to_owned(),
                what: format!("{} more problems are not shown", self.beyond),
                remedy: "mend these first".to_owned(),
            });
        }
        if self.list.is_empty() {
            Ok(value)
        } else {
            Err(self.list)
        }
    }
}

/// Text of a file as it may stand in a message: between backticks, shortened, nothing invisible in it.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut out = String::from("`");
    for (n, c) in text.chars().enumerate() {
        if n == MOST {
            out.push('…');
            break;
        }
        if hidden(c) {
            let _ = write!(out, "U+{:04X}", c as u32);
        } else {
            out.push(c);
        }
    }
    out.push('`');
    out
}

/// Control characters and those that show as nothing or turn the direction of writing.
pub(crate) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
