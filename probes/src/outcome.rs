//! How a probe ends, and what it finds.

mod subject;

pub use subject::{Subject, SubjectKind};

use crate::{Frames, say};
use evidence::{Gap, Item, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// Findings of one probe that are kept one by one; one more counts the rest. More than the longest list of tools in use today, so
/// that what rests on tools can be excluded by name.
const FINDINGS: usize = 500;

/// Frames that a finding or an outcome points to.
const FRAMES: usize = 20;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; lowers nothing by itself.
    Info,
    /// Somebody should look.
    Warning,
    /// It holds the gate down.
    Error,
}

impl Severity {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How a probe ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Yes.
    Pass {
        /// One sentence.
        says: String,
        /// Where it shows.
        frames: Frames,
        /// Worth knowing; they lower nothing.
        findings: Vec<Finding>,
    },
    /// No.
    Fail {
        /// What was found: at least one finding.
        findings: Vec<Finding>,
    },
    /// The question does not arise.
    NotApplicable {
        /// Why.
        because: String,
    },
    /// Looked and could not tell.
    Inconclusive {
        /// Why.
        because: String,
        /// What to do about it.
        remedy: String,
        /// What a person should look at.
        findings: Vec<Finding>,
    },
    /// The probe itself broke.
    Error {
        /// Why.
        because: String,
    },
}

impl Outcome {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Pass { .. } => "pass",
            Self::Fail { .. } => "fail",
            Self::NotApplicable { .. } => "not_applicable",
            Self::Inconclusive { .. } => "inconclusive",
            Self::Error { .. } => "error",
        }
    }

    /// What was found.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Pass { findings, .. }
            | Self::Fail { findings }
            | Self::Inconclusive { findings, .. } => findings,
            Self::NotApplicable { .. } | Self::Error { .. } => &[],
        }
    }

    /// For a failure or an inconclusive end: the tools that it rests on, where it rests on tools alone. Excluding all of them
    /// answers the question with yes. What is only worth knowing carries no
    /// failure beside what is worse.
    #[must_use]
    pub fn tools(&self) -> BTreeSet<String> {
        let (Self::Fail { findings } | Self::Inconclusive { findings, .. }) = self else {
            return BTreeSet::new();
        };
        let grave = findings
            .iter()
            .any(|finding| finding.severity > Severity::Info);
        let carries = |finding: &&Finding| {
            matches!(self, Self::Inconclusive { .. }) || !grave || finding.severity > Severity::Info
        };
        let tools: Option<BTreeSet<String>> = findings
            .iter()
            .filter(carries)
            .map(|finding| finding.subject.tool().map(str::to_owned))
            .collect();
        tools.unwrap_or_default()
    }

    pub(crate) fn pass(says: impl Into<String>) -> Self {
        Self::Pass {
            says: says.into(),
            frames: Vec::new(),
            findings: Vec::new(),
        }
    }

    pub(crate) fn fail(finding: Finding) -> Self {
        Self::Fail {
            findings: vec![finding],
        }
    }

    pub(crate) fn not_applicable(because: impl Into<String>) -> Self {
        Self::NotApplicable {
            because: because.into(),
        }
    }

    pub(crate) fn inconclusive(because: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Inconclusive {
            because: because.into(),
            remedy: remedy.into(),
            findings: Vec::new(),
        }
    }

    /// Adds where a pass shows.
    pub(crate) fn at(mut self, more: impl IntoIterator<Item = evidence::FrameId>) -> Self {
        if let Self::Pass { frames, .. } = &mut self {
            frames.extend(more);
        }
        self
    }

    /// Adds findings.
    pub(crate) fn with(mut self, more: impl IntoIterator<Item = Finding>) -> Self {
        if let Self::Pass { findings, .. }
        | Self::Fail { findings }
        | Self::Inconclusive { findings, .. } = &mut self
        {
            findings.extend(more);
        }
        self
    }

    /// The end of a question whose evidence is missing.
    pub(crate) fn missing(gap: Gap) -> Self {
        let because = format!("{}.", say::sentence(&gap.why));
        if gap.ours {
            return Self::Error { because };
        }
        Self::inconclusive(
            because,
            "Mend what is said here, or give the server what it needs (`--env`, `--start-timeout`, `--timeout`), and probe again.",
        )
    }

    /// One finding a subject, worst first where one has several; no more than people can read.
    pub(crate) fn bounded(mut self) -> Self {
        match &mut self {
            Self::Pass {
                findings, frames, ..
            } => {
                *findings = bounded(std::mem::take(findings));
                frames.truncate(FRAMES);
            }
            Self::Fail { findings } | Self::Inconclusive { findings, .. } => {
                *findings = bounded(std::mem::take(findings))
            }
            Self::NotApplicable { .. } | Self::Error { .. } => {}
        }
        self
    }
}

/// Merges findings about one subject, sorts the worst first (the order of the server within), and counts what is past the cap.
fn bounded(findings: Vec<Finding>) -> Vec<Finding> {
    let mut places: BTreeMap<Subject, usize> = BTreeMap::new();
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        match places
            .get(&finding.subject)
            .and_then(|&place| kept.get_mut(place))
        {
            Some(known) => known.absorb(finding),
            None => {
                places.insert(finding.subject.clone(), kept.len());
                kept.push(finding);
            }
        }
    }
    kept.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    if kept.len() > FINDINGS {
        let rest = kept.split_off(FINDINGS);
        let worst = rest
            .iter()
            .map(|finding| finding.severity)
            .max()
            .unwrap_or(Severity::Info);
        // It is about the server: excluding the tools that are named would not answer for those that are only counted.
        let says = format!(
            "{} more of the same kind.",
            say::count(rest.len(), "finding")
        );
        kept.push(Finding::new(Subject::server(), worst, says));
    }
    for finding in &mut kept {
        finding.frames.truncate(FRAMES);
    }
    kept
}

/// One thing found. Its stable key is (probe, subject).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// One sentence. Text of the server in it stands between `“` and `”`, not yet escaped.
    pub message: String,
    /// Where it shows.
    pub frames: Frames,
}

impl Finding {
    pub(crate) fn new(subject: Subject, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            severity,
            subject,
            message: message.into(),
            frames: Vec::new(),
        }
    }

    /// A finding about one listed item.
    pub(crate) fn on(item: &Item, severity: Severity, message: impl Into<String>) -> Self {
        Self::new(Subject::of(item), severity, message).at([item.at.frame])
    }

    /// A finding about one parameter of a tool.
    pub(crate) fn on_parameter(
        tool: &Item,
        name: &str,
        severity: Severity,
        message: impl Into<String>,
    ) -> Self {
        let pointer = format!(
            "/inputSchema/properties/{}",
            name.replace('~', "~0").replace('/', "~1")
        );
        let subject = Subject {
            kind: SubjectKind::Parameter,
            name: tool.label(),
            pointer: Some(pointer),
        };
        Self::new(subject, severity, message).at([tool.at.frame])
    }

    /// A finding about a tool of which only the name is at hand.
    pub(crate) fn on_tool_named(
        name: &str,
        severity: Severity,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Subject::named(Kind::Tool, name), severity, message)
    }

    /// A finding about the server as a whole.
    pub(crate) fn on_server(severity: Severity, message: impl Into<String>) -> Self {
        Self::new(Subject::server(), severity, message)
    }

    pub(crate) fn at(mut self, frames: impl IntoIterator<Item = evidence::FrameId>) -> Self {
        self.frames.extend(frames);
        self
    }

    /// Narrows the subject to a place inside it.
    pub(crate) fn inside(mut self, pointer: impl Into<String>) -> Self {
        self.subject.pointer = Some(pointer.into()).filter(|pointer| !pointer.is_empty());
        self
    }

    /// Takes in another finding about the same subject: the worse one speaks.
    fn absorb(&mut self, mut other: Self) {
        if other.severity > self.severity {
            std::mem::swap(self, &mut other);
        }
        for frame in other.frames {
            if self.frames.len() < FRAMES && !self.frames.contains(&frame) {
                self.frames.push(frame);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(name: &str, severity: Severity) -> Finding {
        Finding::new(
            Subject {
                kind: SubjectKind::Tool,
                name: name.to_owned(),
                pointer: None,
            },
            severity,
            "Something.",
        )
    }

    #[test]
    fn one_finding_a_subject_and_the_worst_first() {
        let many = vec![
            finding("a", Severity::Info),
            finding("b", Severity::Warning),
            finding("a", Severity::Error),
        ];
        let Outcome::Fail { findings } = (Outcome::Fail { findings: many }).bounded() else {
            panic!("it failed")
        };
        let seen: Vec<_> = findings
            .iter()
            .map(|f| (f.subject.name.as_str(), f.severity))
            .collect();
        assert_eq!(seen, [("a", Severity::Error), ("b", Severity::Warning)]);
    }

    #[test]
    fn what_is_past_the_cap_is_counted_and_cannot_be_excluded_away() {
        let many = (0..650)
            .map(|n| finding(&format!("t{n}"), Severity::Warning))
            .collect();
        let outcome = Outcome::Fail { findings: many }.bounded();
        assert_eq!(outcome.findings().len(), FINDINGS + 1);
        assert_eq!(
            outcome.findings().last().unwrap().message,
            "150 findings more of the same kind."
        );
        assert!(
            outcome.tools().is_empty(),
            "it rests on more tools than are named"
        );
    }

    #[test]
    fn a_failure_rests_on_the_tools_that_carry_it() {
        let outcome = Outcome::Fail {
            findings: vec![
                finding("bad", Severity::Error),
                finding("fine", Severity::Info),
            ],
        };
        assert_eq!(outcome.tools().into_iter().collect::<Vec<_>>(), ["bad"]);
        let mixed = outcome.with([Finding::on_server(Severity::Error, "The server too.")]);
        assert!(mixed.tools().is_empty());
    }
}
