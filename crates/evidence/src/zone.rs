//! Who can be at an address, as far as the address itself tells: one table for all who must not be led inside.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Kinds of addresses, as far as it matters who can be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// The public network.
    Public,
    /// The machine itself.
    Loopback,
    /// Its own network, or its carrier's.
    Private,
    /// Its own link: where clouds keep their metadata.
    LinkLocal,
    /// Unspecified, multicast, documentation and what else nobody is at.
    Nowhere,
}

impl Zone {
    /// The zone of an address. What stands inside one that is translated or tunnelled counts (RFC 6052, RFC 3056).
    #[must_use]
    pub fn of(ip: IpAddr) -> Self {
        match ip.to_canonical() {
            IpAddr::V4(ip) => Self::of_v4(ip),
            IpAddr::V6(ip) => Self::of_v6(ip),
        }
    }

    fn of_v4(ip: Ipv4Addr) -> Self {
        match ip.octets() {
            [127, ..] => Self::Loopback,
            [10, ..] | [192, 168, ..] => Self::Private,
            [172, second, ..] if second & 0xf0 == 16 => Self::Private,
            // Shared address space, behind a carrier's translation.
            [100, second, ..] if second & 0xc0 == 64 => Self::Private,
            [169, 254, ..] => Self::LinkLocal,
            [0, ..] | [192, 0, 0 | 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Self::Nowhere,
            [198, 18 | 19, ..] => Self::Nowhere,
            [first, ..] if first >= 224 => Self::Nowhere,
            _ => Self::Public,
        }
    }

    fn of_v6(ip: Ipv6Addr) -> Self {
        let [first, second, ..] = ip.segments();
        match first {
            _ if ip.is_loopback() => Self::Loopback,
            _ if ip.is_unspecified() => Self::Nowhere,
            _ if first & 0xfe00 == 0xfc00 => Self::Private,
            _ if first & 0xffc0 == 0xfe80 => Self::LinkLocal,
            // Translation and tunnels: an address of version 4 stands inside.
            0x64 if second == 0xff9b => inside(ip, 12),
            0x2002 => inside(ip, 2),
            0x2001 if second == 0xdb8 => Self::Nowhere,
            _ if first & 0xe000 == 0x2000 => Self::Public,
            _ => Self::Nowhere,
        }
    }
}

/// The zone of the address of version 4 that stands at so many bytes.
fn inside(ip: Ipv6Addr, at: usize) -> Zone {
    let octets = ip.octets();
    match octets.get(at..at + 4).map(<[u8; 4]>::try_from) {
        Some(Ok(four)) => Zone::of_v4(Ipv4Addr::from(four)),
        _ => Zone::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_address_is_known() {
        let cases = [
            ("8.8.8.8", Zone::Public),
            ("127.9.9.9", Zone::Loopback),
            ("::1", Zone::Loopback),
            ("::ffff:10.0.0.1", Zone::Private),
            ("172.31.0.1", Zone::Private),
            ("172.32.0.1", Zone::Public),
            ("100.64.0.1", Zone::Private),
            ("169.254.169.254", Zone::LinkLocal),
            ("fe80::1", Zone::LinkLocal),
            ("fd00::1", Zone::Private),
            ("64:ff9b::a9fe:a9fe", Zone::LinkLocal),
            ("2002:7f00:1::", Zone::Loopback),
            ("2606:4700::1111", Zone::Public),
            ("0.0.0.0", Zone::Nowhere),
            ("::", Zone::Nowhere),
            ("255.255.255.255", Zone::Nowhere),
            ("2001:db8::1", Zone::Nowhere),
            ("203.0.113.80", Zone::Nowhere),
            ("224.0.0.1", Zone::Nowhere),
            ("ff02::1", Zone::Nowhere),
            ("192.168.1.1", Zone::Private),
            ("::ffff:127.0.0.1", Zone::Loopback),
            ("64:ff9b::7f00:1", Zone::Loopback),
            ("64:ff9b::a00:1", Zone::Private),
            ("64:ff9b::808:808", Zone::Public),
        ];
        for (text, zone) in cases {
            assert_eq!(Zone::of(text.parse().expect("an address")), zone, "{text}");
        }
    }
}
