//! JSON, with comments and trailing commas where the client takes them.

use super::{Broken, Key, Lines, MOST_LEVELS, Node, Value, line};
use jsonc_parser::ast;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::errors::ParseErrorKind as Kind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Whether comments and trailing commas are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comments {
    Allowed,
    Forbidden,
}

pub(super) fn parse(text: &str, comments: Comments) -> Result<Node, Broken> {
    let jsonc = comments == Comments::Allowed;
    let options = ParseOptions {
        allow_comments: jsonc,
        allow_trailing_commas: jsonc,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options);
    let parsed = parsed.map_err(|error| {
        let (what, expected) = words(error.kind());
        Broken {
            line: line(error.line_display()),
            what: what.to_owned(),
            expected,
        }
    })?;
    let lines = Lines::of(text);
    match parsed.value {
        None => Ok(Node {
            line: 1,
            value: Value::Null,
        }),
        Some(value) => node(value, &lines, 0),
    }
}

fn node(value: ast::Value<'_>, lines: &Lines, level: usize) -> Result<Node, Broken> {
    let line = lines.line(value.range().start);
    if level > MOST_LEVELS {
        return Err(Broken::deep(line));
    }
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
        ast::Value::NumberLit(literal) => Value::Number(literal.value.parse().unwrap_or(f64::NAN)),
        ast::Value::StringLit(literal) => Value::Text(literal.value.into_owned()),
        ast::Value::Array(array) => Value::List(
            array
                .elements
                .into_iter()
                .map(|element| node(element, lines, level + 1))
                .collect::<Result<_, _>>()?,
        ),
        ast::Value::Object(object) => Value::Map(
            object
                .properties
                .into_iter()
                .map(|property| {
                    let key = Key {
                        line: lines.line(property.range.start),
                        name: property.name.into_string(),
                    };
                    Ok((key, node(property.value, lines, level + 1)?))
                })
                .collect::<Result<_, _>>()?,
        ),
    };
    Ok(Node { line, value })
}

/// What is wrong, and what was expected. The parser's own words are not used: one of them holds text of the file.
const fn words(kind: &Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::CommentsNotAllowed => ("there is a comment", "JSON without comments"),
        Kind::TrailingCommasNotAllowed => (
            "there is a comma after the last member",
            "no comma before the closing bracket",
        ),
        Kind::ExpectedComma => ("a comma is missing after this", "`,` between members"),
        Kind::ExpectedColonAfterObjectKey => ("a colon is missing", "`:` between name and value"),
        Kind::ExpectedObjectValue => ("a name has no value", "a value after `:`"),
        Kind::ExpectedStringObjectProperty => ("a name has no quotes", "names in double quotes"),
        Kind::SingleQuotedStringsNotAllowed => ("a text stands in single quotes", "double quotes"),
        Kind::MultipleRootJsonValues => ("something follows after the end", "one JSON value"),
        Kind::UnterminatedArray => ("a list is not closed", "`]`"),
        Kind::UnterminatedObject => ("an object is not closed", "`}`"),
        Kind::UnterminatedCommentBlock => ("a comment is not closed", "`*/`"),
        Kind::NestingDepthExceeded => ("it is nested too deeply", "something flatter"),
        Kind::String(_) => (
            "a text is not closed, or has an escape that JSON does not know",
            "a text in double quotes",
        ),
        Kind::UnexpectedWord => (
            "a word stands without quotes",
            "a text in double quotes, a number, true, false or null",
        ),
        Kind::UnexpectedCloseBrace | Kind::UnexpectedCloseBracket => {
            ("a bracket closes what was not opened", "brackets in pairs")
        }
        _ => ("this is not JSON", "a JSON value"),
    }
}
