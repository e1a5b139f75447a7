//! An organisation's policy: `schema = "mcp-gatecheck/policy/1"`. It may only tighten the built-in one.

use crate::document::document;
use crate::problem::{Problem, Problems};
use crate::table::Table;
use gate_engine::{Facet, Gate, Policy, Sensitive};

const SCHEMA: &str = "mcp-gatecheck/policy/1";
/// The highest threshold: one above the highest total, for a gate that an organisation never gives.
const NEVER: u16 = 19;
/// The gates that a total opens, in the order of [`Policy::thresholds`].
const GATES: [Gate; 4] = [
    Gate::Prototype,
    Gate::ReadOnly,
    Gate::WritesWithApproval,
    Gate::Production,
];

/// Reads an organisation's policy. It may only tighten the built-in one.
///
/// # Errors
/// Everything that is wrong with it, at least one problem, in order of lines.
pub fn read_policy(text: &str) -> Result<Policy, Vec<Problem>> {
    document(text, SCHEMA, policy)
}

fn policy(root: &Table<'_>, problems: &mut Problems) -> Policy {
    root.only(
        &[
            "schema",
            "thresholds",
            "required_facets",
            "review_interval_days",
            "sensitive",
        ],
        problems,
    );
    let built_in = Policy::default();
    Policy {
        thresholds: thresholds(root, built_in.thresholds, problems),
        required_facets: required_facets(root, problems),
        review_interval_days: review_interval(root, built_in.review_interval_days, problems),
        sensitive: root
            .get("sensitive")
            .map(|field| field.words("class of data", Sensitive::ALL, Sensitive::id, problems))
            .unwrap_or_default()
            .into_iter()
            .map(|(class, _)| class)
            .collect(),
    }
}

fn thresholds(root: &Table<'_>, built_in: [u8; 4], problems: &mut Problems) -> [u8; 4] {
    let Some(table) = root.table("thresholds", problems) else {
        return built_in;
    };
    table.only(&GATES.map(Gate::id), problems);
    let mut thresholds = built_in;
    let mut below = 0;
    for (gate, threshold) in GATES.into_iter().zip(&mut thresholds) {
        let least = *threshold;
        if let Some(field) = table.get(gate.id())
            && let Some(points) = field
                .number(0, NEVER, problems)
                .and_then(|points| u8::try_from(points).ok())
        {
            *threshold = points;
            if points < least {
                let remedy =
                    format!("write {least} or more, or leave it out: a policy may only tighten");
                field.problem(
                    format!("{points} loosens the built-in {least}"),
                    remedy,
                    problems,
                );
            }
        }
        if (least..below).contains(threshold) {
            let line = table
                .get(gate.id())
                .map_or(table.line, |field| field.line(problems));
            let remedy = format!(
                "write {below} or more: a higher gate cannot ask for less than a lower one"
            );
            problems.add(
                line,
                &format!("thresholds.{gate}"),
                format!("{threshold} is below the {below} of a lower gate"),
                remedy,
            );
        }
        below = below.max(*threshold);
    }
    thresholds
}

fn required_facets(root: &Table<'_>, problems: &mut Problems) -> Vec<(Gate, Facet)> {
    let Some(table) = root.table("required_facets", problems) else {
        return Vec::new();
    };
    table.only(&GATES.map(Gate::id), problems);
    let mut required = Vec::new();
    for gate in GATES {
        let Some(field) = table.get(gate.id()) else {
            continue;
        };
        required.extend(
            field
                .words("facet", Facet::ALL, Facet::id, problems)
                .into_iter()
                .map(|(facet, _)| (gate, facet)),
        );
    }
    required
}

fn review_interval(root: &Table<'_>, built_in: u16, problems: &mut Problems) -> u16 {
    let Some(field) = root.get("review_interval_days") else {
        return built_in;
    };
    let Some(days) = field.number(1, u16::MAX, problems) else {
        return built_in;
    };
    if days > built_in {
        field.problem(
            format!("{days} loosens the built-in {built_in}"),
            format!("write {built_in} or less, or leave it out: a policy may only tighten"),
            problems,
        );
    }
    days
}
