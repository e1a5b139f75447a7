//! What a reviewer is told who slips, comes a day late, or meets what no run can settle.

use super::{Desk, NOTE, refused};
use crate::support::gatecheck;
use serde_json::Value;

#[test]
fn what_cannot_have_been_meant_is_refused_and_nothing_is_replaced() {
    let desk = Desk::new();
    let record = desk.record();
    let next = ["--owner", "Bo", "--on", "2099-01-01"];
    desk.add("next-review", &next);
    desk.add("confirmation", &["--says", "All six."]);
    let before = std::fs::read_to_string(&record).unwrap();
    let accept = ["--subject", "x", "--reason", "Ours.", "--until"];
    let probe = |probe, until| [&["--probe", probe], &accept[..], &[until]].concat();
    let attest = ["--facet", "tools.names", "--evidence", NOTE, "--on"];
    let cases: [(&str, Vec<&str>, &str); 7] = [
        ("next-review", next.to_vec(), "is there already: owner ="),
        (
            "confirmation",
            vec!["--says", "Other."],
            "is there already: says = `\"All six.\"`",
        ),
        (
            "next-review",
            vec!["--owner", "Bo", "--on", "2025-02-01"],
            "--on 2025-02-01 is past",
        ),
        (
            "acceptance",
            probe("no-such-probe", "2099-01-01"),
            "no-such-probe",
        ),
        (
            "acceptance",
            probe("tool-names", "2026-11-01"),
            "--until 2026-11-01 is past",
        ),
        (
            "attestation",
            [&attest[..], &["2099-01-01"]].concat(),
            "--on 2099-01-01 has not come",
        ),
        (
            "source",
            vec!["--kind", "repository", "--ref", "foo"],
            "--ref foo names no place",
        ),
    ];
    for (kind, options, says) in cases {
        let words = [&["record", "add", kind, &record], &options[..]].concat();
        refused(&words, says);
    }
    assert_eq!(std::fs::read_to_string(&record).unwrap(), before);
    let approver = ["--tool", "nope", "--person", "Bo"];
    let words = [&["record", "add", "approver", &record], &approver[..]].concat();
    let out = gatecheck(&words).exit(0);
    assert!(
        out.stderr.contains("the record names no tool nope"),
        "{}",
        out.shown()
    );
}

#[test]
fn statements_of_a_later_day_than_the_run_are_told_in_one_line() {
    let desk = Desk::new();
    let (run, record) = (desk.run(), desk.record());
    let text = std::fs::read_to_string(&run).unwrap();
    let (head, rest) = text.split_once('\n').unwrap();
    let mut head: Value = serde_json::from_str(head).unwrap();
    head["started"] = "2020-02-03T10:00:00Z".into();
    std::fs::write(&run, format!("{head}\n{rest}")).unwrap();
    let no = [
        "--facet",
        "tools.names",
        "--answer",
        "no",
        "--says",
        "Two are alike.",
        "--evidence",
        NOTE,
    ];
    desk.add("attestation", &no);
    desk.add(
        "approver",
        &[
            "--tool",
            "add_label",
            "--person",
            "Bo",
            "--on",
            "2026-01-01",
        ],
    );
    let review = [
        "attestation",
        "--facet",
        "audit_logs.timestamp",
        "--facet",
        "audit_logs.tool_name",
    ];
    desk.add(
        review[0],
        &[&review[1..], &["--evidence", NOTE, "--on", "2026-01-02"]].concat(),
    );
    let says = "2 statements are dated after the run of 2020-02-03; --now 2026-01-02 counts them";
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for command in [
        vec!["replay", &run, "--record", &record],
        vec!["record", "show", &record, &run],
        vec!["policy", &record, &run, "--for", "codex"],
    ] {
        let out = gatecheck(&command).exit(0);
        let told =
            words(&out.stdout).matches(says).count() + words(&out.stderr).matches(says).count();
        assert_eq!(told, 1, "{}", out.shown());
        let out = gatecheck(&[&command[..], &["--now", "2026-01-02"]].concat()).exit(0);
        assert!(!out.shown().contains("dated after the"), "{}", out.shown());
    }
}

#[test]
fn what_another_run_only_shows_again_is_asked_of_the_makers_and_a_way_is_told_once() {
    let desk = Desk::new();
    let (run, record) = (desk.run(), desk.record());
    let text = std::fs::read_to_string(&run).unwrap();
    let odd = text.replace("Lists issues of", "Lists\\\\u200b issues of");
    assert_ne!(odd, text);
    std::fs::write(&run, odd).unwrap();
    let out = gatecheck(&["record", "show", &record, &run]).exit(0).stdout;
    assert!(!out.contains("in a run that can tell"), "{out}");
    assert!(
        out.contains("have the server's makers mend what tool-deception doubts"),
        "{out}"
    );
    let headings: Vec<&str> = out
        .lines()
        .filter(|line| line.starts_with("To reach"))
        .collect();
    let mut once = headings.clone();
    once.dedup();
    assert_eq!(headings, once, "{out}");
}
