//! `login` and `logout`.

use super::duration;
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

const EXAMPLES: &str = "\
It says what it will send where before it does: it fetches metadata, registers a client
unless you name one, and sends your browser to be asked. The token is kept in a file that
only you can read, and `probe --login` shows it to this URL and to no other.

Examples:
  mcp-gatecheck login https://example.org/mcp
  mcp-gatecheck login --scope notes:read --no-browser https://example.org/mcp
  mcp-gatecheck login --client-id abc --client-secret-env SECRET --port 8976 https://example.org/mcp
  mcp-gatecheck login --list

Exit codes:
   0  signed in
   2  usage or configuration
   3  somebody said no, or what was said must not be trusted
   4  unreachable, a deadline, or interrupted";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Login {
    /// The server's URL
    #[arg(value_name = "URL", required_unless_present = "list")]
    pub(crate) url: Option<String>,
    /// Show which logins are kept, and no token
    #[arg(long, conflicts_with = "url")]
    pub(crate) list: bool,
    /// Open no browser: the address is printed, to be opened on this machine
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// A scope to ask for, and not those that the server's refusal names; may be repeated
    #[arg(long, value_name = "SCOPE")]
    pub(crate) scope: Vec<String>,
    /// A client that the authorization server knows, or the URL of its metadata document; else one is registered
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// A variable that holds that client's secret; it is read each time, and never kept
    #[arg(long, value_name = "VAR", requires = "client_id")]
    pub(crate) client_secret_env: Option<String>,
    /// The port of 127.0.0.1 that the browser comes back to, where the client is known with one; its path is /callback
    #[arg(
        long,
        value_name = "PORT",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub(crate) port: u16,
    /// How long to wait for you
    #[arg(long, value_name = "DURATION", default_value = "300s", value_parser = duration)]
    pub(crate) timeout: Duration,
    /// Certificates to trust beside the system's, in PEM form
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Logout {
    /// The server's URL
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Certificates to trust beside the system's, in PEM form
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
}
