//! For people.

use super::{Against, CheckReport, Checked, Outcome};
use crate::escape::capped;
use crate::human::gate_tone;
use crate::inventory::Places;
use crate::locked::apart;
use crate::model::{quoted, reasons};
use crate::page::{Cell, Page, Run, Tone, dim, plain, strong};
use crate::start::start_help;
use crate::{Style, diff};
use clients::{Finding, Severity};
use judge::{Leg, Placed};
use review::{Exit, Review};
use std::collections::BTreeSet;

/// Characters of a sentence.
const SENTENCE: usize = 240;
/// Findings of the configurations that are shown without `-v`.
const FINDINGS: usize = 8;

impl CheckReport<'_> {
    /// The page: go or no go, a row for each server, what flows across them, what changed, what the files themselves say.
    #[must_use]
    pub fn page(&self, places: Places<'_>, style: Style) -> String {
        let mut page = Page::new(style);
        let full = style.verbose > 0;
        self.verdict(&mut page);
        let rows: Vec<Vec<Cell>> = self.rows.iter().map(cells).collect();
        if !rows.is_empty() {
            page.gap();
            page.table(2, &["server", "gate", "tools", "why"], &rows);
        }
        self.flows(&mut page);
        self.changes(&mut page, places);
        files(&mut page, self.findings, places, full);
        page.finish()
    }

    fn verdict(&self, page: &mut Page) {
        let exits = self.exits();
        let go = exits == [Exit::Reached];
        let (tone, word) = if go {
            (Tone::Good, "Go")
        } else {
            (Tone::Bad, "No go")
        };
        let told = self.told();
        let exits = exits.iter().filter(|exit| told.contains(exit));
        let mut why: Vec<String> = exits.filter_map(|exit| self.said(*exit)).collect();
        if go {
            why.push(self.goes());
        } else if self.interrupted() {
            why = vec!["the check was interrupted".to_owned()];
        }
        page.title(&[Run(tone, word.to_owned())], &why.join("; "));
    }

    /// The exit codes that are told. Where a server was not reached, the others are but its consequences.
    fn told(&self) -> Vec<Exit> {
        let causes = self.rows.iter().flat_map(|row| {
            let mut exits = row.exits();
            let unseen = [Exit::NotReached, Exit::Authentication];
            if exits.first().is_some_and(|first| unseen.contains(first)) {
                exits.truncate(1);
            }
            exits
        });
        causes.chain(self.own_exits()).collect()
    }

    /// Why an agent may be connected.
    fn goes(&self) -> String {
        let warned = self
            .findings
            .iter()
            .filter(|finding| finding.rule.severity() == Severity::Warning)
            .count();
        if self.statics {
            let found = match warned {
                0 => "nothing is found in the files".to_owned(),
                1 => "one warning about the files, and no error".to_owned(),
                n => format!("{n} warnings about the files, and no error"),
            };
            return format!("{found}; no server was started");
        }
        let on = |row: &Checked| !matches!(row.outcome, Outcome::Skipped(_) | Outcome::Off(_));
        match self.rows.iter().filter(|row| on(row)).count() {
            0 => "no server is switched on".to_owned(),
            1 if self.rows.len() == 1 => {
                format!("the server reaches {}", self.require.title())
            }
            _ => format!("every server reaches {}", self.require.title()),
        }
    }

    fn interrupted(&self) -> bool {
        let seen = self
            .rows
            .iter()
            .filter_map(|row| row.review()?.seen.as_ref());
        seen.into_iter().any(|seen| seen.facts.interrupted)
    }

    /// Why an agent may not be connected, by exit code.
    fn said(&self, exit: Exit) -> Option<String> {
        Some(match exit {
            Exit::Reached | Exit::Bug => return None,
            Exit::BelowRequired if self.statics => {
                "the files themselves speak against it".to_owned()
            }
            Exit::BelowRequired => format!("a server is below {}", self.require.title()),
            Exit::Usage if self.unread => "a configuration could not be read whole".to_owned(),
            Exit::Usage => "a record is wrong".to_owned(),
            Exit::Authentication => "a server asks for credentials".to_owned(),
            Exit::NotReached => "a server could not be probed".to_owned(),
            Exit::Incomplete => "a server could not be seen whole".to_owned(),
            Exit::Differs => "a server differs from the lock".to_owned(),
        })
    }

    fn flows(&self, page: &mut Page) {
        let placed = self.placed();
        let Some(flow) = Self::flow(&placed) else {
            return;
        };
        let Some(path) = flow.path else { return };
        page.heading(
            "Across servers",
            "whoever writes what the agent reads can have what is private sent out",
        );
        let steps = Leg::ALL.iter().zip(path);
        for (leg, tool) in steps {
            page.para(
                2,
                4,
                &[dim(format!("{}: ", leg.title())), strong(place(&tool))],
            );
        }
        let cut: Vec<String> = flow.cut.iter().take(6).map(place).collect();
        let more = flow.cut.len().saturating_sub(6);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        page.para(
            2,
            4,
            &[
                plain("cheapest cut: keep from the agent "),
                strong(format!("{}{more}", cut.join(", "))),
            ],
        );
    }

    fn changes(&self, page: &mut Page, places: Places<'_>) {
        let rows: Vec<&Checked> = self.rows.iter().collect();
        for row in &self.rows {
            let other = |other: &&Checked| other.name == row.name && !other.is_like(row);
            match &row.against {
                None | Some(Against::Same) => {}
                Some(Against::NotLocked) if rows.iter().any(|row| other(row)) => {
                    page.heading(&capped(&row.name, 80), "is not in the lock");
                    page.para(2, 4, &[plain(apart(&rows, &row.name, places))]);
                }
                Some(Against::NotLocked) => {
                    page.heading(&capped(&row.name, 80), "is not in the lock");
                    page.para(
                        2,
                        4,
                        &[plain(format!(
                            "review it, then: mcp-gatecheck lock --server {}",
                            quoted(&capped(&row.name, 80))
                        ))],
                    );
                }
                Some(Against::Differs(changes, touched)) => {
                    page.heading(&capped(&row.name, 80), "differs from the lock");
                    if changes.is_empty() {
                        page.para(2, 4, &[plain("every definition is the same; the agent gets another choice of its tools")]);
                    }
                    diff::list(page, changes);
                    diff::statements(
                        page,
                        Some(touched)
                            .filter(|touched| !touched.is_empty())
                            .map(Vec::as_slice),
                    );
                }
            }
        }
    }
}

/// What the configurations themselves say.
pub(crate) fn files(page: &mut Page, findings: &[Finding], places: Places<'_>, full: bool) {
    let shown = |severity| full || severity != Severity::Info;
    let all: Vec<_> = findings
        .iter()
        .filter(|finding| shown(finding.rule.severity()))
        .collect();
    if all.is_empty() {
        return;
    }
    page.heading("In the configuration", "");
    let most = if full { all.len() } else { FINDINGS };
    for finding in all.iter().take(most) {
        let at = format!("{}:{}", places.file(&finding.file), finding.line);
        let tone = match finding.rule.severity() {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Warn,
            Severity::Info => Tone::Dim,
        };
        let mut runs = vec![Run(tone, at), plain("  ")];
        if let Some(server) = &finding.server {
            runs.extend([strong(capped(server, 60)), plain(": ")]);
        }
        runs.push(plain(capped(&finding.message, SENTENCE)));
        page.para(2, 4, &runs);
    }
    if all.len() > most {
        page.para(2, 4, &[dim(format!("and {} more: -v", all.len() - most))]);
    }
}

fn place(tool: &Placed<'_>) -> String {
    format!(
        "{} of {}",
        capped(&tool.tool.item.label(), 80),
        capped(tool.server, 60)
    )
}

pub(crate) fn cells(row: &Checked) -> Vec<Cell> {
    let name = vec![strong(capped(&row.name, 60))];
    let (gate, tools, mut why): (Run, String, Vec<String>) = match &row.outcome {
        Outcome::Judged(review) => judged(review),
        Outcome::Unprobed(what, next) => {
            let mut why = vec![capped(what, SENTENCE)];
            why.extend((!next.is_empty()).then(|| capped(next, SENTENCE)));
            (Run(Tone::Bad, "not probed".to_owned()), "–".to_owned(), why)
        }
        Outcome::Skipped(why) => (
            dim("passed over"),
            "–".to_owned(),
            vec![capped(why, SENTENCE)],
        ),
        Outcome::Off(how) => (dim("off"), "–".to_owned(), vec![capped(how, SENTENCE)]),
    };
    if !row.let_through.is_empty() {
        let tools = row.let_through.keys().take(4);
        let tools: Vec<String> = tools.map(|tool| capped(tool, 60)).collect();
        let clients: BTreeSet<&str> = row.let_through.values().flatten().copied().collect();
        let clients: Vec<&str> = clients.into_iter().collect();
        why.push(format!(
            "the record keeps {} from the agent, {} not",
            tools.join(", "),
            match clients.as_slice() {
                [one] => format!("{one} does"),
                several => format!("{} do", several.join(", ")),
            }
        ));
    }
    why.extend(row.unfollowed.iter().map(|says| capped(says, SENTENCE)));
    if let Some(path) = &row.record_wanted {
        let path = capped(&path.display().to_string(), SENTENCE);
        why.push(format!("no record at {path}"));
    }
    if !row.lacks.is_empty() {
        let names: Vec<String> = row
            .lacks
            .iter()
            .take(4)
            .map(|name| format!("--env {}", capped(name, 60)))
            .collect();
        why.push(format!("started without {}", names.join(" ")));
    }
    vec![
        name,
        vec![gate],
        vec![plain(tools)],
        vec![plain(joined(&why))],
    ]
}

/// Sentences, one after the other, in one cell.
fn joined(why: &[String]) -> String {
    let (last, before) = match why.split_last() {
        Some(both) => both,
        None => return String::new(),
    };
    let before = before.iter().map(|text| text.trim_end_matches('.'));
    before.chain([last.as_str()]).collect::<Vec<_>>().join("; ")
}

/// The gate, how many tools the agent gets, and the heaviest reason.
fn judged(review: &Review) -> (Run, String, Vec<String>) {
    let first = review.exits.first().copied().unwrap_or(Exit::Reached);
    let gate = match first {
        Exit::Authentication => Run(Tone::Bad, "sign-in needed".to_owned()),
        Exit::NotReached => Run(Tone::Bad, "not reached".to_owned()),
        Exit::Usage => Run(Tone::Bad, "no verdict".to_owned()),
        _ => Run(
            gate_tone(review.decision.gate),
            review.decision.gate.title().to_owned(),
        ),
    };
    let shown = review.decision.surface.len();
    let listed = review
        .seen
        .as_ref()
        .map_or(0, |seen| seen.facts.inventory.tools.len());
    let tools = match shown < listed {
        true => format!("{shown} of {listed}"),
        false => shown.to_string(),
    };
    let why = match first {
        Exit::NotReached => start(review),
        Exit::Usage => review.problems.iter().take(1).map(problem).collect(),
        Exit::Incomplete => vec!["it could not be seen whole".to_owned()],
        _ => reasons(review)
            .first()
            .map(|reason| capped(&reason.because.text, SENTENCE))
            .into_iter()
            .collect(),
    };
    (gate, tools, why)
}

/// What is wrong with its record.
fn problem(problem: &record::Problem) -> String {
    let (line, field, what) = (problem.line, &problem.field, &problem.what);
    capped(
        &format!("its record, line {line}: {field}: {what}"),
        SENTENCE,
    )
}

/// Why it was not reached.
fn start(review: &Review) -> Vec<String> {
    let help = review
        .seen
        .as_ref()
        .and_then(|seen| start_help(&seen.facts));
    let Some(help) = help else {
        let interrupted = review
            .seen
            .as_ref()
            .is_some_and(|seen| seen.facts.interrupted);
        let says = match interrupted {
            true => "it was interrupted before all was seen",
            false => "a deadline passed before all was seen",
        };
        return vec![says.to_owned()];
    };
    let cause = help.causes.first().map(|(cause, _)| cause.says());
    vec![capped(&cause.unwrap_or(help.what), SENTENCE)]
}
