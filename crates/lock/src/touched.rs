//! Which statements of a review record speak about what changed. A change voids them all; these are the ones that the
//! person who renews the record has to look at again, and cannot just sign.

use crate::change::{Change, Changes, Part};
use gate_engine::{Dimension, Facet, Item, Question, Record, Stated};
use std::collections::BTreeSet;

/// A statement that speaks about what changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touched {
    /// Its id: `record:LINE`.
    pub statement: String,
    /// What it states: a facet, a criterion, a tool's bound …
    pub states: String,
    /// What changed that it speaks about: tools by name, `instructions`, `package` …
    pub because: BTreeSet<String>,
}

/// The statements that changes touch, in the order of the record's lines.
#[must_use]
pub fn touched(changes: &Changes, record: &Record) -> Vec<Touched> {
    let mut found = Found {
        changes: &changes.list,
        list: Vec::new(),
    };
    if changes.is_empty() {
        return found.list;
    }
    found.tools(record);
    for stated in &record.attestations {
        let (states, facets): (String, Vec<Facet>) = match &stated.what.question {
            Question::Facet(facet) => (facet.id().to_owned(), vec![*facet]),
            Question::Criterion(id) => {
                let criterion = gate_engine::rubric().criterion(id);
                (
                    id.clone(),
                    criterion.map_or(Vec::new(), |one| one.facets.to_vec()),
                )
            }
        };
        let about = |change: &Change| facets.iter().any(|facet| speaks(*facet, change));
        found.add(stated, states, about);
    }
    for stated in &record.scores {
        let dimension = stated.what.dimension;
        let about = |change: &Change| scores(dimension, change);
        found.add(stated, format!("score of {}", dimension.title()), about);
    }
    for stated in &record.sensitive {
        found.add(
            stated,
            format!("acceptance of {}", stated.what.title()),
            |change| change.what == "data",
        );
    }
    if let Some(stated) = &record.confirmation {
        found.add(stated, "confirmation".to_owned(), |_| true);
    }
    found
        .list
        .sort_by_key(|touched| (line(&touched.statement), touched.states.clone()));
    found.list
}

/// Whether a score speaks about a change.
fn scores(dimension: Dimension, change: &Change) -> bool {
    let new = matches!(change.what, "added" | "renamed");
    match (dimension, change.part) {
        (Dimension::MaintainerReliability, Part::Server) => change.what != "instructions",
        (_, Part::Server) => false,
        (Dimension::ToolBoundaries, Part::Tool) => true,
        (Dimension::SensitiveDataControl, Part::Tool) => {
            new || matches!(change.what, "data" | "capability")
        }
        (Dimension::SensitiveDataControl, _) => true,
        (Dimension::Verification | Dimension::ErrorRecovery, Part::Tool) => {
            new || change.what == "effect"
        }
        _ => false,
    }
}

/// The number of a statement's line.
fn line(statement: &str) -> usize {
    let number = statement.rsplit(':').next();
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

struct Found<'f> {
    changes: &'f [Change],
    list: Vec<Touched>,
}

impl Found<'_> {
    /// Statements that name tools.
    fn tools(&mut self, record: &Record) {
        for stated in &record.tools {
            self.named(
                stated,
                "what it is",
                &BTreeSet::from([stated.what.name.clone()]),
            );
        }
        for stated in &record.bounds {
            self.named(stated, "bound", &stated.what.0);
        }
        for stated in &record.approvers {
            self.named(stated, "approver", &stated.what.tools);
        }
        for stated in &record.exclude {
            self.named(stated, "exclusion", &stated.what);
        }
    }

    fn named<T>(&mut self, stated: &Stated<T>, states: &str, tools: &BTreeSet<String>) {
        let names: Vec<&str> = tools.iter().map(String::as_str).collect();
        let states = format!("{states} of {}", names.join(", "));
        self.add(stated, states, |change| {
            change.part == Part::Tool && tools.contains(&change.name)
        });
    }

    fn add<T>(&mut self, stated: &Stated<T>, states: String, about: impl Fn(&Change) -> bool) {
        let because: BTreeSet<String> = self
            .changes
            .iter()
            .filter(|change| about(change))
            .map(|change| match change.part {
                Part::Server => change.what.to_owned(),
                _ => change.name.clone(),
            })
            .collect();
        if !because.is_empty() {
            self.list.push(Touched {
                statement: stated.id.clone(),
                states,
                because,
            });
        }
    }
}

/// Whether a facet speaks about a change. What came new is asked about in every respect.
fn speaks(facet: Facet, change: &Change) -> bool {
    let new = matches!(change.what, "added" | "renamed");
    match (change.part, facet.item()) {
        (Part::Server, Item::Maintainer) => matches!(change.what, "package" | "version"),
        (Part::Server, Item::Tools) => {
            change.what == "instructions" && facet == Facet::ToolsDescriptions
        }
        (Part::Prompt, Item::PromptsAndSampling) => true,
        (Part::Resource | Part::Template, Item::Resources) => true,
        (Part::Resource | Part::Template, Item::DataTouched) => new,
        (Part::Tool, Item::Tools) => new || of_tool(facet, change.what),
        (Part::Tool, Item::WriteActions) => new || matches!(change.what, "effect" | "capability"),
        (Part::Tool, Item::DataTouched) => new || matches!(change.what, "data" | "capability"),
        _ => false,
    }
}

fn of_tool(facet: Facet, what: &str) -> bool {
    match facet {
        Facet::ToolsNames => what == "removed",
        Facet::ToolsDescriptions => {
            matches!(what, "description" | "title" | "input" | "annotations")
        }
        Facet::ToolsInputSchemas => what == "input",
        Facet::ToolsOutputShape => what == "output",
        Facet::ToolsSideEffects => matches!(
            what,
            "description" | "effect" | "capability" | "annotations"
        ),
        Facet::ToolsIdempotency => matches!(what, "effect" | "annotations"),
        Facet::ToolsBroadTools => matches!(what, "capability" | "input" | "bound"),
        _ => false,
    }
}
