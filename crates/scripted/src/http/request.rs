//! Reading requests: HTTP/1.1 with a length, and nothing more.

use std::io::{self, BufRead, Read};

/// A head may be this long, in bytes.
const HEAD: u64 = 256 * 1024;
/// A body may be this long, in bytes.
const BODY: usize = 16 * 1024 * 1024;

/// What a client asks for.
#[derive(Debug, Default)]
pub(crate) struct Request {
    pub(crate) verb: String,
    /// Path and query.
    pub(crate) target: String,
    /// Names as they were written.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether names of headers count as they were written.
    pub(crate) strict: bool,
}

impl Request {
    /// Reads one request; none where the client has closed the connection.
    ///
    /// # Errors
    /// The connection's, or `InvalidData` where it is no request that this server understands.
    pub(crate) fn read(from: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = from.by_ref().take(HEAD);
        let Some(first) = line(&mut head)? else {
            return Ok(None);
        };
        let mut words = first.split(' ');
        let (Some(verb), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(invalid("no request line"));
        };
        let mut request = Self {
            verb: verb.to_owned(),
            target: target.to_owned(),
            ..Self::default()
        };
        loop {
            let header = line(&mut head)?.ok_or_else(|| invalid("a head without end"))?;
            if header.is_empty() {
                break;
            }
            let (name, value) = header.split_once(':').ok_or_else(|| invalid("no header"))?;
            request
                .headers
                .push((name.to_owned(), value.trim().to_owned()));
        }
        request.read_body(from)?;
        Ok(Some(request))
    }

    fn read_body(&mut self, from: &mut impl BufRead) -> io::Result<()> {
        if self.header("transfer-encoding").is_some() {
            return Err(invalid("a body without length"));
        }
        let length = match self.header("content-length") {
            None => 0,
            Some(length) => length.parse().map_err(|_| invalid("no length"))?,
        };
        if length > BODY {
            return Err(invalid("a body that is too long"));
        }
        self.body.resize(length, 0);
        from.read_exact(&mut self.body)
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = |(known, _): &&(String, String)| {
            if self.strict {
                known == name
            } else {
                known.eq_ignore_ascii_case(name)
            }
        };
        self.headers
            .iter()
            .find(found)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The value of a parameter of the query string, as it stands there.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether the client says that it takes this kind of body.
    pub(crate) fn accepts(&self, kind: &str) -> bool {
        self.header("accept").is_some_and(|accepted| {
            accepted.split(',').any(|one| {
                let one = one.split(';').next().unwrap_or_default().trim();
                one == kind || one == "*/*"
            })
        })
    }
}

/// One line of a head, without its end; none at the end of the connection.
fn line(head: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if head.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    let text = line
        .strip_suffix(b"\r\n")
        .or_else(|| line.strip_suffix(b"\n"))
        .ok_or_else(|| invalid("a line without end"))?;
    Ok(Some(String::from_utf8_lossy(text).into_owned()))
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
