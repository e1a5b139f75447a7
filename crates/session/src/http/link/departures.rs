//! What goes out.

use super::{Ask, Flight, Link, Out, Place, TURN};
use crate::http::body::{Body, Whole as Collected};
use crate::http::dress::{SESSION, Said, VERSION};
use crate::http::flight::{self, Leash};
use crate::recorder::Recorder;
use crate::router::{Router, Whole};
use futures_util::future::abortable;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

const LAST: HeaderName = HeaderName::from_static("last-event-id");
const EITHER: HeaderValue = HeaderValue::from_static("application/json, text/event-stream");
pub(crate) const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// The longest time that a server may ask us to wait before its stream is resumed.
const RETRY: Duration = Duration::from_secs(2);

impl Link {
    /// Sends what can go; whether somebody who waits was told that nothing will come.
    pub(super) fn launch(&mut self, router: &mut Router, recorder: &mut Recorder) -> bool {
        if let Place::Awaited(url) = self.place.clone()
            && self.open.is_empty()
            && !self.over
        {
            self.listen_at(url, recorder);
        }
        loop {
            if self.taken(router) {
                return false;
            }
            self.turn = None;
            match (&self.place, self.outbox.front()) {
                (_, None) | (Place::Awaited(_), _) => return false,
                (Place::Nowhere(_), Some(_)) => {
                    let Some(Out::Message(line)) = self.outbox.pop_front() else {
                        continue;
                    };
                    let ids = Said::of(&line).ids;
                    if Self::none(&ids, &Arc::default(), Whole::Missing, router) {
                        return true;
                    }
                }
                (Place::Streamable(_) | Place::Named(_), Some(_)) => {
                    match self.outbox.pop_front() {
                        Some(Out::Message(line)) => {
                            let number = self.post(line, recorder);
                            self.turn = Some((number, Instant::now() + TURN));
                        }
                        Some(Out::Listen) => {
                            if let Some(url) = self.url().cloned() {
                                self.listen_at(url, recorder);
                            }
                        }
                        None => return false,
                    }
                }
            }
        }
    }

    /// Whether it is still the turn of the message before. A stream that has begun to speak may never end: its turn is over.
    pub(super) fn taken(&self, router: &Router) -> bool {
        self.turn.is_some_and(|(number, until)| {
            Instant::now() < until
                && self.open.get(&number).is_some_and(|flight| {
                    let ids = &flight.said.ids;
                    !flight.spoke && (ids.is_empty() || ids.iter().any(|id| router.waits_for(*id)))
                })
        })
    }

    /// POSTs a message at once.
    pub(super) fn post(&mut self, line: Vec<u8>, recorder: &mut Recorder) -> u32 {
        self.post_after(Duration::ZERO, line, 0, recorder)
    }

    /// The same after a while, the so manieth time.
    pub(super) fn post_after(
        &mut self,
        wait: Duration,
        line: Vec<u8>,
        again: u8,
        recorder: &mut Recorder,
    ) -> u32 {
        let said = Said::of(&line);
        let ask = self.message(&said, line.clone());
        let number = self.ask_after(wait, ask, said, recorder);
        if let Some(flight) = self.open.get_mut(&number) {
            flight.line = Some(line);
            flight.again = again;
        }
        number
    }

    /// A message as its revision wants it.
    pub(crate) fn message(&self, said: &Said, body: Vec<u8>) -> Ask {
        let mut headers = self.base.clone();
        headers.insert(ACCEPT, EITHER);
        headers.insert(CONTENT_TYPE, JSON);
        said.dress(&mut headers, self.modern, self.version.as_deref());
        if let Some(session) = &self.session {
            headers.insert(SESSION, session.clone());
        }
        Ask {
            verb: Method::POST,
            url: self.somewhere(),
            headers,
            body,
            capitals: false,
        }
    }

    /// A request without a body, as a connection of this revision makes it.
    pub(crate) fn bodiless(&self, verb: Method, accept: Option<HeaderValue>) -> Ask {
        let mut headers = self.base.clone();
        if let Some(accept) = accept {
            headers.insert(ACCEPT, accept);
        }
        self.settled_headers(&mut headers);
        Ask {
            verb,
            url: self.somewhere(),
            headers,
            body: Vec::new(),
            capitals: false,
        }
    }

    fn settled_headers(&self, headers: &mut HeaderMap) {
        if let Some(Ok(version)) = self.version.as_deref().map(HeaderValue::try_from) {
            headers.insert(VERSION, version);
        }
        if let Some(session) = &self.session {
            headers.insert(SESSION, session.clone());
        }
    }

    fn somewhere(&self) -> url::Url {
        match &self.place {
            Place::Streamable(url)
            | Place::Awaited(url)
            | Place::Named(url)
            | Place::Nowhere(url) => url.clone(),
        }
    }

    fn listen_at(&mut self, url: url::Url, recorder: &mut Recorder) {
        let mut ask = self.bodiless(Method::GET, Some(EVENTS));
        ask.url = url;
        self.ask(ask, Said::default(), recorder);
    }

    /// Asks for the rest of a stream that ended before its answer came.
    pub(super) fn resume(&mut self, flight: Flight, last: &str, recorder: &mut Recorder) {
        let mut ask = self.bodiless(Method::GET, Some(EVENTS));
        if let Ok(last) = HeaderValue::try_from(last) {
            ask.headers.insert(LAST, last);
        }
        // A question may have opened a session of its own.
        let session = flight
            .head
            .as_ref()
            .and_then(|head| head.headers.get(SESSION));
        if let Some(session) = session {
            ask.headers.insert(SESSION, session.clone());
        }
        let wait = flight.retry.map_or(Duration::ZERO, Duration::from_millis);
        let number = self.ask_after(wait.min(RETRY), ask, flight.said, recorder);
        if let Some(next) = self.open.get_mut(&number) {
            next.again = flight.again + 1;
        }
    }

    /// Sends a request; its number.
    pub(crate) fn ask(&mut self, ask: Ask, said: Said, recorder: &mut Recorder) -> u32 {
        self.ask_after(Duration::ZERO, ask, said, recorder)
    }

    fn ask_after(&mut self, wait: Duration, ask: Ask, said: Said, recorder: &mut Recorder) -> u32 {
        let number = recorder.asked(&ask);
        let mut request = Request::new(ask.verb, ask.url);
        *request.headers_mut() = ask.headers;
        if !ask.body.is_empty() {
            *request.body_mut() = Some(ask.body.into());
        }
        let client = if ask.capitals {
            self.loud.clone()
        } else {
            self.client.clone()
        };
        let (going, handle) = abortable(async move {
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            flight::head(client, request).await
        });
        self.flying
            .push(Box::pin(async move { (number, going.await) }));
        let flight = Flight {
            said,
            line: None,
            head: None,
            body: Body::Whole(Collected::default()),
            last: None,
            retry: None,
            events: 0,
            spoke: false,
            again: 0,
            _leash: Leash(handle),
        };
        self.open.insert(number, flight);
        number
    }
}
