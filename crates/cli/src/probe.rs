//! `probe`: starts one server, records, and judges what was recorded.

use crate::args::{Look, Probe};
use crate::failure::Failure;
use crate::judging::Judging;
use crate::progress::Waiting;
use crate::wait::{self, interrupted};
use crate::{environment, fence, files, output, remote, terminal};
use evidence::{Facts, Target};
use session::{Endpoint, Recording};
use std::ffi::OsString;
use std::io;
use std::time::Duration;

/// Each request.
const REQUEST: Duration = Duration::from_secs(15);

pub(crate) fn probe(args: &Probe, look: &Look) -> Result<u8, Failure> {
    let what = target(args)?;
    let judging = Judging::read(&args.judge)?;
    let env = environment::variables(&args.start)?;
    output::check(&args.output)?;
    if let Some(path) = &args.start.transcript {
        files::check_writable(path)?;
    }
    let waiting = Waiting::new(look);
    let endpoint = match &what {
        What::Url(url) => Some(remote::endpoint(url, &args.remote, &waiting)?),
        What::Demo | What::Command(_) => None,
    };
    let command = what.command()?;
    let (fence, install) = if endpoint.is_some() {
        (None, None)
    } else if args.fence.no_sandbox {
        if !look.quiet {
            terminal::note(fence::GIVEN_UP);
        }
        (None, None)
    } else {
        let demo = matches!(what, What::Demo);
        let ready = fence::fence(&args.fence, &command, demo, &waiting)?;
        (Some(ready.fence), ready.install)
    };
    let options = session::Options {
        command,
        fence,
        install,
        env,
        timeout: args.start.timeout,
        start_timeout: args.start.start_timeout,
        request_timeout: REQUEST,
        reach: args.start.reach.into(),
        quick: args.start.quick,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let mut recording = record(endpoint, options, &waiting)?;
    if matches!(what, What::Demo) {
        recording.header.target = Target::Stdio {
            command: DEMO.map(str::to_owned).to_vec(),
        };
    }
    if let Some(path) = &args.start.transcript {
        let mut file = recording.open().map_err(|e| unrecorded(&e))?;
        files::make(path, |out| io::copy(&mut file, out).map(drop))?;
    }
    // What is judged is what a replay would read, byte for byte.
    let file = recording.open().map_err(|e| unrecorded(&e))?;
    let facts = Facts::read_file(file).map_err(|e| unrecorded(&io::Error::other(e)))?;
    drop(recording);
    let review = judging.facts(facts)?;
    output::write(
        &review,
        &args.output,
        look,
        args.start.transcript.as_deref(),
    )
}

/// How the demo's target is shown: what a person would type, wherever this program lies.
const DEMO: [&str; 3] = ["mcp-gatecheck", "scripted", "--demo"];

enum What {
    Demo,
    Command(Vec<OsString>),
    Url(String),
}

impl What {
    fn command(&self) -> Result<Vec<OsString>, Failure> {
        match self {
            Self::Command(command) => Ok(command.clone()),
            Self::Url(_) => Ok(Vec::new()),
            Self::Demo => {
                let program = std::env::current_exe().map_err(|error| {
                    Failure::file(
                        "find",
                        "this very program",
                        &error,
                        "start it by its full path",
                    )
                })?;
                Ok([program.into_os_string(), "scripted".into(), "--demo".into()].to_vec())
            }
        }
    }
}

fn target(args: &Probe) -> Result<What, Failure> {
    let what = named(args)?;
    if remote::any(&args.remote) && !matches!(what, What::Url(_)) {
        return Err(Failure::new(
            "credentials, headers and certificates are for servers over HTTP",
            "give the server's URL, or its variables with --env",
        ));
    }
    Ok(what)
}

fn named(args: &Probe) -> Result<What, Failure> {
    if !args.command.is_empty() {
        return Ok(What::Command(args.command.clone()));
    }
    if args.server.is_some() {
        return Err(Failure::new(
            "--server is not built yet",
            "give the server's command: mcp-gatecheck probe -- COMMAND",
        ));
    }
    match args.target.as_slice() {
        [] => Err(Failure::new(
            "there is nothing to probe",
            "give the server's command: mcp-gatecheck probe -- COMMAND, or try mcp-gatecheck probe demo",
        )),
        [demo] if demo == "demo" => Ok(What::Demo),
        [url] if url.contains("://") => Ok(What::Url(url.clone())),
        words => Err(Failure::new(
            "the server's command goes after `--`",
            format!("try: mcp-gatecheck probe -- {}", words.join(" ")),
        )),
    }
}

fn record(
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
fn unrecorded(error: &io::Error) -> Failure {
    Failure::file(
        "record to",
        "a temporary file",
        error,
        "make room for temporary files, or set TMPDIR to another place",
    )
}
