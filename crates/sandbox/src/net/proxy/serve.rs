//! One connection of a client.

use super::dial::{self, Refusal, dial};
use super::request::Request;
use super::{Shared, tunnel};
use crate::net::KEPT;
use crate::net::http::{Body, CONTINUE, Head};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// How long a client may take for its head.
const HEAD: Duration = Duration::from_secs(10);
/// How long writing to a client, or to a host, may take.
const WRITE: Duration = Duration::from_secs(30);

/// Serves a client until it, the host or the proxy has ended.
pub(super) fn serve(shared: &Shared, mut client: TcpStream) {
    let _ = client.set_nonblocking(false);
    let _ = client.set_write_timeout(Some(WRITE));
    if let Err(refusal) = pass(shared, &mut client) {
        let Refusal { status, why } = refusal;
        let text = format!("mcp-gatecheck: {why}\n");
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/plain\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            text.len()
        );
        let _ = client.write_all((head + &text).as_bytes());
        let _ = client.shutdown(Shutdown::Write);
    }
}

fn pass(shared: &Shared, client: &mut TcpStream) -> Result<(), Refusal> {
    let Some(stream) = head(client) else {
        return Err(Refusal::new(Refusal::BAD, "no request came"));
    };
    let bad = |why: &str| Refusal::new(Refusal::BAD, why);
    let head = Head::read(&stream).ok_or_else(|| bad("this is no request of HTTP/1"))?;
    let length = head
        .length
        .ok_or_else(|| bad("the head of the request is too long"))?;
    let request = Request::read(&head).map_err(|why| Refusal::new(Refusal::BAD, why))?;
    let way = dial(shared, &request)?;
    let mut host = way.stream;
    let _ = host.set_write_timeout(Some(WRITE));
    let _ = host.set_nodelay(true);
    let tunnel = request.path.is_none();
    // Of a plain request, what is passed on is its head and its body, and nothing after them.
    let (opening, most) = match (tunnel, head.body()) {
        (true, _) => (Vec::new(), u64::MAX),
        (false, Body::Length(most)) => (dial::head(&request, &head, way.upstream), most),
        (false, Body::Chunked) => (dial::head(&request, &head, way.upstream), u64::MAX),
    };
    let began = match (tunnel, head.waits()) {
        (true, _) => client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n"),
        (false, true) => client.write_all(CONTINUE),
        (false, false) => Ok(()),
    };
    let early = &stream[length..];
    let early = &early[..early.len().min(usize::try_from(most).unwrap_or(usize::MAX))];
    let opening = [&opening[..], early].concat();
    let at = host.peer_addr();
    if let (Ok(()), Ok(()), Ok(at)) = (began, host.write_all(&opening), at) {
        let most = most - early.len() as u64;
        let flow = tunnel::run(client, &host, opening, most, &|| shared.closing());
        shared.went(&request, at, &flow);
    }
    Ok(())
}

/// The first bytes of a client, up to the end of its head at least; none where it said nothing.
fn head(client: &mut TcpStream) -> Option<Vec<u8>> {
    let since = std::time::Instant::now();
    let mut stream = Vec::new();
    let mut buffer = [0; 4096];
    while stream.len() < KEPT {
        let left = HEAD
            .checked_sub(since.elapsed())
            .filter(|left| !left.is_zero());
        let Some(left) = left else { break };
        let _ = client.set_read_timeout(Some(left));
        let Ok(length @ 1..) = client.read(&mut buffer) else {
            break;
        };
        stream.extend(&buffer[..length]);
        let head = Head::read(&stream);
        let whole = head.is_some_and(|head| head.length.is_some());
        if whole || (head.is_none() && stream.contains(&b'\n')) {
            break;
        }
    }
    (!stream.is_empty()).then_some(stream)
}
