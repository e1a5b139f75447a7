//! `lock` and `diff`.

use super::Format;
use super::check::Probing;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    override_usage = "mcp-gatecheck lock [OPTIONS] [CONFIG]...\n       mcp-gatecheck lock [OPTIONS] TRANSCRIPT"
)]
pub(crate) struct LockArgs {
    /// Configurations of clients, the project's where none is named; or one run, as `probe --transcript` saved it
    #[arg(value_name = "CONFIG|TRANSCRIPT")]
    pub(crate) files: Vec<PathBuf>,
    /// The lock; what it holds of other servers stays
    #[arg(short, long, value_name = "FILE", default_value = crate::lock::DEFAULT)]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) run: OfRun,
    #[command(flatten)]
    pub(crate) probing: Probing,
}

/// What is said of a run that is locked.
#[derive(Debug, Args)]
#[command(next_help_heading = "Of a transcript")]
pub(crate) struct OfRun {
    /// The server's name in the lock [default: the name that it gives itself]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// A review record: people's evidence about this server
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// A tool that is kept from the agent; may be repeated
    #[arg(long, value_name = "TOOL")]
    pub(crate) exclude: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// What was: a lock or a transcript
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// What is now: a lock or a transcript
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// The server in a lock that holds more than one
    #[arg(long, alias = "name", value_name = "NAME")]
    pub(crate) server: Option<String>,
    /// A review record: which of its statements speak about what changed
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// What is written to standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}
