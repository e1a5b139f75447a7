//! What changed between two listings, for people and for programs; and the lock's own file.

use crate::Style;
use crate::escape;
use crate::json::pretty;
use crate::page::{Page, Run, Tone, dim, plain, strong};
use lock::{Change, Changes, Lock, Part, Touched, Weight};
use serde::Serialize;
use std::io::{self, Write};

/// Characters shown of one text.
const TEXT: usize = 240;
/// Characters shown of a name.
const NAME: usize = 120;

/// Writes a lock: JSON, two spaces deep, what nobody sees as escapes.
///
/// # Errors
/// Those of the writer.
pub fn lock_json(lock: &Lock, out: impl Write) -> io::Result<()> {
    pretty(lock, out)
}

/// What changed, for people. `old` and `new` say what was held against what.
#[must_use]
pub fn diff_page(
    old: &str,
    new: &str,
    changes: &Changes,
    touched: Option<&[Touched]>,
    style: Style,
) -> String {
    let mut page = Page::new(style);
    if changes.is_empty() {
        page.title(
            &[Run(Tone::Good, "The same".into())],
            "every definition is as it was",
        );
        return page.finish();
    }
    let wider = changes
        .list
        .iter()
        .filter(|change| change.weight == Weight::Wider)
        .count();
    let text = changes
        .list
        .iter()
        .any(|change| change.weight == Weight::Text);
    let rest = match (wider, text) {
        (0, true) => "texts that a model reads; none widens what the agent can do".to_owned(),
        (0, false) => "none widens what the agent can do".to_owned(),
        (1, _) => "1 of them widens what the agent can do".to_owned(),
        (n, _) => format!("{n} of them widen what the agent can do"),
    };
    let all = changes.list.len() + changes.beyond;
    let title = match all {
        1 => "1 change".to_owned(),
        n => format!("{n} changes"),
    };
    let title = Run(Tone::Warn, title);
    page.title(&[title], &rest);
    page.para(2, 4, &[dim(format!("{old}  →  {new}"))]);
    list(&mut page, changes);
    statements(&mut page, touched);
    page.finish()
}

/// Every change, under the name of what it is about.
pub(crate) fn list(page: &mut Page, changes: &Changes) {
    let mut last = None;
    for change in &changes.list {
        let subject = (change.part, change.name.as_str());
        if last != Some(subject) {
            heading(page, change);
            last = Some(subject);
        }
        one(page, change);
    }
    if changes.beyond > 0 {
        page.gap();
        page.para(2, 4, &[dim(format!("and {} more", changes.beyond))]);
    }
}

fn heading(page: &mut Page, change: &Change) {
    page.gap();
    match change.part {
        Part::Server => page.para(0, 2, &[strong("the server")]),
        part => {
            let name = escape::capped(&change.name, NAME);
            page.para(0, 2, &[dim(format!("{} ", part.id())), strong(name)]);
        }
    }
}

fn one(page: &mut Page, change: &Change) {
    let (mark, tone) = match change.weight {
        Weight::Wider => ("+ ", Tone::Bad),
        Weight::Text => ("~ ", Tone::Warn),
        Weight::Other => ("~ ", Tone::Plain),
        Weight::Narrower => ("- ", Tone::Dim),
    };
    let says = escape::capped(&change.says, TEXT);
    page.para(2, 4, &[Run(tone, mark.to_owned()), plain(says)]);
    for (label, text) in [("was", &change.old), ("now", &change.new)] {
        if let Some(text) = text {
            let text = if text.is_empty() {
                "nothing".to_owned()
            } else {
                format!("“{}”", escape::capped(text, TEXT))
            };
            page.para(6, 10, &[dim(format!("{label} ")), plain(text)]);
        }
    }
}

pub(crate) fn statements(page: &mut Page, touched: Option<&[Touched]>) {
    let Some(touched) = touched else { return };
    page.heading(
        "The record",
        "is void until it is reviewed again and pinned anew",
    );
    if touched.is_empty() {
        page.para(
            2,
            4,
            &[plain("none of its statements speaks about what changed")],
        );
        return;
    }
    page.para(
        2,
        4,
        &[plain(
            "these speak about what changed, and need a second look:",
        )],
    );
    let rows: Vec<_> = touched
        .iter()
        .map(|one| {
            let because: Vec<String> = one
                .because
                .iter()
                .take(4)
                .map(|name| escape::capped(name, NAME))
                .collect();
            vec![
                vec![dim(one.statement.as_str())],
                vec![plain(escape::capped(&one.states, TEXT))],
                vec![plain(because.join(", "))],
            ]
        })
        .collect();
    page.table(2, &["line", "states", "because of"], &rows);
}

#[derive(Serialize)]
struct Document<'d> {
    schema: &'static str,
    same: bool,
    changes: Vec<Row<'d>>,
    beyond: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    touched: Option<Vec<Statement<'d>>>,
}

#[derive(Serialize)]
pub(crate) struct Row<'d> {
    part: &'static str,
    name: &'d str,
    what: &'static str,
    weight: &'static str,
    says: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'d str>,
}

#[derive(Serialize)]
pub(crate) struct Statement<'d> {
    statement: &'d str,
    states: &'d str,
    because: Vec<&'d str>,
}

impl<'d> Row<'d> {
    pub(crate) fn of(change: &'d Change) -> Self {
        Self {
            part: change.part.id(),
            name: &change.name,
            what: change.what,
            weight: change.weight.id(),
            says: &change.says,
            old: change.old.as_deref(),
            new: change.new.as_deref(),
        }
    }
}

impl<'d> Statement<'d> {
    pub(crate) fn of(touched: &'d Touched) -> Self {
        Self {
            statement: &touched.statement,
            states: &touched.states,
            because: touched.because.iter().map(String::as_str).collect(),
        }
    }
}

/// What changed, for programs: `mcp-gatecheck/diff/1`.
///
/// # Errors
/// Those of the writer.
pub fn diff_json(
    changes: &Changes,
    touched: Option<&[Touched]>,
    out: impl Write,
) -> io::Result<()> {
    let document = Document {
        schema: "mcp-gatecheck/diff/1",
        same: changes.is_empty(),
        changes: changes.list.iter().map(Row::of).collect(),
        beyond: changes.beyond,
        touched: touched.map(|touched| touched.iter().map(Statement::of).collect()),
    };
    pretty(&document, out)
}
