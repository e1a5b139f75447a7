//! What results and messages to a model carry.

use super::common::{ANNOTATIONS, ANY, META, ROLE};
use super::items;
use super::rule::Shape::{self, All, Any, Either, Flag, List, Tagged, Text};
use super::rule::{case, may, must, or};

const TEXT: Shape = Shape::Object(&[must("text", Text), may("annotations", ANNOTATIONS), META]);

/// A picture or a sound.
const MEDIA: Shape = Shape::Object(&[
    must("data", Text),
    must("mimeType", Text),
    may("annotations", ANNOTATIONS),
    META,
]);

/// The contents of a resource: text, or bytes as base64.
pub(super) const CONTENTS: Shape = Either(&[
    or(Shape::Object(&[
        must("uri", Text),
        must("text", Text),
        may("mimeType", Text),
        META,
    ])),
    or(Shape::Object(&[
        must("uri", Text),
        must("blob", Text),
        may("mimeType", Text),
        META,
    ])),
]);

const EMBEDDED: Shape = Shape::Object(&[
    must("resource", CONTENTS),
    may("annotations", ANNOTATIONS),
    META,
]);

/// Content of a prompt or of a tool's result.
pub(super) const BLOCK: Shape = Tagged {
    by: "type",
    cases: &[
        case("text", TEXT),
        case("image", MEDIA),
        case("audio", MEDIA).since("2025-03-26"),
        case("resource", EMBEDDED),
        case("resource_link", items::RESOURCE).since("2025-06-18"),
    ],
    other: None,
};

/// What a tool gave back.
pub(super) const OUTPUT: Shape = Shape::Object(&[
    must("content", List(&BLOCK)),
    may("isError", Flag),
    may("structuredContent", ANY)
        .since("2025-06-18")
        .until("2025-11-25"),
    may("structuredContent", Any).since("2026-07-28"),
]);

const TOOL_USE: Shape = Shape::Object(&[
    must("id", Text),
    must("name", Text),
    must("input", ANY),
    META,
]);

const TOOL_RESULT: Shape = All(&[Shape::Object(&[must("toolUseId", Text), META]), OUTPUT]);

const SAMPLED_BLOCK: Shape = Tagged {
    by: "type",
    cases: &[
        case("text", TEXT),
        case("image", MEDIA),
        case("audio", MEDIA).since("2025-03-26"),
        case("tool_use", TOOL_USE).since("2025-11-25"),
        case("tool_result", TOOL_RESULT).since("2025-11-25"),
    ],
    other: None,
};

/// Content that a model is given, or gives: one block, or since 2025-11-25 several.
const SAMPLED: Shape = Either(&[
    or(SAMPLED_BLOCK),
    or(List(&SAMPLED_BLOCK)).since("2025-11-25"),
]);

/// A message to a model, or from one.
pub(super) const SAMPLING_MESSAGE: Shape = Shape::Object(&[
    must("role", ROLE),
    must("content", SAMPLED),
    may("_meta", ANY).since("2025-11-25"),
]);

/// What a model answered.
pub(super) const SAMPLED_MESSAGE: Shape = Shape::Object(&[
    must("role", ROLE),
    must("content", SAMPLED),
    must("model", Text),
    may("stopReason", Text),
    may("_meta", ANY),
]);

/// A message of a prompt.
pub(super) const PROMPT_MESSAGE: Shape =
    Shape::Object(&[must("role", ROLE), must("content", BLOCK)]);
