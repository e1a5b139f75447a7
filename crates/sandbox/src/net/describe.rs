//! What the first bytes of a connection are.

use super::http::Head;
use super::{dns, printable, tls};

/// How much of a target or a name is shown, in bytes.
const SHOWN: usize = 200;

/// What these first bytes are, in the words of `Act::Send`: `TLS to NAME`, `GET /path to NAME`, `DNS question for NAME`,
/// `bytes`. One line of printable ASCII, whatever they hold.
pub(crate) fn describe(bytes: &[u8]) -> String {
    if tls::is_hello(bytes) {
        return match tls::server_name(bytes) {
            Some(name) => format!("TLS to {name}"),
            None => "TLS".to_owned(),
        };
    }
    if let Some(head) = Head::read(bytes) {
        let request = format!("{} {}", head.method, printable(head.target, SHOWN));
        return match head.field("host") {
            Some(host) => format!("{request} to {}", printable(host, SHOWN)),
            None => request,
        };
    }
    let framed = dns::framed(bytes).map(|(message, _)| message);
    match dns::question(bytes).or_else(|| dns::question(framed?)) {
        Some(question) => format!(
            "DNS question for {}",
            printable(question.name.as_bytes(), SHOWN)
        ),
        None => "bytes".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_bytes_are_named() {
        assert_eq!(describe(&tls::tests::hello("a.org")), "TLS to a.org");
        assert_eq!(
            describe(b"GET /x?t=1 HTTP/1.1\r\nHost: a.org\r\n\r\n"),
            "GET /x?t=1 to a.org"
        );
        assert_eq!(describe(b"GET /\x1b[2J HTTP/1.0\r\n\r\n"), r"GET /\x1b[2J");
        assert_eq!(describe(b"EHLO me\r\n"), "bytes");
        assert_eq!(describe(b""), "bytes");
    }

    proptest! {
        #[test]
        fn it_is_one_short_line(bytes in prop::collection::vec(any::<u8>(), 0..400), head in prop::sample::select(vec!["", "GET ", "\x16\x03\x01"])) {
            let text = describe(&[head.as_bytes(), &bytes].concat());
            prop_assert!(text.chars().all(|c| c == '…' || (' '..='~').contains(&c)));
            prop_assert!(text.len() < 2000);
        }
    }
}
