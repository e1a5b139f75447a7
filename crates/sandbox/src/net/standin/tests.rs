//! What the supervisor decides, with this process in the place of the command's.

use super::*;
use crate::net::address::tests::written;
use crate::net::describe::describe;
use crate::protocol::Tale;
use crate::{Host, net::proxy};
use rustix::net::sockopt::set_ipv6_v6only;
use rustix::net::{AddressFamily, RecvFlags, SocketFlags, SocketType, recv, socket_with};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

mod refused;

struct Test {
    standin: Standin,
    tales: Receiver<Tale>,
}

fn start(proxy: Option<(u16, Proxy)>) -> Test {
    let (sender, tales) = channel();
    let report = Box::new(move |tale| sender.send(tale).unwrap_or_default());
    let standin = Standin::start(proxy, report).unwrap();
    Test { standin, tales }
}

impl Test {
    fn connect(&self, socket: &OwnedFd, to: &str) -> Answer {
        self.standin.connect(socket, &written(to))
    }

    fn send(&self, socket: &OwnedFd, to: &str, bytes: &[u8]) -> Answer {
        self.standin.send(socket, &written(to), bytes)
    }

    fn datagrams(&self) -> OwnedFd {
        match self.standin.socket(libc::AF_INET, libc::SOCK_DGRAM, 0) {
            Verdict::Give {
                end,
                close_on_exec: false,
            } => end,
            other => panic!("{other:?}"),
        }
    }

    /// Everything that was told, a line each, sorted; what came again, once.
    fn end(self) -> Vec<String> {
        self.standin.end();
        let line = |tale| match tale {
            Tale::Deed { deed } => match deed.act {
                Act::Contact {
                    address,
                    port,
                    transport,
                    name,
                    ..
                } => {
                    format!(
                        "contact {transport} {address} {port} {}",
                        name.as_deref().unwrap_or("-")
                    )
                }
                Act::Resolve { name, asked } => {
                    format!("resolve {name} {}", asked.as_deref().unwrap_or("-"))
                }
                Act::Refused { call } => format!("refused {call}"),
                Act::Socket { path } => format!("socket {path}"),
                other => format!("{other:?}"),
            },
            Tale::Data { to, base64 } => {
                use base64::Engine as _;
                let bytes = base64::engine::general_purpose::STANDARD
                    .decode(base64)
                    .unwrap();
                format!("data {to} {}", describe(&bytes))
            }
            other => format!("{other:?}"),
        };
        let mut lines: Vec<_> = self.tales.try_iter().map(line).collect();
        lines.sort();
        lines.dedup();
        lines
    }
}

fn tcp(family: AddressFamily) -> OwnedFd {
    socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC, None).unwrap()
}

#[test]
fn every_stream_is_connected_to_us() {
    let test = start(None);
    let mut sockets = vec![(tcp(AddressFamily::INET), "203.0.113.9:443")];
    if TcpListener::bind("[::1]:0").is_ok() {
        let only = tcp(AddressFamily::INET6);
        set_ipv6_v6only(&only, true).unwrap();
        sockets.push((tcp(AddressFamily::INET6), "[2001:db8::9]:8080"));
        sockets.push((only, "[2001:db8::a]:8080"));
    } else {
        crate::skipped("no IPv6 on this machine");
    }
    let families = sockets.len();
    let mut streams = Vec::new();
    for (socket, to) in sockets {
        assert_eq!(test.connect(&socket, to), Answer::Value(0), "{to}");
        let mut stream = TcpStream::from(socket);
        assert!(
            stream
                .peer_addr()
                .unwrap()
                .ip()
                .to_canonical()
                .is_loopback()
        );
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: a.org\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
        // Connected once, connected for good.
        let stream = OwnedFd::from(stream);
        let again = test.connect(&stream, "198.51.100.1:80");
        assert_eq!(again, Answer::Error(libc::EISCONN));
        streams.push(stream);
    }
    let told = test.end();
    assert!(
        told.contains(&"contact tcp 203.0.113.9 443 -".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"data 203.0.113.9:443 GET / to a.org".to_owned()),
        "{told:?}"
    );
    let data = told.iter().filter(|line| line.starts_with("data"));
    assert_eq!(data.count(), families, "{told:?}");
}

#[test]
fn one_that_does_not_wait_is_connected_too() {
    let test = start(None);
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = socket_with(AddressFamily::INET, SocketType::STREAM, flags, None).unwrap();
    let answer = test.connect(&socket, "203.0.113.9:25");
    assert!(
        matches!(answer, Answer::Value(0) | Answer::Error(libc::EINPROGRESS)),
        "{answer:?}"
    );
    let mut stream = TcpStream::from(socket);
    stream.set_nonblocking(false).unwrap();
    stream.write_all(b"EHLO\r\n").unwrap();
    drop(stream);
    assert!(test.end().contains(&"data 203.0.113.9:25 bytes".to_owned()));
}

fn question(name: &str) -> Vec<u8> {
    let mut out = vec![7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, name.len() as u8];
    out.extend(name.as_bytes());
    out.extend([0, 0, 1, 0, 1]);
    out
}

fn answer_of(end: &OwnedFd) -> Vec<u8> {
    let mut buffer = [0; 512];
    let (_, length) = recv(end, &mut buffer, RecvFlags::empty()).unwrap();
    buffer[..length].to_vec()
}

#[test]
fn datagrams_end_here_and_names_are_answered() {
    let test = start(None);
    let end = test.datagrams();
    assert_eq!(test.standin.bind(&end), Answer::Value(0));
    // Connected, as the C library does, long after it was made.
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(test.connect(&end, "8.8.8.8:53"), Answer::Value(0));
    rustix::net::send(&end, &question("a"), SendFlags::empty()).unwrap();
    assert!(answer_of(&end).ends_with(&[198, 18, 0, 1]));
    // Aimed at each address, by one that is not connected.
    let other = test.datagrams();
    let asked = question("b");
    assert_eq!(
        test.send(&other, "9.9.9.9:53", &asked),
        Answer::Value(asked.len() as i64)
    );
    assert!(answer_of(&other).ends_with(&[198, 18, 0, 2]));
    assert_eq!(
        test.send(&other, "203.0.113.9:8125", b"secret"),
        Answer::Value(6)
    );
    let socket = tcp(AddressFamily::INET);
    assert_eq!(test.connect(&socket, "198.18.0.2:443"), Answer::Value(0));
    // Nobody any more.
    assert_eq!(test.standin.connect(&end, &[0; 16]), Answer::Value(0));
    assert_eq!(
        test.end(),
        [
            "contact tcp 198.18.0.2 443 b",
            "contact udp 203.0.113.9 8125 -",
            "contact udp 8.8.8.8 53 -",
            "contact udp 9.9.9.9 53 -",
            "data 203.0.113.9:8125 bytes",
            "resolve a 8.8.8.8",
            "resolve b 9.9.9.9",
        ]
    );
}

#[test]
fn nobody_else_is_heard() {
    let test = start(None);
    let ours = test
        .standin
        .shared
        .listeners
        .all()
        .next()
        .unwrap()
        .local_addr()
        .unwrap();
    let mut stranger = TcpStream::connect(ours).unwrap();
    let _ = stranger.write_all(b"hello");
    let mut answer = Vec::new();
    let _ = stranger.read_to_end(&mut answer);
    assert_eq!(answer, b"");
    assert!(test.end().is_empty());
}

#[test]
fn the_proxy_is_where_the_command_is_told() {
    let host = Host::read("nowhere.example").unwrap();
    let proxy = proxy::Proxy::new(vec![host], None, Box::new(|_| {}));
    let test = start(Some((3128, proxy)));
    let socket = tcp(AddressFamily::INET);
    assert_eq!(test.connect(&socket, "127.0.0.1:3128"), Answer::Value(0));
    let mut stream = TcpStream::from(socket);
    stream
        .write_all(b"CONNECT a.org:443 HTTP/1.1\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    assert!(test.end().is_empty());
}

#[test]
fn datagram_sockets_are_bounded_and_come_free() {
    let test = start(None);
    let mut open = Vec::new();
    let full = loop {
        match test
            .standin
            .socket(libc::AF_INET6, libc::SOCK_DGRAM, libc::IPPROTO_UDP)
        {
            Verdict::Give { end, .. } => open.push(end),
            Verdict::Answer(answer) => break answer,
        }
    };
    assert_eq!(full, Answer::Error(libc::EMFILE));
    drop(open);
    let since = std::time::Instant::now();
    while matches!(
        test.standin.socket(libc::AF_INET, libc::SOCK_DGRAM, 0),
        Verdict::Answer(_)
    ) {
        assert!(since.elapsed().as_secs() < 5);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let told = test.end();
    assert_eq!(told.len(), 1, "{told:?}");
}
