//! Servers over HTTP, reached over real sockets: what is said where none can be reached, what keeps the connection from others,
//! proxies, and secrets.

use crate::support::{Document, probe_endpoint, root};
use scripted::{Endpoint, Script};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// One server of a fixture that holds many.
fn serve(file: &str, case: &str) -> Endpoint {
    let file = root().join(format!("fixtures/servers/{file}.toml"));
    let script = Script::parse_case(&std::fs::read_to_string(file).unwrap(), case).unwrap();
    Endpoint::start(script, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap()
}

fn tls(case: &str, options: &[&str]) -> Document {
    probe_endpoint(&serve("http-tls", case)).args(options).end()
}

#[test]
fn why_it_was_not_reached_is_one_line_with_what_to_do() {
    for (case, cause, attempt) in [
        (
            "expired",
            "expired on 2021-01-01: it must be renewed",
            "probe --insecure https://",
        ),
        (
            "not-yet-valid",
            "valid from 2090-01-01 only",
            "probe --insecure https://",
        ),
        (
            "wrong-name",
            "for another name than 127.0.0.1: for other.example",
            "probe --insecure https://",
        ),
        (
            "unknown-authority",
            "an authority that nobody here knows: CN=An authority",
            "probe --ca FILE https://",
        ),
        (
            "self-signed",
            "vouches for itself",
            "probe --ca FILE https://",
        ),
        ("plain", "speaks no TLS", "probe http://"),
        ("silent", "does not answer", "--start-timeout 60s https://"),
    ] {
        let found = tls(case, &["--ca", "{{ca}}", "--start-timeout", "2s"]);
        found
            .is("/exit/code", 4)
            .is("/start/cause", "unreached")
            .gate("block");
        for (place, part) in [("/start/hint", cause), ("/start/try", attempt)] {
            let said = found.at(place).as_str().unwrap();
            assert!(said.contains(part), "{case}: {said}");
        }
        // No chain of errors, and nothing of how we are made.
        for word in [
            "error sending request",
            "client error",
            "os error",
            "Custom {",
        ] {
            let what = found.at("/start/what").as_str().unwrap();
            assert!(!what.contains(word), "{case}: {what}");
        }
        assert_eq!(found.at("/start/causes").as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_port_where_nobody_listens_is_told() {
    let gone = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/mcp", gone.local_addr().unwrap());
    drop(gone);
    let found = crate::support::probe_url(&url).exit(4);
    found
        .is("/start/cause", "unreached")
        .says("Nothing listens there");
}

#[test]
fn what_a_certificate_says_is_evidence() {
    let found = tls("good", &["--ca", "{{ca}}"]);
    found.is("/http/certificate/trusted", true);
    found.is("/http/certificate/version", "TLSv1.3");
    found.is("/http/certificate/issuer", "CN=Scripted authority");
    found.is("/http/certificate/subject", "CN=Scripted server");
    let names = found.at("/http/certificate/names");
    assert!(names.to_string().contains("127.0.0.1"), "{names}");
    found.says("TLS 1.3, certificate of CN=Scripted authority until 20");
    found.outcome("tls", "pass");
}

#[test]
fn what_is_waved_through_goes_no_further() {
    let found = tls("self-signed", &["--insecure"]);
    found.is("/exit/code", 0).gate("block");
    found.is("/http/certificate/insecure", true);
    found.critical("auth_unclear", "confirmed", "--insecure");
    found.says("waved through (--insecure): who");
    // Where the certificate is trusted anyhow, nothing was waved through.
    let found = tls("good", &["--ca", "{{ca}}", "--insecure"]);
    found.gate("prototype");
    found.is("/http/certificate/insecure", false);
}

#[test]
fn ids_of_sessions_are_never_written() {
    let found = probe_endpoint(&serve("http-sessions", "id-always-the-same")).end();
    found.never_holds("0f2c1ab87d5e49d3a6b4c8e90f1d2a3b");
    found.records("«session:32 bytes of 0-9 a-f:");
    found.finds("session-ids", "same");
    let found = probe_endpoint(&serve("http-older", "plain")).end();
    found.records("sessionId=«session:");
}

/// A proxy that writes down the head of every request, and lets what asks for a tunnel through.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&heads);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&seen);
                std::thread::spawn(move || serve_one(stream, &seen));
            }
        });
        Self { address, heads }
    }

    fn url(&self) -> String {
        format!("http://proxy-user:proxy-pa55word@{}", self.address)
    }

    fn heads(&self) -> Vec<String> {
        std::mem::take(&mut self.heads.lock().unwrap())
    }
}

fn serve_one(mut stream: TcpStream, seen: &Mutex<Vec<String>>) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    seen.lock().unwrap().push(head.clone());
    let Some(rest) = head.strip_prefix("CONNECT ") else {
        let _left =
            stream.write_all(b"HTTP/1.1 502 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        return;
    };
    let there = TcpStream::connect(rest.split(' ').next().unwrap()).unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
    let (mut from, mut to) = (stream.try_clone().unwrap(), there.try_clone().unwrap());
    let up = std::thread::spawn(move || {
        let _ended = std::io::copy(&mut from, &mut to);
        let _gone = to.shutdown(Shutdown::Both);
    });
    let (mut from, mut to) = (there, stream);
    let _ended = std::io::copy(&mut from, &mut to);
    let _gone = to.shutdown(Shutdown::Both);
    up.join().unwrap();
}

#[test]
fn proxies_of_the_environment_are_used_and_told_of_without_their_credentials() {
    let proxy = Proxy::start();
    let server = serve("http-tls", "good");
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let probe = probe_endpoint(&server).args(&["--ca", "{{ca}}", "--quick"]);
        let found = probe.env(name, &proxy.url()).exit(0);
        let heads = proxy.heads();
        let tunnel = format!("CONNECT {} HTTP/1.1", server.address());
        assert!(
            heads.iter().any(|head| head.starts_with(&tunnel)),
            "{name}: {heads:?}"
        );
        assert!(
            heads
                .iter()
                .all(|head| head.to_lowercase().contains("proxy-authorization: basic ")),
            "{heads:?}"
        );
        let shown = format!("http://{}/", proxy.address);
        found
            .is("/http/proxy", shown.clone())
            .says(&shown)
            .records(&shown);
        found
            .never_holds("proxy-pa55word")
            .never_holds("proxy-user");
        found.is("/http/certificate/trusted", true);
    }
}

#[test]
fn a_proxy_is_passed_by_where_the_environment_says_so() {
    let proxy = Proxy::start();
    let server = serve("http-tls", "good");
    let probe = probe_endpoint(&server).args(&["--ca", "{{ca}}", "--quick"]);
    let probe = probe.env("HTTPS_PROXY", &proxy.url());
    let found = probe.env("NO_PROXY", "127.0.0.1").exit(0);
    assert_eq!(proxy.heads(), [""; 0]);
    found.is("/http/proxy", serde_json::Value::Null);
}

#[test]
fn plain_http_goes_through_a_proxy_too_and_its_refusal_is_told() {
    let proxy = Proxy::start();
    let url = "http://nowhere.invalid/mcp";
    let probe = crate::support::probe_url(url).env("HTTP_PROXY", &proxy.url());
    let found = probe.exit(4);
    let heads = proxy.heads();
    assert!(
        heads
            .iter()
            .any(|head| head.starts_with("POST http://nowhere.invalid/mcp HTTP/1.1")),
        "{heads:?}"
    );
    found.says(&format!("http://{}/", proxy.address));
    found.never_holds("proxy-pa55word");
}
