//! Writes down every frame, in order, before anybody reads it.

use crate::lines::{Line, Running};
use crate::redact::Redactor;
use evidence::{Channel, Cut, Event, Frame, FrameId, Header, Side, Target, Transcript};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::sync::Arc;
use std::time::Instant;

/// Bytes of the server's output that are kept of one connection, with what each frame costs in memory.
pub(crate) const SESSION_BYTES: usize = 24 << 20;
/// What a frame costs beside its bytes.
const FRAME_COST: usize = 128;
/// Bytes of standard error that are kept of one connection from its beginning.
const STDERR_HEAD: usize = 64 << 10;
/// The same for its end: crash messages come last.
const STDERR_TAIL: usize = 16 << 10;

/// The append-only record of a run.
pub(crate) struct Recorder {
    began: Instant,
    header: Header,
    frames: Vec<Frame>,
    session: u32,
    redact: Redactor,
    kept: usize,
    beyond: Option<Running>,
    stderr_kept: usize,
    stderr_tail: VecDeque<Line>,
    stderr_beyond: Option<Running>,
}

impl Recorder {
    pub(crate) fn new(
        tool_version: String,
        command: &[OsString],
        env: &[(String, String)],
    ) -> Self {
        let redact = Redactor::new(env);
        let command = command
            .iter()
            .map(|a| redact.text(&a.to_string_lossy()))
            .collect();
        let header = Header {
            tool_version,
            started: jiff::Timestamp::now().to_string(),
            target: Target::Stdio { command },
        };
        Self {
            began: Instant::now(),
            header,
            frames: Vec::new(),
            session: 0,
            redact,
            kept: 0,
            beyond: None,
            stderr_kept: 0,
            stderr_tail: VecDeque::new(),
            stderr_beyond: None,
        }
    }

    /// Begins a connection: its number is in every frame from here.
    pub(crate) fn begin(&mut self, session: u32) {
        self.session = session;
        self.kept = 0;
        self.stderr_kept = 0;
    }

    /// The frames of the current connection.
    pub(crate) fn session_frames(&self) -> impl Iterator<Item = &Frame> {
        let session = self.session;
        self.frames.iter().filter(move |f| f.session == session)
    }

    /// Something that we did or saw.
    pub(crate) fn event(&mut self, event: &Event) {
        let text = serde_json::to_vec(event).unwrap_or_default();
        let text = self.redact.apply(&text).into_owned();
        self.push(Side::Prober, Channel::Process, text.into(), None);
    }

    /// A line that we send.
    pub(crate) fn sent(&mut self, line: &[u8]) {
        let text = self.redact.apply(line).into_owned();
        self.push(Side::Client, Channel::Stdin, text.into(), None);
    }

    /// A line of the server's standard output. False once the connection has used up its share: then it is only
    /// counted and digested.
    pub(crate) fn heard(&mut self, line: &Line) -> bool {
        if let Some(beyond) = &mut self.beyond {
            beyond.add(&line.bytes);
            beyond.add(b"\n");
            return false;
        }
        self.kept = self
            .kept
            .saturating_add(line.bytes.len())
            .saturating_add(FRAME_COST);
        if self.kept > SESSION_BYTES {
            self.event(&Event::Cap {
                what: "frames".into(),
                limit: SESSION_BYTES as u64,
                method: None,
            });
            self.beyond.insert(Running::default()).add(&line.bytes);
            return false;
        }
        self.keep(Channel::Stdout, line);
        true
    }

    /// A line of the server's standard error: the head and the end of it all are kept.
    pub(crate) fn complained(&mut self, line: Line) {
        let cost = line.bytes.len().saturating_add(FRAME_COST);
        if self.stderr_kept.saturating_add(cost) <= STDERR_HEAD {
            self.stderr_kept += cost;
            self.keep(Channel::Stderr, &line);
            return;
        }
        if self.stderr_kept <= STDERR_HEAD {
            self.stderr_kept = STDERR_HEAD + 1;
            self.event(&Event::Cap {
                what: "stderr".into(),
                limit: STDERR_HEAD as u64,
                method: None,
            });
        }
        self.stderr_kept = self.stderr_kept.saturating_add(cost);
        self.stderr_tail.push_back(line);
        while self.stderr_kept > STDERR_HEAD + STDERR_TAIL
            && self.stderr_tail.len() > 1
            && let Some(old) = self.stderr_tail.pop_front()
        {
            self.stderr_kept = self
                .stderr_kept
                .saturating_sub(old.bytes.len().saturating_add(FRAME_COST));
            let beyond = self.stderr_beyond.get_or_insert_default();
            beyond.add(&old.bytes);
            beyond.add(b"\n");
        }
    }

    /// Ends a connection: writes what was held back of its standard error, and size and digest of what was left out.
    pub(crate) fn end(&mut self) {
        if let Some(beyond) = self.stderr_beyond.take() {
            self.push(
                Side::Server,
                Channel::Stderr,
                Arc::default(),
                Some(beyond.cut()),
            );
        }
        for line in std::mem::take(&mut self.stderr_tail) {
            self.keep(Channel::Stderr, &line);
        }
        if let Some(beyond) = self.beyond.take() {
            self.push(
                Side::Server,
                Channel::Stdout,
                Arc::default(),
                Some(beyond.cut()),
            );
        }
    }

    pub(crate) fn transcript(self) -> Transcript {
        Transcript {
            header: self.header,
            frames: self.frames,
        }
    }

    fn keep(&mut self, channel: Channel, line: &Line) {
        let bytes = match self.redact.apply(&line.bytes) {
            std::borrow::Cow::Borrowed(_) => Arc::clone(&line.bytes),
            std::borrow::Cow::Owned(hidden) => hidden.into(),
        };
        self.push(Side::Server, channel, bytes, line.cut.clone());
    }

    fn push(&mut self, from: Side, channel: Channel, bytes: Arc<[u8]>, cut: Option<Cut>) {
        let at_us = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let n = FrameId(self.frames.len() as u64);
        self.frames.push(Frame {
            n,
            at_us,
            from,
            channel,
            session: self.session,
            bytes,
            cut,
        });
    }
}
