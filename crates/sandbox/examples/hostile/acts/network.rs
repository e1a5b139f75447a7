//! The network: a listener of the machine, or of the world. The first argument is an address with a port. What answers
//! may be the sandbox itself: whether anything arrived is for those outside to see.

use super::attempt::{Act, Args, Attempt, Failed};
use super::endpoints::{Target, internet, message, parse};
use libc::{AF_INET, AF_INET6, MSG_FASTOPEN, MSG_NOSIGNAL, SOCK_DGRAM, SOCK_STREAM};
use std::net::{IpAddr, SocketAddr};

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("tcp", tcp),
    Act::anywhere("tcp-mapped", tcp_mapped),
    Act::anywhere("tcp-fastopen", tcp_fastopen),
    Act::anywhere("tcp-fastopen-msg", tcp_fastopen_msg),
    Act::anywhere("tcp-fastopen-connect", tcp_fastopen_connect),
    Act::anywhere("tcp-race", tcp_race),
    Act::anywhere("mptcp", mptcp),
    Act::anywhere("sctp", sctp),
    Act::anywhere("smc", smc),
    Act::anywhere("udp-sendto", udp_sendto),
    Act::anywhere("udp-connect", udp_connect),
    Act::anywhere("udp-sendmsg", udp_sendmsg),
    Act::anywhere("udp-sendmmsg", udp_sendmmsg),
    Act::anywhere("udplite", udplite),
    Act::anywhere("http", http),
    Act::anywhere("tls", tls),
    Act::anywhere("dns", dns),
    Act::anywhere("dns-tcp", dns_tcp),
    Act::anywhere("bind", bind),
    Act::anywhere("listen-unbound", listen_unbound),
];

const IPPROTO_MPTCP: i32 = 262;
const AF_SMC: i32 = 43;

fn target(args: &Args) -> Result<SocketAddr, Failed> {
    parse(args.text(0)?)
}

fn family(address: SocketAddr) -> i32 {
    match address {
        SocketAddr::V4(_) => AF_INET,
        SocketAddr::V6(_) => AF_INET6,
    }
}

/// A socket that gives up after two seconds.
fn socket(family: i32, kind: i32, protocol: i32) -> Result<i32, Failed> {
    let fd = call!(libc::SYS_socket, family, kind, protocol)? as i32;
    for option in [libc::SO_RCVTIMEO, libc::SO_SNDTIMEO] {
        let _ = call!(
            libc::SYS_setsockopt,
            fd,
            libc::SOL_SOCKET,
            option,
            &[2i64, 0],
            16
        );
    }
    Ok(fd)
}

fn say(fd: i32, data: &[u8]) -> Attempt {
    call!(libc::SYS_sendto, fd, data, data.len(), MSG_NOSIGNAL, 0, 0)?;
    Ok("sent".to_owned())
}

/// Connects and says something.
fn reach(args: &Args, protocol: i32, data: &[u8]) -> Result<i32, Failed> {
    let address = target(args)?;
    let fd = socket(family(address), SOCK_STREAM, protocol)?;
    internet(address).connect(fd)?;
    say(fd, data)?;
    Ok(fd)
}

fn tcp(args: &Args) -> Attempt {
    reach(args, 0, b"!")?;
    Ok("sent".to_owned())
}

fn mptcp(args: &Args) -> Attempt {
    reach(args, IPPROTO_MPTCP, b"!")?;
    Ok("sent".to_owned())
}

fn sctp(args: &Args) -> Attempt {
    reach(args, libc::IPPROTO_SCTP, b"!")?;
    Ok("sent".to_owned())
}

/// Speaks TCP below, and is no TCP for who looks at the socket.
fn smc(args: &Args) -> Attempt {
    let address = target(args)?;
    let fd = socket(AF_SMC, SOCK_STREAM, 0)?;
    internet(address).connect(fd)?;
    say(fd, b"!")
}

/// An address of version 4 in the clothes of version 6.
fn tcp_mapped(args: &Args) -> Attempt {
    let address = target(args)?;
    let IpAddr::V4(v4) = address.ip() else {
        return Err(Failed::short("not of version 4"));
    };
    let mapped = SocketAddr::from((v4.to_ipv6_mapped(), address.port()));
    let fd = socket(AF_INET6, SOCK_STREAM, 0)?;
    internet(mapped).connect(fd)?;
    say(fd, b"!")
}

/// Connects without `connect`.
fn tcp_fastopen(args: &Args) -> Attempt {
    let address = target(args)?;
    let fd = socket(family(address), SOCK_STREAM, 0)?;
    internet(address).send(fd, b"!", MSG_FASTOPEN | MSG_NOSIGNAL)
}

fn tcp_fastopen_msg(args: &Args) -> Attempt {
    let address = target(args)?;
    let fd = socket(family(address), SOCK_STREAM, 0)?;
    sendmsg(fd, &internet(address), MSG_FASTOPEN | MSG_NOSIGNAL)
}

/// Connects when it first sends.
fn tcp_fastopen_connect(args: &Args) -> Attempt {
    let address = target(args)?;
    let fd = socket(family(address), SOCK_STREAM, 0)?;
    let (level, option) = (libc::IPPROTO_TCP, libc::TCP_FASTOPEN_CONNECT);
    call!(libc::SYS_setsockopt, fd, level, option, &1i32, 4)?;
    internet(address).connect(fd)?;
    say(fd, b"!")
}

/// While a thread turns the address into another and back.
fn tcp_race(args: &Args) -> Attempt {
    let (address, other) = (target(args)?, parse(args.text(1)?)?);
    let (from, to) = (internet(other), internet(address));
    match super::race::connect(family(address), &from, &to, 50)? {
        false => Err(Failed::short("never connected")),
        true => Ok("connected".to_owned()),
    }
}

fn sendmsg(fd: i32, to: &Target, flags: i32) -> Attempt {
    let part = [b"!".as_ptr() as usize, 1];
    let header = message(Some(to), &part);
    call!(libc::SYS_sendmsg, fd, &header, flags)?;
    Ok("sent".to_owned())
}

fn datagrams(args: &Args, protocol: i32) -> Result<(i32, Target), Failed> {
    let address = target(args)?;
    let fd = socket(family(address), SOCK_DGRAM, protocol)?;
    Ok((fd, internet(address)))
}

fn udp_sendto(args: &Args) -> Attempt {
    let (fd, to) = datagrams(args, 0)?;
    to.send(fd, b"!", 0)
}

fn udp_connect(args: &Args) -> Attempt {
    let (fd, to) = datagrams(args, 0)?;
    to.connect(fd)?;
    say(fd, b"!")
}

fn udp_sendmsg(args: &Args) -> Attempt {
    let (fd, to) = datagrams(args, 0)?;
    sendmsg(fd, &to, 0)
}

fn udp_sendmmsg(args: &Args) -> Attempt {
    let (fd, to) = datagrams(args, 0)?;
    let part = [b"!".as_ptr() as usize, 1];
    let mut headers = [0usize; 8];
    headers[..7].copy_from_slice(&message(Some(&to), &part));
    call!(libc::SYS_sendmmsg, fd, &mut headers, 1, 0)?;
    Ok("sent".to_owned())
}

fn udplite(args: &Args) -> Attempt {
    let (fd, to) = datagrams(args, 136)?;
    to.send(fd, b"!", 0)
}

/// Asks for a page of the host that the second argument names.
fn http(args: &Args) -> Attempt {
    let host = args.text(1)?;
    let asked = format!("GET /hostile HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let fd = reach(args, 0, asked.as_bytes())?;
    let mut answer = [0u8; 512];
    let length = call!(libc::SYS_read, fd, &mut answer, answer.len())?;
    Ok(format!("{length} bytes of answer"))
}

/// Greets the host that the second argument names, as TLS does.
fn tls(args: &Args) -> Attempt {
    reach(args, 0, &client_hello(args.text(1)?))?;
    Ok("greeted".to_owned())
}

/// Bytes behind their length in two bytes.
fn counted(bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u16).to_be_bytes();
    [&length, bytes].concat()
}

/// The first message of TLS 1.2: it names the host in clear text.
fn client_hello(host: &str) -> Vec<u8> {
    let entry = [&[0][..], &counted(host.as_bytes())].concat();
    let names = counted(&counted(&entry));
    let extensions = counted(&[&[0, 0][..], &names].concat());
    let ciphers = [0, 2, 0x13, 0x01];
    let body = [&[3, 3][..], &[7; 32], &[0], &ciphers, &[1, 0], &extensions].concat();
    let hello = [&[1, 0][..], &counted(&body)].concat();
    [&[22, 3, 1][..], &counted(&hello)].concat()
}

/// A question for the address of a name.
fn question(name: &str) -> Vec<u8> {
    let mut bytes = vec![0x13, 0x37, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        bytes.push(label.len() as u8);
        bytes.extend(label.bytes());
    }
    bytes.extend([0, 0, 1, 0, 1]);
    bytes
}

/// Asks the resolver in the first argument for the name in the second.
fn dns(args: &Args) -> Attempt {
    let (fd, to) = datagrams(args, 0)?;
    to.send(fd, &question(args.text(1)?), 0)?;
    let mut answer = [0u8; 512];
    let length = call!(libc::SYS_read, fd, &mut answer, answer.len())?;
    Ok(format!("{length} bytes of answer"))
}

fn dns_tcp(args: &Args) -> Attempt {
    reach(args, 0, &counted(&question(args.text(1)?)))?;
    Ok("asked".to_owned())
}

/// Waits where others of the machine would find it.
fn bind(args: &Args) -> Attempt {
    let address = target(args)?;
    let fd = socket(family(address), SOCK_STREAM, 0)?;
    internet(address).bind(fd)?;
    call!(libc::SYS_listen, fd, 1)?;
    Ok("listening".to_owned())
}

/// The same without `bind`: the kernel chooses the port.
fn listen_unbound(_: &Args) -> Attempt {
    let fd = socket(AF_INET, SOCK_STREAM, 0)?;
    call!(libc::SYS_listen, fd, 1)?;
    Ok("listening".to_owned())
}
