//! What is listed: tools, resources, templates, prompts.

use super::common::{ANNOTATIONS, ANY, ICONS, META, TITLE};
use super::rule::Shape::{self, Flag, List, OneOf, Text, Whole};
use super::rule::{may, must};
use crate::Kind;

/// The type must be said, and must be "object". What else stands in a schema is the business of JSON Schema.
const OBJECT_SCHEMA: Shape = Shape::Object(&[must("type", OneOf(&["object"]))]);

pub(super) const TOOL: Shape = Shape::Object(&[
    must("name", Text),
    must("inputSchema", OBJECT_SCHEMA),
    may("description", Text),
    TITLE,
    may("outputSchema", OBJECT_SCHEMA)
        .since("2025-06-18")
        .until("2025-11-25"),
    may("outputSchema", ANY).since("2026-07-28"),
    may(
        "annotations",
        Shape::Object(&[
            may("title", Text),
            may("readOnlyHint", Flag),
            may("destructiveHint", Flag),
            may("idempotentHint", Flag),
            may("openWorldHint", Flag),
        ]),
    )
    .since("2025-03-26"),
    may(
        "execution",
        Shape::Object(&[may(
            "taskSupport",
            OneOf(&["forbidden", "optional", "required"]),
        )]),
    )
    .only("2025-11-25"),
    may("icons", ICONS).since("2025-11-25"),
    META,
]);

pub(super) const RESOURCE: Shape = Shape::Object(&[
    must("uri", Text),
    must("name", Text),
    TITLE,
    may("description", Text),
    may("mimeType", Text),
    may("size", Whole),
    may("annotations", ANNOTATIONS),
    may("icons", ICONS).since("2025-11-25"),
    META,
]);

pub(super) const TEMPLATE: Shape = Shape::Object(&[
    must("uriTemplate", Text),
    must("name", Text),
    TITLE,
    may("description", Text),
    may("mimeType", Text),
    may("annotations", ANNOTATIONS),
    may("icons", ICONS).since("2025-11-25"),
    META,
]);

pub(super) const PROMPT: Shape = Shape::Object(&[
    must("name", Text),
    TITLE,
    may("description", Text),
    may(
        "arguments",
        List(&Shape::Object(&[
            must("name", Text),
            TITLE,
            may("description", Text),
            may("required", Flag),
        ])),
    ),
    may("icons", ICONS).since("2025-11-25"),
    META,
]);

/// The shape of the items of a kind.
pub(super) const fn of(kind: Kind) -> &'static Shape {
    match kind {
        Kind::Tool => &TOOL,
        Kind::Resource => &RESOURCE,
        Kind::Template => &TEMPLATE,
        Kind::Prompt => &PROMPT,
    }
}
