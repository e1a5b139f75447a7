//! The table of tools: those first that a reader should look at first.

use crate::escape::capped;
use crate::model::{ToolRow, audience_of, by_weight, callers_differ, tools as rows, variants};
use crate::page::{Cell, Page, Run, Tone, dim, plain, strong};
use evidence::{Kind, Variant};
use gate_engine::{Effect, Gate};
use judge::Grade;
use review::Review;
use std::collections::BTreeSet;

/// Rows shown without `-v`.
const ROWS: usize = 20;

/// What the variants are that a tool is shown to.
const LEGEND: &str = "declared: clients that offer sampling, elicitation and roots; bare: clients that offer nothing; \
                      discover: clients of the 2026-07-28 revision";

pub(super) fn tools(page: &mut Page, review: &Review, full: bool) {
    let all = by_weight(&rows(review));
    if all.is_empty() {
        return;
    }
    let asked = review
        .seen
        .as_ref()
        .map_or_else(BTreeSet::new, |seen| variants(&seen.facts));
    let differs = |row: &ToolRow<'_>| row.judged.is_some() && row.visible_to().len() < asked.len();
    let some_differ = all.iter().any(differs);
    page.heading(
        "Tools",
        &summary(
            &all,
            all.iter().filter(|row| differs(row)).count(),
            asked.len(),
        ),
    );
    let shown = if full { all.len() } else { ROWS };
    let listed = all.iter().any(|row| row.judged.is_some());
    let approvals = review.decision.gate >= Gate::WritesWithApproval;
    let mut head = vec!["name", "effect"];
    if listed {
        head.push("schema");
    }
    if some_differ {
        head.push("shown to");
    }
    let facts = review.seen.as_ref().map(|seen| &seen.facts);
    let callers = facts.is_some_and(|facts| callers_differ(facts, Kind::Tool));
    if callers {
        head.push("caller");
    }
    head.push(if approvals {
        "what one call can do, and who approves it"
    } else {
        "what one call can do"
    });
    let table: Vec<Vec<Cell>> = all
        .iter()
        .take(shown)
        .map(|row| {
            let mut cells = vec![name(row), effect(row)];
            if listed {
                cells.push(schema(row));
            }
            if some_differ {
                cells.push(vec![plain(if differs(row) {
                    audience(row.visible_to())
                } else {
                    "all".to_owned()
                })]);
            }
            if callers {
                cells.push(vec![plain(audience_of(row.callers))]);
            }
            let mut does = does(row);
            if approvals {
                does.extend(approval(review, &row.name, !does.is_empty()));
            }
            cells.push(does);
            cells
        })
        .collect();
    page.table(2, &head, &table);
    if some_differ {
        page.para(2, 4, &[dim(LEGEND)]);
    }
    if let Some(left) = all.get(shown..).filter(|left| !left.is_empty()) {
        page.para(
            2,
            4,
            &[dim(format!(
                "and {} more: {} (-v)",
                left.len(),
                effects(left)
            ))],
        );
    }
}

fn summary(all: &[ToolRow<'_>], differ: usize, asked: usize) -> String {
    let mut text = format!("{}: {}", all.len(), effects(all));
    let broad = all.iter().filter(|row| row.broad).count();
    if broad > 0 {
        text.push_str(&format!("; {broad} broad"));
    }
    if differ > 0 && asked > 1 {
        text.push_str(&format!("; {} shown to every client", all.len() - differ));
    }
    text
}

fn effects(rows: &[ToolRow<'_>]) -> String {
    let some = |effect: Effect| {
        let n = rows.iter().filter(|row| row.effect == effect).count();
        (n > 0).then(|| format!("{n} {}", effect.title()))
    };
    [
        Effect::Destructive,
        Effect::Unknown,
        Effect::Write,
        Effect::Read,
    ]
    .into_iter()
    .filter_map(some)
    .collect::<Vec<_>>()
    .join(", ")
}

fn name(row: &ToolRow<'_>) -> Cell {
    let text = capped(&row.name, 120);
    vec![if row.excluded {
        dim(text)
    } else {
        strong(text)
    }]
}

fn effect(row: &ToolRow<'_>) -> Cell {
    let tone = match row.effect {
        Effect::Read => Tone::Plain,
        Effect::Write => Tone::Warn,
        Effect::Unknown | Effect::Destructive => Tone::Bad,
    };
    vec![Run(tone, row.effect.title().to_owned())]
}

fn schema(row: &ToolRow<'_>) -> Cell {
    let Some(grade) = row.grade() else {
        return vec![dim("-")];
    };
    let tone = match grade {
        Grade::Strict => Tone::Plain,
        Grade::Loose => Tone::Warn,
        Grade::Missing | Grade::Invalid => Tone::Bad,
    };
    vec![Run(tone, grade.id().to_owned())]
}

/// The variants in words: who declares what.
pub(super) fn audience(variants: &[Variant]) -> String {
    variants
        .iter()
        .map(|variant| variant.id())
        .collect::<Vec<_>>()
        .join(", ")
}

fn does(row: &ToolRow<'_>) -> Cell {
    let mut parts: Vec<Run> = Vec::new();
    let mut add = |run: Run| {
        if !parts.is_empty() {
            parts.push(dim(", "));
        }
        parts.push(run);
    };
    if row.excluded {
        add(dim("kept from the agent"));
    }
    if row.broad {
        let tone = if row.bound.is_some() || row.excluded {
            Tone::Warn
        } else {
            Tone::Bad
        };
        add(Run(tone, "broad".to_owned()));
    }
    for capability in row.judged.iter().flat_map(|tool| &tool.capabilities) {
        add(plain(capability.title()));
    }
    for class in &row.sensitive {
        add(Run(Tone::Warn, format!("reaches {}", class.title())));
    }
    if let Some(bound) = &row.bound {
        add(plain(format!("bounded by {}", capped(bound, 80))));
    }
    parts
}

/// Who must say yes to each call, where somebody must.
fn approval(review: &Review, tool: &str, after: bool) -> Option<Run> {
    let needed = review
        .decision
        .required_approvers
        .iter()
        .find(|needed| needed.tool == tool)?;
    let who = needed
        .approver
        .as_deref()
        .map_or_else(|| "nobody named".to_owned(), |who| capped(who, 80));
    let what: Vec<&str> = needed
        .categories
        .iter()
        .map(|category| category.title())
        .collect();
    let what = if what.is_empty() {
        String::new()
    } else {
        format!(" ({})", what.join(", "))
    };
    Some(plain(format!(
        "{}approved by {who}{what}",
        if after { "; " } else { "" }
    )))
}
