//! A client: who it is, where it keeps its configuration, and what is peculiar to it.

mod habits;
mod table;

use crate::tree::{Comments, Syntax};
use crate::{Dialect, HttpKind};
use std::fmt;
use std::path::Path;

pub use table::CLIENTS;

/// An MCP client that keeps a configuration of servers.
pub struct Client {
    /// The spelling used outside: `claude-code`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Where it keeps its configuration.
    pub places: &'static [Place],
    pub(crate) habits: Habits,
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

impl Client {
    /// The client with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<&'static Self> {
        CLIENTS.iter().find(|client| client.id == id)
    }

    /// The language of one of its files, as the file's name says; else that of its first place.
    pub(crate) fn syntax(&self, file: &Path) -> Syntax {
        let own = self.places.iter().map(|place| Path::new(place.path));
        let mut named = std::iter::once(file).chain(own);
        let found = named.find_map(|file| self.language(file));
        found.unwrap_or(Syntax::Json(self.habits.comments))
    }

    fn language(&self, file: &Path) -> Option<Syntax> {
        Some(match file.extension()?.to_str()? {
            "toml" => Syntax::Toml,
            "yaml" | "yml" => Syntax::Yaml,
            "jsonc" => Syntax::Json(Comments::Allowed),
            "json" => Syntax::Json(self.habits.comments),
            _ => return None,
        })
    }
}

/// A file or a family of files of a client.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// For whom what stands there holds.
    pub scope: Scope,
    /// Its path, as a pattern: see [`found`](crate::found).
    pub path: &'static str,
    pub(crate) holds: Holds,
}

/// What of a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Servers by name, under this path of names. The file is for nothing else.
    Servers(&'static [&'static str]),
    /// The same, among other settings.
    Among(&'static [&'static str]),
    /// Servers by name, with nothing around them or under `mcpServers`.
    Bare,
    /// What Claude Code writes of a user: servers, and some for each project.
    ClaudeUser,
    /// Claude Code's settings: no servers, but rules about them.
    ClaudeSettings,
    /// Servers under `mcpServers`; where the file is there, no other is used.
    Exclusive,
    /// Codex's requirements: no servers, but which may be used.
    CodexRequirements,
    /// Copilot CLI's settings: no servers, but which are switched off.
    CopilotSettings,
    /// Copilot CLI's managed settings: no servers, but rules about them.
    CopilotManaged,
    /// opencode's settings: servers, and permissions.
    Opencode,
    /// Gemini CLI's settings: servers, and rules about them.
    Gemini,
    /// The names of servers of Docker's catalogue.
    DockerRegistry,
    /// The tools that Docker's gateway lets through, by server.
    DockerTools,
}

/// What is peculiar to a client.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    /// Whether it takes comments in JSON, as far as is known; where it is not, it is taken to.
    pub(crate) comments: Comments,
    /// How it writes variables, beyond what all are understood to.
    pub(crate) dialect: Dialect,
    /// Whether `timeout` is in seconds; else in milliseconds.
    pub(crate) seconds: bool,
    /// What a `url` without a `type` means to it.
    pub(crate) bare_url: BareUrl,
    /// By which member of an entry it is switched off, as far as is known.
    pub(crate) off: Off,
    /// Whether it is known to pass over an entry whose `type` it does not know, or that does not fit the rest.
    pub(crate) heeds_type: bool,
}

/// By which member an entry is switched off. A client that reads none connects, whatever stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Off {
    /// None that is known.
    Never,
    /// `disabled`.
    Disabled,
    /// `enabled`.
    Enabled,
    /// Either.
    Either,
}

/// What a `url` without a `type` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BareUrl {
    /// A server over this transport.
    Over(HttpKind),
    /// Nothing: the entry is taken for a command and passed over.
    Nothing,
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

impl Os {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Linux, Self::Mac, Self::Windows];

    /// The one that this program was built for.
    #[must_use]
    pub const fn here() -> Self {
        if cfg!(target_os = "macos") {
            Self::Mac
        } else if cfg!(windows) {
            Self::Windows
        } else {
            Self::Linux
        }
    }
}

/// A place whose files hold for a user.
const fn user(path: &'static str, holds: Holds) -> Place {
    place(Scope::User, path, holds)
}

/// A place whose files hold for a project.
const fn project(path: &'static str, holds: Holds) -> Place {
    place(Scope::Project, path, holds)
}

/// A place whose files hold for a machine.
const fn managed(path: &'static str, holds: Holds) -> Place {
    place(Scope::Managed, path, holds)
}

const fn place(scope: Scope, path: &'static str, holds: Holds) -> Place {
    Place { scope, path, holds }
}

const fn row(
    id: &'static str,
    name: &'static str,
    habits: Habits,
    places: &'static [Place],
) -> Client {
    Client {
        id,
        name,
        places,
        habits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_legal_and_stand_once() {
        let ids: BTreeSet<_> = CLIENTS.iter().map(|client| client.id).collect();
        assert_eq!(ids.len(), CLIENTS.len());
        assert!(CLIENTS.is_sorted_by_key(|client| client.id));
        assert!(CLIENTS.len() >= 20);
        for client in CLIENTS {
            assert!(
                client
                    .id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'-')
            );
            assert!(!client.places.is_empty(), "{client:?}");
            assert_eq!(Client::from_id(client.id), Some(client));
        }
    }
}
