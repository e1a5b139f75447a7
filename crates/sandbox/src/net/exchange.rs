//! What is answered to a connection, by what it has said so far. Pure.

use super::http::{self, Body, Head};
use super::{DNS, KEPT, dns, tls};

/// What comes next on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    /// More is to come.
    Wait,
    /// Say this and go on.
    Say(Vec<u8>),
    /// Say this and close.
    End(&'static [u8]),
}

/// A connection's first bytes, and how far they are answered.
#[derive(Debug)]
pub(crate) struct Exchange {
    port: u16,
    kept: Vec<u8>,
    answered: usize,
    let_go: bool,
}

impl Exchange {
    /// A connection to this port that has said nothing.
    pub(crate) fn new(port: u16) -> Self {
        Self {
            port,
            kept: Vec::new(),
            answered: 0,
            let_go: false,
        }
    }

    /// How much more is kept.
    pub(crate) fn room(&self) -> usize {
        KEPT - self.kept.len()
    }

    /// Keeps what was said, at most as much as there is room.
    pub(crate) fn hear(&mut self, bytes: &[u8]) {
        let fits = bytes.len().min(self.room());
        self.kept.extend(&bytes[..fits]);
    }

    /// What was said, where it is worth telling: more than questions for names, which are told by themselves.
    pub(crate) fn worth_telling(&self) -> Option<&[u8]> {
        let plain = |message| dns::question(message).is_some_and(|question| question.plain);
        let mut rest = &self.kept[..];
        while self.port == DNS
            && let Some((message, length)) = dns::framed(rest)
            && plain(message)
        {
            rest = &rest[length..];
        }
        (!rest.is_empty()).then_some(&self.kept)
    }

    /// What comes next. `over`: whether nothing more is to be expected, because it waits for us or has closed.
    /// `answer` answers a question for a name.
    pub(crate) fn next(
        &mut self,
        over: bool,
        answer: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>,
    ) -> Next {
        if self.room() == 0 {
            return Next::End(b"");
        }
        if self.port == DNS {
            return self.names(answer);
        }
        if tls::is_hello(&self.kept) {
            let whole = over || tls::is_whole(&self.kept);
            return if whole {
                Next::End(&tls::FAILURE)
            } else {
                Next::Wait
            };
        }
        self.request(over)
    }

    fn request(&mut self, over: bool) -> Next {
        let Some(head) = Head::read(&self.kept) else {
            return Next::Wait;
        };
        let Some(length) = head.length else {
            return Next::Wait;
        };
        let body = &self.kept[length..];
        let whole = match head.body() {
            Body::Length(said) => body.len() as u64 >= said,
            Body::Chunked => body.ends_with(b"0\r\n\r\n"),
        };
        if whole || over {
            return Next::End(http::UNAVAILABLE);
        }
        if head.waits() && !std::mem::replace(&mut self.let_go, true) {
            return Next::Say(http::CONTINUE.to_vec());
        }
        Next::Wait
    }

    fn names(&mut self, answer: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>) -> Next {
        let mut said = Vec::new();
        while let Some((message, length)) = dns::framed(&self.kept[self.answered..]) {
            self.answered += length;
            let Some(reply) = answer(message) else {
                return Next::End(b"");
            };
            said.extend((reply.len() as u16).to_be_bytes());
            said.extend(reply);
        }
        if said.is_empty() {
            Next::Wait
        } else {
            Next::Say(said)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn after(port: u16, text: &[u8], over: bool) -> Next {
        let mut exchange = Exchange::new(port);
        exchange.hear(text);
        exchange.next(over, &mut |_| Some(b"reply".to_vec()))
    }

    #[test]
    fn a_request_is_heard_with_its_body_and_refused() {
        let head = b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n";
        assert_eq!(after(80, head, false), Next::Wait);
        assert_eq!(after(80, head, true), Next::End(http::UNAVAILABLE));
        assert_eq!(
            after(80, &[head, &b"abcd"[..]].concat(), false),
            Next::End(http::UNAVAILABLE)
        );
        assert_eq!(after(80, b"GET / HTTP/1.1\r\n", false), Next::Wait);
    }

    #[test]
    fn one_that_waits_is_let_go_on_once() {
        let mut exchange = Exchange::new(80);
        exchange.hear(b"PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
        let mut none = |_: &[u8]| None;
        assert_eq!(
            exchange.next(false, &mut none),
            Next::Say(http::CONTINUE.to_vec())
        );
        assert_eq!(exchange.next(false, &mut none), Next::Wait);
    }

    #[test]
    fn tls_ends_after_its_first_words() {
        let hello = tls::tests::hello("a.org");
        assert_eq!(after(443, &hello, false), Next::End(&tls::FAILURE));
        assert_eq!(after(443, &hello[..50], false), Next::Wait);
    }

    #[test]
    fn names_are_answered_over_tcp_and_not_told_twice() {
        let message = b"\x00\x00\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01";
        let framed = [&[0, message.len() as u8][..], message].concat();
        assert_eq!(
            after(53, &framed, false),
            Next::Say(b"\x00\x05reply".to_vec())
        );
        let mut exchange = Exchange::new(53);
        exchange.hear(&framed);
        assert_eq!(exchange.worth_telling(), None);
        exchange.hear(b"x");
        assert!(exchange.worth_telling().is_some());
    }

    #[test]
    fn only_so_much_is_heard() {
        assert_eq!(after(9, &[b'x'; KEPT + 9], false), Next::End(b""));
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(port in prop::sample::select(vec![53u16, 80]), pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..90)) {
            let mut exchange = Exchange::new(port);
            for piece in pieces {
                exchange.hear(&piece);
                let _ = exchange.next(piece.len() % 7 == 0, &mut |message| Some(message.to_vec()));
            }
            prop_assert!(exchange.worth_telling().is_none_or(|bytes| bytes.len() <= KEPT));
        }
    }
}
