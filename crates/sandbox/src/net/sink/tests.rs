//! The sink in a network namespace of its own: this test again, started by `unshare`.

use super::*;
use crate::net::describe::describe;
use crate::net::{anyip, requests};
use crate::protocol::Tale;
use evidence::conduct::Act;
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use std::io::{Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::os::fd::OwnedFd;
use std::process::Command;

const INSIDE: &str = "SANDBOX_TEST_INSIDE";

/// Whether this runs inside; else it is run there, or skipped where that is not to be had.
fn inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let mut unshare = Command::new("unshare");
    unshare.arg("-Urn");
    if !unshare
        .arg("true")
        .status()
        .is_ok_and(|status| status.success())
    {
        assert!(std::env::var_os("CI").is_none(), "CI gives user namespaces");
        crate::skipped("no user and network namespace (unshare -Urn)");
        return false;
    }
    let this = std::env::current_exe().unwrap();
    let mut again = Command::new("unshare");
    again.arg("-Urn").arg(this).env(INSIDE, "1");
    again.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    let output = again.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
    print!("{text}");
    false
}

fn pair() -> (OwnedFd, OwnedFd) {
    let flags = SocketFlags::CLOEXEC;
    socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None).unwrap()
}

/// Runs what a server does while the sink answers, and returns what was told.
fn with_sink(proxy: Option<u16>, server: impl FnOnce(&OwnedFd)) -> Vec<Tale> {
    let v6 = anyip::open().unwrap();
    let (control, theirs) = pair();
    let (requests, asked) = pair();
    let mut init = Command::new("sleep").arg("60").spawn().unwrap();
    let pid = Pid::from_child(&init);
    let pidfd = pidfd_open(pid, PidfdFlags::empty()).unwrap();
    let sink = std::thread::spawn(move || {
        let mut tales = Vec::new();
        let mut tell = |tale: Tale, fd: Option<BorrowedFd<'_>>| {
            assert_eq!(fd.is_some(), matches!(tale, Tale::Proxy));
            tales.push(tale);
        };
        let began = Instant::now();
        let sink = Sink::open(v6, proxy, &mut tell).unwrap();
        println!("the sink opens in {:?}", began.elapsed());
        let ends = Ends {
            control: theirs.as_fd(),
            requests: asked.as_fd(),
            init: pidfd.as_fd(),
        };
        sink.serve(ends, &mut tell);
        tales
    });
    // A listener is there once the first request was answered.
    let far = "192.0.2.1:9".parse().unwrap();
    assert!(requests::ask(requests.as_fd(), far).unwrap());
    server(&requests);
    send(&control, b"\"stop\"", SendFlags::empty()).unwrap();
    let tales = sink.join().unwrap();
    init.wait().unwrap();
    tales
}

fn question(name: &str, kind: u8) -> Vec<u8> {
    let mut out = vec![7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        out.push(label.len() as u8);
        out.extend(label.as_bytes());
    }
    out.extend([0, 0, kind, 0, 1]);
    out
}

/// The last bytes of the answer to a question.
fn resolve(resolver: &str, name: &str, kind: u8) -> Vec<u8> {
    let resolver: SocketAddr = resolver.parse().unwrap();
    let any = if resolver.is_ipv4() {
        "0.0.0.0:0"
    } else {
        "[::]:0"
    };
    let socket = UdpSocket::bind(any).unwrap();
    socket
        .set_read_timeout(Some(Duration::from_secs(2)))
        .unwrap();
    socket.connect(resolver).unwrap();
    socket.send(&question(name, kind)).unwrap();
    let mut answer = vec![0; 512];
    let length = socket.recv(&mut answer).unwrap();
    answer.truncate(length);
    answer
}

fn contacts(tales: &[Tale]) -> Vec<String> {
    let acts = tales.iter().filter_map(|tale| match tale {
        Tale::Deed { deed } => Some(&deed.act),
        _ => None,
    });
    let contacts = acts.map(|act| match act {
        Act::Contact {
            address,
            port,
            transport,
            name,
            ..
        } => format!(
            "{transport} {address} {port} {}",
            name.as_deref().unwrap_or("-")
        ),
        Act::Resolve { name, asked } => {
            format!("name {name} {}", asked.as_deref().unwrap_or("-"))
        }
        other => format!("{other:?}"),
    });
    contacts.collect()
}

fn said(tales: &[Tale]) -> Vec<String> {
    use base64::Engine as _;
    let said = tales.iter().filter_map(|tale| match tale {
        Tale::Data { to, base64 } => {
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(base64)
                .unwrap();
            Some(format!("{to}: {}", describe(&bytes)))
        }
        _ => None,
    });
    said.collect()
}

#[test]
fn every_address_answers_and_everything_is_told() {
    if !inside("net::sink::tests::every_address_answers_and_everything_is_told") {
        return;
    }
    let tales = with_sink(None, |requests| {
        // A resolver of its own, by IPv4 and IPv6; the sandbox's resolver.
        let answer = resolve("8.8.8.8:53", "api.example.org", 1);
        assert!(answer.ends_with(&[198, 18, 0, 1]), "{answer:?}");
        let answer = resolve("[2001:4860:4860::8888]:53", "v6.example.org", 28);
        assert!(answer.ends_with(&[0, 0, 0, 2]), "{answer:?}");
        resolve("127.0.0.53:53", "api.example.org", 1);
        // HTTP to the name, TLS to an address of IPv6, something else where it had to be asked for.
        let mut web = TcpStream::connect("198.18.0.1:80").unwrap();
        web.write_all(b"GET /x HTTP/1.1\r\nHost: api.example.org\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        web.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
        let mut tls = TcpStream::connect("[2001:2::2]:443").unwrap();
        tls.write_all(&crate::net::tls::tests::hello("v6.example.org"))
            .unwrap();
        let mut alert = Vec::new();
        tls.read_to_end(&mut alert).unwrap();
        assert_eq!(alert, crate::net::tls::FAILURE);
        for odd in ["198.51.100.7:8080", "[2001:db8::7]:8080"] {
            let odd: SocketAddr = odd.parse().unwrap();
            assert!(TcpStream::connect(odd).is_err());
            assert!(requests::ask(requests.as_fd(), odd).unwrap());
            TcpStream::connect(odd)
                .unwrap()
                .write_all(b"hello")
                .unwrap();
        }
        // Its own machine stays its own: the port is free for a listener of its own.
        let own = "127.0.0.1:8080".parse().unwrap();
        assert!(!requests::ask(requests.as_fd(), own).unwrap());
        std::net::TcpListener::bind(own).unwrap();
        // A name over TCP, and a datagram.
        let mut over_tcp = TcpStream::connect("1.1.1.1:53").unwrap();
        let asked = question("tcp.example.org", 1);
        over_tcp
            .write_all(&[&[0, asked.len() as u8][..], &asked].concat())
            .unwrap();
        let mut answer = vec![0; 2 + asked.len() + 16];
        over_tcp.read_exact(&mut answer).unwrap();
        assert!(answer.ends_with(&[198, 18, 0, 3]));
        drop(over_tcp);
        let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
        for _ in 0..3 {
            socket.send_to(b"statistics", "203.0.113.9:8125").unwrap();
        }
    });
    let contacts = contacts(&tales);
    let expected = [
        "udp 8.8.8.8 53 -",
        "name api.example.org 8.8.8.8",
        "name api.example.org -",
        "udp 2001:4860:4860::8888 53 -",
        "name v6.example.org 2001:4860:4860::8888",
        "tcp 198.18.0.1 80 api.example.org",
        "tcp 2001:2::2 443 v6.example.org",
        "tcp 198.51.100.7 8080 -",
        "tcp 2001:db8::7 8080 -",
        "tcp 1.1.1.1 53 -",
        "name tcp.example.org 1.1.1.1",
        "udp 203.0.113.9 8125 -",
    ];
    for expected in expected {
        assert!(
            contacts.iter().any(|it| it == expected),
            "{expected}: {contacts:#?}"
        );
    }
    assert!(!contacts.iter().any(|it| it.starts_with("udp 127.0.0.53")));
    let mut said = said(&tales);
    said.sort();
    said.dedup();
    let expected = [
        "198.51.100.7:8080: bytes",
        "203.0.113.9:8125: bytes",
        "[2001:db8::7]:8080: bytes",
        "api.example.org:80: GET /x to api.example.org",
        "v6.example.org:443: TLS to v6.example.org",
    ];
    assert_eq!(said, expected);
}

#[test]
fn connections_to_the_proxy_are_handed_over() {
    if !inside("net::sink::tests::connections_to_the_proxy_are_handed_over") {
        return;
    }
    let tales = with_sink(Some(3128), |_| {
        TcpStream::connect("127.0.0.1:3128").unwrap();
        std::thread::sleep(Duration::from_millis(50));
    });
    assert!(tales.iter().any(|tale| matches!(tale, Tale::Proxy)));
    assert_eq!(contacts(&tales), Vec::<String>::new());
}

#[test]
fn floods_are_bounded() {
    if !inside("net::sink::tests::floods_are_bounded") {
        return;
    }
    let tales = with_sink(None, |requests| {
        let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
        for n in 0..3_000u32 {
            let [_, _, high, low] = n.to_be_bytes();
            if n % 50 == 0 {
                std::thread::sleep(Duration::from_millis(1));
            }
            socket
                .send_to(&[0; 900], (Ipv4Addr::new(203, 0, high, low), 9))
                .unwrap();
        }
        let mut open = Vec::new();
        for n in 0..600u16 {
            let to = SocketAddr::from(([198, 51, 100, 1], 2_000 + n));
            let _ = requests::ask(requests.as_fd(), to).unwrap();
            open.extend(TcpStream::connect("198.51.100.1:80"));
        }
    });
    assert!(tales.len() < 2_100, "{}", tales.len());
    let limits: Vec<_> = contacts(&tales);
    for what in ["listeners", "connections", "deeds"] {
        assert!(
            limits
                .iter()
                .any(|it| it.contains(what) && it.contains("Limit")),
            "{what}"
        );
    }
}
