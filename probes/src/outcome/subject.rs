//! What a finding is about.

use evidence::{Item, Kind};

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The kind of thing.
    pub kind: SubjectKind,
    /// Its name; for a parameter its tool's. The server has none.
    pub name: String,
    /// A JSON pointer inside it.
    pub pointer: Option<String>,
}

impl Subject {
    pub(crate) const fn server() -> Self {
        Self {
            kind: SubjectKind::Server,
            name: String::new(),
            pointer: None,
        }
    }

    pub(crate) fn of(item: &Item) -> Self {
        Self {
            kind: item.kind.into(),
            name: item.label(),
            pointer: None,
        }
    }

    pub(crate) fn named(kind: Kind, name: &str) -> Self {
        Self {
            kind: kind.into(),
            name: name.to_owned(),
            pointer: None,
        }
    }

    /// The tool that it is, or is a part of.
    #[must_use]
    pub fn tool(&self) -> Option<&str> {
        matches!(self.kind, SubjectKind::Tool | SubjectKind::Parameter)
            .then_some(self.name.as_str())
    }
}

/// `tool:run_command`, `parameter:query#/inputSchema/properties/sql`, `server`.
impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind.id())?;
        if !self.name.is_empty() {
            write!(f, ":{}", self.name)?;
        }
        match &self.pointer {
            Some(pointer) => write!(f, "#{pointer}"),
            None => Ok(()),
        }
    }
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

impl SubjectKind {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Tool => "tool",
            Self::Resource => "resource",
            Self::Template => "template",
            Self::Prompt => "prompt",
            Self::Parameter => "parameter",
            Self::Url => "url",
            Self::Config => "config",
        }
    }
}

impl From<Kind> for SubjectKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Tool => Self::Tool,
            Kind::Resource => Self::Resource,
            Kind::Template => Self::Template,
            Kind::Prompt => Self::Prompt,
        }
    }
}
