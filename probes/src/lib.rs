//! The catalogue of probes: one folder a question. A probe reads facts and judgements and answers; it sends nothing.

use evidence::{Facts, FrameId};
use gate_engine::Facet;
use judge::Judged;

/// One question and the function that answers it.
#[derive(Debug, Clone, Copy)]
pub struct Probe {
    /// What `probe.toml` says.
    pub definition: &'static Definition,
    /// Answers the question.
    pub detect: fn(&View<'_>) -> Outcome,
}

/// What a probe may look at.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What was seen.
    pub facts: &'a Facts,
    /// What it was judged to be.
    pub judged: &'a Judged,
}

/// What `probe.toml` says of a probe.
#[derive(Debug)]
pub struct Definition {
    /// Its id, the folder's name. The rubric's checks are these ids.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The question, phrased so that yes is the ready answer.
    pub question: &'static str,
    /// Why it matters, in a few sentences.
    pub why: &'static str,
    /// How it is observed.
    pub how: &'static str,
    /// How to mend what it finds.
    pub remedy: &'static str,
    /// The facets that it answers.
    pub facets: &'static [Facet],
    /// The severity of its findings unless a finding says otherwise.
    pub severity: Severity,
    /// How far it goes.
    pub reach: Reach,
    /// Whether it is a listing probe: where it applies and ends inconclusive or in error, the verdict is incomplete (exit 5).
    pub listing: bool,
    /// The rows of the specification's checks that it covers (`TL-01`).
    pub covers: &'static [&'static str],
    /// Where it comes from: specification section or seed heading, with the sentence relied on.
    pub references: &'static [(&'static str, &'static str)],
    /// The version of this program that first had it.
    pub since: &'static str,
}

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

/// How far a probe goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Handshake and lists.
    Listing,
    /// Odd messages, at the end of a session.
    Protocol,
    /// Calls tools: only in the sandbox, only when asked.
    Calls,
}

/// How a probe ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Yes: one sentence, and where it shows. Findings here are worth knowing and lower nothing.
    Pass { says: String, frames: Vec<FrameId>, findings: Vec<Finding> },
    /// No: what was found. At least one finding.
    Fail { findings: Vec<Finding> },
    /// The question does not arise: why.
    NotApplicable { because: String },
    /// Looked and could not tell: why, and what to do about it. Findings name what a person should look at.
    Inconclusive { because: String, remedy: String, findings: Vec<Finding> },
    /// The probe itself broke.
    Error { because: String },
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
    pub frames: Vec<FrameId>,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The kind of thing.
    pub kind: SubjectKind,
    /// Its name.
    pub name: String,
    /// A JSON pointer inside it.
    pub pointer: Option<String>,
}

/// The kinds of subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// The server as a whole.
    Server,
    /// A tool.
    Tool,
    /// A resource.
    Resource,
    /// A resource template.
    Template,
    /// A prompt.
    Prompt,
    /// A parameter of a tool.
    Parameter,
    /// A URL.
    Url,
    /// A client's configuration.
    Config,
}

/// Every probe, sorted by id.
#[must_use]
pub fn catalogue() -> &'static [Probe] {
    todo!()
}
