//! A client that says exactly what it is told, and takes what comes.

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use scripted::Endpoint;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long nothing may come before the server counts as silent.
const QUIET: Duration = Duration::from_millis(900);
/// How long something may come before it counts as endless.
const LONG: Duration = Duration::from_secs(2);
/// How much may come before it counts as endless.
const MUCH: usize = 3 << 20;

/// What is said.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) verb: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Nothing after the first event of a stream is waited for.
    pub(crate) first_event: bool,
}

/// How an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Closed,
    Reset,
    GoesOn,
    Enough,
}

/// What came.
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: End,
}

impl Ask {
    pub(crate) fn new(verb: &'static str, target: &str) -> Self {
        Self {
            verb,
            target: target.to_owned(),
            headers: Vec::new(),
            body: String::new(),
            first_event: false,
        }
    }

    /// Adds a header, or takes the place of one. Empty: it is left out.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        if !value.is_empty() {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    fn bytes(&self, host: &str) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nconnection: close\r\n",
            self.verb, self.target
        );
        if !self.headers.iter().any(|(name, _)| name == "host") {
            head.push_str(&format!("host: {host}\r\n"));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.verb == "POST" {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        format!("{head}\r\n{}", self.body).into_bytes()
    }
}

/// Whether nothing came in time.
pub(crate) fn is_silence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// Asks on a connection of its own.
pub(crate) fn ask(endpoint: &Endpoint, ask: &Ask) -> io::Result<Answer> {
    let mut stream = connect(endpoint)?;
    stream.write_all(&ask.bytes(&endpoint.address().to_string()))?;
    stream.flush()?;
    Ok(take(&mut stream, ask.first_event))
}

/// A stream that is both.
pub(crate) trait Both: Read + Write {}

impl<T: Read + Write> Both for T {}

fn connect(endpoint: &Endpoint) -> io::Result<Box<dyn Both>> {
    let tcp = TcpStream::connect(endpoint.address())?;
    tcp.set_read_timeout(Some(QUIET))?;
    let Some(authority) = endpoint.authority() else {
        return Ok(Box::new(tcp));
    };
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_slice(authority.as_bytes()).unwrap();
    roots.add(certificate).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let tls = ClientConnection::new(Arc::new(config), name).unwrap();
    Ok(Box::new(rustls::StreamOwned::new(tls, tcp)))
}

fn take(stream: &mut dyn Both, first_event: bool) -> Answer {
    let started = Instant::now();
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 << 10];
    let end = loop {
        match stream.read(&mut piece) {
            Ok(0) => break End::Closed,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => break End::Reset,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break End::Closed,
            Err(_) => break End::GoesOn,
        }
        let event = bytes.ends_with(b"\n\n\r\n");
        if first_event && event {
            break End::Enough;
        }
        if started.elapsed() > LONG || bytes.len() > MUCH {
            break End::GoesOn;
        }
    };
    Answer { bytes, end }
}
