//! YAML, as a tree: what an alias stands for is not copied, so nothing grows, and only the first document counts.

use super::{Broken, Key, MOST_LEVELS, Node, Value, line};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

/// A list or a map that is not closed yet.
enum Open {
    List(u32, Vec<Node>),
    Map(u32, Vec<(Key, Node)>, Option<Key>),
}

pub(super) fn parse(text: &str) -> Result<Node, Broken> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| broken(&error))?;
        let line = line(span.start.line());
        let node = match event {
            Event::SequenceStart(..) => {
                push(&mut open, Open::List(line, Vec::new()), line)?;
                continue;
            }
            Event::MappingStart(..) => {
                push(&mut open, Open::Map(line, Vec::new(), None), line)?;
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(line, list)) => Node {
                    line,
                    value: Value::List(list),
                },
                Some(Open::Map(line, map, _)) => Node {
                    line,
                    value: Value::Map(map),
                },
                None => continue,
            },
            Event::Scalar(text, style, ..) => Node {
                line,
                value: scalar(&text, style),
            },
            Event::Alias(_) => Node {
                line,
                value: Value::Null,
            },
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {
                continue;
            }
        };
        match open.last_mut() {
            None => return Ok(node),
            Some(Open::List(_, list)) => list.push(node),
            Some(Open::Map(_, map, key)) => match key.take() {
                Some(key) => map.push((key, node)),
                None => *key = Some(name(node)),
            },
        }
    }
    Ok(Node {
        line: 1,
        value: Value::Null,
    })
}

fn push(open: &mut Vec<Open>, new: Open, line: u32) -> Result<(), Broken> {
    if open.len() >= MOST_LEVELS {
        return Err(Broken::deep(line));
    }
    open.push(new);
    Ok(())
}

/// A key; one that is no scalar names nothing that is looked for.
fn name(node: Node) -> Key {
    let name = match node.value {
        Value::Text(text) => text,
        Value::Bool(boolean) => boolean.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) => String::new(),
    };
    Key {
        line: node.line,
        name,
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match text.parse() {
            // Versions and the like stay as they are written.
            Ok(number) if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') => {
                Value::Number(number)
            }
            _ => Value::Text(text.to_owned()),
        },
    }
}

fn broken(error: &ScanError) -> Broken {
    Broken {
        line: line(error.marker().line()),
        what: format!("this is not YAML: {}", error.info()),
        expected: "`name: value`, indented with spaces, brackets and quotes in pairs",
    }
}
