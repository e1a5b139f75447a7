//! A connection over HTTP: messages go out one after the other, and whatever comes back is recorded, then routed.
//!
//! No exchange has a task: all that are in flight are polled by whoever waits.

mod again;
mod arrivals;
mod departures;

pub(crate) use departures::EVENTS;

use crate::http::body::Body;
use crate::http::dress::Said;
use crate::http::flight::{Came, Head, Leash};
use crate::http::site::Site;
use crate::http::tls::Witness;
use crate::recorder::Recorder;
use crate::router::{Reply, Router, Whole};
use evidence::{Ending, Event, Transport};
use futures_util::StreamExt as _;
use futures_util::future::Aborted;
use futures_util::stream::FuturesUnordered;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Method};
use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use url::Url;

/// How long a message waits for the one before it: a server may never answer that.
pub(crate) const TURN: Duration = Duration::from_secs(2);
/// Exchanges in flight beyond which the server's requests are no longer answered.
const CROWD: usize = 50;

type Flying = Pin<Box<dyn Future<Output = (u32, Result<Came, Aborted>)> + Send>>;

/// An open connection.
pub(crate) struct Link {
    client: Client,
    /// The same, writing the names of headers with capitals.
    loud: Client,
    witness: Arc<Witness>,
    /// What every request is sent with.
    base: HeaderMap,
    place: Place,
    /// Whether requests are those of a revision without a handshake.
    pub(crate) modern: bool,
    /// The revision that a handshake settled.
    version: Option<String>,
    session: Option<HeaderValue>,
    /// Sessions that questions opened.
    strays: Vec<HeaderValue>,
    outbox: VecDeque<Out>,
    flying: FuturesUnordered<Flying>,
    open: BTreeMap<u32, Flight>,
    /// The exchange that the next message waits for, and how long.
    turn: Option<(u32, Instant)>,
    over: bool,
    /// The exchange whose body somebody wants, and that body.
    wanted: Option<u32>,
    body: Option<Arc<Vec<u8>>>,
    /// The status of the last response that refused a request without an answer in it.
    pub(crate) refused: Option<u16>,
    /// The challenge of the last 401.
    pub(crate) challenge: Option<String>,
}

/// Where messages go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// To one endpoint, since 2025-03-26.
    Streamable(Url),
    /// To where a stream will say: HTTP+SSE of 2024-11-05.
    Awaited(Url),
    /// To where it said.
    Named(Url),
    /// It said nothing that we would go to.
    Nowhere(Url),
}

/// What is to go out.
enum Out {
    /// A message.
    Message(Vec<u8>),
    /// The request for a stream of whatever the server has to say.
    Listen,
}

/// What we send over HTTP.
pub(crate) struct Ask {
    pub(crate) verb: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Whether the names of its headers begin with capitals, which must make no difference.
    pub(crate) capitals: bool,
}

/// One exchange.
struct Flight {
    said: Said,
    /// The message, where it was one of ours that goes again where the server redirects it.
    line: Option<Vec<u8>>,
    head: Option<Head>,
    body: Body,
    /// The id of the last event of its stream, and the time to wait that was asked for.
    last: Option<String>,
    retry: Option<u64>,
    /// Events that came.
    events: usize,
    /// Whether a message stood in one of them.
    spoke: bool,
    /// How often it was redirected or resumed.
    again: u8,
    _leash: Leash,
}

impl Link {
    pub(crate) fn new(site: &Site, modern: bool) -> Self {
        Self {
            client: site.client.clone(),
            loud: site.loud.clone(),
            witness: Arc::clone(&site.witness),
            base: site.headers(),
            place: match site.transport {
                Transport::Streamable => Place::Streamable(site.url.clone()),
                Transport::Sse => Place::Awaited(site.url.clone()),
            },
            modern,
            version: None,
            session: None,
            strays: Vec::new(),
            outbox: VecDeque::new(),
            flying: FuturesUnordered::new(),
            open: BTreeMap::new(),
            turn: None,
            over: false,
            wanted: None,
            body: None,
            refused: None,
            challenge: None,
        }
    }

    /// The same through another client.
    pub(crate) fn through(mut self, client: Client) -> Self {
        self.client = client;
        self
    }

    /// Keeps the body of this exchange for whoever asked.
    pub(crate) fn read_body_of(&mut self, number: u32) {
        self.wanted = Some(number);
        self.body = None;
    }

    /// The body that was to be kept, where it came with success and whole.
    pub(crate) fn taken_body(&mut self) -> Option<Arc<Vec<u8>>> {
        self.body.take()
    }

    /// Goes on where one place could not be reached.
    pub(crate) const fn go_on(&mut self) {
        self.over = false;
    }

    /// Whether nothing can come any more.
    pub(crate) const fn over(&self) -> bool {
        self.over
    }

    /// Where messages are POSTed to now.
    pub(crate) fn url(&self) -> Option<&Url> {
        match &self.place {
            Place::Streamable(url) | Place::Named(url) => Some(url),
            Place::Awaited(_) | Place::Nowhere(_) => None,
        }
    }

    /// The session that the server opened.
    pub(crate) const fn session(&self) -> Option<&HeaderValue> {
        self.session.as_ref()
    }

    /// A handshake settled this revision.
    pub(crate) fn settled(&mut self, version: Option<String>) {
        self.modern = false;
        self.version = version;
    }

    /// All sessions that are to be ended.
    pub(crate) fn sessions(&self) -> Vec<HeaderValue> {
        self.strays.iter().chain(&self.session).cloned().collect()
    }

    /// There is no session any more.
    pub(crate) fn without_session(&mut self) {
        self.session = None;
    }

    /// Whether the head of a response has come, or none will.
    pub(crate) fn is_headed(&self, number: u32) -> bool {
        let flight = self.open.get(&number);
        flight.is_none_or(|flight| flight.head.is_some() && matches!(flight.body, Body::Events(_)))
    }

    /// Queues a message.
    pub(crate) fn send(&mut self, line: &[u8]) {
        if !self.over {
            self.outbox.push_back(Out::Message(line.to_vec()));
        }
    }

    /// Queues the request for a stream of the server's own.
    pub(crate) fn listen(&mut self) {
        if matches!(self.place, Place::Streamable(_)) {
            self.outbox.push_back(Out::Listen);
        }
    }

    /// Whether nothing is to go out, and what went out last was answered or had its time.
    pub(crate) fn is_quiet(&self, router: &Router) -> bool {
        self.over || (self.outbox.is_empty() && !self.taken(router))
    }

    /// Whether anything can come that is not asked for: some exchange is open.
    pub(crate) fn hears(&self) -> bool {
        !(self.open.is_empty() && self.outbox.is_empty())
    }

    /// Whether an exchange has not ended yet.
    pub(crate) fn is_open(&self, number: u32) -> bool {
        self.open.contains_key(&number)
    }

    /// Waits for the next thing that moves and deals with it. Safe to drop at any moment: nothing read is lost.
    pub(crate) async fn step(&mut self, router: &mut Router, recorder: &mut Recorder) {
        if self.launch(router, recorder) {
            return;
        }
        let waits = self.turn.filter(|_| !self.outbox.is_empty());
        let until = waits.map_or_else(Instant::now, |(_, until)| until);
        tokio::select! {
            Some((number, came)) = self.flying.next(), if !self.flying.is_empty() => {
                if let Ok(came) = came {
                    self.came(number, came, router, recorder);
                }
            }
            () = sleep_until(until), if waits.is_some() => self.turn = None,
            else => std::future::pending().await,
        }
    }

    /// Reads no more of the server.
    pub(crate) fn hang_up(&mut self, recorder: &mut Recorder) {
        self.over = true;
        self.outbox.clear();
        let open: Vec<u32> = self.open.keys().copied().collect();
        for number in open {
            self.leave(number, recorder);
        }
    }

    /// Ends an exchange, if it is still open.
    pub(crate) fn leave(&mut self, number: u32, recorder: &mut Recorder) {
        if let Some(flight) = self.open.remove(&number) {
            self.keep(number, flight, false, recorder);
            ended(number, Ending::Left, None, recorder);
        }
    }

    /// What was waited for does not come: whoever waits is told.
    fn none(ids: &[u64], bytes: &Arc<Vec<u8>>, whole: Whole, router: &mut Router) -> bool {
        let mut told = false;
        for id in ids
            .iter()
            .filter(|id| router.waits_for(**id))
            .copied()
            .collect::<Vec<_>>()
        {
            told = true;
            let bytes = Arc::clone(bytes);
            router.deliver(id, Reply { bytes, whole });
        }
        told
    }
}

fn ended(exchange: u32, how: Ending, error: Option<String>, recorder: &mut Recorder) {
    recorder.event(&Event::Ended {
        exchange,
        how,
        error,
    });
}
