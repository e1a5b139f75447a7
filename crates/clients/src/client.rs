//! A client: who it is, where it keeps its configuration, and what is peculiar to it.

use std::fmt;

/// An MCP client that keeps a configuration of servers.
pub struct Client {
    /// The spelling used outside: `claude-code`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Where it keeps its configuration.
    pub places: &'static [Place],
}

/// Clients are told apart by their id.
impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Client {}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// A file or a family of files of a client.
#[derive(Debug)]
pub struct Place {
    /// For whom what stands there holds.
    pub scope: Scope,
    /// Its path, as a pattern: see `found`.
    pub path: &'static str,
}

/// For whom a configuration holds. What comes later wins where names clash, as most clients have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// A plugin of the client brought it.
    Plugin,
    /// Everything that this user does.
    User,
    /// Everybody who works on a project.
    Project,
    /// This user, in one project.
    Local,
    /// Everybody on this machine, whatever they say.
    Managed,
}

impl Scope {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plugin => "plugin",
            Self::User => "user",
            Self::Project => "project",
            Self::Local => "local",
            Self::Managed => "managed",
        }
    }
}

/// An operating system, as far as it decides where files lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Os {
    /// Linux, and what is like it.
    Linux,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}
