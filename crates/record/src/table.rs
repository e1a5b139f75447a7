//! A strict walk over the tables of a document, with the line of everything.

use crate::field::{Field, found};
use crate::problem::{Problems, shown};
use crate::suggest;
use toml::de::{DeTable, DeValue};

/// A table of the document, with its name and its line.
pub(crate) struct Table<'a> {
    path: String,
    pub(crate) line: usize,
    entries: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    pub(crate) fn root(entries: &'a DeTable<'a>) -> Self {
        Self {
            path: String::new(),
            line: 1,
            entries,
        }
    }

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
