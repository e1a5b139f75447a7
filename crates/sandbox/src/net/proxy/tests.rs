//! The proxy between a client and a host of the test's own, over real sockets.

use super::*;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

/// A proxy that listens, as the sink does for it.
fn proxy(allow: &[&str], upstream: Option<Upstream>) -> (u16, Proxy, Receiver<Tale>) {
    let (sender, tales) = channel();
    let allow = allow.iter().map(|text| Host::read(text).unwrap()).collect();
    let report = Box::new(move |tale| sender.send(tale).unwrap_or_default());
    let proxy = Proxy::new(allow, upstream, report);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = proxy.clone();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            serving.serve(client.into());
        }
    });
    (port, proxy, tales)
}

/// A host that says what it was asked, once for each connection, when the other end has said so much.
fn host() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut heard = vec![0; 8192];
            let mut length = stream.read(&mut heard).unwrap_or(0);
            while !heard[..length]
                .windows(3)
                .any(|end| end == b"end" || end == b"\n\r\n")
            {
                match stream.read(&mut heard[length..]) {
                    Ok(more @ 1..) => length += more,
                    _ => break,
                }
            }
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
            let _ = stream.write_all(&[head.as_bytes(), &heard[..length]].concat());
        }
    });
    port
}

fn say(port: u16, text: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn acts(proxy: &Proxy, tales: &Receiver<Tale>) -> Vec<Act> {
    proxy.finish();
    let acts = tales.try_iter().filter_map(|tale| match tale {
        Tale::Deed { deed } => Some(deed.act),
        _ => None,
    });
    acts.collect()
}

#[test]
fn a_request_goes_through_and_is_recorded() {
    let host = host();
    let allowed = format!("127.0.0.1:{host}");
    let (port, proxy, tales) = proxy(&[&allowed], None);
    let answer = say(
        port,
        &format!(
            "GET http://{allowed}/x?y HTTP/1.1\r\nHost: other\r\nProxy-Authorization: z\r\n\r\nPIPELINED end"
        ),
    );
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains(&format!(
        "GET /x?y HTTP/1.1\r\nHost: {allowed}\r\nConnection: close\r\n\r\n"
    )));
    assert!(!answer.contains("PIPELINED") && !answer.contains("Proxy"));
    let acts = acts(&proxy, &tales);
    let contact = Act::Contact {
        address: "127.0.0.1".into(),
        port: host,
        transport: "tcp".into(),
        name: Some("127.0.0.1".into()),
        passed: true,
    };
    assert_eq!(acts[0], contact);
    assert!(
        matches!(&acts[1], Act::Send { to, what, bytes } if *to == allowed && what.ends_with("bytes came back") && *bytes > 0),
        "{acts:?}"
    );
}

#[test]
fn a_tunnel_carries_both_ways() {
    let host = host();
    let allowed = format!("127.0.0.1:{host}");
    let (port, proxy, tales) = proxy(&[&allowed], None);
    let answer = say(
        port,
        &format!("CONNECT {allowed} HTTP/1.1\r\n\r\nsecret end"),
    );
    assert!(
        answer.starts_with("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK"),
        "{answer}"
    );
    assert!(answer.ends_with("secret end"));
    proxy.finish();
    let told: Vec<_> = tales.try_iter().collect();
    assert!(
        told.iter()
            .any(|tale| matches!(tale, Tale::Data { to, .. } if *to == allowed))
    );
    let sent = |tale: &Tale| matches!(tale, Tale::Deed { deed } if matches!(&deed.act, Act::Send { bytes: 10, .. }));
    assert!(told.iter().any(sent), "{told:?}");
}

#[test]
fn what_was_not_allowed_is_refused_in_plain_words_and_recorded() {
    let host = host();
    let (port, proxy, tales) = proxy(&["registry.example:443", "*.localhost"], None);
    for target in [
        format!("CONNECT 127.0.0.1:{host}"),
        format!("GET http://localhost:{host}/"),
    ] {
        let answer = say(port, &format!("{target} HTTP/1.1\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
        assert!(answer.contains("is not among the hosts that may be reached"));
    }
    assert!(say(port, "GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400"));
    assert!(say(port, "EHLO\r\n\r\n").starts_with("HTTP/1.1 400"));
    let acts = acts(&proxy, &tales);
    let refused = |act: &&Act| matches!(act, Act::Contact { passed: false, .. });
    assert_eq!(acts.iter().filter(refused).count(), 2, "{acts:?}");
    assert_eq!(acts.len(), 2);
}

#[test]
fn the_machines_own_proxy_is_gone_through_with_its_user() {
    let host = host();
    let allowed = format!("127.0.0.1:{host}");
    // The proxy of the test stands for the machine's own: it is seen by what it records.
    let (far, far_proxy, far_tales) = proxy(&[&allowed], None);
    let upstream = Upstream::read(&format!("http://me:secret@127.0.0.1:{far}"), "").unwrap();
    let (port, near, tales) = proxy(&[&allowed], Some(upstream));
    let answer = say(
        port,
        &format!("CONNECT {allowed} HTTP/1.1\r\n\r\nhello end"),
    );
    assert!(answer.ends_with("hello end"), "{answer}");
    let answer = say(port, &format!("GET http://{allowed}/x HTTP/1.1\r\n\r\n"));
    assert!(answer.contains("GET /x HTTP/1.1"), "{answer}");
    assert_eq!(acts(&far_proxy, &far_tales).len(), 3);
    let near = acts(&near, &tales);
    assert!(!format!("{near:?}").contains("secret"));
    assert!(
        near.iter()
            .any(|act| matches!(act, Act::Contact { passed: true, .. }))
    );
}

#[test]
fn a_proxy_of_the_machine_that_refuses_is_named() {
    let host = host();
    let (far, ..) = proxy(&["nowhere.example"], None);
    let upstream = Upstream::read(&format!("127.0.0.1:{far}"), "").unwrap();
    let (port, ..) = proxy(&["127.0.0.1"], Some(upstream));
    let answer = say(port, &format!("CONNECT 127.0.0.1:{host} HTTP/1.1\r\n\r\n"));
    assert!(
        answer.starts_with("HTTP/1.1 502") && answer.contains("status 403"),
        "{answer}"
    );
}

#[test]
fn the_end_waits_for_nobody() {
    let host = host();
    let allowed = format!("127.0.0.1:{host}");
    let (port, proxy, tales) = proxy(&[&allowed], None);
    let mut open = TcpStream::connect(("127.0.0.1", port)).unwrap();
    open.write_all(format!("CONNECT {allowed} HTTP/1.1\r\n\r\n").as_bytes())
        .unwrap();
    open.read_exact(&mut [0; 12]).unwrap();
    let began = Instant::now();
    assert!(!acts(&proxy, &tales).is_empty());
    assert!(began.elapsed() < 2 * PATIENCE);
    assert_eq!(proxy.0.book().open, 0);
}
