//! Mends what is nearly JSON, so that one bad number or escape does not hide everything around it.

/// The text with what is not JSON replaced, and what that was. `None` where nothing that can be mended was found.
///
/// `NaN` becomes null; infinities and numbers beyond 64-bit floating point become the greatest finite number; a lone
/// surrogate becomes U+FFFD; a raw control character inside a string is escaped. One pass.
pub(crate) fn mend(text: &str) -> Option<(String, &'static str)> {
    let mut mender = Mender {
        text,
        out: String::with_capacity(text.len()),
        copied: 0,
        what: None,
    };
    mender.run();
    let what = mender.what?;
    mender
        .out
        .push_str(text.get(mender.copied..).unwrap_or_default());
    Some((mender.out, what))
}

struct Mender<'t> {
    text: &'t str,
    out: String,
    /// Bytes of the text that were taken over or replaced.
    copied: usize,
    what: Option<&'static str>,
}

impl Mender<'_> {
    fn run(&mut self) {
        let mut at = 0;
        let mut string = false;
        while let Some(byte) = self.byte(at) {
            at = match byte {
                b'"' => {
                    string = !string;
                    at + 1
                }
                b'\\' if string => self.escape(at),
                0..0x20 if string => {
                    self.replace(
                        at,
                        at + 1,
                        &format!("\\u{byte:04x}"),
                        "a raw control character in a string",
                    );
                    at + 1
                }
                _ if string => at + 1,
                b'-' | b'0'..=b'9' | b'I' | b'N' => self.number(at),
                _ => at + 1,
            };
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// All that is replaced is ASCII, so the borders are those of characters.
    fn replace(&mut self, from: usize, to: usize, with: &str, what: &'static str) {
        self.out
            .push_str(self.text.get(self.copied..from).unwrap_or_default());
        self.out.push_str(with);
        self.copied = to;
        self.what = self.what.or(Some(what));
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.surrogate(at) {
            Some(0xD800..=0xDBFF) if matches!(self.surrogate(at + 6), Some(0xDC00..=0xDFFF)) => {
                at + 12
            }
            Some(0xD800..=0xDFFF) => {
                self.replace(at, at + 6, "\\ufffd", "a lone surrogate");
                at + 6
            }
            _ => at + 2,
        }
    }

    /// The code unit of the `\uXXXX` that begins here.
    fn surrogate(&self, at: usize) -> Option<u32> {
        let escape = self.text.get(at..at + 6)?;
        u32::from_str_radix(escape.strip_prefix("\\u")?, 16).ok()
    }

    fn number(&mut self, at: usize) -> usize {
        let end = self.text.as_bytes().iter().skip(at).position(
            |b| !matches!(b, b'+' | b'-' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z'),
        );
        let end = end.map_or(self.text.len(), |length| at + length);
        let token = self.text.get(at..end).unwrap_or_default();
        match token {
            "NaN" | "-NaN" => self.replace(at, end, "null", "NaN"),
            "Infinity" => self.replace(at, end, "1.7976931348623157e308", "Infinity"),
            "-Infinity" => self.replace(at, end, "-1.7976931348623157e308", "-Infinity"),
            _ if token.parse().is_ok_and(f64::is_infinite)
                && token.bytes().any(|b| b.is_ascii_digit()) =>
            {
                let with = if token.starts_with('-') {
                    "-1.7976931348623157e308"
                } else {
                    "1.7976931348623157e308"
                };
                self.replace(at, end, with, "a number beyond 64-bit floating point");
            }
            _ => {}
        }
        end.max(at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::mend;
    use proptest::prelude::*;

    fn mended(text: &str) -> Option<String> {
        mend(text).map(|(text, _)| text)
    }

    #[test]
    fn what_is_mended() {
        let case = |text: &str, expected: &str| {
            assert_eq!(mended(text).as_deref(), Some(expected), "{text}")
        };
        case("[NaN,-NaN]", "[null,null]");
        case(
            "[Infinity,-Infinity]",
            "[1.7976931348623157e308,-1.7976931348623157e308]",
        );
        case(
            "[1e400,-1E+400]",
            "[1.7976931348623157e308,-1.7976931348623157e308]",
        );
        case(
            r#""\ud800 \udc00\ud83d\ude00 é""#,
            r#""\ufffd \ufffd\ud83d\ude00 é""#,
        );
        case("\"a\tb\u{1}\"", r#""a\u0009b\u0001""#);
    }

    #[test]
    fn what_is_left_alone() {
        for text in [
            r#"["NaN","1e400"]"#,
            r#"{"a\\":1e308}"#,
            "\t[1,\n-2.5e-400]",
            "",
            "Name: x",
            r#""\u00e9\n""#,
        ] {
            assert_eq!(mended(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn mending_once_is_enough(text in r#"(NaN|Infinity|-|1e999|\\ud[89cd]00|\\|"|[\[\]{},: a]|\x01|é){0,20}"#) {
            if let Some((text, _)) = mend(&text) {
                prop_assert_eq!(mend(&text), None);
            }
        }

        #[test]
        fn json_is_left_alone(text in ".{0,20}", number in any::<f64>(), whole in any::<u64>()) {
            let json = serde_json::json!({&text: [number, whole, &text, null, true]}).to_string();
            prop_assert_eq!(mend(&json), None);
        }
    }
}
