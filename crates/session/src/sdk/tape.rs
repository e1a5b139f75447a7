//! What was said on a connection, cut up by request, and the transport that plays it to the SDK.

use crate::envelope::{self, Message, ReplyId};
use crate::list::Kind;
use evidence::{Channel, Frame, HttpPart, Side};
use rmcp::RoleClient;
use rmcp::service::{RxJsonRpcMessage, TxJsonRpcMessage};
use rmcp::transport::Transport;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, watch};

/// A request of ours and every line that the server sent until the next one.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    id: u64,
    pub(super) method: String,
    pub(super) cursor: Option<String>,
    /// Whether it is about what is offered, for the first time.
    listing: bool,
    lines: Vec<Played>,
}

impl Segment {
    /// The kind that it lists, where it does.
    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::ALL
            .into_iter()
            .find(|k| k.method() == self.method)
            .filter(|_| self.listing)
    }

    /// Whether anything came that may have been meant as its answer: a server that said nothing is no matter of taste.
    pub(super) fn answered(&self) -> bool {
        self.lines
            .iter()
            .any(|l| l.lost.is_some() || !aside(&l.line))
    }

    /// The lines as the SDK gets them: replies to our id carry its id instead.
    fn play(&self, id: &str) -> impl Iterator<Item = Played> {
        let lines = self.lines.iter().filter(|l| !self.is_late(&l.line));
        lines.map(move |l| {
            let line =
                respliced(&l.line, self.id, id).map_or_else(|| Arc::clone(&l.line), Arc::from);
            Played { line, lost: l.lost }
        })
    }

    /// Whether it is the reply to a request before, which had been given up: no matter of what is asked here.
    fn is_late(&self, line: &[u8]) -> bool {
        let text = envelope::text(line);
        matches!(envelope::read(&text), Message::Reply { id: ReplyId::Ours(id), .. } if id < self.id)
    }

    /// Our reply, as text: the first with our id.
    pub(super) fn reply(&self) -> Option<String> {
        let ours = ReplyId::Ours(self.id);
        self.lines.iter().find_map(|l| {
            let text = envelope::text(&l.line);
            matches!(envelope::read(&text), Message::Reply { id, .. } if id == ours)
                .then(|| text.into_owned())
        })
    }
}

/// Something that answers nothing: a notification, a request.
fn aside(line: &[u8]) -> bool {
    matches!(
        envelope::read(&envelope::text(line)),
        Message::Request { .. } | Message::Notification { .. }
    )
}

/// The line with the id exchanged, where it is a reply to `ours`. An id of another type stays of that type.
fn respliced(line: &[u8], ours: u64, theirs: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(line).ok()?;
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !matches!(envelope::read(bare), Message::Reply { id: ReplyId::Ours(id), .. } if id == ours) {
        return None;
    }
    let [id] = envelope::members(bare, ["id"])?;
    let id = id?.get();
    // The id is a slice of the line: its place is the distance between the two.
    let at = (id.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let (before, from) = text.split_at_checked(at)?;
    let after = from.strip_prefix(id)?;
    Some(
        [before, &id.replacen(&ours.to_string(), theirs, 1), after]
            .concat()
            .into_bytes(),
    )
}

/// A whole connection.
#[derive(Debug, Clone)]
pub(super) struct Tape {
    pub(super) segments: Vec<Segment>,
}

impl Tape {
    pub(super) fn of(frames: &[Frame]) -> Self {
        let mut segments: Vec<Segment> = Vec::new();
        let mut first = false;
        let mut given_up: Vec<usize> = Vec::new();
        for frame in frames {
            match (frame.from, frame.channel) {
                (Side::Prober, _) => match serde_json::from_slice::<Value>(&frame.bytes) {
                    Ok(event) if event["event"] == "list" => first = event["why"] == "first",
                    Ok(event) if event["event"] == "question" => first = false,
                    Ok(event) if event["event"] == "deadline" => {
                        given_up.extend(segments.len().checked_sub(1));
                    }
                    Ok(event) if event["event"] == "unterminated" => {
                        if let Some(last) = segments.last_mut().and_then(|s| s.lines.last_mut()) {
                            last.lost = Some("the line has no newline at its end");
                        }
                    }
                    _ => {}
                },
                (Side::Client, _) => ask(&mut segments, request(&frame.bytes, first)),
                (Side::Server, Channel::Stdout) => {
                    let late = late(&segments, &given_up, &frame.bytes);
                    let last = segments.len().checked_sub(1);
                    if let Some(segment) = late.or(last).and_then(|at| segments.get_mut(at)) {
                        let lost = frame
                            .cut
                            .as_ref()
                            .map(|_| "the line is longer than is kept");
                        segment.lines.push(Played {
                            line: Arc::clone(&frame.bytes),
                            lost,
                        });
                    }
                }
                (Side::Server, Channel::Http) if !is_message(frame) => {}
                (Side::Server, Channel::Http) => {
                    if let Some(segment) = segments.last_mut() {
                        segment.lines.push(Played {
                            line: Arc::clone(&frame.bytes),
                            lost: lost(frame),
                        });
                    }
                }
                (Side::Server, _) => {}
            }
        }
        Self { segments }
    }

    /// Whether the server took part in a handshake at all.
    pub(super) fn worth_asking(&self) -> bool {
        self.segments
            .iter()
            .any(|s| matches!(s.method.as_str(), "initialize") && s.answered())
            || self.modern()
    }

    /// Whether the server took `server/discover`.
    pub(super) fn modern(&self) -> bool {
        self.segments.iter().all(|s| s.method != "initialize")
            && self
                .segments
                .iter()
                .any(|s| s.method == "server/discover" && s.answered())
    }
}

/// A request, or the same once more: then what came before was no answer to it.
fn ask(segments: &mut Vec<Segment>, request: Option<Segment>) {
    let Some(request) = request else { return };
    match segments.last_mut().filter(|last| last.id == request.id) {
        Some(last) => last.lines.clear(),
        None => segments.push(request),
    }
}

/// Why a body is lost to the SDK.
fn lost(frame: &Frame) -> Option<&'static str> {
    let part = frame.http.as_ref().map(|http| &http.part);
    match part {
        Some(HttpPart::Response { partial: true, .. }) => Some("the body has no end"),
        _ if frame.cut.is_some() => Some("the body is longer than is kept"),
        _ => None,
    }
}

/// Whether a body could be a message: an error page is none, nor is a refusal that says so in words of its own, as OAuth's.
fn is_message(frame: &Frame) -> bool {
    let part = frame.http.as_ref().map(|http| &http.part);
    let refused = matches!(part, Some(HttpPart::Response { status: 400.., .. }));
    let text = envelope::text(&frame.bytes);
    let rpc = || envelope::members(&text, ["jsonrpc"]).is_some_and(|[rpc]| rpc.is_some());
    text.starts_with(['{', '[']) && (!refused || rpc())
}

/// The request that nobody waited for any more, where the line is the answer to it: the SDK would have waited.
fn late(segments: &[Segment], given_up: &[usize], line: &[u8]) -> Option<usize> {
    if given_up.is_empty() {
        return None;
    }
    let Message::Reply {
        id: ReplyId::Ours(id),
        ..
    } = envelope::read(&envelope::text(line))
    else {
        return None;
    };
    let asked = |at: &&usize| segments.get(**at).is_some_and(|s| s.id == id);
    given_up.iter().find(asked).copied()
}

/// A request that we sent; our replies and notifications are none.
fn request(line: &[u8], listing: bool) -> Option<Segment> {
    let text = envelope::text(line);
    let [id, method, params] = envelope::members(&text, ["id", "method", "params"])?;
    let cursor = params
        .and_then(|p| envelope::members(p.get(), ["cursor"]))
        .and_then(|[c]| c);
    Some(Segment {
        id: id?.get().trim_matches('"').parse().ok()?,
        method: envelope::string(method?).into_owned(),
        cursor: cursor.and_then(|c| serde_json::from_str(c.get()).ok()),
        listing,
        lines: Vec::new(),
    })
}

/// A line of the server.
#[derive(Debug, Clone)]
struct Played {
    line: Arc<[u8]>,
    /// Why the stock transport would never hand it over.
    lost: Option<&'static str>,
}

/// What the player and whoever asks share.
pub(super) struct Deck {
    tape: Mutex<Vec<Segment>>,
    queue: Mutex<VecDeque<Played>>,
    /// Requests played.
    asked: watch::Sender<u64>,
    /// Requests whose lines have all been handed over.
    empty: watch::Sender<u64>,
    more: Notify,
    dropped: Mutex<Option<String>>,
}

impl Deck {
    pub(super) fn new(tape: Tape) -> Arc<Self> {
        Arc::new(Self {
            tape: Mutex::new(tape.segments),
            queue: Mutex::default(),
            asked: watch::Sender::new(0),
            empty: watch::Sender::new(0),
            more: Notify::new(),
            dropped: Mutex::default(),
        })
    }

    /// Requests made so far.
    pub(super) fn asked(&self) -> u64 {
        *self.asked.borrow()
    }

    /// Resolves once a request after the first `since` has got all that there is: its sender would wait for ever.
    pub(super) async fn dry(&self, since: u64) {
        let mut empty = self.empty.subscribe();
        // An error means that the deck is gone, and with it every answer.
        let _gone = empty.wait_for(|n| *n > since).await;
    }

    /// Why the last line that was dropped could not be read.
    pub(super) fn dropped(&self) -> Option<String> {
        lock(&self.dropped).take()
    }

    /// Puts what the server said to this request in line.
    fn play(&self, request: &Value) {
        let (Some(id), Some(method)) = (
            request.get("id"),
            request.get("method").and_then(Value::as_str),
        ) else {
            return;
        };
        let cursor = request.pointer("/params/cursor").and_then(Value::as_str);
        let mut tape = lock(&self.tape);
        if let Some(at) = tape
            .iter()
            .position(|s| s.method == method && s.cursor.as_deref() == cursor)
        {
            lock(&self.queue).extend(tape.remove(at).play(&id.to_string()));
        }
        self.asked.send_modify(|n| *n += 1);
        self.more.notify_one();
    }

    /// The next message that the SDK can read. Safe to drop at any moment: a line is taken and read without a wait.
    async fn next(&self) -> RxJsonRpcMessage<RoleClient> {
        loop {
            let played = lock(&self.queue).pop_front();
            let Some(Played { line, lost }) = played else {
                self.empty.send_replace(self.asked());
                self.more.notified().await;
                continue;
            };
            // As the stock transport does: one byte order mark and one carriage return are passed over.
            let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            if text.is_empty() {
                continue;
            }
            if let Some(lost) = lost {
                *lock(&self.dropped) = Some(lost.into());
                continue;
            }
            match serde_json::from_slice(text) {
                Ok(message) => return message,
                Err(e) if !aside(text) => *lock(&self.dropped) = Some(e.to_string()),
                Err(_) => {}
            }
        }
    }
}

fn lock<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The transport that the SDK's client believes to be a server.
pub(super) struct Player(pub(super) Arc<Deck>);

impl Transport<RoleClient> for Player {
    type Error = std::io::Error;

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleClient>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send + 'static {
        if let Ok(message) = serde_json::to_value(&item) {
            self.0.play(&message);
        }
        std::future::ready(Ok(()))
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleClient>> {
        Some(self.0.next().await)
    }

    async fn close(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}
