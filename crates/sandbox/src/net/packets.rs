//! What really goes over the sandbox's network: nothing that a process writes into its memory can change it.

use crate::sys::packet;
use crate::sys::seccomp::Instruction;
use rustix::net::sockopt::{set_socket_recv_buffer_size, set_socket_recv_buffer_size_force};
use rustix::net::{AddressFamily, Protocol, RecvFlags, SocketFlags, SocketType, recv, socket_with};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// The most of a packet that is looked at: all that is kept of a datagram, and its headers.
pub(crate) const LONGEST: usize = super::KEPT + 256;

/// How many bytes of packets may wait to be looked at.
const ROOM: usize = 8 << 20;

/// Sees the packets of this network namespace.
#[derive(Debug)]
pub(crate) struct Capture(OwnedFd);

impl Capture {
    /// Looks from now on.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub(crate) fn open() -> std::io::Result<Self> {
        let all = NonZeroU32::new(u32::from((libc::ETH_P_ALL as u16).to_be()));
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let all = all.map(Protocol::from_raw);
        let socket = socket_with(AddressFamily::PACKET, SocketType::DGRAM, flags, all)?;
        packet::attach(socket.as_fd(), FILTER)?;
        // As much room as the kernel gives: what does not fit is not seen.
        if set_socket_recv_buffer_size_force(&socket, ROOM).is_err() {
            let _ = set_socket_recv_buffer_size(&socket, ROOM);
        }
        Ok(Self(socket))
    }

    /// How many packets went by unseen, because there were too many at once.
    pub(crate) fn missed(&self) -> u32 {
        packet::dropped(self.0.as_fd()).unwrap_or_default()
    }

    /// The next packet, in a buffer of [`LONGEST`] bytes; none where there is none now.
    pub(crate) fn next<'a>(&self, buffer: &'a mut [u8]) -> Option<&'a [u8]> {
        let (_, length) = recv(&self.0, &mut *buffer, RecvFlags::empty()).ok()?;
        Some(&buffer[..length.min(buffer.len())])
    }
}

impl AsFd for Capture {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// What contacts somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packet<'a> {
    /// Where it comes from.
    pub(crate) from: SocketAddr,
    /// Where it goes to. The port is 0 where the protocol has none.
    pub(crate) to: SocketAddr,
    /// `tcp`, `udp`, `icmp` …
    pub(crate) transport: &'static str,
    /// What a datagram holds.
    pub(crate) payload: &'a [u8],
}

/// What a packet of IP contacts; none where it only belongs to something that was told already, or is the kernel's own.
pub(crate) fn contact(packet: &[u8]) -> Option<Packet<'_>> {
    let (from, to, protocol, rest) = match packet.first()? >> 4 {
        4 => v4(packet)?,
        6 => v6(packet)?,
        _ => return None,
    };
    let port = |at: usize| Some(u16::from_be_bytes([*rest.get(at)?, *rest.get(at + 1)?]));
    let (transport, ports, payload) = match i32::from(protocol) {
        libc::IPPROTO_TCP if rest.get(13)? & 0x12 == 0x02 => ("tcp", true, &[][..]),
        libc::IPPROTO_UDP => ("udp", true, rest.get(8..)?),
        libc::IPPROTO_UDPLITE => ("udplite", true, rest.get(8..)?),
        libc::IPPROTO_SCTP => ("sctp", true, &[][..]),
        libc::IPPROTO_DCCP => ("dccp", true, &[][..]),
        // Echo requests: what is called a ping.
        libc::IPPROTO_ICMP if rest.first()? == &8 => ("icmp", false, rest.get(8..)?),
        libc::IPPROTO_ICMPV6 if rest.first()? == &128 => ("icmp", false, rest.get(8..)?),
        _ => return None,
    };
    let (source, destination) = if ports { (port(0)?, port(2)?) } else { (0, 0) };
    Some(Packet {
        from: (from, source).into(),
        to: (to, destination).into(),
        transport,
        payload,
    })
}

type Parts<'a> = (IpAddr, IpAddr, u8, &'a [u8]);

fn v4(packet: &[u8]) -> Option<Parts<'_>> {
    let header = packet.first_chunk::<20>()?;
    let fragment = u16::from_be_bytes([header[6], header[7]]) & 0x1fff;
    if fragment != 0 {
        return None;
    }
    let address = |at: usize| {
        packet[at..]
            .first_chunk::<4>()
            .map(|bytes| IpAddr::from(*bytes))
    };
    let length = usize::from(header[0] & 15) * 4;
    Some((
        address(12)?,
        address(16)?,
        header[9],
        packet.get(length.max(20)..)?,
    ))
}

fn v6(packet: &[u8]) -> Option<Parts<'_>> {
    let (header, mut rest) = packet.split_first_chunk::<40>()?;
    let address = |at: usize| {
        header[at..]
            .first_chunk::<16>()
            .map(|bytes| IpAddr::from(*bytes))
    };
    let mut next = header[6];
    // Headers of extension: hop-by-hop, routing, destination options; a process without rights can send some.
    for _ in 0..8 {
        match i32::from(next) {
            libc::IPPROTO_HOPOPTS | libc::IPPROTO_ROUTING | libc::IPPROTO_DSTOPTS => {
                let length = 8 * (usize::from(*rest.get(1)?) + 1);
                next = *rest.first()?;
                rest = rest.get(length..)?;
            }
            libc::IPPROTO_FRAGMENT => {
                let fragment = u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]) >> 3;
                if fragment != 0 {
                    return None;
                }
                next = *rest.first()?;
                rest = rest.get(8..)?;
            }
            _ => break,
        }
    }
    Some((address(8)?, address(24)?, next, rest))
}

/// Lets through what [`contact`] tells of: packets on their way out, of TCP only those that open a connection.
const FILTER: &[Instruction] = &[
    load(B, PACKET_TYPE),
    equal(libc::PACKET_OUTGOING as u32, 0, 17),
    load(B, 0),
    step(libc::BPF_ALU | libc::BPF_AND | libc::BPF_K, 0xf0),
    equal(0x40, 0, 8),
    // IPv4: of TCP that is not a later fragment, the flags.
    load(B, 9),
    equal(libc::IPPROTO_TCP as u32, 0, 11),
    load(H, 6),
    jump(libc::BPF_JSET, 0x1fff, 10, 0),
    step(libc::BPF_LDX | libc::BPF_B | libc::BPF_MSH, 0),
    step(libc::BPF_LD | libc::BPF_B | libc::BPF_IND, 13),
    step(libc::BPF_ALU | libc::BPF_AND | libc::BPF_K, 0x12),
    equal(0x02, 5, 6),
    // IPv6: of TCP right behind the header, the flags; behind headers of extension, everything.
    equal(0x60, 0, 5),
    load(B, 6),
    equal(libc::IPPROTO_TCP as u32, 0, 2),
    load(B, 40 + 13),
    jump(libc::BPF_JSET, 0x10, 1, 0),
    step(libc::BPF_RET | libc::BPF_K, LONGEST as u32),
    step(libc::BPF_RET | libc::BPF_K, 0),
];

const B: u32 = libc::BPF_B;
const H: u32 = libc::BPF_H;
/// Where a filter finds which way a packet goes.
const PACKET_TYPE: u32 = (libc::SKF_AD_OFF + libc::SKF_AD_PKTTYPE) as u32;

const fn step(code: u32, k: u32) -> Instruction {
    Instruction {
        code: code as u16,
        yes: 0,
        no: 0,
        k,
    }
}

const fn load(size: u32, at: u32) -> Instruction {
    step(libc::BPF_LD | libc::BPF_ABS | size, at)
}

const fn jump(test: u32, k: u32, yes: u8, no: u8) -> Instruction {
    let code = (libc::BPF_JMP | test | libc::BPF_K) as u16;
    Instruction { code, yes, no, k }
}

const fn equal(k: u32, yes: u8, no: u8) -> Instruction {
    jump(libc::BPF_JEQ, k, yes, no)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A packet from 10.0.0.1 to 8.8.8.8.
    fn over_v4(protocol: i32, fragment: u8, rest: &[u8]) -> Vec<u8> {
        let mut out = vec![0x45, 0, 0, 0, 0, 0, 0, fragment, 64, protocol as u8, 0, 0];
        out.extend([10, 0, 0, 1, 8, 8, 8, 8]);
        out.extend(rest);
        out
    }

    /// A packet from :: to ::8.
    fn over_v6(next: i32, rest: &[u8]) -> Vec<u8> {
        let mut out = vec![0x60, 0, 0, 0, 0, 0, next as u8, 64];
        out.extend([0; 31]);
        out.push(8);
        out.extend(rest);
        out
    }

    /// From port 7 to port 443, with these flags.
    fn tcp(flags: u8) -> Vec<u8> {
        let mut out = vec![0, 7, 1, 187];
        out.extend([0; 9]);
        out.extend([flags, 0, 0, 0, 0, 0, 0]);
        out
    }

    fn told(packet: &[u8]) -> Option<String> {
        contact(packet).map(|it| format!("{} {} {}", it.transport, it.to, it.payload.len()))
    }

    #[test]
    fn what_opens_something_is_told() {
        let opens = over_v4(libc::IPPROTO_TCP, 0, &tcp(0x02));
        assert_eq!(told(&opens).as_deref(), Some("tcp 8.8.8.8:443 0"));
        for later in [0x10, 0x12, 0x04] {
            assert_eq!(told(&over_v4(libc::IPPROTO_TCP, 0, &tcp(later))), None);
        }
        let datagram = over_v4(libc::IPPROTO_UDP, 0, b"\0\x07\0\x35\0\0\0\0abc");
        assert_eq!(told(&datagram).as_deref(), Some("udp 8.8.8.8:53 3"));
        assert_eq!(told(&over_v4(libc::IPPROTO_UDP, 9, b"abcdefgh")), None);
        let ping = over_v4(libc::IPPROTO_ICMP, 0, b"\x08\0\0\0\0\0\0\0x");
        assert_eq!(told(&ping).as_deref(), Some("icmp 8.8.8.8:0 1"));
    }

    #[test]
    fn headers_of_extension_hide_nothing() {
        let routed = [
            &[libc::IPPROTO_TCP as u8, 0, 0, 0, 0, 0, 0, 0][..],
            &tcp(0x02),
        ]
        .concat();
        let packet = over_v6(libc::IPPROTO_ROUTING, &routed);
        assert_eq!(told(&packet).as_deref(), Some("tcp [::8]:443 0"));
        let ping = over_v6(libc::IPPROTO_ICMPV6, &[128, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(told(&ping).as_deref(), Some("icmp [::8]:0 0"));
        assert_eq!(told(&over_v6(libc::IPPROTO_ICMPV6, &[135; 8])), None);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(version in prop::sample::select(vec![0x45u8, 0x4f, 0x40, 0x60, 0]), rest in prop::collection::vec(any::<u8>(), 0..120)) {
            let _ = contact(&[&[version][..], &rest].concat());
        }
    }
}
