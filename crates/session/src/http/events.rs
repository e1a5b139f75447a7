//! A stream of events (`text/event-stream`), cut up as it comes and never held beyond its cap.

use crate::lines::{Line, Running, Splitter};
use evidence::limits::MESSAGE_BYTES;
use std::sync::Arc;

/// Bytes of an id or a type that are kept.
const FIELD: usize = 1024;

/// One event.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Its data, lines joined.
    pub(crate) data: Line,
    /// Its type, where it names one.
    pub(crate) kind: Option<String>,
    /// Its id, where it has one.
    pub(crate) id: Option<String>,
    /// The time to wait that it asks for, in milliseconds.
    pub(crate) retry: Option<u64>,
}

/// Reads a stream.
pub(crate) struct Parser {
    splitter: Splitter,
    /// Whether the last byte was a carriage return, so that a newline after it ends no second line.
    returned: bool,
    begun: bool,
    open: Open,
}

/// The event that is being read.
#[derive(Default)]
struct Open {
    any: bool,
    data: Option<Vec<u8>>,
    tail: Vec<u8>,
    beyond: Option<Running>,
    kind: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
}

impl Parser {
    pub(crate) fn new() -> Self {
        Self {
            // The field's name stands before the data.
            splitter: Splitter::new(MESSAGE_BYTES + 8),
            returned: false,
            begun: false,
            open: Open::default(),
        }
    }

    /// Takes a chunk and hands out the events that it completes.
    pub(crate) fn feed(&mut self, mut chunk: &[u8], mut each: impl FnMut(Event)) {
        while let Some(first) = chunk.first() {
            if self.returned && *first == b'\n' {
                chunk = chunk.get(1..).unwrap_or_default();
            }
            self.returned = false;
            let at = memchr::memchr2(b'\n', b'\r', chunk);
            let (line, rest) = chunk.split_at(at.unwrap_or(chunk.len()));
            self.pass(line, &mut each);
            if let Some((end, rest)) = rest.split_first() {
                self.pass(b"\n", &mut each);
                self.returned = *end == b'\r';
                chunk = rest;
            } else {
                chunk = rest;
            }
        }
    }

    fn pass(&mut self, bytes: &[u8], each: &mut impl FnMut(Event)) {
        let Self {
            splitter,
            begun,
            open,
            ..
        } = self;
        splitter.feed(bytes, |line| {
            let text = line.bytes.as_slice();
            let text = match text.strip_prefix(b"\xef\xbb\xbf") {
                Some(rest) if !*begun => rest,
                _ => text,
            };
            *begun = true;
            if text.is_empty() {
                std::mem::take(open).end().into_iter().for_each(&mut *each);
            } else {
                open.field(text, &line);
            }
        });
    }
}

impl Open {
    fn field(&mut self, text: &[u8], line: &Line) {
        let colon = memchr::memchr(b':', text).unwrap_or(text.len());
        let (name, value) = text.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let short = || {
            let head = value.get(..FIELD).unwrap_or(value);
            String::from_utf8_lossy(head).into_owned()
        };
        match name {
            b"data" => self.data(value, line),
            b"event" => self.kind = Some(short()),
            b"id" => self.id = Some(short()),
            b"retry" => self.retry = short().parse().ok(),
            // A comment, or a field that nobody knows.
            _ => return,
        }
        self.any = true;
    }

    fn data(&mut self, value: &[u8], line: &Line) {
        let data = match &mut self.data {
            Some(data) => {
                if data.len() < MESSAGE_BYTES {
                    data.push(b'\n');
                }
                data
            }
            None => self.data.insert(Vec::new()),
        };
        let room = MESSAGE_BYTES.saturating_sub(data.len());
        if let Some(beyond) = &mut self.beyond {
            beyond.add(value);
        } else if value.len() > room || line.cut.is_some() {
            let mut beyond = Running::of(data);
            beyond.add(value);
            self.beyond = Some(beyond);
            self.tail.clone_from(&line.tail);
        }
        data.extend_from_slice(value.get(..room).unwrap_or(value));
    }

    fn end(self) -> Option<Event> {
        let data = Line {
            bytes: Arc::new(self.data.unwrap_or_default()),
            cut: self.beyond.map(Running::cut),
            tail: self.tail,
        };
        self.any.then_some(Event {
            data,
            kind: self.kind,
            id: self.id,
            retry: self.retry,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Data, type, id, time to wait.
    type Told = (String, Option<String>, Option<String>, Option<u64>);

    fn read(chunks: &[&str]) -> Vec<Told> {
        let mut parser = Parser::new();
        let mut all = Vec::new();
        for chunk in chunks {
            parser.feed(chunk.as_bytes(), |e| {
                let data = String::from_utf8(e.data.bytes.to_vec()).unwrap();
                all.push((data, e.kind, e.id, e.retry));
            });
        }
        all
    }

    #[test]
    fn however_it_is_cut_it_is_the_same_events() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "\u{feff}: hello\nid: 1\ndata:\nretry: 10\n\nevent: message\ndata: {\ndata:  }\n\n:\n\ndata: unfinished\n"
                .replace('\n', end);
            let want = [
                (String::new(), None, Some("1".to_owned()), Some(10)),
                ("{\n }".to_owned(), Some("message".to_owned()), None, None),
            ];
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let (one, other) = text.split_at(at);
                assert_eq!(read(&[one, other]), want, "{end:?} {at}");
            }
        }
    }

    #[test]
    fn an_event_over_its_cap_is_cut_and_counted() {
        let part = "x".repeat(MESSAGE_BYTES / 2);
        let mut parser = Parser::new();
        let mut all = Vec::new();
        for text in [
            "data: ",
            &part,
            "\ndata: ",
            &part,
            "\ndata: ",
            &part,
            "\n\ndata: b\n\n",
        ] {
            parser.feed(text.as_bytes(), |e| all.push(e.data));
        }
        let [long, next] = all.as_slice() else {
            panic!("two events")
        };
        assert_eq!(long.bytes.len(), MESSAGE_BYTES);
        assert!(long.cut.is_some() && next.cut.is_none());
        assert_eq!(next.bytes.as_slice(), b"b");
    }
}
