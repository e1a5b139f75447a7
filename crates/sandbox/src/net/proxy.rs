//! The recording proxy: what a command may reach of the real network, it reaches through this, outside the sandbox.
//!
//! It takes `CONNECT` and plain `http://` requests, for hosts that were allowed only, resolves their names itself, and
//! follows nothing. One request a connection; what goes through is counted, not opened.

use super::once::Once;
use super::{data, deed, describe::describe, tls};
use crate::protocol::Tale;
use crate::{Host, Upstream};
use evidence::conduct::{Act, Via};
use request::Request;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tunnel::Flow;

mod allow;
mod dial;
mod request;
mod serve;
mod tunnel;

/// How many connections are served at a time.
const AT_ONCE: usize = 64;
/// How many kinds of traffic are told apart.
const KINDS: usize = 1_000;
/// How long the end waits for the last connections to be counted.
const PATIENCE: Duration = Duration::from_secs(1);

/// What takes tales from any thread.
pub(crate) type Report = Box<dyn Fn(Tale) + Send + Sync>;

/// The variables that make a command use a proxy on this port of 127.0.0.1: those of curl and most runtimes, npm's and
/// yarn's, and the one that makes Node.js heed them. What is on its own machine is reached without it.
pub(crate) fn variables(port: u16) -> Vec<(&'static str, String)> {
    let url = format!("http://127.0.0.1:{port}");
    let direct = "localhost,127.0.0.1,::1";
    let to_proxy = [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "npm_config_proxy",
        "npm_config_https_proxy",
        "YARN_HTTP_PROXY",
        "YARN_HTTPS_PROXY",
    ];
    let mut all: Vec<_> = to_proxy.map(|name| (name, url.clone())).into();
    all.extend(
        ["NO_PROXY", "no_proxy", "npm_config_noproxy"].map(|name| (name, direct.to_owned())),
    );
    all.push(("NODE_USE_ENV_PROXY", "1".to_owned()));
    all
}

/// The recording proxy. Its copies are the same proxy.
#[derive(Clone)]
pub(crate) struct Proxy(Arc<Shared>);

struct Shared {
    allow: Vec<Host>,
    upstream: Option<Upstream>,
    report: Report,
    book: Mutex<Book>,
}

/// What went through.
#[derive(Debug, Default)]
struct Book {
    open: usize,
    closing: bool,
    once: Once,
    /// By place and what was said first: connections, bytes there, and bytes back.
    traffic: BTreeMap<(String, String), (u64, u64, u64)>,
}

impl Proxy {
    /// A proxy that lets these hosts through, by way of the machine's own proxy where it has one, and reports what it
    /// saw as [`Tale::Deed`] and [`Tale::Data`].
    pub(crate) fn new(allow: Vec<Host>, upstream: Option<Upstream>, report: Report) -> Self {
        Self(Arc::new(Shared {
            allow,
            upstream,
            report,
            book: Mutex::default(),
        }))
    }

    /// Serves a connection that came with [`Tale::Proxy`], on a thread of its own. Where there are too many, or it is no
    /// connection, it is closed.
    pub(crate) fn serve(&self, client: OwnedFd) {
        let proxy = self.clone();
        if !proxy.enter() {
            return;
        }
        let served = std::thread::Builder::new().name("proxy".to_owned());
        let served = served.spawn(move || {
            serve::serve(&proxy.0, client.into());
            proxy.0.book().open -= 1;
        });
        if served.is_err() {
            self.0.book().open -= 1;
        }
    }

    /// Ends all connections, and reports what went through in total. Takes at most a second. Nothing is served after it.
    pub(crate) fn finish(&self) {
        self.0.book().closing = true;
        let since = Instant::now();
        while self.0.book().open > 0 && since.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
        let mut book = self.0.book();
        let traffic = std::mem::take(&mut book.traffic);
        let once = std::mem::take(&mut book.once);
        drop(book);
        for ((to, what), (count, sent, back)) in traffic {
            let what = format!("{what}; {back} bytes came back");
            let bytes = sent;
            (self.0.report)(deed(Act::Send { to, what, bytes }, Via::Sink, count));
        }
        for tale in once.rest() {
            (self.0.report)(tale);
        }
    }

    /// Whether there is room for one more connection.
    fn enter(&self) -> bool {
        let mut book = self.0.book();
        let room = book.open < AT_ONCE && !book.closing;
        book.open += usize::from(room);
        room
    }
}

impl Shared {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether everything is to end.
    fn closing(&self) -> bool {
        self.book().closing
    }

    /// Records that a host was asked for, and at which address it was reached; its name stands for one that is not known.
    fn contact(&self, request: &Request, at: Option<IpAddr>, passed: bool) {
        let address = at.map(|ip| ip.to_canonical().to_string());
        let act = Act::Contact {
            address: address.unwrap_or_else(|| request.host.clone()),
            port: request.port,
            transport: "tcp".to_owned(),
            name: Some(request.host.clone()),
            passed,
        };
        let tale = self.book().once.note(act, Via::Sink);
        if let Some(tale) = tale {
            (self.report)(tale);
        }
    }

    /// Records what went through a connection to a host that was reached at this address.
    fn went(&self, request: &Request, at: SocketAddr, flow: &Flow) {
        let tls = tls::is_hello(&flow.first);
        let what = match tls {
            true => describe(&flow.first),
            false => "without TLS".to_owned(),
        };
        if !tls && !flow.first.is_empty() {
            let at = (at.ip(), request.port).into();
            (self.report)(data(at, Some(&request.shown()), &flow.first));
        }
        let mut book = self.book();
        let key = (request.authority(), what);
        if book.traffic.len() < KINDS || book.traffic.contains_key(&key) {
            let (count, sent, back) = book.traffic.entry(key).or_default();
            *count += 1;
            *sent += flow.sent;
            *back += flow.back;
        }
    }
}

#[cfg(test)]
mod tests;
