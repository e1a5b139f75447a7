//! What a socket of the command cannot reach.

use super::*;

#[test]
fn sockets_of_the_machine_are_not_reached() {
    let test = start(None);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    let real = std::os::unix::net::UnixListener::bind(&path).unwrap();
    real.set_nonblocking(true).unwrap();
    let socket = socket_with(
        AddressFamily::UNIX,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )
    .unwrap();
    let address = |path: &[u8]| [&(libc::AF_UNIX as u16).to_ne_bytes()[..], path].concat();
    let there = address(path.as_os_str().as_encoded_bytes());
    let refused = Answer::Error(libc::ECONNREFUSED);
    assert_eq!(test.standin.connect(&socket, &there), refused);
    assert_eq!(test.standin.connect(&socket, &address(b"\0bus")), refused);
    assert_eq!(test.standin.send(&socket, &there, b"x"), refused);
    assert!(real.accept().is_err());
    // An address of another family than the socket's, or none at all.
    assert_eq!(
        test.connect(&socket, "127.0.0.1:1"),
        Answer::Error(libc::EAFNOSUPPORT)
    );
    assert_eq!(
        test.standin.connect(&socket, &[1]),
        Answer::Error(libc::EINVAL)
    );
    let told = test.end();
    assert!(told.contains(&"socket @bus".to_owned()));
    assert!(
        told.contains(&format!("socket {}", path.display())),
        "{told:?}"
    );
}

#[test]
fn sockets_that_would_lead_out_are_refused() {
    let test = start(None);
    const MPTCP: i32 = 262;
    let refused = [
        (libc::AF_UNIX, libc::SOCK_DGRAM, 0, libc::EPERM),
        (libc::AF_UNIX, libc::SOCK_RAW, 0, libc::EPERM),
        (
            libc::AF_UNIX,
            libc::SOCK_DGRAM | libc::SOCK_CLOEXEC,
            0,
            libc::EPERM,
        ),
        (
            libc::AF_INET,
            libc::SOCK_STREAM,
            MPTCP,
            libc::EPROTONOSUPPORT,
        ),
        (
            libc::AF_INET,
            libc::SOCK_STREAM,
            libc::IPPROTO_SCTP,
            libc::EPROTONOSUPPORT,
        ),
        (
            libc::AF_INET,
            libc::SOCK_SEQPACKET,
            libc::IPPROTO_SCTP,
            libc::EPERM,
        ),
        (
            libc::AF_INET,
            libc::SOCK_RAW,
            libc::IPPROTO_ICMP,
            libc::EPERM,
        ),
        (
            libc::AF_INET6,
            libc::SOCK_DGRAM,
            libc::IPPROTO_ICMPV6,
            libc::EPERM,
        ),
        (
            libc::AF_NETLINK,
            libc::SOCK_RAW,
            libc::NETLINK_SOCK_DIAG,
            libc::EPROTONOSUPPORT,
        ),
        (libc::AF_VSOCK, libc::SOCK_STREAM, 0, libc::EAFNOSUPPORT),
        (libc::AF_PACKET, libc::SOCK_RAW, 0, libc::EAFNOSUPPORT),
    ];
    for (domain, kind, protocol, errno) in refused {
        let verdict = test.standin.socket(domain, kind, protocol);
        let right = matches!(verdict, Verdict::Answer(Answer::Error(error)) if error == errno);
        assert!(right, "{domain} {kind} {protocol}: {verdict:?}");
    }
    for (domain, kind) in [
        (libc::AF_UNIX, libc::SOCK_STREAM),
        (libc::AF_INET6, libc::SOCK_STREAM | libc::SOCK_NONBLOCK),
    ] {
        let verdict = test.standin.socket(domain, kind, 0);
        assert!(
            matches!(verdict, Verdict::Answer(Answer::Continue)),
            "{verdict:?}"
        );
    }
    let told = test.end();
    assert!(
        told.iter().all(|line| line.starts_with("refused")),
        "{told:?}"
    );
}

#[test]
fn the_kernels_tables_are_read_and_not_changed() {
    let test = start(None);
    let socket = socket_with(
        AddressFamily::NETLINK,
        SocketType::RAW,
        SocketFlags::CLOEXEC,
        None,
    )
    .unwrap();
    let address = [&(libc::AF_NETLINK as u16).to_ne_bytes()[..], &[0; 10]].concat();
    let ask = |kind: u16| {
        let mut out = 20u32.to_ne_bytes().to_vec();
        out.extend(kind.to_ne_bytes());
        out.extend((libc::NLM_F_REQUEST as u16 | libc::NLM_F_DUMP as u16).to_ne_bytes());
        out.extend([0; 12]);
        test.standin.send(&socket, &address, &out)
    };
    assert_eq!(ask(libc::RTM_GETLINK), Answer::Value(20));
    assert!(answer_of(&socket).len() > 16);
    assert_eq!(ask(libc::RTM_NEWLINK), Answer::Error(libc::EPERM));
    assert_eq!(ask(libc::RTM_DELROUTE), Answer::Error(libc::EPERM));
    assert_eq!(test.end(), ["refused netlink change"]);
}

#[test]
fn a_call_on_what_is_no_socket_fails() {
    let test = start(None);
    let file = std::fs::File::open("/dev/null").unwrap().into();
    assert_eq!(
        test.connect(&file, "203.0.113.9:1"),
        Answer::Error(libc::ENOTSOCK)
    );
}
