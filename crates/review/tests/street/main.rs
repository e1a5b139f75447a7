//! The whole street right of the session: transcripts made without a server, judged with and without a record.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod laws;
mod ours;
mod sandbox;
mod servers;

use evidence::build::Tape;
use evidence::{Event, Facts, Transcript, Variant};
use gate_engine::{CriticalFailure, CriticalState, Decision, Gate, NeedKind, NextGate, Policy};
use jiff::civil::{Date, date};
use probes::Outcome;
use record::{ReviewRecord, read_record};
use review::{Exit, Input, Review, review};
use serde_json::json;
use servers::{run, run_command, triage_tools};

const NOW: Date = date(2026, 11, 22);
const TRIAGE: &str = include_str!("../../../../fixtures/records/github-triage.toml");
const OVERDUE: &str = include_str!("../../../../fixtures/records/overdue.toml");
const FUTURE: &str = include_str!("../../../../fixtures/records/future-dated.toml");
const CONTRADICTING: &str = include_str!("../../../../fixtures/records/contradicting.toml");

fn input() -> Input {
    Input {
        facts: None,
        record: None,
        policy: Policy::default(),
        now: NOW,
        exclude: [].into(),
        require: None,
    }
}

fn live(transcript: Transcript) -> Input {
    Input {
        facts: Some(Facts::read(&transcript)),
        ..input()
    }
}

fn record(text: &str) -> ReviewRecord {
    read_record(text).unwrap()
}

/// A record that is about this very run.
fn pinned(text: &str, transcript: &Transcript) -> ReviewRecord {
    let pin = Facts::read(transcript).pin.unwrap();
    record(&format!("{text}\n[pin]\ndigest = \"{pin}\"\n"))
}

fn critical(decision: &Decision, id: CriticalFailure) -> (CriticalState, &str) {
    let critical = decision
        .critical
        .iter()
        .find(|critical| critical.id == id)
        .unwrap();
    (critical.state, &critical.because.text)
}

/// What ended other than well, for a failing test to show.
fn told(review: &Review) -> String {
    let probes = review.seen.iter().flat_map(|seen| &seen.probes);
    let probes = probes.filter(|(_, outcome)| {
        !matches!(
            outcome,
            Outcome::Pass { .. } | Outcome::NotApplicable { .. }
        )
    });
    let probes: Vec<String> = probes
        .map(|(probe, outcome)| format!("{}: {outcome:?}", probe.definition.id))
        .collect();
    let scores: Vec<String> = review
        .decision
        .scores
        .iter()
        .map(|(dimension, scored)| format!("{dimension} {} of {}", scored.score, scored.cap))
        .collect();
    format!(
        "{} {:?}\n{}\n{:#?}\n{}",
        review.decision.gate,
        scores,
        probes.join("\n"),
        review.decision.caps,
        review
            .decision
            .conditions
            .iter()
            .filter(|c| !c.holds)
            .map(|c| format!("{} {}", c.id, c.because.text))
            .collect::<Vec<_>>()
            .join("\n")
    )
}

#[test]
fn the_worked_example_alone() {
    let review = review(Input {
        record: Some(record(TRIAGE)),
        ..input()
    });
    assert_eq!(
        (review.decision.total, review.decision.gate),
        (14, Gate::WritesWithApproval),
        "{}",
        told(&review)
    );
    assert_eq!(review.exits, [Exit::Reached]);
    assert!(review.seen.is_none());
    assert_eq!(review.not_measured.len(), 1);
    assert!(
        review
            .decision
            .known_limits
            .iter()
            .any(|limit| limit.contains("autonomous comments"))
    );
}

#[test]
fn the_worked_example_live() {
    let transcript = run(&triage_tools());
    let record = pinned(TRIAGE, &transcript);
    let review = review(Input {
        record: Some(record),
        require: Some(Gate::WritesWithApproval),
        ..live(transcript)
    });
    assert_eq!(
        (review.decision.total, review.decision.gate),
        (14, Gate::WritesWithApproval),
        "{}",
        told(&review)
    );
    assert_eq!(review.exits, [Exit::Reached], "{}", told(&review));
    assert!(review.problems.is_empty());
}

#[test]
fn a_good_server_without_a_record_is_for_prototypes() {
    let review = review(live(run(&triage_tools())));
    assert_eq!(review.decision.gate, Gate::Prototype, "{}", told(&review));
    assert!(
        (6..=8).contains(&review.decision.total),
        "{}",
        told(&review)
    );
    assert_eq!(review.exits, [Exit::Reached], "{}", told(&review));
    let whats: Vec<&str> = review
        .not_measured
        .iter()
        .map(|gap| gap.what.as_str())
        .collect();
    let beyond = [
        "What the tools return and change",
        "Files, network and secrets that it touches",
    ];
    assert!(beyond.iter().all(|what| whats.contains(what)), "{whats:?}");
    // What was looked at and not found is a finding, or asks for an attestation: it is not on this list.
    assert!(whats.len() <= 9, "{whats:?}");
}

#[test]
fn below_what_is_required() {
    let review = review(Input {
        require: Some(Gate::ReadOnly),
        ..live(run(&triage_tools()))
    });
    assert_eq!(review.exits, [Exit::BelowRequired]);
}

#[test]
fn a_record_about_other_definitions_is_void() {
    let other = pinned(TRIAGE, &run(&triage_tools()[..3]));
    let review = review(Input {
        record: Some(other),
        ..live(run(&triage_tools()))
    });
    assert!(review.decision.void.is_some());
    assert!(review.decision.gate <= Gate::Prototype);
}

#[test]
fn a_server_that_is_not_there_gets_nothing() {
    let spawn = Tape::stdio().start(0, Variant::Declared).event(
        0,
        Event::SpawnFailed {
            error: "No such file or directory".to_owned(),
        },
    );
    let asked = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}});
    let exits = Tape::stdio()
        .start(0, Variant::Declared)
        .request(0, "initialize", &asked)
        .stderr(0, "Error: TOKEN is not set")
        .event(
            0,
            Event::Exit {
                code: Some(1),
                signal: None,
                unasked: true,
                after_ms: 0,
            },
        );
    let deadline = Event::Deadline {
        what: "start".to_owned(),
        after_ms: 30_000,
        method: Some("initialize".to_owned()),
    };
    let silent = Tape::stdio()
        .start(0, Variant::Declared)
        .request(0, "initialize", &asked)
        .event(0, deadline);
    let nothing = Tape::stdio();
    for tape in [spawn, exits, silent, nothing] {
        let review = review(live(tape.transcript()));
        assert_eq!(
            review.exits.first(),
            Some(&Exit::NotReached),
            "{}",
            told(&review)
        );
        assert!(review.decision.gate <= Gate::Prototype, "{}", told(&review));
        let green: Vec<&str> = review
            .seen
            .iter()
            .flat_map(|seen| &seen.probes)
            .filter(|(_, outcome)| matches!(outcome, Outcome::Pass { .. }))
            .map(|(probe, _)| probe.definition.id)
            .collect();
        // What is on the command line was seen all the same.
        assert!(
            green.iter().all(|id| *id == "command-line-secrets"),
            "{green:?}"
        );
        assert_eq!(review.not_measured.len(), 1, "one line says it all");
    }
}

#[test]
fn a_listing_without_its_last_page_is_incomplete_and_hides_a_tool() {
    let tools = triage_tools();
    let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "triage", "version": "1.4.2"}});
    let late = Event::Deadline {
        what: "request".to_owned(),
        after_ms: 10_000,
        method: Some("tools/list".to_owned()),
    };
    let transcript = Tape::stdio()
        .start(0, Variant::Declared)
        .handshake(0, Variant::Declared, &hello)
        .event(
            0,
            Event::List {
                why: "first".to_owned(),
            },
        )
        .request(0, "tools/list", &json!({}))
        .result(0, &json!({"tools": tools, "nextCursor": "2"}))
        .request(0, "tools/list", &json!({"cursor": "2"}))
        .event(0, late)
        .close(0)
        .transcript();
    let review = review(Input {
        record: Some(pinned(TRIAGE, &transcript)),
        ..live(transcript)
    });
    assert_eq!(review.exits, [Exit::Incomplete], "{}", told(&review));
    assert!(review.decision.gate <= Gate::Prototype, "{}", told(&review));
    // What was listed is there all the same.
    assert_eq!(review.seen.unwrap().judged.tools.len(), 4);
    assert!(
        review.not_measured[0]
            .what
            .contains("The whole list of tools"),
        "{:?}",
        review.not_measured
    );
}

#[test]
fn a_server_that_runs_commands_is_blocked_until_the_tool_is_excluded() {
    let tools = [triage_tools(), vec![run_command()]].concat();
    let blocked = review(live(run(&tools)));
    assert_eq!(blocked.decision.gate, Gate::Block, "{}", told(&blocked));
    let (state, because) = critical(&blocked.decision, CriticalFailure::UnboundedWrites);
    assert_eq!(state, CriticalState::Confirmed);
    assert!(because.contains("run_command"), "{because}");
    let NextGate::Needs {
        gate: Gate::Prototype,
        needs,
    } = &blocked.decision.next_gate
    else {
        panic!("{:?}", blocked.decision.next_gate)
    };
    assert!(
        needs
            .iter()
            .any(|need| need.kind == NeedKind::Exclude && need.id == "run_command"),
        "{needs:?}"
    );

    let lifted = review(Input {
        exclude: ["run_command".to_owned()].into(),
        ..live(run(&tools))
    });
    assert_eq!(lifted.decision.gate, Gate::Prototype, "{}", told(&lifted));
    assert!(!lifted.decision.assumes.is_empty());
    assert_eq!(
        critical(&lifted.decision, CriticalFailure::UnboundedWrites).0,
        CriticalState::Cleared
    );
}

#[test]
fn the_record_excludes_too() {
    let tools = [triage_tools(), vec![run_command()]].concat();
    let transcript = run(&tools);
    let text = format!("{TRIAGE}\n[exclude]\ntools = [\"run_command\"]\n");
    let review = review(Input {
        record: Some(pinned(&text, &transcript)),
        ..live(transcript)
    });
    assert_eq!(
        review.decision.gate,
        Gate::WritesWithApproval,
        "{}",
        told(&review)
    );
}

#[test]
fn what_was_observed_beats_what_is_attested() {
    let broken =
        json!({"name": "search", "description": "Searches.", "inputSchema": {"type": "array"}});
    let transcript = run(&[run_command(), broken]);
    let record = pinned(CONTRADICTING, &transcript);
    let review = review(Input {
        record: Some(record),
        ..live(transcript)
    });
    assert_eq!(review.decision.gate, Gate::Block, "{}", told(&review));
    assert!(
        review.decision.coverage().contradicted >= 1,
        "{}",
        told(&review)
    );
}

#[test]
fn an_overdue_record_raises_nothing_and_still_restricts() {
    let review = review(Input {
        record: Some(record(OVERDUE)),
        ..input()
    });
    assert!(review.decision.void.is_some());
    assert_eq!(
        (review.decision.total, review.decision.gate),
        (0, Gate::Block)
    );
    assert_eq!(
        critical(&review.decision, CriticalFailure::SecretExposure).0,
        CriticalState::Confirmed
    );
}

#[test]
fn a_statement_of_tomorrow_does_not_count_today() {
    let score = |now| {
        review(Input {
            record: Some(record(FUTURE)),
            now,
            ..input()
        })
        .decision
        .total
    };
    assert_eq!(score(NOW), 0);
    assert_eq!(score(date(2027, 1, 15)), 2);
}

#[test]
fn a_score_that_raises_without_evidence_is_an_error_in_the_record() {
    let (before, score) = TRIAGE.split_once("dimension = \"error_recovery\"").unwrap();
    let evidence = "evidence = [\"command: ./review/provoke-errors.sh\"]\n";
    let raising = format!(
        "{before}dimension = \"error_recovery\"{}",
        score.replacen(evidence, "", 1)
    );
    let review = review(Input {
        record: Some(record(&raising)),
        require: Some(Gate::Production),
        ..input()
    });
    assert_eq!(review.exits, [Exit::Usage, Exit::BelowRequired]);
    let line = raising
        .lines()
        .position(|line| line == "dimension = \"error_recovery\"")
        .unwrap();
    let problem = review.problems.first().unwrap();
    assert_eq!(
        (problem.line, problem.field.as_str()),
        (line, "score.evidence")
    );
}

#[test]
fn an_acceptance_changes_no_gate() {
    let tools = [triage_tools(), vec![run_command()]].concat();
    let transcript = run(&tools);
    let without = pinned(TRIAGE, &transcript);
    let plain = review(Input {
        record: Some(without),
        ..live(transcript.clone())
    });
    let (probe, subject) = plain
        .seen
        .iter()
        .flat_map(|seen| &seen.probes)
        .find_map(|(probe, outcome)| match outcome {
            Outcome::Fail { findings }
            | Outcome::Inconclusive { findings, .. }
            | Outcome::Pass { findings, .. } => {
                Some((probe.definition.id, findings.first()?.subject.name.clone()))
            }
            _ => None,
        })
        .unwrap();
    let accept = format!(
        "{TRIAGE}\n[[accept]]\nprobe = \"{probe}\"\nsubject = \"{subject}\"\nreason = \"known\"\nuntil = 2027-01-01\n"
    );
    let accepted = review(Input {
        record: Some(pinned(&accept, &transcript)),
        ..live(transcript)
    });
    assert_eq!(accepted.decision.gate, plain.decision.gate);
    assert_eq!(accepted.seen.unwrap().accepted.len(), 1);
}

#[test]
fn the_same_input_gives_the_same_review() {
    let transcript = run(&[triage_tools(), vec![run_command()]].concat());
    let input = || Input {
        record: Some(pinned(TRIAGE, &transcript)),
        ..live(transcript.clone())
    };
    let told = format!("{:?}", review(input()));
    assert_eq!(told, format!("{:?}", review(input())));
    let replayed = Transcript::read(&transcript.write()).unwrap();
    assert_eq!(
        told,
        format!(
            "{:?}",
            review(Input {
                facts: Some(Facts::read(&replayed)),
                ..input()
            })
        )
    );
}
