//! The head of a request of HTTP/1 (RFC 9112), as far as the sandbox needs it.

/// How a head is let go on before its body is sent.
pub(crate) const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
/// What every request is answered with.
pub(crate) const UNAVAILABLE: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// The head of a request. Its parts are as they were sent, unescaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    /// `GET`, `POST`, `CONNECT` …
    pub(crate) method: &'a str,
    /// What is asked for: a path, a URL, or for `CONNECT` a host and port.
    pub(crate) target: &'a [u8],
    /// The lines of the fields, without the empty one.
    fields: &'a [u8],
    /// How long the head is, with the empty line; none where its end has not come.
    pub(crate) length: Option<usize>,
}

impl<'a> Head<'a> {
    /// Reads the beginning of a stream. None where its first line is not there or is no request of HTTP/1.
    pub(crate) fn read(stream: &'a [u8]) -> Option<Self> {
        let line_end = memchr::memchr(b'\n', stream)?;
        let line = stream[..line_end].trim_ascii_end();
        let (method, rest) = line.split_at_checked(memchr::memchr(b' ', line)?)?;
        let (target, version) = rest[1..].split_at_checked(memchr::memrchr(b' ', &rest[1..])?)?;
        if !version[1..].starts_with(b"HTTP/1.") {
            return None;
        }
        let token = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'-';
        let named = (1..=20).contains(&method.len()) && method.iter().all(token);
        let fields = &stream[line_end + 1..];
        let end = end(fields);
        Some(Self {
            method: std::str::from_utf8(method).ok().filter(|_| named)?,
            target,
            fields: &fields[..end.map_or(fields.len(), |(head, _)| head)],
            length: end.map(|(_, whole)| line_end + 1 + whole),
        })
    }

    /// All fields: name and value.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.fields.split(|byte| *byte == b'\n').filter_map(|line| {
            let at = memchr::memchr(b':', line)?;
            Some((line[..at].trim_ascii(), line[at + 1..].trim_ascii()))
        })
    }

    /// The first field of this name.
    pub(crate) fn field(&self, name: &str) -> Option<&'a [u8]> {
        self.fields()
            .find(|(field, _)| field.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| value)
    }

    /// How long its body is said to be.
    pub(crate) fn body(&self) -> Body {
        if self.field("transfer-encoding").is_some() {
            return Body::Chunked;
        }
        let length = self.field("content-length").map(std::str::from_utf8);
        match length {
            None => Body::Length(0),
            Some(length) => {
                Body::Length(length.ok().and_then(|l| l.parse().ok()).unwrap_or(u64::MAX))
            }
        }
    }

    /// Whether the sender waits to be told to go on.
    pub(crate) fn waits(&self) -> bool {
        self.field("expect").is_some()
    }
}

/// How long a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    /// So many bytes; the most there is where the field cannot be read.
    Length(u64),
    /// Until it says that it ends.
    Chunked,
}

/// Where the fields end, and where the empty line behind them does.
fn end(fields: &[u8]) -> Option<(usize, usize)> {
    if let Some(skip) = [&b"\r\n"[..], b"\n"].iter().find(|e| fields.starts_with(e)) {
        return Some((0, skip.len()));
    }
    let ends = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().filter_map(|end| {
        let at = memchr::memmem::find(fields, end)?;
        Some((at, at + end.len()))
    });
    ends.min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_head_is_read() {
        let text = b"POST /v1?a=b HTTP/1.1\r\nHost: api.example.org\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc";
        let head = Head::read(text).unwrap();
        assert_eq!((head.method, head.target), ("POST", &b"/v1?a=b"[..]));
        assert_eq!(head.field("host"), Some(&b"api.example.org"[..]));
        assert_eq!(head.body(), Body::Length(3));
        assert_eq!(head.length, Some(text.len() - 3));
        assert!(head.waits());
        assert_eq!(
            Head::read(b"GET / HTTP/1.0\r\n\r\n").unwrap().length,
            Some(18)
        );
        assert_eq!(
            Head::read(b"GET / HTTP/1.0\r\nHost: a").unwrap().length,
            None
        );
    }

    #[test]
    fn what_is_no_request_is_none() {
        for text in [
            "",
            "GET / HTTP/1.1",
            "SSH-2.0-x\r\n",
            "EHLO a\r\n",
            " / HTTP/1.1\r\n",
            "G\u{1b}T / HTTP/1.1\r\n",
            "GET / \n",
        ] {
            assert_eq!(Head::read(text.as_bytes()), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(parts in prop::collection::vec(prop::sample::select(vec!["GET", " ", "/", "HTTP/1.1", "\r\n", "\n", "Host", ":", "é", "content-length", "9"]), 0..30)) {
            let text = parts.concat();
            if let Some(head) = Head::read(text.as_bytes()) {
                prop_assert!(head.length.is_none_or(|length| length <= text.len()));
                let _ = (head.body(), head.waits(), head.field("host"), head.fields().count());
            }
        }
    }
}
