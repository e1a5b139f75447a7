//! `inventory`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Inventory {
    /// Look in this home, whatever system it is of, and not at what is this machine's [default: yours]
    #[arg(long, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// The project whose files count [default: the current directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// The lock that says which gate each server last reached [default: mcp-gatecheck.lock beside each configuration, or
    /// in the project]
    #[arg(long, value_name = "FILE")]
    pub(crate) lock: Option<PathBuf>,
    /// What is written to standard output
    #[arg(long, value_enum, default_value_t = InventoryFormat::Human)]
    pub(crate) format: InventoryFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InventoryFormat {
    /// For people
    Human,
    /// For programs: mcp-gatecheck/inventory/1
    Json,
}
