//! Which hosts may be reached.

use crate::Host;
use std::net::IpAddr;

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
}
