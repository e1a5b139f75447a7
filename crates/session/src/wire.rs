//! One connection: the server's three streams, pumped by whoever waits. Bytes are recorded first, then routed.

use crate::ears::Ears;
use crate::lines::Splitter;
use crate::list::Kind;
use crate::process::Process;
use crate::recorder::Recorder;
use crate::router::{Manners, Reply, Router};
use evidence::Event;
use evidence::conduct::Deed;
use evidence::limits::MESSAGE_BYTES;
use sandbox::Ended;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::Instant;

/// Bytes read at once.
const CHUNK: usize = 64 << 10;
/// Bytes of one line of standard error that are kept.
const STDERR_LINE: usize = 8 << 10;
/// Bytes that may wait to be read by the server before its requests are no longer answered.
const BACKLOG: usize = 1 << 20;
/// How long output may still come after the process has ended: descendants may hold the pipe open for ever.
const DRAIN: Duration = Duration::from_millis(200);

pub(crate) type Reader = Box<dyn AsyncRead + Send + Unpin>;
pub(crate) type Writer = Box<dyn AsyncWrite + Send + Unpin>;

/// An open connection.
pub(crate) struct Wire {
    input: Option<Writer>,
    output: Source,
    errors: Source,
    process: Option<Process>,
    /// Listen for canaries, where any are planted.
    ears: Option<Ears>,
    pending: Vec<u8>,
    drain_until: Option<Instant>,
    chunk: Vec<u8>,
    router: Router,
}

/// Which of the streams moved.
enum Moved {
    Output(usize),
    Errors(usize),
    Written(usize),
    Exited,
    Drained,
}

impl Wire {
    pub(crate) fn new(
        input: Writer,
        output: Reader,
        errors: Option<Reader>,
        process: Option<Process>,
    ) -> Self {
        Self {
            input: Some(input),
            output: Source {
                stream: Some(output),
                splitter: Splitter::new(MESSAGE_BYTES),
            },
            errors: Source {
                stream: errors,
                splitter: Splitter::new(STDERR_LINE),
            },
            process,
            ears: None,
            pending: Vec::new(),
            drain_until: None,
            chunk: vec![0; CHUNK],
            router: Router::default(),
        }
    }

    /// Listens for canaries from here on.
    pub(crate) fn listen(&mut self, ears: Ears) {
        self.ears = Some(ears);
    }

    /// The process behind an ended connection, and what was heard of canaries.
    pub(crate) fn into_parts(self) -> (Option<Process>, Vec<Deed>) {
        let heard = self.ears.map(Ears::heard).unwrap_or_default();
        (self.process, heard)
    }

    pub(crate) fn manners(&mut self, manners: Manners) {
        self.router.manners = manners;
    }

    /// Whether nothing can come any more.
    pub(crate) fn over(&self) -> bool {
        self.output.stream.is_none()
    }

    /// The process behind the connection, where there is one.
    pub(crate) fn process(&self) -> Option<&Process> {
        self.process.as_ref()
    }

    /// How the process ended, once it has.
    pub(crate) fn status(&self) -> Option<Ended> {
        self.process.as_ref().and_then(|p| p.status)
    }

    /// Records a line and queues it; the pump writes it.
    pub(crate) fn send(&mut self, line: &[u8], recorder: &mut Recorder) {
        if self.input.is_some() {
            recorder.sent(line);
            self.pending.extend_from_slice(line);
            self.pending.push(b'\n');
        }
    }

    /// Says that a reply with this id is waited for.
    pub(crate) fn expect(&mut self, id: u64) {
        self.router.waiting.insert(id, None);
    }

    /// The reply with this id, once it has come.
    pub(crate) fn take(&mut self, id: u64) -> Option<Reply> {
        let reply = self.router.waiting.get_mut(&id)?.take()?;
        self.router.waiting.remove(&id);
        Some(reply)
    }

    /// No longer waits for it.
    pub(crate) fn forget(&mut self, id: u64) {
        self.router.waiting.remove(&id);
    }

    /// Whether errors without an id belong to the request that is waited for. Not after a line that was no request.
    pub(crate) fn errors_without_id(&mut self, ours: bool) {
        self.router.strays_ours = ours;
    }

    /// Whether any kind's `list_changed` has come.
    pub(crate) fn has_changed(&self) -> bool {
        !self.router.changed.is_empty()
    }

    /// What has changed of this kind is about to be seen.
    pub(crate) fn settle(&mut self, kind: Kind) {
        self.router.changed.remove(&kind);
    }

    /// Whether a stream of the server is still open.
    pub(crate) fn reading(&self) -> bool {
        self.output.stream.is_some() || self.errors.stream.is_some()
    }

    /// Looks whether the process has ended, without waiting.
    pub(crate) fn look(&mut self) {
        if let Some(process) = &mut self.process {
            process.look();
            if process.status.is_some() && self.drain_until.is_none() {
                self.drain_until = Some(Instant::now() + DRAIN);
            }
        }
    }

    /// The kinds whose `list_changed` has come since this was asked last.
    pub(crate) fn changed(&mut self) -> BTreeSet<Kind> {
        std::mem::take(&mut self.router.changed)
    }

    /// Closes the server's standard input.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
        self.pending.clear();
    }

    /// Reads no more of the server.
    pub(crate) fn hang_up(&mut self, recorder: &mut Recorder) {
        self.end_output(recorder);
        self.end_errors(recorder);
    }

    /// Waits for the next thing that moves and deals with it. Safe to drop at any moment: nothing read is lost.
    pub(crate) async fn step(&mut self, recorder: &mut Recorder) {
        let moved = self.next().await;
        match moved {
            Moved::Output(0) => self.end_output(recorder),
            Moved::Errors(0) => self.end_errors(recorder),
            Moved::Output(n) => self.heard(n, recorder),
            Moved::Errors(n) => {
                let chunk = self.chunk.get(..n).unwrap_or_default();
                if let Some(ears) = &mut self.ears {
                    ears.errors(chunk);
                }
                self.errors
                    .splitter
                    .feed(chunk, |line| recorder.complained(line));
            }
            // A server that closed its input may still answer what it has read.
            Moved::Written(0) => self.close_input(),
            Moved::Written(n) => drop(self.pending.drain(..n.min(self.pending.len()))),
            Moved::Exited => self.drain_until = Some(Instant::now() + DRAIN),
            Moved::Drained => self.hang_up(recorder),
        }
    }

    async fn next(&mut self) -> Moved {
        let Self {
            input,
            output,
            errors,
            process,
            pending,
            drain_until,
            chunk,
            ..
        } = self;
        // Standard error has a buffer of its own, so that the two reads can wait side by side.
        let mut err_chunk = [0; 4096];
        let running = process.as_ref().is_some_and(|p| p.status.is_none());
        let (err_open, writing, draining) = (
            errors.stream.is_some(),
            input.is_some() && !pending.is_empty(),
            drain_until.is_some(),
        );
        let (out_open, at) = (
            output.stream.is_some(),
            drain_until.unwrap_or_else(Instant::now),
        );
        tokio::select! {
            n = read(&mut output.stream, chunk), if out_open => Moved::Output(n),
            n = read(&mut errors.stream, &mut err_chunk), if err_open => {
                if let Some((to, from)) = chunk.get_mut(..n).zip(err_chunk.get(..n)) {
                    to.copy_from_slice(from);
                }
                Moved::Errors(n)
            }
            n = write(input, pending), if writing => Moved::Written(n),
            () = exit(process), if running => Moved::Exited,
            () = tokio::time::sleep_until(at), if draining && (out_open || err_open) => Moved::Drained,
            else => std::future::pending().await,
        }
    }

    fn heard(&mut self, n: usize, recorder: &mut Recorder) {
        let Self {
            output,
            chunk,
            router,
            pending,
            input,
            ears,
            ..
        } = self;
        if let Some((ears, bytes)) = ears.as_mut().zip(chunk.get(..n)) {
            ears.output(bytes);
        }
        let mut full = false;
        output
            .splitter
            .feed(chunk.get(..n).unwrap_or_default(), |line| {
                if recorder.heard(&line) {
                    let answer = router.route(&line);
                    if let Some(answers) =
                        answer.filter(|_| input.is_some() && pending.len() < BACKLOG)
                    {
                        for answer in answers {
                            recorder.sent(&answer);
                            pending.extend_from_slice(&answer);
                            pending.push(b'\n');
                        }
                    }
                } else {
                    full = true;
                }
            });
        if full {
            self.hang_up(recorder);
        }
    }

    fn end_output(&mut self, recorder: &mut Recorder) {
        self.output.stream = None;
        if let Some(line) = self.output.splitter.finish()
            && recorder.heard(&line)
        {
            recorder.event(&Event::Unterminated);
            self.router.route(&line);
        }
    }

    fn end_errors(&mut self, recorder: &mut Recorder) {
        self.errors.stream = None;
        if let Some(line) = self.errors.splitter.finish() {
            recorder.complained(line);
        }
    }
}

/// A stream of the server and its lines.
struct Source {
    stream: Option<Reader>,
    splitter: Splitter,
}

async fn read(stream: &mut Option<Reader>, chunk: &mut [u8]) -> usize {
    match stream {
        Some(stream) => stream.read(chunk).await.unwrap_or(0),
        None => 0,
    }
}

async fn write(stream: &mut Option<Writer>, bytes: &[u8]) -> usize {
    match stream {
        Some(stream) => stream.write(bytes).await.unwrap_or(0),
        None => 0,
    }
}

async fn exit(process: &mut Option<Process>) {
    if let Some(process) = process {
        process.exited().await;
    }
}
