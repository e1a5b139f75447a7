//! What changed, as data; the words of it.

/// The most changes that are kept; more are counted.
const MOST: usize = 400;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The server as a whole: its package, version or instructions.
    Server,
    /// A tool.
    Tool,
    /// A prompt.
    Prompt,
    /// A resource.
    Resource,
    /// A resource template.
    Template,
}

impl Part {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Tool => "tool",
            Self::Prompt => "prompt",
            Self::Resource => "resource",
            Self::Template => "template",
        }
    }
}

/// What a change means for the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// It can do, reach or send more than before, or less is known of it.
    Wider,
    /// A model reads another text.
    Text,
    /// Something else is different.
    Other,
    /// It can do less.
    Narrower,
}

impl Weight {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Text => "text",
            Self::Other => "other",
            Self::Narrower => "narrower",
        }
    }
}

/// One change. Its texts are the server's: escape them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What it is about.
    pub part: Part,
    /// Its name; empty for the server.
    pub name: String,
    /// What it means.
    pub weight: Weight,
    /// What changed, in a word: `added`, `removed`, `renamed`, `description`, `title`, `input`, `output`, `annotations`,
    /// `effect`, `capability`, `data`, `approval`, `bound`, `surface`, `version`, `package`, `instructions`, `other`.
    pub what: &'static str,
    /// The sentence, without the name and without an end: `takes any string as `command` now`.
    pub says: String,
    /// The text before, around what changed.
    pub old: Option<String>,
    /// The text now, around what changed.
    pub new: Option<String>,
}

/// Everything that changed, in order: by part and name, what is wider first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The changes.
    pub list: Vec<Change>,
    /// How many more there are.
    pub beyond: usize,
}

impl Changes {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn add(&mut self, change: Change) {
        if self.list.len() < MOST {
            self.list.push(change);
        } else {
            self.beyond += 1;
        }
    }

    pub(crate) fn sorted(mut self) -> Self {
        self.list.sort();
        self
    }
}

/// One item that changes are collected for.
pub(crate) struct Subject<'c> {
    pub(crate) part: Part,
    pub(crate) name: &'c str,
    pub(crate) changes: &'c mut Changes,
}

impl Subject<'_> {
    pub(crate) fn say(&mut self, weight: Weight, what: &'static str, says: impl Into<String>) {
        self.with(weight, what, says, None);
    }

    /// With the texts before and now.
    pub(crate) fn with(
        &mut self,
        weight: Weight,
        what: &'static str,
        says: impl Into<String>,
        texts: Option<(String, String)>,
    ) {
        let (old, new) = texts.unzip();
        self.changes.add(Change {
            part: self.part,
            name: self.name.to_owned(),
            weight,
            what,
            says: says.into(),
            old,
            new,
        });
    }
}
