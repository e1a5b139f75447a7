//! What every format shows, worked out once from the review.

use crate::escape::capped;
use evidence::{Body, Facts, FrameId, Handshake, Item, Kind, Observed, Target, Variant};
use gate_engine::{
    Approval, Because, CriticalState, Effect, FacetEvidence, Gate, Met, Sensitive, SurfaceTool,
};
use judge::{Grade, JudgedTool};
use probes::{Definition, Finding, Outcome, Severity, Subject, SubjectKind};
use review::{Review, Seen};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a gate permits, in plain words. Source: seed, "Decision first: the five production gates".
pub(crate) const fn permits(gate: Gate) -> &'static str {
    match gate {
        Gate::Block => "do not connect it to an agent",
        Gate::Prototype => "local or sandbox testing with fake data",
        Gate::ReadOnly => "production reads; nothing can be changed",
        Gate::WritesWithApproval => "each write after a person has seen a preview and approved it",
        Gate::Production => "routine production use, reviewed periodically",
    }
}

pub(crate) const fn severity_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

pub(crate) const fn outcome_id(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pass { .. } => "pass",
        Outcome::Fail { .. } => "fail",
        Outcome::NotApplicable { .. } => "not_applicable",
        Outcome::Inconclusive { .. } => "inconclusive",
        Outcome::Error { .. } => "error",
    }
}

pub(crate) const fn critical_id(state: CriticalState) -> &'static str {
    match state {
        CriticalState::Confirmed => "confirmed",
        CriticalState::Unknown => "unknown",
        CriticalState::Cleared => "cleared",
    }
}

pub(crate) const fn met_id(state: Met) -> &'static str {
    match state {
        Met::Yes => "met",
        Met::Failed => "failed",
        Met::Inconclusive => "inconclusive",
        Met::Missing => "missing",
    }
}

pub(crate) const fn facet_id(state: FacetEvidence) -> &'static str {
    match state {
        FacetEvidence::Observed => "observed",
        FacetEvidence::Attested => "attested",
        FacetEvidence::Contradicted => "contradicted",
        FacetEvidence::Missing => "missing",
    }
}

/// Why an outcome is what it is, where it says so by itself.
pub(crate) fn outcome_reason(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Pass { says, .. } => Some(says),
        Outcome::Fail { .. } => None,
        Outcome::NotApplicable { because }
        | Outcome::Inconclusive { because, .. }
        | Outcome::Error { because } => Some(because),
    }
}

pub(crate) const fn subject_id(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Server => "server",
        SubjectKind::Tool => "tool",
        SubjectKind::Resource => "resource",
        SubjectKind::Template => "template",
        SubjectKind::Prompt => "prompt",
        SubjectKind::Parameter => "parameter",
        SubjectKind::Url => "url",
        SubjectKind::Config => "config",
    }
}

/// What a finding is about, in a word: the server as a whole has no name of its own.
pub(crate) fn subject_label(subject: &Subject) -> String {
    if subject.name.is_empty() {
        subject_id(subject.kind).to_owned()
    } else {
        capped(&subject.name, 80)
    }
}

/// A finding with the probe that made it and the acceptance that annotates it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) probe: &'static Definition,
    pub(crate) finding: &'a Finding,
    pub(crate) accepted: Option<&'a record::Accept>,
}

/// Every finding, worst first, then by probe and subject.
pub(crate) fn findings(review: &Review) -> Vec<Found<'_>> {
    let Some(seen) = &review.seen else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (probe, outcome) in &seen.probes {
        let (Outcome::Pass { findings, .. }
        | Outcome::Fail { findings }
        | Outcome::Inconclusive { findings, .. }) = outcome
        else {
            continue;
        };
        all.extend(findings.iter().map(|finding| {
            let accepted = seen.accepted.iter().find(|(id, subject, _)| {
                id == probe.definition.id && *subject == finding.subject.name
            });
            Found {
                probe: probe.definition,
                finding,
                accepted: accepted.map(|(.., accept)| accept),
            }
        }));
    }
    all.sort_by(|a, b| {
        (b.finding.severity, a.probe.id, &a.finding.subject).cmp(&(
            a.finding.severity,
            b.probe.id,
            &b.finding.subject,
        ))
    });
    all
}

/// A tool as a report shows it: judged, and as the decision took it.
#[derive(Debug, Clone)]
pub(crate) struct ToolRow<'a> {
    pub(crate) name: String,
    /// What the listing showed; `None` where only a record speaks of it.
    pub(crate) judged: Option<&'a JudgedTool>,
    pub(crate) effect: Effect,
    pub(crate) broad: bool,
    pub(crate) bound: Option<String>,
    pub(crate) sensitive: BTreeSet<Sensitive>,
    pub(crate) approval: BTreeSet<Approval>,
    /// Kept from the agent.
    pub(crate) excluded: bool,
    /// Why the decision took it so.
    pub(crate) because: Option<&'a Because>,
}

impl ToolRow<'_> {
    pub(crate) fn grade(&self) -> Option<Grade> {
        self.judged.map(|tool| tool.schema.grade)
    }

    pub(crate) fn visible_to(&self) -> &[Variant] {
        self.judged.map_or(&[], |tool| &tool.visible_to)
    }

    /// How much a reader should look at it: broad ones first, then by effect.
    fn weight(&self) -> u8 {
        let effect = match self.effect {
            Effect::Read => 0,
            Effect::Write => 1,
            Effect::Unknown => 2,
            Effect::Destructive => 3,
        };
        effect + if self.broad { 4 } else { 0 }
    }
}

/// Every tool in the order of the listing; then those of which only a record speaks.
pub(crate) fn tools(review: &Review) -> Vec<ToolRow<'_>> {
    let mut surface: BTreeMap<&str, &SurfaceTool> = review
        .decision
        .surface
        .iter()
        .map(|tool| (tool.tool.name.as_str(), tool))
        .collect();
    let mut rows = Vec::new();
    let mut used = BTreeSet::new();
    for judged in review.seen.iter().flat_map(|seen| &seen.judged.tools) {
        let name = judged.item.label();
        let on_surface = surface.get(name.as_str()).copied();
        used.insert(name.clone());
        rows.push(row(name, Some(judged), on_surface));
    }
    surface.retain(|name, _| !used.contains(*name));
    rows.extend(
        surface
            .into_values()
            .map(|tool| row(tool.tool.name.clone(), None, Some(tool))),
    );
    rows
}

fn row<'a>(
    name: String,
    judged: Option<&'a JudgedTool>,
    surface: Option<&'a SurfaceTool>,
) -> ToolRow<'a> {
    let stated = judged.and_then(|tool| tool.bound.clone());
    match (surface, judged) {
        (Some(on), _) => ToolRow {
            name,
            judged,
            effect: on.tool.effect,
            broad: on.tool.broad,
            bound: on.bounded_by.clone().or(stated),
            sensitive: on.tool.sensitive.clone(),
            approval: on.tool.approval.clone(),
            excluded: false,
            because: Some(&on.tool.because),
        },
        (None, Some(tool)) => ToolRow {
            name,
            judged,
            effect: tool.effect,
            broad: tool.broad,
            bound: stated,
            sensitive: tool.sensitive.clone(),
            approval: tool.approval.clone(),
            excluded: true,
            because: None,
        },
        (None, None) => ToolRow {
            name,
            judged,
            effect: Effect::Unknown,
            broad: false,
            bound: None,
            sensitive: BTreeSet::new(),
            approval: BTreeSet::new(),
            excluded: true,
            because: None,
        },
    }
}

/// The same rows, those first that a reader should look at first.
pub(crate) fn by_weight<'a>(rows: &[ToolRow<'a>]) -> Vec<ToolRow<'a>> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| (row.excluded, std::cmp::Reverse(row.weight())));
    rows
}

/// One reason for the gate.
#[derive(Debug, Clone)]
pub(crate) struct Reason {
    /// The highest gate that it leaves.
    pub(crate) gate: Gate,
    /// A few words.
    pub(crate) title: String,
    /// The sentence and its evidence.
    pub(crate) because: Because,
}

impl Reason {
    /// The title, unless the sentence says the same.
    pub(crate) fn heading(&self) -> Option<&str> {
        Some(self.title.as_str()).filter(|title| !self.because.text.contains(title))
    }
}

/// Why the gate is no higher, heaviest first.
pub(crate) fn reasons(review: &Review) -> Vec<Reason> {
    let decision = &review.decision;
    let mut reasons = Vec::new();
    let mut push = |gate, title: &str, because: &Because| {
        reasons.push(Reason {
            gate,
            title: title.to_owned(),
            because: because.clone(),
        })
    };
    for failure in decision
        .critical
        .iter()
        .filter(|failure| failure.state == CriticalState::Confirmed)
    {
        push(Gate::Block, failure.id.title(), &failure.because);
    }
    for cap in &decision.caps {
        match cap.id.as_str() {
            "critical_confirmed" | "critical_unknown" | "conditions" => {}
            id => push(cap.gate, cap_title(id), &cap.because),
        }
    }
    for failure in decision
        .critical
        .iter()
        .filter(|failure| failure.state == CriticalState::Unknown)
    {
        push(
            Gate::Prototype,
            &format!("{} not ruled out", failure.id.title()),
            &failure.because,
        );
    }
    for cap in decision.caps.iter().filter(|cap| cap.id == "conditions") {
        let asked = |gates: &[Gate]| {
            gates
                .iter()
                .any(|gate| *gate > cap.gate && *gate <= decision.band)
        };
        let failed: Vec<_> = decision
            .conditions
            .iter()
            .filter(|condition| !condition.holds && asked(&condition.gates))
            .collect();
        for condition in &failed {
            push(cap.gate, condition_title(condition.id), &condition.because);
        }
        if failed.is_empty() {
            push(cap.gate, "conditions", &cap.because);
        }
    }
    if let Some((next, starts)) = next_band(review) {
        let text = format!(
            "the six scores add up to {}, {} starts at {starts}{}",
            decision.total,
            next.title(),
            zeros(review)
        );
        push(
            decision.band,
            "total",
            &Because {
                text,
                evidence: Vec::new(),
            },
        );
    }
    reasons.sort_by_key(|reason| reason.gate);
    reasons
}

/// The dimensions that give nothing, where that is what a reader should look at first.
fn zeros(review: &Review) -> String {
    let zero: Vec<&str> = review
        .decision
        .scores
        .iter()
        .filter(|(_, scored)| scored.score.points() == 0)
        .map(|(dimension, _)| dimension.title())
        .collect();
    match zero.as_slice() {
        [] | [_, _, _, _, ..] => String::new(),
        [one] => format!("; {one} is 0"),
        many => format!("; {} are 0", many.join(", ")),
    }
}

/// What stands between the verdict and a complete one: lists not seen whole, listing probes that could not tell.
pub(crate) fn incomplete(seen: &Seen) -> Vec<String> {
    let lists = seen
        .facts
        .inventory
        .complete
        .iter()
        .filter_map(|(kind, end)| match end {
            Observed::Missing(gap) => Some(format!(
                "the list of {} was not seen whole: {}",
                plural(*kind),
                gap.why
            )),
            Observed::Seen { .. } | Observed::NotOffered => None,
        });
    let probes = seen
        .probes
        .iter()
        .filter(|(probe, _)| probe.definition.listing)
        .filter_map(|(probe, outcome)| match outcome {
            Outcome::Inconclusive { because, .. } | Outcome::Error { because } => {
                Some(format!("{}: {because}", probe.definition.id))
            }
            _ => None,
        });
    let lists: Vec<String> = lists.collect();
    if lists.is_empty() {
        probes.collect()
    } else {
        lists
    }
}

const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Tool => "tools",
        Kind::Resource => "resources",
        Kind::Template => "resource templates",
        Kind::Prompt => "prompts",
    }
}

/// The gate above the band, with the total at which it starts.
fn next_band(review: &Review) -> Option<(Gate, u8)> {
    let at = review.decision.band as usize;
    Some((
        *Gate::ALL.get(at + 1)?,
        *review.input.policy.thresholds.get(at)?,
    ))
}

fn cap_title(id: &str) -> &str {
    match id {
        "sensitive_data" => "sensitive data",
        "no_review_record" => "no review record",
        "void" => "the record does not count",
        "assigned" => "held by the reviewer",
        other => other,
    }
}

/// What a condition asks for, in a few words.
pub(crate) fn condition_title(id: &str) -> &str {
    match id {
        "narrow_credentials" => "narrow credentials",
        "logs_available" => "logs available",
        "sampling_limited" => "sampling off or limited",
        "no_mutation" => "nothing on the surface writes",
        "preview" => "preview or dry run",
        "rollback" => "a way back",
        "named_approvers" => "named approvers",
        "all_facets" => "all facets evidenced",
        "sources" => "sources linked",
        "confirmation" => "confirmed by a reviewer",
        "next_review" => "next review set",
        other => other,
    }
}

/// What was probed, in one line: the command or the URL.
pub(crate) fn target_line(target: &Target) -> String {
    match target {
        Target::Stdio { command } => command
            .iter()
            .map(|arg| quoted(arg))
            .collect::<Vec<_>>()
            .join(" "),
        Target::Http { url } => url.clone(),
    }
}

/// An argument as a POSIX shell would take it.
pub(crate) fn quoted(arg: &str) -> String {
    let simple = |c: char| c.is_alphanumeric() || "-_./:@=+,%".contains(c);
    if !arg.is_empty() && arg.chars().all(simple) {
        return arg.to_owned();
    }
    format!("'{}'", arg.replace('\'', r"'\''"))
}

/// Every handshake that succeeded, in the order of connections.
pub(crate) fn handshakes(facts: &Facts) -> impl Iterator<Item = &Handshake> {
    facts
        .sessions
        .iter()
        .filter_map(|session| match &session.handshake {
            Observed::Seen { value, .. } => Some(value),
            Observed::NotOffered | Observed::Missing(_) => None,
        })
}

/// How the server calls itself: name and version, where they are strings.
pub(crate) fn server_name(facts: &Facts) -> Option<(&str, Option<&str>)> {
    handshakes(facts).find_map(|handshake| {
        let info = handshake.server_info.as_ref()?;
        Some((
            info.get("name")?.as_str()?,
            info.get("version").and_then(Value::as_str),
        ))
    })
}

/// The eras in which it answered: `initialize`, `discover`.
pub(crate) fn eras(facts: &Facts) -> Vec<&'static str> {
    let answered = |method: &str| {
        let mut exchanges = facts.sessions.iter().flat_map(|session| &session.exchanges);
        exchanges.any(|asked| {
            asked.method == method
                && matches!(
                    asked.reply.as_ref().map(|reply| &reply.body),
                    Some(Body::Result(_))
                )
        })
    };
    [
        ("initialize", "initialize"),
        ("server/discover", "discover"),
    ]
    .into_iter()
    .filter(|(method, _)| answered(method))
    .map(|(_, era)| era)
    .collect()
}

/// Every revision spoken or claimed, sorted.
pub(crate) fn versions(facts: &Facts) -> Vec<&str> {
    let all: BTreeSet<&str> = handshakes(facts)
        .flat_map(|handshake| handshake.versions.iter().chain(&handshake.version))
        .map(String::as_str)
        .collect();
    all.into_iter().collect()
}

/// The variants with which a connection succeeded.
pub(crate) fn variants(facts: &Facts) -> BTreeSet<Variant> {
    facts
        .sessions
        .iter()
        .filter(|session| matches!(session.handshake, Observed::Seen { .. }))
        .map(|session| session.variant)
        .collect()
}

/// A string member of a listed item.
pub(crate) fn member<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.raw.get(name).and_then(Value::as_str)
}

/// The ids that something rests on, each once.
pub(crate) fn ids(because: &Because) -> Vec<String> {
    let mut seen = BTreeSet::new();
    because
        .evidence
        .iter()
        .filter(|id| seen.insert(id.as_str()))
        .map(|id| capped(id, 80))
        .collect()
}

/// The first ids and how many more there are.
pub(crate) fn some(ids: &[String], most: usize) -> String {
    let mut text = ids.iter().take(most).cloned().collect::<Vec<_>>().join(" ");
    if ids.len() > most {
        text.push_str(&format!(" +{}", ids.len() - most));
    }
    text
}

/// What was set aside, and why: statements without effect, acceptances that accept nothing.
pub(crate) fn set_aside(review: &Review) -> Vec<&Because> {
    review
        .decision
        .void
        .iter()
        .chain(&review.decision.notes)
        .chain(&review.notes)
        .collect()
}

pub(crate) fn frame_ids(frames: &[FrameId]) -> Vec<String> {
    frames.iter().map(ToString::to_string).collect()
}

/// `1 tool`, `2 tools`.
pub(crate) fn count(n: usize, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}

/// The statement of a criterion, or its id where the rubric does not know it.
pub(crate) fn statement(id: &str) -> &str {
    gate_engine::rubric()
        .criteria
        .iter()
        .find(|criterion| criterion.id == id)
        .map_or(id, |criterion| criterion.statement)
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
