//! A strict walk over a TOML document that knows the line of everything.

use crate::problem::{Lines, Problem, Problems, shown};
use crate::suggest;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;

/// The most bytes that a file may have: far beyond what people write, and read in a moment.
const MOST_BYTES: usize = 4 << 20;
/// The most characters that one text may have.
const MOST_CHARS: usize = 10_000;
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
        return Err(problems.into_result(()).err().unwrap_or_default());
    }
    problems.lines = Lines::of(text);
    if let Some(span) = too_deep(text) {
        problems.add(
            problems.lines.line(&span),
            "file",
            "is nested too deeply",
            "write it flat, as `record new` does",
        );
        return Err(problems.into_result(()).err().unwrap_or_default());
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
        return Err(problems.into_result(()).err().unwrap_or_default());
    }
    let root = Table {
        path: String::new(),
        line: 1,
        entries: root.get_ref(),
    };
    if !schema_fits(&root, schema, &mut problems) {
        return Err(problems.into_result(()).err().unwrap_or_default());
    }
    let value = read(&root, &mut problems);
    problems.into_result(value)
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

/// A table of the document, with its name and its line.
pub(crate) struct Table<'a> {
    path: String,
    pub(crate) line: usize,
    entries: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    fn path_to(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Adds a problem with one of the table's keys, in the table's own line.
    pub(crate) fn problem(
        &self,
        key: &str,
        what: impl Into<String>,
        remedy: impl Into<String>,
        problems: &mut Problems,
    ) {
        problems.add(self.line, &self.path_to(key), what, remedy);
    }

    /// Every key that is not known is a problem.
    pub(crate) fn only(&self, known: &[&str], problems: &mut Problems) {
        for key in self.entries.keys() {
            if known.contains(&key.get_ref().as_ref()) {
                continue;
            }
            let remedy = if problems.full() {
                String::new()
            } else {
                suggest::remedy(key.get_ref(), known)
            };
            let line = problems.lines.line(&key.span());
            let what = if self.path.is_empty() {
                "nothing here has this name"
            } else {
                "this table has no such key"
            };
            problems.add(
                line,
                &self.path_to(shown(key.get_ref()).trim_matches('`')),
                what,
                remedy,
            );
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<Field<'a>> {
        let (name, value) = self.entries.get_key_value(key)?;
        Some(Field {
            path: self.path_to(key),
            at: name.span().start,
            value: value.get_ref(),
        })
    }

    /// The field, or a problem that says to add it.
    pub(crate) fn need(
        &self,
        key: &str,
        remedy: &str,
        problems: &mut Problems,
    ) -> Option<Field<'a>> {
        let field = self.get(key);
        if field.is_none() {
            self.problem(key, "is missing", remedy, problems);
        }
        field
    }

    /// A text that must be there.
    pub(crate) fn text(&self, key: &str, remedy: &str, problems: &mut Problems) -> Option<String> {
        self.need(key, remedy, problems)?.text(problems)
    }

    /// A text that may be there; empty where it is not.
    pub(crate) fn maybe_text(&self, key: &str, problems: &mut Problems) -> Option<String> {
        self.get(key)?.text(problems)
    }

    /// The single table `[key]`.
    pub(crate) fn table(&self, key: &str, problems: &mut Problems) -> Option<Table<'a>> {
        let field = self.get(key)?;
        if let DeValue::Table(entries) = field.value {
            return Some(Table {
                line: field.line(problems),
                path: field.path,
                entries,
            });
        }
        field.wrong(&format!("a table: `[{key}]`, once"), problems);
        None
    }

    /// The tables `[[key]]`, in the order of the file.
    pub(crate) fn tables(&self, key: &str, problems: &mut Problems) -> Vec<Table<'a>> {
        let Some(field) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = field.value else {
            field.wrong(
                &format!("a list of tables: `[[{key}]]`, as often as needed"),
                problems,
            );
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            let line = problems.lines.line(&item.span());
            match item.get_ref() {
                DeValue::Table(entries) => tables.push(Table {
                    path: field.path.clone(),
                    line,
                    entries,
                }),
                other => problems.add(
                    line,
                    &field.path,
                    found(other),
                    format!("write a table: `[[{key}]]`"),
                ),
            }
        }
        tables
    }
}

/// One value of the document, with the path to it.
pub(crate) struct Field<'a> {
    pub(crate) path: String,
    at: usize,
    pub(crate) value: &'a DeValue<'a>,
}

impl<'a> Field<'a> {
    pub(crate) fn line(&self, problems: &Problems) -> usize {
        problems.lines.line(&(self.at..self.at))
    }

    pub(crate) fn problem(
        &self,
        what: impl Into<String>,
        remedy: impl Into<String>,
        problems: &mut Problems,
    ) {
        problems.add(self.line(problems), &self.path, what, remedy);
    }

    fn wrong(&self, wanted: &str, problems: &mut Problems) {
        self.problem(found(self.value), format!("write {wanted}"), problems);
    }

    /// A text with something in it.
    pub(crate) fn text(&self, problems: &mut Problems) -> Option<String> {
        let DeValue::String(text) = self.value else {
            self.wrong("a text in quotes", problems);
            return None;
        };
        if text.trim().is_empty() {
            self.problem("is empty", "write it, or leave the key out", problems);
            return None;
        }
        if text.len() > MOST_CHARS && text.chars().nth(MOST_CHARS).is_some() {
            self.problem(
                format!("is longer than {MOST_CHARS} characters"),
                "shorten it, and link the rest",
                problems,
            );
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// The elements of a list, each with its own line.
    fn elements(&self, problems: &mut Problems) -> Vec<Field<'a>> {
        let DeValue::Array(items) = self.value else {
            self.wrong("a list: `[\"…\"]`", problems);
            return Vec::new();
        };
        if items.is_empty() {
            self.problem(
                "is an empty list",
                "name at least one, or leave the key out",
                problems,
            );
        }
        items
            .iter()
            .map(|item: &Spanned<DeValue<'_>>| Field {
                path: self.path.clone(),
                at: item.span().start,
                value: item.get_ref(),
            })
            .collect()
    }

    /// A list of texts, each with its line.
    pub(crate) fn texts(&self, problems: &mut Problems) -> Vec<(String, usize)> {
        let elements = self.elements(problems);
        elements
            .iter()
            .filter_map(|element| Some((element.text(problems)?, element.line(problems))))
            .collect()
    }

    /// A list of names, none twice.
    pub(crate) fn names(&self, problems: &mut Problems) -> BTreeSet<String> {
        let mut once = Once::default();
        let texts = self.texts(problems);
        texts
            .into_iter()
            .filter(|(name, line)| once.first(name, *line, &self.path, problems))
            .map(|(name, _)| name)
            .collect()
    }

    /// A list of known words, none twice, each with its line.
    pub(crate) fn words<T: Copy>(
        &self,
        kind: &str,
        all: &[T],
        id: fn(T) -> &'static str,
        problems: &mut Problems,
    ) -> Vec<(T, usize)> {
        let elements = self.elements(problems);
        let mut once = Once::default();
        let mut words = Vec::new();
        for element in &elements {
            let line = element.line(problems);
            if let Some(word) = element.word(kind, all, id, problems)
                && once.first(id(word), line, &self.path, problems)
            {
                words.push((word, line));
            }
        }
        words
    }

    /// A word of a known set.
    pub(crate) fn word<T: Copy>(
        &self,
        kind: &str,
        all: &[T],
        id: fn(T) -> &'static str,
        problems: &mut Problems,
    ) -> Option<T> {
        let given = self.text(problems)?;
        let word = all.iter().copied().find(|word| id(*word) == given);
        if word.is_none() && !problems.full() {
            let known: Vec<&str> = all.iter().map(|word| id(*word)).collect();
            self.problem(
                format!("{} is no {kind}", shown(&given)),
                suggest::remedy(&given, &known),
                problems,
            );
        }
        word
    }

    pub(crate) fn flag(&self, problems: &mut Problems) -> Option<bool> {
        if let DeValue::Boolean(flag) = self.value {
            return Some(*flag);
        }
        self.wrong("`true` or `false`, without quotes", problems);
        None
    }

    /// A whole number within bounds.
    pub(crate) fn number(&self, least: u16, most: u16, problems: &mut Problems) -> Option<u16> {
        let wanted = format!("a whole number from {least} to {most}");
        let DeValue::Integer(number) = self.value else {
            self.wrong(&wanted, problems);
            return None;
        };
        let read = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let fits = read
            .and_then(|number| u16::try_from(number).ok())
            .filter(|number| (least..=most).contains(number));
        if fits.is_none() {
            self.problem(
                format!("{} is out of bounds", shown(number.as_str())),
                format!("write {wanted}"),
                problems,
            );
        }
        fits
    }

    /// A date, as TOML has it (`2026-11-20`) or in quotes.
    pub(crate) fn date(&self, problems: &mut Problems) -> Option<Date> {
        const WANTED: &str = "write a day that exists, as in `2026-11-20`";
        let (said, date) = match self.value {
            DeValue::Datetime(at) => (
                at.to_string(),
                at.date
                    .filter(|_| at.time.is_none() && at.offset.is_none())
                    .and_then(civil),
            ),
            DeValue::String(text) => (
                text.to_string(),
                text.parse()
                    .ok()
                    .filter(|date: &Date| date.to_string() == **text),
            ),
            other => {
                self.problem(found(other), WANTED, problems);
                return None;
            }
        };
        if date.is_none() {
            self.problem(format!("{} is no date", shown(&said)), WANTED, problems);
        }
        date
    }
}

fn civil(date: toml::value::Date) -> Option<Date> {
    Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()
}

fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(_) => "a text stands here",
        DeValue::Integer(_) | DeValue::Float(_) => "a number stands here",
        DeValue::Boolean(_) => "`true` or `false` stands here",
        DeValue::Datetime(_) => "a date stands here",
        DeValue::Array(_) => "a list stands here",
        DeValue::Table(_) => "a table stands here",
    }
    .to_owned()
}

/// What may be said only once, with the line where it was.
#[derive(Default)]
pub(crate) struct Once(BTreeMap<String, usize>);

impl Once {
    /// Whether this is the first time; a second one is a problem.
    pub(crate) fn first(
        &mut self,
        what: &str,
        line: usize,
        field: &str,
        problems: &mut Problems,
    ) -> bool {
        if let Some(earlier) = self.0.get(what) {
            let what = format!(
                "{} stands here a second time; the first is in line {earlier}",
                shown(what)
            );
            problems.add(line, field, what, "keep one of the two");
            return false;
        }
        self.0.insert(what.to_owned(), line);
        true
    }
}
