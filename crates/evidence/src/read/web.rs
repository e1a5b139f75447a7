//! HTTP: which exchange carried which message, and what came back beside it.

use super::faults::Faults;
use super::session::Reader;
use crate::wire::{Framer, Piece};
use crate::{
    Caller, Ending, FaultKind, Http, HttpEnd, HttpExchange, HttpPart, HttpResponse, Line, Observed,
    Side, StreamEvent, Transport, Web, limits,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// Statuses after which a client tries HTTP+SSE of 2024-11-05.
const OLDER: [u16; 3] = [400, 404, 405];

/// What is known of the exchanges while they are read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    open: BTreeMap<u32, Open>,
    /// Our only request in the exchange that is being read.
    here: Option<usize>,
    /// Whether the body that is being read broke off.
    pub(super) broken: bool,
    /// A request of ours that goes out once more.
    pub(super) again: Option<usize>,
    /// Bytes of bodies kept.
    kept: usize,
}

#[derive(Debug, Clone)]
struct Open {
    /// Its place among the exchanges.
    at: usize,
    asked_us: u64,
    /// The requests that it carried.
    requests: Range<usize>,
}

impl Reading {
    /// The request that an answer without an id is to.
    pub(super) const fn asked_here(&self) -> Option<usize> {
        self.here
    }

    /// The exchange that carried a request.
    fn carried(&self, request: usize) -> Option<usize> {
        let mut open = self.open.values();
        open.find(|open| open.requests.contains(&request))
            .map(|open| open.at)
    }
}

impl Reader {
    /// The HTTP side; made with the first that is known of it.
    pub(super) fn web_side(&mut self) -> &mut Web {
        self.session.web.get_or_insert_default()
    }

    pub(super) fn connected(&mut self, caller: Caller, transport: Transport) {
        let web = self.web_side();
        web.caller = caller;
        web.transport = transport;
    }

    pub(super) fn web(&mut self, frame: &Line<'_>, faults: &mut Faults) {
        let Some(http) = frame.http else { return };
        match (frame.from, &http.part) {
            (Side::Client, HttpPart::Request { .. }) => self.requested(frame, http, faults),
            (Side::Server, HttpPart::Response { .. }) => self.responded(frame, http, faults),
            (Side::Server, HttpPart::Event { .. }) => self.streamed(frame, http, faults),
            _ => {}
        }
    }

    fn requested(&mut self, frame: &Line<'_>, http: &Http, faults: &mut Faults) {
        let HttpPart::Request {
            method,
            url,
            headers,
        } = &http.part
        else {
            return;
        };
        let before = self.session.exchanges.len();
        if frame.bytes.is_empty() {
            self.questions.frame(frame.n);
        } else {
            self.client(frame, faults);
        }
        let requests = match self.web.again.take() {
            Some(again) => again..again + 1,
            None => before..self.session.exchanges.len(),
        };
        let question = self.questions.current().map(str::to_owned);
        let message = self.session.exchanges.get(requests.start);
        let message = message
            .filter(|_| !requests.is_empty())
            .map(|e| e.method.clone());
        let web = self.web_side();
        let at = web.exchanges.len();
        if at < limits::EXCHANGES {
            web.exchanges.push(HttpExchange {
                number: http.exchange,
                frame: frame.n,
                question,
                verb: method.clone(),
                url: url.clone(),
                headers: headers.clone(),
                message,
                response: None,
                ended: None,
            });
        }
        let open = Open {
            at,
            asked_us: frame.at_us,
            requests,
        };
        self.web.open.insert(http.exchange, open);
    }

    fn responded(&mut self, frame: &Line<'_>, http: &Http, faults: &mut Faults) {
        let HttpPart::Response {
            status,
            version,
            peer,
            headers,
            partial,
        } = &http.part
        else {
            return;
        };
        let open = self.web.open.get(&http.exchange).cloned();
        let mut response = HttpResponse {
            frame: frame.n,
            status: *status,
            version: version.clone(),
            peer: peer.clone(),
            headers: headers.clone(),
            took_us: open
                .as_ref()
                .map_or(0, |open| frame.at_us.saturating_sub(open.asked_us)),
            size: frame.cut.map_or(frame.bytes.len() as u64, |cut| cut.bytes),
            body: String::new(),
            events: Vec::new(),
        };
        let stream = response.is_stream();
        let packed = response
            .header("content-encoding")
            .is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity"));
        let listing = self.carries_list(open.as_ref());
        if !listing || !(200..300).contains(status) {
            response.body = self.head(frame.bytes);
        }
        let question = self.note(http.exchange, response);
        if let Some(id) = question {
            self.questions.heard(&id);
        }
        if !stream {
            // Nothing packed was asked for, so that it is not unpacked.
            if !packed {
                self.web.broken = *partial && frame.cut.is_none();
                self.read_here(frame, open.as_ref(), http.exchange, true, faults);
                self.web.broken = false;
            }
            self.given_up(open);
        }
    }

    fn streamed(&mut self, frame: &Line<'_>, http: &Http, faults: &mut Faults) {
        let HttpPart::Event { id, event, retry } = &http.part else {
            return;
        };
        let open = self.web.open.get(&http.exchange).cloned();
        let message = event.as_deref().is_none_or(|event| event == "message");
        let data = (!message).then(|| self.head(frame.bytes));
        if let Some(response) = self
            .exchange(http.exchange)
            .and_then(|exchange| exchange.response.as_mut())
        {
            response.size += frame.cut.map_or(frame.bytes.len() as u64, |cut| cut.bytes);
            if response.events.len() < limits::EXCHANGES {
                response.events.push(StreamEvent {
                    frame: frame.n,
                    kind: event.clone(),
                    id: id.clone(),
                    retry: *retry,
                    data,
                });
            }
        }
        if message {
            self.read_here(frame, open.as_ref(), http.exchange, false, faults);
        }
    }

    /// Reads what a body or an event says. A body that is no JSON is a matter of the transport, not a broken message.
    fn read_here(
        &mut self,
        frame: &Line<'_>,
        open: Option<&Open>,
        exchange: u32,
        body: bool,
        faults: &mut Faults,
    ) {
        self.questions.frame(frame.n);
        let json = frame
            .bytes
            .trim_ascii_start()
            .first()
            .is_some_and(|byte| matches!(byte, b'{' | b'['));
        if body && !(json && self.carried_message(exchange)) {
            return;
        }
        self.web.here = open
            .filter(|open| open.requests.len() == 1)
            .map(|open| open.requests.start);
        let broken = self.web.broken;
        let cut = frame.cut.map(|cut| cut.bytes);
        let cut = cut.or(broken.then_some(frame.bytes.len() as u64));
        Framer::document(frame.n, frame.bytes, cut, &mut |piece| {
            // That it broke off is known of the exchange.
            if !(broken && matches!(piece, Piece::Wrong(_, FaultKind::TooLong, _))) {
                self.piece(piece, frame.at_us, faults);
            }
        });
        self.web.here = None;
    }

    /// Whether we POSTed a message: what answers anything else is none.
    fn carried_message(&mut self, number: u32) -> bool {
        self.exchange(number)
            .is_some_and(|exchange| exchange.verb == "POST")
    }

    fn carries_list(&self, open: Option<&Open>) -> bool {
        open.and_then(|open| self.session.exchanges.get(open.requests.clone()))
            .is_some_and(|carried| {
                carried
                    .iter()
                    .any(|exchange| crate::Kind::of_method(&exchange.method).is_some())
            })
    }

    /// The head of a body, as long as not too much is kept.
    fn head(&mut self, bytes: &[u8]) -> String {
        let room = limits::BODIES_BYTES.saturating_sub(self.web.kept);
        let length = bytes.len().min(limits::BODY_BYTES).min(room);
        self.web.kept += length;
        String::from_utf8_lossy(bytes.get(..length).unwrap_or_default()).into_owned()
    }

    fn exchange(&mut self, number: u32) -> Option<&mut HttpExchange> {
        let at = self.web.open.get(&number)?.at;
        self.web_side().exchanges.get_mut(at)
    }

    /// Keeps a response; the question that it belongs to.
    fn note(&mut self, number: u32, response: HttpResponse) -> Option<String> {
        let exchange = self.exchange(number)?;
        exchange.response = Some(response);
        exchange.question.clone()
    }

    /// A response has ended: what it did not answer is not waited for any more.
    fn given_up(&mut self, open: Option<Open>) {
        if let Some(open) = open {
            self.requests
                .give_up(|index| open.requests.contains(&index));
        }
    }

    pub(super) fn ended_exchange(
        &mut self,
        frame: &Line<'_>,
        number: u32,
        how: Ending,
        error: Option<String>,
    ) {
        let open = self.web.open.get(&number).cloned();
        if let Some(exchange) = self.exchange(number) {
            exchange.ended = Some(HttpEnd {
                how,
                error,
                frame: frame.n,
            });
        }
        self.given_up(open);
    }

    /// Whether no handshake was taken, and the last refused with a status that points at another transport.
    pub(super) fn refused_in_http(&self) -> bool {
        let refused = || {
            let request = self.requests.handshake()?;
            let at = self.web.carried(request)?;
            let exchange = self.session.web.as_ref()?.exchanges.get(at)?;
            let status = exchange.response.as_ref()?.status;
            Some(OLDER.contains(&status))
        };
        !matches!(self.session.handshake, Observed::Seen { .. }) && refused() == Some(true)
    }

    /// What came in place of an answer to a request of ours, in words.
    pub(super) fn instead(&self, request: usize) -> Option<String> {
        let method = &self.session.exchanges.get(request)?.method;
        let at = self.web.carried(request)?;
        let exchange = self.session.web.as_ref()?.exchanges.get(at)?;
        if let Some(response) = &exchange.response {
            let status = response.status;
            return Some(if response.is_stream() {
                format!("{method} was answered with a stream that holds no answer")
            } else if exchange.ended.is_some() {
                format!("{method} was answered with HTTP {status} and a body that did not end")
            } else if (200..300).contains(&status) {
                format!("{method} was answered with HTTP {status} and no message")
            } else {
                format!("{method} was answered with HTTP {status}")
            });
        }
        let end = exchange.ended.as_ref()?;
        let error = end.error.as_deref().unwrap_or("no response came");
        match end.how {
            Ending::Unreachable => Some(format!("there was no connection: {error}")),
            Ending::Silent | Ending::Left => None,
            Ending::Broken | Ending::Capped | Ending::Closed => {
                Some(format!("{method} got no response: {error}"))
            }
        }
    }
}
