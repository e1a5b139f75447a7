//! JSON kept as its text.

use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// A JSON value kept as its text, which takes far less memory than the value: it is read when it is asked for.
///
/// The text has been read once, so it is JSON, not too deep and not too large. Cloning shares it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Raw(Arc<str>);

impl Raw {
    /// `text` must have been read as JSON.
    pub(crate) fn new(text: Arc<str>) -> Self {
        Self(text)
    }

    /// The text: as sent, or as mended where it was not quite JSON.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.0.trim_start().starts_with('{')
    }

    /// The whole value. Of a key that stands twice, the last counts.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// One member; the others are passed over. `None` where there is none, or it is no object.
    #[must_use]
    pub fn get(&self, member: &str) -> Option<Value> {
        serde_json::from_str(step_into(&self.0, member)?).ok()
    }

    /// One member, where it is a string.
    #[must_use]
    pub fn string(&self, member: &str) -> Option<String> {
        match self.get(member)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// What a JSON pointer (RFC 6901) of at least one step leads to. Only that is read into a value.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<Value> {
        let mut steps = pointer.strip_prefix('/')?.split('/');
        let found = steps.try_fold(&*self.0, |text, step| {
            if step.contains('~') {
                step_into(text, &step.replace("~1", "/").replace("~0", "~"))
            } else {
                step_into(text, step)
            }
        });
        serde_json::from_str(found?).ok()
    }
}

/// The text of a member of an object, or of an element of an array.
fn step_into<'t>(text: &'t str, step: &str) -> Option<&'t str> {
    let mut found = None;
    if text.trim_start().starts_with('[') {
        let index: usize = step.parse().ok()?;
        crate::json::each_element(text, |at, value| {
            if at == index {
                found = Some(value.get());
            }
        });
    } else {
        crate::json::each_member(text, |key, value| {
            if key == step {
                found = Some(value.get());
            }
        });
    }
    found
}

impl From<&Value> for Raw {
    fn from(value: &Value) -> Self {
        Self(value.to_string().into())
    }
}

/// `null`: what stands for a value that could not be read.
impl Default for Raw {
    fn default() -> Self {
        Self("null".into())
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Raw;
    use serde_json::json;

    #[test]
    fn members_are_those_of_the_value() {
        let raw = Raw::new(r#"{"a":1,"b":{"c/d":[true]},"a":"last"}"#.into());
        assert_eq!(raw.value(), json!({"a": "last", "b": {"c/d": [true]}}));
        assert_eq!(raw.get("a"), Some(json!("last")));
        assert_eq!(raw.string("a").as_deref(), Some("last"));
        assert_eq!(raw.string("b"), None);
        assert_eq!(raw.pointer("/b/c~1d/0"), Some(json!(true)));
        assert_eq!(raw.pointer("/b/x"), None);
        assert_eq!(Raw::default().get("a"), None);
    }
}
