//! For people: a paragraph a tool, each claim in a row with the text it rests on.

use super::{Told, ToldSign, ToldTool};
use crate::Style;
use crate::escape::capped;
use crate::page::{Cell, Page, Run, Tone, dim, plain, strong};
use gate_engine::{Approval, Effect, Sensitive};
use judge::{Capability, Claim};

/// What claims are called on the page, by how they begin; in the order in which they are shown.
const KINDS: &[(&str, &str)] = &[
    ("effect", "effect"),
    ("broad", "broad"),
    ("capability", "can"),
    ("bound", "bound"),
    ("sensitive", "reaches"),
    ("approval", "approval"),
    ("flow", "flows"),
];

impl Told {
    /// The page.
    #[must_use]
    pub fn page(&self, style: Style) -> String {
        let mut page = Page::new(style);
        if self.tools.len() > 1 {
            page.para(0, 2, &[plain(self.summary())]);
        }
        for (i, says) in self.flow.iter().enumerate() {
            let label = if i == 0 { "Toxic flow" } else { "" };
            page.labelled(
                0,
                10,
                &Run(Tone::Warn, label.to_owned()),
                &[plain(capped(says, 600))],
            );
        }
        for tool in &self.tools {
            page.gap();
            put(&mut page, tool);
        }
        if !self.elsewhere.is_empty() {
            page.gap();
            page.para(0, 2, &[strong("Other texts")]);
            let rows: Vec<Vec<Cell>> = self
                .elsewhere
                .iter()
                .map(|(subject, sign)| odd(vec![plain(capped(subject, 120))], sign))
                .collect();
            page.table(2, &["", "", ""], &rows);
        }
        page.finish()
    }

    /// `14 tools: 2 destructive, 5 write, 7 read; 1 of them broad`.
    fn summary(&self) -> String {
        let effects = [
            Effect::Destructive,
            Effect::Write,
            Effect::Unknown,
            Effect::Read,
        ];
        let counted: Vec<String> = effects
            .iter()
            .map(|effect| {
                let of = |tool: &&ToldTool| tool.effect == effect.id();
                (self.tools.iter().filter(of).count(), effect.id())
            })
            .filter(|(count, _)| *count > 0)
            .map(|(count, effect)| format!("{count} {effect}"))
            .collect();
        let broad = self.tools.iter().filter(|tool| tool.broad).count();
        let broad = match broad {
            0 => String::new(),
            n => format!("; {n} broad"),
        };
        let tools = match self.tools.len() {
            1 => "1 tool".to_owned(),
            n => format!("{n} tools"),
        };
        format!("{tools}: {}{broad}", counted.join(", "))
    }
}

fn put(page: &mut Page, tool: &ToldTool) {
    let tone = match tool.effect.as_str() {
        "destructive" => Tone::Bad,
        "read" => Tone::Good,
        _ => Tone::Warn,
    };
    let mut head = vec![
        strong(capped(&tool.name, 120)),
        plain("  "),
        Run(tone, capped(&tool.effect, 40)),
    ];
    if tool.broad {
        head.push(Run(Tone::Bad, ", broad".to_owned()));
    }
    if let Some((frame, pointer)) = &tool.at {
        head.push(dim(format!(
            "  [{} {}]",
            capped(frame, 40),
            capped(pointer, 120)
        )));
    }
    page.para(0, 2, &head);
    page.table(2, &["", "", ""], &rows(tool));
    let nothing = nothing(tool);
    if !nothing.is_empty() {
        page.para(
            2,
            4,
            &[dim(format!("nothing about: {}", nothing.join(", ")))],
        );
    }
}

fn rows(tool: &ToldTool) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (kind, label) in KINDS {
        let mut label = *label;
        for claim in tool.because.iter().filter(|claim| of_kind(claim) == *kind) {
            rows.push(row(tool, label, claim));
            label = "";
        }
    }
    let known = |claim: &&Claim| KINDS.iter().any(|(kind, _)| of_kind(claim) == *kind);
    for claim in tool.because.iter().filter(|claim| !known(claim)) {
        rows.push(row(tool, "", claim));
    }
    let mut remarks = tool.remarks.iter().map(|(from, says)| {
        vec![
            plain(capped(says, 300)),
            dim(format!("  {}", capped(from, 120))),
        ]
    });
    if let Some(grade) = &tool.schema {
        let first = remarks.next().unwrap_or_default();
        rows.push(vec![
            vec![dim("schema")],
            vec![plain(capped(grade, 40))],
            first,
        ]);
    }
    rows.extend(remarks.map(|remark| vec![vec![], vec![], remark]));
    rows.extend(tool.contradictions.iter().map(|claim| {
        vec![
            vec![dim("odd")],
            vec![Run(Tone::Bad, "contradiction".to_owned())],
            rests(&format!("{}: ", claim.claim), &claim.from, &claim.text),
        ]
    }));
    rows.extend(tool.signs.iter().map(|sign| odd(vec![dim("odd")], sign)));
    rows
}

/// What a claim is about.
fn of_kind(claim: &Claim) -> &str {
    claim.claim.split(':').next().unwrap_or_default()
}

fn row(tool: &ToldTool, label: &str, claim: &Claim) -> Vec<Cell> {
    let (kind, value) = claim.claim.split_once(": ").unwrap_or((&claim.claim, ""));
    let shown = match kind {
        "broad" => "one call does anything",
        "capability" => title(
            Capability::ALL.iter().map(|one| (one.id(), one.title())),
            value,
        ),
        "sensitive" => title(
            Sensitive::ALL.iter().map(|one| (one.id(), one.title())),
            value,
        ),
        "approval" => title(
            Approval::ALL.iter().map(|one| (one.id(), one.title())),
            value,
        ),
        _ if value.is_empty() => kind,
        _ => value,
    };
    // Of several claims about the effect, the one that stands is that of the tool.
    let stands = kind != "effect" || value == tool.effect;
    let shown = capped(shown, 120);
    vec![
        vec![dim(label)],
        vec![if stands { plain(shown) } else { dim(shown) }],
        rests("", &claim.from, &claim.text),
    ]
}

/// The words for an id; the id itself where it is none of ours.
fn title<'t>(all: impl Iterator<Item = (&'t str, &'t str)>, id: &'t str) -> &'t str {
    let mut all = all;
    all.find(|(known, _)| *known == id)
        .map_or(id, |(_, title)| title)
}

fn rests(says: &str, from: &str, text: &str) -> Cell {
    let mut cell = vec![plain(capped(says, 300))];
    if !text.is_empty() {
        cell.push(plain(format!("“{}”", capped(text, 300))));
    }
    if !from.is_empty() {
        cell.push(dim(format!("  {}", capped(from, 120))));
    }
    cell
}

fn odd(label: Cell, sign: &ToldSign) -> Vec<Cell> {
    let strength = if sign.certain {
        Run(Tone::Bad, "certain".to_owned())
    } else {
        Run(Tone::Warn, "to be read".to_owned())
    };
    let says = match sign.text.is_empty() {
        true => sign.what.clone(),
        false => format!("{}: ", sign.what),
    };
    vec![label, vec![strength], rests(&says, &sign.from, &sign.text)]
}

/// What was looked for and is not there.
fn nothing(tool: &ToldTool) -> Vec<&'static str> {
    let claims = |kind: &str| tool.because.iter().any(|claim| of_kind(claim) == kind);
    [
        ("effect", claims("effect")),
        ("capabilities", claims("capability")),
        ("a bound", tool.bound.is_some()),
        ("sensitive data", !tool.sensitive.is_empty()),
        ("approval", tool.needs_approver()),
        ("flows", claims("flow")),
        (
            "odd texts",
            !tool.signs.is_empty() || !tool.contradictions.is_empty(),
        ),
    ]
    .into_iter()
    .filter(|(_, there)| !there)
    .map(|(what, _)| what)
    .collect()
}
