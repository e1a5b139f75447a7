//! Needs in words.

use crate::critical::Why;
use crate::evaluate::{CapView, Evaluation};
use crate::explain::names;
use crate::surface::Limit;
use crate::{
    CriticalState, Dimension, Facet, Gate, Need, NeedKind, Outcome, Sensitive, SourceKind, rubric,
};

/// What to do about a need.
pub(super) fn says(need: &Need, evaluation: &Evaluation<'_>) -> String {
    let id = need.id.as_str();
    match need.kind {
        NeedKind::Facet => {
            let question = Facet::from_id(id).map_or("", Facet::question);
            format!("attest {id}, with evidence: {question}")
        }
        NeedKind::Criterion => {
            let statement = rubric()
                .criterion(id)
                .map_or("", |criterion| criterion.statement);
            format!("attest {id}, with evidence: {statement}")
        }
        NeedKind::Score => {
            let least = need.at_least.map_or("", |score| score.id());
            // Three is the most.
            let least = match least {
                "3" => "3".to_owned(),
                least => format!("{least} or more"),
            };
            let dimension = Dimension::from_id(id);
            let title = dimension.map_or("the dimension", Dimension::title);
            let now = dimension.map_or("0", |dimension| evaluation.ladders[dimension].score.id());
            format!("score {title} {least}, with evidence: it is {now} now")
        }
        NeedKind::Approver => format!("name a person who approves each call of `{id}`"),
        NeedKind::Bound => format!(
            "evidence a bound on `{id}` (an allow-list, a root directory, a read-only role), or exclude it"
        ),
        NeedKind::Exclude => exclude(id, evaluation),
        NeedKind::Sensitive => {
            let title = Sensitive::from_id(id).map_or("the class", Sensitive::title);
            format!("have a reviewer accept that {title} are reached")
        }
        NeedKind::Source => match SourceKind::from_id(id) {
            Some(SourceKind::Package | SourceKind::Repository) => {
                "link the repository or the package page".to_owned()
            }
            kind => format!("link the {}", kind.map_or("source", SourceKind::title)),
        },
        NeedKind::Confirmation => {
            "have a reviewer confirm, with a date, that no critical failure remains".to_owned()
        }
        NeedKind::NextReview => format!(
            "set a next review, with an owner and a date after {}",
            evaluation.case.now
        ),
        NeedKind::Observe => match evaluation.checks.outcome(id) {
            None => format!("run a probe that can observe {id}"),
            Some(_) => match doubt(id, evaluation) {
                Some(doubt) => format!(
                    "have the server's makers mend what {id} doubts, and probe again: {doubt}"
                ),
                None => format!("observe {id} again in a run that can tell"),
            },
        },
        NeedKind::Pin => match &evaluation.case.record {
            Some(_) => "review what the server lists now, and pin the record to it".to_owned(),
            None => "write a review record, pinned to what the server lists now".to_owned(),
        },
    }
}

/// What a check found that left it in doubt. It lies in what the server sent, which another run only shows again.
fn doubt<'a>(check: &str, evaluation: &'a Evaluation<'_>) -> Option<&'a str> {
    let because = evaluation.checks.seen.get(check)?.because?;
    let frames = because.evidence.iter().any(|id| id.starts_with("frame:"));
    (frames && evaluation.checks.outcome(check) == Some(Outcome::Inconclusive))
        .then_some(because.text.as_str())
}

fn exclude(tool: &str, evaluation: &Evaluation<'_>) -> String {
    let shown = evaluation
        .surface
        .tools
        .iter()
        .find(|shown| shown.name == tool);
    match shown {
        Some(shown) if shown.unbounded() => {
            let bound = if matches!(shown.bound, Limit::Stated(_)) {
                "evidence the bound that it states"
            } else {
                "evidence a bound on it"
            };
            format!("exclude `{tool}`, or {bound}")
        }
        Some(shown) if shown.mutates() => format!("exclude `{tool}`: it may change something"),
        _ => format!("exclude `{tool}`"),
    }
}

/// Why no evidence that a reader could supply gets to a gate.
pub(super) fn out_of_reach(evaluation: &Evaluation<'_>, next: Gate) -> String {
    let mut reasons = Vec::new();
    for cap in &evaluation.caps {
        if let CapView::Assigned(gate) = cap
            && *gate < next
        {
            reasons.push(format!("the reviewer assigns {}", gate.title()));
        }
    }
    for view in &evaluation.critical {
        match view.why {
            Why::Reviewer => reasons.push(format!("a reviewer confirms: {}", view.id.title())),
            Why::Check(check) if view.state == CriticalState::Confirmed => {
                reasons.push(format!(
                    "only the server's makers can mend: {} ({check})",
                    view.id.title()
                ));
            }
            _ => {}
        }
    }
    if evaluation.case.live.is_none() && !evaluation.surface.any_named {
        reasons.push(format!(
            "{}: name each with its effect, evidence, a person and a date, or hold the record against a run",
            evaluation.surface.nothing_backed()
        ));
    }
    let failing = evaluation.checks.seen.iter().filter(|(check, seen)| {
        seen.outcome == Outcome::Fail && !crate::rubric::is_computed(check)
    });
    let failing: Vec<&str> = failing.map(|(check, _)| *check).collect();
    if !failing.is_empty() {
        reasons.push(format!(
            "observed to fail, which only the server's makers can mend: {}",
            names(&failing)
        ));
    }
    if reasons.is_empty() {
        reasons.push("nothing that a reader could supply is enough".to_owned());
    }
    reasons.join("; ")
}
