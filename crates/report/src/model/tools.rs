//! Tools as a report shows them: as judged, and as the decision took them.

use super::callers_of;
use evidence::{Caller, Kind, Variant};
use gate_engine::{Approval, Because, Effect, Sensitive, SurfaceTool};
use judge::{Grade, JudgedTool};
use review::Review;
use std::collections::{BTreeMap, BTreeSet};

/// A tool as a report shows it: judged, and as the decision took it.
#[derive(Debug, Clone)]
pub(crate) struct ToolRow<'a> {
    pub(crate) name: String,
    /// What the listing showed; `None` where only a record speaks of it.
    pub(crate) judged: Option<&'a JudgedTool>,
    pub(crate) effect: Effect,
    pub(crate) broad: bool,
    pub(crate) bound: Option<String>,
    pub(crate) sensitive: BTreeSet<Sensitive>,
    pub(crate) approval: BTreeSet<Approval>,
    /// Kept from the agent.
    pub(crate) excluded: bool,
    /// The callers over HTTP that were shown it.
    pub(crate) callers: &'a [Caller],
    /// Why the decision took it so.
    pub(crate) because: Option<&'a Because>,
}

impl ToolRow<'_> {
    pub(crate) fn grade(&self) -> Option<Grade> {
        self.judged.map(|tool| tool.schema.grade)
    }

    pub(crate) fn visible_to(&self) -> &[Variant] {
        self.judged.map_or(&[], |tool| &tool.visible_to)
    }

    /// How much a reader should look at it: broad ones first, then by effect.
    fn weight(&self) -> u8 {
        let effect = match self.effect {
            Effect::Read => 0,
            Effect::Write => 1,
            Effect::Unknown => 2,
            Effect::Destructive => 3,
        };
        effect + if self.broad { 4 } else { 0 }
    }
}

/// Every tool in the order of the listing; then those of which only a record speaks.
pub(crate) fn tools(review: &Review) -> Vec<ToolRow<'_>> {
    let mut surface: BTreeMap<&str, &SurfaceTool> = review
        .decision
        .surface
        .iter()
        .map(|tool| (tool.tool.name.as_str(), tool))
        .collect();
    let facts = review.seen.as_ref().map(|seen| &seen.facts);
    let callers = facts.map(|facts| callers_of(facts, Kind::Tool));
    let mut rows = Vec::new();
    let mut used = BTreeSet::new();
    for judged in review.seen.iter().flat_map(|seen| &seen.judged.tools) {
        let name = judged.item.label();
        let on_surface = surface.get(name.as_str()).copied();
        used.insert(name.clone());
        let mut row = row(name, Some(judged), on_surface);
        let digest = judged.item.digest.as_str();
        if let Some(callers) = callers.as_ref().and_then(|all| all.get(digest)) {
            row.callers = callers;
        }
        rows.push(row);
    }
    surface.retain(|name, _| !used.contains(*name));
    rows.extend(
        surface
            .into_values()
            .map(|tool| row(tool.tool.name.clone(), None, Some(tool))),
    );
    rows
}

fn row<'a>(
    name: String,
    judged: Option<&'a JudgedTool>,
    surface: Option<&'a SurfaceTool>,
) -> ToolRow<'a> {
    let stated = judged.and_then(|tool| tool.bound.clone());
    match (surface, judged) {
        (Some(on), _) => ToolRow {
            name,
            judged,
            effect: on.tool.effect,
            broad: on.tool.broad,
            bound: on.bounded_by.clone().or(stated),
            sensitive: on.tool.sensitive.clone(),
            approval: on.tool.approval.clone(),
            excluded: false,
            callers: &[],
            because: Some(&on.tool.because),
        },
        (None, Some(tool)) => ToolRow {
            name,
            judged,
            effect: tool.effect,
            broad: tool.broad,
            bound: stated,
            sensitive: tool.sensitive.clone(),
            approval: tool.approval.clone(),
            excluded: true,
            callers: &[],
            because: None,
        },
        (None, None) => ToolRow {
            name,
            judged,
            effect: Effect::Unknown,
            broad: false,
            bound: None,
            sensitive: BTreeSet::new(),
            approval: BTreeSet::new(),
            excluded: true,
            callers: &[],
            because: None,
        },
    }
}

/// The same rows, those first that a reader should look at first.
pub(crate) fn by_weight<'a>(rows: &[ToolRow<'a>]) -> Vec<ToolRow<'a>> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| (row.excluded, std::cmp::Reverse(row.weight())));
    rows
}
