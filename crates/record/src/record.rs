//! The review record: `schema = "mcp-gatecheck/record/1"`.

mod statements;
mod surface;

use crate::backing::Defaults;
use crate::document::document;
use crate::field::Once;
use crate::problem::{Problem, Problems, shown};
use crate::table::Table;
use crate::{Accept, ReviewRecord};
use gate_engine::{Gate, NextReview, Record, SourceKind};

const SCHEMA: &str = "mcp-gatecheck/record/1";
const PARTS: &[&str] = &[
    "schema",
    "defaults",
    "server",
    "pin",
    "source",
    "attestation",
    "score",
    "tool",
    "critical",
    "sensitive",
    "bound",
    "approver",
    "accept",
    "exclude",
    "limit",
    "assigned",
    "confirmation",
    "next_review",
];

/// Reads a review record. What is well-formed but only counts when it lowers, a score without evidence, is kept
/// with the problem that it becomes where it would raise ([`ReviewRecord::unbacked`]).
///
/// # Errors
/// Everything that is wrong with it, at least one problem, in order of lines.
pub fn read_record(text: &str) -> Result<ReviewRecord, Vec<Problem>> {
    document(text, SCHEMA, record)
}

fn record(root: &Table<'_>, problems: &mut Problems) -> ReviewRecord {
    root.only(PARTS, problems);
    let defaults = Defaults::read(root, problems);
    let (scores, unbacked) = statements::scores(root, &defaults, problems);
    let (next_review, checks) = next_review(root, problems);
    ReviewRecord {
        engine: Record {
            pin: pin(root, problems),
            attestations: statements::attestations(root, &defaults, problems),
            scores,
            tools: surface::tools(root, &defaults, problems),
            critical: statements::critical(root, problems),
            sensitive: statements::sensitive(root, &defaults, problems),
            bounds: surface::bounds(root, &defaults, problems),
            approvers: surface::approvers(root, &defaults, problems),
            exclude: surface::exclude(root, &defaults, problems),
            sources: sources(root, problems),
            limits: limits(root, problems),
            assigned: assigned(root, problems),
            confirmation: statements::confirmation(root, &defaults, problems),
            next_review,
        },
        server: server(root, problems),
        accepts: accepts(root, &defaults, problems),
        checks,
        unbacked,
    }
}

fn server(root: &Table<'_>, problems: &mut Problems) -> Vec<(String, String)> {
    const KEYS: &[&str] = &["name", "version", "package", "repository", "commit"];
    let Some(table) = root.table("server", problems) else {
        return Vec::new();
    };
    table.only(KEYS, problems);
    KEYS.iter()
        .filter_map(|key| Some(((*key).to_owned(), table.maybe_text(key, problems)?)))
        .collect()
}

fn pin(root: &Table<'_>, problems: &mut Problems) -> Option<String> {
    let table = root.table("pin", problems)?;
    table.only(&["digest"], problems);
    let field = table.need(
        "digest",
        "add `digest = \"…\"` as `record new` writes it, or leave `[pin]` out",
        problems,
    )?;
    let digest = field.text(problems)?.to_ascii_lowercase();
    if digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        field.problem(
            format!("{} is no digest", shown(&digest)),
            "write the 64 hexadecimal digits that a review shows as the pin",
            problems,
        );
        return None;
    }
    Some(digest)
}

fn sources(root: &Table<'_>, problems: &mut Problems) -> Vec<(SourceKind, String)> {
    let mut sources = Vec::new();
    for table in root.tables("source", problems) {
        table.only(&["kind", "ref"], problems);
        let kind = table
            .need(
                "kind",
                "add `kind = \"repository\"` or another kind of source",
                problems,
            )
            .and_then(|field| {
                field.word("kind of source", SourceKind::ALL, SourceKind::id, problems)
            });
        let link = table.text("ref", "add `ref = \"…\"`: where it is found", problems);
        sources.extend(kind.zip(link));
    }
    sources
}

fn accepts(root: &Table<'_>, defaults: &Defaults, problems: &mut Problems) -> Vec<Accept> {
    let mut once = Once::default();
    let mut accepts = Vec::new();
    for table in root.tables("accept", problems) {
        table.only(&["probe", "subject", "reason", "by", "until"], problems);
        let probe = table.text(
            "probe",
            "add `probe = \"…\"`, the id that stands beside the finding",
            problems,
        );
        let subject = table.text(
            "subject",
            "add `subject = \"…\"`, the name of what the finding is about",
            problems,
        );
        let reason = table.text(
            "reason",
            "add `reason = \"…\"`: why this is acceptable",
            problems,
        );
        let by = defaults.person(&table, problems);
        let until = table
            .need(
                "until",
                "add `until = 2027-03-01`, the day after which the finding comes back",
                problems,
            )
            .and_then(|field| field.date(problems));
        let (Some(probe), Some(subject), Some(reason), Some(by), Some(until)) =
            (probe, subject, reason, by, until)
        else {
            continue;
        };
        if once.first(
            &format!("{probe}: {subject}"),
            table.line,
            "accept",
            problems,
        ) {
            accepts.push(Accept {
                probe,
                subject,
                reason,
                by,
                until,
                line: table.line,
            });
        }
    }
    accepts
}

fn limits(root: &Table<'_>, problems: &mut Problems) -> Vec<String> {
    let mut limits = Vec::new();
    for table in root.tables("limit", problems) {
        table.only(&["says"], problems);
        limits.extend(table.text(
            "says",
            "add `says = \"…\"`: the limit in your words",
            problems,
        ));
    }
    limits
}

fn assigned(root: &Table<'_>, problems: &mut Problems) -> Option<(Gate, String)> {
    let table = root.table("assigned", problems)?;
    table.only(&["gate", "because"], problems);
    let gate = table
        .need(
            "gate",
            "add `gate = \"read-only\"` or another gate",
            problems,
        )
        .and_then(|field| field.word("gate", Gate::ALL, Gate::id, problems));
    gate.zip(table.text("because", "add `because = \"…\"`: why this gate", problems))
}

fn next_review(root: &Table<'_>, problems: &mut Problems) -> (Option<NextReview>, Vec<String>) {
    let Some(table) = root.table("next_review", problems) else {
        return (None, Vec::new());
    };
    table.only(&["owner", "on", "checks"], problems);
    let owner = table.text("owner", "add `owner = \"…\"`: who looks again", problems);
    let on = table
        .need(
            "on",
            "add `on = 2027-05-20`, the day of the next review",
            problems,
        )
        .and_then(|field| field.date(problems));
    let checks = table
        .get("checks")
        .map(|field| field.texts(problems))
        .unwrap_or_default();
    let review = owner.zip(on).map(|(owner, on)| NextReview { owner, on });
    (review, checks.into_iter().map(|(text, _)| text).collect())
}
