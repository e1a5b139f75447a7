//! `lock` and `diff`.

use super::{Format, date};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct LockArgs {
    /// The run, as `probe --transcript` saved it
    #[arg(value_name = "TRANSCRIPT")]
    pub(crate) transcript: PathBuf,
    /// The lock; what it holds of other servers stays
    #[arg(short, long, value_name = "FILE", default_value = crate::lock::DEFAULT)]
    pub(crate) output: PathBuf,
    /// The server's name in the lock [default: the name that it gives itself]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// A review record: people's evidence about this server
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// An organisation's policy
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// The date of the decision [default: the day of the run]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) now: Option<Date>,
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
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// A review record: which of its statements speak about what changed
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// What is written to standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}
