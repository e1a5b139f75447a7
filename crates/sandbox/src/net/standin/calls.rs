//! The calls that are decided here, with their arguments as the supervisor has read them.

use super::{Address, Answer, End, Shared, Standin, State, Verdict, listeners};
use evidence::conduct::{Act, Via};
use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::sockopt::{socket_cookie, socket_domain, socket_protocol, socket_type};
use rustix::net::{
    AddressFamily, SendFlags, SocketFlags, SocketType, connect, connect_unspec, ipproto, send,
    sendto, socketpair,
};
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// How many datagram sockets may be open at once.
const ENDS: usize = 256;
/// How many connections may be on their way to us at once.
const UNDER_WAY: usize = 1_024;

impl Standin {
    /// `socket(domain, kind, protocol)`. All three are registers: what is continued is what was asked.
    pub(crate) fn socket(&self, domain: i32, kind: i32, protocol: i32) -> Verdict {
        let (flags, kind) = (kind & !0xf, kind & 0xf);
        let fine = Verdict::Answer(Answer::Continue);
        match (domain, kind, protocol) {
            (libc::AF_UNIX, libc::SOCK_STREAM | libc::SOCK_SEQPACKET, _) => fine,
            (libc::AF_INET | libc::AF_INET6, libc::SOCK_STREAM, 0 | libc::IPPROTO_TCP) => fine,
            (libc::AF_INET | libc::AF_INET6, libc::SOCK_DGRAM, 0 | libc::IPPROTO_UDP) => {
                self.shared.datagrams(flags)
            }
            // Only the kernel's tables of the network; what may be asked of them is decided in `send`.
            (libc::AF_NETLINK, _, libc::NETLINK_ROUTE) => fine,
            (libc::AF_UNIX, ..) => self.refuse("socket AF_UNIX SOCK_DGRAM", libc::EPERM),
            (libc::AF_INET | libc::AF_INET6, libc::SOCK_STREAM, _) => self.refuse(
                &format!("socket protocol {protocol}"),
                libc::EPROTONOSUPPORT,
            ),
            (libc::AF_INET | libc::AF_INET6, ..) => self.refuse(
                &format!("socket type {kind} protocol {protocol}"),
                libc::EPERM,
            ),
            (libc::AF_NETLINK, ..) => self.refuse(
                &format!("socket AF_NETLINK {protocol}"),
                libc::EPROTONOSUPPORT,
            ),
            _ => self.refuse(&format!("socket family {domain}"), libc::EAFNOSUPPORT),
        }
    }

    fn refuse(&self, call: &str, errno: i32) -> Verdict {
        self.shared.refused(call);
        Verdict::Answer(Answer::Error(errno))
    }

    /// `connect(socket, address)`, with the address as it was read. Never continued.
    pub(crate) fn connect(&self, socket: &OwnedFd, address: &[u8]) -> Answer {
        answer(self.shared.connect(socket, address).map(|()| 0))
    }

    /// `bind(socket, …)`. What stands in for a datagram socket is bound to anything; Landlock decides about the others.
    pub(crate) fn bind(&self, socket: &OwnedFd) -> Answer {
        match self.shared.end_of(socket) {
            Ok(Some(_)) => Answer::Value(0),
            _ => Answer::Continue,
        }
    }

    /// One message of `sendto`, `sendmsg` or `sendmmsg`: its address, and all its bytes (at most 64 KiB). Never continued.
    /// One without an address may be, because the sockets that are there heed none: streams and sequences of packets do
    /// not, and the kernel gives the command no rights by netlink.
    pub(crate) fn send(&self, socket: &OwnedFd, address: &[u8], bytes: &[u8]) -> Answer {
        answer(self.shared.send(socket, address, bytes))
    }
}

fn answer(done: rustix::io::Result<usize>) -> Answer {
    match done {
        Ok(value) => Answer::Value(value as i64),
        Err(error) => Answer::Error(error.raw_os_error()),
    }
}

impl Shared {
    /// What stands in for a datagram socket: a sequence of packets, in which the kernel heeds no address.
    fn datagrams(&self, flags: i32) -> Verdict {
        match self.make(flags) {
            Ok(end) => Verdict::Give {
                end,
                close_on_exec: flags & libc::SOCK_CLOEXEC != 0,
            },
            Err(error) => Verdict::Answer(Answer::Error(error.raw_os_error())),
        }
    }

    fn make(&self, flags: i32) -> rustix::io::Result<OwnedFd> {
        let mut state = self.state();
        if state.ends.len() >= ENDS {
            state.heard.limit("connections");
            return Err(Errno::MFILE);
        }
        let (ours, theirs) = socketpair(
            AddressFamily::UNIX,
            SocketType::SEQPACKET,
            SocketFlags::CLOEXEC | SocketFlags::NONBLOCK,
            None,
        )?;
        if flags & libc::SOCK_NONBLOCK == 0 {
            rustix::io::ioctl_fionbio(&theirs, false)?;
        }
        state.made += 1;
        let end = End {
            ours: Arc::new(ours),
            peer: None,
            number: state.made,
        };
        state.ends.insert(socket_cookie(&theirs)?, end);
        drop(state);
        self.ring();
        Ok(theirs)
    }

    /// Our end of a socket; none where it stands for nothing.
    fn end_of(&self, socket: &OwnedFd) -> rustix::io::Result<Option<End>> {
        if socket_domain(socket)? != AddressFamily::UNIX {
            return Ok(None);
        }
        let cookie = socket_cookie(socket)?;
        Ok(self.state().ends.get(&cookie).cloned())
    }

    fn connect(&self, socket: &OwnedFd, address: &[u8]) -> rustix::io::Result<()> {
        let address = Address::read(address).ok_or(Errno::INVAL)?;
        let domain = socket_domain(socket)?;
        let cookie = socket_cookie(socket)?;
        if domain == AddressFamily::UNIX && self.aim(cookie, &address) {
            return Ok(());
        }
        match (domain, address) {
            (AddressFamily::INET | AddressFamily::INET6, Address::Internet(to)) => {
                self.join(socket, domain, to)
            }
            (AddressFamily::INET | AddressFamily::INET6, Address::Nobody) => connect_unspec(socket),
            (AddressFamily::UNIX, Address::Unix(path)) => Err(self.machine(path)),
            (AddressFamily::NETLINK, Address::Netlink) => {
                connect(socket, &SocketAddrNetlink::new(0, 0))
            }
            _ => Err(Errno::AFNOSUPPORT),
        }
    }

    /// A socket of the machine was named: it is not there for the command.
    fn machine(&self, path: String) -> Errno {
        self.state().heard.note(Act::Socket { path }, Via::Call);
        self.tell();
        Errno::CONNREFUSED
    }

    /// Connects what stands in for a datagram socket; false where this is none.
    fn aim(&self, cookie: u64, address: &Address) -> bool {
        let mut state = self.state();
        let State { ends, heard, .. } = &mut *state;
        let Some(end) = ends.get_mut(&cookie) else {
            return false;
        };
        end.peer = match address {
            Address::Internet(to) => Some(*to),
            _ => None,
        };
        // Who resolves names by itself may look at its own address first, find none, and never ask.
        if let Some(to) = end.peer {
            heard.meant_to_ask(to);
        }
        drop(state);
        self.tell();
        true
    }

    /// Connects a TCP socket to ourselves, and remembers whom it was meant for.
    fn join(
        &self,
        socket: &OwnedFd,
        family: AddressFamily,
        to: SocketAddr,
    ) -> rustix::io::Result<()> {
        let tcp = matches!(socket_protocol(socket)?, None | Some(ipproto::TCP));
        if socket_type(socket)? != SocketType::STREAM || !tcp {
            return Err(Errno::PROTONOSUPPORT);
        }
        let (known, ours) = self.listeners.prepare(socket, family)?;
        let mut state = self.state();
        if state.meant.len() >= UNDER_WAY {
            state.heard.limit("connections");
            return Err(Errno::CONNREFUSED);
        }
        if !self.is_proxy(to) {
            state.heard.contact(to, "tcp");
        }
        state.meant.insert(known, to);
        drop(state);
        self.tell();
        let joined = listeners::join(socket, ours);
        if !matches!(joined, Ok(()) | Err(Errno::INPROGRESS)) {
            self.state().meant.remove(&known);
        }
        joined
    }

    /// Whether an address is where the command is told that the proxy is.
    pub(super) fn is_proxy(&self, to: SocketAddr) -> bool {
        let port = self.proxy.as_ref().map(|(port, _)| *port);
        to.ip().is_loopback() && Some(to.port()) == port
    }

    fn send(&self, socket: &OwnedFd, address: &[u8], bytes: &[u8]) -> rustix::io::Result<usize> {
        let address = Address::read(address).ok_or(Errno::INVAL)?;
        if let Some(end) = self.end_of(socket)? {
            let to = match address {
                Address::Internet(to) => Some(to),
                _ => end.peer,
            };
            self.datagram(&end, to.ok_or(Errno::DESTADDRREQ)?, bytes);
            return Ok(bytes.len());
        }
        let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
        match (socket_domain(socket)?, address) {
            // A stream heeds no address.
            (AddressFamily::INET | AddressFamily::INET6, _) => send(socket, bytes, flags),
            (AddressFamily::NETLINK, Address::Netlink) if only_asks(bytes) => {
                // With an address, the kernel looks at the rights of whoever opened the socket, not at ours.
                sendto(socket, bytes, flags, &SocketAddrNetlink::new(0, 0))
            }
            (AddressFamily::NETLINK, Address::Netlink) => {
                self.refused("netlink change");
                Err(Errno::PERM)
            }
            (_, Address::Unix(path)) => Err(self.machine(path)),
            _ => Err(Errno::ISCONN),
        }
    }
}

/// Whether this is one message of rtnetlink that asks for something and changes nothing: its kind is one of `RTM_GET…`.
fn only_asks(bytes: &[u8]) -> bool {
    let Some(header) = bytes.first_chunk::<16>() else {
        return false;
    };
    let length = u32::from_ne_bytes([header[0], header[1], header[2], header[3]]);
    let kind = u16::from_ne_bytes([header[4], header[5]]);
    let whole =
        usize::try_from(length).is_ok_and(|length| length.next_multiple_of(4) >= bytes.len());
    whole && kind >= libc::RTM_NEWLINK && (kind - libc::RTM_NEWLINK) % 4 == 2
}
