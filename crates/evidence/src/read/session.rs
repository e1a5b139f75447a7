//! Reads one connection: goes through its frames in order and keeps what was asked and what came.

use super::faults::Faults;
use super::listing::State;
use super::pairing::Requests;
use super::questions::Questions;
use crate::shapes::{self, Standing};
use crate::wire::{Framer, Id, Message, Piece, Version};
use crate::{
    Channel, Event, Exit, FaultKind, FrameId, Kind, Line, Notification, Observed, Pointer,
    ServerRequest, Session, Side, Variant, json, limits,
};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

pub(super) struct Reader {
    pub(super) session: Session,
    pub(super) started_us: u64,
    /// What we declared in the handshake.
    pub(super) declared: Option<Value>,
    pub(super) requests: Requests,
    pub(super) questions: Questions,
    /// Why the next listing is made, where an event said so.
    pub(super) why: Option<String>,
    /// Beside each of the session's listings.
    pub(super) states: Vec<State>,
    /// Digests of items whose shape was judged, so that a second listing does not name the same fault again.
    pub(super) judged: HashSet<(Kind, String)>,
    /// The methods of the server's requests that we did not answer yet, by their ids.
    pub(super) asked_us: HashMap<Id, String>,
    framer: Framer,
    /// Whether something failed or was stopped on our side.
    pub(super) spoiled: bool,
    /// The variant that the start event names.
    start: Option<Variant>,
    last_stdout: Option<FrameId>,
    pub(super) web: super::web::Reading,
}

impl Reader {
    pub(super) fn new(first: &Line<'_>) -> Self {
        let session = Session::new(first.session);
        Self {
            session,
            started_us: first.at_us,
            declared: None,
            requests: Requests::default(),
            questions: Questions::default(),
            why: None,
            states: Vec::new(),
            judged: HashSet::new(),
            asked_us: HashMap::new(),
            framer: Framer::default(),
            spoiled: false,
            start: None,
            last_stdout: None,
            web: super::web::Reading::default(),
        }
    }

    /// Something failed or was stopped on our side: what is open is nobody's fault.
    pub(super) fn spoil(&mut self) {
        self.spoiled = true;
        self.questions.spoil();
    }

    pub(super) fn frame(&mut self, frame: &Line<'_>, faults: &mut Faults) {
        match (frame.from, frame.channel) {
            (Side::Client, Channel::Stdin) => self.client(frame, faults),
            (Side::Server, Channel::Stdout) => {
                self.last_stdout = Some(frame.n);
                self.questions.frame(frame.n);
                let cut = frame.cut.as_ref().map(|cut| cut.bytes);
                // Taken out, because what it hands out goes to the rest of the reader.
                let mut framer = std::mem::take(&mut self.framer);
                framer.push(frame.n, frame.bytes, cut, &mut |piece| {
                    self.piece(piece, frame.at_us, faults)
                });
                self.framer = framer;
            }
            // Size and digest of what was left out come without text.
            (Side::Server, Channel::Stderr) if frame.cut.is_some() && frame.bytes.is_empty() => {}
            (Side::Server, Channel::Stderr) => {
                self.session
                    .stderr
                    .push((frame.n, String::from_utf8_lossy(frame.bytes).into_owned()));
            }
            (Side::Client | Side::Server, Channel::Http) => self.web(frame, faults),
            _ => {}
        }
    }

    pub(super) fn event(&mut self, frame: &Line<'_>, event: Event, faults: &mut Faults) {
        match event {
            Event::Start {
                variant,
                env,
                program,
            } => {
                self.start = Some(variant);
                self.started_us = frame.at_us;
                self.session.env = env;
                self.session.program = program;
            }
            Event::Connect {
                variant,
                caller,
                transport,
            } => {
                self.start = Some(variant);
                self.started_us = frame.at_us;
                self.connected(caller, transport);
            }
            Event::Ended {
                exchange,
                how,
                error,
            } => self.ended_exchange(frame, exchange, how, error),
            Event::Tls(tls) => self.web_side().tls.push((tls, frame.n)),
            Event::Withheld { url, why } => self.web_side().withheld.push((url, why, frame.n)),
            Event::Proxy { url } => self.web_side().proxy = Some(url),
            Event::SpawnFailed { error } => self.session.end.spawn_failed = Some(error),
            Event::Question { id } => {
                self.pass_over();
                self.questions.open(id);
            }
            Event::List { why } => {
                self.pass_over();
                self.questions.close();
                self.why = Some(why);
            }
            Event::Cap {
                ref what,
                ref method,
                ..
            } => {
                self.capped(what, method.as_deref());
                self.session.limits.push((event, frame.n));
            }
            Event::Deadline {
                ref what,
                ref method,
                ..
            } => {
                self.deadline(what, method.as_deref());
                self.session.limits.push((event, frame.n));
            }
            Event::Unterminated => {
                let at = Pointer {
                    frame: self.last_stdout.unwrap_or(frame.n),
                    pointer: String::new(),
                };
                let says = "the last line has no newline at its end".to_owned();
                faults.push(self.session.id, FaultKind::Unterminated, at, says);
            }
            Event::Closing => {
                self.pass_over();
                self.questions.close();
            }
            Event::Signal { name } => self.session.end.signals.push(name),
            Event::Exit {
                code,
                signal,
                unasked,
                after_ms,
            } => {
                if unasked {
                    self.questions.died();
                }
                self.session.end.exit = Some(Exit {
                    code,
                    signal,
                    unasked,
                    after_ms,
                    frame: frame.n,
                });
            }
            Event::Left { processes } => self.session.end.left.extend(processes),
            Event::Fence(fence) => self.session.fence = Some((fence, frame.n)),
            Event::Usage(usage) => self.session.usage = Some((usage, frame.n)),
            Event::Sdk { .. } => self.session.sdk = Some((event, frame.n)),
            Event::Scope { .. }
            | Event::Interrupted
            | Event::Ours { .. }
            // Run-wide, or kept by the room that counts what all of them take.
            | Event::Deed(_)
            | Event::Install(_)
            | Event::Login(_)
            | Event::NotSignedIn(_) => {}
        }
    }

    /// What we sent. Questions send what is no message too.
    pub(super) fn client(&mut self, frame: &Line<'_>, faults: &mut Faults) {
        self.questions.frame(frame.n);
        let text = String::from_utf8_lossy(frame.bytes);
        let text = text.trim_ascii();
        if text.starts_with('[') {
            self.questions.batch();
            json::each_element(text, |_, raw| self.sent(frame, raw.get(), faults));
        } else {
            self.sent(frame, text, faults);
        }
    }

    fn sent(&mut self, frame: &Line<'_>, text: &str, faults: &mut Faults) {
        if let Some(message) = Message::read(text) {
            self.hold_ours(frame, text, &message, faults);
            if message.answers() {
                self.asked_us.remove(&message.id);
            }
            self.ask(frame, message);
        }
    }

    pub(super) fn piece(&mut self, piece: Piece<'_>, at_us: u64, faults: &mut Faults) {
        match piece {
            Piece::Wrong(_, FaultKind::Batch, _) if self.batches_are_legal() => {}
            Piece::Wrong(frame, kind, says) => {
                let at = Pointer {
                    frame,
                    pointer: String::new(),
                };
                faults.push(self.session.id, kind, at, says);
            }
            Piece::Message(frame, message) => self.message(frame, message, at_us, faults),
        }
    }

    /// Few revisions have batches; an answer to a batch that a question sent is its own matter.
    fn batches_are_legal(&self) -> bool {
        self.revision().batches || self.questions.sent_batch()
    }

    /// The revision that both sides speak, once it is known.
    pub(super) fn version(&self) -> Option<&str> {
        match &self.session.handshake {
            Observed::Seen { value, .. } => value.version.as_deref(),
            _ => None,
        }
    }

    fn message(&mut self, frame: FrameId, message: Message<'_>, at_us: u64, faults: &mut Faults) {
        let session = self.session.id;
        let at = |pointer: String| Pointer { frame, pointer };
        for key in &message.twice {
            let says = format!("the message holds \"{key}\" twice");
            faults.push(
                session,
                FaultKind::DuplicateKey,
                at(format!("/{}", json::step(key))),
                says,
            );
        }
        let version = match &message.version {
            Version::Two => None,
            Version::Missing if message.cut => None,
            Version::Missing => Some("the message has no \"jsonrpc\"".to_owned()),
            Version::Other(found) => Some(format!("\"jsonrpc\" is {found}; expected \"2.0\"")),
        };
        if let Some(says) = version {
            faults.push(session, FaultKind::WrongVersion, at(String::new()), says);
        }
        match (&message.method, &message.id) {
            // Of a message that was cut off, the payload is missing.
            _ if message.answers() || (message.cut && message.method.is_none()) => {
                self.reply(frame, message, at_us, faults)
            }
            (None, Id::Missing) => {
                let says = "a message that is neither request, notification nor reply".to_owned();
                faults.push(session, FaultKind::Noise, at(String::new()), says);
            }
            (None, _) => self.reply(frame, message, at_us, faults),
            (Some(_), Id::Missing) => self.notified(frame, message, faults),
            (Some(_), _) => self.asked(frame, message, faults),
        }
    }

    fn notified(&mut self, frame: FrameId, message: Message<'_>, faults: &mut Faults) {
        self.session.notifications_seen += 1;
        if self.session.notifications.len() < limits::NOTIFICATIONS {
            let params = self.params(frame, &message, Standing::Notification, faults);
            let method = message.method.unwrap_or_default();
            self.session.notifications.push(Notification {
                frame,
                method,
                params,
            });
        }
    }

    /// A request of the server.
    fn asked(&mut self, frame: FrameId, message: Message<'_>, faults: &mut Faults) {
        if !matches!(message.id, Id::Number(_) | Id::Text(_)) {
            let at = Pointer {
                frame,
                pointer: "/id".to_owned(),
            };
            let says = format!(
                "a request of the server has {}; expected a string or an integer",
                message.id
            );
            faults.push(self.session.id, FaultKind::IdType, at, says);
        }
        self.session.server_requests_seen += 1;
        if self.session.server_requests.len() < limits::NOTIFICATIONS {
            let params = self.params(frame, &message, Standing::Request, faults);
            let method = message.method.unwrap_or_default();
            self.remember(frame, &message.id, &method, faults);
            // Whether we declared it is known at the end: a server may ask before our handshake.
            self.session.server_requests.push(ServerRequest {
                frame,
                method,
                params,
                declared: false,
            });
        }
    }

    /// Reads a piece of a message; what is wrong with it becomes faults. The error says why there is no value.
    pub(super) fn payload(
        &self,
        raw: &str,
        at: Pointer,
        base: usize,
        faults: &mut Faults,
    ) -> Result<Value, String> {
        let session = self.session.id;
        match json::read(raw, base) {
            Ok(read) if !faults.keeps(read.weight) => {
                let says = format!(
                    "no more than {} MiB of what a server says beside its lists is kept",
                    limits::VALUES_BYTES >> 20
                );
                faults.push(session, FaultKind::TooLong, at, says.clone());
                Err(says)
            }
            Ok(read) => {
                for pointer in read.duplicates {
                    let key = pointer.rsplit('/').next().unwrap_or_default();
                    let says = format!("one object holds \"{key}\" twice");
                    let at = Pointer {
                        frame: at.frame,
                        pointer: format!("{}{pointer}", at.pointer),
                    };
                    faults.push(session, FaultKind::DuplicateKey, at, says);
                }
                if let Some((_, what)) = read.mended {
                    faults.push(session, FaultKind::NotJson, at, format!("it holds {what}"));
                }
                Ok(read.value)
            }
            Err(why) => {
                let says = why.to_string();
                faults.push(session, why.kind(), at, says.clone());
                Err(says)
            }
        }
    }

    pub(super) fn finish(mut self, ours: bool, faults: &mut Faults) -> Session {
        let (mut framer, at_us) = (std::mem::take(&mut self.framer), self.started_us);
        framer.finish(&mut |piece| self.piece(piece, at_us, faults));
        self.session.variant = self.variant();
        self.end_handshake(ours);
        self.end_listings();
        let declared = self.declared.take();
        for request in &mut self.session.server_requests {
            request.declared = declares(declared.as_ref(), &request.method);
        }
        self.session.questions = self.questions.finish();
        self.session
    }

    /// What this connection declared: a start event says it, unless `server/discover` was to be asked and `initialize`
    /// took its place; then, and without a start event, the handshake that worked, or was tried last, says it.
    fn variant(&self) -> Variant {
        if let Some(start @ (Variant::Declared | Variant::Bare | Variant::Questions)) = self.start {
            return start;
        }
        // Over HTTP it may be that only the older transport is spoken, on connections of its own.
        if self.start.is_some() && self.refused_in_http() {
            return Variant::Discover;
        }
        match self
            .requests
            .handshake()
            .and_then(|at| self.session.exchanges.get(at))
        {
            Some(exchange) if exchange.method == "server/discover" => Variant::Discover,
            Some(_) if self.declares_nothing() => Variant::Bare,
            Some(_) => Variant::Declared,
            None => self.start.unwrap_or(Variant::Bare),
        }
    }

    /// Whether the connection was meant for `server/discover` first.
    pub(super) fn start_was_discover(&self) -> bool {
        self.start == Some(Variant::Discover)
    }

    fn declares_nothing(&self) -> bool {
        self.declared
            .as_ref()
            .and_then(Value::as_object)
            .is_none_or(serde_json::Map::is_empty)
    }
}

/// Whether a client that declared these capabilities may be asked this.
fn declares(declared: Option<&Value>, method: &str) -> bool {
    match shapes::needs(Side::Server, method) {
        None => false,
        Some(None) => true,
        Some(Some(needed)) => declared
            .and_then(|declared| declared.get(needed))
            .is_some_and(|value| !value.is_null()),
    }
}
