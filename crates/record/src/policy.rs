//! An organisation's policy: `schema = "mcp-gatecheck/policy/1"`. It may only tighten the built-in one.

use crate::document::document;
use crate::problem::{Problem, Problems};
use crate::table::Table;
use gate_engine::{Facet, Gate, Looser, Policy, Sensitive};

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
    let interval = root.get("review_interval_days");
    let interval = interval.and_then(|field| field.number(1, u16::MAX, problems));
    let sensitive = root.get("sensitive");
    let sensitive = sensitive
        .map(|field| field.words("class of data", Sensitive::ALL, Sensitive::id, problems));
    let thresholds = root.table("thresholds", problems);
    let policy = Policy {
        thresholds: thresholds.as_ref().map_or(built_in.thresholds, |table| {
            read_thresholds(table, built_in.thresholds, problems)
        }),
        required_facets: required_facets(root, problems),
        review_interval_days: interval.unwrap_or(built_in.review_interval_days),
        sensitive: sensitive
            .unwrap_or_default()
            .into_iter()
            .map(|(class, _)| class)
            .collect(),
    };
    for looser in policy.validate().err().unwrap_or_default() {
        refuse(&looser, root, thresholds.as_ref(), problems);
    }
    if let Some(table) = &thresholds {
        rising(table, policy.thresholds, built_in.thresholds, problems);
    }
    policy
}

fn read_thresholds(table: &Table<'_>, built_in: [u8; 4], problems: &mut Problems) -> [u8; 4] {
    table.only(&GATES.map(Gate::id), problems);
    let mut thresholds = built_in;
    for (gate, threshold) in GATES.into_iter().zip(&mut thresholds) {
        let points = table
            .get(gate.id())
            .and_then(|field| field.number(0, NEVER, problems));
        *threshold = points
            .and_then(|points| u8::try_from(points).ok())
            .unwrap_or(*threshold);
    }
    thresholds
}

/// What loosens, in the line where it stands.
fn refuse(
    looser: &Looser,
    root: &Table<'_>,
    thresholds: Option<&Table<'_>>,
    problems: &mut Problems,
) {
    let (field, remedy) = match looser {
        Looser::Threshold { gate, least, .. } => (
            thresholds.and_then(|table| table.get(gate.id())),
            format!("write {least} or more, or leave it out"),
        ),
        Looser::ReviewInterval { most, .. } => (
            root.get("review_interval_days"),
            format!("write {most} or less, or leave it out"),
        ),
        // The built-in policy asks for neither, so that no policy can drop one.
        Looser::Facet { .. } | Looser::Sensitive { .. } => (None, "put it back".to_owned()),
    };
    let (what, remedy) = (
        looser.to_string(),
        format!("{remedy}: a policy may only tighten"),
    );
    match field {
        Some(field) => field.problem(what, remedy, problems),
        None => root.problem("policy", what, remedy, problems),
    }
}

/// A higher gate cannot ask for less than a lower one. What loosens was told already.
fn rising(table: &Table<'_>, thresholds: [u8; 4], built_in: [u8; 4], problems: &mut Problems) {
    let mut below = 0;
    for ((gate, threshold), least) in GATES.into_iter().zip(thresholds).zip(built_in) {
        if (least..below).contains(&threshold) {
            let what = format!("{threshold} is below the {below} of a lower gate");
            let remedy = format!("write {below} or more");
            match table.get(gate.id()) {
                Some(field) => field.problem(what, remedy, problems),
                None => table.problem(gate.id(), what, remedy, problems),
            }
        }
        below = below.max(threshold);
    }
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
