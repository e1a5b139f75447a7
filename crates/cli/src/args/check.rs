//! `check`: the servers of a configuration, all at once.

use super::record::Held;
use super::{Fence, Start, date, gates};
use clap::{Args, ValueEnum};
use gate_engine::Gate;
use jiff::civil::Date;
use std::ffi::OsString;
use std::path::PathBuf;

/// Which configured servers are meant.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which servers")]
pub(crate) struct Which {
    /// Whose shape a CONFIG has, where its name does not say: list clients
    #[arg(long, value_name = "CLIENT")]
    pub(crate) client: Option<String>,
    /// The servers of the user's configurations too
    #[arg(long)]
    pub(crate) all: bool,
    /// Only this server; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) server: Vec<String>,
    /// The project whose files count [default: the current directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
}

/// How configured servers are probed and judged.
#[derive(Debug, Args)]
pub(crate) struct Probing {
    #[command(flatten)]
    pub(crate) which: Which,
    /// The folder of review records: NAME.toml for each server, with %XX in NAME for what no file name should hold
    #[arg(long, value_name = "DIR", help_heading = "Judging")]
    pub(crate) records: Option<PathBuf>,
    /// An organisation's policy
    #[arg(long, value_name = "FILE", help_heading = "Judging")]
    pub(crate) policy: Option<PathBuf>,
    /// The date of the decisions [default: the day of the run]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Judging")]
    pub(crate) now: Option<Date>,
    #[command(flatten)]
    pub(crate) start: Start,
    #[command(flatten)]
    pub(crate) fence: Fence,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "mcp-gatecheck check [OPTIONS] [CONFIG]...\n       mcp-gatecheck check [OPTIONS] [CONFIG]... -- CLIENT [ARGS]..."
)]
pub(crate) struct Check {
    /// Configurations of clients; the project's where none is named
    #[arg(value_name = "CONFIG")]
    pub(crate) config: Vec<PathBuf>,
    /// Start this client, where every server may be connected to
    #[arg(last = true, value_name = "CLIENT")]
    pub(crate) then: Vec<OsString>,
    #[command(flatten)]
    pub(crate) probing: Probing,
    /// Start nothing: what the configurations themselves say, and whether locks among them are whole
    #[arg(long = "static", conflicts_with_all = ["then", "locked", "records", "require", "policy", "now"])]
    pub(crate) statics: bool,
    /// The gate that every server must reach
    #[arg(long, value_name = "GATE", value_parser = gates(), default_value = "prototype", help_heading = "Judging")]
    pub(crate) require: Gate,
    /// Every server must list what the lock holds: exit 6 where one differs
    #[arg(long, help_heading = "Judging")]
    pub(crate) locked: bool,
    /// The lock [default: mcp-gatecheck.lock]
    #[arg(
        long,
        value_name = "FILE",
        requires = "locked",
        help_heading = "Judging"
    )]
    pub(crate) lock: Option<PathBuf>,
    /// What is written to standard output
    #[arg(long, value_enum, default_value_t = CheckFormat::Human, help_heading = "Output")]
    pub(crate) format: CheckFormat,
    /// Write a format to a file too; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = format_path, help_heading = "Output")]
    pub(crate) output: Vec<(CheckFormat, PathBuf)>,
}

fn format_path(text: &str) -> Result<(CheckFormat, PathBuf), String> {
    let what = "give a format and a path: json=check.json";
    let (format, path) = text
        .split_once('=')
        .filter(|(_, path)| !path.is_empty())
        .ok_or(what)?;
    let format = CheckFormat::from_str(format, false)
        .map_err(|_| format!("no format “{format}”: human or json"))?;
    Ok((format, PathBuf::from(path)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Human,
    /// For programs: mcp-gatecheck/check/1
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Policy {
    #[command(flatten)]
    pub(crate) held: Held,
    /// The client or gateway
    #[arg(long = "for", value_name = "CLIENT")]
    pub(crate) client: String,
    /// The name by which the client is configured with the server [default: the record's]
    #[arg(long, value_name = "NAME")]
    pub(crate) server: Option<String>,
}
