//! Runs every `cases/*.toml` of every probe: a server described as data, the whole street from its bytes, and what must come out.

mod http;
mod sandbox;
mod server;

use crate::{Outcome, Probe, Severity, View, catalogue};
use evidence::Facts;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What it shows, in one sentence.
    why: String,
    /// How the probe must end.
    expect: String,
    /// The subjects of its findings, all of them; empty where `count` is given.
    #[serde(default)]
    subjects: BTreeSet<String>,
    /// The number of its findings, where naming each would say no more.
    count: Option<usize>,
    /// The severity of its worst finding.
    severity: Option<String>,
    /// A part of what it says.
    says: Option<String>,
    /// What is probed.
    server: server::Server,
}

/// The folder of a probe's cases, and what they hold.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads its cases from their folder"
)]
fn cases(probe: &Probe) -> Vec<(PathBuf, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(probe.definition.id)
        .join("cases");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    paths
        .into_iter()
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

/// Everything that a probe says of a case.
fn run(probe: &Probe, case: &Case) -> Outcome {
    let facts = Facts::read(&case.server.transcript());
    let judged = judge::judge(&facts);
    (probe.detect)(&View {
        facts: &facts,
        judged: &judged,
    })
}

/// What a person reads of an outcome.
fn said(outcome: &Outcome) -> String {
    let text = match outcome {
        Outcome::Pass { says, .. } => says.clone(),
        Outcome::Fail { .. } => String::new(),
        Outcome::NotApplicable { because } | Outcome::Error { because } => because.clone(),
        Outcome::Inconclusive {
            because, remedy, ..
        } => format!("{because} {remedy}"),
    };
    let findings: Vec<&str> = outcome
        .findings()
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    format!("{text} {}", findings.join(" "))
}

/// Why an outcome is not what the case expects.
fn wrong(case: &Case, outcome: &Outcome) -> Option<String> {
    let findings = outcome.findings();
    let subjects: BTreeSet<String> = findings
        .iter()
        .map(|finding| finding.subject.to_string())
        .collect();
    let worst = findings
        .iter()
        .map(|finding| finding.severity)
        .max()
        .map(Severity::id);
    let said = said(outcome);
    let fits = outcome.id() == case.expect
        && case
            .count
            .map_or(subjects == case.subjects, |count| findings.len() == count)
        && case
            .severity
            .as_deref()
            .is_none_or(|severity| worst == Some(severity))
        && case.says.as_deref().is_none_or(|part| said.contains(part));
    (!fits).then(|| format!("{} with {subjects:?} ({worst:?}): {said}", outcome.id()))
}

#[test]
fn every_case_ends_as_it_says() {
    let mut failures = Vec::new();
    for probe in catalogue() {
        for (path, case) in cases(probe) {
            assert!(
                case.why.ends_with(['.', '?']),
                "{}: say why, in a sentence",
                path.display()
            );
            if let Some(wrong) = wrong(&case, &run(probe, &case)) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                failures.push(format!(
                    "{}/{name}: expected {} {:?}, got {wrong}",
                    probe.definition.id, case.expect, case.subjects
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} cases failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// A case fires where the answer is not a plain yes: it failed, could not tell, or found something to look at.
#[test]
fn every_probe_fires_and_stays_quiet() {
    /// Probes whose question nothing that is recorded today can answer with yes.
    const NEVER_QUIET: [&str; 2] = ["data-touched", "server-requests"];
    let mut missing = Vec::new();
    for probe in catalogue() {
        let id = probe.definition.id;
        let outcomes: Vec<Outcome> = cases(probe)
            .iter()
            .map(|(_, case)| run(probe, case))
            .collect();
        let answers = |outcome: &&Outcome| {
            matches!(
                outcome,
                Outcome::Pass { .. } | Outcome::NotApplicable { .. }
            )
        };
        let found = |least| {
            move |outcome: &&Outcome| {
                outcome
                    .findings()
                    .iter()
                    .any(|finding| finding.severity >= least)
            }
        };
        if !outcomes
            .iter()
            .any(|outcome| !answers(&outcome) || found(Severity::Info)(&outcome))
        {
            missing.push(format!("{id}: no case fires"));
        }
        let quiet = outcomes
            .iter()
            .any(|outcome| answers(&outcome) && !found(Severity::Warning)(&outcome));
        if quiet == NEVER_QUIET.contains(&id) {
            missing.push(format!("{id}: stays quiet: {quiet}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn no_finding_is_worse_than_the_definition_says() {
    for probe in catalogue() {
        let outcomes: Vec<Outcome> = cases(probe)
            .iter()
            .map(|(_, case)| run(probe, case))
            .collect();
        let worst = outcomes
            .iter()
            .flat_map(Outcome::findings)
            .map(|finding| finding.severity)
            .max();
        assert!(
            worst <= Some(probe.definition.severity),
            "{}: {worst:?}",
            probe.definition.id
        );
    }
}

/// Could-not-look is never green: on a server that never answered nothing passes, and no finding blames a tool.
#[test]
fn a_dead_server_passes_nothing() {
    let case = |server: &str| {
        toml::from_str::<Case>(&format!("why = \"\"\nexpect = \"\"\n[server]\n{server}")).unwrap()
    };
    for server in [
        "dies = true",
        "dies = true\nvariants = [\"discover\", \"declared\", \"bare\"]",
        "silent = true",
        "silent = true\nurl = \"https://notes.example/mcp\"",
    ] {
        for probe in catalogue() {
            let outcome = run(probe, &case(server));
            let fine = matches!(
                outcome,
                Outcome::Inconclusive { .. } | Outcome::Error { .. }
            );
            // What does not arise for the transport, whatever the server does.
            let other = server.contains("url = ")
                || probe.definition.id == "anonymous-writes"
                || matches!(&outcome, Outcome::NotApplicable { because } if because == crate::web::NOT_HTTP);
            let local = other && outcome.id() == "not_applicable";
            assert!(
                fine || local,
                "{} on `{server}`: {outcome:?}",
                probe.definition.id
            );
        }
    }
}

/// A probe never fails or errs on an empty transcript, and says something.
#[test]
fn nothing_recorded_passes_nothing() {
    let facts = Facts::read(&evidence::build::Tape::stdio().transcript());
    let judged = judge::judge(&facts);
    for probe in catalogue() {
        let outcome = (probe.detect)(&View {
            facts: &facts,
            judged: &judged,
        });
        assert!(
            !matches!(outcome, Outcome::Pass { .. } | Outcome::Fail { .. }),
            "{}: {outcome:?}",
            probe.definition.id
        );
    }
}

/// Any JSON, shallow and with members that probes read.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 22] = [
        "name",
        "description",
        "inputSchema",
        "properties",
        "type",
        "annotations",
        "readOnlyHint",
        "enum",
        "action",
        "icons",
        "src",
        "outputSchema",
        "_meta",
        "title",
        "$schema",
        "$ref",
        "$defs",
        "anyOf",
        "items",
        "pattern",
        "patternProperties",
        "x-mcp-header",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "object",
            "delete",
            "get",
            "run_command",
            "#",
            "#/$defs/items",
            "(a+)+",
            "[^"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(NAMES.to_vec()), inner), 0..6).prop_map(
                |members| members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<Value>()
            ),
        ]
    })
}

proptest! {
    /// Whatever a server lists: no probe breaks, each says something, and the same twice.
    #[test]
    fn no_listing_breaks_a_probe(items in prop::collection::vec(anything(), 0..6)) {
        let server = evidence::build::Server { tools: items.clone(), resources: items.clone(), prompts: items, ..Default::default() };
        let facts = Facts::read(&server.transcript());
        let judged = judge::judge(&facts);
        let view = View { facts: &facts, judged: &judged };
        for probe in catalogue() {
            let outcome = (probe.detect)(&view);
            prop_assert!(!matches!(&outcome, Outcome::Fail { findings } if findings.is_empty()), "{}", probe.definition.id);
            prop_assert!(said(&outcome).trim().len() > 3, "{}", probe.definition.id);
            prop_assert_eq!(&outcome, &(probe.detect)(&view));
        }
    }
}
