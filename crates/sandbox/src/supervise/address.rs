//! Addresses of sockets, as they lie in a process's memory.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The longest address that the kernel takes.
pub(super) const LONGEST: usize = 128;

/// What a socket is to be connected or bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// An address and port. IPv4 addresses that are written as IPv6 ones are told as what they are.
    Inet(SocketAddr),
    /// A socket in the file system: its path.
    Path(Vec<u8>),
    /// A socket that only has a name; empty where the kernel is to choose one.
    Name(Vec<u8>),
    /// To no address: the socket is to forget where it was connected to.
    Nowhere,
    /// Another family.
    Other,
}

impl Address {
    /// Reads an address; none where it is too short to be one.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (family, rest) = bytes.split_first_chunk()?;
        match i32::from(u16::from_ne_bytes(*family)) {
            libc::AF_INET => {
                let (port, rest) = rest.split_first_chunk()?;
                let address: [u8; 4] = *rest.first_chunk()?;
                Some(inet(Ipv4Addr::from(address).into(), *port))
            }
            libc::AF_INET6 => {
                let (port, rest) = rest.split_first_chunk()?;
                let address: [u8; 16] = *rest.get(4..)?.first_chunk()?;
                Some(inet(Ipv6Addr::from(address).to_canonical(), *port))
            }
            libc::AF_UNIX => Some(unix(rest)),
            libc::AF_UNSPEC => Some(Self::Nowhere),
            _ => Some(Self::Other),
        }
    }

    /// Where the kernel connects to if nobody says: to this machine.
    pub(super) fn here_if_nowhere(to: SocketAddr) -> SocketAddr {
        let ip = match to.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        SocketAddr::new(ip, to.port())
    }
}

fn inet(ip: IpAddr, port: [u8; 2]) -> Address {
    Address::Inet(SocketAddr::new(ip, u16::from_be_bytes(port)))
}

fn unix(rest: &[u8]) -> Address {
    match rest.split_first() {
        None => Address::Name(Vec::new()),
        Some((0, name)) => Address::Name(name.to_vec()),
        Some(_) => {
            let end = memchr::memchr(0, rest).unwrap_or(rest.len());
            Address::Path(rest.get(..end).unwrap_or_default().to_vec())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(family: i32, rest: &[u8]) -> Vec<u8> {
        let mut bytes = u16::try_from(family).unwrap().to_ne_bytes().to_vec();
        bytes.extend_from_slice(rest);
        bytes
    }

    #[test]
    fn internet_addresses() {
        let v4 = bytes(libc::AF_INET, &[1, 187, 8, 8, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(
            Address::read(&v4),
            Some(Address::Inet("8.8.4.4:443".parse().unwrap()))
        );
        let mut mapped = vec![0, 53, 0, 0, 0, 0];
        mapped.extend("::ffff:8.8.4.4".parse::<Ipv6Addr>().unwrap().octets());
        let mapped = Address::read(&bytes(libc::AF_INET6, &mapped));
        assert_eq!(mapped, Some(Address::Inet("8.8.4.4:53".parse().unwrap())));
        assert_eq!(Address::read(&bytes(libc::AF_INET, &[1, 187, 8])), None);
        assert_eq!(Address::read(&bytes(libc::AF_INET6, &[1, 187, 8])), None);
        let here = Address::here_if_nowhere("0.0.0.0:80".parse().unwrap());
        assert_eq!(here, "127.0.0.1:80".parse().unwrap());
    }

    #[test]
    fn sockets_of_the_machine() {
        let path = bytes(libc::AF_UNIX, b"/run/docker.sock\0rest");
        assert_eq!(
            Address::read(&path),
            Some(Address::Path(b"/run/docker.sock".to_vec()))
        );
        let name = bytes(libc::AF_UNIX, b"\0name");
        assert_eq!(Address::read(&name), Some(Address::Name(b"name".to_vec())));
        assert_eq!(
            Address::read(&bytes(libc::AF_UNIX, b"")),
            Some(Address::Name(vec![]))
        );
        assert_eq!(
            Address::read(&bytes(libc::AF_UNSPEC, b"")),
            Some(Address::Nowhere)
        );
        assert_eq!(
            Address::read(&bytes(libc::AF_NETLINK, b"")),
            Some(Address::Other)
        );
        assert_eq!(Address::read(&[1]), None);
    }
}
