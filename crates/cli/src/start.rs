//! One run of one server, from how it is reached to the recording.

use crate::args::{self, Start};
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::wait::{self, interrupted};
use crate::{fence, terminal};
use serde::{Deserialize, Serialize};
use session::{Endpoint, Recording};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Each request.
const REQUEST: Duration = Duration::from_secs(15);

/// How a server is reached.
pub(crate) enum Server {
    /// A bundled one, by the option that makes this program be it.
    Bundled(&'static str),
    /// A command.
    Command(Vec<OsString>),
    /// A URL, with what is shown to it.
    Http(Box<Endpoint>),
}

/// A server, and what it gets.
pub(crate) struct Target {
    pub(crate) server: Server,
    /// The variables for it.
    pub(crate) env: Vec<(String, String)>,
    /// Where it is started, if not where we are.
    pub(crate) directory: Option<Directory>,
}

/// Where a server is started.
#[derive(Serialize, Deserialize)]
pub(crate) struct Directory {
    pub(crate) path: PathBuf,
    /// Whether its entry names it: a fence shows it then.
    pub(crate) named: bool,
}

impl Target {
    /// With these variables, where we are.
    pub(crate) const fn here(server: Server, env: Vec<(String, String)>) -> Self {
        Self {
            server,
            env,
            directory: None,
        }
    }
}

/// Starts or calls the server, lists, asks, and gives back what was recorded.
pub(crate) fn record(
    target: Target,
    start: &Start,
    fence: &args::Fence,
    waiting: &Waiting,
) -> Result<Recording, Failure> {
    let Target {
        server,
        env,
        directory,
    } = target;
    let (command, endpoint, bundled) = match server {
        Server::Bundled(option) => (this_program(option)?, None, Some(option)),
        Server::Command(command) => (command, None, None),
        Server::Http(endpoint) => (Vec::new(), Some(*endpoint), None),
    };
    let (fence, install) = if endpoint.is_some() || fence.no_sandbox {
        (None, None)
    } else {
        let ready = fence::fence(
            fence,
            &command,
            directory.as_ref(),
            bundled.is_some(),
            waiting,
        )?;
        (Some(ready.fence), ready.install)
    };
    let options = session::Options {
        command,
        directory: directory.map(|directory| directory.path),
        fence,
        install,
        env,
        timeout: start.timeout,
        start_timeout: start.start_timeout,
        request_timeout: REQUEST,
        reach: start.reach.into(),
        quick: start.quick,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let mut recording = talk(endpoint, options, waiting)?;
    if let Some(option) = bundled {
        // What a person would type, wherever this program lies.
        let command = ["mcp-gatecheck", "scripted", option];
        recording.header.target = evidence::Target::Stdio {
            command: command.map(str::to_owned).to_vec(),
        };
    }
    Ok(recording)
}

/// Says what goes without a sandbox, unless nothing is to be said.
pub(crate) fn warn_unfenced(fence: &args::Fence, quiet: bool) {
    if fence.no_sandbox && !quiet {
        terminal::note(fence::GIVEN_UP);
    }
}

fn this_program(option: &str) -> Result<Vec<OsString>, Failure> {
    let program = std::env::current_exe().map_err(|error| {
        Failure::file(
            "find",
            "this very program",
            &error,
            "start it by its full path",
        )
    })?;
    Ok(vec![
        program.into_os_string(),
        "scripted".into(),
        option.into(),
    ])
}

fn talk(
    endpoint: Option<Endpoint>,
    options: session::Options,
    waiting: &Waiting,
) -> Result<Recording, Failure> {
    let runtime = wait::runtime()?;
    let mut progress = |now: session::Progress| waiting.phase(now.phase);
    let recorded = runtime.block_on(async {
        match endpoint {
            Some(endpoint) => {
                session::probe_http(endpoint, options, &mut progress, interrupted()).await
            }
            None => session::probe_stdio(options, &mut progress, interrupted()).await,
        }
    });
    recorded.map_err(|error| unrecorded(&error))
}

/// The temporary file that holds the recording failed.
pub(crate) fn unrecorded(error: &io::Error) -> Failure {
    Failure::file(
        "record to",
        "a temporary file",
        error,
        "make room for temporary files, or set TMPDIR to another place",
    )
}

/// What was recorded, read as a replay would read it, byte for byte.
pub(crate) fn facts(recording: &mut Recording) -> Result<evidence::Facts, Failure> {
    let file = recording.open().map_err(|e| unrecorded(&e))?;
    evidence::Facts::read_file(file).map_err(|e| unrecorded(&io::Error::other(e)))
}
