//! Calls that reach for the network, or for sockets of the machine.

use super::{Answer, Caller, Desk, Note, Seen, Verdict, decided};
use crate::net::address::{Address, LONGEST};
use crate::net::requests;
use crate::supervise::calls::Target;
use crate::supervise::duplicate::duplicate;
use crate::supervise::places::of_the_library;
use crate::supervise::{paths, text};
use crate::sys::memory;
use evidence::conduct::Act;
use rustix::fd::{AsFd as _, OwnedFd};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketType, sockopt};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::PoisonError;

mod messages;

impl Desk<'_> {
    /// What becomes of a call that could reach the machine's network, which is near on the Landlock rung. None of them
    /// is let through but where it cannot matter what the caller does meanwhile.
    pub(super) fn without_namespaces(&mut self, name: &str, caller: &Caller<'_>) -> Option<Seen> {
        let call = caller.call;
        if !matches!(
            name,
            "socket" | "connect" | "bind" | "sendto" | "sendmsg" | "sendmmsg"
        ) {
            return None;
        }
        // What the filter refuses whoever asks is refused and noted as everywhere.
        if crate::filter::forbidden(call, self.context.job.rung).is_some() {
            return None;
        }
        let Some(standin) = &self.standin else {
            return Some(decided(Answer::Error(libc::EPERM)));
        };
        let a = &call.args;
        let number = |argument: usize| (a[argument] as u32).cast_signed();
        let pid = call.pid;
        let answer = match name {
            "socket" => {
                return Some(Seen {
                    notes: Vec::new(),
                    answer: standin.socket(number(0), number(1), number(2)),
                });
            }
            "connect" => bytes(pid, a[1], a[2])
                .ok_or(Errno::FAULT)
                .and_then(|address| Ok(standin.connect(&caller.socket()?, &address))),
            "bind" => {
                let target = Target {
                    socket: number(0),
                    address: a[1],
                    length: a[2],
                };
                let Some(notes) = self.bind(pid, target) else {
                    return Some(decided(Answer::Error(libc::EFAULT)));
                };
                let bound = caller.socket().map(|socket| standin.bind(&socket));
                let answer = Verdict::Answer(bound.unwrap_or(Answer::Continue));
                return Some(Seen { notes, answer });
            }
            "sendto" if a[4] == 0 => Ok(Answer::Continue),
            "sendto" => bytes(pid, a[4], a[5])
                .zip(messages::buffer(pid, a[1], a[2]))
                .ok_or(Errno::FAULT)
                .and_then(|(address, data)| Ok(standin.send(&caller.socket()?, &address, &data))),
            _ => messages::send(standin, caller, name == "sendmmsg"),
        };
        let answer = answer.unwrap_or_else(|errno| Answer::Error(errno.raw_os_error()));
        Some(decided(answer))
    }

    pub(super) fn connect(&self, pid: u32, target: Target) -> Option<Vec<Note>> {
        let bytes = bytes(pid, target.address, target.length)?;
        Some(match Address::read(&bytes) {
            Some(Address::Internet(to)) => self.contact(pid, target, here_if_nowhere(to)),
            Some(Address::Unix(path)) => {
                let path = self.socket_path(pid, path);
                match of_the_library(&path) {
                    true => Vec::new(),
                    false => vec![Note::Act(Act::Socket { path })],
                }
            }
            _ => Vec::new(),
        })
    }

    /// A connection to an address. Datagrams are told by the packets: to connect such a socket sends nothing, and the C
    /// library does it to compare addresses.
    fn contact(&self, pid: u32, target: Target, to: SocketAddr) -> Vec<Note> {
        // What goes to the proxy is told there.
        let proxy = self.context.job.proxy;
        if to.ip() == Ipv4Addr::LOCALHOST && Some(to.port()) == proxy {
            return Vec::new();
        }
        if !duplicate(pid, target.socket).is_ok_and(|socket| speaks_tcp(&socket)) {
            return Vec::new();
        }
        let sinks = &self.context.requests;
        let sinks = sinks.lock().unwrap_or_else(PoisonError::into_inner);
        // Where nobody listens the connection is refused, and recorded all the same.
        let _nobody = requests::ask(sinks.as_fd(), to);
        vec![Note::Act(Act::Contact {
            address: to.ip().to_string(),
            port: to.port(),
            transport: "tcp".to_owned(),
            name: None,
            passed: false,
        })]
    }

    pub(super) fn bind(&self, pid: u32, target: Target) -> Option<Vec<Note>> {
        let bytes = bytes(pid, target.address, target.length)?;
        Some(self.bound(pid, target, Address::read(&bytes)))
    }

    fn bound(&self, pid: u32, target: Target, address: Option<Address>) -> Vec<Note> {
        let on = match address {
            Some(Address::Internet(on)) => {
                // Any port of a datagram socket is how questions are asked.
                let stream = duplicate(pid, target.socket).is_ok_and(|it| speaks_tcp(&it));
                if on.port() == 0 && !stream {
                    return Vec::new();
                }
                on.to_string()
            }
            // The kernel is to choose a name.
            Some(Address::Unix(path)) if path.is_empty() => return Vec::new(),
            Some(Address::Unix(path)) => self.socket_path(pid, path),
            _ => return Vec::new(),
        };
        vec![Note::Act(Act::Listen { on })]
    }

    /// A path as the machine knows it; a name as it is.
    fn socket_path(&self, pid: u32, path: String) -> String {
        if path.starts_with('@') {
            return path;
        }
        let path = paths::absolute(pid, None, path.as_bytes());
        let path = match self.root() {
            Some(root) => paths::lead(root, &path, true).path,
            None => path,
        };
        text::clean(path.as_bytes())
    }
}

fn speaks_tcp(socket: &OwnedFd) -> bool {
    matches!(sockopt::socket_type(socket), Ok(SocketType::STREAM))
        && matches!(
            sockopt::socket_domain(socket),
            Ok(AddressFamily::INET | AddressFamily::INET6)
        )
}

/// Where the kernel connects to if nobody says: to this machine.
fn here_if_nowhere(to: SocketAddr) -> SocketAddr {
    let ip = match to.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, to.port())
}

/// The bytes of an address.
fn bytes(pid: u32, address: u64, length: u64) -> Option<Vec<u8>> {
    part(pid, address, length, LONGEST)
}

/// So many bytes of the caller's memory, at most `most`; none where they cannot be read.
fn part(pid: u32, address: u64, length: u64, most: usize) -> Option<Vec<u8>> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut bytes = vec![0; length.min(most)];
    if bytes.is_empty() {
        return Some(bytes);
    }
    let got = memory::read(pid, address, &mut bytes).ok()?;
    bytes.truncate(got);
    Some(bytes)
}
