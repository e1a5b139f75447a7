//! The command line.

pub(crate) mod check;
pub(crate) mod inventory;
pub(crate) mod lock;
pub(crate) mod login;
pub(crate) mod record;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use gate_engine::Gate;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
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
    /// Pin what a run listed, whole: definitions, package, version, surface, gate
    Lock(lock::LockArgs),
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
#[command(
    override_usage = "mcp-gatecheck probe [OPTIONS] -- COMMAND [ARGS]...\n       mcp-gatecheck probe [OPTIONS] URL\n       mcp-gatecheck probe [OPTIONS] demo"
)]
pub(crate) struct Probe {
    /// A server over HTTP; or `demo`, a bundled server with the worked example's four tools
    #[arg(value_name = "URL|demo", conflicts_with = "command")]
    pub(crate) target: Vec<String>,
    /// A server of the project's configuration, or of the user's
    #[arg(long, value_name = "NAME", conflicts_with_all = ["target", "command"])]
    pub(crate) server: Option<String>,
    /// The server's command and its arguments, after `--`
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
    /// Save what was recorded, to replay it later
    #[arg(long, value_name = "PATH")]
    pub(crate) transcript: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) start: Start,
    #[command(flatten)]
    pub(crate) remote: Remote,
    #[command(flatten)]
    pub(crate) fence: Fence,
    #[command(flatten)]
    pub(crate) judge: Judge,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// How the server is fenced in.
#[derive(Debug, Clone, Args, Serialize, Deserialize)]
#[command(next_help_heading = "Sandbox")]
pub(crate) struct Fence {
    /// Show the server a path of yours, read-only
    #[arg(long, value_name = "PATH")]
    pub(crate) ro: Vec<PathBuf>,
    /// Let the server change a path of yours
    #[arg(long, value_name = "PATH")]
    pub(crate) rw: Vec<PathBuf>,
    /// Let the server reach a host, through a proxy that records it; *.example.org is every host below it
    #[arg(long, value_name = "HOST[:PORT]", value_parser = sandbox::Host::read)]
    pub(crate) allow_host: Vec<sandbox::Host>,
    /// Where the packages of npx, uvx and the like are installed and kept [default: ~/.cache/mcp-gatecheck]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// Let packages run their own scripts while they are installed
    #[arg(long)]
    pub(crate) allow_install_scripts: bool,
    /// Installing, all of it
    #[arg(long, value_name = "DURATION", default_value = "300s", value_parser = duration)]
    pub(crate) install_timeout: Duration,
    /// What holds the server: auto takes the strongest that can be had, the others only themselves
    #[arg(long, value_enum, default_value_t = Rung::Auto, value_name = "RUNG")]
    pub(crate) sandbox: Rung,
    /// Run the server with your rights, on your machine; what only a sandbox sees is then missing
    #[arg(long, conflicts_with_all = ["ro", "rw", "allow_host", "cache", "allow_install_scripts", "sandbox"])]
    pub(crate) no_sandbox: bool,
}

/// What is shown to a server over HTTP, and what is taken from it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Servers over HTTP")]
pub(crate) struct Remote {
    /// A variable that holds a bearer token; the server is probed without it first
    #[arg(long, value_name = "VAR")]
    pub(crate) bearer_env: Option<String>,
    /// A header whose value is in a variable, sent where the token is
    #[arg(long, value_name = "NAME=VAR")]
    pub(crate) header_env: Vec<String>,
    /// Sign in with the token that `mcp-gatecheck login URL` keeps
    #[arg(long, conflicts_with_all = ["bearer_env", "client_credentials"])]
    pub(crate) login: bool,
    /// Sign in as this client, whose secret is in a variable: its token endpoint gets a POST before the server is probed
    #[arg(long, value_name = "ID=VAR", conflicts_with = "bearer_env")]
    pub(crate) client_credentials: Option<String>,
    /// A scope for that client, and not those that the server's refusal names; may be repeated
    #[arg(long, value_name = "SCOPE", requires = "client_credentials")]
    pub(crate) scope: Vec<String>,
    /// A header that is sent with every request
    #[arg(long, value_name = "NAME: VALUE")]
    pub(crate) header: Vec<String>,
    /// Certificates to trust beside the system's, in PEM form
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Go on whatever the server's certificate; it is recorded, and counts
    #[arg(long)]
    pub(crate) insecure: bool,
}

/// What holds the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Rung {
    /// The strongest that can be had
    Auto,
    /// Namespaces of its own and a system call filter
    Namespaces,
    /// Landlock and a system call filter
    Landlock,
}

#[derive(Debug, Clone, Args, Serialize, Deserialize)]
#[command(next_help_heading = "Starting the server")]
pub(crate) struct Start {
    /// A variable for the server: NAME passes ours on, NAME=VALUE sets it; it inherits no other but PATH
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub(crate) env: Vec<String>,
    /// Variables for the server from a file of NAME=VALUE lines
    #[arg(long, value_name = "FILE")]
    pub(crate) env_file: Vec<PathBuf>,
    /// The whole run
    #[arg(long, value_name = "DURATION", default_value = "120s", value_parser = duration)]
    pub(crate) timeout: Duration,
    /// Each start, until the server answers
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    pub(crate) start_timeout: Duration,
    /// How far questions go: listing asks nothing odd; questions names nothing; protocol also calls what does not exist
    #[arg(long, value_enum, default_value_t = Reach::Questions, value_name = "REACH")]
    pub(crate) reach: Reach,
    /// Start the server once, not up to three times: less is seen, and the report says what
    #[arg(long)]
    pub(crate) quick: bool,
}

/// How far the questions to the server go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Reach {
    /// The handshake and the lists only
    Listing,
    /// Odd messages too, none of which names anything that the server could look up
    Questions,
    /// Also calls of tools, prompts, resources and tasks that do not exist
    Protocol,
}

impl From<Reach> for evidence::Reach {
    fn from(reach: Reach) -> Self {
        match reach {
            Reach::Listing => Self::Listing,
            Reach::Questions => Self::Questions,
            Reach::Protocol => Self::Protocol,
        }
    }
}

#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Judging")]
pub(crate) struct Judge {
    /// The gate that must be reached; below it the exit code is 1
    #[arg(long, value_name = "GATE", value_parser = gates())]
    pub(crate) require: Option<Gate>,
    /// A review record: people's evidence about this server
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// An organisation's policy: it may tighten the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// The date of the decision, as 2026-11-22; by default the day of the run
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) now: Option<Date>,
    /// A tool that is kept from the agent; may be repeated
    #[arg(long, value_name = "TOOL")]
    pub(crate) exclude: Vec<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// What is written to standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Write a format to a file too; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = format_path)]
    pub(crate) output: Vec<(Format, PathBuf)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs: mcp-gatecheck/review/1
    Json,
    /// The evidence notes
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// The transcript
    pub(crate) transcript: PathBuf,
    #[command(flatten)]
    pub(crate) judge: Judge,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// The review record
    pub(crate) record: PathBuf,
    /// The gate that must be reached; below it the exit code is 1
    #[arg(long, value_name = "GATE", value_parser = gates())]
    pub(crate) require: Option<Gate>,
    /// An organisation's policy: it may tighten the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// The date of the decision, as 2026-11-22; by default today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) now: Option<Date>,
    /// A tool that is kept from the agent; may be repeated
    #[arg(long, value_name = "TOOL")]
    pub(crate) exclude: Vec<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A probe, facet, criterion, dimension, critical failure or gate; or a file: a transcript, a review as JSON, or a listing
    /// of tools
    #[arg(value_name = "ID|FILE")]
    pub(crate) what: String,
    /// Only this tool of the file
    #[arg(long, value_name = "NAME")]
    pub(crate) tool: Option<String>,
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

fn format_path(text: &str) -> Result<(Format, PathBuf), String> {
    let what = "give a format and a path: json=review.json";
    let (format, path) = text.split_once('=').ok_or(what)?;
    if path.is_empty() {
        return Err(what.to_owned());
    }
    let format = Format::from_str(format, false)
        .map_err(|_| format!("no format “{format}”: human, json or markdown"))?;
    Ok((format, PathBuf::from(path)))
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

    #[test]
    fn outputs_name_format_and_path() {
        assert_eq!(
            format_path("json=a=b.json"),
            Ok((Format::Json, PathBuf::from("a=b.json")))
        );
        for wrong in ["json", "json=", "yaml=x", "=x"] {
            assert!(format_path(wrong).is_err(), "{wrong}");
        }
    }
}
