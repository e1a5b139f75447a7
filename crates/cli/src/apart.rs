//! One run in a process of its own, so that several go on side by side: the kernel hands what a server leaves behind to one
//! process, which must know whose it was.

use crate::args::{Fence, Look, Start};
use crate::failure::Failure;
use crate::progress::Waiting;
use crate::start::{self, Directory, Server, Target};
use crate::{output, wait};
use evidence::Facts;
use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, Seek as _};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

/// What the other process may take beyond what it grants the server: to end it, and to read and write the recording.
const GRACE: Duration = Duration::from_secs(60);

/// What the other process is told, as JSON on its standard input. It may hold secrets, so it is no argument.
#[derive(Serialize, Deserialize)]
struct Job<'a> {
    command: Vec<OsString>,
    env: Vec<(String, String)>,
    directory: Option<Directory>,
    start: Cow<'a, Start>,
    fence: Cow<'a, Fence>,
}

/// Why there is no transcript, as JSON on the other process's standard output; its exit code is 2.
#[derive(Serialize, Deserialize)]
struct Reason {
    what: String,
    next: String,
}

/// Probes the server of a command in another process of this program, and reads what that recorded.
///
/// # Errors
/// The target is no command, or there is no recording: why.
pub(crate) fn facts(
    target: Target,
    start: &Start,
    fence: &Fence,
    verbose: u8,
) -> Result<Facts, Failure> {
    let longest = fence.install_timeout + start.timeout + GRACE;
    let Server::Command(command) = target.server else {
        return Err(broken(&"only a command is started"));
    };
    let job = Job {
        command,
        env: target.env,
        directory: target.directory,
        start: Cow::Borrowed(start),
        fence: Cow::Borrowed(fence),
    };
    let job = serde_json::to_vec(&job).map_err(|error| broken(&error))?;
    let mut out = tempfile::tempfile().map_err(|error| start::unrecorded(&error))?;
    let status = wait::runtime()?
        .block_on(run(&job, &out, longest, verbose))
        .map_err(|error| broken(&error))?;
    out.rewind().map_err(|error| start::unrecorded(&error))?;
    match status.code() {
        Some(0) => Facts::read_file(BufReader::new(out)).map_err(|error| broken(&error)),
        Some(2) => {
            let Reason { what, next } =
                serde_json::from_reader(BufReader::new(out)).map_err(|error| broken(&error))?;
            Err(Failure { what, next })
        }
        _ => Err(broken(&status)),
    }
}

fn broken(why: &dyn std::fmt::Display) -> Failure {
    Failure::new(
        format!("the process that was to probe it broke: {why}"),
        "probe it by itself: mcp-gatecheck probe --server NAME",
    )
}

async fn run(job: &[u8], out: &File, longest: Duration, verbose: u8) -> io::Result<ExitStatus> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("apart");
    for _ in 0..verbose {
        command.arg("-v");
    }
    command
        .stdin(Stdio::piped())
        .stdout(out.try_clone()?)
        .kill_on_drop(true);
    let mut child = command.spawn()?;
    let told = async {
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(job).await?;
        }
        ended(&mut child).await
    };
    tokio::time::timeout(longest, told)
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// Waits for its end; whoever stops us stops it.
async fn ended(child: &mut Child) -> io::Result<ExitStatus> {
    tokio::select! {
        status = child.wait() => return status,
        () = wait::interrupted() => {}
    }
    let pid = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
    if let Some(pid) = pid {
        // It ends its server, and writes what it has.
        let _gone = kill_process(pid, Signal::TERM);
    }
    child.wait().await
}

/// Is the other process.
pub(crate) fn serve() -> Result<u8, Failure> {
    // Without the one who asked, nobody wants to know: our server ends with us.
    #[cfg(target_os = "linux")]
    let _kernel_too_old = rustix::process::set_parent_process_death_signal(Some(Signal::TERM));
    let job: Job<'_> =
        serde_json::from_reader(io::stdin().lock()).map_err(|error| broken(&error))?;
    let waiting = Waiting::new(&Look::silent());
    let target = Target {
        server: Server::Command(job.command),
        env: job.env,
        directory: job.directory,
    };
    let recorded = start::record(target, &job.start, &job.fence, &waiting);
    let written = recorded.and_then(|mut recording| {
        let mut from = recording.open().map_err(|e| start::unrecorded(&e))?;
        io::copy(&mut from, &mut io::stdout().lock()).map_err(|e| start::unrecorded(&e))
    });
    match written {
        Ok(_) => Ok(0),
        Err(Failure { what, next }) => {
            let reason = serde_json::to_string(&Reason { what, next });
            output::stdout(&reason.map_err(|error| broken(&error))?);
            Ok(2)
        }
    }
}
