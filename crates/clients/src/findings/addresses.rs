//! Whom a URL leads to, as far as the URL itself tells.

use crate::Template;
use evidence::Zone;
use url::{Host, Url};

/// The host of a URL whose traffic anybody on the way can read: plain, and not on this machine or its own network.
pub(super) fn plain(url: &Template) -> Option<String> {
    let text = url.shown();
    // A variable may stand anywhere; the host may not be known then.
    let parsed = Url::parse(&text).ok()?;
    if !matches!(parsed.scheme(), "http" | "ws") {
        return None;
    }
    let public = match parsed.host()? {
        Host::Domain(name) => !local(name),
        Host::Ipv4(ip) => Zone::of(ip.into()) == Zone::Public,
        Host::Ipv6(ip) => Zone::of(ip.into()) == Zone::Public,
    };
    public.then(|| parsed.host_str().unwrap_or_default().to_owned())
}

fn local(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    // A name without a dot is a machine beside this one, or a container.
    !name.contains('.')
        || ["localhost", "local", "internal", "lan", "home.arpa", "test"]
            .iter()
            .any(|end| {
                name.strip_suffix(end)
                    .is_some_and(|head| head.is_empty() || head.ends_with('.'))
            })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;

    #[test]
    fn only_what_leaves_the_house_counts() {
        for (url, found) in [
            ("http://example.org/mcp", true),
            ("ws://example.org/mcp", true),
            ("http://8.8.8.8/mcp", true),
            ("http://[2606:4700::1]/mcp", true),
            ("https://example.org/mcp", false),
            ("http://localhost:3000/mcp", false),
            ("http://127.0.0.1:3000/mcp", false),
            ("http://[::1]/mcp", false),
            ("http://192.168.1.2/mcp", false),
            ("http://host.docker.internal/mcp", false),
            ("http://mcp/mcp", false),
            ("http://${HOST}/mcp", false),
            ("not a url", false),
        ] {
            let plain_dialect = Dialect {
                dollar: false,
                percent: false,
            };
            let template = Template::parse(url, plain_dialect);
            assert_eq!(plain(&template).is_some(), found, "{url}");
        }
    }
}
