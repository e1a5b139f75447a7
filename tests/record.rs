//! Review records from the command line: begun from a run, added to, and held against the gate at each step.

mod told;

use crate::support::{Document, gatecheck, lacking};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with a run of the demo and a record begun from it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: TempDir::new().unwrap(),
        };
        gatecheck(&["probe", "demo", "-q", "--transcript", &desk.run()]).exit(0);
        desk.begun()
    }

    /// With a run in a sandbox, as a user has it; `None` where there can be none.
    fn fenced() -> Option<Self> {
        let desk = Self {
            folder: TempDir::new().unwrap(),
        };
        let run = gatecheck(&["probe", "demo", "-q", "--transcript", &desk.run()]).fenced();
        if run.end().code == Some(4) {
            lacking("a sandbox on this machine");
            return None;
        }
        Some(desk.begun())
    }

    fn begun(self) -> Self {
        let (run, record) = (self.run(), self.record());
        gatecheck(&["record", "new", &run, "-o", &record, "--by", "Ada Okafor"]).exit(0);
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self) -> String {
        self.path("demo.jsonl").display().to_string()
    }

    fn record(&self) -> String {
        self.path("demo.toml").display().to_string()
    }

    fn judged(&self) -> Document {
        let (run, record) = (self.run(), self.record());
        let out = gatecheck(&["replay", &run, "--record", &record, "--format", "json"]).exit(0);
        Document::read(&out.stdout, &out.stderr)
    }

    fn add(&self, kind: &str, options: &[&str]) {
        let record = self.record();
        let mut words = vec!["record", "add", kind, &record];
        words.extend(options);
        gatecheck(&words).exit(0);
    }

    fn shown(&self) -> String {
        gatecheck(&["record", "show", &self.record(), &self.run()])
            .exit(0)
            .stdout
    }
}

/// Runs it, and holds what it says on standard error.
fn refused(args: &[&str], says: &str) {
    let out = gatecheck(args).exit(2);
    assert!(out.stderr.contains(says), "{}", out.shown());
}

const NOTE: &str = "note: looked at it";

/// Supplies one need of a decision, as its reader would.
fn supply(desk: &Desk, need: &Value) {
    let id = need["id"].as_str().unwrap();
    match need["kind"].as_str().unwrap() {
        "facet" => desk.add("attestation", &["--facet", id, "--evidence", NOTE]),
        "criterion" => desk.add("attestation", &["--criterion", id, "--evidence", NOTE]),
        "score" => desk.add(
            "score",
            &[
                "--dimension",
                id,
                "--score",
                "3",
                "--because",
                "Looked.",
                "--evidence",
                NOTE,
            ],
        ),
        "approver" => desk.add("approver", &["--tool", id, "--person", "Bo"]),
        "bound" => desk.add(
            "bound",
            &[
                "--tool",
                id,
                "--says",
                "A read-only role.",
                "--evidence",
                NOTE,
            ],
        ),
        "exclude" => desk.add("exclusion", &["--tool", id]),
        "sensitive" => desk.add(
            "sensitive",
            &["--class", id, "--because", "Known.", "--evidence", NOTE],
        ),
        "source" => desk.add("source", &["--kind", id, "--ref", "https://example.org"]),
        "confirmation" => desk.add("confirmation", &["--says", "All six looked at."]),
        "next_review" => desk.add("next-review", &["--owner", "Bo", "--on", "2099-01-01"]),
        other => panic!("nobody can supply a {other}: {need}"),
    }
}

#[test]
fn what_a_decision_asks_for_can_be_added_until_production() {
    let desk = Desk::new();
    let begun = std::fs::read_to_string(desk.record()).unwrap();
    let mut gates = Vec::new();
    for _ in 0..6 {
        let found = desk.judged();
        let gate = found.at("/decision/gate").as_str().unwrap().to_owned();
        gates.push(gate);
        let way = found.at("/decision/next_gate");
        let Some(needs) = way["needs"].as_array() else {
            break;
        };
        let says = desk.shown();
        assert!(says.contains("To reach"), "{says}");
        for need in needs {
            let id = need["id"].as_str().unwrap();
            let question = match need["kind"].as_str().unwrap() {
                "facet" => format!("# facets = [\"{id}\"]"),
                "criterion" => format!("# criteria = [\"{id}\"]"),
                _ => String::new(),
            };
            assert!(begun.contains(&question), "nothing asks for {need}");
        }
        needs.iter().for_each(|need| supply(&desk, need));
    }
    assert_eq!(
        gates,
        [
            "prototype",
            "read-only",
            "writes-with-approval",
            "production"
        ]
    );
    let says = desk.shown();
    assert!(
        says.starts_with("Production approved") && !says.contains("To reach"),
        "{says}"
    );
}

#[test]
fn a_record_alone_is_told_what_its_tools_lack() {
    let desk = Desk::new();
    let shown = || {
        let page = gatecheck(&["record", "show", &desk.record()])
            .exit(0)
            .stdout;
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let says = shown();
    assert!(
        says.contains("no tool that the record names stands with evidence"),
        "{says}"
    );
    let text = std::fs::read_to_string(desk.record()).unwrap();
    let bare = text.split("[[tool]]").next().unwrap();
    std::fs::write(desk.record(), bare).unwrap();
    assert!(shown().contains("the record names no tool"));
}

/// The way that the README shows.
#[test]
fn the_demo_reaches_writes_with_approval_with_its_writing_tools() {
    let Some(desk) = Desk::fenced() else { return };
    let wiki = ["--evidence", "https://wiki.example.org/triage"];
    for dimension in [
        "maintainer_reliability",
        "permission_model",
        "sensitive_data_control",
    ] {
        let options = [
            "--dimension",
            dimension,
            "--score",
            "3",
            "--because",
            "See the wiki.",
        ];
        desk.add("score", &[&options[..], &wiki].concat());
    }
    let logs = [
        "--facet",
        "audit_logs.agent_identity",
        "--facet",
        "audit_logs.timestamp",
        "--facet",
        "audit_logs.tool_name",
    ];
    desk.add("attestation", &[&logs[..], &wiki].concat());
    desk.add(
        "attestation",
        &[
            &["--facet", "prompts_and_sampling.sampling_limited"],
            &wiki[..],
        ]
        .concat(),
    );
    let writes = [
        "--facet",
        "write_actions.preview_or_dry_run",
        "--facet",
        "write_actions.rollback",
        "--facet",
        "tools.idempotency",
    ];
    desk.add("attestation", &[&writes[..], &wiki].concat());
    desk.judged().gate("prototype");
    assert!(
        desk.shown()
            .contains("comment_on_issue  external messages  nobody yet")
    );
    desk.add(
        "approver",
        &["--tool", "comment_on_issue", "--person", "Bo Lindqvist"],
    );
    desk.judged().gate("writes-with-approval");
    assert!(
        desk.shown()
            .contains("comment_on_issue  external messages  Bo Lindqvist")
    );
}

#[test]
fn a_record_is_never_written_over_or_broken() {
    let desk = Desk::new();
    let (run, record) = (desk.run(), desk.record());
    let text = || std::fs::read_to_string(Path::new(&record)).unwrap();
    let before = text();
    refused(&["record", "new", &run, "-o", &record], "is there already");
    let wrong = ["--facet", "tools.names", "--evidence", "trust me"];
    let command = ["record", "add", "attestation", &record];
    refused(&[&command, &wrong[..]].concat(), "is no evidence");
    refused(
        &["record", "add", "limit", &record, "--says", " "],
        "nothing was added",
    );
    gatecheck(&[
        "record",
        "add",
        "attestation",
        &record,
        "--facet",
        "tools.nmes",
        "--evidence",
        NOTE,
    ])
    .exit(2);
    refused(
        &["record", "add", "limit", "/nowhere.toml", "--says", "x"],
        "record new",
    );
    assert_eq!(text(), before);
    std::fs::write(&record, "schema = 1\n[").unwrap();
    refused(
        &["record", "add", "limit", &record, "--says", "x"],
        "1 problem",
    );
    gatecheck(&["record", "show", &record]).exit(2);
    assert_eq!(text(), "schema = 1\n[");
}

#[test]
fn an_acceptance_that_accepts_nothing_is_told_in_every_format() {
    let desk = Desk::new();
    desk.add(
        "acceptance",
        &[
            "--probe",
            "tool-names",
            "--subject",
            "gone",
            "--reason",
            "It is ours.",
            "--until",
            "2099-01-01",
        ],
    );
    for format in ["human", "json", "markdown"] {
        let (run, record) = (desk.run(), desk.record());
        let out = gatecheck(&["replay", &run, "--record", &record, "--format", format]).exit(0);
        let text = out.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("no such finding"),
            "{format}: {}",
            out.shown()
        );
    }
}
