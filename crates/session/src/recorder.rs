//! Writes down every frame, in order, before anybody reads it.

use crate::http::{Ask, Head, Ids, headers, is_random, loud};
use crate::lines::{Line, Running};
use crate::redact::Redactor;
use evidence::limits::MESSAGE_BYTES;
use evidence::{Channel, Cut, Event, Frame, FrameId, Header, Http, HttpPart, Side, Target};
use sandbox::Planted;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Read as _, Seek as _};
use std::time::Instant;
use tempfile::SpooledTempFile;

/// Bytes of the server's output that are kept of one connection, with what each frame costs in memory.
pub(crate) const SESSION_BYTES: usize = 24 << 20;
/// What a frame costs beside its bytes.
const FRAME_COST: usize = 128;
/// Bytes of standard error that are kept of one connection from its beginning.
const STDERR_HEAD: usize = 64 << 10;
/// The same for its end: crash messages come last.
const STDERR_TAIL: usize = 16 << 10;

/// Bytes of a run that are kept in memory. A longer record goes to a temporary file without a name.
const MEMORY: usize = 1 << 20;

/// The append-only record of a run, written in the transcript's format as it grows.
pub(crate) struct Recorder {
    began: Instant,
    header: Header,
    file: BufWriter<SpooledTempFile>,
    /// The first failure to write it.
    failed: Option<io::Error>,
    /// Frames written.
    count: u64,
    /// Exchanges over HTTP begun.
    exchanges: u32,
    /// The ids of sessions, which are not written down.
    ids: Ids,
    /// The frames of the connection, while they are few enough for the SDK.
    recent: Recent,
    session: u32,
    redact: Redactor,
    kept: usize,
    beyond: Option<Running>,
    stderr_kept: usize,
    stderr_tail: VecDeque<Line>,
    stderr_beyond: Option<Running>,
}

impl Recorder {
    /// Of a command, to which the values of these variables are handed.
    pub(crate) fn new(
        tool_version: String,
        command: &[OsString],
        env: &[(String, String)],
    ) -> Self {
        let words = command.iter().map(|a| a.to_string_lossy().into_owned());
        let command = words.collect();
        Self::of(tool_version, Target::Stdio { command }, env)
    }

    /// Of any target, with the secrets that may come back from it.
    pub(crate) fn of(tool_version: String, target: Target, secrets: &[(String, String)]) -> Self {
        let mut redact = Redactor::new(secrets);
        redact.credentials(&target);
        let target = match target {
            Target::Stdio { command } => Target::Stdio {
                command: command.iter().map(|a| redact.text(a)).collect(),
            },
            Target::Http { url } => Target::Http {
                url: redact.text(&url),
            },
        };
        let header = Header {
            tool_version,
            started: jiff::Timestamp::now().to_string(),
            target,
            entry: None,
        };
        Self {
            began: Instant::now(),
            header,
            file: BufWriter::with_capacity(32 << 10, SpooledTempFile::new(MEMORY)),
            failed: None,
            count: 0,
            exchanges: 0,
            ids: Ids::default(),
            recent: Recent::default(),
            session: 0,
            redact,
            kept: 0,
            beyond: None,
            stderr_kept: 0,
            stderr_tail: VecDeque::new(),
            stderr_beyond: None,
        }
    }

    /// Hides the values of canaries too: they are no secrets, but look like some.
    pub(crate) fn hide(&mut self, canaries: &[Planted]) {
        for planted in canaries {
            let mark = format!("«canary:{}»", planted.canary.id);
            self.redact.add(&planted.value, &mark);
        }
    }

    /// Begins a connection: its number is in every frame from here.
    pub(crate) fn begin(&mut self, session: u32) {
        self.session = session;
        self.kept = 0;
        self.stderr_kept = 0;
        self.recent = Recent::default();
    }

    /// The frames of the current connection; `None` where they are too many to be kept in memory.
    pub(crate) fn recent(&self) -> Option<&[Frame]> {
        let within = self.recent.bytes <= crate::sdk::BYTES;
        within.then_some(self.recent.frames.as_slice())
    }

    /// Something that we did or saw.
    pub(crate) fn event(&mut self, event: &Event) {
        let text = serde_json::to_vec(event).unwrap_or_default();
        let text = self.redact.apply(&text).into_owned();
        self.push(Side::Prober, Channel::Process, &text, None, None);
    }

    /// A line that we send.
    pub(crate) fn sent(&mut self, line: &[u8]) {
        let text = self.redact.apply(line).into_owned();
        self.push(Side::Client, Channel::Stdin, &text, None, None);
    }

    /// A server opened a session: its id is hidden in whatever comes, where it can be mistaken for nothing else.
    pub(crate) fn hide_session(&mut self, id: &[u8]) {
        let says = self.ids.came(id);
        if let Ok(text) = std::str::from_utf8(id)
            && is_random(text)
        {
            self.redact.add(text, &says);
        }
    }

    /// An address that a server names, with ids of sessions in it, as it is written down.
    pub(crate) fn endpoint(&mut self, address: &str) -> String {
        let address = self.redact.text(address);
        self.ids.address(&address, true)
    }

    /// A request over HTTP; its number.
    pub(crate) fn asked(&mut self, ask: &Ask) -> u32 {
        let exchange = self.exchanges;
        self.exchanges += 1;
        let mut http = Http {
            exchange,
            part: HttpPart::Request {
                method: ask.verb.to_string(),
                url: self.ids.address(&self.redact.text(ask.url.as_str()), false),
                headers: headers(
                    &ask.headers,
                    |text| self.redact.text(text),
                    |id| self.ids.sent(id),
                ),
            },
        };
        if let (true, HttpPart::Request { headers, .. }) = (ask.capitals, &mut http.part) {
            headers.iter_mut().for_each(|(name, _)| *name = loud(name));
        }
        let body = self.redact.apply(&ask.body).into_owned();
        self.push(Side::Client, Channel::Http, &body, None, Some(&http));
        exchange
    }

    /// The head of a stream. False once the connection has used up its share.
    pub(crate) fn streams(&mut self, exchange: u32, head: &Head) -> bool {
        self.responded(exchange, head, &Line::empty(), false)
    }

    /// A response with its body, or with what came of it where it broke off. False once the connection has used up its share.
    pub(crate) fn responded(
        &mut self,
        exchange: u32,
        head: &Head,
        body: &Line,
        partial: bool,
    ) -> bool {
        let part = HttpPart::Response {
            status: head.status,
            version: head.version.clone(),
            peer: head.peer.clone(),
            headers: headers(
                &head.headers,
                |text| self.redact.text(text),
                |id| self.ids.came(id),
            ),
            partial,
        };
        self.came(exchange, part, body)
    }

    /// A part of what answers a request over HTTP. False once the connection has used up its share.
    pub(crate) fn came(&mut self, exchange: u32, part: HttpPart, line: &Line) -> bool {
        let beside = match &part {
            HttpPart::Response { headers, .. } => {
                headers.iter().map(|(n, v)| n.len() + v.len()).sum()
            }
            _ => 0,
        };
        let within = self.within(line, beside);
        if within {
            self.keep(Channel::Http, line, Some(&Http { exchange, part }));
        }
        within
    }

    /// A line of the server's standard output. False once the connection has used up its share: then it is only
    /// counted and digested.
    pub(crate) fn heard(&mut self, line: &Line) -> bool {
        let within = self.within(line, 0);
        if within {
            self.keep(Channel::Stdout, line, None);
        }
        within
    }

    /// Whether the connection's share holds a line too, with so much beside it.
    fn within(&mut self, line: &Line, beside: usize) -> bool {
        if let Some(beyond) = &mut self.beyond {
            beyond.add(&line.bytes);
            beyond.add(b"\n");
            return false;
        }
        self.kept = self
            .kept
            .saturating_add(line.bytes.len())
            .saturating_add(beside)
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
        true
    }

    /// A line of the server's standard error: the head and the end of it all are kept.
    pub(crate) fn complained(&mut self, line: Line) {
        let cost = line.bytes.len().saturating_add(FRAME_COST);
        if self.stderr_kept.saturating_add(cost) <= STDERR_HEAD {
            self.stderr_kept += cost;
            self.keep(Channel::Stderr, &line, None);
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
                &[],
                Some(&beyond.cut()),
                None,
            );
        }
        for line in std::mem::take(&mut self.stderr_tail) {
            self.keep(Channel::Stderr, &line, None);
        }
        if let Some(beyond) = self.beyond.take() {
            self.push(
                Side::Server,
                Channel::Stdout,
                &[],
                Some(&beyond.cut()),
                None,
            );
        }
    }

    /// What was recorded.
    pub(crate) fn finish(self) -> io::Result<Recording> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        Ok(Recording {
            header: self.header,
            file,
        })
    }

    fn keep(&mut self, channel: Channel, line: &Line, http: Option<&Http>) {
        match self.redact.apply(&line.bytes) {
            Cow::Borrowed(_) => {
                self.push(Side::Server, channel, &line.bytes, line.cut.as_ref(), http);
            }
            Cow::Owned(hidden) => {
                // Where the marks made it too long, only its head is there.
                let whole = || Running::of(&line.bytes).cut();
                let cut = line
                    .cut
                    .clone()
                    .or_else(|| (hidden.len() > MESSAGE_BYTES).then(whole));
                self.push(Side::Server, channel, &hidden, cut.as_ref(), http);
            }
        }
    }

    fn push(
        &mut self,
        from: Side,
        channel: Channel,
        bytes: &[u8],
        cut: Option<&Cut>,
        http: Option<&Http>,
    ) {
        let line = evidence::Line {
            n: FrameId(self.count),
            at_us: u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX),
            from,
            channel,
            session: self.session,
            bytes,
            cut,
            http,
        };
        self.count += 1;
        if self.failed.is_none() {
            self.failed = line.write(&mut self.file).err();
        }
        self.recent.add(&line);
    }
}

/// The frames of one connection, as long as they are few.
#[derive(Default)]
struct Recent {
    frames: Vec<Frame>,
    bytes: usize,
}

impl Recent {
    fn add(&mut self, line: &evidence::Line<'_>) {
        self.bytes = self
            .bytes
            .saturating_add(line.bytes.len())
            .saturating_add(FRAME_COST);
        if self.bytes > crate::sdk::BYTES {
            self.frames = Vec::new();
            return;
        }
        self.frames.push((*line).into());
    }
}

/// A recorded run: a transcript that need not fit into memory.
#[derive(Debug)]
pub struct Recording {
    /// What was probed, when, by which version.
    pub header: Header,
    file: SpooledTempFile,
}

impl Recording {
    /// The transcript file's bytes, from its beginning.
    ///
    /// # Errors
    /// The temporary file cannot be read.
    pub fn open(&mut self) -> io::Result<impl BufRead + '_> {
        self.file.rewind()?;
        let frames = BufReader::with_capacity(64 << 10, &mut self.file);
        Ok(Cursor::new(self.header.line()).chain(frames))
    }
}
