//! One value of a document, read as what it must be.

use crate::problem::{Problems, shown};
use crate::suggest;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::DeValue;

/// The most characters that one text may have.
const MOST_CHARS: usize = 10_000;

/// One value of the document, with the path to it.
pub(crate) struct Field<'a> {
    pub(crate) path: String,
    pub(crate) at: usize,
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

    pub(crate) fn wrong(&self, wanted: &str, problems: &mut Problems) {
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

pub(crate) fn found(value: &DeValue<'_>) -> String {
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
