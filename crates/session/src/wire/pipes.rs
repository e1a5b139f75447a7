//! The standard streams of a server, pumped by whoever waits. Bytes are recorded first, then routed.

use crate::ears::Ears;
use crate::lines::Splitter;
use crate::process::Process;
use crate::recorder::Recorder;
use crate::router::Router;
use evidence::Event;
use evidence::conduct::Deed;
use evidence::limits::MESSAGE_BYTES;
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

/// The three streams, and the process behind them.
pub(crate) struct Pipes {
    input: Option<Writer>,
    output: Source,
    errors: Source,
    process: Option<Process>,
    /// Listen for canaries, where any are planted.
    ears: Option<Ears>,
    pending: Vec<u8>,
    drain_until: Option<Instant>,
    chunk: Vec<u8>,
}

/// Which of the streams moved.
enum Moved {
    Output(usize),
    Errors(usize),
    Written(usize),
    Exited,
    Drained,
}

impl Pipes {
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

    /// Whether nothing can come any more.
    pub(crate) fn over(&self) -> bool {
        self.output.stream.is_none()
    }

    /// The process behind the connection, where there is one.
    pub(crate) fn process(&self) -> Option<&Process> {
        self.process.as_ref()
    }

    /// Records a line and queues it; the pump writes it.
    pub(crate) fn send(&mut self, line: &[u8], recorder: &mut Recorder) {
        if self.input.is_some() {
            recorder.sent(line);
            self.pending.extend_from_slice(line);
            self.pending.push(b'\n');
        }
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

    /// Closes the server's standard input.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
        self.pending.clear();
    }

    /// Reads no more of the server.
    pub(crate) fn hang_up(&mut self, router: &mut Router, recorder: &mut Recorder) {
        self.end_output(router, recorder);
        self.end_errors(recorder);
    }

    /// Waits for the next thing that moves and deals with it. Safe to drop at any moment: nothing read is lost.
    pub(crate) async fn step(&mut self, router: &mut Router, recorder: &mut Recorder) {
        let moved = self.next().await;
        match moved {
            Moved::Output(0) => self.end_output(router, recorder),
            Moved::Errors(0) => self.end_errors(recorder),
            Moved::Output(n) => self.heard(n, router, recorder),
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
            Moved::Drained => self.hang_up(router, recorder),
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

    fn heard(&mut self, n: usize, router: &mut Router, recorder: &mut Recorder) {
        let Self {
            output,
            chunk,
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
            self.hang_up(router, recorder);
        }
    }

    fn end_output(&mut self, router: &mut Router, recorder: &mut Recorder) {
        self.output.stream = None;
        if let Some(line) = self.output.splitter.finish()
            && recorder.heard(&line)
        {
            recorder.event(&Event::Unterminated);
            router.route(&line);
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
