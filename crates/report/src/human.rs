//! For people: the gate first, then why, what would raise it, what was not measured; the rest behind `-v`.

mod detail;
mod head;
mod next;
mod sandbox;
mod tools;

pub(crate) use next::way;

use crate::model::{Found, Reason, findings, ids, reasons, some, statement, subject_label};
use crate::page::{Page, Run, Tone, dim, plain, strong};
use crate::{Style, escape};
use gate_engine::{Because, Gate, Met, Scored};
use probes::Severity;
use review::Review;
use std::collections::BTreeSet;

/// Characters of one sentence that are shown.
const SENTENCE: usize = 400;
/// Reasons shown without `-v`.
const REASONS: usize = 5;
/// Findings shown without `-v`.
const FINDINGS: usize = 8;
/// Things not measured shown without `-v`.
const UNMEASURED: usize = 24;

/// For people.
#[must_use]
pub fn human(review: &Review, style: Style) -> String {
    let mut page = Page::new(style);
    let full = style.verbose > 0;
    head::head(&mut page, review);
    head::start(&mut page, review);
    let answered = head::answered(review);
    if answered || full {
        why(&mut page, review, full);
        next::next(&mut page, review, full);
        limits(&mut page, review, full);
        not_measured(&mut page, review, full);
        scores(&mut page, review);
    }
    tools::tools(&mut page, review, full);
    sandbox::sandbox(&mut page, review, full);
    warnings(&mut page, review, full);
    if full {
        detail::detail(&mut page, review);
    } else {
        detail::accepted_in_vain(&mut page, review);
    }
    more(&mut page, review, full);
    page.finish()
}

/// The colour of a gate. It only helps: the words say the same.
pub(crate) const fn gate_tone(gate: Gate) -> Tone {
    match gate {
        Gate::Block => Tone::Bad,
        Gate::Prototype => Tone::Warn,
        Gate::ReadOnly | Gate::WritesWithApproval | Gate::Production => Tone::Good,
    }
}

/// A sentence, then what it rests on.
fn sentence(because: &Because) -> Vec<Run> {
    let mut runs = vec![plain(escape::capped(&because.text, SENTENCE))];
    if !because.evidence.is_empty() {
        runs.push(dim(format!("  [{}]", some(&ids(because), 3))));
    }
    runs
}

fn why(page: &mut Page, review: &Review, full: bool) {
    let reasons = reasons(review);
    if reasons.is_empty() {
        return;
    }
    let gate = review.decision.gate;
    page.heading(
        if gate == Gate::Block {
            "Why"
        } else {
            "Why it is no higher"
        },
        "",
    );
    // What binds now comes first; what would bind next is only named.
    let (now, then): (Vec<Reason>, Vec<Reason>) = reasons
        .into_iter()
        .partition(|reason| full || reason.gate <= gate);
    let shown = if full { now.len() } else { REASONS };
    for reason in now.iter().take(shown) {
        let tone = if reason.gate == Gate::Block {
            Tone::Bad
        } else {
            Tone::Strong
        };
        let mut runs = Vec::new();
        if let Some(heading) = reason.heading() {
            runs.extend([Run(tone, heading.to_owned()), plain(": ")]);
        }
        runs.extend(sentence(&reason.because));
        page.para(2, 4, &runs);
    }
    rest(page, now.len(), shown, "reason");
    if !then.is_empty() {
        let titles: Vec<&str> = then
            .iter()
            .map(|reason| match reason.title.as_str() {
                "total" => "a total that is too low",
                title => title,
            })
            .collect();
        page.para(
            2,
            4,
            &[dim(format!("and after that: {}", titles.join("; ")))],
        );
    }
}

fn rest(page: &mut Page, all: usize, shown: usize, what: &str) {
    if all > shown {
        page.para(
            2,
            4,
            &[dim(format!(
                "and {} (-v)",
                crate::model::count(all - shown, &format!("more {what}"))
            ))],
        );
    }
}

/// The limits that people state; with `-v` those too that the decision knows by itself.
fn limits(page: &mut Page, review: &Review, full: bool) {
    let stated = review
        .input
        .record
        .iter()
        .flat_map(|record| &record.engine.limits);
    let all: Vec<&String> = if full {
        review.decision.known_limits.iter().collect()
    } else {
        stated.collect()
    };
    if all.is_empty() {
        return;
    }
    page.heading("Known limits", "");
    for text in all {
        page.para(2, 4, &[plain(escape::capped(text, SENTENCE))]);
    }
}

fn not_measured(page: &mut Page, review: &Review, full: bool) {
    let all = &review.not_measured;
    if all.is_empty() {
        return;
    }
    page.heading("Not measured", if full { "" } else { "-v says why" });
    if !full {
        let mut what: Vec<String> = all
            .iter()
            .take(UNMEASURED)
            .map(|gap| escape::capped(&gap.what, SENTENCE))
            .collect();
        if all.len() > UNMEASURED {
            what.push(format!("and {} more", all.len() - UNMEASURED));
        }
        page.para(2, 2, &[plain(what.join(" · "))]);
        return;
    }
    for gap in all {
        let mut runs = vec![
            strong(escape::capped(&gap.what, SENTENCE)),
            plain(": "),
            plain(escape::capped(&gap.why, SENTENCE)),
        ];
        if !gap.remedy.is_empty() {
            runs.push(dim(format!(
                " To measure it: {}.",
                escape::capped(gap.remedy.trim_end_matches('.'), SENTENCE)
            )));
        }
        page.para(2, 4, &runs);
    }
}

fn scores(page: &mut Page, review: &Review) {
    let decision = &review.decision;
    page.heading(
        "Scores",
        &format!("{} of 18, and what the next point asks for", decision.total),
    );
    let rows: Vec<_> = decision
        .scores
        .iter()
        .map(|(dimension, scored)| {
            let tone = if scored.score.points() == 0 {
                Tone::Bad
            } else {
                Tone::Strong
            };
            vec![
                vec![plain(dimension.title())],
                vec![Run(tone, scored.score.id().to_owned())],
                first_unmet(scored),
            ]
        })
        .collect();
    page.table(2, &["", "", ""], &rows);
}

/// The first criterion that is not met, and why.
fn first_unmet(scored: &Scored) -> Vec<Run> {
    let Some(rung) = scored
        .rungs
        .iter()
        .find(|rung| !rung.met && rung.score > scored.score)
    else {
        return vec![dim(if scored.score.points() == 3 {
            "complete"
        } else {
            "held by the reviewer's score"
        })];
    };
    // What failed says more than what nobody has looked at yet.
    let unmet = |met: Met| {
        rung.criteria
            .iter()
            .find(move |criterion| criterion.state == met)
    };
    match unmet(Met::Failed)
        .or_else(|| unmet(Met::Inconclusive))
        .or_else(|| unmet(Met::Missing))
    {
        Some(criterion) => match criterion.state {
            Met::Failed => vec![
                Run(Tone::Warn, "fails: ".to_owned()),
                plain(
                    lower_first(&escape::capped(&criterion.because.text, 160))
                        .trim_end_matches('.'),
                ),
            ],
            Met::Inconclusive => vec![
                Run(Tone::Warn, "could not tell: ".to_owned()),
                plain(
                    lower_first(&escape::capped(&criterion.because.text, 160))
                        .trim_end_matches('.'),
                ),
            ],
            Met::Missing | Met::Yes => vec![
                dim("evidence that "),
                plain(lower_first(statement(criterion.id)).trim_end_matches('.')),
            ],
        },
        None if rung.lacks_human => vec![plain("a statement by a person: all else is met")],
        None => vec![],
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

fn warnings(page: &mut Page, review: &Review, full: bool) {
    let all: Vec<_> = findings(review)
        .into_iter()
        .filter(|found| full || found.finding.severity > Severity::Info)
        .collect();
    if all.is_empty() {
        return;
    }
    page.heading("Findings", "");
    let all = alike(all, full);
    let shown = if full { all.len() } else { FINDINGS };
    for group in all.iter().take(shown) {
        let Some(found) = group.first() else { continue };
        let tone = match found.finding.severity {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Warn,
            Severity::Info => Tone::Dim,
        };
        let subject = &found.finding.subject;
        let mut runs = vec![strong(subjects(group))];
        if let Some(pointer) = &subject.pointer {
            runs.push(dim(format!(" {}", escape::capped(pointer, 120))));
        }
        runs.push(plain(format!(
            ": {}",
            escape::capped(&found.finding.message, SENTENCE)
        )));
        let mut evidence = vec![found.probe.id.to_owned()];
        let frames: BTreeSet<_> = group
            .iter()
            .flat_map(|found| found.finding.frames.iter().copied())
            .collect();
        evidence.extend(frames.iter().map(ToString::to_string));
        runs.push(dim(format!("  [{}]", some(&evidence, 3))));
        if let Some(accept) = found.accepted {
            runs.push(dim(format!(
                " accepted by {} until {}: {}",
                accept.by,
                accept.until,
                escape::capped(&accept.reason, 120)
            )));
        }
        page.labelled(
            2,
            7,
            &Run(
                tone,
                crate::model::severity_id(found.finding.severity).to_owned(),
            ),
            &runs,
        );
    }
    rest(page, all.len(), shown, "finding");
}

/// Findings one by one, or those together that say the same of one thing after the other.
fn alike(all: Vec<Found<'_>>, full: bool) -> Vec<Vec<Found<'_>>> {
    let mut groups: Vec<Vec<Found<'_>>> = Vec::new();
    for found in all {
        let same = |last: &&mut Vec<Found<'_>>| {
            let plain =
                |one: &Found<'_>| one.accepted.is_none() && one.finding.subject.pointer.is_none();
            last.iter().all(|one| {
                one.probe.id == found.probe.id
                    && one.finding.message == found.finding.message
                    && one.finding.severity == found.finding.severity
                    && plain(one)
            }) && plain(&found)
        };
        match groups.last_mut().filter(same).filter(|_| !full) {
            Some(group) => group.push(found),
            None => groups.push(vec![found]),
        }
    }
    groups
}

/// What a finding is about, or several are.
fn subjects(group: &[Found<'_>]) -> String {
    const NAMED: usize = 4;
    let names = group.iter().take(NAMED);
    let names: Vec<String> = names
        .map(|found| subject_label(&found.finding.subject))
        .collect();
    match group.len().checked_sub(NAMED).filter(|more| *more > 0) {
        Some(more) => format!("{} and {more} more", names.join(", ")),
        None => names.join(", "),
    }
}

fn more(page: &mut Page, review: &Review, full: bool) {
    page.gap();
    let mut ways = Vec::new();
    if !full {
        ways.push("-v everything");
    }
    ways.push("--format markdown the evidence notes");
    ways.push("--format json");
    if review.seen.is_some() {
        ways.push("explain ID");
    }
    page.para(0, 2, &[dim(format!("More: {}", ways.join(", ")))]);
}
