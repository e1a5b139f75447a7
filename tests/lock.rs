//! Locks: what a run listed, whole; what changed since, in words; and what that does to a record.

use crate::support::{Document, gatecheck};
use serde_json::Value;
use std::collections::BTreeSet;
use tempfile::TempDir;

/// A folder with a run of the demo.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        gatecheck(&[
            "probe",
            "demo",
            "-q",
            "--transcript",
            &desk.path("demo.jsonl"),
        ])
        .exit(0);
        desk
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The run, with something changed in what the server sent.
    fn changed(&self, from: &str, to: &str) -> String {
        let (before, path) = (self.read("demo.jsonl"), self.path("changed.jsonl"));
        let after = before.replace(from, to);
        assert!(before != after, "nothing changed");
        std::fs::write(&path, after).unwrap();
        path
    }

    fn lock(&self) -> String {
        let path = self.path("gate.lock");
        gatecheck(&["lock", &self.path("demo.jsonl"), "-o", &path]).exit(0);
        path
    }
}

#[test]
fn a_lock_is_the_same_as_its_run_and_keeps_its_neighbours() {
    let desk = Desk::new();
    let (run, lock) = (desk.path("demo.jsonl"), desk.lock());
    let page = gatecheck(&["diff", &lock, &run]).exit(0).stdout;
    assert!(page.starts_with("The same"), "{page}");
    let first = desk.read("gate.lock");
    desk.lock();
    assert_eq!(
        first,
        desk.read("gate.lock"),
        "the same run, the same bytes"
    );
    gatecheck(&[
        "lock",
        &run,
        "-o",
        &lock,
        "--name",
        "other",
        "--exclude",
        "add_label",
    ])
    .exit(0);
    let both: Value = serde_json::from_str(&desk.read("gate.lock")).unwrap();
    assert_eq!(
        both["servers"]["other"]["surface"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(both["servers"]["github-triage"]["gate"], "prototype");
    let out = gatecheck(&["diff", &lock, &run]).exit(2);
    assert!(out.stderr.contains("--server"), "{}", out.shown());
    gatecheck(&["diff", &lock, &run, "--server", "other"]).exit(0);
    let out = gatecheck(&["explain", &lock]).exit(2);
    assert!(out.stderr.contains("--server"), "{}", out.shown());
    let page = gatecheck(&["explain", &lock, "--server", "other"]).exit(0);
    let of_run = gatecheck(&["explain", &run]).exit(0);
    // A lock is sorted by name, and has no frames.
    let unplaced = |page: &str| -> BTreeSet<String> {
        let tools = page.split("\n\n").map(str::trim_end);
        let unplaced = tools.map(|tool| match tool.split_once(" [frame:") {
            Some((head, rest)) => format!("{head}{}", &rest[rest.find(']').unwrap() + 1..]),
            None => tool.to_owned(),
        });
        unplaced.collect()
    };
    assert_eq!(unplaced(&page.stdout), unplaced(&of_run.stdout));
    gatecheck(&["explain", &run, "--server", "other"]).exit(2);
}

#[test]
fn an_invisible_character_is_shown_and_voids_the_record() {
    let desk = Desk::new();
    let (lock, record) = (desk.lock(), desk.path("record.toml"));
    gatecheck(&[
        "record",
        "new",
        &desk.path("demo.jsonl"),
        "-o",
        &record,
        "--by",
        "Ada",
    ])
    .exit(0);
    let note = "note: read by hand";
    for facet in ["tools.descriptions", "audit_logs.timestamp"] {
        gatecheck(&[
            "record",
            "add",
            "attestation",
            &record,
            "--facet",
            facet,
            "--evidence",
            note,
        ])
        .exit(0);
    }
    let now = desk.changed("Lists issues", "Lists\\\\u200b issues");
    let page = gatecheck(&["diff", &lock, &now, "--record", &record])
        .exit(6)
        .stdout;
    for wanted in [
        "invisible U+200B",
        "“ListsU+200B issues",
        "tools.descriptions",
        "void",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    assert!(
        !page.contains('\u{200b}') && !page.contains("audit_logs.timestamp"),
        "{page}"
    );
    let out = gatecheck(&["replay", &now, "--record", &record, "--format", "json"]).exit(0);
    let found = Document::read(&out.stdout, &out.stderr);
    assert!(found.at("/decision/caps").to_string().contains("void"));
    assert_eq!(found.at("/coverage/attested"), 0);
}

#[test]
fn what_widens_is_said_first() {
    let desk = Desk::new();
    let (lock, now) = (desk.lock(), desk.changed("\\\"maxLength\\\": 50, ", ""));
    let out = gatecheck(&["diff", &lock, &now, "--format", "json"])
        .exit(6)
        .stdout;
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["changes"][0]["weight"], "wider", "{found:#}");
    assert_eq!(
        found["changes"][0]["says"],
        "`label` has no maxLength any more, and had 50"
    );
}

#[test]
fn what_a_missing_page_would_list_is_not_called_gone() {
    let desk = Desk::new();
    let run = desk.path("demo.jsonl");
    let part = desk.changed(
        "} }],\\\"ttlMs",
        "} }],\\\"nextCursor\\\":\\\"2\\\",\\\"ttlMs",
    );
    for command in [
        vec!["diff", &run, &part],
        vec!["diff", &part, &run],
        vec!["lock", &part],
    ] {
        let out = gatecheck(&command).exit(2);
        let says = "changed.jsonl holds no whole listing";
        assert!(out.stderr.contains(says), "{}", out.shown());
        assert_eq!(out.stdout, "");
    }
}

#[test]
fn a_lock_that_was_changed_by_hand_or_broken_is_refused() {
    let desk = Desk::new();
    let (run, lock) = (desk.path("demo.jsonl"), desk.lock());
    let good = desk.read("gate.lock");
    let whole: Value = serde_json::from_str(&good).unwrap();
    let one = &whole["servers"]["github-triage"];
    let day = format!("\"on\": {}", one["on"]);
    let twice = format!(
        r#"{{"schema": {}, "servers": {{"a": {one}, "a": {one}}}}}"#,
        whole["schema"]
    );
    for (text, says) in [
        (twice, "“a” is locked twice"),
        (good.replace(&day, "\"on\": \"soon\""), "which is no day"),
        (
            good.replacen("\"add_label\"", "\"add_all\"", 1),
            "surface names “add_all”",
        ),
        (
            good.replace("Adds one existing", "Adds any"),
            "pin does not belong",
        ),
        (
            good.replace("lock/1", "lock/9"),
            "not “mcp-gatecheck/lock/1”",
        ),
        (good.replace("\"pin\"", "\"pn\""), "unknown field `pn`"),
        (good[..900].to_owned(), "gate.lock:"),
        (good.replace("\"prototype\"", "\"super\""), "no gate"),
        (
            good.replace("\"prototype\"", "\"production\""),
            "seal does not belong",
        ),
        (
            good.replacen("        \"add_label\",\n", "", 1),
            "seal does not belong",
        ),
        (
            good.replace("\"1.4.2\"", "\"1.4.3\""),
            "seal does not belong",
        ),
        (
            good.replace("\"github-triage\": {", "\"another\": {"),
            "seal does not belong",
        ),
        (good.replace("\"seal\"", "\"seel\""), "unknown field `seel`"),
    ] {
        std::fs::write(&lock, &text).unwrap();
        for command in [vec!["diff", &lock, &run], vec!["lock", &run, "-o", &lock]] {
            let out = gatecheck(&command).exit(2);
            assert!(out.stderr.contains(says), "{says}: {}", out.shown());
        }
        assert_eq!(desk.read("gate.lock"), text, "nothing is written over");
    }
}
