//! A text with variables in it, as a client writes them. Nothing is filled in unless asked.

use crate::Secret;

/// A text with variables in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// Its pieces in order; no two texts stand side by side, and none is empty.
    pub parts: Vec<Part>,
}

/// A piece of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A text that stands for itself.
    Text(Secret),
    /// A variable, to be filled in.
    Variable(Variable),
}

/// A variable that a configuration refers to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Where its value comes from.
    pub kind: Kind,
    /// What the client takes where it is not set.
    pub default: Option<Secret>,
}

/// Where the value of a variable comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The environment that the client was started in.
    Environment,
    /// A person, whom the client asks: `${input:id}`.
    Input,
    /// The client itself: `${workspaceFolder}`, `${userHome}`.
    Client,
}

/// How a client writes variables, beyond `${V}`, `${V:-default}`, `${env:V}`, `{env:V}` and `${input:id}`, which are understood
/// everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// `$V`.
    pub dollar: bool,
    /// `%V%`.
    pub percent: bool,
}

/// Names that the client fills in by itself.
const CLIENTS_OWN: &[&str] = &[
    "userHome",
    "workspaceFolder",
    "workspaceFolderBasename",
    "workspaceRoot",
    "pathSeparator",
    "/",
    "cwd",
    "CLAUDE_PLUGIN_ROOT",
    "CLAUDE_PROJECT_DIR",
    "extensionPath",
];

impl Template {
    /// Reads a text. What is not understood stands for itself.
    #[must_use]
    pub fn parse(text: &str, dialect: Dialect) -> Self {
        let (mut parts, mut plain) = (Vec::new(), 0);
        let mut at = 0;
        while let Some(rest) = text.get(at..) {
            let Some(step) = rest.find(['$', '{', '%']) else {
                break;
            };
            at += step;
            let rest = text.get(at..).unwrap_or_default();
            let Some((variable, length)) = variable(rest, dialect) else {
                // All three are one byte long.
                at += 1;
                continue;
            };
            push(&mut parts, text.get(plain..at).unwrap_or_default());
            parts.push(Part::Variable(variable));
            at += length;
            plain = at;
        }
        push(&mut parts, text.get(plain..).unwrap_or_default());
        Self { parts }
    }

    /// A variable by itself.
    #[must_use]
    pub fn variable(name: &str) -> Self {
        let variable = environment(name, None);
        Self {
            parts: vec![Part::Variable(variable)],
        }
    }

    /// Whether [`Template::shown`] hides nothing: neither a credential nor what stands in a URL's query, where one may be.
    pub(crate) fn is_shown_whole(&self) -> bool {
        let plain = self.plain();
        !plain.contains(['?', '@']) && self.shown() == plain
    }

    /// The text with its variables by name. It may hold a credential.
    pub(crate) fn plain(&self) -> String {
        let piece = |part: &Part| match part {
            Part::Text(text) => text.expose().to_owned(),
            Part::Variable(variable) => format!("${{{}}}", variable.name),
        };
        self.parts.iter().map(piece).collect()
    }

    /// The text for people: variables by name, and no credential as far as one is recognised.
    #[must_use]
    pub fn shown(&self) -> String {
        let piece = |part: &Part| match part {
            Part::Text(text) if !holds_credential(text.expose()) => text.expose().to_owned(),
            Part::Text(_) => "«hidden»".to_owned(),
            Part::Variable(variable) => format!("${{{}}}", variable.name),
        };
        self.parts.iter().map(piece).collect()
    }

    /// The text, where no variable is in it. It may hold a credential.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text.expose()),
            _ => None,
        }
    }

    /// The variables in it, in order.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(variable) => Some(variable),
            Part::Text(_) => None,
        })
    }

    /// The text with its variables filled in: with what `value` gives, else with their defaults.
    ///
    /// # Errors
    /// The variables that have neither.
    pub fn fill(
        &self,
        value: impl Fn(&Variable) -> Option<Secret>,
    ) -> Result<Secret, Vec<Variable>> {
        let (mut text, mut missing) = (String::new(), Vec::new());
        for part in &self.parts {
            match part {
                Part::Text(piece) => text.push_str(piece.expose()),
                Part::Variable(variable) => {
                    match value(variable).or_else(|| variable.default.clone()) {
                        Some(value) => text.push_str(value.expose()),
                        None => missing.push(variable.clone()),
                    }
                }
            }
        }
        if missing.is_empty() {
            Ok(Secret::new(text))
        } else {
            Err(missing)
        }
    }
}

/// Whether a credential is recognised in a text, whatever its name.
pub(crate) fn holds_credential(text: &str) -> bool {
    !secrets::find(text).is_empty() || secrets::in_text(text).is_some()
}

fn push(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Text(Secret::new(text)));
    }
}

/// The variable that a text begins with, and how many bytes it takes.
fn variable(text: &str, dialect: Dialect) -> Option<(Variable, usize)> {
    if let Some(rest) = text.strip_prefix("${{") {
        let inner = rest.split_once("}}")?.0;
        let name = inner.trim();
        let fits = !name.is_empty() && name.bytes().all(|b| word(b) || b == b'.' || b == b'-');
        let variable = Variable {
            name: name.to_owned(),
            kind: Kind::Client,
            default: None,
        };
        return fits.then_some((variable, inner.len() + 5));
    }
    if let Some(rest) = text.strip_prefix("${") {
        let inner = rest.split_once('}')?.0;
        return Some((braced(inner)?, inner.len() + 3));
    }
    if let Some(rest) = text.strip_prefix("{env:") {
        let inner = rest.split_once('}')?.0;
        return is_name(inner).then(|| (environment(inner, None), inner.len() + 6));
    }
    if let Some(rest) = text.strip_prefix('$').filter(|_| dialect.dollar) {
        let end = rest.bytes().position(|b| !word(b)).unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| is_name(name))?;
        return Some((environment(name, None), name.len() + 1));
    }
    let rest = text.strip_prefix('%').filter(|_| dialect.percent)?;
    let name = rest.split_once('%')?.0;
    is_name(name).then(|| (environment(name, None), name.len() + 2))
}

/// What stands between `${` and `}`.
fn braced(inner: &str) -> Option<Variable> {
    let of = |kind, name: &str| {
        Some(Variable {
            name: name.to_owned(),
            kind,
            default: None,
        })
    };
    if let Some(id) = inner.strip_prefix("input:") {
        return of(Kind::Input, id);
    }
    if CLIENTS_OWN.contains(&inner)
        || ["config:", "command:", "workspaceFolder:", "file"]
            .iter()
            .any(|start| inner.starts_with(start))
    {
        return of(Kind::Client, inner);
    }
    let inner = inner.strip_prefix("env:").unwrap_or(inner);
    let (name, default) = match inner.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inner, None),
    };
    is_name(name).then(|| environment(name, default))
}

fn environment(name: &str, default: Option<&str>) -> Variable {
    Variable {
        name: name.to_owned(),
        kind: Kind::Environment,
        default: default.map(Secret::new),
    }
}

fn is_name(text: &str) -> bool {
    text.bytes().all(word) && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

const fn word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Dialect = Dialect {
        dollar: false,
        percent: false,
    };
    const ALL: Dialect = Dialect {
        dollar: true,
        percent: true,
    };

    fn names(text: &str, dialect: Dialect) -> Vec<String> {
        Template::parse(text, dialect)
            .variables()
            .map(|variable| format!("{:?} {}", variable.kind, variable.name))
            .collect()
    }

    #[test]
    fn every_dialect_is_understood() {
        for (text, dialect, want) in [
            ("Bearer ${TOKEN}", PLAIN, vec!["Environment TOKEN"]),
            (
                "${A:-b}${env:C}",
                PLAIN,
                vec!["Environment A", "Environment C"],
            ),
            ("{env:A}/x", PLAIN, vec!["Environment A"]),
            ("${input:tok}", PLAIN, vec!["Input tok"]),
            (
                "${workspaceFolder}/x",
                PLAIN,
                vec!["Client workspaceFolder"],
            ),
            ("${{ secrets.TOKEN }}", PLAIN, vec!["Client secrets.TOKEN"]),
            ("$A and %B%", PLAIN, vec![]),
            ("$A and %B%", ALL, vec!["Environment A", "Environment B"]),
            ("100% $5 ${ } ${} {env:} {}", ALL, vec![]),
            ("${unclosed", ALL, vec![]),
            ("ä${A}ö", ALL, vec!["Environment A"]),
        ] {
            assert_eq!(names(text, dialect), want, "{text}");
        }
    }

    #[test]
    fn filling_in_takes_values_then_defaults() {
        let template = Template::parse("${A}-${B:-two}-${C}", PLAIN);
        let given = |variable: &Variable| (variable.name == "A").then(|| Secret::new("one"));
        let missing = template.fill(given).unwrap_err();
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].name, "C");
        let filled = template.fill(|_| Some(Secret::new("x"))).unwrap();
        assert_eq!(filled.expose(), "x-x-x");
        let filled = Template::parse("a${B:-two}", PLAIN).fill(|_| None).unwrap();
        assert_eq!(filled.expose(), "atwo");
    }

    #[test]
    fn a_credential_is_not_shown() {
        let token = "ghp_x7Kq2LmN8pRtVwYz1bC4dF6gH9jS3aE5uP0q";
        let template = Template::parse(&format!("{token} ${{A}}"), PLAIN);
        assert!(!format!("{template:?}").contains(token));
        assert_eq!(template.shown(), "«hidden»${A}");
        assert_eq!(Template::parse("plain", PLAIN).shown(), "plain");
    }
}
