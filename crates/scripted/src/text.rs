//! Texts with placeholders: how a script says bytes that TOML cannot hold, and sizes that nobody wants to type.

use serde::Deserialize;

/// A text with placeholders between double braces, which JSON never holds outside a string.
///
/// | placeholder | stands for |
/// |---|---|
/// | `{{id}}` | the request's id, as JSON |
/// | `{{count}}` | how often this method has been asked on this connection, from 1 |
/// | `{{n}}` | the number of this item or line, from 1, where it is repeated |
/// | `{{result}}` | the result that a good server would give, as JSON |
/// | `{{answer}}` | the whole reply that a good server would give, as JSON |
/// | `{{tool}}` | the definition of a good tool, `convert_length`, as JSON |
/// | `{{fill:N}}` | N letters |
/// | `{{deep:N}}` | an object schema that nests N levels deep |
/// | `{{nest:N}}` | N arrays, each in the one before |
/// | `{{hex:C0FF}}` | these bytes |
/// | `{{random:N}}` | N hexadecimal digits that nobody can guess |
/// | `{{base}}` | the scheme, host and port under which it is served over HTTP |
/// | `{{origin}}` | the origin that the HTTP request claims to come from |
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Text(Vec<Piece>);

/// A [`Text`] that is one line: its line breaks, and the indentation after them, are one space each.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Line(Text);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Plain(String),
    Bytes(Vec<u8>),
    Id,
    Count,
    Number,
    Result,
    Answer,
    Tool,
    Fill(usize),
    Deep(usize),
    Nest(usize),
    Random(usize),
    Base,
    Origin,
}

/// A tool that nothing is wrong with.
const TOOL: &str = concat!(
    r#"{"name":"convert_length","description":"Converts a length from one unit to another.","#,
    r#""inputSchema":{"type":"object","properties":{"#,
    r#""value":{"type":"number","description":"The length, in the unit `from`."},"#,
    r#""from":{"type":"string","enum":["m","ft"],"description":"The unit that it is in."},"#,
    r#""to":{"type":"string","enum":["m","ft"],"description":"The unit that is wanted."}},"#,
    r#""required":["value","from","to"],"additionalProperties":false},"#,
    r#""annotations":{"readOnlyHint":true,"openWorldHint":false}}"#
);

/// What the placeholders of one text stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Values<'a> {
    pub(crate) id: &'a str,
    pub(crate) count: u64,
    pub(crate) number: u64,
    pub(crate) result: &'a [u8],
    pub(crate) answer: &'a [u8],
    pub(crate) base: &'a str,
    pub(crate) origin: &'a str,
}

impl Values<'_> {
    /// Where no request is being answered.
    pub(crate) const NONE: Self = Self {
        id: "null",
        count: 0,
        number: 1,
        result: b"null",
        answer: b"null",
        base: "",
        origin: "",
    };
}

impl Text {
    pub(crate) fn render(&self, values: Values<'_>) -> Vec<u8> {
        let mut out = Vec::new();
        for piece in &self.0 {
            match piece {
                Piece::Plain(text) => out.extend_from_slice(text.as_bytes()),
                Piece::Bytes(bytes) => out.extend_from_slice(bytes),
                Piece::Id => out.extend_from_slice(values.id.as_bytes()),
                Piece::Count => out.extend_from_slice(values.count.to_string().as_bytes()),
                Piece::Number => out.extend_from_slice(values.number.to_string().as_bytes()),
                Piece::Result => out.extend_from_slice(values.result),
                Piece::Answer => out.extend_from_slice(values.answer),
                Piece::Tool => out.extend_from_slice(TOOL.as_bytes()),
                Piece::Fill(n) => out.resize(out.len() + n, b'x'),
                Piece::Deep(n) => deep(*n, &mut out),
                Piece::Nest(n) => {
                    out.resize(out.len() + n, b'[');
                    out.resize(out.len() + n, b']');
                }
                Piece::Random(digits) => random(*digits, &mut out),
                Piece::Base => out.extend_from_slice(values.base.as_bytes()),
                Piece::Origin => out.extend_from_slice(values.origin.as_bytes()),
            }
        }
        out
    }
}

impl Line {
    pub(crate) fn render(&self, values: Values<'_>) -> Vec<u8> {
        self.0.render(values)
    }
}

fn deep(levels: usize, out: &mut Vec<u8>) {
    for _ in 0..levels {
        out.extend_from_slice(br#"{"type":"object","properties":{"a":"#);
    }
    out.extend_from_slice(br#"{"type":"string"}"#);
    for _ in 0..levels {
        out.extend_from_slice(b"}}");
    }
}

/// Unguessable digits; where the system has no randomness left, the test that needs them fails on the zeros.
fn random(digits: usize, out: &mut Vec<u8>) {
    let mut bytes = vec![0; digits.div_ceil(2)];
    let _ = getrandom::fill(&mut bytes);
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    out.extend_from_slice(&text.as_bytes()[..digits]);
}

impl TryFrom<String> for Text {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("{{") {
            let (inside, after) = after
                .split_once("}}")
                .ok_or("a placeholder begins with `{{` and never ends; in JSON, write `{ {` where two braces are meant")?;
            if !before.is_empty() {
                pieces.push(Piece::Plain(before.to_owned()));
            }
            pieces.push(placeholder(inside.trim())?);
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Plain(rest.to_owned()));
        }
        Ok(Self(pieces))
    }
}

impl TryFrom<String> for Line {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let folded = if text.contains('\n') {
            text.lines()
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" ")
                .trim()
                .to_owned()
        } else {
            text
        };
        Text::try_from(folded).map(Self)
    }
}

fn placeholder(inside: &str) -> Result<Piece, String> {
    let (name, argument) = inside.split_once(':').unwrap_or((inside, ""));
    match (name, argument) {
        ("id", "") => Ok(Piece::Id),
        ("count", "") => Ok(Piece::Count),
        ("n", "") => Ok(Piece::Number),
        ("result", "") => Ok(Piece::Result),
        ("answer", "") => Ok(Piece::Answer),
        ("tool", "") => Ok(Piece::Tool),
        ("fill", n) => number(n).map(Piece::Fill),
        ("deep", n) => number(n).map(Piece::Deep),
        ("nest", n) => number(n).map(Piece::Nest),
        ("random", n) => number(n).map(Piece::Random),
        ("base", "") => Ok(Piece::Base),
        ("origin", "") => Ok(Piece::Origin),
        ("hex", digits) => hex(digits).map(Piece::Bytes),
        _ => Err(format!(
            "unknown placeholder {{{{{inside}}}}}; known are id, count, n, result, answer, tool, fill:N, deep:N, nest:N, random:N, hex:FF, base and origin"
        )),
    }
}

fn number(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| format!("“{text}” is no number; write for example {{{{fill:1000}}}}"))
}

fn hex(digits: &str) -> Result<Vec<u8>, String> {
    let wrong = || {
        format!(
            "“{digits}” are no bytes; write two hexadecimal digits for each, for example {{{{hex:C0FF}}}}"
        )
    };
    let pairs = digits.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs
        .collect::<Option<Vec<u8>>>()
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str) -> Vec<u8> {
        let values = Values {
            id: "7",
            count: 2,
            number: 3,
            result: b"{}",
            answer: b"[]",
            base: "http://127.0.0.1:1",
            origin: "http://evil.example",
        };
        Text::try_from(text.to_owned()).unwrap().render(values)
    }

    #[test]
    fn placeholders_stand_for_what_they_say() {
        assert_eq!(
            render("a{{id}}b{{count}}c{{n}}d{{result}}e{{answer}}"),
            b"a7b2c3d{}e[]"
        );
        assert_eq!(render("{{fill:3}}|{{hex:FFfe}}"), b"xxx|\xff\xfe");
        assert_eq!(render("{{nest:2}}"), b"[[]]");
        assert_eq!(
            render("{{base}}/ {{origin}}"),
            b"http://127.0.0.1:1/ http://evil.example"
        );
        assert_eq!(render("{{random:5}}").len(), 5);
        assert_ne!(render("{{random:32}}"), render("{{random:32}}"));
        assert!(
            serde_json::from_slice::<serde_json::Value>(&render("{{tool}}"))
                .is_ok_and(|tool| tool["name"] == "convert_length")
        );
        assert_eq!(
            render("{{deep:1}}"),
            br#"{"type":"object","properties":{"a":{"type":"string"}}}"#
        );
    }

    #[test]
    fn closing_braces_of_json_are_no_placeholder() {
        assert_eq!(render(r#"{"a":{"b":{}}}"#), br#"{"a":{"b":{}}}"#);
    }

    #[test]
    fn a_wrong_placeholder_is_an_error_that_says_what_is_known() {
        for wrong in [
            "{{ids}}",
            "{{fill:many}}",
            "{{hex:F}}",
            "{{hex:}}",
            "{{id",
            "{{hex:é}}",
        ] {
            let error = Text::try_from(wrong.to_owned()).unwrap_err();
            assert!(
                error.contains("{{") || error.contains("known are"),
                "{wrong}: {error}"
            );
        }
    }

    #[test]
    fn a_line_has_no_line_breaks() {
        let line = Line::try_from("\n  {\n    \"a\": 1\n  }\n".to_owned()).unwrap();
        assert_eq!(line.render(Values::NONE), br#"{ "a": 1 }"#);
    }
}
