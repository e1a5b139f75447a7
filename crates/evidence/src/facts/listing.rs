//! What the server lists.

use crate::{Caller, FrameId, Observed, Raw, Reply, Variant};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The four kinds of things that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `tools/list`.
    Tool,
    /// `resources/list`.
    Resource,
    /// `resources/templates/list`.
    Template,
    /// `prompts/list`.
    Prompt,
}

impl Kind {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::Tool, Self::Resource, Self::Template, Self::Prompt];

    /// The request that lists it.
    #[must_use]
    pub const fn method(self) -> &'static str {
        match self {
            Self::Tool => "tools/list",
            Self::Resource => "resources/list",
            Self::Template => "resources/templates/list",
            Self::Prompt => "prompts/list",
        }
    }

    /// The kind that a method lists.
    #[must_use]
    pub fn of_method(method: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.method() == method)
    }

    /// The member of the result that holds the list.
    #[must_use]
    pub const fn member(self) -> &'static str {
        match self {
            Self::Tool => "tools",
            Self::Resource => "resources",
            Self::Template => "resourceTemplates",
            Self::Prompt => "prompts",
        }
    }

    /// The capability that offers it.
    #[must_use]
    pub const fn capability(self) -> &'static str {
        match self {
            Self::Tool => "tools",
            Self::Resource | Self::Template => "resources",
            Self::Prompt => "prompts",
        }
    }

    /// The member that tells two of its items apart: what a client would use to ask for one.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Tool | Self::Prompt => "name",
            Self::Resource => "uri",
            Self::Template => "uriTemplate",
        }
    }
}

/// One listing: all of its pages on one connection.
#[derive(Debug, Clone)]
pub struct Listing {
    /// What was listed.
    pub kind: Kind,
    /// Why it was made: `first`, `again`, `changed`.
    pub why: String,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Its items, in the server's order. What several listings hold byte for byte is one item, where it was first seen.
    pub items: Vec<Arc<Item>>,
    /// How it ended.
    pub end: ListingEnd,
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The reply's frame.
    pub frame: FrameId,
    /// How many items it held, kept or not.
    pub items: usize,
    /// The cursor of the next page, as sent.
    pub next_cursor: Option<Value>,
}

/// How a listing ended. Only `Complete` and `NotOffered` leave nothing unseen.
#[derive(Debug, Clone, PartialEq)]
pub enum ListingEnd {
    /// The last page came.
    Complete,
    /// The capability is not declared and the server was not asked, or refused with "method not found".
    NotOffered,
    /// The server answered with an error.
    Refused(Reply),
    /// The answer was no list: what it was instead.
    Malformed(String),
    /// A cursor came back that was seen before.
    Loop,
    /// A cap was hit: which.
    Capped(String),
    /// What came in answer could not be read, and is named beside it; the prober knew the request by its id and went on.
    Unread,
    /// No answer came within the deadline.
    TimedOut,
    /// The server's process or connection ended.
    Died,
    /// The run ended on our side before it was done.
    Cut,
}

/// One listed thing, raw. What is wrong with its shape is a fault beside it, never an absence.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its `name` (tools, prompts, resources, templates), where that is a string. One that is longer than
    /// [`crate::limits::NAME_BYTES`] is cut, and ends with its length and the beginning of its SHA-256.
    pub name: Option<Arc<str>>,
    /// The whole item as sent; unknown members kept. `null` where it is nested too deep, or too large, to be read.
    pub raw: Raw,
    /// Where it stands: the reply's frame and the JSON pointer inside it.
    pub at: Pointer,
    /// SHA-256 of its RFC 8785 form; of its bytes as sent where it could not be read.
    pub digest: String,
}

impl Item {
    /// What to call it: its name, else its place in the list.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.as_deref().unwrap_or(&self.at.pointer).to_owned()
    }
}

/// A place inside a frame.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    /// The frame.
    pub frame: FrameId,
    /// JSON pointer (RFC 6901) from the message's root: `/result/tools/3`.
    pub pointer: String,
}

/// The union over all connections, in order of first sight.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Tools.
    pub tools: Vec<Entry>,
    /// Resources.
    pub resources: Vec<Entry>,
    /// Resource templates.
    pub templates: Vec<Entry>,
    /// Prompts.
    pub prompts: Vec<Entry>,
    /// For each kind: complete, not offered, or what is missing.
    pub complete: BTreeMap<Kind, Observed<()>>,
    /// The instructions, each distinct text with the variants that got it.
    pub instructions: Vec<(String, Vec<Variant>, FrameId)>,
}

/// One distinct definition and who is shown it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The item, as first seen.
    pub item: Arc<Item>,
    /// The variants that were shown exactly this definition.
    pub visible_to: Vec<Variant>,
    /// The callers over HTTP that were shown it; none where nobody called over HTTP.
    pub callers: Vec<Caller>,
}
