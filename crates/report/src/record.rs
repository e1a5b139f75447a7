//! A new review record of a run; and what a record lacks for each gate, and who must approve what.

use crate::human::{gate_tone, way};
use crate::model::server_name;
use crate::page::{Page, Run, Tone, dim, plain, strong};
use crate::{Style, escape};
use evidence::Facts;
use gate_engine::{FacetEvidence, Gate, NextGate};
use review::{Ahead, Review, ahead};

/// Sentences longer than this are cut.
const SENTENCE: usize = 300;

/// A new record: what the run saw filled in, what is missing asked. `tool` is the program with its version, `by` who will review.
#[must_use]
pub fn new_record(review: &Review, tool: &str, by: Option<&str>) -> String {
    let facts = review.seen.as_ref().map(|seen| &seen.facts);
    let mut server = Vec::new();
    if let Some((name, version)) = facts.and_then(server_name) {
        server.push(("name", name.to_owned()));
        server.extend(version.map(|version| ("version", version.to_owned())));
    }
    server.extend(
        facts
            .and_then(Facts::package)
            .map(|package| ("package", package)),
    );
    server.retain(|(_, value)| !value.trim().is_empty() && value.len() < SENTENCE);
    record::draft(&record::Draft {
        tool,
        on: review.input.now,
        by,
        server: &server,
        pin: facts.and_then(|facts| facts.pin.as_deref()),
        decision: &review.decision,
    })
}

/// The name that a server gives itself.
#[must_use]
pub fn server_name_of(review: &Review) -> Option<String> {
    let (name, _) = server_name(&review.seen.as_ref()?.facts)?;
    Some(name.to_owned())
}

/// The page: where the record stands, the way to each gate above, approvals, and what in it counts for nothing.
#[must_use]
pub fn record_page(review: &Review, ways: &[(Gate, NextGate)], style: Style) -> String {
    let mut page = Page::new(style);
    head(&mut page, review);
    // What reaches a higher gate may be the shortest way to a lower one too: it is told once.
    let mut told: Vec<&NextGate> = Vec::new();
    for (_, needs) in ways {
        if !told.contains(&needs) {
            way(&mut page, needs, style.verbose > 0);
            told.push(needs);
        }
    }
    approvals(&mut page, review);
    nothing(&mut page, review);
    page.finish()
}

fn head(page: &mut Page, review: &Review) {
    let decision = &review.decision;
    let coverage = decision.coverage();
    let title = Run(gate_tone(decision.gate), decision.gate.title().to_owned());
    page.title(&[title], &format!("{}/18", decision.total));
    let facets = format!(
        "of 50 facets {} observed, {} attested, {} contradicted, {} missing",
        coverage.observed, coverage.attested, coverage.contradicted, coverage.missing
    );
    page.para(0, 2, &[dim(facets)]);
    if let Some(text) = dated_after(review) {
        page.para(0, 2, &[Run(Tone::Warn, text)]);
    }
    if let Some(void) = &decision.void {
        let text = escape::capped(&void.text, SENTENCE);
        page.para(0, 2, &[Run(Tone::Bad, "void: ".into()), plain(text)]);
    } else if review.seen.is_none() {
        page.para(
            0,
            2,
            &[plain(
                "judged alone, without a run: name a transcript to hold it against the server",
            )],
        );
    }
}

/// The statements that the day of the decision leaves out, in one line; `None` where it leaves out none.
#[must_use]
pub fn dated_after(review: &Review) -> Option<String> {
    let Ahead { statements, last } = ahead(review)?;
    let now = review.input.now;
    let started = |facts: &Facts| facts.header.started.starts_with(&now.to_string());
    let of_run = review
        .seen
        .as_ref()
        .is_some_and(|seen| started(&seen.facts));
    let day = match of_run {
        true => format!("the run of {now}"),
        false => format!("{now}, the day of the decision"),
    };
    let (are, them) = match statements {
        1 => ("statement is", "it"),
        _ => ("statements are", "them"),
    };
    Some(format!(
        "{statements} {are} dated after {day}; --now {last} counts {them}"
    ))
}

fn approvals(page: &mut Page, review: &Review) {
    let all = &review.decision.required_approvers;
    if all.is_empty() {
        return;
    }
    page.heading("Who must approve what", "each call, by a named person");
    let rows: Vec<_> = all
        .iter()
        .map(|needed| {
            let categories: Vec<&str> = needed.categories.iter().map(|one| one.title()).collect();
            let why = match categories.is_empty() {
                true => "effect unknown".to_owned(),
                false => categories.join(", "),
            };
            let who = match &needed.approver {
                Some(person) => plain(person.as_str()),
                None => Run(Tone::Warn, "nobody yet".to_owned()),
            };
            vec![
                vec![strong(needed.tool.as_str())],
                vec![plain(why)],
                vec![who],
            ]
        })
        .collect();
    page.table(2, &["tool", "because of", "approver"], &rows);
}

/// What stands in the record and counts for nothing, with why.
fn nothing(page: &mut Page, review: &Review) {
    let contradicted = review
        .decision
        .facets
        .iter()
        .filter(|state| state.evidence == FacetEvidence::Contradicted);
    let contradicted = contradicted.map(|state| {
        vec![
            strong(state.facet.id()),
            plain(" is attested, and the run says otherwise: "),
            plain(escape::capped(&state.because.text, SENTENCE)),
        ]
    });
    let notes = review.decision.notes.iter().chain(&review.notes);
    let notes = notes.map(|note| {
        let at = note
            .evidence
            .first()
            .map_or(String::new(), |id| format!("  {id}"));
        vec![plain(escape::capped(&note.text, SENTENCE)), dim(at)]
    });
    let all: Vec<Vec<Run>> = contradicted.chain(notes).collect();
    if all.is_empty() {
        return;
    }
    page.heading("Counts for nothing", "");
    for runs in all {
        page.para(2, 4, &runs);
    }
}
