//! The command line.

pub(crate) mod check;
pub(crate) mod inventory;
mod judge;
pub(crate) mod lock;
pub(crate) mod login;
mod probe;
pub(crate) mod record;

pub(crate) use judge::{Basis, Decide, Format, Judge, Output, Replay};
pub(crate) use probe::{Fence, Probe, Reach, Remote, Rung, Start};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use gate_engine::Gate;
use jiff::SignedDuration;
use jiff::civil::Date;
use std::path::PathBuf;
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  mcp-gatecheck probe demo                            a first look; needs nothing installed
  mcp-gatecheck probe -- npx -y @scope/server@1.2.3   before an agent gets it
  mcp-gatecheck probe --env API_KEY --require read-only -- uvx some-server==2.0.1
  mcp-gatecheck probe --transcript run.jsonl --output json=review.json -- ./server
  mcp-gatecheck probe --bearer-env TOKEN https://example.org/mcp
  mcp-gatecheck login https://example.org/mcp         sign in once, for probe --login
  mcp-gatecheck replay run.jsonl --exclude drop_db    the same run judged again
  mcp-gatecheck decide review.toml                    the gate engine alone
  mcp-gatecheck explain run.jsonl --tool drop_db      how a tool was judged, and why
  mcp-gatecheck record new run.jsonl -o review.toml   people's evidence, to be filled in
  mcp-gatecheck check --require read-only -- CLIENT   go or no go, before the agent is wired up
  mcp-gatecheck inventory                             what your clients are configured with; starts nothing

Exit codes:
   0  a verdict was reached, and the required gate too
   1  the gate is below --require
   2  usage or configuration
   3  authentication is needed
   4  it would not start, was unreachable, or a deadline passed
   5  the verdict is incomplete
   6  something differs from the lock
  70  a bug of ours";

/// Finds out how far an MCP server may be trusted: collects evidence from the live server, scores it, and says which production gate it reaches.
#[derive(Debug, Parser)]
#[command(name = "mcp-gatecheck", version, after_help = EXAMPLES, max_term_width = 110, disable_help_subcommand = true, disable_help_flag = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start one server, collect evidence, judge, report
    Probe(Box<Probe>),
    /// The pre-connection check: probe every server that a client is configured with, and say whether to connect
    Check(Box<check::Check>),
    /// Show that the gate works: a bundled bad server must get Block, a good one must not
    Selftest,
    /// Judge a recorded transcript again: no server, no network, the same bytes out
    Replay(Replay),
    /// The gate engine alone, on a review record
    Decide(Decide),
    /// People's evidence about one server: begin a review record, see what it lacks, add to it
    #[command(subcommand)]
    Record(record::RecordCommand),
    /// The settings that make a gate real in a client: which tools run, which are asked for, which are kept away
    Policy(check::Policy),
    /// Pin what configured servers list, or what a run did, whole: definitions, package, version, surface, gate
    Lock(Box<lock::LockArgs>),
    /// What changed between two locks or runs, in words; exit 6 where anything did
    Diff(lock::Diff),
    /// Every server that this machine's MCP clients are configured with; starts nothing
    Inventory(inventory::Inventory),
    /// Sign in to a server over HTTP, in your browser, and keep the token for `probe --login`
    Login(login::Login),
    /// Forget the login of a server, and give its token back where somebody takes it
    Logout(login::Logout),
    /// Explain a word of a report, or how each tool of a file was judged
    Explain(Explain),
    /// List the probes, facets, criteria or clients
    List(List),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Probe one server on behalf of another process of this program, which says on standard input what and how
    #[command(hide = true)]
    Apart,
    /// Be a scripted server, on standard input and output or over HTTP: the demo's other end
    #[command(hide = true)]
    Scripted(Scripted),
}

/// How it looks; understood by every command.
#[derive(Debug, Args)]
pub(crate) struct Look {
    /// Colour: auto, always or never; auto looks at the terminal and NO_COLOR
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", hide_possible_values = true, global = true, help_heading = "Look")]
    pub(crate) color: Color,
    /// No progress and no logs
    #[arg(short, long, global = true, help_heading = "Look")]
    pub(crate) quiet: bool,
    /// Everything in the report, and logs on standard error; -vv logs more
    #[arg(short, long, action = ArgAction::Count, global = true, help_heading = "Look")]
    pub(crate) verbose: u8,
    /// Print help
    #[arg(short, long, action = ArgAction::HelpShort, global = true, help_heading = "Look")]
    help: Option<bool>,
}

impl Look {
    /// Nothing is shown.
    pub(crate) const fn silent() -> Self {
        Self {
            color: Color::Never,
            quiet: true,
            verbose: 0,
            help: None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A probe, facet, criterion, dimension, critical failure or gate; or a file: a transcript, a review as JSON, a lock, or
    /// a listing of tools
    #[arg(value_name = "ID|FILE")]
    pub(crate) what: String,
    /// Only this tool of the file
    #[arg(long, value_name = "NAME")]
    pub(crate) tool: Option<String>,
    /// The server in a lock that holds more than one
    #[arg(long, value_name = "NAME")]
    pub(crate) server: Option<String>,
    /// How the tools of a file are told
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human)]
    pub(crate) format: ExplainFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For people
    Human,
    /// For programs: mcp-gatecheck/explain/1
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// What to list
    #[arg(value_enum)]
    pub(crate) what: Listable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listable {
    /// The questions put to a server
    Probes,
    /// The 50 questions of the evidence checklist
    Facets,
    /// The rungs of the six ladders
    Criteria,
    /// The MCP clients that are known, and where each keeps its configuration
    Clients,
}

#[derive(Debug, Args)]
pub(crate) struct Scripted {
    /// The bundled demo server.
    #[arg(long, conflicts_with = "script")]
    pub(crate) demo: bool,
    /// The bundled bad server.
    #[arg(long, conflicts_with_all = ["script", "demo"])]
    pub(crate) bad: bool,
    /// The script.
    #[arg(required_unless_present_any = ["demo", "bad"])]
    pub(crate) script: Option<PathBuf>,
    /// One server of a script that holds many.
    #[arg(conflicts_with = "demo")]
    pub(crate) case: Option<String>,
    /// Serve over HTTP at this address, port 0 for one that is free. The URL is written to standard output.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) http: Option<std::net::SocketAddr>,
    /// Write the certificate of the authority behind the server's own to this file.
    #[arg(long, value_name = "FILE", requires = "http")]
    pub(crate) authority: Option<PathBuf>,
}

fn gates() -> impl clap::builder::TypedValueParser<Value = Gate> {
    words(Gate::ALL, Gate::id, Gate::from_id)
}

/// The words of a closed set.
fn words<T: Copy + Send + Sync + 'static>(
    all: &[T],
    id: fn(T) -> &'static str,
    from_id: fn(&str) -> Option<T>,
) -> impl clap::builder::TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|word| id(*word)))
        .try_map(move |text| from_id(&text).ok_or("no such word"))
}

fn duration(text: &str) -> Result<Duration, String> {
    let parsed: SignedDuration = text
        .parse()
        .map_err(|_| "give a number with its unit: 500ms, 30s, 2m".to_owned())?;
    let duration =
        Duration::try_from(parsed).map_err(|_| "give a time that is not negative".to_owned())?;
    if duration.is_zero() {
        Err("give a time above zero".to_owned())
    } else {
        Ok(duration)
    }
}

fn date(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "give a date as year-month-day: 2026-11-22".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn durations_need_a_unit() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert_eq!(duration("1m30s"), Ok(Duration::from_secs(90)));
        for wrong in ["30", "", "-3s", "0s", "soon"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
