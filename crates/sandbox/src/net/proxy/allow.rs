//! Which hosts may be reached.

use crate::Host;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far a host that is allowed may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// It was allowed by just this name or address: wherever it is.
    Anywhere,
    /// A wildcard allows it: only where the public network is, so that no name of somebody else's leads inside.
    Public,
}

/// Whether and how far a host may be reached; none where it may not.
pub(super) fn reach(allow: &[Host], host: &str, port: u16) -> Option<Reach> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let fits = |allowed: &&Host| allowed.port.is_none_or(|only| only == port);
    let exact = |allowed: &Host| {
        allowed.host == host || address(&allowed.host).is_some_and(|ip| Some(ip) == address(&host))
    };
    let below = |allowed: &Host| {
        let parent = allowed.host.strip_prefix('*');
        parent.is_some_and(|parent| host.len() > parent.len() && host.ends_with(parent))
    };
    let mut allowed = allow.iter().filter(fits);
    if allowed.clone().any(exact) {
        return Some(Reach::Anywhere);
    }
    allowed.any(below).then_some(Reach::Public)
}

fn address(host: &str) -> Option<IpAddr> {
    host.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

/// Whether an address belongs to the public network: not to this machine, to its own network, or to nobody.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    let shared = first == 100 && (64..128).contains(&second);
    let nobodys = first == 0 || first >= 224;
    !(ip.is_loopback() || ip.is_private() || ip.is_link_local() || shared || nobodys)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // What is translated to IPv4 (RFC 6052, RFC 3056) lies where that address lies.
    let embedded = match ip.segments() {
        [0x64, 0xff9b, .., high, low] => Some((high, low)),
        [0x2002, high, low, ..] => Some((high, low)),
        _ => None,
    };
    if let Some((high, low)) = embedded {
        return is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    }
    // All that was given out so far begins with these three bits.
    ip.segments()[0] & 0xe000 == 0x2000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(allow: &[&str], host: &str, port: u16) -> Option<Reach> {
        let allow: Vec<_> = allow.iter().map(|text| Host::read(text).unwrap()).collect();
        reach(&allow, host, port)
    }

    #[test]
    fn a_host_is_allowed_by_name_port_and_wildcard() {
        let allow = ["registry.npmjs.org:443", "*.pypi.org", "::1", "10.0.0.1"];
        assert_eq!(
            may(&allow, "Registry.npmjs.org.", 443),
            Some(Reach::Anywhere)
        );
        assert_eq!(may(&allow, "registry.npmjs.org", 80), None);
        assert_eq!(may(&allow, "files.pypi.org", 80), Some(Reach::Public));
        assert_eq!(may(&allow, "a.b.pypi.org", 80), Some(Reach::Public));
        assert_eq!(may(&allow, "0:0::1", 1), Some(Reach::Anywhere));
        assert_eq!(may(&allow, "::ffff:10.0.0.1", 1), Some(Reach::Anywhere));
        for other in [
            "pypi.org",
            "evilpypi.org",
            "files.pypi.org.evil.com",
            ".pypi.org",
            "127.0.0.1",
        ] {
            assert_eq!(may(&allow, other, 443), None, "{other}");
        }
    }

    #[test]
    fn what_is_inside_is_not_public() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "64:ff9b::a00:1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for public in [
            "8.8.8.8",
            "203.0.113.80",
            "2606:4700::1",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
