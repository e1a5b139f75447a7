//! Pairs replies with requests: by id, or, where the id is broken and only one request is open, by that.

use super::faults::Faults;
use super::items::shorten;
use super::session::Reader;
use crate::wire::{Id, Message};
use crate::{Body, Exchange, FaultKind, FrameId, Kind, Line, Pointer, Reply, json};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Our requests, beside the session's exchanges.
#[derive(Debug, Default)]
pub(super) struct Requests {
    asked: Vec<Asked>,
    by_id: HashMap<Id, usize>,
    /// Those that neither were answered nor given up.
    waiting: BTreeSet<usize>,
    /// The last handshake, or the one that worked.
    handshake: Option<usize>,
}

#[derive(Debug)]
struct Asked {
    at_us: u64,
    purpose: Purpose,
    answered: bool,
}

/// What a request of ours is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    Handshake,
    /// A page of this listing.
    Listing(usize),
    /// This question.
    Question(String),
    Other,
}

impl Requests {
    fn add(&mut self, id: Id, at_us: u64, purpose: Purpose) {
        let index = self.asked.len();
        if purpose == Purpose::Handshake {
            self.handshake = Some(index);
        }
        self.asked.push(Asked {
            at_us,
            purpose,
            answered: false,
        });
        self.by_id.insert(id, index);
        self.waiting.insert(index);
    }

    /// The handshake that worked; where none did, the last that was tried.
    pub(super) const fn handshake(&self) -> Option<usize> {
        self.handshake
    }

    pub(super) fn worked(&mut self, handshake: usize) {
        self.handshake = Some(handshake);
    }

    /// Nobody waits for these any more; a late reply still finds its request by its id.
    pub(super) fn give_up(&mut self, which: impl Fn(usize) -> bool) {
        self.waiting.retain(|index| !which(*index));
    }

    /// The one request that is waiting, if it is only one and of the kind asked for.
    fn only(&self, which: impl Fn(&Purpose) -> bool) -> Option<usize> {
        let mut fitting = self
            .waiting
            .iter()
            .filter(|index| self.asked.get(**index).is_some_and(|a| which(&a.purpose)));
        match (fitting.next(), fitting.next()) {
            (Some(index), None) => Some(*index),
            _ => None,
        }
    }

    fn open(&self, id: &Id) -> Option<Result<usize, ()>> {
        let index = *self.by_id.get(id)?;
        Some(
            if self.asked.get(index).is_some_and(|asked| asked.answered) {
                Err(())
            } else {
                Ok(index)
            },
        )
    }
}

impl Reader {
    /// We sent a message.
    pub(super) fn ask(&mut self, frame: &Line<'_>, message: Message) {
        if message.method.as_deref() == Some("notifications/initialized") {
            self.session.initialized.get_or_insert(frame.n);
        }
        let (Some(method), false) = (message.method, matches!(message.id, Id::Missing | Id::Null))
        else {
            return;
        };
        if self.asked_again(&message.id, &method) {
            return;
        }
        let mut params = message
            .params
            .and_then(|raw| json::read(raw.get(), 1).ok())
            .map_or(Value::Null, |read| read.value);
        let purpose = match (self.questions.current(), Kind::of_method(&method)) {
            (Some(question), _) => {
                let purpose = Purpose::Question(question.to_owned());
                if method == "initialize" && self.declared.is_none() {
                    self.declare(&method, &params);
                }
                purpose
            }
            (None, Some(kind)) => Purpose::Listing(self.listing(kind, params.get("cursor"))),
            (None, None) if method == "initialize" || method == "server/discover" => {
                self.declare(&method, &params);
                Purpose::Handshake
            }
            (None, None) => Purpose::Other,
        };
        params.get_mut("cursor").into_iter().for_each(shorten);
        self.requests.add(message.id, frame.at_us, purpose);
        self.session.exchanges.push(Exchange {
            frame: frame.n,
            method,
            params,
            reply: None,
            took_us: None,
        });
    }

    /// Whether a request of ours goes out once more, because the server was too busy or sent us elsewhere: what came so far was
    /// no answer to it.
    fn asked_again(&mut self, id: &Id, method: &str) -> bool {
        let before = self.requests.by_id.get(id).copied();
        let Some(index) = before.filter(|_| self.session.web.is_some()) else {
            return false;
        };
        let exchange = self.session.exchanges.get_mut(index);
        let (Some(exchange), Some(asked)) = (exchange, self.requests.asked.get_mut(index)) else {
            return false;
        };
        if exchange.method != method {
            return false;
        }
        exchange.reply = None;
        exchange.took_us = None;
        asked.answered = false;
        if let Purpose::Listing(listing) = asked.purpose {
            self.reopen(listing);
        }
        self.requests.waiting.insert(index);
        self.web.again = Some(index);
        true
    }

    /// A reply came.
    pub(super) fn reply(
        &mut self,
        frame: FrameId,
        message: Message,
        at_us: u64,
        faults: &mut Faults,
    ) {
        let Some(index) = self.match_reply(frame, &message, faults) else {
            if matches!(message.id, Id::Missing | Id::Null)
                && let Some(question) = self.questions.about().map(str::to_owned)
            {
                let body = self.body(frame, &message, None, faults);
                self.questions.reply(&question, Reply { frame, body });
            }
            return;
        };
        let Some(asked) = self.requests.asked.get_mut(index) else {
            return;
        };
        asked.answered = true;
        let (purpose, took_us) = (asked.purpose.clone(), at_us.saturating_sub(asked.at_us));
        self.requests.waiting.remove(&index);
        let listing = if let Purpose::Listing(listing) = purpose {
            Some(listing)
        } else {
            None
        };
        let reply = Reply {
            frame,
            body: self.body(frame, &message, listing, faults),
        };
        if let Some(exchange) = self.session.exchanges.get_mut(index) {
            exchange.reply = Some(reply.clone());
            exchange.took_us = Some(took_us);
        }
        if !matches!(
            (&purpose, &reply.body),
            (Purpose::Handshake | Purpose::Listing(_), Body::Result(_))
        ) {
            self.hold_reply(index, frame, &reply.body, faults);
        }
        match purpose {
            Purpose::Handshake => self.handshake(index, &reply, at_us, faults),
            Purpose::Listing(listing) => self.listing_reply(listing, &reply, message.cut),
            Purpose::Question(question) => {
                self.questions.reply(&question, reply.clone());
                self.shaken_in_question(index, &reply, at_us, faults);
            }
            Purpose::Other => {}
        }
    }

    /// The request that a reply answers. Named as a fault where that is not plain from its id.
    fn match_reply(&self, frame: FrameId, message: &Message, faults: &mut Faults) -> Option<usize> {
        let id = &message.id;
        // Over HTTP an answer stands in the response to its request.
        if matches!(id, Id::Missing | Id::Null)
            && let Some(index) = self.web.asked_here()
        {
            let open = self.requests.asked.get(index).is_some_and(|a| !a.answered);
            return open.then_some(index);
        }
        if message.cut && *id == Id::Missing {
            // Its id may stand in the part that was not kept.
            return self.requests.only(|_| true);
        }
        let mut wrong = |kind, says| {
            faults.push(
                self.session.id,
                kind,
                Pointer {
                    frame,
                    pointer: "/id".to_owned(),
                },
                says,
            );
        };
        if matches!(id, Id::Missing | Id::Null) {
            // An error to a question may rightly come without an id: what we sent there is often no request at all. It
            // may come late, while we already ask whether the server lives; it is no answer to that.
            if let Some(about) = self.questions.about() {
                let theirs = self
                    .requests
                    .only(|purpose| matches!(purpose, Purpose::Question(id) if id == about));
                if message.result.is_none() || theirs.is_some() {
                    return theirs;
                }
            }
            let only = self.requests.only(|_| true);
            match only {
                Some(_) => wrong(
                    FaultKind::IdType,
                    format!("a reply has {id}; it is taken for the one that was waited for"),
                ),
                None => wrong(
                    FaultKind::UnknownId,
                    format!("a reply has {id}, and it is not plain what it answers"),
                ),
            }
            return only;
        }
        match self.requests.open(id) {
            Some(Ok(index)) => return Some(index),
            Some(Err(())) => wrong(FaultKind::UnknownId, format!("a second reply to {id}")),
            None => match id
                .alike()
                .and_then(|alike| self.requests.open(&alike).map(|open| (alike, open)))
            {
                Some((alike, Ok(index))) => {
                    wrong(
                        FaultKind::IdType,
                        format!("a reply has {id} where the request has {alike}"),
                    );
                    return Some(index);
                }
                Some((alike, Err(()))) => wrong(
                    FaultKind::UnknownId,
                    format!("a second reply to {alike}, with {id}"),
                ),
                None => wrong(
                    FaultKind::UnknownId,
                    format!("a reply has {id}, which was never asked"),
                ),
            },
        }
        None
    }

    fn body(
        &mut self,
        frame: FrameId,
        message: &Message,
        listing: Option<usize>,
        faults: &mut Faults,
    ) -> Body {
        let session = self.session.id;
        let mut bad = |pointer: &str, says: &str| {
            faults.push(
                session,
                FaultKind::BadReply,
                Pointer {
                    frame,
                    pointer: pointer.to_owned(),
                },
                says.to_owned(),
            );
        };
        if message.cut {
            if let Some(listing) = listing {
                self.kept_page(listing, frame, message.text, faults);
            }
            return Body::Unreadable(self.why_cut().to_owned());
        }
        let null = |raw: &serde_json::value::RawValue| raw.get() == "null";
        let (result, error) = match (&message.result, &message.error) {
            (Some(result), Some(error)) => {
                bad("", "the reply has both a result and an error");
                if null(result) && !null(error) {
                    (None, Some(error))
                } else {
                    (Some(result), None)
                }
            }
            (result, error) => (result.as_ref(), error.as_ref()),
        };
        match (result, error) {
            (Some(raw), _) => match listing {
                Some(listing) => self.page(listing, frame, raw.get(), faults),
                None => match self.payload(
                    raw.get(),
                    Pointer {
                        frame,
                        pointer: "/result".to_owned(),
                    },
                    1,
                    faults,
                ) {
                    Ok(value) => Body::Result(Arc::new(value)),
                    Err(why) => Body::Unreadable(why),
                },
            },
            (None, Some(raw)) => match self.payload(
                raw.get(),
                Pointer {
                    frame,
                    pointer: "/error".to_owned(),
                },
                1,
                faults,
            ) {
                Ok(value) => self.error(frame, value, faults),
                Err(why) => Body::Unreadable(why),
            },
            (None, None) => {
                bad("", "the reply has neither a result nor an error");
                Body::Unreadable("it has neither a result nor an error".to_owned())
            }
        }
    }

    /// Why only the head of a message is there.
    pub(super) const fn why_cut(&self) -> &'static str {
        if self.web.broken {
            "its end never came"
        } else {
            "only its head was kept"
        }
    }

    fn error(&self, frame: FrameId, raw: Value, faults: &mut Faults) -> Body {
        let code = raw.get("code").and_then(Value::as_i64);
        let message = raw
            .get("message")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let says = match (code, &message) {
            (Some(_), Some(_)) => None,
            (None, Some(_)) => Some("the error has no integer code"),
            (Some(_), None) => Some("the error has no message that is a string"),
            (None, None) => {
                Some("the error has neither an integer code nor a message that is a string")
            }
        };
        if let Some(says) = says {
            let at = Pointer {
                frame,
                pointer: "/error".to_owned(),
            };
            faults.push(self.session.id, FaultKind::BadReply, at, says.to_owned());
        }
        Body::Error {
            code,
            message,
            raw: Arc::new(raw),
        }
    }
}
