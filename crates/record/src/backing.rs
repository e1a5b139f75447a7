//! Who says so, on what evidence, and when.

use crate::field::Field;
use crate::problem::{Problems, shown};
use crate::table::Table;
use gate_engine::Backing;
use jiff::civil::Date;

const EVIDENCE: &str =
    "add `evidence = [\"…\"]`: a link, or `screenshot: PATH`, `command: …`, `note: …`";
const BY: &str = "add `by = \"…\"`, the person who states this, here or in `[defaults]`";
const ON: &str = "add `on = 2026-11-20`, the day on which this was stated, here or in `[defaults]`";

/// `[defaults]`: person and date for every statement that names none.
#[derive(Default)]
pub(crate) struct Defaults {
    by: Option<String>,
    on: Option<Date>,
}

impl Defaults {
    pub(crate) fn read(root: &Table<'_>, problems: &mut Problems) -> Self {
        let Some(table) = root.table("defaults", problems) else {
            return Self::default();
        };
        table.only(&["by", "on"], problems);
        Self {
            by: table.maybe_text("by", problems),
            on: table.get("on").and_then(|field| field.date(problems)),
        }
    }

    /// The person of a statement.
    pub(crate) fn person(&self, table: &Table<'_>, problems: &mut Problems) -> Option<String> {
        match (table.get("by"), &self.by) {
            (Some(field), _) => field.text(problems),
            (None, Some(person)) => Some(person.clone()),
            (None, None) => {
                table.problem("by", "is missing", BY, problems);
                None
            }
        }
    }

    fn date(&self, table: &Table<'_>, problems: &mut Problems) -> Option<Date> {
        match (table.get("on"), self.on) {
            (Some(field), _) => field.date(problems),
            (None, Some(date)) => Some(date),
            (None, None) => {
                table.problem("on", "is missing", ON, problems);
                None
            }
        }
    }

    /// Person and date, for what needs no evidence.
    pub(crate) fn signed(&self, table: &Table<'_>, problems: &mut Problems) -> Option<Backing> {
        let (by, on) = (self.person(table, problems), self.date(table, problems));
        Some(Backing {
            evidence: Vec::new(),
            by: by?,
            on: on?,
        })
    }

    /// Evidence, person and date.
    pub(crate) fn backed(&self, table: &Table<'_>, problems: &mut Problems) -> Option<Backing> {
        let evidence = evidence(table.need("evidence", EVIDENCE, problems), problems);
        let signed = self.signed(table, problems)?;
        Some(Backing {
            evidence: evidence?,
            ..signed
        })
    }

    /// For what may stand without evidence because it then only restricts. With evidence it needs the rest too.
    pub(crate) fn maybe_backed(
        &self,
        table: &Table<'_>,
        problems: &mut Problems,
    ) -> Option<Backing> {
        if table.get("evidence").is_some() {
            return self.backed(table, problems);
        }
        // Nothing is asked for, but what is written must make sense.
        let (by, on) = (table.get("by"), table.get("on"));
        by.and_then(|field| field.text(problems));
        on.and_then(|field| field.date(problems));
        None
    }
}

/// What a statement lacks to count as backed: the field and the remedy.
pub(crate) fn lacking() -> (&'static str, &'static str) {
    ("evidence", EVIDENCE)
}

fn evidence(field: Option<Field<'_>>, problems: &mut Problems) -> Option<Vec<String>> {
    let field = field?;
    let texts = field.texts(problems);
    for (text, line) in texts.iter().filter(|(text, _)| !is_evidence(text)) {
        let remedy = "write a link (`https://…`), or begin with `screenshot:`, `command:` or `note:` and say what was seen";
        problems.add(
            *line,
            &field.path,
            format!("{} is no evidence", shown(text)),
            remedy,
        );
    }
    (!texts.is_empty()).then(|| texts.into_iter().map(|(text, _)| text).collect())
}

/// A link with a host, or one of the three kinds with something after the colon.
fn is_evidence(text: &str) -> bool {
    let link = |rest: &str| {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && !rest.contains(char::is_whitespace)
    };
    let after = |kind: &str| text.strip_prefix(kind);
    if let Some(rest) = after("https://").or_else(|| after("http://")) {
        return link(rest);
    }
    ["screenshot:", "command:", "note:"]
        .iter()
        .any(|kind| after(kind).is_some_and(|rest| !rest.trim().is_empty()))
}
