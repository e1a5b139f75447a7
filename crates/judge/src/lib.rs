//! What a tool is: effect, capabilities, breadth, bound, data, deception, each with the text it rests on.
//! The one place where that is judged; it knows nothing of probes and gates.
//!
//! [`judge`] reads the facts of a whole server; [`judge_tool`] judges one item among its siblings. The rooms:
//! `name` and `prose` cut names and texts into words (`prose::words` and `prose::phrases` have what is asked of them made ready), `affirm` tells what a text says from what it denies · `lexicon` and `verbs` know what words do ·
//! `shape` is a tool with its parameters (`docstring` finds what its description says of them), `setting` what its server is about, `records` whose records it keeps, `deed` what it does as verb and object ·
//! `effect` (by name in `effect::by_name`, with `effect::harmless`, `open`, `looks`, `joined`, `clause`, `actions`, `wipes` and `cjk`), `power` (of `shell`, `exec` with `exec::query`, `passthrough`, `address`, `reach` with `reach::given` and `reach::paths`, `keep`, `beside` and `domain` with `domain::oneself` and `domain::other`, by the tables in `kinds`), `bound`, `data` (with `data::mail`, `data::params` and the words of `data::senses`),
//! `approval`, `schema` (`schema::ordinary` tells what needs no library) judge it · `flow` says what tools do together ·
//! `resource` and `prompt` judge what is no tool · `hidden`, `veil` (with `veil::ciphers` and `veil::rows`), `orders` and `markup` (by the rules of `attacks`, `attacks::wording` and `attacks::deeds`, and by what sentences amount to: `attacks::gist`; `orders::book` makes the rules ready, `orders::index` finds phrases and `orders::tokens` kinds of words, `orders::weigh` adds up, `orders::slug` reads what is spelled as a name, `orders::lairs` knows where secrets lie, `orders::numbers` how people and machines are reached, `orders::turns` and `orders::unsaid` tell turns of phrase, `orders::named` what is named as a tool is; `orders::clause` reads a clause, `orders::told` tells its orders, `orders::act` those of a rule, `orders::rows` which combinations hold; `orders::meant`, `orders::kept`, `orders::fair` and `orders::unmeant` say why a find is passed over), `tongues` (by order and by classes of words), `asks` (with `asks::parameters`, `asks::filled` and `asks::private`), `misnamed` and
//! `text` (with `text::pieces`, orders that stand in several texts) find deception, `scan` looks for many pieces of text at once, `glance` does so once for all that most texts have nothing of, `quiet` knows the texts that need no second look · the crate `secrets` finds credentials. All of it is linear in what the server sent, and nothing panics on any input.

use evidence::{FrameId, Item, Variant};
use gate_engine::{Approval, Effect, Sensitive};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod actions;
mod address;
mod affirm;
mod approval;
mod asks;
mod attacks;
mod beside;
mod bound;
mod cjk;
mod clause;
mod data;
mod deed;
mod docstring;
mod domain;
mod effect;
mod exec;
mod flow;
mod glance;
mod hidden;
mod joined;
mod judging;
mod keep;
mod kinds;
mod lexicon;
mod looks;
mod markup;
mod misnamed;
mod name;
mod open;
mod orders;
mod passthrough;
mod power;
mod prompt;
mod prose;
mod quiet;
mod reach;
mod records;
mod resource;
mod scan;
mod schema;
mod setting;
mod shape;
mod shell;
mod text;
mod tongues;
mod veil;
mod verbs;
mod wipes;
mod words;

pub use flow::{Leg, Placed, ToxicFlow, toxic_flow};
pub use hidden::look_alike;
pub use judging::{judge, judge_tool};
pub use name::{Siblings, words as name_words};
pub use schema::no_schema;
pub use shape::Hints;
pub use words::Capability;

/// Everything that was judged about one server, in the order of its inventory.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Every tool of the inventory.
    pub tools: Vec<JudgedTool>,
    /// Resources and templates: the classes of data that each reaches.
    pub resources: Vec<JudgedResource>,
    /// Prompts: the tools that each leads to.
    pub prompts: Vec<JudgedPrompt>,
    /// What is odd in any text that a model would read.
    pub signs: Vec<Sign>,
    /// What looks like a credential in anything that the server sent, or on the command line.
    pub secrets: Vec<Secret>,
    /// Variables that the server was given and whose value it sent back, each once, with where it first did. The value itself
    /// was redacted as it was written down.
    pub sent_back: BTreeMap<String, FrameId>,
}

/// One tool as judged.
#[derive(Debug, Clone)]
pub struct JudgedTool {
    /// The item.
    pub item: Arc<Item>,
    /// The variants that are shown it.
    pub visible_to: Vec<Variant>,
    /// Worst-case effect.
    pub effect: Effect,
    /// What it can do.
    pub capabilities: BTreeSet<Capability>,
    /// Whether one call lets the caller do essentially anything of a powerful class.
    pub broad: bool,
    /// What its own text says limits it: `read-only`, `allow-list`, `root directory`, `sandbox`, `confirmation`.
    pub bound: Option<String>,
    /// Data classes that it reaches.
    pub sensitive: BTreeSet<Sensitive>,
    /// Approval categories that it falls in.
    pub approval: BTreeSet<Approval>,
    /// What it adds to a toxic flow.
    pub legs: BTreeSet<Leg>,
    /// Its input schema.
    pub schema: Schema,
    /// Where its annotations contradict its own text or each other; one sentence each.
    pub contradictions: Vec<Claim>,
    /// Why: each claim with the text that it rests on.
    pub because: Vec<Claim>,
}

/// One claim with the text it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What is claimed: `effect: destructive`, `broad`, `capability: exec_command` …
    pub claim: String,
    /// JSON pointer inside the item: `/name`, `/inputSchema/properties/command`.
    pub from: String,
    /// The text that it rests on, as sent, shortened.
    pub text: String,
}

/// An input schema as judged.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The grade.
    pub grade: Grade,
    /// The dialect that it declares; `None` means the default, 2020-12.
    pub dialect: Option<String>,
    /// What is wrong or loose, each with a JSON pointer inside the item.
    pub remarks: Vec<(String, String)>,
    /// Parameters: name, whether a type is declared, whether it is described, whether it is constrained.
    pub parameters: Vec<Parameter>,
}

/// One parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether its type is declared (by type, enum, const, a reference or a combination of those).
    pub typed: bool,
    /// Whether it has a description.
    pub described: bool,
    /// Whether anything limits its values: enum, const, format, pattern, bounds, boolean.
    pub constrained: bool,
}

/// The grade of an input schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// An object with every parameter typed.
    Strict,
    /// Valid, but untyped or free-form parameters, or none declared and anything taken.
    Loose,
    /// There is none.
    Missing,
    /// Not a schema of its dialect, or its root is no object.
    Invalid,
}

impl Grade {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Loose => "loose",
            Self::Missing => "missing",
            Self::Invalid => "invalid",
        }
    }
}

/// A resource or template as judged.
#[derive(Debug, Clone)]
pub struct JudgedResource {
    /// The item.
    pub item: Arc<Item>,
    /// Data classes that it reaches.
    pub sensitive: BTreeSet<Sensitive>,
    /// Whether it reaches private files, tickets, notes, mails or rows.
    pub private: bool,
    /// Whether a template of it takes any path, URL or query.
    pub wide: bool,
    /// Why.
    pub because: Vec<Claim>,
}

/// A prompt as judged, by what is listed of it.
#[derive(Debug, Clone)]
pub struct JudgedPrompt {
    /// The item.
    pub item: Arc<Item>,
    /// Tools of the same server that its text names, each once, with the place where it does.
    pub names: Vec<(String, Claim)>,
}

/// Something odd in a text that a model would read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// What the text belongs to: `tool`, `resource`, `template`, `prompt` or `server`, and its name.
    pub subject: (String, String),
    /// The frame and the JSON pointer inside the item.
    pub at: (FrameId, String),
    /// What it is: `hidden characters`, `orders to the model`, `concealment`, `another tool's name` …
    pub what: String,
    /// Whether the text leaves no fair reader in doubt.
    pub certain: bool,
    /// The text, as sent, shortened.
    pub text: String,
}

/// Something that looks like a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Where: a frame, or none for the command line.
    pub frame: Option<FrameId>,
    /// What kind: `GitHub token`, `private key` …
    pub kind: String,
    /// Its first characters and its length; never the whole.
    pub shown: String,
}

/// A text for people: at most 200 characters, the cut said.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 200;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
