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

impl Template {
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
