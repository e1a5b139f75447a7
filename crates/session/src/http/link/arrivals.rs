//! What comes in.

use super::again::{AGAIN, Again};
use super::{CROWD, Flight, Link, Place, ended};
use crate::envelope::{self, Message, ReplyId};
use crate::http::body::Body;
use crate::http::dress::SESSION;
use crate::http::events::{self, Parser};
use crate::http::flight::{self, Came, Failure, Head};
use crate::lines::Line;
use crate::recorder::Recorder;
use crate::router::{Router, Whole};
use evidence::{Ending, Event, HttpPart};
use futures_util::future::abortable;
use reqwest::Response;
use reqwest::header::WWW_AUTHENTICATE;
use std::sync::Arc;

/// Events of one stream that are read.
const EVENTS: usize = 10_000;
/// Bytes beyond which what a stream names is no address.
const ADDRESS: usize = 4 << 10;
/// Sessions opened by questions that are remembered.
const STRAYS: usize = 10;

impl Link {
    pub(super) fn came(
        &mut self,
        number: u32,
        came: Came,
        router: &mut Router,
        recorder: &mut Recorder,
    ) {
        self.shown(recorder);
        match came {
            Came::Head(response) => self.headed(number, response, recorder),
            Came::Piece(response, piece) => self.piece(number, response, &piece, router, recorder),
            Came::End => self.end(number, None, router, recorder),
            Came::Failed(failure) => self.end(number, Some(failure), router, recorder),
        }
    }

    /// Writes down the certificates that were shown.
    fn shown(&self, recorder: &mut Recorder) {
        for tls in self.witness.shown() {
            recorder.event(&Event::Tls(tls));
        }
    }

    fn headed(&mut self, number: u32, response: Response, recorder: &mut Recorder) {
        let Some(flight) = self.open.get_mut(&number) else {
            return;
        };
        let head = Head::of(&response);
        if let Some(session) = head.headers.get(SESSION) {
            recorder.hide_session(session.as_bytes());
            if flight.line.is_some() && flight.said.method.as_deref() == Some("initialize") {
                self.session = Some(session.clone());
            }
        }
        if let (None, Some(session)) = (&flight.line, head.headers.get(SESSION))
            && self.session.as_ref() != Some(session)
            && self.strays.len() < STRAYS
        {
            self.strays.push(session.clone());
        }
        if head.status == 401 {
            let challenges = head.headers.get_all(WWW_AUTHENTICATE).iter();
            let challenges: Vec<_> = challenges
                .map(|c| String::from_utf8_lossy(c.as_bytes()))
                .collect();
            self.challenge = Some(challenges.join(", "));
        }
        let stream = head.is_stream();
        if stream {
            flight.body = Body::Events(Box::new(Parser::new()));
        }
        flight.head = Some(head);
        let within = !stream
            || flight
                .head
                .as_ref()
                .is_none_or(|head| recorder.streams(number, head));
        self.fly_on(number, response);
        if !within {
            self.hang_up(recorder);
        }
    }

    fn fly_on(&mut self, number: u32, response: Response) {
        let (going, handle) = abortable(flight::more(response));
        if let Some(flight) = self.open.get_mut(&number) {
            flight._leash = flight::Leash(handle);
        }
        self.flying
            .push(Box::pin(async move { (number, going.await) }));
    }

    fn piece(
        &mut self,
        number: u32,
        response: Response,
        piece: &[u8],
        router: &mut Router,
        recorder: &mut Recorder,
    ) {
        let Some(flight) = self.open.get_mut(&number) else {
            return;
        };
        let mut events = Vec::new();
        match &mut flight.body {
            Body::Whole(whole) => {
                whole.add(piece);
                if whole.is_over() {
                    let how = Failure {
                        how: Ending::Capped,
                        words: "the body goes on and on".to_owned(),
                    };
                    return self.end(number, Some(how), router, recorder);
                }
            }
            Body::Events(parser) => parser.feed(piece, |event| events.push(event)),
        }
        flight.events += events.len();
        if flight.events > EVENTS {
            let how = Failure {
                how: Ending::Capped,
                words: format!("more than {EVENTS} events"),
            };
            return self.end(number, Some(how), router, recorder);
        }
        self.fly_on(number, response);
        for event in events {
            if !self.event(number, event, router, recorder) {
                return self.hang_up(recorder);
            }
        }
    }

    /// One event of a stream. False where no more is kept of this connection.
    fn event(
        &mut self,
        number: u32,
        event: events::Event,
        router: &mut Router,
        recorder: &mut Recorder,
    ) -> bool {
        let part = HttpPart::Event {
            id: event.id.clone(),
            event: event.kind.clone(),
            retry: event.retry,
        };
        let address =
            event.kind.as_deref() == Some("endpoint") && event.data.bytes.len() <= ADDRESS;
        // It holds the session's id, which is not written down.
        let shown = address.then(|| {
            let named = String::from_utf8_lossy(&event.data.bytes);
            Line {
                bytes: Arc::new(recorder.endpoint(&named).into_bytes()),
                ..event.data.clone()
            }
        });
        if !recorder.came(number, part, shown.as_ref().unwrap_or(&event.data)) {
            return false;
        }
        if let Some(flight) = self.open.get_mut(&number) {
            flight.last = event.id.or(flight.last.take());
            flight.retry = event.retry.or(flight.retry);
            flight.spoke |= !event.data.bytes.is_empty();
        }
        match event.kind.as_deref() {
            None | Some("message") if !event.data.bytes.is_empty() => {
                self.route(&event.data, router, recorder);
            }
            Some("endpoint") => self.named(&event.data),
            _ => {}
        }
        true
    }

    /// A stream says where messages go. Only within its own origin: what we send may hold credentials.
    fn named(&mut self, data: &Line) {
        let Place::Awaited(url) = &self.place else {
            return;
        };
        let said = String::from_utf8_lossy(&data.bytes);
        self.place = match url.join(said.trim()) {
            Ok(named) if named.origin() == url.origin() => Place::Named(named),
            _ => Place::Nowhere(url.clone()),
        };
    }

    fn route(&mut self, line: &Line, router: &mut Router, recorder: &mut Recorder) {
        for answer in router.route(line).into_iter().flatten() {
            // At once: the server may wait for it before it answers what we wait for.
            if self.open.len() < CROWD && self.url().is_some() {
                self.post(answer, recorder);
            }
        }
    }

    /// An exchange has ended.
    fn end(
        &mut self,
        number: u32,
        failure: Option<Failure>,
        router: &mut Router,
        recorder: &mut Recorder,
    ) {
        let Some(flight) = self.open.remove(&number) else {
            return;
        };
        let stream = matches!(flight.body, Body::Events(_));
        let (ids, success) = (
            flight.said.ids.clone(),
            flight.head.as_ref().is_some_and(Head::is_success),
        );
        let status = flight.head.as_ref().map(|head| head.status);
        let again = failure.is_none().then(|| self.again(&flight)).flatten();
        let resumable =
            (stream && flight.again < AGAIN && ids.iter().any(|id| router.waits_for(*id)))
                .then(|| flight.last.clone())
                .flatten()
                .filter(|_| !self.modern || flight.said.method.as_deref() == Some("initialize"));
        let broken = failure
            .as_ref()
            .is_some_and(|failure| failure.how != Ending::Capped);
        let packed = flight.head.as_ref().is_some_and(Head::is_packed);
        let (line, flight) = self.keep(number, flight, failure.is_none(), recorder);
        if self.wanted == Some(number) && success && failure.is_none() {
            let whole = line.as_ref().filter(|line| line.cut.is_none());
            self.body = whole.map(|line| Arc::clone(&line.bytes));
            return;
        }
        match failure {
            Some(Failure { how, words }) => {
                ended(number, how, Some(words), recorder);
                if how == Ending::Unreachable {
                    self.over = true;
                    return;
                }
            }
            None if stream => ended(number, Ending::Closed, None, recorder),
            None => {}
        }
        // Who is too busy to answer has not answered, whatever it says.
        let busy = matches!(again, Some(Again::Later(_)));
        if let Some(line) = line.as_ref().filter(|_| !packed && !broken && !busy) {
            self.route(line, router, recorder);
        }
        if let (Some(again), Some(flight)) = (again, &flight) {
            return self.go_again(again, flight, recorder);
        }
        if let (Some(last), Some(flight)) = (resumable, flight) {
            return self.resume(flight, &last, recorder);
        }
        if let (Place::Awaited(url), true) = (&self.place, ids.is_empty()) {
            self.place = Place::Nowhere(url.clone());
            self.refused = status;
        }
        // Over HTTP+SSE answers come on the stream.
        if matches!(self.place, Place::Named(_)) && success {
            return;
        }
        let body = line.map(|line| line.bytes).unwrap_or_default();
        if !ids.is_empty() && !success && !is_modern(&body) {
            self.refused = status;
        }
        let whole = if answers(&body) {
            Whole::Yes
        } else {
            Whole::Missing
        };
        Self::none(&ids, &body, whole, router);
    }

    /// Writes down a response that is no stream, with what came of its body, and hands that back. What is not written of the
    /// exchange is left.
    pub(super) fn keep(
        &mut self,
        number: u32,
        mut flight: Flight,
        whole: bool,
        recorder: &mut Recorder,
    ) -> (Option<Line>, Option<Flight>) {
        let Body::Whole(collected) =
            std::mem::replace(&mut flight.body, Body::Whole(Default::default()))
        else {
            return (None, Some(flight));
        };
        let Some(head) = &flight.head else {
            return (None, Some(flight));
        };
        let line = collected.end();
        if recorder.responded(number, head, &line, !whole) {
            (Some(line), Some(flight))
        } else {
            self.over = true;
            (None, None)
        }
    }
}

/// Whether a body is an error that only a server without handshakes gives.
fn is_modern(body: &Arc<Vec<u8>>) -> bool {
    let text = envelope::text(body);
    let code = envelope::members(&text, ["error"])
        .and_then(|[error]| envelope::members(error?.get(), ["code"]))
        .and_then(|[code]| code?.get().parse::<i64>().ok());
    matches!(code, Some(-32022..=-32020))
}

/// Whether a body is an answer that names no request: over HTTP it is to what was asked.
fn answers(body: &Arc<Vec<u8>>) -> bool {
    let text = envelope::text(body);
    // Errors of OAuth have a member of the same name.
    let rpc = envelope::members(&text, ["jsonrpc"]).is_some_and(|[version]| version.is_some());
    rpc && matches!(
        envelope::read(&text),
        Message::Reply {
            id: ReplyId::Absent,
            error: true
        }
    )
}
