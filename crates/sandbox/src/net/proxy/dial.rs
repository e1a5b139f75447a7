//! Reaches a host that was allowed.

use super::Shared;
use super::allow::{Reach, reach};
use super::request::Request;
use crate::Upstream;
use crate::net::http::Head;
use evidence::Zone;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

/// How long reaching one address may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How many addresses of a host are tried.
const ADDRESSES: usize = 4;
/// How long an answer of the machine's own proxy may be.
const ANSWER: usize = 16 << 10;

/// Why a request was not served: the status, and a sentence for the command and the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: &'static str,
    pub(super) why: String,
}

impl Refusal {
    pub(super) const BAD: &'static str = "400 Bad Request";
    const FORBIDDEN: &'static str = "403 Forbidden";
    const UNREACHABLE: &'static str = "502 Bad Gateway";

    pub(super) fn new(status: &'static str, why: impl Into<String>) -> Self {
        let why = why.into();
        Self { status, why }
    }
}

/// A way to a host.
pub(super) struct Way<'a> {
    /// The connection.
    pub(super) stream: TcpStream,
    /// The machine's own proxy, where that is what was reached.
    pub(super) upstream: Option<&'a Upstream>,
}

/// Reaches the host of a request. Every attempt is recorded, allowed or not.
pub(super) fn dial<'a>(shared: &'a Shared, request: &Request) -> Result<Way<'a>, Refusal> {
    let Request { host, port, .. } = request;
    let allowed = reach(&shared.allow, host, *port);
    let way = match allowed {
        None => Err(Refusal::new(
            Refusal::FORBIDDEN,
            format!(
                "{} is not among the hosts that may be reached",
                request.authority()
            ),
        )),
        Some(reach) => way(shared, request, reach),
    };
    let direct = way.as_ref().ok().filter(|way| way.upstream.is_none());
    let at = direct.and_then(|way| way.stream.peer_addr().ok());
    shared.contact(request, at.map(|at| at.ip()), way.is_ok());
    way
}

fn way<'a>(shared: &'a Shared, request: &Request, reach: Reach) -> Result<Way<'a>, Refusal> {
    let upstream = shared.upstream.as_ref();
    let Some(upstream) = upstream.filter(|upstream| !upstream.passes_by(&request.host)) else {
        let stream = connect(&request.host, request.port, reach)?;
        let upstream = None;
        return Ok(Way { stream, upstream });
    };
    let mut stream =
        connect(&upstream.host, upstream.port, Reach::Anywhere).map_err(|refusal| {
            Refusal::new(
                refusal.status,
                format!("this machine's proxy: {}", refusal.why),
            )
        })?;
    if request.path.is_none() {
        tunnel_on(&mut stream, request, upstream)?;
    }
    let upstream = Some(upstream);
    Ok(Way { stream, upstream })
}

/// Resolves a name as the machine does, and connects to the first of its addresses that answers.
fn connect(host: &str, port: u16, reach: Reach) -> Result<TcpStream, Refusal> {
    let found = (host, port).to_socket_addrs().map_err(|error| {
        Refusal::new(
            Refusal::UNREACHABLE,
            format!("{host} cannot be resolved: {error}"),
        )
    })?;
    let lies_there =
        |at: &SocketAddr| reach == Reach::Anywhere || Zone::of(at.ip()) == Zone::Public;
    let mut last = Refusal::new(
        Refusal::FORBIDDEN,
        format!("{host} lies in a private network: allow it by its full name to reach it"),
    );
    for at in found.filter(lies_there).take(ADDRESSES) {
        match TcpStream::connect_timeout(&at, CONNECT) {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                let why = format!(
                    "{host} cannot be reached at {}: {error}",
                    IpAddr::to_canonical(&at.ip())
                );
                last = Refusal::new(Refusal::UNREACHABLE, why);
            }
        }
    }
    Err(last)
}

/// Asks the machine's own proxy for a tunnel.
fn tunnel_on(
    stream: &mut TcpStream,
    request: &Request,
    upstream: &Upstream,
) -> Result<(), Refusal> {
    let refused =
        |why: String| Refusal::new(Refusal::UNREACHABLE, format!("this machine's proxy {why}"));
    let authority = request.authority();
    let mut ask = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
    if let Some(authorization) = &upstream.authorization {
        ask.push_str(&format!("Proxy-Authorization: {authorization}\r\n"));
    }
    ask.push_str("\r\n");
    let failed = |error: std::io::Error| refused(format!("failed: {error}"));
    stream.set_read_timeout(Some(CONNECT)).map_err(failed)?;
    stream.write_all(ask.as_bytes()).map_err(failed)?;
    // One byte at a time: what follows the head belongs to the tunnel.
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if answer.len() >= ANSWER || stream.read(&mut byte).map_err(failed)? == 0 {
            return Err(refused("does not answer as a proxy does".to_owned()));
        }
        answer.push(byte[0]);
    }
    let status = answer
        .split(|byte| *byte == b' ')
        .nth(1)
        .unwrap_or_default();
    match status {
        [b'2', _, _] => Ok(()),
        status => Err(refused(format!(
            "refused {authority} with status {}",
            status.escape_ascii()
        ))),
    }
}

/// The head that is passed on along this way.
pub(super) fn head(request: &Request, head: &Head<'_>, upstream: Option<&Upstream>) -> Vec<u8> {
    let next = upstream.map(|upstream| upstream.authorization.as_deref());
    request.passed_on(head, next)
}
