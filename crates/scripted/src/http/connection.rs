//! One connection: requests in, whatever the script wants out.

use super::Shared;
use super::answer::answer;
use super::request::Request;
use super::response::Response;
use super::script::{Certificate, Check};
use super::session::lock;
use super::steps::{HANG, Next, perform};
use rustix::net::sockopt::set_socket_linger;
use rustls::{ServerConfig, ServerConnection};
use serde_json::Value;
use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may be idle.
const IDLE: Duration = Duration::from_secs(60);

/// A connection, plain or inside TLS.
struct Wire {
    tcp: Arc<TcpStream>,
    tls: Option<ServerConnection>,
}

/// Serves a connection on a thread of its own.
pub(super) fn spawn(server: &Arc<Shared>, stream: TcpStream, tls: Option<Arc<ServerConfig>>) {
    let stream = Arc::new(stream);
    let mut all = lock(&server.connections);
    all.retain(|known| known.strong_count() > 0);
    all.push(Arc::downgrade(&stream));
    drop(all);
    let server = Arc::clone(server);
    std::thread::spawn(move || {
        let _ = stream.set_read_timeout(Some(IDLE));
        let _ = stream.set_nodelay(true);
        // What a client does to its end is its own affair.
        let _ = serve(&server, stream, tls);
    });
}

fn serve(server: &Shared, tcp: Arc<TcpStream>, tls: Option<Arc<ServerConfig>>) -> io::Result<()> {
    if server.http().tls == Some(Certificate::Silent) {
        return server.pause(HANG);
    }
    let tls = tls.map(ServerConnection::new).transpose();
    let tls = tls.map_err(io::Error::other)?;
    let mut wire = BufReader::new(Wire { tcp, tls });
    match requests(server, &mut wire) {
        Ok(Next::Reset) => Ok(set_socket_linger(
            &*wire.get_ref().tcp,
            Some(Duration::ZERO),
        )?),
        _ => wire.get_mut().close(),
    }
}

/// Serves requests until the connection ends.
fn requests(server: &Shared, wire: &mut BufReader<Wire>) -> io::Result<Next> {
    while server.goes_on() {
        let mut request = match Request::read(wire) {
            Ok(Some(request)) => request,
            Ok(None) => break,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let refusal = Response::error(400, &Value::Null, -32700, "Bad request");
                refusal.write(wire.get_mut(), || true)?;
                break;
            }
            Err(error) => return Err(error),
        };
        request.strict = !server.http().makes(Check::HeaderCase);
        let outcome = answer(server, &request);
        let method = outcome.body.get("method").and_then(Value::as_str);
        server.note(
            [&request.verb, &request.target, method.unwrap_or_default()]
                .join(" ")
                .trim_end()
                .to_owned(),
        );
        let last = request
            .header("connection")
            .is_some_and(|value| value.eq_ignore_ascii_case("close"));
        match perform(server, &request, &outcome, wire.get_mut())? {
            Next::Keep if !last => {}
            Next::Keep | Next::Close => break,
            Next::Reset => return Ok(Next::Reset),
        }
    }
    Ok(Next::Close)
}

impl Wire {
    /// Does this with the connection, inside TLS where that is spoken.
    fn within<T>(&mut self, act: impl FnOnce(&mut dyn Both) -> io::Result<T>) -> io::Result<T> {
        let mut tcp = &*self.tcp;
        match &mut self.tls {
            None => act(&mut tcp),
            Some(tls) => act(&mut rustls::Stream::new(tls, &mut tcp)),
        }
    }

    fn close(&mut self) -> io::Result<()> {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
        }
        self.flush()?;
        self.tcp.shutdown(Shutdown::Write)
    }
}

/// Both directions of a connection.
trait Both: Read + Write {}

impl<T: Read + Write> Both for T {}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.within(|wire| wire.read(into))
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.within(|wire| wire.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.within(|wire| wire.flush())
    }
}
