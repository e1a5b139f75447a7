//! `probe`, and what every command that reaches a server is told about it.

use super::{Judge, Output, duration};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

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
    /// Variables for the server from a file of NAME=VALUE lines; of a configured one, those that its entry refers to, and all
    /// where its entry names the file
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
