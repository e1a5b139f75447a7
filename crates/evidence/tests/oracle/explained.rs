//! Where tables and schemas may give different verdicts, each with its reason. One that no longer does fails the test.

use crate::schema::Subject;
use evidence::revision::Revision;

/// Which of the two finds something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stricter {
    Schema,
    Tables,
}

pub(crate) struct Explained {
    stricter: Stricter,
    since: &'static str,
    /// The subject, as it is written for people, holds this.
    subject: &'static str,
    /// The place that was spoilt holds this.
    place: &'static str,
    pub(crate) reason: &'static str,
}

impl Explained {
    pub(crate) fn covers(
        &self,
        stricter: Stricter,
        revision: &Revision,
        subject: &Subject,
        place: &str,
    ) -> bool {
        self.stricter == stricter
            && revision.id >= self.since
            && format!("{subject:?}").contains(self.subject)
            && place.contains(self.place)
    }
}

pub(crate) const EXPLAINED: &[Explained] = &[
    Explained {
        stricter: Stricter::Schema,
        since: "",
        subject: "",
        place: "/method",
        reason: "a message is looked up by its method, so one with another is another message",
    },
    Explained {
        stricter: Stricter::Schema,
        since: "",
        subject: "",
        place: "/inputSchema/",
        reason: "what stands in a schema is the business of JSON Schema, where a property may be true or false",
    },
    Explained {
        stricter: Stricter::Schema,
        since: "2025-06-18",
        subject: "",
        place: "/outputSchema/",
        reason: "the same for what a tool gives back",
    },
];

/// A place where an official schema does not say what the specification says.
pub(crate) struct Mended {
    pub(crate) revision: &'static str,
    pub(crate) pointer: &'static str,
    /// What stands there, as JSON; where something else does, the entry is stale.
    pub(crate) says: &'static str,
    pub(crate) means: &'static str,
    /// Why, beside the specification's own source in TypeScript.
    pub(crate) reason: &'static str,
}

pub(crate) const MENDED: &[Mended] = &[
    Mended {
        revision: "2025-06-18",
        pointer: "/definitions/ElicitResult/properties/content/additionalProperties/type",
        says: r#"["string","integer","boolean"]"#,
        means: r#"["string","number","boolean"]"#,
        reason: "its source says number, and a form may ask for one",
    },
    Mended {
        revision: "2025-11-25",
        pointer: "/$defs/ElicitResult/properties/content/additionalProperties/anyOf/1/type",
        says: r#"["string","integer","boolean"]"#,
        means: r#"["string","number","boolean"]"#,
        reason: "its source says number, and a form may ask for one",
    },
    Mended {
        revision: "2026-07-28",
        pointer: "/$defs/ElicitResult/properties/content/additionalProperties/anyOf/1/type",
        says: r#"["string","integer","boolean"]"#,
        means: r#"["string","number","boolean"]"#,
        reason: "its source says number, and a form may ask for one",
    },
    Mended {
        revision: "2026-07-28",
        pointer: "/$defs/JSONValue/anyOf/2/type",
        says: r#"["string","integer","boolean"]"#,
        means: r#"["string","number","boolean","null"]"#,
        reason: "its source says any JSON value",
    },
];
