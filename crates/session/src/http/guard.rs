//! Where a document that a server points at may be fetched from. A server that names a private address would have its
//! clients knock at doors that it cannot reach itself.

use evidence::Zone;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::SocketAddr;
use url::{Host, Url};

const fn called(zone: Zone) -> &'static str {
    match zone {
        Zone::Public => "a public address",
        Zone::Loopback => "a loopback address",
        Zone::Private => "a private address",
        Zone::LinkLocal => "a link-local address",
        Zone::Nowhere => "an address that nobody has",
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
                .map(|zone| format!("it leads to {}", called(zone))),
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
