//! One connection: the server's three streams, pumped by whoever waits. Bytes are recorded first, then routed.

use crate::envelope::{self, Message, ReplyId};
use crate::lines::{Line, Splitter};
use crate::list::Kind;
use crate::recorder::Recorder;
use crate::spawn::Process;
use evidence::Event;
use evidence::limits::MESSAGE_BYTES;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::Instant;

/// Bytes read at once.
const CHUNK: usize = 64 << 10;
/// Bytes of one line of standard error that are kept.
const STDERR_LINE: usize = 8 << 10;
/// Requests of the server that are answered on one connection; more are recorded only.
const ANSWERS: u32 = 1_000;
/// Bytes that may wait to be read by the server before its requests are no longer answered.
const BACKLOG: usize = 1 << 20;
/// How long output may still come after the process has ended: descendants may hold the pipe open for ever.
const DRAIN: Duration = Duration::from_millis(200);

pub(crate) type Reader = Box<dyn AsyncRead + Send + Unpin>;
pub(crate) type Writer = Box<dyn AsyncWrite + Send + Unpin>;

/// What was declared to the server, which decides how it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manners {
    /// A modern connection: a client writes no responses at all.
    Silent,
    /// Everything is declared.
    Declared,
    /// Nothing is declared.
    Bare,
}

/// A reply as it came.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    /// The message.
    pub(crate) bytes: Arc<[u8]>,
    /// Whether it could be read and was not cut.
    pub(crate) whole: Whole,
}

/// Whether a reply is all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    /// It is.
    Yes,
    /// It was longer than what is kept.
    Cut,
    /// It is no JSON.
    Broken,
}

/// An open connection.
pub(crate) struct Wire {
    input: Option<Writer>,
    output: Source,
    errors: Source,
    process: Option<Process>,
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
            pending: Vec::new(),
            drain_until: None,
            chunk: vec![0; CHUNK],
            router: Router::default(),
        }
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
    pub(crate) fn status(&self) -> Option<ExitStatus> {
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
            ..
        } = self;
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

/// Who gets what the server says.
struct Router {
    manners: Manners,
    waiting: BTreeMap<u64, Option<Reply>>,
    strays_ours: bool,
    changed: BTreeSet<Kind>,
    answered: u32,
}

impl Default for Router {
    fn default() -> Self {
        Self {
            manners: Manners::Silent,
            waiting: BTreeMap::new(),
            strays_ours: true,
            changed: BTreeSet::new(),
            answered: 0,
        }
    }
}

impl Router {
    /// Hands a line to who waits for it; returns what is to be answered.
    fn route(&mut self, line: &Line) -> Option<Vec<Vec<u8>>> {
        let whole = if line.cut.is_some() {
            Whole::Cut
        } else {
            Whole::Broken
        };
        if line.cut.is_some() {
            self.salvage(line, whole);
            return None;
        }
        let text = envelope::text(&line.bytes);
        match envelope::read(&text) {
            Message::Batch(all) => Some(
                all.into_iter()
                    .filter_map(|one| self.message(one.get(), &Arc::from(one.get().as_bytes())))
                    .collect(),
            ),
            Message::Noise => {
                self.salvage(line, whole);
                None
            }
            _ => self.message(&text, &line.bytes).map(|answer| vec![answer]),
        }
    }

    fn message(&mut self, text: &str, bytes: &Arc<[u8]>) -> Option<Vec<u8>> {
        match envelope::read(text) {
            Message::Request { id, method } => self.answer(id, &method),
            Message::Notification { method } => {
                self.changed
                    .extend(Kind::ALL.into_iter().filter(|k| k.changed() == method));
                None
            }
            Message::Reply { id, error } => {
                let id = match id {
                    ReplyId::Ours(id) => Some(id),
                    ReplyId::Absent if error && self.strays_ours => self.only_waiting(),
                    _ => None,
                };
                self.deliver(
                    id?,
                    Reply {
                        bytes: Arc::clone(bytes),
                        whole: Whole::Yes,
                    },
                );
                None
            }
            Message::Batch(_) | Message::Noise => None,
        }
    }

    /// Who else could an answer without an id be for, when only one is waited for.
    fn only_waiting(&self) -> Option<u64> {
        let mut open = self.waiting.iter().filter(|(_, reply)| reply.is_none());
        open.next()
            .filter(|_| open.next().is_none())
            .map(|(id, _)| *id)
    }

    fn salvage(&mut self, line: &Line, whole: Whole) {
        if let Some(id) = envelope::salvage(&line.bytes, &line.tail) {
            self.deliver(
                id,
                Reply {
                    bytes: Arc::clone(&line.bytes),
                    whole,
                },
            );
        }
    }

    /// The first reply counts; a second one is in the record only.
    fn deliver(&mut self, id: u64, reply: Reply) {
        if let Some(slot) = self.waiting.get_mut(&id) {
            slot.get_or_insert(reply);
        }
    }

    /// A polite answer: nothing is granted.
    fn answer(&mut self, id: &RawValue, method: &str) -> Option<Vec<u8>> {
        let declared = self.manners == Manners::Declared;
        if self.manners == Manners::Silent || self.answered >= ANSWERS || id.get().len() > 256 {
            return None;
        }
        self.answered += 1;
        let body = match method {
            "ping" => r#""result":{}"#,
            "roots/list" if declared => r#""result":{"roots":[]}"#,
            "sampling/createMessage" if declared => {
                r#""error":{"code":-1,"message":"User rejected sampling request"}"#
            }
            "elicitation/create" if declared => r#""result":{"action":"decline"}"#,
            _ => r#""error":{"code":-32601,"message":"Method not found"}"#,
        };
        Some(format!(r#"{{"jsonrpc":"2.0","id":{},{body}}}"#, id.get()).into_bytes())
    }
}
