//! Where an address leads, as far as that can be told without asking anybody.

use std::net::IpAddr;
use url::{Host, Url};

/// Who can be at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// A name: who that is takes a look-up.
    Name,
    Public,
    Loopback,
    Private,
    LinkLocal,
}

/// The zone of a URL's host.
pub(crate) fn zone(url: &Url) -> Option<Zone> {
    Some(match url.host()? {
        Host::Ipv4(ip) => of_ip(ip.into()),
        Host::Ipv6(ip) => of_ip(ip.into()),
        Host::Domain(name) if name == "localhost" || name.ends_with(".localhost") => Zone::Loopback,
        Host::Domain(_) => Zone::Name,
    })
}

/// A server's own URL, and its zone.
pub(crate) fn target(text: &str) -> Option<(Url, Zone)> {
    let url = Url::parse(text).ok()?;
    let zone = zone(&url)?;
    Some((url, zone))
}

/// Why a client should not go where this leads, told by a server at that zone.
pub(crate) fn misleads(url: &Url, home: Zone) -> Option<String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Some(format!("of the scheme {}:", url.scheme()));
    }
    let zone = zone(url)?;
    let what = match zone {
        Zone::Name | Zone::Public => return None,
        _ if zone == home => return None,
        Zone::Loopback => "a loopback address",
        Zone::Private => "a private address",
        Zone::LinkLocal => "a link-local address",
    };
    Some(format!("{what} ({})", url.host_str().unwrap_or_default()))
}

/// What a client of a server would find there. At an address that nobody has it finds nobody, or on some systems itself.
fn of_ip(ip: IpAddr) -> Zone {
    match evidence::Zone::of(ip) {
        evidence::Zone::Loopback => Zone::Loopback,
        evidence::Zone::Private => Zone::Private,
        evidence::Zone::LinkLocal => Zone::LinkLocal,
        evidence::Zone::Nowhere if is_this_host(ip) => Zone::Loopback,
        evidence::Zone::Public | evidence::Zone::Nowhere => Zone::Public,
    }
}

/// Whether it is of “this host on this network” (RFC 1122), which many systems take for themselves.
fn is_this_host(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.octets().starts_with(&[0]),
        IpAddr::V6(ip) => ip.is_unspecified(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_inside_is_named() {
        let why = |text: &str, home| misleads(&Url::parse(text).unwrap(), home);
        for inside in [
            "https://2852039166/",
            "http://169.254.169.254/x",
            "http://10.0.0.1",
            "http://[::1]/",
            "http://[fd00::1]/",
            "http://[::ffff:192.168.0.1]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://0.0.0.0/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://localhost:1/",
        ] {
            assert!(why(inside, Zone::Name).is_some(), "{inside}");
        }
        assert_eq!(why("https://a.example/x", Zone::Loopback), None);
        assert_eq!(why("http://127.0.0.1:2/", Zone::Loopback), None);
        assert!(why("http://10.0.0.1/", Zone::Loopback).is_some());
    }
}
