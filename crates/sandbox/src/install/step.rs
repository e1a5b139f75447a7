//! Runs an installer, fenced in, within a time limit.

use super::index::Index;
use crate::disk::heavier;
use crate::{Ended, Error, Plan};
use evidence::conduct::{Conduct, Fence};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::Read;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};

/// Bytes of each of its streams that are kept, at the end.
const TAIL: usize = 4 << 10;
/// Lines of them that are told.
const LINES: usize = 8;

/// Files and directories that a package may have.
const FILES: usize = 500_000;
/// How often what it has written is weighed.
const WEIGH: Duration = Duration::from_secs(2);

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
    let tree = plan.shown.cache.as_ref().map(|cache| cache.path.clone());
    let most = plan.limits.disk;
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
    let how = wait(&ended, limit, &|| {
        tree.as_deref()
            .is_some_and(|tree| heavier(tree, most, FILES))
    });
    let fence = Some(running.fence.clone());
    let conduct = running.finish();
    // Both end by now: everything that could hold the other end is gone.
    let [stdout, stderr] = streams.map(|reader| reader.and_then(|reader| reader.join().ok()));
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

/// Waits until it ends, or has to be ended; returns why it failed, where it did. The cache is the machine's own disk, so
/// what is written there is weighed from time to time.
fn wait(ended: &Receiver<Ended>, limit: Duration, heavy: &dyn Fn() -> bool) -> Option<String> {
    let deadline = Instant::now() + limit;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match ended.recv_timeout(left.min(WEIGH)) {
            Ok(end) => {
                return match (end.code, end.signal) {
                    (Some(0), _) => None,
                    (Some(code), _) => Some(format!("exit code {code}")),
                    (None, Some(signal)) => Some(format!("ended by signal {signal}")),
                    (None, None) => Some("it ended".to_owned()),
                };
            }
            Err(RecvTimeoutError::Disconnected) => return Some("it was lost".to_owned()),
            Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                return Some(format!("not done after {limit:?} (--install-timeout)"));
            }
            Err(RecvTimeoutError::Timeout) if heavy() => {
                return Some("it wrote more than it may".to_owned());
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
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
    format!("{how}\n{}", last.join("\n"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_waited_for_within_time_and_weight() {
        let limit = Duration::from_millis(20);
        let (send, ended) = channel();
        assert!(
            wait(&ended, limit, &|| false)
                .unwrap()
                .starts_with("not done after")
        );
        let end = |code, signal| Ended { code, signal };
        send.send(end(Some(0), None)).unwrap();
        send.send(end(Some(3), None)).unwrap();
        send.send(end(None, Some(9))).unwrap();
        let next = || wait(&ended, limit, &|| false);
        assert_eq!(next(), None);
        assert_eq!(next().unwrap(), "exit code 3");
        assert_eq!(next().unwrap(), "ended by signal 9");
        assert_eq!(
            wait(&ended, WEIGH * 2, &|| true).unwrap(),
            "it wrote more than it may"
        );
        drop(send);
        assert_eq!(wait(&ended, limit, &|| false).unwrap(), "it was lost");
    }

    #[test]
    fn the_last_lines_are_the_reason() {
        let many: String = (0..20).map(|n| format!("line {n}\n\n")).collect();
        let said = reason("exit code 1", many.as_bytes(), b"");
        assert!(
            said.starts_with("exit code 1\nline 12\n") && said.ends_with("\nline 19"),
            "{said}"
        );
        assert_eq!(reason("x", b" \n", b"\x1b[1mout\x07\n"), "x\n[1mout");
        assert_eq!(reason("x", b"", b""), "x");
    }
}
