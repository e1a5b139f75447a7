//! TOML.

use super::{Broken, Key, Lines, MOST_LEVELS, Node, Value};
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

pub(super) fn parse(text: &str) -> Result<Node, Broken> {
    let lines = Lines::of(text);
    if let Some(at) = too_deep(text) {
        return Err(Broken::deep(lines.line(at)));
    }
    let root = DeTable::parse(text).map_err(|error| Broken {
        line: lines.line(error.span().map_or(0, |span| span.start)),
        what: format!("this is not TOML: {}", error.message()),
        expected: "`name = value`, or a `[table]`",
    })?;
    Ok(Node {
        line: 1,
        value: table(root.into_inner(), &lines),
    })
}

/// Where brackets and dotted keys pile up: the parser bounds each by itself, and a tree of both is deeper than a stack.
fn too_deep(text: &str) -> Option<usize> {
    let (mut open, mut dots) = (0_usize, 0_usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                open = open.saturating_sub(1);
            }
            TokenKind::Dot => dots += 1,
            TokenKind::Newline if open == 0 => dots = 0,
            _ => {}
        }
        if open + dots > MOST_LEVELS {
            return Some(token.span().start());
        }
    }
    None
}

fn node(value: Spanned<DeValue<'_>>, lines: &Lines) -> Node {
    let line = lines.line(value.span().start);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => Value::Number(number.to_string().parse().unwrap_or(f64::NAN)),
        DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(boolean) => Value::Bool(boolean),
        DeValue::Datetime(datetime) => Value::Text(datetime.to_string()),
        DeValue::Array(array) => {
            Value::List(array.into_iter().map(|value| node(value, lines)).collect())
        }
        DeValue::Table(inner) => table(inner, lines),
    };
    Node { line, value }
}

fn table(table: DeTable<'_>, lines: &Lines) -> Value {
    let mut members: Vec<(Key, Node)> = table
        .into_iter()
        .map(|(key, value)| {
            let key = Key {
                line: lines.line(key.span().start),
                name: key.into_inner().into_owned(),
            };
            (key, node(value, lines))
        })
        .collect();
    // The parser sorts them by name.
    members.sort_by_key(|(key, _)| key.line);
    Value::Map(members)
}
