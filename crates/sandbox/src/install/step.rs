//! Runs an installer, fenced in, within a time limit.

use super::index::Index;
use crate::{Error, Plan};
use evidence::conduct::{Conduct, Fence};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::Read;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

/// Bytes of each of its streams that are kept, at the end.
const TAIL: usize = 4 << 10;
/// Lines of them that are told.
const LINES: usize = 8;

/// An installer's command.
pub(super) struct Step {
    pub(super) command: Vec<OsString>,
    pub(super) env: Vec<(String, OsString)>,
    pub(super) index: Index,
}

/// What became of it.
pub(super) struct Ran {
    pub(super) fence: Option<Fence>,
    pub(super) conduct: Conduct,
    /// Why it failed, where it did.
    pub(super) failed: Option<String>,
}

/// Runs a plan within a time limit. Tests have one that does without a fence.
pub(super) type Run<'a> = &'a mut dyn FnMut(Plan, Duration) -> Result<Ran, Error>;

/// Runs a plan, fenced in.
pub(super) fn fenced(plan: Plan, limit: Duration) -> Result<Ran, Error> {
    let (send, ended) = channel();
    let mut running = crate::start(
        plan,
        Box::new(move |end| {
            // Nobody waits any more where the time is up.
            let _ = send.send(end);
        }),
    )?;
    drop(running.stdin.take());
    let streams = [
        running.stdout.take().map(tail),
        running.stderr.take().map(tail),
    ];
    let end = ended.recv_timeout(limit);
    let fence = Some(running.fence.clone());
    let conduct = running.finish();
    // Both end by now: everything that could hold the other end is gone.
    let [stdout, stderr] = streams.map(|reader| reader.and_then(|reader| reader.join().ok()));
    let how = match end {
        Ok(end) if end.code == Some(0) => None,
        Ok(end) => Some(match (end.code, end.signal) {
            (Some(code), _) => format!("exit code {code}"),
            (None, Some(signal)) => format!("ended by signal {signal}"),
            (None, None) => "it ended".to_owned(),
        }),
        Err(RecvTimeoutError::Timeout) => Some(format!("not done after {} s", limit.as_secs())),
        Err(RecvTimeoutError::Disconnected) => Some("it was lost".to_owned()),
    };
    Ok(Ran {
        fence,
        conduct,
        failed: how.map(|how| {
            reason(
                &how,
                &stderr.unwrap_or_default(),
                &stdout.unwrap_or_default(),
            )
        }),
    })
}

/// How it ended, and the last lines that it wrote: on standard error, or else on standard output.
pub(super) fn reason(how: &str, stderr: &[u8], stdout: &[u8]) -> String {
    let said = if stderr.trim_ascii().is_empty() {
        stdout
    } else {
        stderr
    };
    let text = String::from_utf8_lossy(said);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let last = lines.iter().skip(lines.len().saturating_sub(LINES));
    let last: Vec<String> = last
        .map(|line| {
            line.trim()
                .chars()
                .filter(|c| !c.is_control())
                .take(400)
                .collect()
        })
        .collect();
    if last.is_empty() {
        return how.to_owned();
    }
    format!("{how}: {}", last.join(" / "))
}

/// Reads a stream to its end and keeps the last bytes.
fn tail(mut stream: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    spawn(move || {
        let mut kept = VecDeque::new();
        let mut chunk = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut chunk) {
            kept.extend(chunk.iter().take(read));
            kept.drain(..kept.len().saturating_sub(TAIL));
        }
        kept.into()
    })
}
