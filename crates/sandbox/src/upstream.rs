//! The proxy through which the machine itself reaches the network.

use crate::Host;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// A proxy of the user's, which the recording proxy goes through.
#[derive(Clone, PartialEq, Eq)]
pub struct Upstream {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// What `Proxy-Authorization` says, where its URL holds a user. Never recorded.
    pub(crate) authorization: Option<String>,
    /// Hosts that are reached without it (`NO_PROXY`): `example.org` stands for every host below it too.
    pub direct: Vec<String>,
}

impl Upstream {
    /// Reads what `HTTPS_PROXY` or `ALL_PROXY` holds, and `NO_PROXY`.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it, without the credentials that it may hold.
    pub fn read(url: &str, no_proxy: &str) -> Result<Self, String> {
        let rest = match url.split_once("://") {
            Some(("http", rest)) => rest,
            Some((scheme, _)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                return Err(format!(
                    "a proxy is reached by http:// here, not by {scheme}://"
                ));
            }
            Some(_) => return Err("the address of the proxy is no URL".to_owned()),
            None => url,
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let place = Host::read(place).map_err(|_| "the address of the proxy names no host")?;
        Ok(Self {
            host: place.host,
            port: place.port.unwrap_or(80),
            authorization: user.map(|user| format!("Basic {}", STANDARD.encode(decoded(user)))),
            direct: no_proxy
                .split([',', ' '])
                .filter(|name| !name.is_empty())
                .map(|name| name.trim_start_matches(['*', '.']).to_ascii_lowercase())
                .collect(),
        })
    }

    /// Whether this host is reached without it.
    #[cfg(any(target_os = "linux", test))]
    pub(crate) fn passes_by(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.direct.iter().any(|name| {
            // `NO_PROXY=*` is left empty by the reading.
            name.is_empty()
                || host == *name
                || host
                    .strip_suffix(name)
                    .is_some_and(|head| head.ends_with('.'))
        })
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, .. } = self;
        write!(out, "Upstream({host}:{port})")
    }
}

impl Host {
    /// Reads `HOST`, `HOST:PORT`, `*.HOST` or an address; one of IPv6 with a port stands in brackets.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let plain = |host: &str| Self {
            host: host.to_ascii_lowercase(),
            port: None,
        };
        if text.parse::<std::net::Ipv6Addr>().is_ok() {
            return Ok(plain(text));
        }
        let (host, port) = match text.strip_prefix('[').and_then(|text| text.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => match text.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (text, None),
            },
        };
        if text.contains('/') {
            return Err(format!(
                "{text:?} is no host: name it alone, without https:// or a path"
            ));
        }
        let named = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:*".contains(&byte);
        if host.is_empty()
            || !host.bytes().all(named)
            || host.trim_start_matches("*.").contains('*')
        {
            return Err(format!("{text:?} is no host"));
        }
        let port = match port {
            None => None,
            Some(port) => match port.parse() {
                Ok(0) | Err(_) => return Err(format!("{text:?} has no port from 1 to 65535")),
                Ok(port) => Some(port),
            },
        };
        Ok(Self {
            port,
            ..plain(host)
        })
    }
}

/// What a part of a URL says, `%41` written out.
fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).filter(|_| byte == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_read_with_its_user_who_is_never_shown() {
        let proxy = Upstream::read("http://me:p%40ss@proxy.corp:3128/", "localhost,.corp").unwrap();
        assert_eq!((proxy.host.as_str(), proxy.port), ("proxy.corp", 3128));
        let basic = format!("Basic {}", STANDARD.encode("me:p@ss"));
        assert_eq!(proxy.authorization.as_deref(), Some(basic.as_str()));
        assert_eq!(format!("{proxy:?}"), "Upstream(proxy.corp:3128)");
        assert!(proxy.passes_by("git.corp") && proxy.passes_by("LOCALHOST"));
        assert!(!proxy.passes_by("mycorp") && !proxy.passes_by("example.org"));
        let all = Upstream::read("proxy.corp", "*").unwrap();
        assert!(all.passes_by("example.org") && all.port == 80);
    }

    #[test]
    fn what_is_no_proxy_is_refused_without_its_secret() {
        for url in [
            "socks5://me:secret@proxy",
            "https://me:secret@proxy",
            "http://me:secret@",
            "me:secret@x://y",
        ] {
            let error = Upstream::read(url, "").unwrap_err();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn hosts_are_read() {
        let host = |text| Host::read(text).map(|host| (host.host, host.port));
        assert_eq!(host("Example.ORG"), Ok(("example.org".to_owned(), None)));
        assert_eq!(
            host("*.example.org:443"),
            Ok(("*.example.org".to_owned(), Some(443)))
        );
        assert_eq!(host("[::1]:80"), Ok(("::1".to_owned(), Some(80))));
        assert_eq!(host("2001:db8::1"), Ok(("2001:db8::1".to_owned(), None)));
        for bad in ["", ":80", "a:0", "a:b", "a b", "https://a", "a.*", "*"] {
            assert!(Host::read(bad).is_err(), "{bad}");
        }
    }
}
