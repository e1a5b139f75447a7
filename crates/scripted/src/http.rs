//! A script over HTTP: Streamable HTTP in both eras, or the transport before it; with sign-in and TLS where the script has them.
//!
//! It is written from the bytes up, because what it must be able to say is mostly what no library would.

mod answer;
mod authority;
mod connection;
mod guard;
mod request;
mod response;
mod script;
mod session;
mod sign_in;
mod steps;
mod tls;

pub use authority::{Authority, Departure};
pub use script::{
    Certificate, Check, Document, Http, HttpRule, HttpStep, Reply, SignIn, Transport,
};

use crate::Script;
use crate::server::Memory;
use crate::text::Values;
use request::Request;
use response::Response;
use session::{Session, lock};
use std::collections::BTreeMap;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The path of the protocol's endpoint.
const PATH: &str = "/mcp";
/// Requests that the log holds.
const LOG: usize = 10_000;

/// A scripted server that listens. It stops when it is dropped.
#[derive(Debug)]
pub struct Endpoint {
    shared: Arc<Shared>,
    address: SocketAddr,
    authority: Option<String>,
    listener: Option<JoinHandle<()>>,
}

/// What all connections of a server share.
#[derive(Debug)]
struct Shared {
    script: Script,
    scheme: &'static str,
    /// Scheme, host and port.
    base: String,
    /// The hosts, with port, that it goes by.
    hosts: Vec<String>,
    sessions: Mutex<Sessions>,
    authority: Mutex<authority::State>,
    /// What it remembers of callers without a session, by era. Nothing is asked first of the older ones.
    modern: Mutex<Memory>,
    legacy: Mutex<Memory>,
    /// How often each rule fitted.
    counts: Mutex<Vec<u64>>,
    log: Mutex<Vec<String>>,
    connections: Mutex<Vec<Weak<TcpStream>>>,
    /// The exit code, once it has stopped.
    stopped: Mutex<Option<u8>>,
    stop: Condvar,
}

#[derive(Debug, Default)]
struct Sessions {
    /// How many there were.
    count: u64,
    by_id: BTreeMap<String, Arc<Session>>,
}

/// A refusal, and the reason for it.
struct Refused {
    check: Check,
    response: Response,
}

impl Refused {
    fn new(check: Check, response: Response) -> Self {
        Self { check, response }
    }
}

impl Endpoint {
    /// Listens at an address, port 0 for one that is free, and serves until it is dropped or its script exits.
    ///
    /// # Errors
    /// The address cannot be had, or no certificate made.
    pub fn start(script: Script, address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let identity = script.http.tls.map(tls::identity).transpose()?;
        let (config, authority) = match identity {
            Some(identity) => (identity.config, Some(identity.authority)),
            None => (None, None),
        };
        let shared = Arc::new(Shared::new(script, address));
        let accepting = Arc::clone(&shared);
        let listener = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if !accepting.goes_on() {
                    break;
                }
                if let Ok(stream) = stream {
                    connection::spawn(&accepting, stream, config.clone());
                }
            }
        });
        Ok(Self {
            shared,
            address,
            authority,
            listener: Some(listener),
        })
    }

    /// The URL of the protocol's endpoint.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{PATH}", self.shared.base)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate of the authority that vouches for it, as PEM; none where it speaks plain HTTP.
    #[must_use]
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// What was asked of it so far, 10,000 requests at most: verb, path with query, and the protocol's method.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        lock(&self.shared.log).clone()
    }

    /// Waits until its script exits, and returns the code.
    #[must_use]
    pub fn wait(&self) -> u8 {
        let stopped = lock(&self.shared.stopped);
        let waited = self
            .shared
            .stop
            .wait_while(stopped, |code| code.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        waited.unwrap_or_default()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.shared.exit(0);
        // Whoever waits for a connection gets one, and sees that it is over.
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(listener)) = (woken, self.listener.take()) {
            let _ = listener.join();
        }
    }
}

impl Shared {
    fn new(script: Script, address: SocketAddr) -> Self {
        let scheme = if script.http.tls.is_some() {
            "https"
        } else {
            "http"
        };
        let port = address.port();
        let hosts = vec![
            address.to_string(),
            format!("localhost:{port}"),
            format!("127.0.0.1:{port}"),
            format!("[::1]:{port}"),
        ];
        let legacy = Memory::ready(!script.legacy.is_empty());
        Self {
            scheme,
            base: format!("{scheme}://{address}"),
            hosts,
            sessions: Mutex::default(),
            authority: Mutex::default(),
            modern: Mutex::default(),
            legacy: Mutex::new(legacy),
            counts: Mutex::new(vec![0; script.http.rules.len()]),
            log: Mutex::default(),
            connections: Mutex::default(),
            stopped: Mutex::new(None),
            stop: Condvar::new(),
            script,
        }
    }

    fn http(&self) -> &Http {
        &self.script.http
    }

    /// What placeholders stand for while this request is answered.
    fn values<'a>(&'a self, request: &'a Request) -> Values<'a> {
        Values {
            base: &self.base,
            origin: request.header("origin").unwrap_or_default(),
            ..Values::NONE
        }
    }

    /// The session's id that a request has.
    fn session_id<'a>(&self, request: &'a Request) -> Option<&'a str> {
        match self.http().transport {
            Transport::Streamable => request.header("mcp-session-id"),
            Transport::Sse => request.query("sessionId"),
        }
    }

    /// The session that a request names, ended or not.
    fn session(&self, request: &Request) -> Option<Arc<Session>> {
        let id = self.session_id(request)?;
        lock(&self.sessions).by_id.get(id).cloned()
    }

    /// Begins a session.
    fn begin(&self, request: &Request, memory: Memory) -> Arc<Session> {
        let mut sessions = lock(&self.sessions);
        sessions.count += 1;
        let wished = request
            .header("mcp-session-id")
            .filter(|_| !self.http().makes(Check::NewSession));
        let id = match (wished, &self.http().session_id) {
            (Some(wished), _) => wished.to_owned(),
            (None, Some(id)) => {
                let count = sessions.count;
                let id = id.render(Values {
                    count,
                    ..self.values(request)
                });
                String::from_utf8_lossy(&id).into_owned()
            }
            (None, None) => random_id(),
        };
        let session = Arc::new(Session::new(id.clone(), memory));
        sessions.by_id.insert(id, Arc::clone(&session));
        session
    }

    /// Counts that a rule fits once more.
    fn count(&self, rule: usize) -> u64 {
        let mut counts = lock(&self.counts);
        counts.get_mut(rule).map_or(0, |count| {
            *count += 1;
            *count
        })
    }

    fn note(&self, what: String) {
        let mut log = lock(&self.log);
        if log.len() < LOG {
            log.push(what);
        }
    }

    fn goes_on(&self) -> bool {
        lock(&self.stopped).is_none()
    }

    /// Waits, unless it is over meanwhile.
    fn pause(&self, length: Duration) -> io::Result<()> {
        let until = Instant::now() + length;
        let mut stopped = lock(&self.stopped);
        loop {
            if stopped.is_some() {
                return Err(io::Error::other("the server stops"));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            let waited = self.stop.wait_timeout(stopped, left);
            stopped = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Stops: nobody waits any longer, and all connections are closed.
    fn exit(&self, code: u8) {
        lock(&self.stopped).get_or_insert(code);
        self.stop.notify_all();
        for stream in lock(&self.connections).drain(..) {
            if let Some(stream) = stream.upgrade() {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }
}

/// 128 bits that nobody can guess.
fn random_id() -> String {
    let mut bytes = [0; 16];
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
