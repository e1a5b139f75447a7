//! Where a document that a server points at may be fetched from. A server that names a private address would have its
//! clients knock at doors that it cannot reach itself.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use url::{Host, Url};

/// Kinds of addresses, as far as it matters who can be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    Public,
    Loopback,
    Private,
    LinkLocal,
    /// Unspecified, multicast, documentation and what else nobody is at.
    Nowhere,
}

impl Zone {
    pub(crate) fn of(ip: IpAddr) -> Self {
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

    const fn called(self) -> &'static str {
        match self {
            Self::Public => "a public address",
            Self::Loopback => "a loopback address",
            Self::Private => "a private address",
            Self::LinkLocal => "a link-local address",
            Self::Nowhere => "an address that nobody has",
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

/// Lets through what is public, and what is where the target itself is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard {
    home: Zone,
}

impl Guard {
    /// The guard for documents about this target.
    pub(crate) async fn of(target: &Url) -> Self {
        let zones = zones(target).await.unwrap_or_default();
        let home = zones.into_iter().find(|zone| *zone != Zone::Nowhere);
        Self {
            home: home.unwrap_or(Zone::Public),
        }
    }

    /// Why nothing is fetched from there; none where it may be.
    pub(crate) async fn objects(&self, url: &Url) -> Option<String> {
        if !matches!(url.scheme(), "http" | "https") {
            return Some(format!("its scheme is {}", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Some("it holds a name or a password".to_owned());
        }
        match zones(url).await {
            Ok(zones) => zones
                .into_iter()
                .find(|zone| !self.lets(*zone))
                .map(|zone| format!("it leads to {}", zone.called())),
            Err(why) => Some(why),
        }
    }

    fn lets(self, zone: Zone) -> bool {
        zone == Zone::Public || (zone == self.home && zone != Zone::Nowhere)
    }
}

/// The zones of all addresses of a URL's host.
async fn zones(url: &Url) -> Result<Vec<Zone>, String> {
    let name = match url.host() {
        Some(Host::Ipv4(ip)) => return Ok(vec![Zone::of(ip.into())]),
        Some(Host::Ipv6(ip)) => return Ok(vec![Zone::of(ip.into())]),
        Some(Host::Domain(name)) => name,
        None => return Err("it names no host".to_owned()),
    };
    let found = tokio::net::lookup_host((name, 0)).await;
    let found = found.map_err(|_| "its name leads nowhere".to_owned())?;
    Ok(found.map(|at| Zone::of(at.ip())).collect())
}

/// Looks names up again as a connection is made: the answer may be another one by then.
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = *self;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let fine: Vec<SocketAddr> = found.filter(|at| guard.lets(Zone::of(at.ip()))).collect();
            if fine.is_empty() {
                return Err("no address that may be gone to".into());
            }
            Ok(Box::new(fine.into_iter()) as Addrs)
        })
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
        ];
        for (text, zone) in cases {
            assert_eq!(Zone::of(text.parse().unwrap()), zone, "{text}");
        }
    }

    #[test]
    fn only_where_the_target_itself_is_may_be_gone() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let url = |text: &str| Url::parse(text).unwrap();
            let here = Guard::of(&url("http://127.0.0.1:1/mcp")).await;
            let away = Guard::of(&url("https://8.8.8.8/mcp")).await;
            for (at, from_here, from_away) in [
                ("http://127.0.0.1:2/x", true, false),
                ("http://[::1]/x", true, false),
                ("http://169.254.169.254/latest", false, false),
                ("http://10.0.0.1/x", false, false),
                ("https://1.1.1.1/x", true, true),
                ("http://0x7f000001/x", true, false),
                ("file:///etc/passwd", false, false),
                ("https://a:b@1.1.1.1/x", false, false),
            ] {
                let url = url(at);
                assert_eq!(here.objects(&url).await.is_none(), from_here, "{at}");
                assert_eq!(away.objects(&url).await.is_none(), from_away, "{at}");
            }
        });
    }
}
