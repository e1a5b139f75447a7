//! Addresses of sockets, as a process passes them to the kernel.

use super::printable;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The longest address that the kernel takes, in bytes.
pub(crate) const LONGEST: usize = 128;
/// How much of a path is shown, in bytes. The kernel takes 108.
const PATH: usize = 108;

/// Whom a socket is to be connected with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// Nobody any more: `AF_UNSPEC`.
    Nobody,
    /// An address of IPv4 or IPv6; one that is mapped is written as IPv4.
    Internet(SocketAddr),
    /// A socket of the machine, as `Act::Socket` writes it: a path, or `@name`.
    Unix(String),
    /// The kernel.
    Netlink,
    /// Another family.
    Other(u16),
}

impl Address {
    /// Reads an address. None where it is shorter than its family needs.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (family, rest) = bytes.split_first_chunk::<2>()?;
        let family = u16::from_ne_bytes(*family);
        Some(match i32::from(family) {
            libc::AF_UNSPEC => Self::Nobody,
            libc::AF_INET => {
                let (port, rest) = rest.split_first_chunk()?;
                let ip = Ipv4Addr::from(*rest.first_chunk::<4>()?);
                Self::Internet((ip, u16::from_be_bytes(*port)).into())
            }
            libc::AF_INET6 => {
                let (port, rest) = rest.split_first_chunk()?;
                let ip = Ipv6Addr::from(*rest.get(4..)?.first_chunk::<16>()?);
                Self::Internet((IpAddr::V6(ip).to_canonical(), u16::from_be_bytes(*port)).into())
            }
            libc::AF_UNIX => Self::Unix(match rest {
                [0, name @ ..] => format!("@{}", printable(name, PATH)),
                path => printable(
                    path.split(|byte| *byte == 0).next().unwrap_or_default(),
                    PATH,
                ),
            }),
            libc::AF_NETLINK => Self::Netlink,
            _ => Self::Other(family),
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An address as a process writes it.
    pub(crate) fn written(to: &str) -> Vec<u8> {
        let to: SocketAddr = to.parse().unwrap();
        let port = to.port().to_be_bytes();
        let (family, rest) = match to.ip() {
            IpAddr::V4(ip) => (libc::AF_INET, [&port[..], &ip.octets(), &[0; 8]].concat()),
            IpAddr::V6(ip) => (
                libc::AF_INET6,
                [&port[..], &[0; 4], &ip.octets(), &[0; 4]].concat(),
            ),
        };
        [&(family as u16).to_ne_bytes()[..], &rest].concat()
    }

    #[test]
    fn addresses_are_read() {
        let internet = |to: &str| Address::Internet(to.parse().unwrap());
        assert_eq!(
            Address::read(&written("8.8.8.8:53")),
            Some(internet("8.8.8.8:53"))
        );
        assert_eq!(
            Address::read(&written("[2001:db8::1]:53")),
            Some(internet("[2001:db8::1]:53"))
        );
        assert_eq!(
            Address::read(&written("[::ffff:8.8.8.8]:53")),
            Some(internet("8.8.8.8:53"))
        );
        let unix = |text: &str| Address::Unix(text.to_owned());
        assert_eq!(
            Address::read(b"\x01\0/run/x.sock\0junk"),
            Some(unix("/run/x.sock"))
        );
        assert_eq!(Address::read(b"\x01\0\0bus\x1b"), Some(unix(r"@bus\x1b")));
        assert_eq!(Address::read(&[0, 0, 9]), Some(Address::Nobody));
        assert_eq!(Address::read(&[2, 0, 0, 53, 8]), None);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(bytes in prop::collection::vec(any::<u8>(), 0..LONGEST + 1)) {
            if let Some(Address::Unix(path)) = Address::read(&bytes) {
                prop_assert!(path.is_ascii() || path.ends_with('…'));
            }
        }
    }
}
