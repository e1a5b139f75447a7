//! What the settings of a client say about its servers, beside their entries.

use crate::Named;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// What a client's settings say about a server beside its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerRule {
    /// The line, from 1.
    pub line: u32,
    /// The server; none where it is about all, or where the rule itself says which.
    pub server: Option<String>,
    /// The project that it is for, where it is not for all that the file is for.
    pub project: Option<PathBuf>,
    /// What it says.
    pub says: Says,
}

/// What a [`ServerRule`] says. The name of the setting stands with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// It is switched off.
    Off(&'static str),
    /// Those that are named so are switched off.
    Denies(&'static str, Named),
    /// Only these servers are used.
    Only(&'static str, Vec<Named>),
    /// Nobody is asked before a project's servers are connected to.
    Trusts(&'static str),
    /// Of what is said about this, only what the machine's own settings say counts.
    Managed(Own),
    /// A permission that covers nothing; why.
    Idle(&'static str),
    /// What a permission of Claude Code covers is never let through: the permission.
    Denied(Arc<str>),
    /// What a permission of Claude Code covers runs unasked: the permission.
    Allowed(Arc<str>),
    /// What a permission of Claude Code covers is asked for, whatever else allows it: the permission.
    Asks(Arc<str>),
    /// Permissions of opencode: patterns of the names of tools, and whether what fits is denied. The last that fits counts; after
    /// all of them, what some agent lets through by itself.
    Last(Vec<(String, bool)>, Vec<String>),
    /// This tool is never let through.
    Never(String),
    /// No tool is let through: the rule, as it stands there.
    NeverAny(Arc<str>),
    /// This tool runs unasked; `*` is every one.
    Unasked(String),
    /// Only these tools are let through.
    Tools(BTreeSet<String>),
}

/// What the settings of a machine may keep for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// Which servers may be used.
    Servers,
    /// Which tools may.
    Permissions,
}
