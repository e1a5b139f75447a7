//! Who gets what the server says, and how the server is answered.

use crate::envelope::{self, Message, ReplyId};
use crate::lines::Line;
use crate::list::Kind;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Requests of the server that are answered on one connection; more are recorded only.
const ANSWERS: u32 = 1_000;

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
    pub(crate) bytes: Arc<Vec<u8>>,
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
    /// There is none: what came over HTTP holds no answer.
    Missing,
}

/// Who gets what the server says.
pub(crate) struct Router {
    pub(crate) manners: Manners,
    pub(crate) waiting: BTreeMap<u64, Option<Reply>>,
    pub(crate) strays_ours: bool,
    pub(crate) changed: BTreeSet<Kind>,
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
    pub(crate) fn route(&mut self, line: &Line) -> Option<Vec<Vec<u8>>> {
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
                    .filter_map(|one| {
                        self.message(one.get(), &Arc::new(one.get().as_bytes().to_vec()))
                    })
                    .collect(),
            ),
            Message::Noise => {
                self.salvage(line, whole);
                None
            }
            _ => self.message(&text, &line.bytes).map(|answer| vec![answer]),
        }
    }

    fn message(&mut self, text: &str, bytes: &Arc<Vec<u8>>) -> Option<Vec<u8>> {
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

    /// Whether this one is still waited for.
    pub(crate) fn waits_for(&self, id: u64) -> bool {
        matches!(self.waiting.get(&id), Some(None))
    }

    /// The first reply counts; a second one is in the record only.
    pub(crate) fn deliver(&mut self, id: u64, reply: Reply) {
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
