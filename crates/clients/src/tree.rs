//! A document in any of the languages that clients are configured in, as one kind of tree. Every node knows its line.

mod json;
mod toml;
mod yaml;

pub(crate) use json::Comments;

/// Nesting beyond this is not what people write, and would cost a stack.
const MOST_LEVELS: usize = 64;

/// A value, and the line it begins on. It has no `Debug`: it may hold credentials.
pub(crate) struct Node {
    pub(crate) line: u32,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    /// In the order of the document; one name may stand there twice.
    Map(Vec<(Key, Node)>),
}

pub(crate) struct Key {
    pub(crate) line: u32,
    pub(crate) name: String,
}

/// What keeps a document from being read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) line: u32,
    pub(crate) what: String,
    pub(crate) expected: &'static str,
}

/// The language of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Json(Comments),
    Toml,
    Yaml,
}

/// Reads a document. An empty one is nothing.
pub(crate) fn parse(text: &str, syntax: Syntax) -> Result<Node, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match syntax {
        Syntax::Json(comments) => json::parse(text, comments),
        Syntax::Toml => toml::parse(text),
        Syntax::Yaml => yaml::parse(text),
    }
}

impl Broken {
    fn deep(line: u32) -> Self {
        Self {
            line,
            what: format!("it is nested deeper than {MOST_LEVELS} levels"),
            expected: "something flatter",
        }
    }
}

impl Node {
    pub(crate) fn map(&self) -> Option<&[(Key, Node)]> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The member of this name; the last one, as every client has it.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        let mut members = self.map()?.iter().rev();
        members
            .find(|(key, _)| key.name == name)
            .map(|(_, node)| node)
    }

    /// The member at the end of a path of names.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.get(name))
    }

    /// What it is, for people.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "an object",
        }
    }
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(
            std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
        )
    }

    /// The line of a place in the text, from 1.
    fn line(&self, at: usize) -> u32 {
        line(self.0.partition_point(|start| *start <= at))
    }
}

/// A line's number: files have fewer lines than fit.
fn line(number: usize) -> u32 {
    u32::try_from(number.max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(json: &str, toml: &str, yaml: &str) -> [Node; 3] {
        [
            (json, Syntax::Json(Comments::Allowed)),
            (toml, Syntax::Toml),
            (yaml, Syntax::Yaml),
        ]
        .map(|(text, syntax)| parse(text, syntax).map_err(|broken| broken.what).unwrap())
    }

    #[test]
    fn every_language_gives_the_same_tree_with_lines() {
        let all = both(
            "// one\n{\"a\": {\n  \"b\": [1, true, \"x\"],\n}}",
            "# one\n\n[a]\nb = [1, true, \"x\"]",
            "# one\na:\n  b:\n  - 1\n  - true\n  - x\n",
        );
        for (node, line) in all.iter().zip([3, 4, 4]) {
            let list = node.at(&["a", "b"]).unwrap();
            assert_eq!(list.line, line);
            let Value::List(list) = &list.value else {
                panic!("no list")
            };
            assert!(matches!(list[0].value, Value::Number(1.0)));
            assert!(matches!(list[1].value, Value::Bool(true)));
            assert_eq!(list[2].text(), Some("x"));
        }
    }

    #[test]
    fn what_is_broken_has_a_line() {
        for (text, syntax, line) in [
            ("{\n\"a\": 1\n\"b\": 2}", Syntax::Json(Comments::Allowed), 2),
            ("{\n// x\n}", Syntax::Json(Comments::Forbidden), 2),
            ("{\"a\":\n[1,]}", Syntax::Json(Comments::Forbidden), 2),
            ("a = 1\nb = = 2\n", Syntax::Toml, 2),
            ("a: 1\nb: [1\n", Syntax::Yaml, 3),
        ] {
            let Err(broken) = parse(text, syntax) else {
                panic!("{text} was read")
            };
            assert_eq!(broken.line, line, "{text}: {broken:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        for (text, syntax) in [
            ("[".repeat(100_000), Syntax::Json(Comments::Allowed)),
            ("{\"a\":".repeat(400), Syntax::Json(Comments::Allowed)),
            (
                format!("{}{}", "[".repeat(300), "]".repeat(300)),
                Syntax::Json(Comments::Allowed),
            ),
            ("a = ".to_owned() + &"[".repeat(100_000), Syntax::Toml),
            (format!("{}a = 1", "a.".repeat(100_000)), Syntax::Toml),
            ("[".repeat(100_000), Syntax::Yaml),
            ("- ".repeat(100_000), Syntax::Yaml),
        ] {
            assert!(parse(&text, syntax).is_err(), "{syntax:?}");
        }
    }

    #[test]
    fn aliases_do_not_grow() {
        let mut text = "a0: &a0 [x, x]\n".to_owned();
        for at in 1..40 {
            text += &format!("a{at}: &a{at} [*a{0}, *a{0}]\n", at - 1);
        }
        assert!(parse(&text, Syntax::Yaml).is_ok());
    }

    #[test]
    fn an_empty_file_is_nothing() {
        for syntax in [Syntax::Json(Comments::Forbidden), Syntax::Yaml] {
            for text in ["", " \n", "\u{feff}"] {
                let node = parse(text, syntax).unwrap();
                assert!(matches!(node.value, Value::Null));
            }
        }
    }
}
