//! Cases that several tests start from.
#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test uses its own part"
)]

use gate_engine::*;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

pub(crate) const NOW: Date = date(2026, 11, 22);

/// A statement with whole backing.
pub(crate) fn stated<T>(id: &str, what: T) -> Stated<T> {
    Stated {
        id: id.to_owned(),
        what,
        backing: Some(backing()),
    }
}

pub(crate) fn backing() -> Backing {
    Backing {
        evidence: vec!["note: seen".to_owned()],
        by: "Ann".to_owned(),
        on: date(2026, 11, 20),
    }
}

pub(crate) fn because(text: &str) -> Because {
    Because {
        text: text.to_owned(),
        evidence: Vec::new(),
    }
}

pub(crate) fn attest(id: &str, facet: Facet) -> Stated<Attestation> {
    let question = Question::Facet(facet);
    stated(
        id,
        Attestation {
            question,
            answer: Answer::Yes,
            says: format!("{facet} is so"),
        },
    )
}

pub(crate) fn observation(check: &str, outcome: Outcome, facets: &[Facet]) -> Observation {
    Observation {
        check: check.to_owned(),
        outcome,
        facets: facets.to_vec(),
        because: because(check),
        tools: BTreeSet::new(),
    }
}

pub(crate) fn tool(name: &str, effect: Effect) -> Tool {
    Tool {
        name: name.to_owned(),
        effect,
        broad: false,
        bound: Bound::None,
        sensitive: BTreeSet::new(),
        approval: BTreeSet::new(),
        because: because("its name"),
    }
}

/// A well-formed, narrow, credential-free local server, fully observed, with nothing attested.
pub(crate) fn local_server() -> Case {
    let outcome = |check: &str| match check {
        "rate-limit-timing" | "anonymous-writes" | "credential-breadth" => Outcome::NotApplicable,
        "canaries" | "annotations" | "output-schemas" => Outcome::Inconclusive,
        _ => Outcome::Pass,
    };
    let facets = |check: &str| match check {
        "tool-schemas" => vec![Facet::ToolsInputSchemas],
        "tool-descriptions" => vec![Facet::ToolsDescriptions],
        "annotations" => vec![Facet::ToolsSideEffects, Facet::ToolsIdempotency],
        "output-schemas" => vec![Facet::ToolsOutputShape],
        "version-pinned" => vec![Facet::MaintainerPinnedVersion],
        _ => Vec::new(),
    };
    let observations = rubric()
        .checks()
        .into_iter()
        .map(|check| observation(check, outcome(check), &facets(check)));
    let live = Live {
        tools: vec![
            tool("read_note", Effect::Read),
            tool("write_note", Effect::Write),
        ],
        listing_complete: true,
        resources_reach: Vec::new(),
        observations: observations.collect(),
        pin: Some("abc".to_owned()),
    };
    Case {
        live: Some(live),
        record: None,
        exclude: BTreeSet::new(),
        now: NOW,
    }
}

/// The source's worked example: a GitHub triage server, judged from people's evidence alone.
pub(crate) fn worked_example() -> Case {
    use Facet::*;
    let facets = [
        AuthenticationTokenType,
        ScopesNarrowScoping,
        ToolsBroadTools,
        DataTouchedDataClasses,
        ToolsDescriptions,
        AuthenticationRedaction,
        AuditLogsAgentIdentity,
        AuditLogsToolName,
        AuditLogsTimestamp,
        PromptsSamplingLimited,
        WriteActionsPreviewOrDryRun,
        WriteActionsRollback,
    ];
    let scores = [3, 2, 2, 3, 2, 2];
    let score = |(dimension, points): (&Dimension, u8)| {
        let score = Score::from_points(points).expect("0 to 3");
        stated(
            &format!("score:{dimension}"),
            ReviewerScore {
                dimension: *dimension,
                score,
                because: "the source says so".to_owned(),
            },
        )
    };
    let entry = |(name, effect, approval): (&str, Effect, &[Approval])| {
        let approval = approval.iter().copied().collect();
        let (effect, broad, sensitive) = (Some(effect), Some(false), BTreeSet::new());
        stated(
            &format!("tool:{name}"),
            StatedTool {
                name: name.to_owned(),
                effect,
                broad,
                approval,
                sensitive,
            },
        )
    };
    let tools = [
        ("list_issues", Effect::Read, &[][..]),
        ("get_issue", Effect::Read, &[]),
        ("add_label", Effect::Write, &[]),
        (
            "comment_on_issue",
            Effect::Write,
            &[Approval::ExternalMessage],
        ),
    ];
    let approver = Approver {
        person: "Bob".to_owned(),
        tools: BTreeSet::from(["comment_on_issue".to_owned()]),
        categories: BTreeSet::new(),
    };
    let record = Record {
        attestations: facets.iter().map(|facet| attest(&format!("facet:{facet}"), *facet)).collect(),
        scores: Dimension::ALL.iter().zip(scores).map(score).collect(),
        tools: tools.into_iter().map(entry).collect(),
        approvers: vec![stated("approver", approver)],
        limits: vec!["no autonomous comments until duplicate prevention, approval records and rollback are tested".to_owned()],
        assigned: Some((Gate::WritesWithApproval, "as computed".to_owned())),
        ..Record::default()
    };
    Case {
        live: None,
        record: Some(record),
        exclude: BTreeSet::new(),
        now: NOW,
    }
}
