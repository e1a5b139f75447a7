//! Pages that explain one word of a report, and lists of all such words.

use crate::Style;
use crate::model::{capitalised, permits, severity_id};
use crate::page::{Cell, Page, dim, plain, strong};
use gate_engine::{
    Criterion, CriticalFailure, Dimension, Facet, Gate, Item, Meets, Rubric, rubric,
};
use probes::{Probe, Reach, catalogue};

/// The page about a probe, facet, criterion, dimension, critical failure or gate; `None` where the word names none.
///
/// `check:ID` and the bare end of a criterion's id are understood too, as reports show them.
#[must_use]
pub fn explain(id: &str, style: Style) -> Option<String> {
    let id = id.strip_prefix("check:").unwrap_or(id);
    let mut page = Page::new(style);
    if let Some(probe) = catalogue().iter().find(|probe| probe.definition.id == id) {
        explain_probe(&mut page, probe);
    } else if let Some(facet) = Facet::from_id(id) {
        explain_facet(&mut page, facet);
    } else if let Some(criterion) = criterion(rubric(), id) {
        explain_criterion(&mut page, criterion);
    } else if let Some(dimension) = Dimension::from_id(id) {
        explain_dimension(&mut page, dimension);
    } else if let Some(failure) = CriticalFailure::from_id(id) {
        explain_critical(&mut page, failure);
    } else if let Some(gate) = Gate::from_id(id) {
        title(&mut page, gate.id(), gate.title());
        page.para(0, 0, &[plain(format!("{}.", capitalised(permits(gate))))]);
    } else {
        return None;
    }
    Some(page.finish())
}

fn criterion(rubric: &Rubric, id: &str) -> Option<&'static Criterion> {
    let short = |criterion: &&Criterion| {
        criterion
            .id
            .split_once('.')
            .is_some_and(|(_, name)| name == id)
    };
    rubric
        .criteria
        .iter()
        .find(|criterion| criterion.id == id)
        .or_else(|| rubric.criteria.iter().find(short))
}

fn title(page: &mut Page, id: &str, title: &str) {
    page.keep_gaps(&[strong(id), plain(format!("   {title}"))]);
    page.gap();
}

fn part(page: &mut Page, label: &str, text: &str) {
    if !text.is_empty() {
        page.labelled(0, 11, &dim(label), &[plain(text)]);
    }
}

fn explain_probe(page: &mut Page, probe: &Probe) {
    let definition = probe.definition;
    title(page, definition.id, definition.title);
    part(page, "asks", definition.question);
    part(page, "why", definition.why);
    part(page, "how", definition.how);
    part(page, "to mend it", definition.remedy);
    let facets: Vec<&str> = definition.facets.iter().map(|facet| facet.id()).collect();
    part(page, "answers", &facets.join(", "));
    let criteria: Vec<&str> = rubric()
        .criteria
        .iter()
        .filter(|criterion| criterion.checks.contains(&definition.id))
        .map(|criterion| criterion.id)
        .collect();
    part(page, "decides", &criteria.join(", "));
    let named = |rule: &&gate_engine::CriticalRule| {
        rule.confirmed_by
            .iter()
            .chain(rule.cleared_by)
            .any(|check| *check == definition.id)
    };
    let critical: Vec<&str> = rubric()
        .critical
        .iter()
        .filter(named)
        .map(|rule| rule.id.id())
        .collect();
    part(page, "critical", &critical.join(", "));
    part(page, "severity", severity_id(definition.severity));
    part(page, "reach", reach(definition.reach));
    for (source, sentence) in definition.references {
        part(page, "source", &format!("{source}: {sentence}"));
    }
    part(page, "since", definition.since);
}

const fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Listing => "listing: the handshake and the lists",
        Reach::Questions => "questions: odd messages after the lists",
        Reach::Protocol => "protocol: calls of what does not exist, only when asked",
        Reach::Calls => "calls: calls tools, only in the sandbox and only when asked",
    }
}

fn explain_facet(page: &mut Page, facet: Facet) {
    title(page, facet.id(), facet.item().title());
    part(page, "asks", facet.question());
    let probes: Vec<&str> = catalogue()
        .iter()
        .map(|probe| probe.definition)
        .filter(|probe| probe.facets.contains(&facet))
        .map(|probe| probe.id)
        .collect();
    part(
        page,
        "observed by",
        if probes.is_empty() {
            "nothing: only a person can answer it"
        } else {
            ""
        },
    );
    part(page, "observed by", &probes.join(", "));
    let criteria: Vec<&str> = rubric()
        .criteria
        .iter()
        .filter(|criterion| criterion.facets.contains(&facet))
        .map(|criterion| criterion.id)
        .collect();
    part(page, "evidences", &criteria.join(", "));
    part(
        page,
        "attested",
        &format!(
            "in a review record: [[attestation]] facets = [\"{}\"]",
            facet.id()
        ),
    );
}

fn explain_criterion(page: &mut Page, criterion: &Criterion) {
    title(
        page,
        criterion.id,
        &format!("{}, rung {}", criterion.dimension.title(), criterion.rung),
    );
    part(page, "says", criterion.statement);
    part(page, "checks", &criterion.checks.join(", "));
    let facets: Vec<&str> = criterion.facets.iter().map(|facet| facet.id()).collect();
    part(page, "facets", &facets.join(", "));
    let meets = match criterion.meets {
        Meets::Observed => "every check passes; no attestation stands in",
        Meets::ObservedOrAttested => {
            "every check passes; where one could not tell, the facets or the criterion itself may be attested"
        }
        Meets::Attested => {
            "the facets or the criterion itself are attested; a failing check still fails it"
        }
        Meets::Both => "every check passes, and the facets or the criterion are attested too",
    };
    part(page, "is met when", meets);
    if criterion.not_applicable_meets {
        part(page, "", "also met where the question does not arise");
    }
    part(page, "source", criterion.source);
}

fn explain_dimension(page: &mut Page, dimension: Dimension) {
    title(page, dimension.id(), dimension.title());
    for criterion in rubric()
        .criteria
        .iter()
        .filter(|criterion| criterion.dimension == dimension)
    {
        let name = criterion
            .id
            .split_once('.')
            .map_or(criterion.id, |(_, name)| name);
        page.labelled(
            0,
            24,
            &strong(format!("{} {name}", criterion.rung)),
            &[plain(criterion.statement)],
        );
    }
}

fn explain_critical(page: &mut Page, failure: CriticalFailure) {
    title(page, failure.id(), failure.title());
    part(
        page,
        "weight",
        "confirmed: Block at any total; unknown: at most Prototype only",
    );
    let Some(rule) = rubric().critical.iter().find(|rule| rule.id == failure) else {
        return;
    };
    part(
        page,
        "confirmed",
        &if rule.confirmed_by.is_empty() {
            "from the surface: what the tools that the agent gets can do".to_owned()
        } else {
            format!("when one of these fails: {}", rule.confirmed_by.join(", "))
        },
    );
    if !rule.cleared_by.is_empty() {
        part(
            page,
            "cleared",
            &format!("when all of these pass: {}", rule.cleared_by.join(", ")),
        );
    }
    let facets: Vec<&str> = rule.attested_by.iter().map(|facet| facet.id()).collect();
    part(page, "or attested", &facets.join(", "));
}

/// The id of every probe.
pub fn probe_ids() -> impl Iterator<Item = &'static str> {
    catalogue().iter().map(|probe| probe.definition.id)
}

/// Every probe: id and question.
#[must_use]
pub fn list_probes(style: Style) -> String {
    let rows = catalogue()
        .iter()
        .map(|probe| (probe.definition.id, probe.definition.question));
    table(rows, style)
}

/// Every facet, by item: id and question.
#[must_use]
pub fn list_facets(style: Style) -> String {
    table(
        Item::ALL
            .iter()
            .flat_map(|item| item.facets())
            .map(|facet| (facet.id(), facet.question())),
        style,
    )
}

/// Every criterion, by dimension and rung: id and statement.
#[must_use]
pub fn list_criteria(style: Style) -> String {
    let mut page = Page::new(style);
    let rows: Vec<Vec<Cell>> = rubric()
        .criteria
        .iter()
        .map(|criterion| {
            vec![
                vec![strong(criterion.id)],
                vec![dim(criterion.rung.id())],
                vec![plain(criterion.statement)],
            ]
        })
        .collect();
    page.table(0, &["criterion", "rung", "says"], &rows);
    page.finish()
}

fn table<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>, style: Style) -> String {
    let mut page = Page::new(style);
    let rows: Vec<Vec<Cell>> = rows
        .map(|(id, text)| vec![vec![strong(id)], vec![plain(text)]])
        .collect();
    page.table(0, &["", ""], &rows);
    page.finish()
}
