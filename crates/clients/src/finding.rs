//! What is wrong with a configuration that needs no start to be seen.

use std::path::Path;
use std::sync::Arc;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// The file.
    pub file: Arc<Path>,
    /// The line, from 1.
    pub line: u32,
    /// The server, where it is about one.
    pub server: Option<String>,
    /// What is so, in one sentence. It holds no value of a variable or header.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// What is asked of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The file, or an entry of it, cannot be read.
    Malformed,
    /// A credential stands in the file as it is.
    SecretLiteral,
    /// Every tool, or some, run without anybody being asked.
    AutoApproval,
    /// Traffic to another machine is not encrypted.
    PlainHttp,
    /// What is run is whatever is newest that day.
    UnpinnedPackage,
    /// The command goes through a shell.
    ShellWrapper,
    /// The client would pass over the entry.
    SkippedByClient,
    /// One name stands for two servers.
    ShadowedName,
    /// One server is configured twice for one client.
    DuplicateServer,
    /// Other users of the machine may change the file.
    WritableByOthers,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It should be mended before an agent is connected.
    Error,
    /// It weakens what the configuration seems to promise.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Rule {
    /// Every rule, worst first.
    pub const ALL: [Self; 10] = [
        Self::Malformed,
        Self::SecretLiteral,
        Self::WritableByOthers,
        Self::AutoApproval,
        Self::PlainHttp,
        Self::UnpinnedPackage,
        Self::SkippedByClient,
        Self::ShadowedName,
        Self::ShellWrapper,
        Self::DuplicateServer,
    ];

    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::SecretLiteral => "secret-literal",
            Self::AutoApproval => "auto-approval",
            Self::PlainHttp => "plain-http",
            Self::UnpinnedPackage => "unpinned-package",
            Self::ShellWrapper => "shell-wrapper",
            Self::SkippedByClient => "skipped-by-client",
            Self::ShadowedName => "shadowed-name",
            Self::DuplicateServer => "duplicate-server",
            Self::WritableByOthers => "writable-by-others",
        }
    }

    /// What is so, in a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Malformed => "Cannot be read",
            Self::SecretLiteral => "A credential stands in the file",
            Self::AutoApproval => "Runs without anybody being asked",
            Self::PlainHttp => "Not encrypted",
            Self::UnpinnedPackage => "Not pinned",
            Self::ShellWrapper => "Goes through a shell",
            Self::SkippedByClient => "The client passes over it",
            Self::ShadowedName => "Another entry takes its place",
            Self::DuplicateServer => "Configured twice",
            Self::WritableByOthers => "Others may change it",
        }
    }

    /// What to do, whatever the finding.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Malformed => "mend the line: nobody knows what the client makes of it",
            Self::SecretLiteral => {
                "refer to a variable, and replace the credential where others could read the file"
            }
            Self::AutoApproval => {
                "name only tools that cannot change anything, or let people be asked"
            }
            Self::PlainHttp => "use https://",
            Self::UnpinnedPackage => "name the exact version, or the digest of an image",
            Self::ShellWrapper => "name the program and its arguments",
            Self::SkippedByClient => "mend it or take it out",
            Self::ShadowedName => "keep one, or give them two names",
            Self::DuplicateServer => "keep one",
            Self::WritableByOthers => "chmod o-w, on the file and its folder",
        }
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Malformed | Self::SecretLiteral | Self::WritableByOthers => Severity::Error,
            Self::AutoApproval
            | Self::PlainHttp
            | Self::UnpinnedPackage
            | Self::SkippedByClient
            | Self::ShadowedName => Severity::Warning,
            Self::ShellWrapper | Self::DuplicateServer => Severity::Info,
        }
    }
}
