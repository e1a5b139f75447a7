//! What a client asks of the proxy.

use crate::Host;
use crate::net::http::Head;

/// Fields that are meant for the proxy, or speak of this connection only. The host's is written anew.
const DROPPED: [&str; 8] = [
    "connection",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "upgrade",
];

/// A request for somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// The host: a name, or an address without brackets.
    pub(super) host: String,
    /// The port.
    pub(super) port: u16,
    /// What is asked there; none for a tunnel.
    pub(super) path: Option<String>,
}

impl Request {
    /// What a head asks for.
    ///
    /// # Errors
    /// A sentence that says why it is no request to a proxy.
    pub(super) fn read(head: &Head<'_>) -> Result<Self, String> {
        let target = std::str::from_utf8(head.target).map_err(|_| "the target is no text")?;
        if head.method == "CONNECT" {
            return Self::to(target, None, None);
        }
        let url = target
            .get(..7)
            .filter(|scheme| scheme.eq_ignore_ascii_case("http://"));
        let Some(rest) = url.map(|scheme| &target[scheme.len()..]) else {
            return Err("this is a proxy: it takes CONNECT and http:// URLs".to_owned());
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let path = path.split('#').next().unwrap_or_default();
        let slash = if path.starts_with('/') { "" } else { "/" };
        // Names in URLs may be preceded by a user, which is for nobody here.
        let authority = authority.rsplit('@').next().unwrap_or_default();
        Self::to(authority, Some(80), Some(format!("{slash}{path}")))
    }

    fn to(authority: &str, default: Option<u16>, path: Option<String>) -> Result<Self, String> {
        let place = Host::read(authority)?;
        if place.host.contains('*') {
            return Err(format!("{authority:?} is no host"));
        }
        Ok(Self {
            host: place.host,
            port: place.port.or(default).ok_or("CONNECT needs a port")?,
            path,
        })
    }

    /// The host, an address of IPv6 in brackets.
    pub(super) fn shown(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        }
    }

    /// `host:port`, an address of IPv6 in brackets.
    pub(super) fn authority(&self) -> String {
        format!("{}:{}", self.shown(), self.port)
    }

    /// The head that is passed on, for one exchange only. `proxy` is what the next proxy is told of the user; none
    /// where the host itself is next.
    pub(super) fn passed_on(&self, head: &Head<'_>, proxy: Option<Option<&str>>) -> Vec<u8> {
        let path = self.path.as_deref().unwrap_or("/");
        let authority = self.authority();
        let target = match proxy {
            Some(_) => format!("http://{authority}{path}"),
            None => path.to_owned(),
        };
        let host = authority.strip_suffix(":80").unwrap_or(&authority);
        let mut out = format!("{} {target} HTTP/1.1\r\nHost: {host}\r\n", head.method).into_bytes();
        for (name, value) in head.fields() {
            if !DROPPED
                .iter()
                .any(|dropped| name.eq_ignore_ascii_case(dropped.as_bytes()))
            {
                out.extend([name, b": ", value, b"\r\n"].concat());
            }
        }
        if let Some(Some(authorization)) = proxy {
            out.extend(format!("Proxy-Authorization: {authorization}\r\n").into_bytes());
        }
        out.extend(b"Connection: close\r\n\r\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Request, String> {
        Request::read(&Head::read(text.as_bytes()).unwrap())
    }

    #[test]
    fn tunnels_and_urls_are_read() {
        let tunnel = read("CONNECT a.org:443 HTTP/1.1\r\n\r\n").unwrap();
        assert_eq!(
            (tunnel.authority().as_str(), tunnel.path),
            ("a.org:443", None)
        );
        let tunnel = read("CONNECT [::1]:443 HTTP/1.1\r\n\r\n").unwrap();
        assert_eq!(tunnel.authority(), "[::1]:443");
        let get = read("GET http://me:x@A.org?q#f HTTP/1.1\r\n\r\n").unwrap();
        assert_eq!(
            (get.authority().as_str(), get.path.as_deref()),
            ("a.org:80", Some("/?q"))
        );
        for bad in [
            "GET / ",
            "CONNECT a.org ",
            "CONNECT *.a.org:1 ",
            "GET https://a/ ",
            "GET http:/// ",
            "GET http://ä/ ",
        ] {
            assert!(read(&format!("{bad}HTTP/1.1\r\n\r\n")).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_passed_on_says_no_other_host_and_no_secret_of_ours() {
        let text = b"GET http://a.org:8/x HTTP/1.1\r\nHost: evil.org\r\nproxy-authorization: b\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n";
        let head = Head::read(text).unwrap();
        let request = Request::read(&head).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        assert_eq!(
            text(request.passed_on(&head, None)),
            "GET /x HTTP/1.1\r\nHost: a.org:8\r\nAccept: */*\r\nConnection: close\r\n\r\n"
        );
        assert_eq!(
            text(request.passed_on(&head, Some(Some("Basic eDp5")))),
            "GET http://a.org:8/x HTTP/1.1\r\nHost: a.org:8\r\nAccept: */*\r\nProxy-Authorization: Basic eDp5\r\nConnection: close\r\n\r\n"
        );
    }
}
