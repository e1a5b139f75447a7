//! Adding to a record without disturbing the rest of it: comments, order and layout stay as people left them.
//!
//! A statement of a list goes to the end of the file, where TOML lets it stand. More exclusions join those that are there,
//! and a pin is set in the place of the old one. What a person said that there is once is never replaced: it is refused.
//! What comes out is read before it is given back: what would not be a record is refused.

use crate::problem::{Lines, Problem, shown};
use crate::write::{string, strings};
use crate::{ReviewRecord, read_record};
use jiff::civil::Date;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A part of the record to be added; of the exclusions, to be joined; of the pin, to be set anew.
#[derive(Debug, Clone)]
pub struct Addition {
    /// Which part.
    pub part: Part,
    /// Its keys with their values, in the order in which they are written.
    pub fields: Vec<(&'static str, Value)>,
}

/// The parts of a record that can be added to. Source: interface, "Review record".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `[[attestation]]`.
    Attestation,
    /// `[[score]]`.
    Score,
    /// `[[source]]`.
    Source,
    /// `[[bound]]`.
    Bound,
    /// `[[approver]]`.
    Approver,
    /// `[[sensitive]]`.
    Sensitive,
    /// `[[accept]]`.
    Accept,
    /// `[[limit]]`.
    Limit,
    /// `[exclude]`: its tools join those that are there.
    Exclude,
    /// `[confirmation]`.
    Confirmation,
    /// `[next_review]`.
    NextReview,
    /// `[pin]`.
    Pin,
}

impl Part {
    /// Its name in the file.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Attestation => "attestation",
            Self::Score => "score",
            Self::Source => "source",
            Self::Bound => "bound",
            Self::Approver => "approver",
            Self::Sensitive => "sensitive",
            Self::Accept => "accept",
            Self::Limit => "limit",
            Self::Exclude => "exclude",
            Self::Confirmation => "confirmation",
            Self::NextReview => "next_review",
            Self::Pin => "pin",
        }
    }

    /// Whether there is one of it in a record, not a list.
    const fn once(self) -> bool {
        matches!(
            self,
            Self::Exclude | Self::Confirmation | Self::NextReview | Self::Pin
        )
    }

    /// Whether it is a person's word, which no other takes the place of unseen.
    const fn lasting(self) -> bool {
        matches!(self, Self::Confirmation | Self::NextReview)
    }
}

/// A value of a field.
#[derive(Debug, Clone)]
pub enum Value {
    /// A text.
    Text(String),
    /// A list of texts; an empty one is not written.
    Texts(Vec<String>),
    /// A day.
    Day(Date),
    /// A number from 0 to 3.
    Points(u8),
}

impl Value {
    fn written(&self) -> String {
        match self {
            Self::Text(text) => string(text),
            Self::Texts(texts) => strings(texts),
            Self::Day(day) => day.to_string(),
            Self::Points(points) => points.to_string(),
        }
    }

    fn empty(&self) -> bool {
        matches!(self, Self::Texts(texts) if texts.is_empty())
    }
}

/// Adds to a record and gives back the whole of it, with what it then means.
///
/// # Errors
/// Everything that is wrong with the record as it is; or, where that is nothing, with what it would become. A part that
/// would take the place of what a person said is a problem where that stands.
pub fn add(text: &str, addition: &Addition) -> Result<(String, ReviewRecord), Vec<Problem>> {
    read_record(text)?;
    let new = match addition
        .part
        .once()
        .then(|| place(text, addition.part.id()))
    {
        Some(Some(place)) if addition.part.lasting() => {
            return Err(vec![there(text, addition.part, &place)]);
        }
        Some(Some(place)) => changed(text, addition, &place),
        _ => appended(text, addition),
    };
    let record = read_record(&new)?;
    Ok((new, record))
}

/// The record with a block at its end.
fn appended(text: &str, addition: &Addition) -> String {
    let end = line_end(text);
    let mut out = text.trim_end_matches(['\n', '\r', ' ', '\t']).to_owned();
    let id = addition.part.id();
    let head = match addition.part.once() {
        true => format!("[{id}]"),
        false => format!("[[{id}]]"),
    };
    out.extend([end, end, &head, end]);
    for (key, value) in addition.fields.iter().filter(|(_, value)| !value.empty()) {
        out.extend([&format!("{key} = {}", value.written()), end]);
    }
    out
}

/// What stands there already, in the order of the file.
fn there(text: &str, part: Part, place: &Place) -> Problem {
    let mut values: Vec<&Standing> = place.values.iter().collect();
    values.sort_by_key(|standing| standing.span.start);
    let says: Vec<String> = values
        .iter()
        .map(|standing| {
            let value = text.get(standing.span.clone()).unwrap_or_default();
            format!("{} = {}", standing.key, shown(value))
        })
        .collect();
    let line = Lines::of(text).line(&(place.start..place.start));
    Problem {
        line,
        field: part.id().to_owned(),
        what: format!("is there already: {}", says.join(", ")),
        remedy: format!("to change it, edit line {line} of the file and those below it"),
    }
}

/// Where a part that there is once stands.
struct Place {
    /// Where its name begins.
    start: usize,
    /// Where its last value ends or, if it has none, its name.
    end: usize,
    /// Its values.
    values: Vec<Standing>,
}

/// A value as it stands in the file.
struct Standing {
    key: String,
    span: Range<usize>,
    /// Of a list of texts: each, and where it ends.
    texts: Vec<(String, usize)>,
}

fn place(text: &str, part: &str) -> Option<Place> {
    let root = DeTable::parse(text).ok()?;
    let (name, table) = root.get_ref().get_key_value(part)?;
    let DeValue::Table(table) = table.get_ref() else {
        return None;
    };
    let values: Vec<Standing> = table
        .iter()
        .map(|(key, value)| Standing {
            key: key.get_ref().to_string(),
            span: value.span(),
            texts: texts(value),
        })
        .collect();
    let last = values.iter().map(|value| value.span.end).max();
    Some(Place {
        start: name.span().start,
        end: last.unwrap_or(name.span().end),
        values,
    })
}

fn texts(value: &Spanned<DeValue<'_>>) -> Vec<(String, usize)> {
    let DeValue::Array(list) = value.get_ref() else {
        return Vec::new();
    };
    list.iter()
        .filter_map(|one| match one.get_ref() {
            DeValue::String(text) => Some((text.to_string(), one.span().end)),
            _ => None,
        })
        .collect()
}

/// The record with the values of a part replaced, and those that were not there added after its last.
fn changed(text: &str, addition: &Addition, place: &Place) -> String {
    let end = line_end(text);
    let after = text[place.end..]
        .find('\n')
        .map_or(text.len(), |at| place.end + at + 1);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut fresh = String::new();
    for (key, value) in addition.fields.iter().filter(|(_, value)| !value.empty()) {
        match place.values.iter().find(|standing| standing.key == *key) {
            Some(old) => edits.extend(edit(addition.part, old, value)),
            None => fresh.extend([&format!("{key} = {}", value.written()), end]),
        }
    }
    if !fresh.is_empty() {
        let gap = if text[..after].ends_with('\n') {
            ""
        } else {
            end
        };
        edits.push((after..after, format!("{gap}{fresh}")));
    }
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut out = text.to_owned();
    for (span, new) in edits {
        out.replace_range(span, &new);
    }
    out
}

/// What becomes of a value: it is replaced, but more exclusions go behind those that are there.
fn edit(part: Part, old: &Standing, value: &Value) -> Option<(Range<usize>, String)> {
    let (Part::Exclude, Value::Texts(new), Some((_, last))) = (part, value, old.texts.last())
    else {
        return Some((old.span.clone(), value.written()));
    };
    let there = |tool: &String| old.texts.iter().any(|(known, _)| known == tool);
    let more: String = new
        .iter()
        .filter(|tool| !there(tool))
        .map(|tool| format!(", {}", string(tool)))
        .collect();
    (!more.is_empty()).then_some((*last..*last, more))
}

/// How the lines of a file end.
fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or_default();
    if text[..first].ends_with('\r') {
        "\r\n"
    } else {
        "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RECORD: &str = "# ours\nschema = \"mcp-gatecheck/record/1\"\n\n[defaults]\nby = \"Ada\"  # me\non = 2026-11-20\n\n[exclude]\ntools = [\n  \"a\", # too broad\n]\nby = \"Bo\"\n\n[[limit]]\nsays = \"One.\"\n";

    fn limit(says: &str) -> Addition {
        Addition {
            part: Part::Limit,
            fields: vec![("says", Value::Text(says.into()))],
        }
    }

    fn exclude(tools: &[&str]) -> Addition {
        let tools = tools.iter().map(|tool| (*tool).to_owned()).collect();
        Addition {
            part: Part::Exclude,
            fields: vec![("tools", Value::Texts(tools))],
        }
    }

    #[test]
    fn a_statement_goes_to_the_end_and_nothing_else_changes() {
        let (text, record) = add(RECORD, &limit("Two.")).unwrap();
        assert_eq!(text, format!("{RECORD}\n[[limit]]\nsays = \"Two.\"\n"));
        assert_eq!(record.engine.limits, ["One.", "Two."]);
    }

    #[test]
    fn a_file_without_a_last_line_end_or_with_those_of_windows_keeps_its_own() {
        let windows = RECORD.replace('\n', "\r\n");
        let (text, _) = add(windows.trim_end(), &limit("Two.")).unwrap();
        assert_eq!(
            text,
            format!("{windows}\r\n[[limit]]\r\nsays = \"Two.\"\r\n")
        );
    }

    #[test]
    fn exclusions_join_those_that_are_there_with_their_comments() {
        let (text, record) = add(RECORD, &exclude(&["a", "b"])).unwrap();
        assert_eq!(text, RECORD.replace("\"a\", #", "\"a\", \"b\", #"));
        assert_eq!(record.engine.exclude[0].what.len(), 2);
        assert_eq!(add(&text, &exclude(&["b"])).unwrap().0, text);
    }

    #[test]
    fn a_pin_is_set_in_the_place_of_the_old_one() {
        let pin = |digit: &str| Addition {
            part: Part::Pin,
            fields: vec![("digest", Value::Text(digit.repeat(64)))],
        };
        let old = format!("\n[pin] # ours\ndigest = '{}' # old\n", "a".repeat(64));
        let text = format!("{RECORD}{old}\n[[limit]]\nsays = \"L\"\n");
        let (new, record) = add(&text, &pin("b")).unwrap();
        let digest = format!("\"{}\"", "b".repeat(64));
        assert_eq!(new, text.replace(&format!("'{}'", "a".repeat(64)), &digest));
        assert_eq!(record.engine.pin, Some("b".repeat(64)));
    }

    #[test]
    fn more_about_the_exclusions_goes_behind_what_is_there() {
        let mut addition = exclude(&["b"]);
        let day = Date::constant(2026, 11, 21);
        addition.fields.push(("on", Value::Day(day)));
        let (new, _) = add(RECORD, &addition).unwrap();
        assert!(new.contains("by = \"Bo\"\non = 2026-11-21\n\n[[limit]]"));
    }

    #[test]
    fn what_a_person_said_once_is_not_replaced_but_shown() {
        let text = format!(
            "{RECORD}\n[next_review] # agreed\nowner = 'Bo'\non = 2027-01-01\n\n[confirmation]\nsays = \"All.\"\n"
        );
        let review = Addition {
            part: Part::NextReview,
            fields: vec![
                ("owner", Value::Text("Cy".into())),
                ("on", Value::Day(Date::constant(2027, 6, 1))),
            ],
        };
        let problems = add(&text, &review).unwrap_err();
        assert_eq!(problems[0].line, 17);
        assert_eq!(
            problems[0].what,
            "is there already: owner = `'Bo'`, on = `2027-01-01`"
        );
        assert!(problems[0].remedy.contains("edit line 17"));
        let confirmation = Addition {
            part: Part::Confirmation,
            fields: vec![("says", Value::Text("Other.".into()))],
        };
        let problems = add(&text, &confirmation).unwrap_err();
        assert!(problems[0].what.contains("says = `\"All.\"`"));
    }

    #[test]
    fn what_would_be_no_record_is_refused() {
        let twice = Addition {
            part: Part::Attestation,
            fields: vec![
                ("facets", Value::Texts(vec!["scopes.nothing".into()])),
                ("evidence", Value::Texts(vec!["note: x".into()])),
            ],
        };
        assert!(add(RECORD, &twice).unwrap_err()[0].what.contains("nothing"));
        let inline = RECORD
            .replace("[exclude]\n", "")
            .replace("tools = [\n  \"a\", # too broad\n]\nby = \"Bo\"\n", "");
        let inline =
            format!("confirmation = {{ says = 'x', by = 'A', on = 2026-01-01 }}\n{inline}");
        let addition = Addition {
            part: Part::Confirmation,
            fields: vec![("evidence", Value::Texts(vec!["note: y".into()]))],
        };
        assert!(add(&inline, &addition).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_added_is_read_back(says in "[^\u{0}]{1,40}") {
            prop_assume!(!says.trim().is_empty());
            let (text, record) = add(RECORD, &limit(&says)).unwrap();
            prop_assert!(text.starts_with(RECORD));
            prop_assert_eq!(record.engine.limits.last().unwrap(), says.trim());
        }
    }
}
