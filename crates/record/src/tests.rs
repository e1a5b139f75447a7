use crate::{Problem, read_policy, read_record};
use gate_engine::{Answer, Dimension, Gate, Score};
use proptest::prelude::*;

const HEAD: &str = "schema = \"mcp-gatecheck/record/1\"\n";
const SIGNED: &str = "by = \"Ada\"\non = 2026-11-20\n";
const BACKED: &str = "by = \"Ada\"\non = 2026-11-20\nevidence = [\"https://example.org/a\"]\n";
const TRIAGE: &str = include_str!("../../../fixtures/records/github-triage.toml");

fn rendered(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|problem| problem.render("record.toml"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Each record with its problems, as people would see them.
fn told(records: &[(&str, String)]) -> String {
    let mut out = String::new();
    for (name, text) in records {
        let problems = read_record(text).expect_err(name);
        assert!(problems.is_sorted_by_key(|problem| problem.line), "{name}");
        out += &format!("── {name}\n{}\n\n", rendered(&problems));
    }
    out
}

fn with(rest: &str) -> String {
    format!("{HEAD}{rest}")
}

#[test]
fn the_worked_example_reads_whole() {
    let record = read_record(TRIAGE)
        .map_err(|problems| rendered(&problems))
        .unwrap();
    let points: Vec<u8> = record
        .engine
        .scores
        .iter()
        .map(|score| score.what.score.points())
        .collect();
    assert_eq!(points, [3, 2, 2, 3, 2, 2]);
    assert_eq!(record.engine.tools.len(), 4);
    assert_eq!(record.engine.sources.len(), 6);
    assert_eq!(record.checks, ["version", "permissions", "logs"]);
    assert!(record.unbacked.is_empty());
    let no = record
        .engine
        .attestations
        .iter()
        .filter(|stated| stated.what.answer == Answer::No)
        .collect::<Vec<_>>();
    assert_eq!((no.len(), &no[0].backing), (1, &None));
    let others = record
        .engine
        .attestations
        .iter()
        .filter(|stated| stated.what.answer == Answer::Yes);
    assert!(others.into_iter().all(|stated| {
        stated
            .backing
            .as_ref()
            .is_some_and(|backing| backing.by == "Ada Okafor")
    }));
}

#[test]
fn a_statement_is_named_by_its_line() {
    let record = read_record(&with(&format!(
        "\n[[attestation]]\nfacets = [\"maintainer.owner\", \"tools.names\"]\n{BACKED}"
    )))
    .unwrap();
    let ids: Vec<&str> = record
        .engine
        .attestations
        .iter()
        .map(|stated| stated.id.as_str())
        .collect();
    assert_eq!(ids, ["record:3", "record:3"]);
}

#[test]
fn every_table_has_a_smallest_valid_form() {
    let forms = [
        String::new(),
        "[defaults]\n".to_owned(),
        "[server]\nname = \"a\"\n".to_owned(),
        format!("[pin]\ndigest = \"{}\"\n", "0A".repeat(32)),
        "[[source]]\nkind = \"package\"\nref = \"https://example.org\"\n".to_owned(),
        format!("[[attestation]]\nfacets = [\"maintainer.owner\"]\n{BACKED}"),
        format!("[[attestation]]\ncriteria = [\"error_recovery.rollback-tested\"]\n{BACKED}"),
        format!("[[attestation]]\nfacets = [\"maintainer.owner\"]\nanswer = \"not_applicable\"\nsays = \"s\"\n{BACKED}"),
        "[[attestation]]\nfacets = [\"maintainer.owner\"]\nanswer = \"no\"\nsays = \"s\"\n".to_owned(),
        "[[score]]\ndimension = \"verification\"\nscore = 0\nbecause = \"b\"\n".to_owned(),
        "[[tool]]\nname = \"t\"\n".to_owned(),
        "[[critical]]\nid = \"secret_exposure\"\nstate = \"confirmed\"\nbecause = \"b\"\n".to_owned(),
        format!("[[sensitive]]\nclass = \"hr_data\"\naccepted_because = \"b\"\n{BACKED}"),
        format!("[[bound]]\ntools = [\"t\"]\nsays = \"s\"\n{BACKED}"),
        format!("[[approver]]\ncategories = [\"financial\"]\nperson = \"p\"\n{SIGNED}"),
        "[[accept]]\nprobe = \"p\"\nsubject = \"s\"\nreason = \"r\"\nby = \"Ada\"\nuntil = 2027-01-01\n".to_owned(),
        format!("[exclude]\ntools = [\"t\"]\n{SIGNED}"),
        "[[limit]]\nsays = \"s\"\n".to_owned(),
        "[assigned]\ngate = \"read-only\"\nbecause = \"b\"\n".to_owned(),
        format!("[confirmation]\nsays = \"s\"\n{SIGNED}"),
        "[next_review]\nowner = \"Ada\"\non = \"2027-01-01\"\n".to_owned(),
    ];
    for form in forms {
        let read = read_record(&with(&form));
        assert!(read.is_ok(), "{form}\n{}", rendered(&read.unwrap_err()));
    }
}

#[test]
fn everything_wrong_is_told_with_line_field_and_remedy() {
    let records = [
        ("nothing at all", String::new()),
        (
            "another schema",
            "schema = \"mcp-gatecheck/policy/1\"\nfoo = 1\n".to_owned(),
        ),
        ("not TOML", with("[defaults\nby = \"Ada\"\nby = 3 4\n")),
        (
            "a key twice",
            with("[defaults]\nby = \"Ada\"\nby = \"Bo\"\n"),
        ),
        (
            "unknown names",
            with("[default]\n[server]\nnmae = \"x\"\n[[attestations]]\nsays = \"s\"\n"),
        ),
        (
            "tables for lists and lists for tables",
            with("[attestation]\n[[exclude]]\ntools = [\"a\"]\n"),
        ),
        (
            "wrong types",
            with(
                "[defaults]\nby = 1\non = 7\n[server]\nname = [\"a\"]\n[[tool]]\nname = \"t\"\nbroad = \"no\"\neffect = true\n[[source]]\nkind = \"sandbox\"\nref = {}\n",
            ),
        ),
        (
            "unknown words",
            with(&format!(
                "[[attestation]]\nfacets = [\"rotation\", \"audit_log.timestamp\", \"authentication.rotations\", \"\\u202Ex\"]\ncriteria = [\"error_recovery.rollback\"]\n{BACKED}\
             [[tool]]\nname = \"t\"\neffect = \"writes\"\napproval = [\"external_messages\"]\nsensitive = [\"secrets\"]\n\
             [[critical]]\nid = \"unbounded_write\"\nstate = \"cleared\"\nbecause = \"b\"\n[assigned]\ngate = \"production-approved\"\nbecause = \"b\"\n\
             [[source]]\nkind = \"docs\"\nref = \"x\"\n[[score]]\ndimension = \"permissions\"\nscore = 4\nbecause = \"b\"\n"
            )),
        ),
        (
            "nobody says so",
            with(
                "[[attestation]]\nfacets = [\"maintainer.owner\"]\n[[bound]]\ntools = [\"t\"]\nsays = \"s\"\n[[approver]]\nperson = \"p\"\n[exclude]\ntools = [\"t\"]\n[confirmation]\n[next_review]\n",
            ),
        ),
        (
            "evidence that is none",
            with(
                "[defaults]\nby = \"Ada\"\non = 2026-11-20\n[[attestation]]\nfacets = [\"maintainer.owner\"]\nevidence = [\n  \"\",\n  \"trust me\",\n  \"note:  \",\n  \"https://\",\n  \"https://example.org/ok\",\n]\n[[attestation]]\nfacets = [\"tools.names\"]\nevidence = []\n[[attestation]]\nfacets = [\"tools.descriptions\"]\nevidence = \"https://example.org\"\n",
            ),
        ),
        (
            "half backed",
            with(
                "[[score]]\ndimension = \"verification\"\nscore = 3\nbecause = \"b\"\nevidence = [\"note: seen\"]\n[[tool]]\nname = \"t\"\nevidence = [\"note: seen\"]\nby = \"Ada\"\n",
            ),
        ),
        (
            "days that are none",
            with(
                "[defaults]\nby = \"Ada\"\non = \"20 November\"\n[next_review]\nowner = \"Ada\"\non = 2026-11-20T10:00:00Z\n[[accept]]\nprobe = \"p\"\nsubject = \"s\"\nreason = \"r\"\nuntil = \"2026-02-30\"\n",
            ),
        ),
        (
            "a day that TOML itself refuses",
            with("[defaults]\non = 2026-02-30\n"),
        ),
        (
            "said twice",
            with(&format!(
                "[[attestation]]\nfacets = [\"maintainer.owner\", \"tools.names\", \"tools.names\"]\n{BACKED}[[attestation]]\nfacets = [\n  \"maintainer.owner\",\n]\n{BACKED}\
             [[tool]]\nname = \"t\"\n[[tool]]\nname = \"t\"\n[[score]]\ndimension = \"verification\"\nscore = 1\nbecause = \"b\"\n[[score]]\ndimension = \"verification\"\nscore = 1\nbecause = \"b\"\n"
            )),
        ),
        (
            "not applicable without a reason",
            with(&format!(
                "[[attestation]]\nfacets = [\"maintainer.owner\"]\nanswer = \"not_applicable\"\n{BACKED}"
            )),
        ),
        ("a pin that is none", with("[pin]\ndigest = \"abc\"\n")),
        (
            "too long",
            with(&format!("[[limit]]\nsays = \"{}\"\n", "x".repeat(10_001))),
        ),
    ];
    insta::assert_snapshot!("broken_records", told(&records));
}

#[test]
fn the_other_fixtures_read_as_they_should() {
    for text in [
        include_str!("../../../fixtures/records/overdue.toml"),
        include_str!("../../../fixtures/records/future-dated.toml"),
        include_str!("../../../fixtures/records/contradicting.toml"),
    ] {
        let read = read_record(text);
        assert!(read.is_ok(), "{}", rendered(&read.unwrap_err()));
    }
    let problems = read_record(include_str!("../../../fixtures/records/broken.toml")).unwrap_err();
    insta::assert_snapshot!("broken_fixture", rendered(&problems));
}

#[test]
fn a_score_without_backing_is_kept_with_its_problem() {
    let record = read_record(&with(
        "\n[[score]]\ndimension = \"verification\"\nscore = 3\nbecause = \"b\"\n",
    ))
    .unwrap();
    assert_eq!(
        (
            record.engine.scores[0].what.score,
            &record.engine.scores[0].backing
        ),
        (Score::Three, &None)
    );
    let (dimension, problem) = &record.unbacked[0];
    assert_eq!(
        (*dimension, problem.line, problem.field.as_str()),
        (Dimension::Verification, 3, "score.evidence")
    );
}

#[test]
fn defaults_stand_in_and_give_way() {
    let text = with(
        "[defaults]\nby = \"Ada\"\non = 2026-11-20\n[confirmation]\nby = \"Bo\"\nsays = \"All six were looked at.\"\n",
    );
    let backing = read_record(&text)
        .unwrap()
        .engine
        .confirmation
        .unwrap()
        .backing
        .unwrap();
    assert_eq!(
        (backing.by.as_str(), backing.on.to_string().as_str()),
        ("Bo", "2026-11-20")
    );
    // The words of a confirmation are its evidence.
    assert_eq!(backing.evidence, ["note: All six were looked at."]);
    // The next review is no statement: its date is never taken from the defaults.
    let problems = read_record(&with(
        "[defaults]\non = 2026-11-20\n[next_review]\nowner = \"Ada\"\n",
    ))
    .unwrap_err();
    assert_eq!(problems[0].field, "next_review.on");
}

#[test]
fn windows_line_ends_count_as_one() {
    let problems =
        read_record("schema = \"mcp-gatecheck/record/1\"\r\n\r\n[[limit]]\r\nsay = \"x\"\r\n")
            .unwrap_err();
    assert_eq!(
        problems
            .iter()
            .map(|problem| problem.line)
            .collect::<Vec<_>>(),
        [3, 4]
    );
}

#[test]
fn a_policy_tightens() {
    let policy = read_policy(include_str!("../../../fixtures/policies/strict.toml")).unwrap();
    assert_eq!(policy.thresholds, [6, 10, 15, 18]);
    assert_eq!(policy.review_interval_days, 90);
    assert_eq!(policy.required_facets.len(), 3);
    assert_eq!(policy.required_facets[0].0, Gate::ReadOnly);
    assert_eq!(
        read_policy("schema = \"mcp-gatecheck/policy/1\"").unwrap(),
        gate_engine::Policy::default()
    );
}

#[test]
fn a_policy_never_loosens() {
    let problems =
        read_policy(include_str!("../../../fixtures/policies/loosening.toml")).unwrap_err();
    insta::assert_snapshot!(
        "loosening_policy",
        rendered(&problems).replace("record.toml", "policy.toml")
    );
}

#[test]
fn a_large_or_deep_file_ends_soon_and_in_problems() {
    let nested =
        |open: &str, close: &str, n: usize| format!("a = {}{}", open.repeat(n), close.repeat(n));
    let dotted = |n: usize| vec!["a"; n].join(".");
    let levels = format!(
        "a = {}1{}",
        format!("{{ {} = ", dotted(79)).repeat(79),
        " }".repeat(79)
    );
    for text in [
        "x".repeat((1 << 20) + 1),
        nested("[", "]", 100_000),
        nested("{a=", "}", 100_000),
        "[".repeat(1_000_000),
        "a\n".repeat(500_000),
        "a=".repeat(500_000),
        format!("{} = 1", dotted(100_000)),
        format!("[{}]\n{levels}", dotted(79)),
        with(&"k = 1\n".repeat(100_000)),
        with(
            &(0..80_000)
                .map(|n| format!("k{n} = 1\n"))
                .collect::<String>(),
        ),
        with(&"[[limit]]\n".repeat(100_000)),
    ] {
        let problems = read_record(&text).unwrap_err();
        assert!((1..=101).contains(&problems.len()));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,400}") {
        if let Err(problems) = read_record(&text) {
            prop_assert!(!problems.is_empty());
        }
        let _ = read_policy(&text);
    }

    /// Records as they come from a hand that slips: a piece cut out, a piece put in.
    #[test]
    fn a_torn_record_is_read_or_refused(at in 0usize..9000, cut in 0usize..60, put in "[\\[\\]{}\"'=.,a-z0-9\\n ]{0,12}") {
        let torn: String = TRIAGE.chars().take(at).chain(put.chars()).chain(TRIAGE.chars().skip(at + cut)).collect();
        let lines = torn.bytes().filter(|byte| *byte == b'\n').count() + 1;
        if let Err(problems) = read_record(&torn) {
            prop_assert!(problems.iter().all(|problem| (1..=lines).contains(&problem.line)), "{problems:?}");
            prop_assert!(problems.is_sorted_by_key(|problem| problem.line));
            prop_assert!(problems.iter().all(|problem| !problem.what.is_empty() && !problem.remedy.is_empty()));
        }
    }
}
