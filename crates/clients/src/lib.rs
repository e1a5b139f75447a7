//! What MCP clients are configured to start or to reach: every client's files, read into one plain model.
//!
//! [`CLIENTS`] says where each client keeps its configuration and what shape it has. [`Config::read`] is a pure function of
//! a file's bytes; [`found`] lists and reads the files of a machine. `findings` judges what needs no start. Nothing here
//! starts, fetches or expands anything, and no value of a variable or of a header can be printed: see [`Secret`].

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may fail loudly"))]

mod client;
mod entry;
mod filter;
mod finding;
mod findings;
pub mod found;
mod glob;
mod inventory;
mod launch;
mod named;
mod permission;
mod policy;
mod read;
mod rule;
mod secret;
mod template;
mod tree;
mod url_pattern;

pub use client::{CLIENTS, Client, Os, Place, Scope};
pub use entry::{
    Approval, At, Config, Entry, Exposed, Given, Http, HttpKind, Problem, Setting, State, Stdio,
    Transport,
};
pub use filter::{Denied, ToolFilter};
pub use finding::{Finding, Rule, Severity};
pub use inventory::Inventory;
pub use launch::{Launch, Package};
pub use named::{Named, Runs};
pub use policy::{ENFORCERS, Enforcer, Exported, ToolPolicy, Unwritable, why_not};
pub use rule::{Own, Says, ServerRule};
pub use secret::Secret;
pub use template::{Dialect, Kind, Part, Template, Variable};
pub use url_pattern::UrlPattern;
